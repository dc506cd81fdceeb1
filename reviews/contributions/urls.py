"""Addresses of our part in another partnership's review, and of the lead's handover, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("lead/", views.lead, name="lead"),
    path("lead/returned/", views.contribution_returned, name="contribution_returned"),
    path("lead/handover/", views.record_handover, name="record_handover"),
]
