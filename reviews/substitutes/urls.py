"""Addresses of substitutes on a review's panel, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("panel/<uuid:seat>/substitute/", views.name_substitute, name="name_substitute"),
    path("panel/substitutes/<uuid:substitute>/end/", views.end_substitute, name="end_substitute"),
]
