"""Address of the first staff page."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.needs, name="needs"),
    path("what-we-record/", views.what_we_record, name="what_we_record"),
]
