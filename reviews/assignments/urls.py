"""Addresses of assignments and advice, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("assigned/", views.assignments, name="assignments"),
    path("assigned/add/", views.assign, name="assign"),
    path("assigned/<uuid:assignment>/end/", views.end_assignment, name="end_assignment"),
    path("advice/", views.advice, name="advice"),
    path("advice/give/", views.give_advice, name="give_advice"),
    path("advice/<uuid:advice>/respond/", views.respond_to_advice, name="respond_to_advice"),
]
