"""Addresses of a review's terms and its panel, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("terms/", views.terms, name="terms"),
    path("scope/", views.scope, name="scope"),
    path("panel/", views.panel, name="panel"),
    path("panel/add/", views.add_member, name="add_member"),
    path("panel/<uuid:seat>/fill/", views.fill_seat, name="fill_seat"),
    path("panel/<uuid:seat>/confirm/", views.confirm_panel_seat, name="confirm_panel_seat"),
    path("panel/<uuid:seat>/chair/", views.choose_chair, name="choose_chair"),
    path("panel/<uuid:seat>/leave/", views.end_seat, name="end_seat"),
]
