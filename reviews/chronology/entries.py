"""Events of the chronology: from a file's row to the database and back, their order there, and which of them fit.

Who may see or change one is in access.py; what is done to them in actions.py and bringing.py.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case as Choice
from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models import When as If

from reviews.models import Agency, ChronologyEntry, Exactness, Review, Significance

from .order import RANK
from .rows import Row
from .when import Precision, When

# What agencies write in a column of significance that is the tag itself, and no words about the event.
LEVELS = {
    "": Significance.ORDINARY,
    "-": Significance.ORDINARY,
    "no": Significance.ORDINARY,
    "none": Significance.ORDINARY,
    "n/a": Significance.ORDINARY,
    "background": Significance.ORDINARY,
    "not significant": Significance.ORDINARY,
    "yes": Significance.SIGNIFICANT,
    "significant": Significance.SIGNIFICANT,
    "key": Significance.KEY,
    "key event": Significance.KEY,
}
IN_WORDS = "Significance: "
MARKED = (Significance.SIGNIFICANT, Significance.KEY)


def settled(row: Row) -> Row:
    """Return the row as it will stand in the chronology: its significance is one of three tags.

    Words about the significance mean that the event is significant; they go to the head of the practice comment.
    """
    level = LEVELS.get(" ".join(row.significance.lower().split()).rstrip("."))
    if level is not None:
        return replace(row, significance=level.label)
    comment = f"{IN_WORDS}{row.significance}" + (f"\n\n{row.comment}" if row.comment else "")
    return replace(row, significance=Significance.SIGNIFICANT.label, comment=comment)


def has_words_of_significance(row: Row) -> bool:
    """Return whether `settled` moves words from the row's significance to its practice comment."""
    return settled(row).comment != row.comment


def facts(row: Row) -> dict[str, Any]:
    """Return the columns of the database for a settled row. Raises ValueError for one whose date can't be read."""
    if row.when is None:
        raise ValueError("A row is kept only when its date can be read.")
    return {
        **moment(row.when),
        "event": row.event,
        "source": row.source,
        "significance": LEVELS[row.significance.lower()].value,
        "practice_comment": row.comment,
    }


def moment(when: When) -> dict[str, Any]:
    """Return the columns of the database for a date as exactly as it is known."""
    return {"happened_on": when.first, "exactness": when.precision.value, "happened_at": when.at}


def when_of(entry: ChronologyEntry) -> When:
    """Return when the event was."""
    return When(entry.happened_on, Precision(entry.exactness), entry.happened_at)


def row_of(entry: ChronologyEntry) -> Row:
    """Return the event as a settled row."""
    return Row(
        when=when_of(entry),
        event=entry.event,
        source=entry.source,
        significance=Significance(entry.significance).label,
        comment=entry.practice_comment,
    )


def live(review: Review) -> QuerySet[ChronologyEntry]:
    """Return the events of a review that stand in its chronology."""
    return review.chronology.filter(gone_at__isnull=True)


def in_order(entries: QuerySet[ChronologyEntry]) -> QuerySet[ChronologyEntry]:
    """Return the events in the order of the merged chronology: that of `order.sort_key`."""
    rank = Choice(
        *(If(exactness=precision.value, then=place) for precision, place in RANK.items()),
        output_field=IntegerField(),
    )
    return entries.order_by(
        "happened_on", rank, F("happened_at").asc(nulls_first=True), "agency__name", "place", "pk"
    )


def chosen(
    entries: QuerySet[ChronologyEntry],
    *,
    agency: Agency | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    significance: str = "",
) -> QuerySet[ChronologyEntry]:
    """Return those of the events that fit: of a month or a year, also those that only may have been in the period."""
    if agency is not None:
        entries = entries.filter(agency=agency)
    if significance:
        entries = entries.filter(significance__in=MARKED if significance == "marked" else [significance])
    if to_day is not None:
        entries = entries.filter(happened_on__lte=to_day)
    if from_day is not None:
        of_month, of_year = from_day.replace(day=1), from_day.replace(month=1, day=1)
        entries = entries.filter(
            Q(happened_on__gte=from_day)
            | Q(exactness__in=(Exactness.MONTH, Exactness.ABOUT_MONTH), happened_on__gte=of_month)
            | Q(exactness__in=(Exactness.YEAR, Exactness.ABOUT_YEAR), happened_on__gte=of_year)
        )
    return entries
