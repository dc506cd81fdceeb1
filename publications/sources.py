"""What a publication of a case begins from: its pseudonyms and the report that everybody agreed. Reads only."""

from publications.models import Kind
from reviews.models import AgreementBody, AgreementView, Case, PartnerRole, ReportVersion, Review


def agreed_report(case: Case) -> ReportVersion | None:
    """Return the newest version of the case's report on which all three partners agree, or None."""
    review = Review.objects.filter(case=case).first()
    if review is None:
        return None
    for version in review.report_versions.all():
        agreed = version.agreements.filter(body=AgreementBody.PARTNERS).exclude(view=AgreementView.DISAGREES)
        if set(agreed.values_list("partner_role", flat=True)) >= set(PartnerRole.values):
            return version
    return None


def beginnings(case: Case) -> dict[str, str]:
    """Return what a form for a publication of `case` is filled with beforehand."""
    found = {"case": case.reference, "title": case.title if case.children.exists() else ""}
    version = agreed_report(case)
    if version is not None:
        found |= {"text": version.text}
        if not case.publications.filter(kind=Kind.CSPR, withdrawn_at__isnull=True).exists():
            found |= {"kind": Kind.CSPR.value}
    return found
