"""How many people were told of the publication, as the case's engagement register has it. Reads only."""

from dataclasses import dataclass

from publications.models import StepKind
from reviews.models import Case, EngagedWith, EngagementOutcome, Participant

# What of the register each item of the checklist rests on.
IN_THE_REGISTER: dict[str, tuple[EngagedWith, tuple[EngagementOutcome, ...]]] = {
    StepKind.FAMILY: (EngagedWith.FAMILY, (EngagementOutcome.TOLD_DAY,)),
    StepKind.PRACTITIONERS: (
        EngagedWith.PRACTITIONERS,
        (EngagementOutcome.TOLD_DAY, EngagementOutcome.SUPPORT),
    ),
}


@dataclass(frozen=True)
class Told:
    """How many of those in the register were told, and what the others are called there."""

    number: int
    told: int
    others: list[str]


def told(case: Case) -> dict[str, Told]:
    """Return for the items that the register knows something of how far it is, by kind of step. Two queries."""
    people = list(
        Participant.objects.filter(review__case=case).order_by("added_at").prefetch_related("engagements")
    )
    found = {}
    for kind, (engaged_with, outcomes) in IN_THE_REGISTER.items():
        theirs = [one for one in people if one.engaged_with == engaged_with]
        others = [
            one.called
            for one in theirs
            if not any(happened.outcome in outcomes for happened in one.engagements.all())
        ]
        found[str(kind)] = Told(len(theirs), len(theirs) - len(others), others)
    return found
