"""The pages of what went wrong or is gone: 400 to 503, in the house's frame. No rule decides here which one.

They are rendered without the request: no user, session, token or time is in them, and its id on the page for 500 alone,
so a 404 is the same bytes for everybody. Only the front doors are asked of the database, and 500 and 503 go without it.
"""

import errno
import logging
import sys
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from cspr_portal import desk, request_id

logger = logging.getLogger(__name__)

NEVER_KEPT = "no-store"
NEVER_LISTED = "noindex, noarchive"
TRY_AGAIN_AFTER = 60
AN_HOUR = 3600

_last_front_doors: list[desk.FrontDoor] = []

PLAINEST = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Something went wrong</title></head>'
    "<body><main><h1>Something went wrong</h1><p>Try again in a few minutes.</p>"
    "<p>If a child is in danger now, call 999.</p></main></body></html>"
)


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that makes no sense, or one whose sender was signed out while it was answered: they sign in again."""
    if isinstance(exception, SessionInterrupted):
        return redirect(settings.LOGIN_URL)
    return _page(400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own refusals, which carry no sentence for the reader."""
    return refused(request, "Your account doesn’t open this page.")


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing that this reader may know of: the same bytes for both."""
    return _page(404)


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that doesn't answer. It needs neither that nor, at the worst, a template.

    Django calls this while it handles the exception, so what it was is still known.
    """
    if _will_pass(sys.exc_info()[1]):
        return unavailable(request)
    return _page(500, asks_database=False, request_id=request_id.current())


def _will_pass(fault: BaseException | None) -> bool:
    """Whether the database is away, too busy or broke off (for that psycopg has no exact class), or a disk is full."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(fault, OperationalError | InterfaceError) or type(fault) is DatabaseError


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old. The reason is for developers and stays out of the page."""
    return _page(403, template="csrf")


def refused(request: HttpRequest, sentence: str, status: int = 403) -> HttpResponse:
    """What this person may not do (403), or not now (409), or what is disposed of (410), with the sentence for it."""
    return _page(status, template="disposed" if status == 410 else "refused", sentence=sentence)


def method_not_allowed(request: HttpRequest, permitted: Iterable[str]) -> HttpResponse:
    """An address that is right, asked in a way that it does not know."""
    response = _page(405)
    response.headers["Allow"] = ", ".join(permitted)
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """The tombstone: the same bytes for all that was taken down, whatever it was and whenever it went."""
    return _page(410)


def handler429(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    sentence: str = "",
    retry_after: int = TRY_AGAIN_AFTER,
) -> HttpResponse:
    """Too many tries from one place or for one account; with `sentence` of a form that isn't about signing in.

    `retry_after` is in seconds.
    """
    response = _page(429, sentence=sentence)
    response.headers["Retry-After"] = str(retry_after)
    return response


def too_often(request: HttpRequest, sentence: str, retry_after: int) -> HttpResponse:
    """What somebody who is signed in asks for too often, with the sentence; `retry_after` is in seconds."""
    response = refused(request, sentence, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response


def unavailable(request: HttpRequest, retry_after: int = TRY_AGAIN_AFTER) -> HttpResponse:
    """The portal can't answer now, for example because its database doesn't. `retry_after` is in seconds."""
    response = _page(503, asks_database=False)
    response.headers["Retry-After"] = str(retry_after)
    return response


def being_checked(request: HttpRequest) -> HttpResponse:
    """What would be shown, were it not for somebody to look at it first after the portal was repaired."""
    response = _page(503, template="being_checked")
    response.headers["Retry-After"] = str(AN_HOUR)
    return response


def under_maintenance(request: HttpRequest, until: str, retry_after: int) -> HttpResponse:
    """What is closed while the portal is being looked after, until then in words (empty: nobody knows).

    `retry_after` is in seconds.
    """
    response = _page(503, template="maintenance", asks_database=False, until=until)
    response.headers["Retry-After"] = str(retry_after)
    return response


def _page(status: int, *, template: str = "", asks_database: bool = True, **facts: Any) -> HttpResponse:
    context = {
        "partnership": settings.PARTNERSHIP,
        "is_demo": settings.DEMO,
        "front_doors": _front_doors() if asks_database else _last_front_doors,
        **facts,
    }
    html: str
    try:
        html = render_to_string(f"errors/{template or status}.html", context)
    except Exception:
        # A page about a fault may not fail: a missing static file or template must not hide the first fault.
        logger.exception("The page for %s could not be rendered", status)
        html = PLAINEST
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = NEVER_KEPT
    response.headers["X-Robots-Tag"] = NEVER_LISTED
    return response


def _front_doors() -> list[desk.FrontDoor]:
    """The front doors of all areas, or the last that were known when the database doesn't answer."""
    try:
        _last_front_doors[:] = desk.front_doors()
    except Exception:
        logger.exception("The front doors could not be read")
    return _last_front_doors
