"""A text cut into paragraphs, and each paragraph into plain pieces and hits, for the page of the disclosure check.

No HTML is made here: the template prints each piece as plain text and draws the marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publications.checking import FIELDS, THEMES, Findings, Found

PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
HEADING = re.compile(r"#{1,6}[ \t]+")


@dataclass(frozen=True)
class Piece:
    """A run of the text; `found` where it is a hit."""

    words: str
    found: Found | None = None


@dataclass(frozen=True)
class Paragraph:
    """One paragraph or heading as pieces."""

    pieces: list[Piece]
    is_heading: bool


@dataclass(frozen=True)
class Marked:
    """One field of the draft with its hits in place."""

    label: str
    paragraphs: list[Paragraph]


def marked(findings: Findings) -> list[Marked]:
    """Return the fields that hold something, in order, with every hit in its place.

    Of the address, and of the words of files, only those with a hit.
    """
    hit = {one.hit.field for one in findings.hits}
    return [
        Marked(
            findings.labels[name],
            list(_paragraphs(text, [one for one in findings.hits if one.hit.field == name])),
        )
        for name, text in findings.texts.items()
        if text.strip() and (name in FIELDS or name == THEMES or name in hit)
    ]


def _paragraphs(text: str, hits: list[Found]) -> Iterator[Paragraph]:
    start = 0
    while start < len(text):
        end, following = _end_of_paragraph(text, start, hits)
        words = text[start:end]
        heading = HEADING.match(words)
        skipped = heading.end() if heading else 0
        if any(start <= one.hit.start < start + skipped for one in hits):
            skipped = 0
        pieces = list(_pieces(text, start + skipped, end, hits))
        if pieces:
            yield Paragraph(pieces, heading is not None)
        start = following


def _end_of_paragraph(text: str, start: int, hits: list[Found]) -> tuple[int, int]:
    """Return where the paragraph ends and the next one begins; never within a hit."""
    at = start
    while found := PARAGRAPH_END.search(text, at):
        spanning = [one for one in hits if one.hit.start < found.end() and one.hit.end > found.start()]
        if not spanning:
            return found.start(), found.end()
        at = max(one.hit.end for one in spanning)
    return len(text), len(text)


def _pieces(text: str, start: int, end: int, hits: list[Found]) -> Iterator[Piece]:
    at = start
    for one in hits:
        if not start <= one.hit.start < end:
            continue
        if at < one.hit.start:
            yield Piece(text[at : one.hit.start])
        yield Piece(text[one.hit.start : one.hit.end], one)
        at = one.hit.end
    if at < end:
        yield Piece(text[at:end])
