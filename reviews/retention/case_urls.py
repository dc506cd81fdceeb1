"""Addresses of a case's keeping and disposal, under its reference."""

from django.urls import path

from . import case_views as views

urlpatterns = [
    path("keeping/", views.keeping, name="keeping"),
    path("keeping/hold/", views.place_hold, name="place_case_hold"),
    path("keeping/propose/", views.propose, name="propose_disposal"),
    path("keeping/confirm/", views.confirm, name="confirm_disposal"),
    path("keeping/take-back/", views.drop, name="drop_disposal"),
]
