"""Who may take in a case, and when one can be logged. Each rule returns its sentence, or None."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cspr_portal import clock
from reviews.audit.opening import opened, out_of_scope
from reviews.cases import access as cases
from reviews.models import Intake, Role, User
from reviews.requests import StaffRequest
from reviews.standing import areas_coordinated

from .answers import Answers

# More than any incident has; it keeps one intake from growing without end.
MOST_ENTRIES = 40


def visible_to(user: User, at: datetime) -> QuerySet[Intake]:
    """Return the intakes that `user` may know of: all of a coordinator's areas, a delegate's own ones."""
    found = Intake.objects.exclude(case__recusals__user=user)
    if user.acts_as(Role.COORDINATOR):
        # With those of an area that ended in theirs: they go on with them, in their own area
        return found.filter(area__in=areas_coordinated(user, at))
    return found.filter(area__in=cases.areas_to_log_in(user, at), started_by=user)


def unfinished(user: User, at: datetime) -> QuerySet[Intake]:
    """Return those that are neither logged nor dropped, the latest first."""
    found = visible_to(user, at).filter(case__isnull=True, dropped_at__isnull=True)
    return found.select_related("area", "started_by", "changed_by").order_by("-changed_at")


def open_intake(request: StaffRequest, key: UUID, at: datetime) -> Intake:
    """Return the intake that an address names, and record that it was opened.

    Raises Http404 outside the person's scope, exactly as for a key that never existed.
    """
    found = visible_to(request.user, at).filter(pk=key)
    intake = found.select_related("area", "case", "changed_by", "dropped_by").first()
    if intake is None:
        out_of_scope(request)
    opened(request, intake=str(intake.pk))
    return intake


def change(user: User, intake: Intake, at: datetime) -> str | None:
    """Say why `user` may not change the intake, which they may know of."""
    if not visible_to(user, at).filter(pk=intake.pk).exists():
        return "Only the area’s coordinators, and whoever began it, may go on with an intake."
    if intake.case_id is not None:
        return "Already: this intake is logged. Find the case under “Cases”."
    if intake.dropped_at is not None:
        return f"Already: this intake was dropped on {clock.day_words(clock.today(intake.dropped_at))}."
    return None


def log(user: User, intake: Intake, at: datetime) -> str | None:
    """Say why `user` may not log the case from the intake: which sections it still lacks."""
    return change(user, intake, at) or Answers(intake, at).missing_sentence
