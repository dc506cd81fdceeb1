"""Full-text search, the same on both databases: which words a text has, which a visitor asks for, and snippets.

The database only compares what is made here. A row that matches says nothing about who may read it: `matching`
takes what the one door, `Publication.objects.public(at)`, has let through. Nothing that is asked for is kept.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from threading import Lock

import snowballstemmer
from django.db.models import QuerySet

from publications.models import Edition, Publication, SearchText
from publications.models.search_texts import Wanted

MOST_WORDS = 8
LONGEST_WORD = 200  # characters of a word that is asked for
LONGEST_STEM = 40  # letters that are compared, of any word

# Letters and digits, and what holds them together: child’s, O’Brien, multi-agency.
WORD = re.compile(r"[^\W_]+(?:['’ʼ‐‑-][^\W_]+){0,12}")
HYPHENS = re.compile("[‐‑-]")
APOSTROPHES = re.compile("['’ʼ]")
POSSESSIVE = re.compile(r"['’ʼ]s?$", re.IGNORECASE)
# What is read from a PDF where a hyphen breaks a word at a line's end.
BREAKS = ("\xad", "\x02", "\ufffe", "-\n", "-\r")
BROKEN = re.compile("(?:\xad|\x02|\ufffe)\\s*|-\r?\n(?=[a-z])")
UNSEEN_SIGNS = "\u200b\u200c\u200d\u2060\ufeff"
UNSEEN = re.compile(f"[{UNSEEN_SIGNS}]")

# Plurals that no ending shows. The stemmer leaves them apart from their singular.
SINGULAR = {
    "children": "child",
    "women": "woman",
    "men": "man",
    "midwives": "midwife",
    "wives": "wife",
    "knives": "knife",
}

_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()  # the stemmer keeps the word that it works on


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a plain word of a text: "agencies" and "agency" have one ("agenc")."""
    return _stem(word)


def _stem(word: str) -> str:
    word = word[:LONGEST_STEM]
    with _one_at_a_time:
        return str(_stemmer.stemWord(SINGULAR.get(word, word)))


def keep(edition: Edition) -> SearchText:
    """Keep the words of an edition that has just been made. Call it within the same transaction."""
    words = stems(edition.title, edition.summary, edition.plain_text)
    return SearchText.objects.create(edition=edition, stems=words)


def stems(*texts: str) -> str:
    """Return the stems of all words in the texts as they are kept: each once, in order, with a space between."""
    return " ".join(sorted(set(chain.from_iterable(map(_stems_in, texts)))))


def query(words: str) -> Wanted:
    """Return what a visitor's words ask for, as the lookup `matches` takes it; empty where they hold no word.

    The first eight count. Signs that are no part of a word (wildcards, quotation marks, operators) are left out. A
    word with a hyphen may stand as one word, or in its parts.
    """
    wanted = []
    for typed in words.split()[:MOST_WORDS]:
        for found in WORD.findall(whole_words(typed[:LONGEST_WORD])):
            there = _ways(found, _stem)  # no memory of what visitors ask for
            if there and there not in wanted:
                wanted.append(there)
    return wanted[:MOST_WORDS]


def matching(publications: QuerySet[Publication], words: str) -> QuerySet[Publication]:
    """Return those of `publications` (let through by the one door) whose edition has every word of `words`.

    No words: all of them. Signs alone, without a letter or digit: none.
    """
    if not words.strip():
        return publications
    wanted = query(words)
    if not wanted:
        return publications.none()
    # By keys, not by joins: so PostgreSQL can walk the newest for a common word, and the index for a rare one.
    return publications.filter(edition__in=SearchText.objects.filter(stems__matches=wanted).values("edition"))


def _stems_in(text: str) -> Iterator[str]:
    for word in set(WORD.findall(whole_words(text))):
        for way in ways(word):
            yield from way


def whole_words(text: str) -> str:
    """Return a text in which each letter is one sign, no word is broken, and nothing stands that nobody sees."""
    text = unicodedata.normalize("NFC", text)
    if any(sign in text for sign in BREAKS):
        text = BROKEN.sub("", text)
    return UNSEEN.sub("", text) if any(sign in text for sign in UNSEEN_SIGNS) else text


@lru_cache(maxsize=20_000)
def ways(word: str) -> list[tuple[str, ...]]:
    """Return the stems of a word of a text: as one, and where it has hyphens, also those of its parts."""
    return _ways(word, stem)


def _ways(word: str, stem_of: Callable[[str], str]) -> list[tuple[str, ...]]:
    parts = [part for part in map(_plain, HYPHENS.split(word)) if part]
    if not parts:
        return []
    whole = (stem_of("".join(parts)),)
    return [whole] if len(parts) == 1 else [whole, tuple(dict.fromkeys(map(stem_of, parts)))]


def _plain(word: str) -> str:
    """Return a word in small letters without accents, apostrophes and the ending of a possessive."""
    return _fold(APOSTROPHES.sub("", POSSESSIVE.sub("", word)))


def _fold(word: str) -> str:
    """Return the plain small letters and digits of a word: "Café" is "cafe"."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word).casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", parts) if sign.isalnum())
