"""Sees through disguises: folds a text to plain lower-case letters and remembers where each one came from.

Case, accents, ligatures, full-width and look-alike letters, zero-width and soft characters, HTML entities and
Markdown marks are folded away here. Nothing is looked for here, and nothing is known of any case.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape


def _pairs(odd: str, plain: str) -> dict[str, str]:
    return dict(zip(odd, plain, strict=True))


# Look-alikes. Capitals stand apart from small letters where they look like different Latin letters.
LOOK_ALIKES = {
    **_pairs("аАвВсСԁеЕғһнНіІјЈкКӏӀмМпоОрРԛѕЅтТуУѵԝхХүҮьЬг", "aabbccdeefhhhiijjkkllmmnooppqssttyyvwxxyybbr"),
    **_pairs("αΑβΒϲεΕηΗιΙκΚΜμνΝοΟρΡσςτΤυΥχΧγΖωΩ", "aabbceenhiikkmuvnooppoottuyxxyzwo"),
    **_pairs("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),
    **_pairs("ɑɡɩıłŁđĐðøØħŧŋոօսհյǀ", "agiilldddoohtnnouhjl"),
    **{"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"},
}
SOFT_HYPHEN = "\u00ad"
PUNCTUATION = {
    **dict.fromkeys("’‘ʼʹ′‛´", "'"),
    **dict.fromkeys(
        "−‧\x02\ufffe", "-"
    ),  # the last two: what is read from a PDF where a line ends in a hyphen
    **dict.fromkeys("\t\r", " "),
    "·": ".",
}
CATEGORIES = {"Mn": "", "Me": "", "Mc": "", "Pd": "-", "Zs": " ", "Zl": "\n", "Zp": "\n"}
UNSEEN = ("Cf", "Cc", "Cn", "Co")
# Marks that can stand inside a word without being seen by a reader of Markdown.
MARKS = set("*`\\[]~")
LETTER_BLOCKS = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # letters in boxes, in circles, and of flags

# What folds to itself but for its capitals: no mark, entity or tag begins in it.
PLAIN_RUN = re.compile(r"[ !-%'-)+-;=-@A-Z^_a-z{|}\n]+")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
STRUCTURE = re.compile(
    r"""\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+["'][^"']*["'])?\)"""  # the end of a link or picture
    r"|\]\[[^\]]*\]|\[\^[^\]]{1,999}\]"  # a link by reference; a footnote's mark, bounded as CommonMark bounds names
    r"|</?[A-Za-z!][^<>]{0,300}>"  # a tag
)
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


@dataclass(frozen=True)
class View:
    """A folded text, with the place in the original of each of its characters."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of what stands from `start` to before `end` here."""
        return self.starts[start], self.ends[end - 1]


def views(text: str) -> list[View]:
    """Fold a text in the ways in which it can be read: one or two views.

    In the first, what a reader doesn't see is dropped, so that a word broken by it is whole again. In the
    second it separates, as do the humps of `AnnBrown2`, so that words glued together stand apart again.
    """
    first = _first(text)
    humps = [found.start() for found in HUMP.finditer(text)]
    if humps or len(first.text) != len(text):
        second = _fold(text, {}, " ", humps)
        if second.text != first.text:
            return [first, second]
    return [first]


def near(text: str, mark: re.Pattern[str], before: int, after: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text round each place where `mark` is found: only there a slow pattern need be tried."""
    start, end = 0, 0
    for found in mark.finditer(text):
        if found.start() - before > end:
            if end:
                yield start, end
            start = max(found.start() - before, 0)
        end = min(found.end() + after, len(text))
    if end:
        yield start, end


def fold(text: str) -> str:
    """The folded text alone, as the first view has it, with each run of white space as one space."""
    return " ".join(_first(text).text.split())


def squeeze(text: str) -> str:
    """Only the folded letters and digits, for comparing words however they are broken."""
    return "".join(sign for sign in _first(text).text if sign.isalnum())


def _first(text: str) -> View:
    return _fold(text, {found.start(): found.end() for found in STRUCTURE.finditer(text)}, "", [])


def _fold(text: str, skipped: dict[int, int], instead: str, humps: list[int]) -> View:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(sign: str, start: int, end: int) -> None:
        for one in sign:
            signs.append(one)
            starts.append(start)
            ends.append(end)

    at, bumps = 0, iter([*humps, len(text) + 1])
    hump = next(bumps)
    while at < len(text):
        if at in skipped:
            at = skipped[at]
            continue
        while hump <= at:
            if hump == at:
                add(" ", at, at)
            hump = next(bumps)
        run = PLAIN_RUN.match(text, at, min(hump, len(text)))
        if run:
            signs += run[0].lower()
            starts += range(at, run.end())
            ends += range(at + 1, run.end() + 1)
            at = run.end()
            continue
        sign, after = _sign_at(text, at)
        for part in sign:
            add(instead if _is_mark(part) else _plain(part), at, after)
        at = after
    return View("".join(signs), starts, ends)


def _sign_at(text: str, at: int) -> tuple[str, int]:
    """The character or characters that stand at `at`, an entity decoded, and where the next one begins."""
    if text[at] == "&" and (found := ENTITY.match(text, at)):
        decoded = unescape(found[0])
        if decoded != found[0]:
            return decoded, found.end()
    if text[at] == SOFT_HYPHEN and text[at + 1 : at + 2] in ("\n", "\r"):
        return "-", at + 1
    return text[at], at + 1


@lru_cache(maxsize=8192)
def _is_mark(sign: str) -> bool:
    """Whether a reader doesn't see this character where it stands in a word."""
    if sign in MARKS:
        return True
    return sign not in PUNCTUATION and sign != "\n" and unicodedata.category(sign) in UNSEEN


@lru_cache(maxsize=8192)
def _plain(sign: str) -> str:
    """One character as plain lower-case ones; accents vanish, what is unknown stays as it is."""
    if sign in PUNCTUATION:
        return PUNCTUATION[sign]
    return "".join(_plain_part(part) for part in unicodedata.normalize("NFKD", sign))


def _plain_part(sign: str) -> str:
    if sign in LOOK_ALIKES:
        return LOOK_ALIKES[sign]
    if sign in PUNCTUATION:
        return PUNCTUATION[sign]
    category = unicodedata.category(sign)
    if category in CATEGORIES:
        return CATEGORIES[category]
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    for first in LETTER_BLOCKS:
        if first <= ord(sign) < first + 26:
            return chr(ord("a") + ord(sign) - first)
    return "".join(LOOK_ALIKES.get(part, part) for part in sign.casefold())
