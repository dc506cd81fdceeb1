"""Addresses of an agency's author. None of them names a case."""

from django.urls import path

from .views import word, writing

urlpatterns = [
    path("", writing.my_requests, name="my_requests"),
    path("<uuid:agency_request>/", writing.my_request, name="my_request"),
    path("<uuid:agency_request>/sheet/", writing.open_sheet, name="open_sheet"),
    path("<uuid:agency_request>/return/", writing.write_return, name="write_return"),
    path("<uuid:agency_request>/return/word/", word.return_word, name="return_word"),
    path("<uuid:agency_request>/return/from-word/", word.bring_return, name="bring_return"),
    path("<uuid:agency_request>/names/", writing.list_names, name="list_names"),
    path("<uuid:agency_request>/send/", writing.send_return, name="send_return"),
    path("<uuid:agency_request>/take-back/", writing.take_back_return, name="take_back_return"),
    path("<uuid:agency_request>/conflict/", writing.stand_down, name="stand_down"),
]
