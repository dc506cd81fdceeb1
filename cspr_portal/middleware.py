"""What every answer of the portal carries, what no request may carry, and the short way to the public pages.

No rule of a case lives here.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from cspr_portal import errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
# One policy for all pages: our own files and nothing else, no frame, no inline script or style.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PRIVATE_PREFIXES = ("/staff/", "/accounts/", "/admin/")
LONGEST_ADDRESS = 4000


def house_headers(get_response: GetResponse) -> GetResponse:
    """Add the headers that all answers share; nothing on the private side is ever stored by a cache."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response = errors.method_not_allowed(request, response.headers["Allow"].split(", "))
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        # Django's own middleware sets these too, but on no answer that comes before it.
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        if request.path.startswith(PRIVATE_PREFIXES):
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return middleware


def clean_input(get_response: GetResponse) -> GetResponse:
    """Answer 400 to NUL bytes in an address (a database error otherwise), 414 to absurdly long ones.

    Fields of forms are looked at by the forms, which can name the field.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        address = request.path_info + "?" + request.META.get("QUERY_STRING", "")
        if len(address) > LONGEST_ADDRESS:
            return HttpResponse("The address is too long.", status=414, content_type="text/plain")
        if "\x00" in address or "%00" in address:
            return errors.handler400(request)
        try:
            address.encode()
        except UnicodeEncodeError:
            return errors.handler400(request)
        return get_response(request)

    return middleware


def public_pages_first(get_response: GetResponse) -> GetResponse:
    """Answer a visitor's GET here: sessions, users, messages and tokens, which follow, are the staff side's.

    Everything else goes on: other methods, addresses that need sign-in, and those that don't exist.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(PRIVATE_PREFIXES):
            return get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return get_response(request)
        if getattr(match.func, "login_required", True):
            return get_response(request)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Django's own default of sign-in for every view, without asking who visits a public page.

    Django looks at the user first and at the view second, so each public answer would read the session.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
