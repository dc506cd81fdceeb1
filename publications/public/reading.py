"""How a frozen text is set on the page: in one piece, or a brief in its numbered parts. The words stay as frozen."""

import re
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cspr_portal import clock
from cspr_portal.attachments import WORD
from cspr_portal.text import CleanHtml
from publications.files import CARD_NAME, PDF_NAME
from publications.models import AttachmentKind, EditionFile, Kind, Publication, VersionForm
from publications.public import kinds
from publications.snippets import Piece, snippet

WORDS_A_MINUTE = 200
PART = re.compile(r'(?=<h2 id="part-)')
MOST_PARTS = 12
WAY_PAST = re.compile(r"\b(chang|recommend|improve|do differently)", re.IGNORECASE)


@dataclass(frozen=True)
class Brief:
    """A learning brief cut at its headings, so that each part can be numbered and set beside the next."""

    opening: CleanHtml
    parts: list[CleanHtml]


@dataclass(frozen=True)
class Tile:
    """A publication in a list, as templates/components/tile.html draws it."""

    title: str
    summary: str
    kind: str
    published: date
    url: str
    cover_url: str
    is_report: bool
    snippet: list[Piece] | None = None


@dataclass(frozen=True)
class Resource:
    """A file to fetch: what it is called, what it is, where, and how large."""

    title: str
    what: str
    url: str
    size: int
    pages: int | None


@dataclass(frozen=True)
class Form:
    """Another form of the same text: what it is, and its title in its own language, where it has one of its own."""

    words: str
    title: str
    language: str
    url: str


def tile(publication: Publication, words: str = "") -> Tile:
    """Return the tile of a publication from the shelf, with a snippet of its text where `words` were searched for.

    Raises ValueError for one that has no window.
    """
    if publication.edition is None or publication.opens_at is None:
        raise ValueError("Only what is public has a tile.")
    return Tile(
        title=publication.edition.title,
        summary=publication.edition.summary,
        kind=kinds.IN_LIST[Kind(publication.kind)],
        published=clock.today(publication.opens_at),
        url=reverse("publication", args=[publication.slug]),
        cover_url=reverse("publication_cover", args=[publication.slug]),
        is_report=publication.kind in (Kind.CSPR, Kind.SCR),
        snippet=snippet(publication.edition.plain_text, words) if words else None,
    )


def here(window: Publication, shown: Publication) -> str:
    """Return the address of the page of what is shown: of the text itself, or of one of its versions."""
    if shown.version_of_id is None:
        return reverse("publication", args=[window.slug])
    return reverse("publication_version", args=[window.slug, shown.version_word])


def pdf(window: Publication, shown: Publication, files: dict[str, EditionFile]) -> Resource | None:
    """Return the PDF of what is shown, if it has one."""
    file = files.get(PDF_NAME)
    if file is None:
        return None
    return Resource("", "PDF", _address(window, shown, "pdf"), file.size, file.pages)


def card(window: Publication, shown: Publication, files: dict[str, EditionFile]) -> str:
    """Return where the card of what is shown lies, or an empty text where it has none."""
    return _address(window, shown, "card") if CARD_NAME in files else ""


def resources(window: Publication, shown: Publication, files: dict[str, EditionFile]) -> list[Resource]:
    """Return the files that go with what is shown, in their order; the pictures of its text are no resources."""
    made = []
    for file in files.values():
        if not file.kind or file.kind == AttachmentKind.PICTURE:
            continue
        url = _address(window, shown, "file", file.name)
        what = "Word document" if file.media_type == WORD else AttachmentKind(file.kind).label
        made.append(Resource(file.title, what, url, file.size, file.pages))
    return made


def _address(window: Publication, shown: Publication, what: str, *names: str) -> str:
    """Return where the PDF or a file of what is shown lies: of the text itself, or of one of its versions."""
    if shown.version_of_id is None:
        return reverse(f"publication_{what}", args=[window.slug, *names])
    return reverse(f"version_{what}", args=[window.slug, shown.version_word, *names])


def forms(window: Publication, shown: Publication, versions: list[Publication]) -> list[Form]:
    """Return the other forms in which the same text can be read now, the text itself first; not the one shown."""
    made = []
    if shown.version_of_id is not None:
        made.append(Form("The text itself", "", window.language, reverse("publication", args=[window.slug])))
    for other in versions:
        if other.pk != shown.pk and other.edition is not None:
            url = reverse("publication_version", args=[window.slug, other.version_word])
            words = VersionForm(other.version_form).label
            made.append(Form(words, other.edition.title, other.language, url))
    return made


def brief(kind: str, body: CleanHtml) -> Brief | None:
    """Return the parts of a learning brief; None for other kinds, and for one that has no parts or too many."""
    pieces = PART.split(str(body))
    if kind != Kind.BRIEF or not 3 <= len(pieces) <= MOST_PARTS + 1:
        return None
    return Brief(CleanHtml(pieces[0]), [CleanHtml(piece) for piece in pieces[1:]])


def minutes(words: int) -> int:
    """Return how long reading takes, in whole minutes, at an unhurried pace."""
    return max(1, round(words / WORDS_A_MINUTE))


def way_past(contents: list[list[str]]) -> tuple[str, str] | None:
    """Return the (id, heading) of the part about what changes, for a reader who doesn't want what came before."""
    return next(((part[0], part[1]) for part in contents[1:] if WAY_PAST.search(part[1])), None)
