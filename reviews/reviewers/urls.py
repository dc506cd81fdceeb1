"""Addresses of a review's Independent Reviewers, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("reviewer/", views.reviewer, name="reviewer"),
    path("reviewer/appoint/", views.appoint, name="appoint"),
    path("reviewer/<uuid:appointment>/links/", views.decide_links, name="decide_links"),
    path("reviewer/<uuid:appointment>/check/", views.check_declaration, name="check_declaration"),
    path("reviewer/<uuid:appointment>/extend/", views.extend_appointment, name="extend_appointment"),
    path("reviewer/<uuid:appointment>/end/", views.end_appointment, name="end_appointment"),
    path("reviewer/<uuid:appointment>/ask/", views.ask_reviewer, name="ask_reviewer"),
    path("reviewer/requests/<uuid:asked>/reply/", views.reply_to_request, name="reply_to_request"),
]
