"""Addresses of the register of parallel proceedings, under a case's reference."""

from django.urls import path

from . import views

urlpatterns = [
    path("proceedings/", views.proceedings, name="proceedings"),
    path("proceedings/add/", views.add_proceeding, name="add_proceeding"),
    path("proceedings/<uuid:proceeding>/", views.change_proceeding, name="change_proceeding"),
]
