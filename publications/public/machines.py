"""What machines read: feed, catalogue, site map, the rules for robots, and whether the portal is well.

All of it is made on each request from what the shelf hands out; docs/catalogue.md says what stands in the catalogue.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from cspr_portal import clock, pace
from publications.files import COVER_NAME, PDF_NAME
from publications.models import Kind
from publications.public import asking, gathered, headers, kinds, shelf
from publications.public.methods import read_only
from publications.windows import last_day

log = logging.getLogger(__name__)

IN_FEED = 30
CATALOGUE_VERSION = 1
PAGES = (
    "home",
    "published",
    "about_reviews",
    "questions",
    "request_a_copy",
    "contact",
    "accessibility",
    "privacy",
)
# What one site map may hold (sitemaps.org). In all of England fewer reviews have ever been published, so there is no
# index of several: the newest would stand in it.
MOST_ADDRESSES = 50_000
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ROBOTS = """User-agent: *
Disallow: /staff/
Disallow: /accounts/
Disallow: /admin/

Sitemap: {sitemap}
"""


@login_not_required
@read_only
@pace.public_searches
def feed(request: HttpRequest) -> HttpResponse:
    """The newest publications that are public now, as an Atom feed (RFC 4287). It carries summaries, never texts.

    It takes the questions of the list: the feed of a filtered list is a feed of its own.
    """
    at = clock.now()
    frame = shelf.frame_at(at)
    search = asking.search_of(request.GET, frame.choices)
    entries = gathered.gather(at, shelf.find(at, search).prefetch_related("themes")[:IN_FEED])
    # With nothing in it, it says so as of today.
    updated = max((entry.updated for entry in entries), default=clock.start_of_day(clock.today(at)))
    asked = [chip.words for chip in asking.chips(search, frame.choices)]
    asked += [f"“{search.words}”"] if search.words else []
    context = {
        "title": ": ".join(filter(None, ["Published reviews and briefs", ", ".join(asked)])),
        "partnership": settings.PARTNERSHIP,
        "here": request.build_absolute_uri(asking.address(search, of="feed")),
        "list": request.build_absolute_uri(asking.address(search)),
        "list_of_all": request.build_absolute_uri(reverse("published")),
        "home": request.build_absolute_uri(reverse("home")),
        "updated": _moment(updated),
        "entries": [_item(request.build_absolute_uri, entry) for entry in entries],
    }
    response = _xml("feed.atom", context, "application/atom+xml")
    return headers.keep_until(response, frame.closes_at, at)


@login_not_required
@read_only
@pace.public_searches
def catalogue(request: HttpRequest) -> HttpResponse:
    """What the list says under the same question and page, as JSON. Its fields are described in docs/catalogue.md."""
    at = clock.now()
    frame = shelf.frame_at(at)
    search = asking.search_of(request.GET, frame.choices)
    found = shelf.find(at, search).prefetch_related("themes")
    page = Paginator(found, shelf.A_PAGE).get_page(asking.page_of(request.GET))

    def address(number: int) -> str:
        return request.build_absolute_uri(asking.address(search, number, of="catalogue"))

    said = {
        "version": CATALOGUE_VERSION,
        "publisher": settings.PARTNERSHIP["name"],
        "url": address(page.number),
        "list": request.build_absolute_uri(asking.address(search, page.number)),
        "next": address(page.next_page_number()) if page.has_next() else None,
        "previous": address(page.previous_page_number()) if page.has_previous() else None,
        "found": page.paginator.count,
        "pages": page.paginator.num_pages,
        "publications": [_item(request.build_absolute_uri, one) for one in gathered.gather(at, page)],
    }
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return headers.keep_until(response, frame.closes_at, at)


@login_not_required
@read_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of the site's own pages, and of what is public now with its versions."""
    at = clock.now()
    host = request.build_absolute_uri("/").removesuffix("/")
    addresses = [gathered.Address(reverse(name)) for name in PAGES]
    addresses += gathered.addresses(at, MOST_ADDRESSES - len(addresses))
    listed = [
        {
            "url": host + one.path,
            "updated": _moment(one.updated) if one.updated else "",
            "alternates": [(language, host + path) for language, path in one.alternates],
        }
        for one in addresses
    ]
    response = _xml("sitemap.xml", {"addresses": listed}, "application/xml")
    return headers.keep_until(response, shelf.next_closing(at), at)


@login_not_required
@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may fetch: everything public. Addresses that went are not forbidden, or they'd stay listed."""
    text = ROBOTS.format(sitemap=request.build_absolute_uri(reverse("sitemap")))
    return headers.keep_until(HttpResponse(text, content_type="text/plain; charset=utf-8"), None, clock.now())


@login_not_required
@read_only
def healthz(request: HttpRequest) -> HttpResponse:
    """Say "ok" when the database answers, "not ok" with 503 when it doesn't, and nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        log.exception("The database does not answer.")
        return headers.never_keep(HttpResponse("not ok\n", status=503, content_type="text/plain"))
    return headers.never_keep(HttpResponse("ok\n", content_type="text/plain"))


def _item(absolute: Callable[[str], str], entry: gathered.Entry) -> dict[str, Any]:
    """Return what feed and catalogue say of one publication."""
    publication, edition = entry.publication, entry.edition
    cover = entry.files.get(COVER_NAME)
    where = absolute(reverse("publication_cover", args=[publication.slug]))
    return {
        "id": entry.name,
        "title": edition.title,
        "kind": publication.kind,
        "kind_name": kinds.IN_LIST[Kind(publication.kind)],
        "summary": edition.summary,
        "themes": [{"slug": theme.slug, "name": theme.name} for theme in publication.themes.all()],
        "language": publication.language,
        "published": _moment(entry.published),
        "updated": _moment(entry.updated),
        "on_this_site_until": last_day(entry.closes_at).isoformat(),
        "url": absolute(entry.address),
        "pdf": _pdf(absolute, entry.address, entry.files),
        "cover": {"url": where, "media_type": cover.media_type} if cover else None,
        "versions": [
            {
                "form": version.form,
                "language": version.publication.language,
                "title": version.edition.title,
                "url": absolute(version.address),
                "pdf": _pdf(absolute, version.address, version.files),
            }
            for version in entry.versions
        ],
        "related": [absolute(address) for address in entry.related],
    }


def _pdf(absolute: Callable[[str], str], address: str, files: gathered.Files) -> dict[str, Any] | None:
    file = files.get(PDF_NAME)
    if file is None:
        return None
    # A PDF lies right behind its page: see publications.public.urls.
    url = absolute(f"{address}{PDF_NAME}")
    return {"url": url, "bytes": file.size, "pages": file.pages, "sha256": file.sha256}


def _moment(at: datetime) -> str:
    """Return a moment as machines write it (RFC 3339), in London's time with its offset."""
    return clock.london(at).isoformat(timespec="seconds")


def _xml(name: str, context: dict[str, Any], media_type: str) -> HttpResponse:
    """Return a template's XML, without the signs that XML can't hold even when they are escaped."""
    text = NOT_XML.sub("", render_to_string(f"publications/public/{name}", context))
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
