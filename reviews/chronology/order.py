"""The order of a merged chronology: entries of several agencies as one story.

An entry stands at the start of what its date names. Where several start on one day, the broader one comes first: what
is known of a year or a month frames the days in it, and always stands in the same place, at the head of that year or
month, rather than between two of its days, where no one knows whether it belongs. On one day an entry without a time
comes before those with one, by their times; what was only about that day comes last, since it may not have been on it.
Then by agency, so that what two of them say of one day stands together, and last as the agency entered it: where
nothing tells, its own order is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from .rows import Row
from .when import Precision

RANK = {
    Precision.YEAR: 0,
    Precision.ABOUT_YEAR: 1,
    Precision.MONTH: 2,
    Precision.ABOUT_MONTH: 3,
    Precision.DAY: 4,
    Precision.ABOUT_DAY: 5,
}

SortKey = tuple[date, int, bool, time, str, int]


@dataclass(frozen=True)
class Entry:
    """A row of the merged chronology: whose it is, and its place among that agency's rows."""

    agency: str
    place: int
    row: Row


def sort_key(entry: Entry) -> SortKey:
    """Return what a merged chronology is sorted by. Raises ValueError for a row whose date can't be read yet."""
    when = entry.row.when
    if when is None:
        raise ValueError("A row has its place in the order only when its date can be read.")
    return (
        when.first,
        RANK[when.precision],
        when.at is not None,
        when.at or time(0),
        entry.agency,
        entry.place,
    )


def merged(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries in the order of the merged chronology."""
    return sorted(entries, key=sort_key)
