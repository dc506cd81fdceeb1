"""Reads a clean PDF as its readers do: the words of each page, which are hidden, and pages that are only pictures.

What is drawn is looked at twice, with its words and without them: a word that makes no difference is one that
nobody sees (hidden.py).
"""

import ctypes
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pypdfium2
from pypdfium2 import raw

from .hidden import UNDRAWN, Char, Look, Owner, hidden_words, owner_of
from .shapes import Shape, hidden_pictures, shapes_of

# Fewer letters than these can be a page's number and a heading.
FEW_LETTERS = 30
PICTURE_SHARE = 0.3
# Letters that somebody turned into outlines.
MANY_OUTLINES = 300
RECOGNISED_SHARE = 0.8
RECOGNISED = "words behind the picture of a page, as a program recognised them"
NO_LETTERS = "signs whose letters can’t be read by any program, so the check can’t read them either"
# Characters that stand for a sign without a letter: none, replaced, or of somebody's own.
UNKNOWN = {0, 0xFFFD, *range(0xE000, 0xF900)}
MOST_UNKNOWN, SIGNS_IN_A_ROW = 10, 2
NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Page:
    """A page: its words, those that are hidden with the reason, and whether it is a picture without readable words."""

    text: str
    hidden: list[tuple[str, str]]
    is_picture: bool


def pages_of(content: bytes) -> list[Page]:
    """Return the pages of a PDF. Raises pypdfium2.PdfiumError (a RuntimeError) when it can't be read."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_page(document, number) for number in range(len(document))]
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number]
    text_page = page.get_textpage()
    try:
        chars, owners = _chars(text_page.raw)
        shapes = list(shapes_of(page))
        look = Look(page, owners)
        hidden = hidden_words(chars, look, shapes)
        shows_much = _shows_much(shapes, page)
        letters = [char for char in chars if char.owner and char.sign.isalnum()]
        undrawn = sum(1 for char in letters if char.why == UNDRAWN)
        if shows_much and undrawn > max(FEW_LETTERS, RECOGNISED_SHARE * len(letters)):
            words = " ".join(words for words, why in hidden if why == UNDRAWN)
            hidden = [one for one in hidden if one[1] != UNDRAWN] + [(words, RECOGNISED)]
        unknown = _unknown_letters(chars)
        if unknown > MOST_UNKNOWN:
            hidden.append(("", NO_LETTERS))
        hidden += [("", why) for why in hidden_pictures(shapes, letters, page.get_bbox())]
        seen = sum(1 for char in letters if not char.why)
        is_wordless = seen == 0 and any(shape.is_picture for shape in shapes)
        is_picture = unknown > max(MOST_UNKNOWN, seen) or is_wordless or (seen < FEW_LETTERS and shows_much)
        return Page(text_page.get_text_range(), hidden, is_picture)
    finally:
        text_page.close()
        page.close()


def _chars(text_page: Any) -> tuple[list[Char], dict[int, Owner]]:
    """All characters of a page, and the objects that draw them."""
    chars, owners = [], {}
    left, right, bottom, top = (ctypes.c_double() for _side in range(4))
    for index in range(raw.FPDFText_CountChars(text_page)):
        sign = chr(raw.FPDFText_GetUnicode(text_page, index))
        found = raw.FPDFText_GetTextObject(text_page, index)
        key = ctypes.cast(found, ctypes.c_void_p).value if found else None
        if not key:
            chars.append(Char(" ", 0, NOWHERE))
            continue
        if key not in owners:
            owners[key] = owner_of(found, text_page, index)
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        is_known = ord(sign) not in UNKNOWN and raw.FPDFText_HasUnicodeMapError(text_page, index) != 1
        chars.append(Char(sign, key, (left.value, bottom.value, right.value, top.value), is_known))
    return chars, owners


def _unknown_letters(chars: list[Char]) -> int:
    """How many signs are drawn whose letters no program knows. One alone is a bullet or an arrow."""
    runs = (
        len(list(run)) for is_known, run in groupby(chars, key=lambda char: char.is_known) if not is_known
    )
    return sum(length for length in runs if length > SIGNS_IN_A_ROW)


def _shows_much(shapes: list[Shape], page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    pictures = sum(shape.area for shape in shapes if shape.is_picture)
    outlines = sum(1 for shape in shapes if shape.is_outline)
    return pictures > PICTURE_SHARE * width * height or outlines > MANY_OUTLINES
