"""Deeds of a review that tests need beside the walk: a seat filled, a reviewer appointed, a version written. No test."""

from datetime import date, timedelta

from cspr_portal import clock
from reviews.models import Case, PanelSeat, ReportVersion, ReviewerAppointment, User
from reviews.panel import actions as panel
from reviews.report import actions as report
from tests.typed import day


def seat_of(case: Case, role: str) -> PanelSeat:
    """The statutory seat of one partner, as it is held now."""
    return case.review.seats.get(partner_role=role, left_on__isnull=True)


def fill(case: Case, role: str, person: User, by: User) -> PanelSeat:
    """Put somebody into a partner's seat."""
    panel.fill_seat(case, seat_of(case, role), person, by=by, at=clock.now())
    return seat_of(case, role)


def appointment_form(person: User, today: date, /, **changes: str) -> dict[str, str]:
    """What is typed to appoint a reviewer from today on, who declares no link."""
    return {
        "person": str(person.pk),
        "experience": "Twenty years in children’s social care.",
        "has_no_link": "none",
        "declaration": "I have never worked in the area.",
        **day("declared_on", today),
        **day("starts_on", today),
        **day("ends_on", today + timedelta(days=200)),
        **changes,
    }


def appointed(
    case: Case, person: User, by: User, *, is_linked: bool = False, starts_in: int = 0, lasts: int = 200
) -> ReviewerAppointment:
    """Appoint a reviewer from some days on, for so many days; nobody has checked the declaration yet."""
    today = clock.today(clock.now())
    return panel.appoint_reviewer(
        case,
        person,
        experience="Ten reviews.",
        has_no_link=not is_linked,
        declaration="I know nobody there.",
        declared_on=today,
        starts_on=today + timedelta(days=starts_in),
        ends_on=today + timedelta(days=starts_in + lasts),
        by=by,
        at=clock.now(),
    )


def next_version(case: Case, text: str, by: User) -> ReportVersion:
    """Write the version that follows the newest one."""
    newest = case.review.report_versions.first()
    number = newest.number if newest else 0
    return report.write_report(case, text=text, expected_number=number, by=by, at=clock.now())
