"""Addresses of the escalations, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("escalations/", views.escalations, name="escalations"),
    path("escalations/raise/", views.raise_escalation, name="raise_escalation"),
    path("escalations/<uuid:escalation>/outcome/", views.record_outcome, name="escalation_outcome"),
]
