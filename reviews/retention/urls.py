"""Addresses of keeping and disposing, under /staff/retention/."""

from django.urls import path

from . import record_views, views

urlpatterns = [
    path("", views.retention, name="retention"),
    path("held/", views.what_is_held, name="what_is_held"),
    path("holds/new/", views.place_hold, name="place_disposal_hold"),
    path("holds/<uuid:hold>/", views.change_hold, name="disposal_hold"),
    path("records/<slug:kind>/<uuid:key>/", record_views.keeping, name="record_keeping"),
    path("records/<slug:kind>/<uuid:key>/propose/", record_views.propose, name="propose_record_disposal"),
    path("records/<slug:kind>/<uuid:key>/confirm/", record_views.confirm, name="confirm_record_disposal"),
    path("records/<slug:kind>/<uuid:key>/take-back/", record_views.drop, name="drop_record_disposal"),
    path("disposed/<uuid:disposal>/", views.disposed, name="disposed"),
]
