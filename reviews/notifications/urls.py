"""Addresses of what the local authority told whom, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("notification/", views.notify, name="notify"),
    path("notification/correct/", views.correct_notification, name="correct_notification"),
    path("notification/withdraw/", views.withdraw_notification, name="withdraw_notification"),
    path("told/", views.told, name="told"),
    path("told/add/", views.record_telling, name="record_telling"),
    path("told/end/", views.end_told, name="end_told"),
]
