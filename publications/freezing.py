"""Turns a draft into the bytes that will be served: HTML, plain text, PDF and cover, with their hashes.

Slow (seconds for a long report), so it runs before the action that approves, never inside a transaction and
never in a public request. Nothing is stored here.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from cspr_portal import text
from cspr_portal.pdf.tagged import page_count
from publications.files import COVER_NAME, PDF_NAME
from publications.models import Draft
from publications.rendering import cover, pdf


@dataclass(frozen=True)
class FrozenFile:
    """One file of an edition as it will be served."""

    name: str
    media_type: str
    content: bytes
    pages: int | None = None

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

    @property
    def body_sha256(self) -> str:
        return sha256(self.body_html.encode()).hexdigest()


def freeze(draft: Draft) -> Frozen:
    """Render `draft` as it would be published: the same draft always gives the same bytes.

    Raises `cspr_portal.pdf.tagged.FontsMissing` where the bundled fonts have not been made.
    """
    publication = draft.publication
    rendered = text.render(draft.text)
    drawing = cover.cover_svg(publication.kind, draft.title)
    document = pdf.make_pdf(
        title=draft.title,
        kind_name=publication.get_kind_display(),
        partnership=settings.PARTNERSHIP["name"],
        summary=draft.summary,
        care_note=draft.care_note,
        body_html=rendered.html,
        cover=drawing,
    )
    return Frozen(
        content_hash=draft.content_hash,
        body_html=str(rendered.html),
        contents=rendered.contents,
        words=rendered.words,
        plain_text=text.plain_text(draft.text),
        files=(
            FrozenFile(PDF_NAME, "application/pdf", document, page_count(document)),
            FrozenFile(COVER_NAME, "image/svg+xml", drawing),
        ),
    )
