"""The words of one case that must not get out, made ready to be looked for.

They are handed over, never opened here, and live as long as one check. Finding them in a text is check.py's;
patterns that belong to no case are patterns.py's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from publications.disclosure.normal import fold, squeeze
from publications.disclosure.sentences import EXACT, SPELLING
from publications.disclosure.spellings import other_spellings
from publications.disclosure.words import (
    COMMON,
    INSTEAD,
    KINDS_OF_PLACE,
    PARTICLES,
    STREETS,
    STREETS_ALONE,
    TITLES,
)

WORD = re.compile(r"[^\W_]+")
SHORTEST_PART = 3
SHORTEST_PLACE_PART = 4
NEAR_FROM = 5  # letters from which a word is also looked for with one slip in it
GLUED_FROM = 7  # letters from which a word is also looked for inside a longer one
PERSON_KINDS = ("name", "relative", "practitioner")
INSTEAD_OF = {"name": "the child", "relative": "a relative", "practitioner": "a practitioner"}
Words = tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Terms:
    """The sealed words of a case, as `reviews.sealed.terms` hands them over; every list may be empty.

    names: of the children. initials: their real ones. dates: of birth, death, incident and so on. places:
    addresses, schools, hospitals, towns. identifiers: NHS numbers, references. pseudonyms: what to say instead of
    a child's name. lives: a child's day of birth with each day on which their age tells them from others. It never
    shows its words when printed, so that none reaches a log.
    """

    names: Sequence[str] = ()
    initials: Sequence[str] = ()
    dates: Sequence[date] = ()
    places: Sequence[str] = ()
    identifiers: Sequence[str] = ()
    practitioners: Sequence[str] = ()
    relatives: Sequence[str] = ()
    pseudonyms: Mapping[str, str] = field(default_factory=dict)
    lives: Sequence[tuple[date, date]] = ()

    def __repr__(self) -> str:
        words = (self.names, self.initials, self.dates, self.places, self.identifiers)
        return f"<Terms: {sum(map(len, (*words, self.practitioners, self.relatives)))} sealed words>"


@dataclass(frozen=True, repr=False)
class Entry:
    """One thing to look for: its letters, where among them a break belongs, and what to say instead."""

    letters: str
    kind: str
    breaks: frozenset[int]
    instead: str
    likeness: str = EXACT

    @property
    def is_single(self) -> bool:
        return not self.breaks


@dataclass(repr=False)
class Lexicon:
    """All that a case's words can be found by. `beginnings` holds every start of every entry's letters."""

    entries: dict[str, Entry] = field(default_factory=dict)
    beginnings: set[str] = field(default_factory=set)
    near: dict[str, set[str]] = field(default_factory=dict)
    initials: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    lives: Sequence[tuple[date, date]] = ()
    allowed: frozenset[str] = frozenset()

    def add(self, words: Words, kind: str, instead: str) -> None:
        """Look for these words one after another, however they are joined; the first claim to them holds.

        What two children of one case share, such as a family name, is neither one's pseudonym.
        """
        letters = "".join(words)
        if not letters or letters in self.allowed:
            return
        if letters in self.entries:
            claimed = self.entries[letters]
            is_anothers = instead not in (claimed.instead, INSTEAD_OF.get(kind, ""))
            if claimed.kind == kind == "name" and is_anothers:
                self.entries[letters] = replace(claimed, instead=INSTEAD_OF[kind])
            return
        breaks, at = set(), 0
        for word in words[:-1]:
            at += len(word)
            breaks.add(at)
        self.entries[letters] = Entry(letters, kind, frozenset(breaks), instead)
        self.beginnings.update(letters[:length] for length in range(1, len(letters) + 1))
        if kind != "identifier" and not breaks and len(letters) >= NEAR_FROM and letters.isalpha():
            for shape in shortened(letters):
                self.near.setdefault(shape, set()).add(letters)

    def add_spelling(self, word: str, kind: str, instead: str) -> None:
        """Look for another spelling of a name, where it isn't itself one of the case's words."""
        if word not in self.entries and word not in self.allowed:
            self.entries[word] = Entry(word, kind, frozenset(), instead, SPELLING)
            self.beginnings.update(word[:length] for length in range(1, len(word) + 1))

    def glued(self) -> list[Entry]:
        """The entries that are long enough to be looked for inside other words."""
        return [
            entry
            for entry in self.entries.values()
            if len(entry.letters) >= GLUED_FROM
            and entry.kind != "identifier"
            and entry.likeness == EXACT
            and entry.letters not in COMMON
        ]


def prepare(terms: Terms, allowed_names: Sequence[str] = ()) -> Lexicon:
    """Make a case's words ready to be looked for.

    In: the words, and the names that may be said by decision. Out: what check.py needs. An allowed name lets
    through its own words, alone and together, and its initials; a sibling's full name is still found.
    """
    allowed = frozenset("".join(words) for name in allowed_names for words in ways_to_say(name))
    lexicon = Lexicon(days=set(terms.dates), lives=tuple(terms.lives), allowed=allowed)
    people = zip(PERSON_KINDS, (terms.names, terms.relatives, terms.practitioners), strict=True)
    said = [
        (name, kind, terms.pseudonyms.get(name, INSTEAD_OF[kind])) for kind, names in people for name in names
    ]
    for name, kind, instead in said:
        for words in ways_to_say(name):
            lexicon.add(words, kind, instead)
    for place in terms.places:
        instead = sort_of_place(place) or "nearby"
        for words in ways_to_say_a_place(place):
            lexicon.add(words, "place", instead)
    for name, kind, instead in said:
        for word in _single_words(name) - allowed:
            for other in other_spellings(word):
                lexicon.add_spelling(other, kind, instead)
    for identifier in terms.identifiers:
        lexicon.add((squeeze(identifier),), "identifier", "")
    lexicon.initials = {squeeze(letters) for letters in terms.initials}
    lexicon.initials |= {letters for name in terms.names for letters in initials_of(name)}
    lexicon.initials -= {letters for name in allowed_names for letters in initials_of(name)} | {""}
    return lexicon


def sort_of_place(place: str) -> str:
    """What sort of place it is, as it can be said instead: "a primary school", or "" where no word of it tells."""
    return next((said for word, said in INSTEAD.items() if word in _words(place)), "")


def ways_to_say(name: str) -> Iterator[Words]:
    """A person's whole name, first and last, turned round, and each part that gives them away alone."""
    parts = _parts_of(name)
    if not parts:
        return
    yield _joined(*parts)
    if len(parts) > 1:
        yield _joined(parts[-1], *parts[:-1])
        for first in (parts[0], parts[0][:1]):
            for last in (parts[-1], parts[-1][-1:]):
                yield _joined(first, last)
                yield _joined(last, first)
    for at, part in enumerate(parts):
        letters = "".join(part)
        is_alone = len(parts) == 1
        if letters in PARTICLES and not is_alone and not _is_first_name(at, letters):
            continue
        if is_alone or len(letters) >= SHORTEST_PART or (len(letters) == 2 and letters not in COMMON):
            yield part
        for word in part:
            if len(word) >= SHORTEST_PART and word not in PARTICLES:
                yield (word,)


