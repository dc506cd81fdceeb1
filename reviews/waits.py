"""When an open step waits for a person: what is still missing, asked of the data. Steps are in steps.py."""

from collections.abc import Callable
from datetime import datetime

from cspr_portal import clock
from reviews.models import AgreementBody, AgreementView, Case, User
from reviews.stages import Stage
from reviews.standing import standing

Waits = Callable[[User, Case, datetime], bool]

# While these last, a review without an Independent Reviewer can't go on.
NEEDS_REVIEWER = (Stage.SCOPING, Stage.GATHERING, Stage.ANALYSIS, Stage.ENGAGEMENT, Stage.DRAFTING)


def always(user: User, case: Case, at: datetime) -> bool:
    """Return True: the step waits whenever it is open."""
    return True


def no_view_of_the_partner(user: User, case: Case, at: datetime) -> bool:
    """Return whether the partner for which `user` decides has given no view yet."""
    role = standing(user, case, at).partner_role
    return not case.partner_views.holding().filter(partner_role=role).exists()


def no_terms(user: User, case: Case, at: datetime) -> bool:
    """Return whether the review has no terms of reference."""
    return case.review.scoped_at is None


def panel_incomplete(user: User, case: Case, at: datetime) -> bool:
    """Return whether a statutory seat has nobody in it, or the panel no chair."""
    if case.stage != Stage.SCOPING:
        return False
    seats = [seat for seat in case.review.seats.all() if seat.left_on is None]
    has_chair = any(seat.is_chair and seat.confirmed_at for seat in seats)
    return not has_chair or any(seat.is_statutory and not seat.confirmed_at for seat in seats)


def no_reviewer(user: User, case: Case, at: datetime) -> bool:
    """Return whether nobody is, or is about to be, the review's Independent Reviewer."""
    today = clock.today(at)
    current = case.review.appointments.filter(ended_at__isnull=True, has_no_link=True, ends_on__gte=today)
    return case.stage in NEEDS_REVIEWER and not current.exists()


def no_key_line(user: User, case: Case, at: datetime) -> bool:
    """Return whether the enquiry has no line yet, and `user` is the reviewer whose turn it is."""
    if case.stage != Stage.ANALYSIS or not standing(user, case, at).is_reviewer:
        return False
    return not case.review.key_lines.exists()


def engagement_incomplete(user: User, case: Case, at: datetime) -> bool:
    """Return whether what was offered to the family, or to practitioners, is not recorded."""
    engaged = case.review.engagements.values_list("engaged_with", flat=True)
    return case.stage == Stage.ENGAGEMENT and len(set(engaged)) < 2


def drafting(user: User, case: Case, at: datetime) -> bool:
    """Return whether the case is at the draft."""
    return case.stage == Stage.DRAFTING


def no_version_of_this_draft(user: User, case: Case, at: datetime) -> bool:
    """Return whether no version was written since the case last came to the draft."""
    came = case.stage_changes.filter(to_stage=Stage.DRAFTING).order_by("-changed_at").first()
    newest = case.review.report_versions.first()
    return newest is None or (came is not None and newest.written_at < came.changed_at)


def ready_to_move(user: User, case: Case, at: datetime) -> bool:
    """Return whether nobody else is to do something first: a draft that came back waits for its new version."""
    return case.stage != Stage.DRAFTING or not no_version_of_this_draft(user, case, at)


def partner_disagrees(user: User, case: Case, at: datetime) -> bool:
    """Return whether a safeguarding partner does not agree with the newest version, which can't go on."""
    newest = case.review.report_versions.first()
    if case.stage != Stage.PARTNER_AGREEMENT or newest is None:
        return False
    return newest.agreements.filter(body=AgreementBody.PARTNERS, view=AgreementView.DISAGREES).exists()
