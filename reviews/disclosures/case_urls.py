"""Address of a case's requests for information, under the case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("disclosures/", views.case_information_requests, name="case_information_requests"),
]
