"""Addresses about people, under /staff/people/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.people, name="people"),
    path("confirm/<slug:kind>/<str:key>/", views.confirm, name="confirm_person"),
]
