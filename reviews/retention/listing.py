"""The words of what goes with a case and what stays, and the rows of what is held. It decides nothing."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from reviews.models import RecordKind, RetentionPeriod, Trigger

from . import catalogue
from .contents import Contents
from .due import length_words

STAYS = (
    "The reference, the area, the years in which the case was logged and ended, what was decided in codes, and who "
    "disposed of it, when, under which period and why",
    "The audit log: who opened or changed the case and when, in codes and keys",
)
# What a page names, with the tables that are counted for it.
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("child, under a pseudonym", "children, under pseudonyms", ("Child",)),
    ("sealed identity", "sealed identities", ("SealedItem",)),
    ("view or decision", "views and decisions", ("PartnerView", "CriteriaDecision", "ReviewDecision")),
    ("notification or telling", "notifications and tellings", ("Notification", "Telling")),
    ("return of an agency", "returns of agencies", ("AgencyReturn",)),
    ("rapid review", "rapid reviews", ("RapidReview",)),
    ("version of the report", "versions of the report", ("ReportVersion",)),
    ("event of the chronology", "events of the chronology", ("ChronologyEntry",)),
    ("meeting", "meetings", ("Meeting",)),
    ("person who takes part", "people who take part", ("Participant",)),
    ("document, with its file", "documents, with their files", ("Document",)),
    ("letter, mail or call", "letters, mails and calls", ("Correspondence",)),
    (
        "finding, recommendation or action",
        "findings, recommendations and actions",
        ("Finding", "Recommendation", "LearningAction"),
    ),
    ("request for information", "requests for information", ("InformationRequest",)),
)


@dataclass(frozen=True)
class Row:
    """One kind of what is held, as its page shows it."""

    heading: str
    what: str
    purpose: str
    basis: str
    how_long: str
    periods: list[str]
    count: int | None


def goes(contents: Contents) -> list[str]:
    """Return in words what goes with a case; the last line is all that has no line of its own."""
    found, counted = [], 0
    for one, many, names in PARTS:
        count = contents.count(*(apps.get_model("reviews", name) for name in names))
        counted += count
        if count:
            found.append(f"{count} {one if count == 1 else many}")
    rest = sum(map(len, contents.rows.values())) - counted
    return [*found, f"{rest} other {'entry' if rest == 1 else 'entries'}, the case itself among them"]


def held(periods: dict[str, RetentionPeriod], *, with_counts: bool) -> list[Row]:
    """Return what is held, with the periods in force, and how many there are where the reader may know that."""
    return [
        Row(
            heading=one.heading,
            what=one.what,
            purpose=one.purpose,
            basis=one.basis,
            how_long=one.how_long,
            periods=[f"{RecordKind(kind).label}: {_period_words(periods.get(kind))}" for kind in one.periods],
            count=_table(one.tables[0])._base_manager.count() if with_counts else None,
        )
        for one in catalogue.HELD.values()
    ]


def _period_words(period: RetentionPeriod | None) -> str:
    if period is None:
        return "no period decided yet, so kept"
    if period.is_kept:
        return f"kept without end ({period.authority})"
    since = Trigger(period.counts_from).label
    length = "until" if not (period.years or period.months) else f"{length_words(period)} from"
    return f"{length} {since[:1].lower()}{since[1:]} ({period.authority})"


def _table(label: str) -> type[Model]:
    return apps.get_model(label)
