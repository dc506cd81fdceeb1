"""What stands on the public shelf at a moment. With bound.py, this is the only door: every outlet takes from here.

Each function asks `Publication.objects.public(at)`, so page, PDF, cover, list, search, feed and sitemap can't
disagree. No request, user or session is known here.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from cspr_portal import clock, desk
from cspr_portal.one_statement import Part, Statement, Texts, ask, count, facts, moment, rows
from cspr_portal.prepared import DAY, MOMENT
from publications import search as words_in
from publications.models import HEAVY, Edition, Helpline, Kind, Publication, PublicationQuerySet, Theme
from publications.public import kinds
from publications.public.again import Door, Told
from publications.public.helplines import helplines_of, helplines_part

LONGEST_SEARCH = 200
A_PAGE = 20
TILE = {
    "slug": "slug",
    "kind": "kind",
    "opens": "opens_at",
    "title": "edition__title",
    "summary": "edition__summary",
}
MOST_COUNTED = 200  # beyond, "more than": to count many takes longer than to find twenty


@dataclass(frozen=True)
class Search:
    """What a visitor asks the list for. Words must all occur; within a filter any choice will do."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.kinds or self.themes or self.years)


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed by: only what public publications have, so that nothing else shows."""

    kinds: list[tuple[str, str]] = field(default_factory=list)
    themes: list[tuple[str, str]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One page of what was found. `count` is how many there are in all, or `is_more`: more than were counted."""

    publications: list[Publication]
    number: int
    count: int
    is_more: bool
    has_older: bool

    @property
    def has_newer(self) -> bool:
        return self.number > 1

    @property
    def pages(self) -> int | None:
        """How many pages there are; None when not all was counted."""
        return None if self.is_more else max(1, -(-self.count // A_PAGE))


@dataclass(frozen=True)
class Frame:
    """What stands on the list whatever is asked for: its choices, the foot of the page, and when the next one leaves."""

    choices: Choices
    front_doors: list[desk.FrontDoor]
    helplines: list[Helpline]
    closes_at: datetime | None
    is_some_held: bool  # whether something that would stand here waits for a look after a restore
    is_settled: bool  # whether its texts say all of it; not where years lie between the oldest and the newest


def newest_part(at: datetime, number: int) -> Part:
    """Ask for the `number` publications that opened last, for `newest`."""
    return rows(_ordered(at)[:number], **TILE)


def newest(text: str) -> list[Publication]:
    """Return the publications that the text names, with their editions' titles and summaries."""
    return [_publication(**one) for one in facts(text)]


def find(at: datetime, search: Search) -> QuerySet[Publication]:
    """Return the publications that are public at `at` and fit `search`, newest first."""
    found = words_in.matching(_ordered(at), search.words[:LONGEST_SEARCH])
    if search.kinds:
        found = found.filter(kind__in=search.kinds)
    if search.themes:
        found = found.filter(pk__in=Publication.objects.public(at).filter(themes__slug__in=search.themes))
    if search.years:
        spans = Q(pk__in=[])
        for year in search.years:
            spans |= Q(opens_at__gte=_start_of(year), opens_at__lt=_start_of(year + 1))
        found = found.filter(spans)
    return found.select_related("edition").defer(*HEAVY)


def next_closing(at: datetime) -> datetime | None:
    """Return when the next of the publications that are public at `at` leaves, or None when there is none."""
    return Publication.objects.public(at).order_by().aggregate(closes=Min("closes_at"))["closes"]


def frame_at(at: datetime) -> Frame:
    """Return the frame at `at`, for what shows no first page with it."""
    return frame(_FRAME(at=at, day=clock.today(at)), at)


def first_page_told(at: datetime) -> Told:
    """Return the texts of the frame and of the list's first page when nothing is asked for, in one statement.

    The texts name the editions that are shown; whoever has seen the same texts before needs no more.
    """
    return _FIRST_PAGE(at=at, day=clock.today(at))


def frame(texts: Texts, at: datetime) -> Frame:
    """Return what the texts of a frame say; those of a first page begin with the same."""
    *there, themes, oldest, newest, closing, held, doors, lines = texts[:FRAME_PARTS]
    years, is_settled = _years(at, oldest, newest)
    closes = [moment(one["closes"]) for one in facts(closing)]
    return Frame(
        choices=Choices(
            kinds=[
                (kind.value, kinds.IN_FILTER[kind])
                for kind, number in zip(Kind, there, strict=True)
                if number != "0"
            ],
            themes=[(one["slug"], one["name"]) for one in facts(themes)],
            years=years,
        ),
        front_doors=desk.front_doors_of(doors),
        helplines=helplines_of(lines),
        closes_at=closes[0] if closes else None,
        is_some_held=held != "0",
        is_settled=is_settled,
    )


def first_page(texts: Texts) -> Page:
    """Return the first page that its texts name. Editions never change, so they are read by their keys."""
    shown, counted = facts(texts[FRAME_PARTS]), int(texts[FRAME_PARTS + 1])
    keys = [UUID(one["edition"]) for one in shown]
    read = {
        one.edition_id: one
        for one in Publication.objects.filter(edition__in=keys).select_related("edition").defer(*HEAVY)
    }
    publications = [
        Publication(kind=known.kind, slug=one["slug"], opens_at=moment(one["opens"]), edition=known.edition)
        for key, one in zip(keys, shown, strict=True)
        if (known := read.get(key))
    ]
    return _page(publications, 1, counted)


def page(at: datetime, search: Search, number: int) -> Page:
    """Return a page of what fits `search` at `at`; the last one, when there are fewer pages than `number`.

    Where words are searched for, each publication's edition has its plain text.
    """
    found = find(at, search)
    tile = TILE | ({"plain_text": "edition__plain_text"} if search.words else {})
    start = (number - 1) * A_PAGE
    # The keys first: else PostgreSQL puts the texts of all that fit together, and then sorts them.
    keys = found.select_related(None).values("pk")[start : start + A_PAGE + 1]
    shown, counted = ask(
        rows(_ordered(at).filter(pk__in=keys), **tile), count(found.order_by()[: MOST_COUNTED + 1])
    )
    publications = [_publication(**one) for one in facts(shown)]
    if not publications and number > 1:
        return page(at, search, max(1, -(-found.count() // A_PAGE)))
    return _page(publications, number, int(counted))


def _page(publications: list[Publication], number: int, counted: int) -> Page:
    return Page(
        publications=publications[:A_PAGE],
        number=number,
        count=min(counted, MOST_COUNTED),
        is_more=counted > MOST_COUNTED,
        has_older=len(publications) > A_PAGE,
    )


def _publication(
    slug: str, kind: str, opens: str, title: str, summary: str, plain_text: str = ""
) -> Publication:
    edition = Edition(title=title, summary=summary, plain_text=plain_text)
    return Publication(slug=slug, kind=kind, opens_at=moment(opens), edition=edition)


def _ordered(at: datetime) -> PublicationQuerySet:
    return Publication.objects.public(at).order_by("-opens_at", "slug")


def frame_parts(*, at: datetime, day: date) -> list[Part]:
    """Ask for a frame."""
    public = Publication.objects.public(at).order_by()
    one_of_theme = Subquery(public.filter(themes=OuterRef("pk")).values("pk")[:1])
    themes = Theme.objects.annotate(one=one_of_theme).filter(one__isnull=False)
    return [
        *(count(public.filter(kind=kind)[:1]) for kind in Kind),
        rows(themes, slug="slug", name="name"),
        rows(public.order_by("opens_at")[:1], opens="opens_at"),
        rows(public.order_by("-opens_at")[:1], opens="opens_at"),
        rows(public.order_by("closes_at")[:1], closes="closes_at"),
        count(Publication.objects.public_but_held(at).order_by()[:1]),
        desk.front_doors_part(day),
        helplines_part(),
    ]


def _first_page(*, at: datetime, day: date) -> list[Part]:
    found = _ordered(at)
    return [
        *frame_parts(at=at, day=day),
        rows(found[: A_PAGE + 1], slug="slug", opens="opens_at", edition="edition_id"),
        count(found.order_by()[: MOST_COUNTED + 1]),
    ]


FRAME_PARTS = len(Kind) + 7
_FRAME = Statement(frame_parts, at=MOMENT, day=DAY)
_FIRST_PAGE = Door(_first_page, day=DAY)


def _years(at: datetime, *ends: str) -> tuple[list[int], bool]:
    """Return the years in which something opened that is public, newest first, and whether its ends alone say so."""
    found = {clock.today(moment(one["opens"])).year for text in ends for one in facts(text)}
    is_settled = not found or max(found) - min(found) < 2
    if not is_settled:
        opened = Publication.objects.public(at).order_by().values_list("opens_at", flat=True)
        found = {clock.today(one).year for one in opened if one}
    return sorted(found, reverse=True), is_settled


def _start_of(year: int) -> datetime:
    return clock.start_of_day(date(year, 1, 1))
