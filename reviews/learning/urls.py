"""Addresses of a case's learning, under its reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("learning/", views.learning, name="learning"),
    path("learning/early/add/", views.share_early, name="share_early"),
    path("learning/findings/add/", views.add_finding, name="add_finding"),
    path("learning/findings/<uuid:finding>/", views.change_finding, name="change_finding"),
    path("learning/recommendations/add/", views.add_recommendation, name="add_recommendation"),
    path(
        "learning/recommendations/<uuid:recommendation>/",
        views.change_recommendation,
        name="change_recommendation",
    ),
    path(
        "learning/recommendations/<uuid:recommendation>/respond/",
        views.respond,
        name="respond_to_recommendation",
    ),
    path("learning/actions/add/", views.add_action, name="add_action"),
    path("learning/actions/<uuid:action>/", views.learning_action, name="learning_action"),
    path("learning/actions/<uuid:action>/step/", views.take_step, name="record_step"),
    path("learning/actions/<uuid:action>/impact/", views.record_impact, name="record_impact"),
]
