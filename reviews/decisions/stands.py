"""Where the three safeguarding partners stand on a decision on a review: what is missing, and who agrees. Pure.

How many must agree is data and read in access.py; what is kept of it are PartnerStand rows.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from cspr_portal.words import listed
from reviews.hearing import THE
from reviews.models import PartnerRole, Stand

COUNTED = ("none", "one", "two", "three")


@dataclass(frozen=True)
class Said:
    """What one partner said: where it stands (Stand), who spoke for it (name and post), and its words."""

    stand: str
    given_as: str = ""
    words: str = ""


def missing(said: Mapping[str, Said]) -> list[tuple[str, str]]:
    """Return (field, sentence) for each thing that is missing or can't be, the fields named "la_stand" and so on.

    `said` is keyed by partner role. Source: each of the three partners decides for itself (Children Act 2004,
    section 16E); who does not agree says why, and that is kept with the decision.
    """
    found = []
    for role in PartnerRole.values:
        one, the = said.get(role), THE[role]
        if one is None or one.stand not in Stand.values:
            found.append((f"{role}_stand", f"Choose where {the} stood."))
            continue
        if one.stand != Stand.ABSENT and not one.given_as:
            found.append((f"{role}_given_as", f"Enter who spoke for {the}: name and post."))
        if one.stand == Stand.DISAGREES and not one.words:
            found.append((f"{role}_words", f"Enter what {the} said against the decision."))
        if one.stand == Stand.ABSENT and not one.words:
            found.append((f"{role}_words", f"Enter why {the} could not be heard, and what was tried."))
    return found + _named_twice(said)


def _named_twice(said: Mapping[str, Said]) -> list[tuple[str, str]]:
    """One person speaks for one partner: whoever is named for a second one, however it is spelled."""
    roles: dict[str, list[str]] = defaultdict(list)
    for role in PartnerRole.values:
        name = " ".join(said[role].given_as.split()) if role in said else ""
        if name:
            roles[name.casefold()].append(role)
    return [
        (
            f"{spoken_for[-1]}_given_as",
            f"“{' '.join(said[spoken_for[0]].given_as.split())}” is named for "
            f"{listed([THE[role] for role in spoken_for])}. One person speaks for one partner.",
        )
        for spoken_for in roles.values()
        if len(spoken_for) > 1
    ]


def agreeing(said: Mapping[str, Said]) -> int:
    """Return how many partners agree with the decision."""
    return sum(one.stand == Stand.AGREES for one in said.values())


def refusal_to_decide(said: Mapping[str, Said], needed: int) -> str | None:
    """Say why a decision may not be recorded while `needed` of the three partners have to agree, or None."""
    agree = agreeing(said)
    if agree >= needed:
        return None
    return (
        f"Not yet: {who_must_agree(needed)} must agree; {COUNTED[agree]} {'do' if agree > 1 else 'does'}. "
        "If they can’t agree, escalate it to a lead safeguarding partner."
    )


def who_must_agree(needed: int) -> str:
    """Return how many that is, in words: "two of the three safeguarding partners"."""
    whom = "safeguarding partners"
    return (
        f"all three {whom}" if needed == len(PartnerRole.values) else f"{COUNTED[needed]} of the three {whom}"
    )
