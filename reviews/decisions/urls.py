"""Addresses of the decision on a review and the record of all decisions, under a case's reference."""

from django.urls import path

from . import record_views, views

urlpatterns = [
    path("review-decision/", views.decide_review, name="decide_review"),
    path("review-decision/reopen/", views.reopen_review, name="reopen_review"),
    path("commission/", views.commission, name="commission"),
    path("decisions/", views.record, name="decisions"),
    path("decisions/criteria/", record_views.criteria_record, name="criteria_record"),
    path("decisions/criteria.pdf", record_views.criteria_record_pdf, name="criteria_record_pdf"),
    path("decisions/review/", record_views.review_record, name="review_record"),
    path("decisions/review.pdf", record_views.review_record_pdf, name="review_record_pdf"),
]
