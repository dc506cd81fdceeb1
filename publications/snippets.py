"""The sentence of a text in which a visitor's words stand, for the list of what was found. Texts in, pieces out.

Made here rather than by a database, so that both show the same, and so that no sentence is shown that names a
method or an injury. Which word is which is search.py's; no HTML is made here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publications import harm
from publications.models.search_texts import Wanted
from publications.search import MOST_WORDS, SINGULAR, WORD, query, stem, ways, whole_words

LONGEST = 220  # characters shown
BEFORE = 70  # of them, before the first hit, where a sentence has to be cut
REACH = 600  # characters on either side of a word within which its sentence ends
MOST_SENTENCES = 8  # looked at in one text for each word
MOST_PLACES = 400  # tried in one text for each word
LONGEST_HEADING = 60

SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[^a-z\s])|\s*\n[ \t\r]*\n\s*")
STOPS = (".", "!", "?", "…", ".”", "?”", "!”", ".’", "?’", "!’", ".)", '."', '?"', '!"')
# What the stemmer doesn't find at the beginning of these.
ODD = {"die": {"dying"}, "lie": {"lying"}, "tie": {"tying"}}
# O’Brien, don’t; not the ending of a possessive.
BEFORE_APOSTROPHE = re.compile(r"[^\W_]+(?=['’](?!s\b)[^\W_])")
# Accented letters by plain ones, so that a text can be read without accents in its own places.
PLAIN_LETTERS = {
    sign: parts[0]
    for sign in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    if "a" <= (parts := unicodedata.normalize("NFD", sign).lower())[0] <= "z"
}
ACCENTED = re.compile(f"[{''.join(PLAIN_LETTERS)}]")


@dataclass(frozen=True)
class Piece:
    """A run of the snippet's words; a hit is a word that was asked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class _Sentence:
    start: int
    text: str
    met: frozenset[int]  # which of the words asked for stand in it

    @property
    def is_heading(self) -> bool:
        return len(self.text) <= LONGEST_HEADING and not self.text.endswith(STOPS)

    def rank(self) -> tuple[int, bool, int]:
        """Most words first, then sentences rather than headings, then as in the text."""
        return -len(self.met), self.is_heading, self.start


def snippet(plain_text: str, words: str) -> list[Piece] | None:
    """Return the best sentence or two of `plain_text` for a visitor's words, cut to 220 characters, in pieces.

    None where no sentence has them that may be shown: one that names a method or an injury may not.
    """
    wanted = query(words)
    asked = {one for each in wanted for way in each for one in way}
    text = whole_words(plain_text)
    plain = text
    for sign in set(ACCENTED.findall(text)):
        plain = plain.replace(sign, PLAIN_LETTERS[sign])
    places = _places(text, plain.lower(), _beginnings(wanted, words), asked)
    found = sorted(_sentences(text, places, wanted), key=_Sentence.rank)
    best = next((one for one in found if not harm.is_named(one.text)), None)
    return None if best is None else list(_pieces(_shown(best, found, asked), asked))


def _sentences(text: str, places: Iterable[tuple[int, int]], wanted: Wanted) -> Iterator[_Sentence]:
    """Yield the sentences with a word asked for; none after one that has them all and may be shown."""
    seen: set[int] = set()
    for start, end in places:
        if start in seen:
            continue
        seen.add(start)
        words = " ".join(text[start:end].split())
        there = {one for word in WORD.findall(words) for way in ways(word) for one in way}
        met = frozenset(
            number for number, each in enumerate(wanted) if any(there.issuperset(way) for way in each)
        )
        if met:
            sentence = _Sentence(start, words, met)
            yield sentence
            if len(met) == len(wanted) and not sentence.is_heading and not harm.is_named(words):
                return


def _places(text: str, plain: str, beginnings: list[set[str]], asked: set[str]) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end that have a word asked for: of each word's the first few."""
    for each in beginnings:
        sentences = 0
        for beginning in sorted(each):
            at, tried = 0, 0
            while (at := plain.find(beginning, at)) >= 0 and tried < MOST_PLACES:
                tried += 1
                word = None if at and plain[at - 1].isalnum() else WORD.match(text, at)
                if word is None or not _is_asked_for(word[0], asked):
                    at += len(beginning)
                    continue
                start, end = _around(text, *word.span())
                yield start, end
                at = max(end, word.end())
                sentences += 1
                if sentences >= MOST_SENTENCES:
                    break


def _beginnings(wanted: Wanted, words: str) -> list[set[str]]:
    """Return, for each word asked for, with what its forms begin in a text."""
    beginnings = [{first for way in each for one in way for first in _firsts(one)} for each in wanted]
    joined = [found[0] for found in BEFORE_APOSTROPHE.finditer(words.lower())][:MOST_WORDS]
    return [*beginnings, *({f"{word}'", f"{word}’"} for word in joined)]


def _firsts(one: str) -> set[str]:
    """Return how words of one stem begin: the stemmer changes a last letter ("famili", "happi", "hope")."""
    odd = {plural for plural, singular in SINGULAR.items() if stem(singular) == one} | ODD.get(one, set())
    return odd | {one[:-1] if one.endswith(("i", "y", "e")) and len(one) > 2 else one}


def _is_asked_for(word: str, asked: set[str]) -> bool:
    return any(one in asked for way in ways(word) for one in way)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence begins and ends in which a word stands."""
    first = max(start - REACH, 0)
    for stop in SENTENCE_END.finditer(text, first, start + 1):
        first = stop.end()
    last = SENTENCE_END.search(text, end, end + REACH)
    return first, last.end() if last else min(end + REACH, len(text))


def _shown(best: _Sentence, found: list[_Sentence], asked: set[str]) -> str:
    """Return the best sentence, with a second one where that has another of the words and both are short."""
    for other in found:
        is_short = len(best.text) + len(other.text) + 3 <= LONGEST
        if other.met - best.met and is_short and not harm.is_named(other.text):
            first, second = sorted((best, other), key=lambda one: one.start)
            return f"{first.text} … {second.text}"
    return _cut(best.text, asked)


def _cut(text: str, asked: set[str]) -> str:
    """Return as much of a sentence as is shown, cut at words, with its first hit near the beginning."""
    if len(text) <= LONGEST:
        return text
    hit = next((word.start() for word in WORD.finditer(text) if _is_asked_for(word[0], asked)), 0)
    start = max(min(hit - BEFORE, len(text) - LONGEST + 1), 0)
    if start:
        start = text.find(" ", start, hit) + 1 or hit
    end = start + LONGEST - (2 if start else 1)
    if end >= len(text):
        return f"…{text[start:]}"
    space = text.rfind(" ", hit, end)
    shown = text[start : space if space > hit else end].rstrip(" ,;:–-")
    return f"{'…' if start else ''}{shown}…"


def _pieces(shown: str, asked: set[str]) -> Iterator[Piece]:
    at = 0
    for word in WORD.finditer(shown):
        if _is_asked_for(word[0], asked):
            if at < word.start():
                yield Piece(shown[at : word.start()], False)
            yield Piece(word[0], True)
            at = word.end()
    if at < len(shown):
        yield Piece(shown[at:], False)
