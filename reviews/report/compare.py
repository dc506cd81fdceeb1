"""Two texts side by side: which paragraphs are alike, changed, removed or added, and which words within them.

Pure: no version, no page. Both texts come as blocks (blocks.py), each a paragraph, a heading, a point of a list, a row
of a table or a note; all are called paragraphs here. How they look is in templates/reviews/report/_compared.html.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from .blocks import BULLET, HEAD, HEADING, NUMBERED, ROW, Block, Word

ALIKE, CHANGED, REMOVED, ADDED = "alike", "changed", "removed", "added"
ENDS_A_SENTENCE = (".", "!", "?", ":", ";", "|", "\n")
# How many words in a row two paragraphs must share for one to be taken as the other, changed.
SHARED_WORDS = 3
# Beyond this many pairs of words that could match, whole sentences are compared first.
MOST_PAIRS = 60_000
# So little of a paragraph stayed that the two are easier to read as one that went and one that came.
LEAST_IN_COMMON = 0.25


@dataclass(frozen=True)
class Piece:
    """A stretch of one side's words; `is_changed` when the other side doesn't have it."""

    words: tuple[Word, ...]
    is_changed: bool = False

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    @property
    def runs(self) -> list[tuple[str, str]]:
        """Its words as (how they look, what they say), those that look alike together."""
        found = groupby(self.words, lambda word: word.look)
        return [(look, "".join(word.text for word in words)) for look, words in found]


@dataclass(frozen=True)
class Side:
    """A paragraph as one of the two texts has it. `number`: its place there, from 1."""

    block: Block
    pieces: tuple[Piece, ...]
    number: int
    is_old: bool

    @property
    def element(self) -> str:
        """The element of the page that holds it."""
        if self.block.kind == HEADING:
            return "h3"
        if self.block.kind == NUMBERED:
            return "ol"
        return "ul" if self.block.kind in (BULLET, HEAD, ROW) else "p"

    @property
    def is_list(self) -> bool:
        """Whether that element is a list: of a point alone, or of a row's cells."""
        return self.element in ("ol", "ul")

    @property
    def cells(self) -> list[tuple[Piece, ...]]:
        """Its pieces, a row's by its cells; anything else is one cell."""
        found: list[list[Piece]] = [[]]
        for piece in self.pieces:
            for words in _cut(piece.words):
                if words[0].starts_cell and found[-1]:
                    found.append([])
                found[-1].append(Piece(words, piece.is_changed))
        return [tuple(cell) for cell in found]


@dataclass(frozen=True)
class Row:
    """One paragraph of either text or of both, in the order of reading."""

    kind: str
    old: Side | None = None
    new: Side | None = None

    @property
    def sides(self) -> tuple[Side | None, Side | None]:
        return self.old, self.new

    @property
    def form(self) -> str:
        """What it is, as the newer of the texts that have it says."""
        side = self.new or self.old
        return side.block.form if side else ""

    @property
    def has_new_form(self) -> bool:
        """Whether it was another kind of paragraph before."""
        return self.old is not None and self.new is not None and self.old.block.form != self.new.block.form


@dataclass(frozen=True)
class Stretch:
    """Rows that follow one another and are all alike, or all not."""

    is_alike: bool
    rows: list[Row]


def compare(old: Sequence[Block], new: Sequence[Block]) -> list[Row]:
    """Return the rows that lead from `old` to `new`: the pieces of one side, put together, are that side's paragraphs.

    Paragraphs are compared first, and words only within those that were changed. Takes well under a second for
    two texts of 30,000 words (bench/compare.py).
    """
    return list(_rows(old, new))


