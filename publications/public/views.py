"""The pages, PDFs and covers that anybody may read, in the order of the site. Everything comes off the shelf.

No view here looks at the visitor: no user, no session, no cookie. Before its moment an address answers 404 with
the bytes of an address that never was; after its last day 410. What is public is asked on every request; a page
whose facts are the same as before is not drawn again (memory.py).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header

from cspr_portal import clock, errors, pace
from cspr_portal.one_statement import Part, Texts
from cspr_portal.prepared import DAY
from cspr_portal.text import CleanHtml
from publications.files import CARD_NAME, COVER_NAME, MADE_HERE, PDF_NAME
from publications.models import Kind
from publications.public import again, asking, bound, headers, kinds, memory, pages, reading, shelf
from publications.public.methods import read_only
from publications.windows import last_day

NEWEST = 4
SHOWN_IN_PLACE = ("application/pdf", "image/svg+xml", "image/png", "image/jpeg")


@login_not_required
@read_only
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search, the newest four, and three doors by need."""
    at = clock.now()
    if (same := again.given(request, at)) is not None:
        return same
    day = clock.today(at)
    told = _HOME(at=at, day=day)
    *frame_texts, newest, held, guidance = told.texts

    def draw() -> tuple[bytes, datetime | None, bool]:
        frame = shelf.frame(tuple(frame_texts), at)
        context = {
            "words": pages.home_words_of((held, guidance), at),
            "tiles": [reading.tile(publication) for publication in shelf.newest(newest)],
            "front_doors": frame.front_doors,
            "helplines": frame.helplines,
        }
        html = render_to_string("publications/public/home.html", context, request)
        return html.encode(), frame.closes_at, True

    # which guidance its words go by depends on the day too
    html, closes_at, _ = _drawn(request, (*told.texts, day.isoformat()), draw)
    return again.keep(request, told, HttpResponse(html), closes_at)


def _home(*, at: datetime, day: date) -> list[Part]:
    return [*shelf.frame_parts(at=at, day=day), shelf.newest_part(at, NEWEST), *pages.home_parts()]


_HOME = again.Door(_home, day=DAY)


@login_not_required
@read_only
@pace.public_searches
def published(request: HttpRequest) -> HttpResponse:
    """The list: search, filters that combine, pages of twenty."""
    at = clock.now()
    if not request.GET:
        return _first_page(request, at)
    frame = shelf.frame_at(at)
    search = asking.search_of(request.GET, frame.choices)
    page = shelf.page(at, search, asking.page_of(request.GET))
    html = _list(request, frame, search, page)
    return headers.keep_until(HttpResponse(html), frame.closes_at, at)


def _first_page(request: HttpRequest, at: datetime) -> HttpResponse:
    """The list when nothing is asked for."""
    if (same := again.given(request, at)) is not None:
        return same
    told = shelf.first_page_told(at)

    def draw() -> tuple[bytes, datetime | None, bool]:
        frame = shelf.frame(told.texts, at)
        html = _list(request, frame, shelf.Search(), shelf.first_page(told.texts))
        return html.encode(), frame.closes_at, frame.is_settled

    html, closes_at, is_settled = _drawn(request, told.texts, draw)
    return again.keep(request, told, HttpResponse(html), closes_at, is_settled=is_settled)


def _list(request: HttpRequest, frame: shelf.Frame, search: shelf.Search, page: shelf.Page) -> str:
    context = {
        "search": search,
        "choices": frame.choices,
        "chips": asking.chips(search, frame.choices),
        "chosen": len(search.kinds) + len(search.themes) + len(search.years),
        # without its texts: Django's contexts wait for the garbage collector, and would hold megabytes meanwhile
        "page": replace(page, publications=[]),
        "tiles": [reading.tile(publication, search.words) for publication in page.publications],
        "nav_current": reverse("published") + ("?kind=brief" if search.kinds == ("brief",) else ""),
        "is_some_held": frame.is_some_held,
        "newer": asking.address(search, page.number - 1) if page.has_newer else "",
        "older": asking.address(search, page.number + 1) if page.has_older else "",
        "here": asking.address(search, page.number),
        "feed": asking.address(search, of="feed"),
        "catalogue": asking.address(search, page.number, of="catalogue"),
        "front_doors": frame.front_doors,
        "helplines": frame.helplines,
    }
    return render_to_string("publications/public/published.html", context, request)


@login_not_required
@read_only
def publication(request: HttpRequest, slug: str, version: str = "") -> HttpResponse:
    """One publication, or one of its versions: its facts of today drawn around the frozen text."""
    at = clock.now()
    if (same := again.given(request, at)) is not None:
        return same
    told = bound.page_told(at, slug, version)

    def draw() -> tuple[bytes, tuple[datetime, datetime], bool]:
        found = bound.shown(told.texts)
        if found is None:
            raise Http404
        html = _publication(request, found, bound.frozen(found))
        return html.encode(), (found.closes_at, found.changes_at), True

    try:
        html, (closes_at, changes_at), _ = _drawn(request, told.texts, draw)
    except Http404:
        return _not_there(request, slug, at, version=version)
    except bound.Spoilt:
        return errors.handler500(request)
    return again.keep(request, told, headers.leaves_at(HttpResponse(html), closes_at), changes_at)


