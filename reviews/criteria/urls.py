"""Addresses of test A, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("view/", views.give_view, name="give_view"),
    path("view/record/", views.record_view, name="record_view"),
    path("view/<uuid:view>/confirm/", views.confirm_view, name="confirm_view"),
    path("absence/", views.record_absence, name="record_absence"),
    path("criteria/", views.decide_criteria, name="decide_criteria"),
    path("criteria/reopen/", views.reopen_criteria, name="reopen_criteria"),
]
