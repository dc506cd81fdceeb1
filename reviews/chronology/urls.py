"""Addresses of a review's merged chronology, under its case's reference."""

from django.urls import path

from . import file_views, views

urlpatterns = [
    path("chronology/", views.chronology, name="chronology"),
    path("chronology/export.csv", views.chronology_csv, name="chronology_csv"),
    path("chronology/add/", views.add_event, name="add_event"),
    path("chronology/bring/", file_views.bring_chronology, name="bring_chronology"),
    path("chronology/files/<uuid:file>/", file_views.chronology_file, name="chronology_file"),
    path("chronology/files/<uuid:file>/columns/", file_views.chronology_columns, name="chronology_columns"),
    path("chronology/files/<uuid:file>/confirm/", file_views.confirm_chronology, name="confirm_chronology"),
    path("chronology/files/<uuid:file>/drop/", file_views.drop_chronology, name="drop_chronology"),
    path("chronology/<uuid:entry>/", views.change_event, name="change_event"),
    path("chronology/<uuid:entry>/remove/", views.remove_event, name="remove_event"),
    path("chronology/<uuid:entry>/comment/", views.comment_event, name="comment_event"),
]
