"""Runs the disclosure check on a draft with the words of its case, and sorts the hits into open and cleared.

The check itself is pure (publications.disclosure); opening the sealed words is `reviews.sealed`, one audited
opening a run. Whoever may not open them, such as a publisher, sees where a hit of theirs is and nothing else of it.
How often a run may be asked for is in runs.py. Nothing is stored here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import product

from django.conf import settings

from publications import access, progress, themes
from publications.disclosure import check as disclosure
from publications.disclosure.fingerprints import fingerprint as fingerprint_of
from publications.disclosure.normal import fold, squeeze
from publications.disclosure.patterns import EMAIL, POSTCODE, TELEPHONE
from publications.disclosure.terms import Terms
from publications.disclosure.words import STREETS_ALONE
from publications.models import Attachment, Clearance, Draft
from publications.own_names import access as own_names
from publications.slugs import plain_word
from reviews import sealed
from reviews.models import Case, SealedKind, User

FIELDS = {"title": "Title", "summary": "Summary", "care_note": "Before you read", "text": "Text"}
ADDRESS_WORD = "slug"
THEMES = "themes"
# What lists, search and feeds show of it: no method and no injury is named there.
IN_LISTS = ("title", "summary", ADDRESS_WORD)
# What of a file goes out besides its looks, with the words for it.
OF_A_FILE = {
    "title": "its title",
    "alt": "its description",
    "name": "its name",
    "url": "its address",
    "transcript": "its transcript",
    "plain_text": "the words in it",
}
FROM_THE_CASE = "case"
UNSEEN = "a word from the case"
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
    is_unseen: bool = False

    @property
    def kind(self) -> str:
        return self.hit.kind

    @property
    def must_go(self) -> bool:
        return self.hit.severity == disclosure.MUST


@dataclass(frozen=True)
class Findings:
    """All hits in all that goes out, in the order of the fields.

    labels: what each field is called. is_whole: whether the reader may see which words of the case were found.
    """

    texts: dict[str, str]
    labels: dict[str, str]
    hits: list[Found]
    is_whole: bool

    @property
    def open(self) -> list[Found]:
        return [found for found in self.hits if found.clearance is None]

    @property
    def cleared(self) -> list[Found]:
        return [found for found in self.hits if found.clearance is not None]


def run(draft: Draft, *, by: User, at: datetime) -> Findings:
    """Check all that goes out with `draft`, with the words of its case, and show of the hits what `by` may see."""
    publication = draft.publication
    is_whole = access.read_case_words(by, publication, at) is None
    terms, allowed = Terms(), list[str]()
    if publication.case is not None:
        terms, allowed = terms_of(publication.case, by=by, at=at, is_shown=is_whole)
    texts, labels = _going_out(draft)
    clearances = {one.fingerprint: one for one in publication.clearances.select_related("cleared_by")}
    hits: list[Found] = []
    number = 0
    for hit in _without_echoes(disclosure.check(texts, terms, allowed, IN_LISTS)):
        fingerprint = fingerprint_of(hit, texts[hit.field], settings.MATCH_KEY)
        clearance = clearances.get(fingerprint)
        if clearance is None:
            number += 1
        is_unseen = not is_whole and hit.source == FROM_THE_CASE
        shown = _unseen(hit) if is_unseen else hit
        hits.append(Found(shown, fingerprint, clearance, None if clearance else number, is_unseen))
    return Findings(texts, labels, hits, is_whole)


def _going_out(draft: Draft) -> tuple[dict[str, str], dict[str, str]]:
    """Return every text that goes out with `draft` by its field, and what each field is called."""
    publication = draft.publication
    texts = {name: getattr(draft, name) for name in FIELDS}
    texts[ADDRESS_WORD] = publication.version_word or plain_word(draft.title)
    texts[THEMES] = "\n".join(theme.name for theme in themes.chosen(draft))
    labels = FIELDS | {ADDRESS_WORD: "Web address", THEMES: "Themes"}
    for file in progress.attachments_of(draft):
        for name, words in OF_A_FILE.items():
            texts[f"{file.pk}:{name}"] = getattr(file, name)
            labels[f"{file.pk}:{name}"] = f"{_called(file)}: {words}"
    return texts, labels


def _called(file: Attachment) -> str:
    return f"{file.get_kind_display()} “{file.title or file.name}”"


def _without_echoes(hits: Sequence[disclosure.Hit]) -> Iterator[disclosure.Hit]:
    """Leave out of the address what stands in the title, from which the address is made: one place to deal with."""
    in_title = {squeeze(hit.text) for hit in hits if hit.field == "title"}
    for hit in hits:
        if hit.field != ADDRESS_WORD or squeeze(hit.text) not in in_title:
            yield hit


def _unseen(hit: disclosure.Hit) -> disclosure.Hit:
    """Return the hit as somebody sees it who may not know the case: where it is, and that it comes from there."""
    return replace(
        hit, kind=UNSEEN, severity=disclosure.MUST, suggestion="", sentence="A word from the case."
    )


def open_hits(findings: Findings) -> str | None:
    """Say how many hits still stand in the way, or None."""
    count = len(findings.open)
    if count == 0:
        return None
    return "Not yet: one hit is open." if count == 1 else f"Not yet: {count} hits are open."


def unread_file(draft: Draft) -> str | None:
    """Say which file no person has read yet, though no machine can check the whole of it (C10, D17), or None."""
    unread = draft.attachments.filter(needs_reading=True, reading__isnull=True)
    title = unread.values_list("title", flat=True).first()
    if title is None:
        return None
    return f"Not yet: “{title}” has pages or words that no machine can check, and nobody has recorded that they read it."


def terms_of(case: Case, *, by: User, at: datetime, is_shown: bool) -> tuple[Terms, list[str]]:
    """Return the words of `case` that must not get out, as the check takes them, and the names decided on.

    One audited opening; a comparison where `by` is not shown which words are found. The area's name is one of the
    words: the partnership is named on every page, the area of a case on none.
    """
    words = (sealed.terms if is_shown else sealed.terms_to_compare)(case, by=by, at=at)

    def of(*kinds: str) -> list[str]:
        return [word for kind in kinds for word in words.get(kind, [])]

    contacts = [words_of_contact(words) for words in of(SealedKind.CONTACT)]
    births, deaths = _days(of(SealedKind.DATE_OF_BIRTH)), _days(of(SealedKind.DATE_OF_DEATH))
    known = _known_days(case)
    by_child = dict(zip(words["child"], words["full_name"], strict=True))
    pseudonyms = {str(key): called for key, called in case.children.values_list("pk", "pseudonym")}
    terms = Terms(
        names=of("full_name", SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME),
        dates=[*births, *deaths, *known],
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
        pseudonyms={name: pseudonyms[key] for key, name in by_child.items() if key in pseudonyms},
        lives=list(product(births, [*deaths, *known])),
    )
    return terms, [by_child[key] for key in own_names.decided_children(case) if by_child.get(key)]


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