def stretches(rows: Sequence[Row]) -> list[Stretch]:
    """Return the rows in stretches that are alike and stretches that are not."""
    return [
        Stretch(is_alike, list(found)) for is_alike, found in groupby(rows, lambda row: row.kind == ALIKE)
    ]


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many paragraphs are alike, changed, removed and added."""
    found = Counter(row.kind for row in rows)
    return {kind: found[kind] for kind in (ALIKE, CHANGED, REMOVED, ADDED)}


def _rows(before: Sequence[Block], after: Sequence[Block], *, are_sentences: bool = False) -> Iterator[Row]:
    """Yield the rows of two lists of paragraphs, or of sentences of one that is long."""
    for is_same, (a, b), (c, d) in _stretches(before, after):
        if is_same:
            for i, j in zip(range(a, b), range(c, d), strict=True):
                old = Side(before[i], (Piece(before[i].words),), i + 1, is_old=True)
                yield Row(ALIKE, old, Side(after[j], (Piece(after[j].words),), j + 1, is_old=False))
        else:
            yield from _changed(before, after, (a, b), (c, d), are_sentences)


def _changed(
    before: Sequence[Block],
    after: Sequence[Block],
    old: tuple[int, int],
    new: tuple[int, int],
    are_sentences: bool,
) -> Iterator[Row]:
    """Yield the rows of a stretch without two paragraphs alike: those that match are shown as one, changed."""
    (a, b), (c, d) = old, new
    for i, j in [*_matches(before[a:b], after[c:d]), (b - a, d - c)]:
        yield from (_removed(before, at) for at in range(a, old[0] + i))
        yield from (_added(after, at) for at in range(c, new[0] + j))
        a, c = old[0] + i, new[0] + j
        if a < b and c < d:
            yield from _one_changed(before, after, a, c, are_sentences)
            a, c = a + 1, c + 1


def _one_changed(
    before: Sequence[Block], after: Sequence[Block], i: int, j: int, are_sentences: bool
) -> Iterator[Row]:
    was, became = _pieces(before[i], after[j], is_sentence=are_sentences)
    kept = sum(len(piece.text) for piece in was if not piece.is_changed)
    if kept < LEAST_IN_COMMON * min(len(before[i].text), len(after[j].text)):
        yield _removed(before, i)
        yield _added(after, j)
    else:
        old = Side(before[i], was, i + 1, is_old=True)
        yield Row(CHANGED, old, Side(after[j], became, j + 1, is_old=False))


def _removed(before: Sequence[Block], at: int) -> Row:
    piece = Piece(before[at].words, is_changed=True)
    return Row(REMOVED, old=Side(before[at], (piece,), at + 1, is_old=True))


def _added(after: Sequence[Block], at: int) -> Row:
    piece = Piece(after[at].words, is_changed=True)
    return Row(ADDED, new=Side(after[at], (piece,), at + 1, is_old=False))


def _matches(before: Sequence[Block], after: Sequence[Block]) -> list[tuple[int, int]]:
    """Return (place before, place after) of paragraphs that are one another's, both in rising order.

    Two are one another's when they share the most runs of words that stand in one paragraph only.
    """
    places: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for at, block in enumerate(before):
        for run in _runs(block):
            if places.setdefault(run, at) != at:
                twice.add(run)
    votes: list[tuple[int, int, int]] = []
    for at, block in enumerate(after):
        found = Counter(places[run] for run in _runs(block) if run in places and run not in twice)
        if found:
            place, count = found.most_common(1)[0]
            votes.append((at, place, count))
    best: dict[int, tuple[int, int]] = {}
    for at, place, count in votes:
        if count > best.get(place, (0, 0))[0]:
            best[place] = (count, at)
    return _rising(sorted((at, place) for place, (_count, at) in best.items()))


def _runs(block: Block) -> set[tuple[str, ...]]:
    words = block.text.casefold().split()
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


def _pieces(old: Block, new: Block, *, is_sentence: bool) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both paragraphs cut where they begin and cease to differ."""
    was, became = old.words, new.words
    if not is_sentence and _pairs(was, became) > MOST_PAIRS:
        rows = list(_rows(_sentences(old), _sentences(new), are_sentences=True))
        return _joined([row.old for row in rows]), _joined([row.new for row in rows])
    left: list[Piece] = []
    right: list[Piece] = []
    for is_same, (a, b), (c, d) in _stretches(was, became):
        if a < b:
            left.append(Piece(was[a:b], not is_same))
        if c < d:
            right.append(Piece(became[c:d], not is_same))
    return tuple(left), tuple(right)


def _sentences(block: Block) -> list[Block]:
    """Return a paragraph cut behind its sentences, lines and cells."""
    found: list[list[Word]] = [[]]
    for word in block.words:
        if found[-1] and (word.starts_cell or found[-1][-1].text.rstrip(" ").endswith(ENDS_A_SENTENCE)):
            found.append([])
        found[-1].append(word)
    return [replace(block, words=tuple(words)) for words in found]


def _joined(sides: list[Side | None]) -> tuple[Piece, ...]:
    """Sentences of one side, as one paragraph: pieces of one kind that meet become one."""
    pieces = (piece for side in sides if side is not None for piece in side.pieces)
    return tuple(
        Piece(tuple(word for piece in found for word in piece.words), is_changed)
        for is_changed, found in groupby(pieces, lambda piece: piece.is_changed)
    )


def _cut(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """Yield words that stand in one cell."""
    begins = [0, *(at for at, word in enumerate(words) if at and word.starts_cell), len(words)]
    for begin, end in pairwise(begins):
        yield words[begin:end]


def _pairs(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    """How many pairs of equal elements there are: what comparing them costs."""
    there = Counter(after)
    return sum(there[one] for one in before)


def _stretches(
    before: Sequence[Hashable], after: Sequence[Hashable]
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
