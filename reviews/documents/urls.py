"""Addresses of a case's documents, under the case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/add/", views.add_document, name="add_document"),
    path("documents/<uuid:document>/", views.document, name="document"),
    path("documents/<uuid:document>/remove/", views.remove_document, name="remove_document"),
]
