"""Addresses of publications on the staff side."""

from django.urls import path

from publications.attachments import views as attachments
from publications.linking import views as linking
from publications.releasing import before
from publications.releasing import views as releasing
from publications.restoring import views as restoring
from publications.staff import approving, calendar, checks, views
from publications.versions import views as versions
from publications.withdrawals import views as withdrawals

urlpatterns = [
    path("", views.publications, name="publications"),
    path("calendar/", calendar.publication_calendar, name="publication_calendar"),
    path("after-a-restore/", restoring.after_restore, name="after_restore"),
    path("new/", views.new_publication, name="new_publication"),
    path("<uuid:pk>/", views.manage_publication, name="manage_publication"),
    path("<uuid:pk>/write/", views.write_draft, name="write_draft"),
    path("<uuid:pk>/preview/", views.preview_publication, name="preview_publication"),
    path("<uuid:pk>/report.pdf", views.approved_pdf, name="approved_pdf"),
    path("<uuid:pk>/check/", checks.disclosure_check, name="disclosure_check"),
    path("<uuid:pk>/check/suggestion/", checks.use_suggestion, name="use_suggestion"),
    path("<uuid:pk>/approve/", approving.approve_publication, name="approve_publication"),
    path("<uuid:pk>/preview/files/<str:name>", attachments.draft_picture, name="draft_picture"),
    path("<uuid:pk>/approve/files/<str:name>", attachments.draft_picture, name="approve_picture"),
    path("<uuid:pk>/links/", linking.link_publication, name="link_publication"),
    path("<uuid:pk>/versions/new/", versions.new_version, name="new_version"),
    path("<uuid:pk>/files/", attachments.publication_files, name="publication_files"),
    path("<uuid:pk>/files/new/<slug:kind>/", attachments.add_publication_file, name="add_publication_file"),
    path("<uuid:pk>/files/<uuid:file>/", attachments.publication_file_copy, name="publication_file_copy"),
    path(
        "<uuid:pk>/files/<uuid:file>/take-out/",
        attachments.take_out_publication_file,
        name="take_out_publication_file",
    ),
    path(
        "<uuid:pk>/files/<uuid:file>/read/", attachments.read_publication_file, name="read_publication_file"
    ),
    path("<uuid:pk>/before/", before.release_checklist, name="release_checklist"),
    path("<uuid:pk>/before/several/", before.record_release_steps, name="record_release_steps"),
    path("<uuid:pk>/before/deposit-pack.zip", before.deposit_pack, name="deposit_pack"),
    path("<uuid:pk>/before/<slug:kind>/", before.record_release_steps, name="record_release_step"),
    path("<uuid:pk>/copy/", releasing.record_copy, name="record_copy"),
    path("<uuid:pk>/publish/", releasing.publish_publication, name="publish_publication"),
    path("<uuid:pk>/publish/cancel/", releasing.cancel_day, name="cancel_day"),
    path("<uuid:pk>/after-a-restore/", restoring.confirm_after_restore, name="confirm_after_restore"),
    path("<uuid:pk>/after-a-restore/files/<str:name>", restoring.held_file, name="held_file"),
    path("<uuid:pk>/extend/", withdrawals.extend_publication, name="extend_publication"),
    path("<uuid:pk>/withdraw/", withdrawals.withdraw_publication, name="withdraw_publication"),
    path("<uuid:pk>/reinstate/", withdrawals.reinstate_publication, name="reinstate_publication"),
    path("<uuid:pk>/holders/", withdrawals.withdrawn_holders, name="withdrawn_holders"),
    path("<uuid:pk>/holders/<uuid:holder>/", withdrawals.record_holder, name="record_holder"),
]
