"""Addresses of alerts, under /staff/alerts/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("<uuid:key>/", views.alert, name="alert"),
]
