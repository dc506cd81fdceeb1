"""What a new file changes in an agency's chronology: which rows stay, which are changed, added or gone.

Nothing is decided here. A row that stays or is changed keeps what hangs on it, the comments above all, so a wrong
match is worse than none: a comment must never come to stand beside an event that it isn't about.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .rows import TEXTS, Row

# How alike two texts of the same date must be to be one entry that was reworded: short texts by their letters, long
# ones by their words, of very long ones by the first of them.
ALIKE_LETTERS, ALIKE_WORDS = 0.75, 0.6
SHORT_WORDS, MOST_WORDS = 12, 200
# A text to which more was added is nearly the same.
LONGER = 0.9
# A text this long that stands once in each file is the same entry, also where its date was put right.
FEWEST_LETTERS = 20
# In a day with more pairs than this only likely ones are compared letter by letter.
FEW_PAIRS = 400
RARE = 8
LIKELIEST = 4


@dataclass(frozen=True)
class Change:
    """An old row and the new one that takes its place, by their positions, and the fields that differ."""

    old: int
    new: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """Positions in the old and the new rows, each in the order of the new file (`gone`: of the old rows).

    `kept` are pairs (old, new) of the same content.
    """

    kept: tuple[tuple[int, int], ...]
    changed: tuple[Change, ...]
    added: tuple[int, ...]
    gone: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the new file says the same as the old rows, whatever its order."""
        return not (self.changed or self.added or self.gone)


def compare(old: Sequence[Row], new: Sequence[Row]) -> Changes:
    """Return what the new rows change. Each row is in one pair at most, and the same input has one answer.

    Rows are paired by identical content first, then by the same date and event, of one source where there are several,
    then by the same date and a similar event, last by the same event and another date where it stands only once in each.
    """
    pairs = _Pairs(old, new)
    pairs.by(lambda row: row.content)
    kept = set(pairs.found.items())
    pairs.by(lambda row: (_date(row), _words(row.event), row.source))
    pairs.by(lambda row: (_date(row), _words(row.event)))
    pairs.by_likeness()
    pairs.by_event_alone()
    taken = {at: before for before, at in pairs.found.items()}
    changed = [
        Change(before, at, differing(old[before], new[at]))
        for at, before in sorted(taken.items())
        if (before, at) not in kept
    ]
    return Changes(
        kept=tuple(sorted(kept, key=lambda pair: pair[1])),
        changed=tuple(changed),
        added=tuple(at for at in range(len(new)) if at not in taken),
        gone=tuple(at for at in range(len(old)) if at not in pairs.found),
    )


def differing(old: Row, new: Row) -> tuple[str, ...]:
    """Return the fields in which two rows differ, by their names; a time of day counts as the date's."""
    fields = () if _date(old) == _date(new) else ("date",)
    return (*fields, *(name for name in TEXTS if getattr(old, name) != getattr(new, name)))


class _Pairs:
    """The pairs found so far, and the rows that are still without one."""

    def __init__(self, old: Sequence[Row], new: Sequence[Row]) -> None:
        self.old, self.new = old, new
        self.found: dict[int, int] = {}
        self._left_old, self._left_new = list(range(len(old))), list(range(len(new)))

    def by(self, key: Callable[[Row], Hashable]) -> None:
        """Pair the rows that have the same key, in order."""
        there: dict[Hashable, deque[int]] = defaultdict(deque)
        for at in self._left_old:
            there[key(self.old[at])].append(at)
        for at in self._left_new:
            same = there.get(key(self.new[at]))
            if same:
                self.found[same.popleft()] = at
        self._forget()

    def by_event_alone(self) -> None:
        """Pair rows of different dates whose event is long, the same, and no other row's."""
        before, now = (Counter(_words(row.event) for row in rows) for rows in (self.old, self.new))
        there = {_words(self.old[at].event): at for at in self._left_old}
        for at in self._left_new:
            event = _words(self.new[at].event)
            if event in there and len(event) >= FEWEST_LETTERS and before[event] == now[event] == 1:
                self.found[there[event]] = at
        self._forget()

    def by_likeness(self) -> None:
        """Pair rows of the same day whose events are alike, the most alike first."""
        there, here = self._days(self._left_old, self.old), self._days(self._left_new, self.new)
        for day, mine in here.items():
            before = there.get(day)
            if before:
                self._pair_likest(before, mine)
        self._forget()

    def _days(self, left: Iterable[int], rows: Sequence[Row]) -> dict[Hashable, list[int]]:
        days: dict[Hashable, list[int]] = defaultdict(list)
        for at in left:
            row = rows[at]
            days[row.when.first if row.when else row.typed_date].append(at)
        return days

    def _pair_likest(self, before: list[int], mine: list[int]) -> None:
        texts_before = [_words(self.old[at].event) for at in before]
        texts = [_words(self.new[at].event) for at in mine]
        alike = []
        for i, j in _candidates(texts_before, texts):
            ratio = likeness(texts_before[i], texts[j])
            if ratio:
                alike.append((-ratio, abs(i - j), i, j))
        used_before, used = set(), set()
        for _ratio, _apart, i, j in sorted(alike):
            if i not in used_before and j not in used:
                used_before.add(i)
                used.add(j)
                self.found[before[i]] = mine[j]

    def _forget(self) -> None:
        taken = set(self.found.values())
        self._left_old = [at for at in self._left_old if at not in self.found]
        self._left_new = [at for at in self._left_new if at not in taken]


def likeness(one: str, other: str) -> float:
    """Return how alike two texts of plain words are, up to 1; 0 where they are not alike enough to be one entry."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) >= FEWEST_LETTERS and long.startswith(short):
        return LONGER
    a, b = one.split(), other.split()
    if max(len(a), len(b)) <= SHORT_WORDS:
        return _ratio(one, other, ALIKE_LETTERS)
    return _ratio(a[:MOST_WORDS], b[:MOST_WORDS], ALIKE_WORDS)


def _ratio(one: Sequence[str], other: Sequence[str], least: float) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def _candidates(before: list[str], texts: list[str]) -> Iterator[tuple[int, int]]:
    """The pairs worth comparing: all of a usual day; of a crowded one those that share rare words or their place."""
    if len(before) * len(texts) <= FEW_PAIRS:
        yield from ((i, j) for i in range(len(before)) for j in range(len(texts)))
        return
    holders: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(before):
        for word in set(text.split()[:MOST_WORDS]):
            holders[word].append(i)
    for j, text in enumerate(texts):
        shared: dict[int, int] = defaultdict(int)
        for word in set(text.split()[:MOST_WORDS]):
            held = holders.get(word, ())
            if len(held) <= RARE:
                for i in held:
                    shared[i] += 1
        likeliest = set(sorted(shared, key=lambda i: (-shared[i], abs(i - j), i))[:LIKELIEST])
        if j < len(before):
            likeliest.add(j)
        yield from ((i, j) for i in sorted(likeliest))


def _date(row: Row) -> Hashable:
    return row.when or row.typed_date


def _words(text: str) -> str:
    return " ".join(text.lower().split())
