"""Two texts side by side: which paragraphs are alike, changed, removed or added, and which words within them.

Pure: no version, no page. What the words look like on a page is in templates/reviews/report/compare_report.html.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

ALIKE, CHANGED, REMOVED, ADDED = "alike", "changed", "removed", "added"
BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")
WORD = re.compile(r"\S+\s*")
SENTENCE = re.compile(r".+?(?:[.!?:;|]\s+|\n|\Z)", re.DOTALL)
# How many words in a row two paragraphs must share for one to be taken as the other, changed.
SHARED_WORDS = 3
# Beyond this many pairs of words that could match, whole sentences are compared first.
MOST_PAIRS = 60_000
# So little of a paragraph stayed that the two are easier to read as one that went and one that came.
LEAST_IN_COMMON = 0.25


@dataclass(frozen=True)
class Piece:
    """A stretch of one side's words; `is_changed` when the other side doesn't have it."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    """One paragraph of either text or of both, in the order of reading. Numbers begin at 1; 0: not on that side."""

    kind: str
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    old_number: int = 0
    new_number: int = 0


@dataclass(frozen=True)
class Stretch:
    """Rows that follow one another and are all alike, or all not."""

    is_alike: bool
    rows: list[Row]


def compare(old: str, new: str) -> list[Row]:
    """Return the rows that lead from `old` to `new`: the pieces of one side, put together, are that side's paragraphs.

    Paragraphs are compared first, and words only within those that were changed. Takes well under a second for
    two texts of 30,000 words (bench/compare.py).
    """
    return list(_rows(paragraphs(old), paragraphs(new)))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, without empty ones, with spaces in a row as one; line ends stay."""
    lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return [found for part in BETWEEN_PARAGRAPHS.split("\n".join(lines)) if (found := part.strip())]


