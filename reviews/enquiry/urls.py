"""Addresses of the key lines of enquiry, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("enquiry/", views.enquiry, name="enquiry"),
    path("enquiry/add/", views.add_key_line, name="add_key_line"),
    path("enquiry/<uuid:line>/", views.change_key_line, name="change_key_line"),
    path("enquiry/<uuid:line>/answer/", views.answer_key_line, name="answer_key_line"),
    path("enquiry/<uuid:line>/evidence/", views.link_evidence, name="link_evidence"),
    path(
        "enquiry/<uuid:line>/evidence/<uuid:evidence>/remove/", views.remove_evidence, name="remove_evidence"
    ),
]
