"""What machines read: the feed, the site map, the rules for robots, and whether the portal is well."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from cspr_portal import clock
from publications.public import headers, shelf
from publications.public.methods import read_only

log = logging.getLogger(__name__)

IN_FEED = 30
PAGES = ("home", "published", "about_reviews", "questions", "request_a_copy", "accessibility", "privacy")
ROBOTS = """User-agent: *
Disallow: /staff/
Disallow: /accounts/
Disallow: /admin/

Sitemap: {sitemap}
"""


@login_not_required
@read_only
def feed(request: HttpRequest) -> HttpResponse:
    """The newest publications that are public now, as an Atom feed. It carries summaries, never texts."""
    at = clock.now()
    partnership = settings.PARTNERSHIP["name"]
    atom = Atom1Feed(
        title=f"Published reviews and briefs – {partnership}",
        link=request.build_absolute_uri(reverse("published")),
        description="",
        feed_url=request.build_absolute_uri(reverse("feed")),
        author_name=partnership,
        language="en-GB",
    )
    for publication in shelf.newest(at, IN_FEED):
        edition = publication.edition
        address = request.build_absolute_uri(reverse("publication", args=[publication.slug]))
        atom.add_item(
            title=edition.title if edition else "",
            link=address,
            description=edition.summary if edition else "",
            unique_id=address,
            pubdate=publication.opens_at,
            updateddate=publication.opens_at,
            categories=[publication.get_kind_display()],
        )
    response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    return headers.keep_until(response, shelf.next_closing(at), at)


@login_not_required
@read_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of the site's own pages and of what is public now."""
    at = clock.now()
    addresses = [request.build_absolute_uri(reverse(name)) for name in PAGES]
    addresses += [
        request.build_absolute_uri(reverse("publication", args=[slug])) for slug in shelf.addresses(at)
    ]
    response = render(
        request, "publications/public/sitemap.xml", {"addresses": addresses}, content_type="application/xml"
    )
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
