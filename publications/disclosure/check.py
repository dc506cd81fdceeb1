"""The disclosure check: a case's own words and general patterns, found in everything that goes out.

Texts and terms in, hits out. It finds what it knows and guarantees nothing. It opens no sealed identity, and
keeps and writes nothing; who may see a hit's word, and how a clearance is recorded, is decided elsewhere.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from itertools import pairwise

from publications import harm
from publications.disclosure.ages import exact_ages
from publications.disclosure.dates import exact_dates, months, season
from publications.disclosure.named import named
from publications.disclosure.normal import HIDDEN, View, squeeze, views
from publications.disclosure.patterns import find_patterns
from publications.disclosure.sentences import EXACT, NEAR, SPELLING, sentence
from publications.disclosure.terms import (
    NEAR_FROM,
    PERSON_KINDS,
    WORD,
    Entry,
    Lexicon,
    Terms,
    is_one_slip_apart,
    prepare,
    shortened,
    sort_of_place,
)
from publications.disclosure.words import ABBREVIATIONS, COMMON, FREQUENT, TITLES

MUST, LOOK = "must", "look"
BY_LOOKS = ("named place", "named person")
SHORT_FIELD = 120  # at most: a title, an address or a file name, in which capitals mean nothing
ENDS_SENTENCE = re.compile(r"[.!?](?:\s|$)|\n")
NEAR_SMALL_FROM = 7  # letters from which a slip is looked for in a word without a capital
NEAR_TO = 30  # letters beyond which nothing is a name
LARGEST_CODE = 30  # tokens that one entry may be broken into

CHILD_WORDS = (
    "child|children|baby|infant|toddler|boy|girl|sibling|siblings|twin|young person|teenager|brother|sister"
)
BEFORE_INITIALS = re.compile(rf"(?<![^\W_])(?:{CHILD_WORDS})[\s\-_]+$")
BEFORE_NAME = re.compile(rf"(?<![^\W_])(?:(?:{'|'.join(sorted(TITLES))})\.?\s+)+$")
# What may stand between two parts of an entry, and within one part of it.
JOINS_PARTS = re.compile(r"[\s\-./_,'&+()]{1,6}")
JOINS_LETTERS = re.compile(r"'|[\-._/]{1,2}|-\s{1,3}")
JOINS_CODE = re.compile(r"[\s\-./_:,()]{1,4}")
# Alone at the end of a line, another letter is the beginning of a word that was broken.
WORDS_OF_ONE_LETTER = "aio"


@dataclass(frozen=True)
class Hit:
    """One place in one text. `start`, `end` and `line` (from 1) refer to the text as it was given.

    kind: what it is, in a word or two. source: "case" or "pattern". severity: "must" go, or a person has to
    "look". suggestion: what to write instead, empty where it is best left out. Printed, it shows no `text`.
    """

    field: str
    start: int
    end: int
    text: str = attribute(repr=False)
    kind: str
    source: str
    severity: str
    suggestion: str
    line: int
    sentence: str


@dataclass(frozen=True)
class _Found:
    """A hit before its neighbours are weighed: offsets are the original's."""

    start: int
    end: int
    kind: str
    source: str
    severity: str
    suggestion: str = ""
    likeness: str = EXACT


@dataclass(frozen=True)
class _Word:
    """A run of letters and digits in a view."""

    letters: str
    start: int
    end: int


def check(
    fields: Mapping[str, str],
    terms: Terms,
    allowed_names: Sequence[str] = (),
    in_lists: Collection[str] = (),
) -> list[Hit]:
    """Check all that goes out.

    In: texts by the name of their field (text, title, slug, file names, what a PDF says…), the case's words,
    names that may be said by decision, and the fields that lists and feeds show: these may name no method or
    injury. Out: hits in the order of the fields and of their places, none overlapping another.
    """
    lexicon = prepare(terms, allowed_names)
    folded = {name: views(text) for name, text in fields.items()}
    small = _small_words(fields, folded)
    hits = []
    for name, text in fields.items():
        found = [hit for view in folded[name] for hit in _in_view(view, text, lexicon, small)]
        found += _of_any_text(folded[name][0], text, lexicon)
        if name in in_lists:
            found += _methods(folded[name][0])
        found += [_Found(*seen.span(), "hidden character", "pattern", LOOK) for seen in HIDDEN.finditer(text)]
        found = _without_repeated_abbreviations(found, text)
        line_starts = [0] + [at + 1 for at, sign in enumerate(text) if sign == "\n"]
        hits += [
            _hit(name, text, one, bisect_right(line_starts, one.start)) for one in _strongest(found, text)
        ]
    return hits


