"""The pages, PDFs and covers that anybody may read, in the order of the site. Everything comes off the shelf.

No view here looks at the visitor: no user, no session, no cookie. Before its moment an address answers 404 with
the bytes of an address that never was; after its last day 410.
"""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from cspr_portal import clock, errors
from cspr_portal.text import CleanHtml
from publications.files import COVER_NAME, MADE_HERE, PDF_NAME
from publications.models import Kind, Publication
from publications.public import asking, headers, kinds, reading, shelf
from publications.public.methods import read_only
from publications.windows import last_day

NEWEST = 4
A_PAGE = 20
SHOWN_IN_PLACE = ("application/pdf", "image/svg+xml", "image/png", "image/jpeg")


@login_not_required
@read_only
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search, the newest four, and three doors by need."""
    at = clock.now()
    tiles = [reading.tile(publication) for publication in shelf.newest(at, NEWEST)]
    response = render(request, "publications/public/home.html", {"tiles": tiles})
    return headers.keep_until(response, shelf.next_closing(at), at)


@login_not_required
@read_only
def published(request: HttpRequest) -> HttpResponse:
    """The list: search, filters that combine, pages of twenty."""
    at = clock.now()
    choices = shelf.choices(at)
    search = asking.search_of(request.GET, choices)
    page = Paginator(shelf.find(at, search), A_PAGE).get_page(asking.page_of(request.GET))
    response = render(
        request,
        "publications/public/published.html",
        {
            "search": search,
            "choices": choices,
            "chips": asking.chips(search, choices),
            "chosen": len(search.kinds) + len(search.themes) + len(search.years),
            "page": page,
            "tiles": [reading.tile(publication) for publication in page],
            "nav_current": reverse("published") + ("?kind=brief" if search.kinds == ("brief",) else ""),
            "newer": asking.address(search, page.previous_page_number()) if page.has_previous() else "",
            "older": asking.address(search, page.next_page_number()) if page.has_next() else "",
        },
    )
    return headers.keep_until(response, shelf.next_closing(at), at)


@login_not_required
@read_only
def publication(request: HttpRequest, slug: str, version: str = "") -> HttpResponse:
    """One publication, or one of its versions: its facts of today drawn around the frozen text."""
    at = clock.now()
    found = shelf.take(at, slug, version)
    if found is None:
        return _not_there(request, slug, at, version=version)
    window, edition = found.version_of or found, found.edition
    assert edition is not None and window.opens_at is not None and window.closes_at is not None  # noqa: S101
    try:
        whole = shelf.whole(edition)
    except shelf.Spoilt:
        return errors.handler500(request)
    body = CleanHtml(whole.body_html)
    siblings = shelf.siblings(at, window)
    tiles = [reading.tile(other) for other in siblings]
    response = render(
        request,
        "publications/public/publication.html",
        {
            "publication": found,
            "window": window,
            "nav_current": reverse("published"),
            "edition": edition,
            "body": body,
            "brief": reading.brief(found.kind, body),
            "minutes": reading.minutes(edition.words),
            "way_past": reading.way_past(edition.contents),
            "opened_on": clock.today(window.opens_at),
            "last_day": last_day(window.closes_at),
            "pdf": reading.pdf(window, found, whole.files),
            "resources": reading.resources(window, found, whole.files),
            "forms": reading.forms(window, found, shelf.versions(at, window)),
            "thing": kinds.IN_SENTENCE[Kind(found.kind)],
            "siblings": tiles,
            "report": next((tile for tile in tiles if tile.is_report), None),
            "report_has_gone": shelf.report_has_gone(at, window),
        },
    )
    closings = [window.closes_at, *(other.closes_at for other in siblings if other.closes_at)]
    return headers.leaves_at(headers.keep_until(response, min(closings), at), window.closes_at)


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
def publication_file(request: HttpRequest, slug: str, name: str, version: str = "") -> HttpResponse:
    """A picture of the text, or a file that goes with it. The PDF and the cover have addresses of their own."""
    if name in MADE_HERE:
        raise Http404
    return _file(request, slug, name, name, version)


def _file(request: HttpRequest, slug: str, name: str, saved_as: str, version: str = "") -> HttpResponse:
    """Frozen bytes, whole or not at all: parts are not served, so that no part outlives its window."""
    at = clock.now()
    found = shelf.take_file(at, slug, name, version)
    if found is None:
        return _not_there(request, slug, at, version=version, name=name)
    published, file = found
    tag = headers.entity_tag(file.sha256)
    response: HttpResponse
    if headers.is_unchanged(request.headers.get("If-None-Match"), tag):
        response = HttpResponseNotModified()
    else:
        try:
            response = HttpResponse(shelf.bytes_of(file), content_type=file.media_type)
        except shelf.Spoilt:
            return errors.handler500(request)
        is_kept = file.media_type not in SHOWN_IN_PLACE
        response.headers["Content-Disposition"] = content_disposition_header(is_kept, saved_as) or "inline"
        response.headers["Accept-Ranges"] = "none"
    response.headers["ETag"] = tag
    return _kept(response, published, at)


def _kept(response: HttpResponse, published: Publication, at: datetime) -> HttpResponse:
    assert published.closes_at is not None  # noqa: S101
    return headers.leaves_at(headers.keep_until(response, published.closes_at, at), published.closes_at)


def _not_there(
    request: HttpRequest, slug: str, at: datetime, *, version: str = "", name: str = ""
) -> HttpResponse:
    """The one notice for all that has gone; for all else exactly what a made-up address gets."""
    if shelf.is_gone(at, slug, version) or (name and shelf.had_file(at, slug, name, version)):
        return errors.gone(request)
    raise Http404
