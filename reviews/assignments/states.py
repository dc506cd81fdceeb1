"""How an assignment stands on a day, in words for lists. Computed, never stored."""

from datetime import datetime

from cspr_portal import clock
from reviews.models import ASSIGNED_ROLES, Assignment

from . import access


def state_of(assignment: Assignment, is_recused: bool, at: datetime) -> tuple[str, str]:
    """Return how an assignment stands at `at`: words, and the kind of tag."""
    if access.is_over(assignment, at):
        return "Ended", "quiet"
    if is_recused:
        return "Stepped aside", "quiet"
    return ("Reads the case", "live") if assignment.user.acts_as(*ASSIGNED_ROLES) else ("No access", "quiet")


def until(assignment: Assignment) -> str:
    """Return until when it lasts or lasted: a day in words, with who ended it before its last day."""
    if assignment.ended_at is not None and assignment.ended_by is not None:
        day = clock.today(assignment.ended_at)
        if assignment.ends_on is None or day <= assignment.ends_on:
            return f"Ended on {clock.day_words(day)} by {assignment.ended_by.name}"
    return clock.day_words(assignment.ends_on) if assignment.ends_on is not None else "No last day is set"
