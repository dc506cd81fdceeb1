"""The pictures of a Word file on their way into a report: made anew, told from those that it has, named in the text.

Nothing is stored here. What a Word file's text may hold is found in cspr_portal.word_in.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten

from cspr_portal import pictures
from cspr_portal.picture_marks import LONGEST_ALT
from cspr_portal.pictures import NotTaken, Picture
from cspr_portal.text import plain_text
from cspr_portal.word_in import Picture as WordPicture

LONGEST_PLACE = 100
# How word_in marks where a picture stood
STOOD = re.compile(r"!\[Picture (\d+) left out\]\(\)")
# What is left of a block when a picture is taken out of it: an item without words, line ends one after another or at
# an edge, nothing but the marks of a heading or a quotation
EMPTY_ITEM = re.compile(r"(?m)^[ \t]*(?:[-*+]|\d+[.)])[ \t]*(?:\n|\Z)")
LINE_ENDS = re.compile(r"(?:\\\n[ \t]*){2,}")
AT_AN_EDGE = re.compile(r"\A(?:\\\n)+|(?:\\\n\s*)+\Z")
MARKS_ALONE = re.compile(r"[>#\s]*\Z")
NOT_A_FILE = (
    "it is hidden or drawn by Word itself, as charts are, or it is not in the file, or too large. "
    "Save it as a PNG and add it below"
)


@dataclass(frozen=True)
class Known:
    """A picture that the report has already: its name, and what it shows by the version that shows it."""

    name: str
    described: str


@dataclass(frozen=True)
class Taken:
    """A picture of a Word file: its number there, what it is said to show, where it stood, and either what was made
    of it anew or the one that the report has already."""

    number: int
    alt: str
    under: str
    after: str
    picture: Picture | None = None
    known: Known | None = None


def made_anew(
    found: Iterable[WordPicture], text: str, known: Mapping[str, Known]
) -> tuple[list[Taken], list[str]]:
    """Return the pictures that can be taken in, and a sentence for each that can't.

    `known` are the report's own pictures by the hash of their bytes. One that Word has changed, if only by
    cropping or compressing it, is another. Takes a moment for each: call it outside of a transaction.
    """
    after = _what_stood_before(text)
    taken: list[Taken] = []
    refused = []
    for one in found:
        stood = (one.number, one.alt[:LONGEST_ALT], one.under, after.get(one.number, ""))
        same = known.get(hashlib.sha256(one.content).hexdigest()) if one.crop == pictures.UNCROPPED else None
        if same is not None:
            taken.append(Taken(*stood, known=same))
            continue
        try:
            made = _made(one)
        except NotTaken as why:
            refused.append(_left_out(one, why.sentence))
            continue
        taken.append(Taken(*stood, picture=made, known=known.get(made.sha256)))
    return taken, refused


def named(text: str, marks: Mapping[int, str]) -> str:
    """Return the text with `marks` (paragraphs, by the pictures' numbers) where the pictures stood.

    A picture stands alone, so the mark of one that stood within a paragraph, a list or a table follows it; that of
    one in a note comes last.
    """
    blocks: list[str] = []
    last: list[str] = []
    for block in text.strip("\n").split("\n\n"):
        numbers = [int(number) for number in STOOD.findall(block) if int(number) in marks]
        if not numbers:
            blocks.append(block)
            continue
        rest = STOOD.sub(lambda found: "" if int(found[1]) in marks else found[0], block)
        rest = AT_AN_EDGE.sub("", LINE_ENDS.sub("\\\\\n", EMPTY_ITEM.sub("", rest))).strip("\n")
        is_note = block.startswith(("[^", "    "))
        if not MARKS_ALONE.match(rest):
            blocks.append(rest.rstrip())
        (last if is_note else blocks).extend(marks[number] for number in numbers)
    return "\n\n".join(blocks + last) + "\n"


def _made(one: WordPicture) -> Picture:
    if not one.content:
        raise NotTaken(NOT_A_FILE)
    return pictures.cleaned(one.content, is_from_word=True, crop=one.crop)


def _left_out(one: WordPicture, why: str) -> str:
    where = f"under “{one.under}”" if one.under else "before the first heading"
    words = why[:1].lower() + why[1:]
    return f"Picture {one.number}, {where}, is left out: {words.rstrip('.')}."


def _what_stood_before(text: str) -> dict[int, str]:
    """The beginning of the paragraph in which, or after which, each picture stood."""
    found: dict[int, str] = {}
    before = ""
    for block in text.split("\n\n"):
        words = "" if block.startswith("#") else plain_text(STOOD.sub("", block))
        before = (
            shorten(words, LONGEST_PLACE, placeholder="…")
            if words
            else ("" if block.startswith("#") else before)
        )
        found |= dict.fromkeys((int(number) for number in STOOD.findall(block)), before)
    return found