def _hit(name: str, text: str, found: _Found, line: int) -> Hit:
    return Hit(
        field=name,
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        kind=found.kind,
        source=found.source,
        severity=found.severity,
        suggestion=found.suggestion,
        line=line,
        sentence=sentence(found.kind, found.likeness),
    )


def _strongest(found: list[_Found], text: str) -> list[_Found]:
    """Where hits overlap keep the graver, then the longer, then the case's own; what only looks like a name last."""
    ranked = sorted(
        found,
        key=lambda hit: (
            hit.severity != MUST,
            hit.kind in BY_LOOKS,
            hit.start - hit.end,
            hit.source != "case",
            hit.likeness != EXACT,
        ),
    )
    kept: list[_Found] = []
    taken: set[int] = set()
    for hit in ranked:
        places = range(hit.start, hit.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(hit)
    return _together(sorted(kept, key=lambda hit: hit.start), text)


def _together(found: list[_Found], text: str) -> list[_Found]:
    """Two neighbours that stand for the same person are one: "Muhammad Hussain", spelled otherwise in both parts."""
    joined: list[_Found] = []
    for hit in found:
        last = joined[-1] if joined else None
        is_one = (
            last is not None
            and (last.kind, last.source, last.suggestion) == (hit.kind, hit.source, hit.suggestion)
            and hit.kind in PERSON_KINDS
            and text[last.end : hit.start] == " "
        )
        if last is not None and is_one:
            severity = MUST if MUST in (last.severity, hit.severity) else LOOK
            joined[-1] = replace(last, end=hit.end, severity=severity)
        else:
            joined.append(hit)
    return joined


def _in_view(view: View, text: str, lexicon: Lexicon, small: set[str]) -> Iterator[_Found]:
    words = [_Word(found[0], *found.span()) for found in WORD.finditer(view.text)]
    is_short = len(text) <= SHORT_FIELD and not ENDS_SENTENCE.search(text.strip())
    yield from _dates(view, lexicon)
    for seen in find_patterns(view.text):
        yield _Found(*view.span(seen.start, seen.end), seen.kind, "pattern", seen.severity)
    yield from _entries(view, text, words, lexicon, is_short)
    yield from _near_words(view, text, words, lexicon, is_short, small)
    yield from _glued_words(view, words, lexicon)
    yield from _initials(view, text, lexicon, is_short)


def _of_any_text(view: View, text: str, lexicon: Lexicon) -> Iterator[_Found]:
    """Ages, and what looks like the name of a place or a person, whether or not the case knows it."""
    for age in exact_ages(view.text, lexicon.lives):
        kind, source, severity = (
            ("age", "case", MUST) if age.is_the_childs else ("exact age", "pattern", LOOK)
        )
        yield _Found(*view.span(age.start, age.end), kind, source, severity, age.suggestion)
    for seen in named(view, text):
        instead = sort_of_place(view.text[seen.start : seen.end]) if seen.kind == "named place" else ""
        yield _Found(*view.span(seen.start, seen.end), seen.kind, "pattern", seen.severity, instead)


def _methods(view: View) -> Iterator[_Found]:
    """Methods and injuries by name, which nobody is to come upon in a list."""
    for seen in harm.find(view.text):
        span = view.span(seen.start, seen.end)
        yield _Found(*span, "method or injury", "pattern", LOOK, seen.suggestion)


def _dates(view: View, lexicon: Lexicon) -> Iterator[_Found]:
    for seen in exact_dates(view.text):
        span = view.span(seen.start, seen.end)
        if seen.is_one_of(lexicon.days):
            yield _Found(*span, "date", "case", MUST, season(seen.readings))
        elif not seen.is_weak:
            severity = MUST if seen.has_year and not seen.is_doubtful else LOOK
            yield _Found(*span, "exact date", "pattern", severity, season(seen.readings))
    sealed = {(day.year, day.month) for day in lexicon.days}
    for start, end, year, month in months(view.text):
        if (year, month) in sealed:
            reading = frozenset({(year, month, 1)})
            yield _Found(*view.span(start, end), "month", "case", LOOK, season(reading))


def _entries(view: View, text: str, words: list[_Word], lexicon: Lexicon, is_short: bool) -> Iterator[_Found]:
    """The case's words, whole, however they are broken or joined."""
    for first, word in enumerate(words):
        letters = word.letters
        for last in range(first, min(first + LARGEST_CODE, len(words))):
            if last > first:
                letters += words[last].letters
            if letters not in lexicon.beginnings:
                break
            entry = lexicon.entries.get(letters)
            if entry is None:
                continue
            severity = _severity(entry, view, text, words[first : last + 1], is_short)
            if severity:
                start = _with_title(view, word.start) if entry.kind != "place" else word.start
                span = view.span(start, words[last].end)
                yield _Found(*span, entry.kind, "case", severity, entry.instead, entry.likeness)


def _severity(entry: Entry, view: View, text: str, words: list[_Word], is_short: bool) -> str:
    """How surely these words are the entry: "must", "look", or "" where they are not."""
    graver = MUST
    at = 0
    gaps = [view.text[one.end : two.start] for one, two in pairwise(words)]
    is_spelled = len(words) >= 4 and all(len(word.letters) == 1 for word in words)
    for word, following, gap in zip(words, words[1:], gaps, strict=False):
        at += len(word.letters)
        if entry.kind == "identifier":
            if not JOINS_CODE.fullmatch(gap):
                return ""
        elif at in entry.breaks:
            if not JOINS_PARTS.fullmatch(gap):
                return ""
        elif gap.isspace():
            shorter = min(word.letters, following.letters, key=len)
            is_part = len(shorter) >= 2 or shorter not in WORDS_OF_ONE_LETTER
            is_broken_line = "\n" in gap and is_part and len(entry.letters) >= 5
            if not is_spelled and not is_broken_line and (len(shorter) < 3 or len(entry.letters) < 6):
                return ""
            graver = LOOK
        elif not JOINS_LETTERS.fullmatch(gap):
            return ""
    if entry.is_single and entry.letters in COMMON and entry.kind != "identifier":
        graver = _severity_of_ordinary(entry, view, text, words[0], is_short)
    if entry.likeness == SPELLING and graver:
        has_capital = text[view.starts[words[0].start]].isupper()
        is_name = has_capital and (graver == MUST or entry.letters not in COMMON)
        return LOOK if is_short or is_name else ""
    return graver


def _severity_of_ordinary(entry: Entry, view: View, text: str, word: _Word, is_short: bool) -> str:
    """A name that is also an ordinary word: a capital within a sentence makes it a name."""
    original = text[view.starts[word.start]]
    if original.isupper():
        starts_sentence = not is_short and _starts_sentence(view.text, word.start)
        if starts_sentence and len(entry.letters) == 2:
            return ""
        return LOOK if starts_sentence else MUST
    if is_short or entry.letters not in FREQUENT:
        return LOOK
    return ""


def _starts_sentence(text: str, at: int) -> bool:
    before = text[max(at - 20, 0) : at].rstrip(" \"'“”(#>-*\t")
    return not before or before[-1] in ".!?:\n"


def _with_title(view: View, start: int) -> int:
    found = BEFORE_NAME.search(view.text, max(start - 40, 0), start)
    return found.start() if found else start


def _near_words(
    view: View, text: str, words: list[_Word], lexicon: Lexicon, is_short: bool, small: set[str]
) -> Iterator[_Found]:
    """Words one slip away from the case's own, unless they are ordinary or also stand without a capital."""
    known: dict[str, Entry | None] = {}
    for word in words:
        letters = word.letters
        if letters not in known:
            known[letters] = _nearest(letters, lexicon)
        entry = known[letters]
        if entry is None:
            continue
        has_capital = text[view.starts[word.start]].isupper()
        is_long = len(letters) >= NEAR_SMALL_FROM and letters[0] == entry.letters[0]
        if is_short or (has_capital and letters not in small) or is_long:
            span = view.span(word.start, word.end)
            yield _Found(*span, entry.kind, "case", LOOK, entry.instead, NEAR)


def _nearest(letters: str, lexicon: Lexicon) -> Entry | None:
    known = letters in COMMON or letters in lexicon.entries or letters in lexicon.allowed
    if known or not NEAR_FROM - 1 <= len(letters) <= NEAR_TO:
        return None
    for shape in shortened(letters):
        for candidate in lexicon.near.get(shape, ()):
            if is_one_slip_apart(letters, candidate):
                return lexicon.entries[candidate]
    return None


def _small_words(fields: Mapping[str, str], folded: Mapping[str, list[View]]) -> set[str]:
    """The words that stand somewhere without a capital, so that a capital elsewhere only opens a sentence."""
    found = set()
    for name, text in fields.items():
        for view in folded[name][:1]:
            for seen in WORD.finditer(view.text):
                if text[view.starts[seen.start()]].islower():
                    found.add(seen[0])
    return found


def _glued_words(view: View, words: list[_Word], lexicon: Lexicon) -> Iterator[_Found]:
    """The case's longer words inside other words, as in file names and addresses of pages."""
    entries = lexicon.glued()
    within: dict[str, list[tuple[int, Entry]]] = {}
    for word in words:
        letters = word.letters
        if letters not in within:
            within[letters] = [
                (letters.index(entry.letters), entry)
                for entry in entries
                if len(entry.letters) < len(letters) and entry.letters in letters
            ]
        for at, entry in within[letters]:
            start = word.start + at
            span = view.span(start, start + len(entry.letters))
            yield _Found(*span, entry.kind, "case", LOOK, entry.instead)


def _initials(view: View, text: str, lexicon: Lexicon, is_short: bool) -> Iterator[_Found]:
    """A child's real initials: AB, A.B., A B, A-B, and in any case after "child", "baby" and so on."""
    for letters in lexicon.initials:
        joined = r"[.\-_/]{0,2}[ \n]?".join(re.escape(letter) for letter in letters)
        for seen in re.finditer(rf"(?<![^\W_]){joined}(?![^\W_])\.?", view.text):
            before = BEFORE_INITIALS.search(view.text, max(seen.start() - 30, 0), seen.start())
            start, end = seen.span()
            if seen[0].endswith(".") and "." not in seen[0][:-1]:
                end -= 1  # the full stop of a sentence
            is_capital = all(
                text[view.starts[at]].isupper() for at in range(start, end) if view.text[at].isalpha()
            )
            is_name_of_file = is_short and not any(sign.isspace() for sign in text.strip())
            if before is None and not is_capital and not is_name_of_file:
                continue
            is_bare = view.text[start:end] == letters and before is None
            severity = LOOK if is_bare and letters in ABBREVIATIONS else MUST
            span = view.span(before.start() if before else start, end)
            yield _Found(*span, "initials", "case", severity, "the child")


def _without_repeated_abbreviations(found: list[_Found], text: str) -> list[_Found]:
    """Initials that are also a common abbreviation ("GP") are shown once, not at each of a hundred places."""
    seen: set[str] = set()
    kept = []
    for hit in sorted(found, key=lambda hit: hit.start):
        if hit.kind == "initials" and hit.severity == LOOK:
            letters = squeeze(text[hit.start : hit.end])
            if letters in seen:
                continue
            seen.add(letters)
        kept.append(hit)
    return kept
