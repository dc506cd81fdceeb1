"""Addresses of the engagement with family and practitioners, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("engagement/", views.engagement, name="engagement"),
    path("engagement/add/", views.record_engagement, name="record_engagement"),
    path("engagement/people/add/", views.add_participant, name="add_participant"),
    path("engagement/people/<uuid:participant>/", views.participant, name="participant"),
    path("engagement/people/<uuid:participant>/change/", views.change_participant, name="change_participant"),
    path("engagement/people/<uuid:participant>/record/", views.record_with, name="record_with"),
    path("engagement/people/<uuid:participant>/contact/", views.open_contact, name="open_contact"),
]
