"""One publication that is public at a moment, with all that stands on its page, and its files. Part of the one door.

What is public is asked in one statement, always afresh. The frozen texts and bytes that it names are handed out only
when they still have the SHA-256 of the day when they were approved.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from cspr_portal import clock, desk
from cspr_portal.one_statement import Part, Statement, Texts, count, facts, moment, rows, whole
from cspr_portal.prepared import DAY, KEY, TEXT
from publications.hashing import facts_hash
from publications.models import (
    Edition,
    EditionFile,
    Helpline,
    Kind,
    Publication,
    PublicationQuerySet,
    Theme,
)
from publications.public import memory
from publications.public.again import Door, Told
from publications.public.helplines import helplines_of, helplines_part

log = logging.getLogger(__name__)


class Spoilt(Exception):
    """Stored bytes are not the ones that were approved. They are never served."""


@dataclass(frozen=True)
class Shown:
    """A publication with what stands around its text. `window` is the publication whose window it is: for a version
    (easy read, translation…) the text that it is a version of, else the same."""

    publication: Publication
    window: Publication
    edition_key: UUID
    edition_hashes: tuple[str, str]
    opens_at: datetime
    closes_at: datetime
    themes: list[Theme]
    siblings: list[Publication]
    versions: list[Publication]
    report_has_gone: bool
    front_doors: list[desk.FrontDoor]
    helplines: list[Helpline]

    @property
    def changes_at(self) -> datetime:
        """When something on the page leaves next: itself, or what is named beside it."""
        return min([self.closes_at, *(one.closes_at for one in self.siblings if one.closes_at)])


@dataclass(frozen=True)
class Whole:
    """The frozen texts of an edition and its files by name, without their bytes, as they were approved."""

    edition: Edition
    files: dict[str, EditionFile]


@dataclass(frozen=True)
class File:
    """A file of what is public, without its bytes."""

    key: UUID
    sha256: str
    media_type: str
    closes_at: datetime


def page_told(at: datetime, slug: str, version: str = "") -> Told:
    """Return in one statement all that changes on the page of what is public at that address, for `shown`.

    `version` is the word of its easy read, translation…; empty for the text itself.
    """
    return _PAGE(bool(version), at=at, day=clock.today(at), slug=slug, version=version)


def shown(texts: Texts) -> Shown | None:
    """Return what the texts say, or None: nothing is public there."""
    found, themes, of_case, linked, versions, gone_reports, doors, lines = texts
    if not (rows_found := facts(found)):
        return None
    (one,) = rows_found
    window = Publication(
        id=UUID(one["window"]),
        kind=one["window_kind"],
        slug=one["slug"],
        language=one["window_language"],
        opens_at=moment(one["opens"]),
        closes_at=moment(one["closes"]),
    )
    publication = window
    if one["form"]:
        publication = Publication(
            id=UUID(one["key"]),
            kind=one["kind"],
            language=one["language"],
            version_of=window,
            version_form=one["form"],
            version_word=one["word"],
        )
    beside = {other["slug"]: other for text in (of_case, linked) for other in facts(text)}
    siblings = sorted((_sibling(**other) for other in beside.values()), key=lambda it: (it.opens_at, it.kind))
    return Shown(
        publication=publication,
        window=window,
        edition_key=UUID(one["edition"]),
        edition_hashes=(one["body"], one["facts"]),
        opens_at=moment(one["opens"]),
        closes_at=moment(one["closes"]),
        themes=[Theme(slug=theme["slug"], name=theme["name"]) for theme in facts(themes)],
        siblings=siblings,
        versions=[_version(**other) for other in facts(versions) if UUID(other["key"]) != publication.pk],
        report_has_gone=window.kind != Kind.CSPR and gone_reports != "0",
        front_doors=desk.front_doors_of(doors),
        helplines=helplines_of(lines),
    )


def frozen(found: Shown) -> Whole:
    """Return the texts of the edition on a page. Raises Spoilt when any of it is not what was approved."""
    (one,), files = map(facts, _EDITION(edition=found.edition_key))
    edition = Edition(
        id=found.edition_key,
        title=one["title"],
        summary=one["summary"],
        care_note=one["care_note"],
        contents=whole(one["contents"]),
        words=one["words"],
        videos=whole(one["videos"]),
        body_html=one["body_html"],
        approved_at=moment(one["approved"]),
    )
    listed = [EditionFile(edition=edition, **file) for file in files]
    body, around = found.edition_hashes
    if sha256(edition.body_html.encode()).hexdigest() != body:
        raise _spoilt(edition, "body")
    if facts_hash(edition, listed) != around:
        raise _spoilt(edition, "title, summary or list of files")
    return Whole(edition, {file.name: file for file in listed})


def file_told(at: datetime, slug: str, name: str, version: str = "") -> Told:
    """Return what the door says of one file of what is public at `at` under that word, for `file`."""
    return _FILE(bool(version), at=at, slug=slug, version=version, name=name)


def file(texts: Texts) -> File | None:
    """Return the file that the texts tell of, or None: nothing of that name is public there."""
    found = facts(texts[0])
    if not found:
        return None
    (one,) = found
    return File(UUID(one["key"]), one["sha256"], one["media_type"], moment(one["closes"]))


def bytes_of(found: File) -> bytes:
    """Return the bytes of a file, from memory or from the database. Raises Spoilt as `approved_bytes` does."""
    content = memory.files.get(found.sha256)
    if content is None:
        content = approved_bytes(EditionFile.objects.get(pk=found.key))
        memory.files.keep(found.sha256, content, len(content))
    return content


def approved_bytes(file: EditionFile) -> bytes:
    """Return the frozen bytes of a file. Raises Spoilt when they are not what was approved."""
    content = bytes(file.content)
    if sha256(content).hexdigest() != file.sha256:
        raise _spoilt(file.edition, file.name)
    return content


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
    there = _at(bool(version), at, slug, version)
    earlier = EditionFile.objects.filter(edition__publication__in=there, name=name)
    earlier = earlier.exclude(edition=F("edition__publication__edition"))
    return earlier.exclude(Exists(followed_unseen)).exists()


def is_gone(at: datetime, slug: str, version: str = "") -> bool:
    """Return whether that address was public once and is not any more. One that never opened is not gone."""
    gone = Publication.objects.gone_under(slug, at)
    if version:
        return Publication.objects.filter(
            version_of__in=gone, version_word=version, edition__isnull=False
        ).exists()
    return gone.exists()


def is_held(at: datetime, slug: str, version: str = "") -> bool:
    """Return whether that address would answer if nothing were held after the database was put back from a backup.

    A version waits with its text too.
    """
    texts = Publication.objects.filter(slug=slug)
    held = texts.public_but_held(at)
    if not version:
        return held.exists()
    versions = Publication.objects.filter(version_word=version, edition__isnull=False)
    shown = versions.held().filter(version_of__in=texts.public(at))
    return (shown | versions.filter(version_of__in=held)).exists()


def _at(is_version: bool, at: datetime, slug: str, version: str) -> PublicationQuerySet:
    """Return what is public at `at` under that word: the text itself, or one of its versions."""
    if is_version:
        public = Publication.objects.versions_of_public(at)
        return public.filter(version_of__slug=slug, version_word=version)
    return Publication.objects.public(at).filter(slug=slug)


def _page(is_version: bool, *, at: datetime, day: date, slug: str, version: str) -> list[Part]:
    found = _at(is_version, at, slug, version)
    of = "version_of__" if is_version else ""
    key, case = found.values(f"{of}pk"), found.values(f"{of}case")
    beside = Publication.objects.public(at).exclude(pk__in=key).order_by()
    tile = {"slug": "slug", "kind": "kind", "opens": "opens_at", "closes": "closes_at"}
    tile |= {"title": "edition__title", "summary": "edition__summary"}
    gone = Publication.objects.gone(at).exclude(withdrawn_at__isnull=False)
    versions = Publication.objects.versions_of_public(at).filter(version_of__in=key)
    return [
        rows(
            found,
            key="pk",
            kind="kind",
            language="language",
            form="version_form",
            word="version_word",
            window=f"{of}pk",
            window_kind=f"{of}kind",
            window_language=f"{of}language",
            slug=f"{of}slug",
            opens=f"{of}opens_at",
            closes=f"{of}closes_at",
            edition="edition_id",
            body="edition__body_sha256",
            facts="edition__facts_sha256",
        ),
        rows(Theme.objects.filter(publications__in=found.values("pk")), slug="slug", name="name"),
        rows(beside.filter(case__in=case), **tile),
        rows(beside.filter(linked__in=key), **tile),
        rows(
            versions.order_by("version_form", "language"),
            key="pk",
            form="version_form",
            word="version_word",
            language="language",
            title="edition__title",
        ),
        count(gone.filter(case__in=case, kind=Kind.CSPR)[:1]),
        desk.front_doors_part(day),
        helplines_part(),
    ]


def _edition(*, edition: UUID) -> list[Part]:
    texts = ("title", "summary", "care_note", "contents", "words", "videos", "body_html")
    around = ("id", "name", "kind", "title", "alt", "place", "media_type", "size", "pages", "sha256")
    files = EditionFile.objects.filter(edition=edition)
    return [
        rows(Edition.objects.filter(pk=edition), approved="approved_at", **{name: name for name in texts}),
        rows(files, **{name: name for name in around}),
    ]


def _file(is_version: bool, *, at: datetime, slug: str, version: str, name: str) -> list[Part]:
    found = _at(is_version, at, slug, version)
    closes = (
        "edition__publication__version_of__closes_at" if is_version else "edition__publication__closes_at"
    )
    files = EditionFile.objects.filter(edition__in=found.values("edition"), name=name)
    return [rows(files, key="pk", sha256="sha256", media_type="media_type", closes=closes)]


_PAGE = Door(_page, day=DAY, slug=TEXT, version=TEXT)
_EDITION = Statement(_edition, edition=KEY)
_FILE = Door(_file, slug=TEXT, version=TEXT, name=TEXT)


def _sibling(slug: str, kind: str, opens: str, closes: str, title: str, summary: str) -> Publication:
    edition = Edition(title=title, summary=summary)
    window = {"opens_at": moment(opens), "closes_at": moment(closes)}
    return Publication(slug=slug, kind=kind, edition=edition, **window)


def _version(key: str, form: str, word: str, language: str, title: str) -> Publication:
    return Publication(
        id=UUID(key), version_form=form, version_word=word, language=language, edition=Edition(title=title)
    )


def _spoilt(edition: Edition, name: str) -> Spoilt:
    log.error("Edition %s: the stored %s is not what was approved; it was not served.", edition.pk, name)
    return Spoilt()
