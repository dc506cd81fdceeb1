"""What is refused before anything is read: forms over plain HTTP, and other sites that reach for private pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cspr_portal import errors
from cspr_portal.middleware import PRIVATE_PREFIXES

GetResponse = Callable[[HttpRequest], HttpResponseBase]

READING = ("GET", "HEAD")
PLAIN = "This portal takes forms over a secure connection only. Open it again with https:// in front."
# Where a request comes from, as browsers say it of themselves; no script can.
FROM_ELSEWHERE = ("cross-site", "same-site")
# What a link that somebody follows asks for. A frame, a picture or a script of another site asks for something else.
PAGE = ("document", "")


def guarded(get_response: GetResponse) -> GetResponse:
    """Answer 403 to a form that came over plain HTTP, and to other sites' requests for private pages and files.

    A redirect would make the browser forget the form, and nobody would notice that it went out in clear. Links from
    elsewhere, in a mail for example, still lead in.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in READING and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return errors.refused(request, PLAIN)
        if request.path_info.startswith(PRIVATE_PREFIXES) and _is_reached_for(request):
            return errors.handler403(request)
        return get_response(request)

    return middleware


def _is_reached_for(request: HttpRequest) -> bool:
    """Whether another site asks for it, and not somebody who follows a link."""
    headers = request.headers
    if headers.get("Sec-Fetch-Site") not in FROM_ELSEWHERE:
        return False
    is_link = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest", "") in PAGE
    return not (is_link and request.method in READING)
