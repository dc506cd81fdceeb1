"""Every address of the portal. All of it needs sign-in unless its view says that it doesn't."""

from django.urls import include, path

from cspr_portal import errors, views
from reviews.admin_site import admin_site

urlpatterns = [
    path("", include("publications.public.urls")),
    path("look/<str:name>", views.look_file, name="look_file"),
    path("accounts/", include("reviews.sign_in.urls")),
    path("staff/", include("reviews.needs.urls")),
    path("staff/cases/new/", include("reviews.intake.urls")),
    path("staff/cases/", include("reviews.cases.urls")),
    path("staff/cases/<str:reference>/", include("reviews.children.urls")),
    path("staff/cases/<str:reference>/", include("reviews.contributions.urls")),
    path("staff/cases/<str:reference>/", include("reviews.criteria.urls")),
    path("staff/cases/<str:reference>/", include("reviews.decisions.urls")),
    path("staff/cases/<str:reference>/", include("reviews.rapid_review.urls")),
    path("staff/cases/<str:reference>/", include("reviews.involvement.urls")),
    path("staff/cases/<str:reference>/", include("reviews.knowledge.urls")),
    path("staff/cases/<str:reference>/", include("reviews.escalations.urls")),
    path("staff/cases/<str:reference>/", include("reviews.assignments.urls")),
    path("staff/cases/<str:reference>/", include("reviews.learning.urls")),
    path("staff/cases/<str:reference>/", include("reviews.chronology.urls")),
    path("staff/cases/<str:reference>/", include("reviews.notifications.urls")),
    path("staff/cases/<str:reference>/", include("reviews.panel.urls")),
    path("staff/cases/<str:reference>/", include("reviews.substitutes.urls")),
    path("staff/cases/<str:reference>/", include("reviews.meetings.urls")),
    path("staff/cases/<str:reference>/", include("reviews.proceedings.urls")),
    path("staff/cases/<str:reference>/", include("reviews.engagement.urls")),
    path("staff/cases/<str:reference>/", include("reviews.enquiry.urls")),
    path("staff/cases/<str:reference>/", include("reviews.report.urls")),
    path("staff/cases/<str:reference>/", include("reviews.documents.urls")),
    path("staff/cases/<str:reference>/", include("reviews.orders.urls")),
    path("staff/cases/<str:reference>/", include("reviews.correspondence.urls")),
    path("staff/cases/<str:reference>/", include("reviews.disclosures.case_urls")),
    path("staff/cases/<str:reference>/", include("reviews.returns.case_urls")),
    path("staff/cases/<str:reference>/", include("reviews.reviewers.urls")),
    path("staff/cases/<str:reference>/", include("reviews.retention.case_urls")),
    path("staff/cases/<str:reference>/", include("publications.own_names.urls")),
    path("staff/cases/<str:reference>/", include("publications.elsewhere.urls")),
    path("staff/appointments/", include("reviews.reviewers.own_urls")),
    path("staff/requests/", include("reviews.returns.urls")),
    path("staff/requests/", include("reviews.chronology.own_urls")),
    path("staff/sign-offs/", include("reviews.returns.approver_urls")),
    path("staff/cases/<str:reference>/", include("reviews.related.urls")),
    path("staff/actions/", include("reviews.learning.own_urls")),
    path("staff/publications/copies/", include("publications.copies.urls")),
    path("staff/publications/site/", include("publications.site.urls")),
    path("staff/publications/", include("publications.staff.urls")),
    path("staff/disclosures/", include("reviews.disclosures.urls")),
    path("staff/retention/", include("reviews.retention.urls")),
    path("staff/people/", include("reviews.people.urls")),
    path("staff/accounts/", include("reviews.accounts.urls")),
    path("staff/cases/<str:reference>/", include("reviews.openings.urls")),
    path("staff/audit/", include("reviews.audit.urls")),
    path("staff/alerts/", include("reviews.alerts.urls")),
    path("staff/", include("reviews.calculator.urls")),
    path("admin/", admin_site.urls),
]

handler400 = errors.handler400
handler403 = errors.handler403
handler404 = errors.handler404
handler500 = errors.handler500
handler429 = errors.handler429
