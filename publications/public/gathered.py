"""What machines are told of publications: facts gathered for many at once, in the same few queries however many.

The feed, the catalogue and the site map say them in their own forms. It begins with what the shelf has handed out
and asks the one door again for all that stands beside it, so that nothing here is public that is not public there.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from publications.files import MADE_HERE
from publications.models import HEAVY, Edition, EditionFile, Publication, VersionForm

# A publication's name for machines comes from its key through this one, and leads back neither to it nor to a title.
NAMES = uuid.UUID("d6634044-f34c-4f50-bff0-2f294f5dc832")

Files = dict[str, EditionFile]


@dataclass(frozen=True)
class Version:
    """Another form of a text: easy read, translation…"""

    publication: Publication
    edition: Edition
    address: str
    files: Files

    @property
    def form(self) -> str:
        return VersionForm(self.publication.version_form).label


@dataclass(frozen=True)
class Entry:
    """A public publication with all that is public with it. Addresses are without the host."""

    publication: Publication
    edition: Edition
    published: datetime
    updated: datetime
    closes_at: datetime
    files: Files
    versions: list[Version] = field(default_factory=list)
    related: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its lasting name: the same after a change of title, address or host; it tells no order and no count."""
        return uuid.uuid5(NAMES, str(self.publication.pk)).urn

    @property
    def address(self) -> str:
        return reverse("publication", args=[self.publication.slug])


@dataclass(frozen=True)
class Address:
    """One address for the site map, without the host; `alternates` are its text in other languages, and itself."""

    path: str
    updated: datetime | None = None
    alternates: tuple[tuple[str, str], ...] = ()


def appeared(opens_at: datetime, edition_approved_at: datetime) -> datetime:
    """Return the moment from which what is served now could be read: its opening, or the approval of a correction."""
    return max(opens_at, edition_approved_at)


def gather(at: datetime, publications: Iterable[Publication]) -> list[Entry]:
    """Return the entries of `publications`, which the shelf handed out at `at`, in their order."""
    shown = list(publications)
    versions = list(
        Publication.objects.versions_of_public(at)
        .filter(version_of__in=[one.pk for one in shown])
        .select_related("edition")
        .defer(*HEAVY)
        .order_by("version_form", "language", "version_word")
    )
    files = _files([*shown, *versions])
    related = _related(at, shown)
    forms: dict[uuid.UUID | None, list[Publication]] = defaultdict(list)
    for version in versions:
        forms[version.version_of_id].append(version)
    made = []
    for one in shown:
        if one.edition is None or one.opens_at is None or one.closes_at is None:
            raise ValueError("Only what is public has an entry.")
        made.append(
            Entry(
                publication=one,
                edition=one.edition,
                published=one.opens_at,
                updated=appeared(one.opens_at, one.edition.approved_at),
                closes_at=one.closes_at,
                files=files[one.edition_id],
                versions=[
                    Version(version, version.edition, _address(one, version), files[version.edition_id])
                    for version in forms[one.pk]
                    if version.edition is not None
                ],
                related=related[one.pk],
            )
        )
    return made


def addresses(at: datetime, most: int) -> list[Address]:
    """Return the addresses of the newest publications that are public at `at` and of their versions, `most` at most."""
    versions: dict[uuid.UUID | None, list[tuple[str, str, str, datetime]]] = defaultdict(list)
    found = Publication.objects.versions_of_public(at).order_by("version_word")
    for window, word, form, language, approved_at in found.values_list(
        "version_of", "version_word", "version_form", "language", "edition__approved_at"
    ):
        versions[window].append((word, form, language, approved_at))
    made: list[Address] = []
    public = Publication.objects.public(at).order_by("-opens_at", "slug")
    for key, slug, language, opens_at, approved_at in public.values_list(
        "pk", "slug", "language", "opens_at", "edition__approved_at"
    )[:most]:
        assert opens_at is not None  # noqa: S101
        texts = {language: reverse("publication", args=[slug])}
        shown = [(texts[language], approved_at)]
        for word, form, language, approved_at in versions[key]:
            path = reverse("publication_version", args=[slug, word])
            shown.append((path, approved_at))
            if form == VersionForm.TRANSLATION:
                texts.setdefault(language, path)
        alternates = tuple(texts.items()) if len(texts) > 1 else ()
        for path, approved_at in shown:
            in_which = alternates if path in texts.values() else ()
            made.append(Address(path, appeared(opens_at, approved_at), in_which))
    return made[:most]


def _address(window: Publication, version: Publication) -> str:
    return reverse("publication_version", args=[window.slug, version.version_word])


def _files(publications: list[Publication]) -> dict[uuid.UUID | None, Files]:
    """Return what the portal made for each edition (PDF, cover, card), by name and without the bytes."""
    editions = [one.edition_id for one in publications]
    found: dict[uuid.UUID | None, Files] = defaultdict(dict)
    for file in EditionFile.objects.filter(edition__in=editions, name__in=MADE_HERE).defer("content"):
        found[file.edition_id][file.name] = file
    return found


def _related(at: datetime, publications: list[Publication]) -> dict[uuid.UUID, list[str]]:
    """Return the addresses of what is public beside each: of the same review, or linked to it, oldest first."""
    keys = [one.pk for one in publications]
    links: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for one, other in Publication.linked.through.objects.filter(from_publication__in=keys).values_list(
        "from_publication_id", "to_publication_id"
    ):
        links[one].add(other)
    cases = {one.case_id for one in publications if one.case_id is not None}
    beside = Q(pk__in=set().union(*links.values())) | Q(case__in=cases)
    others = Publication.objects.public(at).filter(beside).order_by("opens_at", "kind", "slug")
    facts = list(others.values_list("pk", "case_id", "slug"))
    return {
        one.pk: [
            reverse("publication", args=[slug])
            for pk, case, slug in facts
            if pk != one.pk and (pk in links[one.pk] or (case is not None and case == one.case_id))
        ]
        for one in publications
    }
