"""Address of the related cases, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [path("related/", views.related, name="related")]
