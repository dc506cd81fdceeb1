"""Comments in a Word file: who wrote each, by the name in the file, what it says, and the words at which it stands.

Only for somebody who asks for them: the text of a file (read_word) never holds a comment.
"""

import logging
import re
from collections import Counter
from dataclasses import dataclass

from .characters import plain
from .leaving_out import leave_out
from .names import Element, val, w
from .package import BROKEN, NOTHING_IN_IT, NotReadable, Package
from .styles import Styles

logger = logging.getLogger(__name__)

MOST_REMARKS = 200
TOO_MANY = (
    f"There are more than {MOST_REMARKS} comments in the file. Take some out in Word, and choose that copy."
)
LONGEST_NAME = 100
LONGEST_WORDS = 10_000
LONGEST_PASSAGE = 2_000
# What stands between words
BETWEEN = {w("tab"): " ", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
PART_OF_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Remark:
    """A comment: the name that the file gives its writer, its words, and the words of the text at which it stands.

    Any of them may be empty. A long passage is cut after a word.
    """

    author: str
    words: str
    passage: str


def read_remarks(data: bytes) -> list[Remark]:
    """Return the comments of a Word file, in the order of its text; those that stand nowhere come last.

    Tracked changes are taken as accepted, hidden text is left out, as in read_word. Raises `NotReadable` as that does.
    """
    try:
        return _read(Package(data))
    except NotReadable:
        raise
    except Exception as error:
        # As in read_word: what it says may be case text.
        logger.error("The comments of a Word file could not be read: %s", type(error).__name__)
        raise NotReadable(BROKEN) from error


def _read(package: Package) -> list[Remark]:
    document, comments = package.xml(package.main), package.part_of_kind("comments")
    if document is None:
        raise NotReadable(NOTHING_IN_IT)
    if comments is None:
        return []
    styles = Styles(package.part_of_kind("styles"))
    for root in (document, comments):
        leave_out(root, styles, Counter())
    said = {val(one, "id"): one for one in comments.iter(w("comment"))}
    if len(said) > MOST_REMARKS:
        raise NotReadable(TOO_MANY)
    text, ranges = _ranges(document, set(said))
    order = sorted(said, key=lambda key: ranges.get(key, (len(text), 0)))
    found = [
        Remark(
            _clean(val(said[key], "author"))[:LONGEST_NAME],
            "\n".join(_clean(line) for line in _text(said[key]).strip().split("\n"))[:LONGEST_WORDS],
            _passage(text, *ranges[key]) if key in ranges else "",
        )
        for key in order
    ]
    return [one for one in found if one.words]


def _ranges(document: Element, keys: set[str]) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return the document's text, and where in it each comment begins and ends.

    One that has no beginning and end of its own stands at its paragraph, up to its mark.
    """
    pieces: list[str] = []
    length = paragraph = 0
    begun: dict[str, int] = {}
    found: dict[str, tuple[int, int]] = {}
    for element in document.iter():
        key = val(element, "id")
        if element.tag == w("p"):
            pieces.append("\n")
            length += 1
            paragraph = length
        elif element.tag == w("commentRangeStart") and key in keys:
            begun[key] = length
        elif element.tag == w("commentRangeEnd") and key in begun:
            found[key] = (begun[key], length)
        elif element.tag == w("commentReference") and key in keys:
            found.setdefault(key, (paragraph, length))
        else:
            words = (element.text or "") if element.tag == w("t") else BETWEEN.get(element.tag, "")
            pieces.append(words)
            length += len(words)
    return "".join(pieces), found


def _passage(text: str, start: int, end: int) -> str:
    """The words between the two places, whole ones, in ordinary characters."""
    while 0 < start < len(text) and PART_OF_WORD.match(text[start]) and PART_OF_WORD.match(text[start - 1]):
        start -= 1
    while 0 < end < len(text) and PART_OF_WORD.match(text[end]) and PART_OF_WORD.match(text[end - 1]):
        end += 1
    lines = (_clean(line) for line in text[start:end].split("\n"))
    passage = "\n".join(line for line in lines if line)
    if len(passage) <= LONGEST_PASSAGE:
        return passage
    return re.sub(r"\s\S*\Z", "", passage[:LONGEST_PASSAGE])


def _text(root: Element) -> str:
    pieces = []
    for element in root.iter():
        is_paragraph = element.tag == w("p")
        pieces.append("\n" if is_paragraph else (element.text or "") if element.tag == w("t") else "")
        pieces.append(BETWEEN.get(element.tag, ""))
    return "".join(pieces)


def _clean(line: str) -> str:
    return " ".join(plain(line, Counter()).split())
