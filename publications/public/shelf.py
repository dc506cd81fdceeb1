"""What stands on the public shelf at a moment. This module is the only door: every outlet takes from here.

Each function asks `Publication.objects.public(at)` (or, for the notice that something is gone,
`gone(at)`), so page, PDF, cover, list, search, feed and sitemap can't disagree. Bytes are handed out only when
they still have the SHA-256 of the day when they were approved. No request, user or session is known here.
"""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Min, Q, QuerySet

from cspr_portal import clock
from publications.models import Edition, EditionFile, Kind, Publication, Theme
from publications.public import kinds

log = logging.getLogger(__name__)

LONGEST_SEARCH = 200
MOST_SEARCH_WORDS = 8
BODY = ("edition__markdown", "edition__body_html", "edition__plain_text")


class Spoilt(Exception):
    """Stored bytes are not the ones that were approved. They are never served."""


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


def newest(at: datetime, number: int) -> list[Publication]:
    """Return the `number` publications that opened last, with their editions' titles and summaries."""
    return list(_tiles(at)[:number])


def find(at: datetime, search: Search) -> QuerySet[Publication]:
    """Return the publications that are public at `at` and fit `search`, newest first."""
    found = _tiles(at)
    for word in search.words[:LONGEST_SEARCH].split()[:MOST_SEARCH_WORDS]:
        found = found.filter(
            Q(edition__title__icontains=word)
            | Q(edition__summary__icontains=word)
            | Q(edition__plain_text__icontains=word)
        )
    if search.kinds:
        found = found.filter(kind__in=search.kinds)
    if search.themes:
        found = found.filter(pk__in=Publication.objects.public(at).filter(themes__slug__in=search.themes))
    if search.years:
        spans = Q(pk__in=[])
        for year in search.years:
            spans |= Q(opens_at__gte=_start_of(year), opens_at__lt=_start_of(year + 1))
        found = found.filter(spans)
    return found


def addresses(at: datetime) -> list[str]:
    """Return the words under which publications are public at `at`, newest first."""
    return [slug for slug in _tiles(at).values_list("slug", flat=True) if slug]


def choices(at: datetime) -> Choices:
    """Return the kinds, themes (address word and name) and years that public publications have at `at`."""
    public = Publication.objects.public(at).order_by()
    there = set(public.values_list("kind", flat=True))
    years = {clock.today(opened).year for opened in public.values_list("opens_at", flat=True) if opened}
    themes = Theme.objects.filter(publications__in=public).distinct()
    return Choices(
        kinds=[(kind.value, kinds.IN_FILTER[kind]) for kind in Kind if kind.value in there],
        themes=[(theme.slug, theme.name) for theme in themes],
        years=sorted(years, reverse=True),
    )


def take(at: datetime, slug: str) -> Publication | None:
    """Return the publication at that address with its edition, if it is public at `at`."""
    return (
        Publication.objects.public(at)
        .filter(slug=slug)
        .select_related("edition")
        .defer("edition__markdown", "edition__plain_text")
        .prefetch_related("themes")
        .first()
    )


def take_file(at: datetime, slug: str, name: str) -> tuple[Publication, EditionFile] | None:
    """Return the publication and one file of its edition, without its bytes, if it is public at `at`."""
    publication = Publication.objects.public(at).filter(slug=slug).first()
    if publication is None:
        return None
    file = EditionFile.objects.filter(edition=publication.edition_id, name=name).defer("content").first()
    return None if file is None else (publication, file)


def is_gone(at: datetime, slug: str) -> bool:
    """Return whether that address was public once and is not any more. One that never opened is not gone."""
    return Publication.objects.gone(at).filter(slug=slug).exists()


def siblings(at: datetime, publication: Publication) -> list[Publication]:
    """Return what else is public at `at` from the same review, oldest first."""
    if publication.case_id is None:
        return []
    same = _tiles(at).filter(case=publication.case_id).exclude(pk=publication.pk)
    return list(same.order_by("opens_at", "kind"))


def files_of(edition: Edition) -> dict[str, EditionFile]:
    """Return the files of an edition by name, without their bytes."""
    return {file.name: file for file in edition.files.defer("content")}


def next_closing(at: datetime) -> datetime | None:
    """Return when the next of the publications that are public at `at` leaves, or None when there is none."""
    return Publication.objects.public(at).order_by().aggregate(closes=Min("closes_at"))["closes"]


def report_has_gone(at: datetime, publication: Publication) -> bool:
    """Return whether the report of the same review was public once and has left: a brief says so in words."""
    if publication.case_id is None or publication.kind == Kind.CSPR:
        return False
    same = Publication.objects.gone(at).filter(case=publication.case_id, kind=Kind.CSPR)
    return same.exclude(withdrawn_at__isnull=False).exists()


def body_of(edition: Edition) -> str:
    """Return the frozen HTML of an edition. Raises Spoilt when it is not what was approved."""
    if sha256(edition.body_html.encode()).hexdigest() != edition.body_sha256:
        _spoilt(edition, "body")
    return edition.body_html


def bytes_of(file: EditionFile) -> bytes:
    """Return the frozen bytes of a file. Raises Spoilt when they are not what was approved."""
    content = bytes(file.content)
    if sha256(content).hexdigest() != file.sha256:
        _spoilt(file.edition, file.name)
    return content


def _tiles(at: datetime) -> QuerySet[Publication]:
    return Publication.objects.public(at).select_related("edition").defer(*BODY).order_by("-opens_at", "slug")


def _start_of(year: int) -> datetime:
    return clock.start_of_day(date(year, 1, 1))


def _spoilt(edition: Edition, name: str) -> None:
    log.error("Edition %s: the stored %s is not what was approved; it was not served.", edition.pk, name)
    raise Spoilt
