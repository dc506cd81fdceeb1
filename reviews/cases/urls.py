"""Addresses of a case itself."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.case_list, name="cases"),
    path("<str:reference>/", views.case, name="case"),
    path("<str:reference>/people/", views.case_people, name="case_people"),
    path("<str:reference>/identities/seal/", views.seal, name="seal"),
    path("<str:reference>/identities/", views.open_sealed, name="open_sealed"),
    path("<str:reference>/hold/", views.hold, name="hold"),
    path("<str:reference>/hold/end/", views.end_hold, name="end_hold"),
    path("<str:reference>/recuse/", views.recuse, name="recuse"),
]
