"""Deeds of a review that tests need beside the walk: a seat filled, a version written. No test."""

from cspr_portal import clock
from reviews.models import Case, PanelSeat, ReportVersion, User
from reviews.panel import actions as panel
from reviews.report import actions as report


def seat_of(case: Case, role: str) -> PanelSeat:
    """The statutory seat of one partner, as it is held now."""
    return case.review.seats.get(partner_role=role, left_on__isnull=True)


def fill(case: Case, role: str, person: User, by: User) -> PanelSeat:
    """Put somebody into a partner's seat."""
    panel.fill_seat(case, seat_of(case, role), person, by=by, at=clock.now())
    return seat_of(case, role)


def next_version(case: Case, text: str, by: User) -> ReportVersion:
    """Write the version that follows the newest one."""
    newest = case.review.report_versions.first()
    number = newest.number if newest else 0
    return report.write_report(case, text=text, expected_number=number, by=by, at=clock.now())
