"""Addresses of the audit log, under /staff/audit/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("export/", views.export, name="export_audit"),
    path("verify/", views.verify, name="verify_audit"),
]
