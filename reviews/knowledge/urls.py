"""Addresses of what is known of a case, under its reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("known/", views.what_is_known, name="what_is_known"),
    path("known/history/", views.what_was_known, name="what_was_known"),
]
