"""Runs the disclosure check on a draft with the words of its case, and sorts the hits into open and cleared.

The check itself is pure (publications.disclosure); opening the sealed words is `reviews.sealed`, one audited
opening a run. Nobody without a right to the case gets a run with its words. Nothing is stored here.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from publications import access
from publications.disclosure import check as disclosure
from publications.disclosure.normal import fold
from publications.disclosure.patterns import EMAIL, POSTCODE, TELEPHONE
from publications.disclosure.terms import Terms
from publications.disclosure.words import STREETS_ALONE
from publications.models import Clearance, Draft
from reviews import sealed
from reviews.models import Case, SealedKind, User

FIELDS = {"title": "Title", "summary": "Summary", "care_note": "Before you read", "text": "Text"}
FROM_THE_CASE = "case"
# A house number, up to four words, a word for a street; then the pieces after commas, to the line's end.
ADDRESS = re.compile(
    rf"\b\d+[a-z]?,?\s+(?:[\w’'-]+\s+){{1,4}}(?:{'|'.join(sorted(STREETS_ALONE))})\b(?:,[^\n.;,]+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """One hit in one field, and why it was let stand if it was. Open ones are numbered from 1."""

    hit: disclosure.Hit
    fingerprint: str
    clearance: Clearance | None
    number: int | None

    @property
    def kind(self) -> str:
        return self.hit.kind

    @property
    def must_go(self) -> bool:
        return self.hit.severity == disclosure.MUST


@dataclass(frozen=True)
class Findings:
    """All hits in a draft, in the order of its fields; `is_whole` is false without the case's words."""

    texts: dict[str, str]
    hits: list[Found]
    is_whole: bool

    @property
    def open(self) -> list[Found]:
        return [found for found in self.hits if found.clearance is None]

    @property
    def cleared(self) -> list[Found]:
        return [found for found in self.hits if found.clearance is not None]


def run(draft: Draft, *, by: User, at: datetime) -> Findings:
    """Check `draft` as `by` may: with the case's words where they have a right to them, else patterns only."""
    publication = draft.publication
    is_whole = access.read_case_words(by, publication, at) is None
    terms = Terms()
    if is_whole and publication.case is not None:
        terms = terms_of(publication.case, by=by, at=at)
    texts = {name: getattr(draft, name) for name in FIELDS}
    clearances = {one.fingerprint: one for one in publication.clearances.select_related("cleared_by")}
    hits: list[Found] = []
    number = 0
    for hit in disclosure.check(texts, terms):
        fingerprint = disclosure.fingerprint(hit, texts[hit.field], settings.MATCH_KEY)
        clearance = clearances.get(fingerprint)
        if clearance is None:
            number += 1
        hits.append(Found(hit, fingerprint, clearance, None if clearance else number))
    return Findings(texts, hits, is_whole)


def open_hits(findings: Findings) -> str | None:
    """Say how many hits still stand in the way, or None."""
    count = len(findings.open)
    if count == 0:
        return None
    return "Not yet: one hit is open." if count == 1 else f"Not yet: {count} hits are open."


def terms_of(case: Case, *, by: User, at: datetime) -> Terms:
    """Return the words of `case` that must not get out, as the check takes them: one audited opening.

    The area's name is one of them: the partnership is named on every page, the area of a case on none.
    """
    words = sealed.terms(case, by=by, at=at)

    def of(*kinds: str) -> list[str]:
        return [word for kind in kinds for word in words.get(kind, [])]

    contacts = [words_of_contact(words) for words in of(SealedKind.CONTACT)]
    days = of(SealedKind.DATE_OF_BIRTH, SealedKind.DATE_OF_DEATH)
    return Terms(
        names=of("full_name", SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME),
        dates=[*_days(days), *_known_days(case)],
        places=[
            *of(SealedKind.ADDRESS, SealedKind.SCHOOL, SealedKind.PLACE),
            *(address for found in contacts for address in found.addresses),
            case.area.name,
        ],
        identifiers=[
            *of(SealedKind.NHS_NUMBER),
            *(number for found in contacts for number in found.identifiers),
            case.reference,
        ],
        practitioners=of(SealedKind.PRACTITIONER),
        relatives=of(SealedKind.RELATIVE),
    )


@dataclass(frozen=True, repr=False)
class Contact:
    """What in the words of a sealed contact points to somebody: telephone numbers and mails; addresses."""

    identifiers: list[str]
    addresses: list[str]


def words_of_contact(words: str) -> Contact:
    """Take what identifies out of a safe way to reach somebody; its other words are not looked for."""
    folded = fold(words)
    identifiers = [found[0] for pattern in (TELEPHONE, EMAIL) for found in pattern.finditer(folded)]
    addresses = [found[0].strip() for found in ADDRESS.finditer(words)]
    identifiers += [found[0] for found in POSTCODE.finditer(folded)]
    return Contact(identifiers, addresses)


def _known_days(case: Case) -> list[date]:
    days = (case.incident_from, case.incident_to, case.aware_on)
    return [day for day in days if day is not None]


def _days(words: list[str]) -> list[date]:
    """The days among `words`. Sealed dates are kept as 2019-03-14; others are still found by pattern."""
    found = []
    for word in words:
        try:
            found.append(date.fromisoformat(word))
        except ValueError:
            continue
    return found
