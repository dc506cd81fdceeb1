"""Addresses of publications on the staff side."""

from django.urls import path

from publications.staff import checks, releases, views

urlpatterns = [
    path("", views.publications, name="publications"),
    path("new/", views.new_publication, name="new_publication"),
    path("<uuid:pk>/", views.manage_publication, name="manage_publication"),
    path("<uuid:pk>/write/", views.write_draft, name="write_draft"),
    path("<uuid:pk>/preview/", views.preview_publication, name="preview_publication"),
    path("<uuid:pk>/report.pdf", views.approved_pdf, name="approved_pdf"),
    path("<uuid:pk>/check/", checks.disclosure_check, name="disclosure_check"),
    path("<uuid:pk>/check/suggestion/", checks.use_suggestion, name="use_suggestion"),
    path("<uuid:pk>/approve/", releases.approve_publication, name="approve_publication"),
    path("<uuid:pk>/copy/", releases.record_copy, name="record_copy"),
    path("<uuid:pk>/publish/", releases.publish_publication, name="publish_publication"),
    path("<uuid:pk>/withdraw/", releases.withdraw_publication, name="withdraw_publication"),
]
