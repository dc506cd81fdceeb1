"""Addresses under a case's reference on which agencies are asked and their returns are read."""

from django.urls import path

from .views import asking

urlpatterns = [
    path("requests/", asking.agency_requests, name="agency_requests"),
    path("requests/ask/", asking.ask_agencies, name="ask_agencies"),
    path("requests/<uuid:agency_request>/", asking.agency_request, name="agency_request"),
    path("requests/<uuid:agency_request>/author/", asking.name_author, name="name_author"),
    path("requests/<uuid:agency_request>/approver/", asking.name_approver, name="name_approver"),
    path("requests/<uuid:agency_request>/due/", asking.change_due_day, name="change_due_day"),
    path("requests/<uuid:agency_request>/sheet/", asking.change_sheet, name="change_sheet"),
    path("requests/<uuid:agency_request>/chase/", asking.chase_agency, name="chase_agency"),
    path("requests/<uuid:agency_request>/send-back/", asking.send_back_return, name="send_back_return"),
    path("requests/<uuid:agency_request>/accept/", asking.accept_return, name="accept_return"),
    path("requests/<uuid:agency_request>/withdraw/", asking.withdraw_request, name="withdraw_request"),
]
