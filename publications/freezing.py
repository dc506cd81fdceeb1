"""Turns a draft into the bytes that will be served: HTML, plain text, PDF, cover, card and files, with their hashes.

Slow (seconds for a long report), so it runs before the action that approves, never inside a transaction and
never in a public request. Nothing is stored here.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from django.conf import settings

from cspr_portal import text
from cspr_portal.attachments import WORD
from cspr_portal.pdf.tagged import page_count
from publications import progress
from publications.files import CARD_NAME, COVER_NAME, EDITABLE_NAME, PDF_NAME
from publications.models import Attachment, AttachmentKind, Draft, Kind, Publication
from publications.rendering import card, cover, pdf, word

PLAIN = "\n\n"
# What readers fetch under its own name, as it was cleaned; a cover and a finished report stand in for the portal's.
SERVED_AS_FILES = (
    AttachmentKind.PICTURE,
    AttachmentKind.PLAN,
    AttachmentKind.SLIDES,
    AttachmentKind.DOCUMENT,
    AttachmentKind.AUDIO,
)


@dataclass(frozen=True)
class FrozenFile:
    """One file of an edition as it will be served. `kind` is empty for what the portal made itself."""

    name: str
    media_type: str
    content: bytes
    pages: int | None = None
    kind: str = ""
    title: str = ""
    alt: str = ""

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Frozen:
    """Everything that an edition keeps of a draft, made from it alone."""

    content_hash: str
    body_html: str
    contents: list[tuple[str, str]]
    words: int
    plain_text: str
    files: tuple[FrozenFile, ...]
    videos: list[dict[str, str]] = field(default_factory=list)

    @property
    def body_sha256(self) -> str:
        return sha256(self.body_html.encode()).hexdigest()


def freeze(draft: Draft) -> Frozen:
    """Render `draft` as it would be published: the same draft always gives the same bytes.

    Raises `cspr_portal.pdf.tagged.FontsMissing` where the bundled fonts have not been made.
    """
    publication = draft.publication
    attachments = list(draft.attachments.order_by("added_at", "name"))
    by_kind: dict[str, list[Attachment]] = {}
    for one in attachments:
        by_kind.setdefault(one.kind, []).append(one)
    pictures = by_kind.get(AttachmentKind.PICTURE, [])
    rendered = progress.rendered(draft)
    front = _cover(publication, draft, by_kind.get(AttachmentKind.COVER, []))
    finished = by_kind.get(AttachmentKind.REPORT, [])
    if finished:
        document = bytes(finished[-1].content)
    else:
        look = settings.PARTNERSHIP["look"]
        document = pdf.make_pdf(
            title=draft.title,
            kind_name=publication.get_kind_display(),
            partnership=settings.PARTNERSHIP["name"],
            summary=draft.summary,
            care_note=draft.care_note,
            body_html=rendered.html,
            language=publication.language,
            cover=front.content,
            cover_type=front.media_type,
            pictures={one.name: bytes(one.content) for one in pictures},
            logo=look.logo,
            paint=look.paint,
        )
    files = [
        FrozenFile(PDF_NAME, "application/pdf", document, page_count(document)),
        front,
        _card(publication, draft, front),
        *(_as_it_is(one) for one in attachments if one.kind in SERVED_AS_FILES),
    ]
    if publication.kind == Kind.BRIEF and publication.version_of_id is None:
        files.append(_editable(publication, draft, rendered.html, pictures))
    videos = [
        {"title": one.title, "url": one.url, "transcript": one.transcript}
        for one in by_kind.get(AttachmentKind.VIDEO, [])
    ]
    return Frozen(
        content_hash=draft.content_hash,
        body_html=str(rendered.html),
        contents=rendered.contents,
        words=rendered.words,
        plain_text=PLAIN.join([text.plain_text(draft.text), *(one.plain_text for one in finished)]),
        videos=videos,
        files=tuple(files),
    )


def _editable(
    publication: Publication, draft: Draft, body: text.CleanHtml, pictures: list[Attachment]
) -> FrozenFile:
    """Return the copy of a brief that trainers may change for their own use."""
    content = word.editable_copy(
        title=draft.title,
        summary=draft.summary,
        care_note=draft.care_note,
        body=body,
        partnership=settings.PARTNERSHIP["name"],
        language=publication.language,
        pictures={one.name: bytes(one.content) for one in pictures},
    )
    return FrozenFile(
        EDITABLE_NAME, WORD, content, kind=AttachmentKind.DOCUMENT, title="An editable copy for trainers"
    )


def _as_it_is(one: Attachment) -> FrozenFile:
    return FrozenFile(
        one.name, one.media_type, bytes(one.content), one.pages, kind=one.kind, title=one.title, alt=one.alt
    )


def _cover(publication: Publication, draft: Draft, brought: list[Attachment]) -> FrozenFile:
    """Return the cover: the one that was brought last, or one drawn from the kind and the public title."""
    if brought:
        last = brought[-1]
        return FrozenFile(COVER_NAME, last.media_type, bytes(last.content), alt=last.alt)
    drawn = cover.cover_svg(publication.kind, draft.title, settings.PARTNERSHIP["look"].paint)
    return FrozenFile(COVER_NAME, "image/svg+xml", drawn)


def _card(publication: Publication, draft: Draft, front: FrozenFile) -> FrozenFile:
    """Return the picture that other sites show beside a link."""
    content = card.card_png(
        title=draft.title,
        kind_name=publication.get_kind_display(),
        partnership=settings.PARTNERSHIP["name"],
        language=publication.language,
        cover=front.content,
        cover_type=front.media_type,
    )
    return FrozenFile(CARD_NAME, "image/png", content)
