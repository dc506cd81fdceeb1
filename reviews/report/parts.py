"""The parts that a report must hold, looked for by its headings. Pure; what follows from a missing one is not here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cspr_portal.picture_marks import LINE as PICTURE

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*\Z")
UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*\Z")


@dataclass(frozen=True)
class Part:
    """A part that is asked for: its words, the headings that are taken for it, how to name one in a hint."""

    key: str
    words: str
    headings: re.Pattern[str]
    example: str


@dataclass(frozen=True)
class Found:
    """A part with the heading under which it stands; empty when the report has none with text under it."""

    part: Part
    heading: str


# What must be there: Children Act 2004 and the guidance, as recalled and not re-read; so the wordings are ours, they
# are several, and no law's.
PARTS = (
    Part(
        "improvements",
        "recommended improvements",
        re.compile(
            r"\brecommend|\bimprovements?\b|\bwhat (?:needs|has|must|should) (?:to )?(?:change|improve)"
        ),
        "Recommended improvements",
    ),
    Part(
        "reasons",
        "systemic or underlying reasons",
        re.compile(
            r"\bsystem(?:ic)?\b.*\b(?:reason|cause|issue|factor|analysis|finding|learning)|"
            r"\b(?:underlying|root)\b.*\b(?:reason|cause|issue|factor)|\bwhy (?:it|this|things) happened\b"
        ),
        "Systemic or underlying reasons",
    ),
)


def look_for(markdown: str) -> list[Found]:
    """Return each part that a report must hold, with the first heading under which text of it stands.

    In: the report's Markdown. A heading with nothing under it, or only further headings, is no part.
    """
    headings = _headings_with_text(markdown)
    return [
        Found(part, next((heading for heading in headings if part.headings.search(heading.casefold())), ""))
        for part in PARTS
    ]


def missing(markdown: str) -> list[str]:
    """Return, in words, the parts that a report must hold and doesn't."""
    return [found.part.words for found in look_for(markdown) if not found.heading]


def headings(markdown: str) -> Iterator[tuple[int, int, str]]:
    """Yield the text's headings in their order: the number of the line (from 0), the level, the words without marks."""
    return ((place, level, words) for place, level, words in _lines(markdown) if level)


def _headings_with_text(markdown: str) -> list[str]:
    """The words of the headings under which text stands, before the next heading of their level or above."""
    open_ones: list[tuple[int, int, str]] = []
    with_text: list[tuple[int, str]] = []
    for place, level, words in _lines(markdown):
        if not level:
            with_text += [(above, heading) for _level, above, heading in open_ones]
            open_ones = []
        else:
            open_ones = [one for one in open_ones if one[0] < level]
            open_ones.append((level, place, words))
    return [words for _place, words in sorted(set(with_text))]


def _lines(markdown: str) -> Iterator[tuple[int, int, str]]:
    """Yield the headings, and the lines of text with 0 for their level: neither empty lines nor pictures."""
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
        found, step = HEADING.match(line), 1
        level, words = 0, line
        if found:
            level, words = len(found[1]), found[2] or ""
        elif line.strip() and not line.lstrip().startswith(("-", "*", "|", ">")) and UNDERLINE.match(after):
            level, step = (1 if after.strip().startswith("=") else 2), 2
        if level:
            yield at, level, " ".join(words.replace("*", "").replace("_", "").split())
        elif line.strip() and not PICTURE.match(line):
            yield at, 0, line
        at += step
