"""Addresses of requests for copies on the staff side."""

from django.urls import path

from publications.copies import views

urlpatterns = [
    path("", views.copy_requests, name="copy_requests"),
    path("<uuid:pk>/", views.copy_request, name="copy_request"),
    path("<uuid:pk>/read/", views.read_copy_request, name="read_copy_request"),
    path("<uuid:pk>/links/<uuid:link>/end/", views.end_copy_link, name="end_copy_link"),
]
