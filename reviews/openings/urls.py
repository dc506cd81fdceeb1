"""The address of who looked at a case, under /staff/cases/<reference>/."""

from django.urls import path

from . import views

urlpatterns = [path("looked-at/", views.case_openings, name="case_openings")]
