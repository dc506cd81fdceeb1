"""Addresses of an agency's own chronology, under its request's key. None of them names a case."""

from django.urls import path

from . import own_views

OWN = "<uuid:agency_request>/chronology/"
FILE = f"{OWN}files/<uuid:file>/"

urlpatterns = [
    path(OWN, own_views.own_chronology, name="own_chronology"),
    path(f"{OWN}add/", own_views.add_own_event, name="add_own_event"),
    path(f"{OWN}bring/", own_views.bring_own_chronology, name="bring_own_chronology"),
    path(FILE, own_views.own_chronology_file, name="own_chronology_file"),
    path(f"{FILE}columns/", own_views.own_chronology_columns, name="own_chronology_columns"),
    path(f"{FILE}confirm/", own_views.confirm_own_chronology, name="confirm_own_chronology"),
    path(f"{FILE}drop/", own_views.drop_own_chronology, name="drop_own_chronology"),
    path(f"{OWN}<uuid:entry>/", own_views.change_own_event, name="change_own_event"),
    path(f"{OWN}<uuid:entry>/remove/", own_views.remove_own_event, name="remove_own_event"),
]
