"""Addresses of keeping and disposing, under /staff/retention/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.retention, name="retention"),
    path("held/", views.what_is_held, name="what_is_held"),
    path("holds/new/", views.place_hold, name="place_disposal_hold"),
    path("holds/<uuid:hold>/", views.change_hold, name="disposal_hold"),
    path("disposed/<uuid:disposal>/", views.disposed, name="disposed"),
]
