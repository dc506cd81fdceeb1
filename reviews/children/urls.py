"""Addresses of the children of a case, under its reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("children/", views.children, name="children"),
    path("children/add/", views.add_child, name="add_child"),
    path("children/<uuid:child>/", views.change_child, name="change_child"),
    path("children/<uuid:child>/rename/", views.rename_child, name="rename_child"),
]
