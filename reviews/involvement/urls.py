"""Addresses of the agencies that were involved in a case, under its reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("involved/", views.involved_agencies, name="involved_agencies"),
    path("involved/add/", views.add_involved_agency, name="add_involved_agency"),
    path("involved/<uuid:involved>/", views.change_involved_agency, name="change_involved_agency"),
    path("involved/<uuid:involved>/remove/", views.remove_involved_agency, name="remove_involved_agency"),
]