def _publication(request: HttpRequest, found: bound.Shown, whole: bound.Whole) -> str:
    publication, window, edition = found.publication, found.window, whole.edition
    body = CleanHtml(edition.body_html)
    tiles = [reading.tile(other) for other in found.siblings]
    context = {
        "publication": publication,
        "window": window,
        "here": reading.here(window, publication),
        "nav_current": reverse("published"),
        "edition": edition,
        "body": body,
        "brief": reading.brief(publication.kind, body),
        "minutes": reading.minutes(edition.words),
        "way_past": reading.way_past(edition.contents),
        "opened_on": clock.today(found.opens_at),
        "last_day": last_day(found.closes_at),
        "themes": found.themes,
        "pdf": reading.pdf(window, publication, whole.files),
        "card": reading.card(window, publication, whole.files),
        "resources": reading.resources(window, publication, whole.files),
        "forms": reading.forms(window, publication, found.versions),
        "thing": kinds.IN_SENTENCE[Kind(publication.kind)],
        "siblings": tiles,
        "report": next((tile for tile in tiles if tile.is_report), None),
        "report_has_gone": found.report_has_gone,
        "front_doors": found.front_doors,
        "helplines": found.helplines,
    }
    return render_to_string("publications/public/publication.html", context, request)


def _drawn(
    request: HttpRequest, texts: Texts, draw: Callable[[], tuple[bytes, Any, bool]]
) -> tuple[bytes, Any, bool]:
    """Return what `draw` makes of these texts at this address, from memory if it can be.

    That is its bytes, what it says of the time, and whether the texts are all that it was made of.
    """
    key = (*again.address(request), texts)
    made = memory.pages.get(key)
    if made is None:
        made = draw()
        html, _, is_settled = made
        if is_settled:
            memory.pages.keep(key, made, len(html) + sum(map(len, texts)))
    return made


@login_not_required
@read_only
def publication_pdf(request: HttpRequest, slug: str, version: str = "") -> HttpResponse:
    """The tagged PDF of a publication, under the name of its address."""
    saved_as = f"{slug}-{version}.pdf" if version else f"{slug}.pdf"
    return _file(request, slug, PDF_NAME, saved_as, version)


@login_not_required
@read_only
def publication_cover(request: HttpRequest, slug: str) -> HttpResponse:
    """The cover of a publication, drawn or brought."""
    return _file(request, slug, COVER_NAME, slug)


@login_not_required
@read_only
def publication_card(request: HttpRequest, slug: str, version: str = "") -> HttpResponse:
    """The picture that other sites show beside a link to it. What was approved before there were any has none."""
    return _file(request, slug, CARD_NAME, f"{slug}.png", version)


@login_not_required
@read_only
def publication_file(request: HttpRequest, slug: str, name: str, version: str = "") -> HttpResponse:
    """A picture of the text, or a file that goes with it. PDF, cover and card have addresses of their own."""
    if name in MADE_HERE:
        raise Http404
    return _file(request, slug, name, name, version)


def _file(request: HttpRequest, slug: str, name: str, saved_as: str, version: str = "") -> HttpResponse:
    """Frozen bytes, whole or not at all: parts are not served, so that no part outlives its window."""
    at = clock.now()
    known = request.headers.get("If-None-Match")
    if known is None and (same := again.given(request, at)) is not None:
        return same
    told = bound.file_told(at, slug, name, version)
    found = bound.file(told.texts)
    if found is None:
        return _not_there(request, slug, at, version=version, name=name)
    tag = headers.entity_tag(found.sha256)
    if headers.is_unchanged(known, tag):
        unchanged = HttpResponseNotModified(headers={"ETag": tag})
        return headers.leaves_at(headers.keep_until(unchanged, found.closes_at, at), found.closes_at)
    try:
        response = HttpResponse(bound.bytes_of(found), content_type=found.media_type)
    except bound.Spoilt:
        return errors.handler500(request)
    is_kept = found.media_type not in SHOWN_IN_PLACE
    response.headers["Content-Disposition"] = content_disposition_header(is_kept, saved_as) or "inline"
    response.headers["Accept-Ranges"] = "none"
    response.headers["ETag"] = tag
    return again.keep(request, told, headers.leaves_at(response, found.closes_at), found.closes_at)


def _not_there(
    request: HttpRequest, slug: str, at: datetime, *, version: str = "", name: str = ""
) -> HttpResponse:
    """The one notice for all that has gone, 503 for what waits for a look; else exactly what a made-up address gets."""
    if bound.is_gone(at, slug, version) or (name and bound.had_file(at, slug, name, version)):
        return errors.gone(request)
    if bound.is_held(at, slug, version):
        return errors.being_checked(request)
    raise Http404
