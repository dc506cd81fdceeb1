"""Addresses of learning across cases; what hangs under a case's reference is in urls.py."""

from django.urls import path

from . import views

urlpatterns = [path("", views.actions_by_agency, name="actions_by_agency")]