def stretches(rows: Sequence[Row]) -> list[Stretch]:
    """Return the rows in stretches that are alike and stretches that are not."""
    return [
        Stretch(is_alike, list(found)) for is_alike, found in groupby(rows, lambda row: row.kind == ALIKE)
    ]


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many paragraphs are alike, changed, removed and added."""
    found = Counter(row.kind for row in rows)
    return {kind: found[kind] for kind in (ALIKE, CHANGED, REMOVED, ADDED)}


def _rows(before: list[str], after: list[str], *, are_sentences: bool = False) -> Iterator[Row]:
    """Yield the rows of two lists of paragraphs, or of sentences of one that is long."""
    for is_same, (a, b), (c, d) in _stretches(before, after):
        if is_same:
            for i, j in zip(range(a, b), range(c, d), strict=True):
                yield Row(ALIKE, (Piece(before[i]),), (Piece(after[j]),), i + 1, j + 1)
        else:
            yield from _changed(before, after, (a, b), (c, d), are_sentences)


def _changed(
    before: list[str],
    after: list[str],
    old: tuple[int, int],
    new: tuple[int, int],
    are_sentences: bool,
) -> Iterator[Row]:
    """Yield the rows of a stretch without two paragraphs alike: those that match are shown as one, changed."""
    (a, b), (c, d) = old, new
    for i, j in [*_matches(before[a:b], after[c:d]), (b - a, d - c)]:
        yield from (_row(REMOVED, before, at, None, after) for at in range(a, old[0] + i))
        yield from (_row(ADDED, before, None, at, after) for at in range(c, new[0] + j))
        a, c = old[0] + i, new[0] + j
        if a < b and c < d:
            yield from _one_changed(before, after, a, c, are_sentences)
            a, c = a + 1, c + 1


def _one_changed(before: list[str], after: list[str], i: int, j: int, are_sentences: bool) -> Iterator[Row]:
    was, became = _pieces(before[i], after[j], is_sentence=are_sentences)
    kept = sum(len(piece.text) for piece in was if not piece.is_changed)
    if kept < LEAST_IN_COMMON * min(len(before[i]), len(after[j])):
        yield _row(REMOVED, before, i, None, after)
        yield _row(ADDED, before, None, j, after)
    else:
        yield Row(CHANGED, was, became, i + 1, j + 1)


def _row(kind: str, before: list[str], i: int | None, j: int | None, after: list[str]) -> Row:
    """A paragraph that only one side has."""
    if i is not None:
        return Row(kind, old=(Piece(before[i], is_changed=True),), old_number=i + 1)
    assert j is not None  # noqa: S101
    return Row(kind, new=(Piece(after[j], is_changed=True),), new_number=j + 1)


def _matches(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """Return (place before, place after) of paragraphs that are one another's, both in rising order.

    Two are one another's when they share the most runs of words that stand in one paragraph only.
    """
    places: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for at, text in enumerate(before):
        for run in _runs(text):
            if places.setdefault(run, at) != at:
                twice.add(run)
    votes: list[tuple[int, int, int]] = []
    for at, text in enumerate(after):
        found = Counter(places[run] for run in _runs(text) if run in places and run not in twice)
        if found:
            place, count = found.most_common(1)[0]
            votes.append((at, place, count))
    best: dict[int, tuple[int, int]] = {}
    for at, place, count in votes:
        if count > best.get(place, (0, 0))[0]:
            best[place] = (count, at)
    return _rising(sorted((at, place) for place, (_count, at) in best.items()))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + SHARED_WORDS]) for at in range(max(1, len(words) - SHARED_WORDS + 1))}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most of the pairs (place after, place before) whose second places rise too, turned round."""
    ends: list[int] = []
    last: list[int] = []
    came_from: list[int] = []
    for at, (_after, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        came_from.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            last.append(at)
        else:
            ends[length], last[length] = place, at
    found: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append((pairs[at][1], pairs[at][0]))
        at = came_from[at]
    return found[::-1]


def _pieces(old: str, new: str, *, is_sentence: bool) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both paragraphs cut where they begin and cease to differ."""
    was, became = WORD.findall(old), WORD.findall(new)
    if not is_sentence and _pairs(was, became) > MOST_PAIRS:
        rows = list(_rows(SENTENCE.findall(old), SENTENCE.findall(new), are_sentences=True))
        return _joined(rows, "old"), _joined(rows, "new")
    left: list[Piece] = []
    right: list[Piece] = []
    for is_same, (a, b), (c, d) in _stretches(was, became):
        if a < b:
            left.append(Piece("".join(was[a:b]), not is_same))
        if c < d:
            right.append(Piece("".join(became[c:d]), not is_same))
    return tuple(left), tuple(right)


def _joined(rows: list[Row], side: str) -> tuple[Piece, ...]:
    """One side of rows, as one paragraph: pieces of one kind that meet become one."""
    pieces = (piece for row in rows for piece in getattr(row, side))
    return tuple(
        Piece("".join(piece.text for piece in found), is_changed)
        for is_changed, found in groupby(pieces, lambda piece: piece.is_changed)
    )


def _pairs(before: Sequence[str], after: Sequence[str]) -> int:
    """How many pairs of equal elements there are: what comparing them costs."""
    there = Counter(after)
    return sum(there[one] for one in before)


def _stretches(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Yield (whether equal, from and to before, from and to after), in order, together all of both."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    end_before, end_after = len(before) - tail, len(after) - tail
    if head:
        yield True, (0, head), (0, head)
    middle_before, middle_after = before[head:end_before], after[head:end_after]
    if _pairs(middle_before, middle_after) > MOST_PAIRS:
        # The same few elements again and again: what is whose can't be told, and would take minutes to find.
        yield False, (head, end_before), (head, end_after)
    else:
        matcher = SequenceMatcher(None, middle_before, middle_after, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            yield tag == "equal", (head + a, head + b), (head + c, head + d)
    if tail:
        yield True, (end_before, len(before)), (end_after, len(after))