def ways_to_say_a_place(place: str) -> Iterator[Words]:
    """A place as it stands, each piece of its address, shorter forms, and each word that gives it away."""
    yield tuple(_words(place))
    for piece in fold(place).split(","):
        words = tuple(_words(piece))
        saints = {
            word.replace("'", "") for word in piece.split() if word.endswith("'s")
        }  # St Mary's: no tell
        if all(word in KINDS_OF_PLACE or _has_digit(word) for word in words):
            continue
        yield words
        while _has_digit(words[0]):
            words = words[1:]
        if len(words) > 1 or words[0] not in STREETS_ALONE:
            yield from _spellings(words)
        shorter = words
        while len(shorter) > 2 and shorter[-1] in KINDS_OF_PLACE:
            shorter = shorter[:-1]
            yield from _spellings(shorter)
        for word in words:
            is_ordinary = word in COMMON | KINDS_OF_PLACE | STREETS_ALONE | saints
            if len(word) >= SHORTEST_PLACE_PART and word.isalpha() and not is_ordinary:
                yield (word,)


def initials_of(name: str) -> set[str]:
    """A name's initials, folded: of all its parts, of first and last, double names taken either way."""
    parts = _parts_of(name)
    found = set()
    for shut in (True, False):
        for with_particles in (True, False):
            words = [part[0] for part in parts] if shut else [word for part in parts for word in part]
            kept = [word for word in words if with_particles or word not in PARTICLES]
            if len(kept) > 1:
                found |= {"".join(word[0] for word in kept), kept[0][0] + kept[-1][0]}
    return found


def shortened(letters: str) -> set[str]:
    """A word, and it with one letter out: two words that are one slip apart share at least one of these."""
    return {letters} | {letters[:at] + letters[at + 1 :] for at in range(len(letters))}


def is_one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out or changed, or two neighbours swapped, makes one word the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, others = one[start:], other[start:]
    is_swapped = rest[:2] == others[1::-1] and rest[2:] == others[2:]
    return is_swapped or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text).replace("'", ""))


def _parts_of(name: str) -> list[Words]:
    """A name's parts between its spaces, each as its hyphens leave it; no title, nothing in brackets."""
    spoken = fold(name).replace("'", "").split("(")[0].replace(",", " ")
    parts = [tuple(WORD.findall(part)) for part in spoken.split()]
    parts = [part for part in parts if part]
    while len(parts) > 1 and "".join(parts[0]) in TITLES:
        parts = parts[1:]
    return parts


def _single_words(name: str) -> set[str]:
    """A name's words, each part of a double name alone and with the other: "Ann-Marie" is three."""
    return {
        word
        for at, part in enumerate(_parts_of(name))
        for word in (*part, "".join(part))
        if word not in PARTICLES or _is_first_name(at, word)
    }


def _is_first_name(at: int, letters: str) -> bool:
    """Whether a particle is a name where it stands: Ben is, "et al" and "van der Berg" are not."""
    return at == 0 and letters == "ben"


def _joined(*parts: Words) -> Words:
    return tuple(word for part in parts for word in part)


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _spellings(words: Words) -> Iterator[Words]:
    yield words
    if words[-1] in STREETS:
        yield (*words[:-1], STREETS[words[-1]])
    if words[0] in ("st", "saint") and len(words) > 1:
        yield ("saint" if words[0] == "st" else "st", *words[1:])
