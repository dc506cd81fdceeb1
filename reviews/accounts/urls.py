"""Addresses of the yearly look through the accounts, under /staff/accounts/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("<int:person>/keep/", views.keep_account, name="keep_account"),
    path("<int:person>/close/", views.close_account, name="close_account"),
]
