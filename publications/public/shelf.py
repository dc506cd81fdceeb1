"""What stands on the public shelf at a moment. This module is the only door: every outlet takes from here.

Each function asks `Publication.objects.public(at)` (or, for the notice that something is gone,
`gone(at)`), so page, PDF, cover, list, search, feed and sitemap can't disagree. Bytes are handed out only when
they still have the SHA-256 of the day when they were approved. No request, user or session is known here.
"""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from cspr_portal import clock
from publications.hashing import facts_hash
from publications.models import Edition, EditionFile, Kind, Publication, PublicationQuerySet, Theme
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


@dataclass(frozen=True)
class Whole:
    """The frozen HTML of an edition and its files by name, without their bytes, as they were approved."""

    body_html: str
    files: dict[str, EditionFile]


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


def take(at: datetime, slug: str, version: str = "") -> Publication | None:
    """Return the publication at that address with its edition, if it is public at `at`.

    `version` is the word of its easy read, translation…; empty for the text itself. A version comes with the
    publication that it is a version of, whose window is its own.
    """
    return (
        _at(at, slug, version)
        .select_related("edition", "version_of")
        .defer("edition__markdown", "edition__plain_text")
        .prefetch_related("themes")
        .first()
    )


def take_file(
    at: datetime, slug: str, name: str, version: str = ""
) -> tuple[Publication, EditionFile] | None:
    """Return the publication and one file of its edition, without its bytes, if it is public at `at`.

    The publication is the one with the window, for a version too.
    """
    found = _at(at, slug, version).select_related("version_of").first()
    if found is None:
        return None
    file = EditionFile.objects.filter(edition=found.edition_id, name=name).defer("content").first()
    return None if file is None else (found.version_of or found, file)


def versions(at: datetime, publication: Publication) -> list[Publication]:
    """Return the other forms of a text that are public with it at `at`."""
    found = Publication.objects.versions_of_public(at).filter(version_of=publication.pk)
    return list(found.select_related("edition").defer(*BODY).order_by("version_form", "language"))


def had_file(at: datetime, slug: str, name: str, version: str = "") -> bool:
    """Return whether an earlier edition of what is public at `at` had a file of that name: it is gone since.

    An edition that another followed before the day came never was public, so its files are not gone either.
    """
    opened = "edition__publication__version_of__opens_at" if version else "edition__publication__opens_at"
    followed_unseen = Edition.objects.filter(
        publication=OuterRef("edition__publication"),
        number__gt=OuterRef("edition__number"),
        approved_at__lt=OuterRef(opened),
    )
    earlier = EditionFile.objects.filter(edition__publication__in=_at(at, slug, version), name=name)
    earlier = earlier.exclude(edition=F("edition__publication__edition"))
    return earlier.exclude(Exists(followed_unseen)).exists()


def is_gone(at: datetime, slug: str, version: str = "") -> bool:
    """Return whether that address was public once and is not any more. One that never opened is not gone."""
    gone = Publication.objects.gone(at).filter(slug=slug)
    if version:
        return Publication.objects.filter(
            version_of__in=gone, version_word=version, edition__isnull=False
        ).exists()
    return gone.exists()


def siblings(at: datetime, publication: Publication) -> list[Publication]:
    """Return what else is public at `at` from the same review, or was linked to it, oldest first."""
    beside = Q(linked=publication.pk)
    if publication.case_id is not None:
        beside |= Q(case=publication.case_id)
    # By keys, since a publication can be found in more than one way.
    keys = Publication.objects.filter(beside).exclude(pk=publication.pk).values("pk")
    return list(_tiles(at).filter(pk__in=keys).order_by("opens_at", "kind"))


def next_closing(at: datetime) -> datetime | None:
    """Return when the next of the publications that are public at `at` leaves, or None when there is none."""
    return Publication.objects.public(at).order_by().aggregate(closes=Min("closes_at"))["closes"]


def report_has_gone(at: datetime, publication: Publication) -> bool:
    """Return whether the report of the same review was public once and has left: a brief says so in words."""
    if publication.case_id is None or publication.kind == Kind.CSPR:
        return False
    same = Publication.objects.gone(at).filter(case=publication.case_id, kind=Kind.CSPR)
    return same.exclude(withdrawn_at__isnull=False).exists()


def whole(edition: Edition) -> Whole:
    """Return what an edition's page shows. Raises Spoilt when any of it is not what was approved."""
    if sha256(edition.body_html.encode()).hexdigest() != edition.body_sha256:
        _spoilt(edition, "body")
    files = list(edition.files.defer("content"))
    if facts_hash(edition, files) != edition.facts_sha256:
        _spoilt(edition, "title, summary or list of files")
    return Whole(edition.body_html, {file.name: file for file in files})


def bytes_of(file: EditionFile) -> bytes:
    """Return the frozen bytes of a file. Raises Spoilt when they are not what was approved."""
    content = bytes(file.content)
    if sha256(content).hexdigest() != file.sha256:
        _spoilt(file.edition, file.name)
    return content


def _at(at: datetime, slug: str, version: str) -> PublicationQuerySet:
    """Return what is public at `at` under that word: the text itself, or one of its versions."""
    if version:
        public = Publication.objects.versions_of_public(at)
        return public.filter(version_of__slug=slug, version_word=version)
    return Publication.objects.public(at).filter(slug=slug)


def _tiles(at: datetime) -> QuerySet[Publication]:
    return Publication.objects.public(at).select_related("edition").defer(*BODY).order_by("-opens_at", "slug")


def _start_of(year: int) -> datetime:
    return clock.start_of_day(date(year, 1, 1))


def _spoilt(edition: Edition, name: str) -> None:
    log.error("Edition %s: the stored %s is not what was approved; it was not served.", edition.pk, name)
    raise Spoilt
