"""Where everybody stands on one version of the report, as pages show it. No rule lives here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cspr_portal import clock
from reviews.models import Agreement, AgreementBody, AgreementView, Case, PartnerRole, ReportVersion
from reviews.stages import Stage
from reviews.standing import Standing, partners_of

KINDS = {AgreementView.AGREES: "calm", AgreementView.WITH_COMMENTS: "live", AgreementView.DISAGREES: "hold"}


@dataclass(frozen=True)
class Row:
    """One speaker: for whom, who said it as what, the view as a tag, and their words."""

    speaker: str
    person: str
    view: str
    kind: str
    words: str


@dataclass(frozen=True)
class Ledger:
    """The rows of one body: the review's panel, or the safeguarding partners."""

    heading: str
    key: str
    rows: list[Row]


def of(version: ReportVersion, at: datetime) -> list[Ledger]:
    """Return both ledgers of a version: every seat of the panel and every partner; silence is "Not yet"."""
    given = list(version.agreements.select_related("given_by", "seat"))
    return [
        Ledger("The review’s panel", "panel", _panel(version, given)),
        Ledger("The safeguarding partners", "partners", _partners(version, given, at)),
    ]


@dataclass(frozen=True)
class Disagreement:
    """Somebody who did not agree with an earlier version: who, which, why, and what they said since, if anything."""

    speaker: str
    agreement: Agreement
    since: Agreement | None

    @property
    def is_unresolved(self) -> bool:
        return self.since is None or self.since.view == AgreementView.DISAGREES


def disagreements_before(version: ReportVersion) -> list[Disagreement]:
    """Return who did not agree with the versions before this one, newest first: it stays on record, answered or not."""
    given = list(
        Agreement.objects.filter(version__review=version.review_id, version__number__lte=version.number)
        .select_related("version", "seat__agency", "given_by")
        .defer("version__text")
        .order_by("version__number", "given_at")
    )
    found = []
    for at, one in enumerate(given):
        if one.view == AgreementView.DISAGREES and one.version.number < version.number:
            said = [later for later in given[at + 1 :] if _voice(later) == _voice(one)]
            name = one.seat.agency.name if one.seat else PartnerRole(one.partner_role).label
            found.append(Disagreement(name, one, said[-1] if said else None))
    return found[::-1]


def _voice(agreement: Agreement) -> tuple[object, ...]:
    return agreement.body, agreement.seat_id, agreement.partner_role


def speaker(case: Case, who: Standing) -> str:
    """Return for whom somebody speaks at the case's stage, in words."""
    seat = who.seat if case.stage == Stage.PANEL_AGREEMENT else None
    if seat is not None:
        return seat.agency.name
    return PartnerRole(who.partner_role).label if who.partner_role else ""


def _panel(version: ReportVersion, given: list[Agreement]) -> list[Row]:
    by_seat = {agreement.seat_id: agreement for agreement in given if agreement.body == AgreementBody.PANEL}
    # Who has left the panel stays where they spoke.
    seats = version.review.seats.filter(Q(left_on__isnull=True) | Q(pk__in=list(by_seat)))
    silence = _silence(version, Stage.PANEL_AGREEMENT)
    rows = []
    for seat in seats.select_related("agency", "user"):
        holder = seat.user.name if seat.user else "Nobody in this seat yet"
        if seat.user and seat.confirmed_at is None:
            holder = f"{holder}, waiting to be confirmed"
        rows.append(_row(seat.agency.name, holder, by_seat.get(seat.pk), silence))
    return rows


def _partners(version: ReportVersion, given: list[Agreement], at: datetime) -> list[Row]:
    by_role = {
        agreement.partner_role: agreement for agreement in given if agreement.body == AgreementBody.PARTNERS
    }
    agencies = partners_of(version.review.case, at)
    silence = _silence(version, Stage.PARTNER_AGREEMENT)
    rows = []
    for role, label in PartnerRole.choices:
        body = agencies[role].agency.name if role in agencies else "Nobody acts for this partner"
        rows.append(_row(label, body, by_role.get(role), silence))
    return rows


def _row(speaker: str, holder: str, agreement: Agreement | None, silence: str) -> Row:
    if agreement is None:
        return Row(speaker, holder, "Not yet", "quiet", silence)
    view = AgreementView(agreement.view)
    words = f"{clock.day_words(clock.today(agreement.given_at))}. {agreement.comments}".strip()
    return Row(speaker, f"{agreement.given_by.name}, {agreement.given_as}", view.label, KINDS[view], words)


def _silence(version: ReportVersion, stage: Stage) -> str:
    """Say since when a silent speaker is asked about this version."""
    asked = version.review.case.stage_changes.filter(to_stage=stage, changed_at__gte=version.written_at)
    later = version.review.report_versions.filter(number__gt=version.number).order_by("number").first()
    if later is not None:
        asked = asked.filter(changed_at__lt=later.written_at)
    first = asked.order_by("changed_at").first()
    if first is None:
        return "Not asked about this version." if later else "Not asked yet."
    return f"Asked on {clock.day_words(clock.today(first.changed_at))}."
