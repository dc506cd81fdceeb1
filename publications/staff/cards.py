"""The hits of a check as its page lists them: the same word once, with each of its places and what to write there.

No HTML is made here, and nothing is decided.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publications.checking import Findings, Found
from publications.disclosure.mending import mending
from publications.disclosure.normal import squeeze
from publications.staff.marked import PARAGRAPH_END

MARKS = re.compile(r"^#{1,6} |\*\*")  # how a heading begins, and what makes words bold
AROUND = 48  # characters on either side of a hit that tell one place from another


@dataclass(frozen=True)
class Place:
    """One place of a hit: where it is, the words around it, and what would stand there instead ("" for none)."""

    found: Found
    label: str
    before: str
    after: str
    instead: str


@dataclass(frozen=True)
class Card:
    """One word that was found, with all its places; `key` is the fingerprint of the first."""

    places: list[Place]

    @property
    def first(self) -> Found:
        return self.places[0].found

    @property
    def key(self) -> str:
        return self.first.fingerprint

    @property
    def must_go(self) -> bool:
        return any(place.found.must_go for place in self.places)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The places as a form offers them: fingerprint and words."""
        return [
            (place.found.fingerprint, f"Hit {place.found.number}, {place.label}") for place in self.places
        ]


def cards(findings: Findings) -> list[Card]:
    """Return the open hits by word and kind, in the order of their first places."""
    grouped: dict[tuple[str, str], list[Place]] = {}
    for found in findings.open:
        grouped.setdefault((squeeze(found.hit.text), found.kind), []).append(_place(findings, found))
    return [Card(places) for places in grouped.values()]


def cleared(findings: Findings) -> Iterator[Place]:
    """Yield the places that were cleared."""
    return (_place(findings, found) for found in findings.cleared)


def _place(findings: Findings, found: Found) -> Place:
    hit, text = found.hit, findings.texts[found.hit.field]
    paragraph = [*(end.end() for end in PARAGRAPH_END.finditer(text, 0, hit.start)), 0]
    start = max(*paragraph, hit.start - AROUND)
    following = PARAGRAPH_END.search(text, hit.end)
    end = min(following.start() if following else len(text), hit.end + AROUND)
    before = MARKS.sub("", text[start : hit.start])
    return Place(
        found,
        findings.labels[hit.field],
        _ragged(before, is_before=True, is_cut=start not in paragraph),
        _ragged(text[hit.end : end], is_before=False, is_cut=end == hit.end + AROUND),
        mending(text, hit)[2] if hit.suggestion else "",
    )


def _ragged(words: str, *, is_before: bool, is_cut: bool) -> str:
    """The words on one line; where they are cut, at a whole one."""
    joined = " ".join(words.split())
    if is_cut and " " in joined:
        joined = joined.split(" ", 1)[1] if is_before else joined.rsplit(" ", 1)[0]
    dots = "…" if is_cut else ""
    if is_before:
        return dots + joined + (" " if words[-1:].isspace() else "")
    return (" " if words[:1].isspace() else "") + joined + dots
