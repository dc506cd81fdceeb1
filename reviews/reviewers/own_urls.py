"""Addresses of a reviewer whose appointment is over. None of them names a case."""

from django.urls import path

from . import views

urlpatterns = [path("<uuid:appointment>/materials/", views.materials, name="materials")]
