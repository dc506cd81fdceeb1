"""Addresses of whoever signs an agency's return off. None of them names a case."""

from django.urls import path

from .views import signing

urlpatterns = [
    path("", signing.sign_offs, name="sign_offs"),
    path("<uuid:agency_request>/", signing.sign_off, name="sign_off"),
    path("<uuid:agency_request>/give-back/", signing.give_back, name="give_back_return"),
    path("<uuid:agency_request>/conflict/", signing.step_aside, name="step_aside"),
]
