"""Addresses of a case's correspondence, under the case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("correspondence/", views.correspondence, name="correspondence"),
    path("correspondence/add/", views.record_correspondence, name="record_correspondence"),
    path("correspondence/<uuid:letter>/answered/", views.mark_answered, name="mark_answered"),
    path("correspondence/<uuid:letter>/correct/", views.correct_days, name="correct_days"),
    path("correspondence/<uuid:letter>/remove/", views.remove_correspondence, name="remove_correspondence"),
]
