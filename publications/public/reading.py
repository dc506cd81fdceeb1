"""How a frozen text is set on the page: in one piece, or a brief in its numbered parts. The words stay as frozen."""

import re
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cspr_portal import clock
from cspr_portal.text import CleanHtml
from publications.models import Edition, Kind, Publication
from publications.public import kinds, shelf

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


def tile(publication: Publication) -> Tile:
    """Return the tile of a publication from the shelf. Raises ValueError for one that has no window."""
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
    )


def body(edition: Edition) -> CleanHtml:
    """Return the frozen body, fit to stand in a page. Raises `shelf.Spoilt` when it isn't what was approved."""
    return CleanHtml(shelf.body_of(edition))


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
