"""Finds what names a place or a person in any text: a school, a hospital, an address, somebody with a title.

It goes by capitals, so it reads the folded text and the original side by side. It knows no case.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publications.disclosure.normal import View, near
from publications.disclosure.words import COMMON, FREQUENT, KINDS_OF_PLACE, STREETS_ALONE

_WORD = r"[^\W\d_][\w'’\-]*\.?"
_KIND = (
    r"(?:primary|infants?|junior|secondary|high|special|church of england|catholic|grammar|nursery)?\s?"
    r"(?:schools?|academy|nursery)"
    r"|(?:(?:general|royal|community|district|university|children's|memorial|cottage)\s){0,2}(?:hospital|infirmary)"
    r"|hospice|(?:gp\s)?surgery|(?:medical|health|children's|family|community|leisure|youth)\s(?:centre|club)"
    r"|medical\spractice|children's\shome|care\shome|primary(?!\s(?:care|health))|college|mosque|church|refuge"
)
# Up to three words with capitals before what it is: "Mill Hill Primary School", "St Anne's Hospice".
PLACE = re.compile(rf"(?<!\w)(?P<name>{_WORD}(?:[ \n]{_WORD}){{0,2}})[ \n](?P<kind>{_KIND})(?!\w)")
ADDRESS = re.compile(
    rf"(?<![\w.])\d{{1,4}}[a-z]?,?[ \n](?P<name>{_WORD}(?:[ \n]{_WORD}){{0,2}})[ \n]"
    rf"(?P<kind>{'|'.join(sorted(STREETS_ALONE))})(?!\w)"
)
PERSON = re.compile(
    r"(?<!\w)(?:dr|mrs?|ms|miss|mx|prof(?:essor)?|p[cs]|d[cis]|dci|sgt|cllr)\.?[ \n]"
    rf"(?P<name>{_WORD}(?:[ \n]{_WORD}){{0,2}})"
)
# A pair of degrees with four or more digits behind the point: a house.
POSITION = re.compile(r"(?<![\d.])-?\d{1,2}\.\d{4,},?\s{1,3}-?\d{1,3}\.\d{4,}(?!\d)")
ORDINARY = COMMON | KINDS_OF_PLACE | frozenset(("local", "authority", "their", "these", "his", "her"))
KIND = re.compile(
    r"school|academy|nursery|hosp|infirmary|surgery|centre|club|medical|home|primary|college|mosque|church|refuge"
)
HOUSE = re.compile(r"\d")
TITLE = re.compile(r"(?:d[rcs]i?|m[rsx]s?|miss|prof(?:essor)?|p[cs]|sgt|cllr)\.?[ \n]")
REACH = 90  # characters on either side within which the whole of a name stands


@dataclass(frozen=True)
class Named:
    """A name by its looks in folded text: where it stands and what it is."""

    start: int
    end: int
    kind: str
    severity: str


def named(view: View, text: str) -> Iterator[Named]:
    """Everything in a view of `text` that looks like the name of a place or a person."""
    for found in _tried(PLACE, KIND, view.text):
        start = _first_name(view, text, found)
        if start is not None:
            yield Named(start, found.end(), "named place", "look")
    for found in _tried(ADDRESS, HOUSE, view.text):
        if all(_is_capital(view, text, found.start(part)) for part in ("name", "kind")):
            is_telling = _first_name(view, text, found) is not None
            yield Named(*found.span(), "address", "must" if is_telling else "look")
    for found in _tried(PERSON, TITLE, view.text):
        if _is_capital(view, text, found.start()) and (end := _last_name(view, text, found)):
            yield Named(found.start(), end, "named person", "look")
    for found in POSITION.finditer(view.text):
        yield Named(*found.span(), "position", "must")


def _tried(pattern: re.Pattern[str], mark: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for start, end in near(text, mark, REACH, REACH):
        yield from pattern.finditer(text, start, end)


def _is_capital(view: View, text: str, at: int) -> bool:
    return text[view.starts[at]].isupper()


def _first_name(view: View, text: str, found: re.Match[str]) -> int | None:
    """Where the run of words with capitals before the kind begins, if one of them is no ordinary word.

    The kind itself has a capital too: "Millbrook Hospital", where "the Aldermere hospital" may be any.
    """
    if not _is_capital(view, text, found.start("kind")):
        return None
    begin = None
    for word in reversed(list(re.finditer(_WORD, found["name"]))):
        at = found.start("name") + word.start()
        if not _is_capital(view, text, at):
            break
        plain = word[0].replace("'s", "").strip(".'")
        # A word that only opens a sentence is no part of the name: "Then Millbrook School".
        if begin is None or plain not in FREQUENT:
            begin = at if begin is not None or plain not in ORDINARY else None
    return begin


def _last_name(view: View, text: str, found: re.Match[str]) -> int | None:
    """Where the run of words with capitals after a title ends; None where there is none."""
    end = None
    for word in re.finditer(_WORD, found["name"]):
        at = found.start("name") + word.start()
        if not _is_capital(view, text, at) or len(word[0].strip(".")) < 2:
            break
        end = at + len(word[0].rstrip(".'").removesuffix("'s"))
    return end
