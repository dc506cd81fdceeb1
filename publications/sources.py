"""What a publication of a case begins from: its pseudonyms and the report that the partners agreed. Reads only."""

from datetime import datetime

from cspr_portal import clock
from publications.models import Kind
from reviews.models import AgreementBody, Case, DecisionKind, DecisionQuorum, ReportVersion, Review
from reviews.report.agreed import partners_on


def agreed_report(case: Case, at: datetime) -> ReportVersion | None:
    """Return the newest version of the case's report that the partners agreed, as many as must at `at`, or None."""
    review = Review.objects.filter(case=case).first()
    if review is None:
        return None
    needed = DecisionQuorum.needed(DecisionKind.AGREEMENT, clock.today(at))
    for version in review.report_versions.all():
        views = version.agreements.filter(body=AgreementBody.PARTNERS).values_list("partner_role", "view")
        if partners_on(dict(views), needed).is_agreed:
            return version
    return None


def beginnings(case: Case, at: datetime) -> dict[str, str]:
    """Return what a form for a publication of `case` is filled with beforehand."""
    found = {"case": case.reference, "title": case.title if case.children.exists() else ""}
    version = agreed_report(case, at)
    if version is not None:
        found |= {"text": version.text}
        if not case.publications.filter(kind=Kind.CSPR, withdrawn_at__isnull=True).exists():
            found |= {"kind": Kind.CSPR.value}
    return found
