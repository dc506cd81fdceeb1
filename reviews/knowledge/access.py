"""Who may change what is known of a case, and what can't be so. Each rule returns its sentence, or None.

What is known is first asked in reviews/intake/; what follows from it is in reviews/paths/ and reviews/clocks.py.
"""

from datetime import date, datetime

from cspr_portal import clock
from cspr_portal.words import impossible_day
from reviews.models import Case, PartnerRole, User
from reviews.stages import Stage
from reviews.standing import standing

from .states import Known

UNCHANGED = "Change at least one answer, or go back to the case: what you say is what is known already."
READ_ANOTHER = (
    "Already: somebody changed what is known while you were writing. What holds now stands above, "
    "and your answers below. Check them and save again."
)


def change_what_is_known(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not change what is known of `case`.

    Source: the duty to notify is the local authority's alone (Children Act 2004, section 16C), and it rests on
    what the authority knows or suspects.
    """
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role == PartnerRole.LOCAL_AUTHORITY):
        return "Only the coordinator or the local authority’s delegate may change what is known."
    if case.stage == Stage.CONTRIBUTION:
        return "Another partnership leads this review, so what is known is kept there."
    if case.stage == Stage.CLOSED:
        return "Already: the case is closed, so what was known of it stands."
    return None


def wrong_day(case: Case, day: date, at: datetime) -> str | None:
    """Say why the authority can't have known of both limbs on `day`, a day in London. The day that holds can be."""
    if day == case.both_limbs_on:
        return None
    wrong = impossible_day(
        "This day", day, clock.today(at), case.aware_on, "the local authority became aware of the incident"
    )
    if wrong is None and case.abuse_known_on is not None and day < case.abuse_known_on:
        known = clock.day_words(case.abuse_known_on)
        return f"This day can’t be before abuse or neglect was first known or suspected, {known}."
    return wrong


def wrong_death(case: Case, name: str, day: date, at: datetime) -> str | None:
    """Say why the authority can't have known on `day`, a day in London, that the child of that name had died."""
    return impossible_day(
        f"The day {name}’s death was known",
        day,
        clock.today(at),
        case.aware_on,
        "the local authority became aware of the incident",
    )


def nothing_new(before: Known, known: Known) -> str | None:
    """Say that `known` is what is known `before`."""
    return UNCHANGED if known == before else None
