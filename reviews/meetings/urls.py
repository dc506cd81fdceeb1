"""Addresses of the panel's meetings and their packs, under a case's reference."""

from django.urls import path

from . import pack_views, views

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/call/", views.call_meeting, name="call_meeting"),
    path("meetings/<uuid:meeting>/", views.meeting, name="meeting"),
    path("meetings/<uuid:meeting>/change/", views.change_meeting, name="change_meeting"),
    path("meetings/<uuid:meeting>/cancel/", views.cancel_meeting, name="cancel_meeting"),
    path("meetings/<uuid:meeting>/minutes/", views.minute_meeting, name="minute_meeting"),
    path("meetings/<uuid:meeting>/pack/", pack_views.take_pack, name="take_pack"),
    path("meetings/<uuid:meeting>/copies/<int:number>/", pack_views.settle_copy, name="settle_copy"),
]
