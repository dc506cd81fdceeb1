"""Addresses of the decisions, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("view/", views.give_view, name="give_view"),
    path("criteria/", views.decide_criteria, name="decide_criteria"),
    path("notification/", views.notify, name="notify"),
    path("rapid-review/", views.rapid_review, name="rapid_review"),
    path("rapid-review/sent/", views.rapid_review_sent, name="rapid_review_sent"),
    path("review-decision/", views.decide_review, name="decide_review"),
    path("national-panel/", views.panel_answer, name="panel_answer"),
    path("commission/", views.commission, name="commission"),
    path("decisions/", views.record, name="decisions"),
]
