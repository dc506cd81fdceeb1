"""Addresses of the rapid review and of the national Panel's answers to it, under a case's reference."""

from django.urls import path

from . import panel_views, views, word_views

urlpatterns = [
    path("rapid-review/", views.rapid_review, name="rapid_review"),
    path("rapid-review/meeting/", views.rapid_review_meeting, name="rapid_review_meeting"),
    path("rapid-review/sections/<slug:key>/", views.rapid_review_section, name="rapid_review_section"),
    path("rapid-review/complete/", views.complete_rapid_review, name="complete_rapid_review"),
    path("rapid-review/word/", views.rapid_review_word, name="rapid_review_word"),
    path("rapid-review/from-word/", word_views.bring_rapid_review, name="bring_rapid_review"),
    path("rapid-review/from-word/take/", word_views.take_rapid_review, name="take_rapid_review"),
    path("rapid-review/sent/", panel_views.rapid_review_sent, name="rapid_review_sent"),
    path("national-panel/", panel_views.panel_answer, name="panel_answer"),
    path("national-panel/<uuid:answer>/response/", panel_views.respond_to_panel, name="respond_to_panel"),
    path(
        "national-panel/<uuid:answer>/followed/",
        panel_views.challenge_followed,
        name="challenge_followed",
    ),
]
