"""The address of the deadlines page."""

from django.urls import path

from reviews.calculator import views

urlpatterns = [path("deadlines/", views.deadlines, name="deadlines")]
