"""Addresses of the enquiry, the engagement, the report and the stage moves, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("enquiry/", views.enquiry, name="enquiry"),
    path("enquiry/add/", views.add_key_line, name="add_key_line"),
    path("enquiry/<uuid:line>/answer/", views.answer_key_line, name="answer_key_line"),
    path("engagement/", views.engagement, name="engagement"),
    path("engagement/add/", views.record_engagement, name="record_engagement"),
    path("report/", views.report, name="report"),
    path("report/write/", views.write_report, name="write_report"),
    path("report/agree/", views.agree_report, name="agree_report"),
    path("report/<int:number>/", views.report_version, name="report_version"),
    path("move/", views.move_on, name="move_on"),
]
