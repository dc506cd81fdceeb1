"""Addresses of a child's own name, under a case's reference."""

from django.urls import path

from publications.own_names import views

urlpatterns = [
    path("own-name/", views.own_names, name="own_names"),
    path("own-name/propose/", views.propose_own_name, name="propose_own_name"),
    path("own-name/<uuid:own_name>/agree/", views.agree_own_name, name="agree_own_name"),
    path("own-name/<uuid:own_name>/end/", views.end_own_name, name="end_own_name"),
]
