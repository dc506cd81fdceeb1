"""Pictures in a report's text: which it shows, where one is put, what is wrong with how one is named. Changes nothing.

How a text names a picture is said in cspr_portal.picture_marks, what its bytes may be in cspr_portal.pictures.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from cspr_portal.picture_marks import ESCAPED, LONGEST_ALT, PICTURE, each_mark, named_in_lines, picture_mark
from cspr_portal.text import CleanHtml, picture_marks, pictures_of, render
from reviews.models import ReportPicture, ReportVersion, Review

from .brought_pictures import Known
from .parts import headings

AT_THE_END = "end"
WORD = re.compile(r"\w+")
LONGEST_HEADING = 100
UNKNOWN = "The text names a picture that this report doesn’t have: {name}. Take that line out, and add the picture below."
NOT_ALONE = "Put an empty line before and after the line that names {name}: a picture stands alone."
TOO_LONG = "What {name} shows must be said in {most} characters or fewer; it has {length}."


@dataclass(frozen=True)
class Place:
    """The end of a part of the text, where a picture can go: a key, its heading, the number of the line after it."""

    key: str
    words: str
    line: int


def html_of(version: ReportVersion) -> CleanHtml:
    """Return the version's text with its pictures, for a page that serves them beside itself."""
    if PICTURE not in version.text:
        return render(version.text).html
    rows = ReportPicture.objects.filter(review=version.review_id).values_list("name", "width", "height")
    return render(version.text, {name: (width, height) for name, width, height in rows}).html


def contents_of(version: ReportVersion) -> dict[str, bytes]:
    """Return the bytes of the pictures that the version shows, by their names."""
    names = [name for name, _alt in pictures_of(version.text)]
    rows = ReportPicture.objects.filter(review=version.review_id, name__in=names) if names else ()
    return {row.name: bytes(row.content) for row in rows}


def known(review: Review) -> dict[str, Known]:
    """Return the report's pictures by the hash of their bytes; each described as the last version that shows it does."""
    rows = review.report_pictures.values_list("sha256", "name", "described", "first_version")
    return {sha256: Known(name, alt if version else "") for sha256, name, alt, version in rows}


def offered(review: Review, text: str) -> list[ReportPicture]:
    """Return the pictures that no version shows, and `text` doesn't either, as it names them: without their bytes."""
    shown = {name for name, _alt in pictures_of(text)}
    rows = review.report_pictures.filter(first_version=None).defer("content")
    waiting = [one for one in rows if one.name not in shown]
    return sorted(waiting, key=lambda one: text.find(one.name) if one.name in text else len(text))


def fault(text: str, known: Collection[str]) -> str:
    """Return what is wrong with how the text names a picture; empty when nothing is. `known` are the report's own.

    A picture that isn't described yet is no fault: it isn't shown.
    """
    for mark in picture_marks(text):
        if mark.name not in known:
            return UNKNOWN.format(name=mark.name[:LONGEST_HEADING] or "one without a name")
        if not mark.is_alone and mark.alt:
            return NOT_ALONE.format(name=mark.name)
        if len(mark.alt) > LONGEST_ALT:
            return TOO_LONG.format(name=mark.name, most=LONGEST_ALT, length=len(mark.alt))
    return ""


def places(text: str) -> list[Place]:
    """Return the ends of the text's parts, under each heading up to the next, in their order.

    The key of a place stays while its heading does: with the heading's words, and how often they stood before.
    """
    found = list(headings(text))
    ends = [*(line for line, _level, _words in found[1:]), len(_lines(text))][: len(found)]
    seen: Counter[str] = Counter()
    made = []
    for (_line, _level, words), end in zip(found, ends, strict=True):
        key = hashlib.sha256(f"{seen[words]} {words}".encode()).hexdigest()[:12]
        seen[words] += 1
        made.append(Place(key, ESCAPED.sub(r"\1", words), end))
    return made


def put_in(text: str, mark: str, key: str = AT_THE_END) -> str:
    """Return the text with the paragraph `mark` at the end of the part whose key is given, or of the text."""
    lines = _lines(text)
    line = next((place.line for place in places(text) if place.key == key), len(lines))
    before, after = "\n".join(lines[:line]).rstrip(), "\n".join(lines[line:]).strip("\n")
    return "\n\n".join(filter(None, (before, mark, after)))


def described(text: str, picture: ReportPicture, alt: str) -> str:
    """Return the text in which the picture is shown, with what it shows: where it is named, or where it stood."""
    mark = picture_mark(picture.name, alt)
    if picture.name in named_in_lines(text):
        return each_mark(text, lambda name, _alt: mark if name == picture.name else None)
    stood = WORD.findall(picture.stood_under)
    under = (
        place.key for place in places(text) if stood and WORD.findall(place.words)[: len(stood)] == stood
    )
    return put_in(text, mark, next(under, AT_THE_END))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
