"""Addresses of a case's court orders, under the case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("orders/", views.court_orders, name="court_orders"),
    path("orders/add/", views.record_order, name="record_order"),
    path("orders/<uuid:order>/", views.court_order, name="court_order"),
    path("orders/<uuid:order>/lift/", views.lift_order, name="lift_order"),
]
