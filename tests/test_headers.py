"""What every answer carries, whatever kind it is of; and what is refused to plain HTTP and to other sites."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import gunicorn
import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import PermissionDenied
from django.core.signals import request_finished
from django.db import OperationalError, close_old_connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path

from cspr_portal import errors, maintenance, urls
from cspr_portal.middleware import PRIVATE_PREFIXES
from tests import publication_builders as build
from tests.signing_in import EMAIL, SIGN_IN, sign_in

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# A file is shown in a box of its own.
FILE_POLICY = {"default-src": "'none'", "sandbox": ""}
CARRIED = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NEVER_KEPT = {
    "staff",
    "not found, staff",
    "fault, staff",
    "not signed in",
    "sign-in",
    "maintenance",
    "refused",
    "fault",
    "gone",
    "too often",
    "no database",
}


@login_not_required
def fails(request: HttpRequest, how: str) -> HttpResponse:
    """A view in which something goes wrong."""
    if how == "fault":
        raise RuntimeError("The words of the fault.")
    if how == "database":
        raise OperationalError("The database is away.")
    if how == "denied":
        raise PermissionDenied
    return errors.handler429(request)


urlpatterns = [path("fails/<str:how>/", fails), path("staff/fails/<str:how>/", fails), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500


@pytest.fixture
def production(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The settings with which a server runs: TLS, static files from the collected folder, no demonstration."""
    settings.ROOT_URLCONF = __name__
    settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "kept.css").write_text("p { color: red }")
    settings.MAINTENANCE_FILE = str(tmp_path / "maintenance")
    yield


def answers(cast: Any, as_user: Callable[[Any], Client]) -> dict[str, tuple[int, HttpResponse]]:
    """One answer of every kind, with the status that it has to have."""
    report, gone = build.opened(cast), build.withdrawn(cast, title="Taken down")
    address = f"/published/{report.slug}/"
    visitor = Client(raise_request_exception=False)
    staff = as_user(cast.coordinator)
    staff.raise_request_exception = False

    def get(where: str, browser: Client = visitor, **more: Any) -> HttpResponse:
        response = browser.get(where, secure=True, **more)
        # Its file has to be closed; the end of a request would close the database's connection under the test.
        request_finished.disconnect(close_old_connections)
        response.close()
        request_finished.connect(close_old_connections)
        return response

    pdf = get(f"{address}report.pdf")
    found: dict[str, tuple[int, HttpResponse]] = {
        "home": (200, get("/")),
        "publication": (200, get(address)),
        "PDF": (200, pdf),
        "PDF unchanged": (304, get(f"{address}report.pdf", headers={"If-None-Match": pdf["ETag"]})),
        "gone": (410, get(f"/published/{gone.slug}/report.pdf")),
        "feed": (200, get("/published/feed.atom")),
        "health": (200, get("/healthz")),
        "static": (200, get("/static/kept.css")),
        "static, unchanged": (
            304,
            get("/static/kept.css", headers={"If-None-Match": get("/static/kept.css")["ETag"]}),
        ),
        "no such static file": (404, get("/static/nothing.css")),
        "sign-in": (200, get(SIGN_IN)),
        "staff": (200, get("/staff/", staff)),
        "not signed in": (302, get("/staff/cases/")),
        "not found": (404, get("/nothing/here/")),
        "not found, staff": (404, get("/staff/cases/SC-2345-6789/", staff)),
        "refused": (403, get("/staff/audit/", staff)),
        "denied": (403, get("/fails/denied/")),
        "no token": (403, Client(enforce_csrf_checks=True).post(SIGN_IN, {"login": "a"}, secure=True)),
        "NUL": (400, get("/published/%00/")),
        "another host": (400, get("/", headers={"Host": "evil.example"})),
        "too long": (414, get("/" + "a" * 5000)),
        "too large": (413, visitor.post(SIGN_IN, {"login": "a" * 3_000_000}, secure=True)),
        "odd method": (405, visitor.generic("PURGE", "/about-reviews/", secure=True)),
        "too often": (429, get("/fails/often/")),
        "fault": (500, get("/fails/fault/")),
        "fault, staff": (500, get("/staff/fails/fault/", staff)),
        "no database": (503, get("/fails/database/")),
    }
    maintenance.begin(None)
    found["maintenance"] = (503, get("/staff/", staff))
    maintenance.end()
    return found


def policy_of(response: HttpResponse) -> dict[str, str]:
    policy = response.headers.get("Content-Security-Policy", "")
    parts = [part.strip().partition(" ") for part in policy.split(";")]
    return {name: value for name, _, value in parts}


@pytest.mark.same_with_each_database
def test_h01_h02_every_answer_of_every_kind_carries_the_headers(
    production: None, cast: Any, as_user: Callable[[Any], Client]
) -> None:
    wrong = []
    for kind, (status, response) in answers(cast, as_user).items():
        sent = response.headers
        # Django has no 413: what is too large is a bad request, where nginx hasn't stopped it.
        if response.status_code not in {status, 400 if status == 413 else status}:
            wrong.append((kind, response.status_code))
        wrong += [(kind, name) for name, value in CARRIED.items() if sent.get(name) != value]
        wrong += [
            (kind, name)
            for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
            if name in response
        ]
        if "camera=()" not in sent.get("Permissions-Policy", ""):
            wrong.append((kind, "Permissions-Policy"))
        if policy_of(response) not in (POLICY, FILE_POLICY):
            wrong.append((kind, sent.get("Content-Security-Policy", "")))
        if kind in NEVER_KEPT and sent["Cache-Control"] != "no-store":
            wrong.append((kind, sent["Cache-Control"]))
    assert wrong == []


def test_h01_the_server_does_not_say_which_version_it_is() -> None:
    assert gunicorn.SERVER == "gunicorn" and gunicorn.__version__ not in gunicorn.SERVER


def test_h04_plain_http_leads_to_tls_for_pages_and_takes_no_form(production: None, person: Any) -> None:
    browser = Client()
    for where in ("/", "/staff/cases/", "/published/?q=word", SIGN_IN):
        for response in (browser.get(where), browser.head(where)):
            assert response.status_code == 301
            assert response["Location"] == f"https://testserver{where}"
            assert not response.content and not response.cookies
    before = dict(browser.cookies)
    refused = sign_in(browser)
    assert refused.status_code == 403 and "over a secure connection only" in refused.content.decode()
    assert EMAIL not in refused.content.decode()
    assert browser.put("/staff/").status_code == browser.delete("/staff/").status_code == 403
    assert dict(browser.cookies) == before == {}
    assert browser.get("/healthz").status_code == 200  # asked for on the machine itself


CROSS = {"Sec-Fetch-Site": "cross-site"}
LINK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def test_h05_another_site_gets_no_private_page_or_file(
    case: Any, cast: Any, as_user: Callable[[Any], Client]
) -> None:
    browser = as_user(cast.coordinator)
    file = f"/staff/cases/{case.reference}/decisions/criteria.pdf"
    pages = ["/staff/", f"/staff/cases/{case.reference}/", file, "/accounts/", "/admin/"]
    reaches = [
        CROSS,
        {**CROSS, "Origin": "https://evil.example"},
        {**CROSS, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {**CROSS, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ]
    for where in pages:
        for headers in reaches:
            response = browser.get(where, headers=headers)
            assert response.status_code == 403, (where, headers)
            assert case.title not in response.content.decode()
            assert "Access-Control-Allow-Origin" not in response.headers
    assert browser.post("/staff/", headers={**CROSS, **LINK}).status_code == 403
    # Who follows a link in a mail is no other site, and the public site may be reached from everywhere.
    assert browser.get(pages[1], headers={**CROSS, **LINK}).status_code == 200
    assert browser.get(file, headers={"Sec-Fetch-Site": "same-origin"})["Content-Type"] == "application/pdf"
    assert browser.get(pages[1], headers={"Sec-Fetch-Site": "none", **LINK}).status_code == 200
    assert Client().get("/published/", headers=CROSS).status_code == 200


COMMENT = re.compile(r"<!--(?!\[)")
MAP = re.compile(rb"^\s*(//|/\*)[#@]\s*sourceMappingURL", re.MULTILINE)


@pytest.mark.same_with_each_database
def test_h06_no_comment_map_or_foreign_address_goes_out(settings: Any) -> None:
    templates = [*(settings.BASE_DIR / "templates").rglob("*.html")]
    assert len(templates) > 100
    for template in templates:
        text = template.read_text()
        assert not COMMENT.search(text), template
        assert not re.search(r"<(script|link|img|source|iframe)[^>]+(src|href)=[\"']?(https?:)?//", text), (
            template
        )
    files = [(name, storage) for finder in get_finders() for name, storage in finder.list([])]
    assert {"js/keys.js", "mfa/js/webauthn-json.js"} <= {name for name, _ in files}
    for name, storage in files:
        assert not name.endswith(".map"), name
        if name.endswith((".js", ".css")) and not name.startswith("admin/"):
            with storage.open(name) as file:
                assert not MAP.search(file.read()), name


def test_a_fault_while_drawing_a_page_of_a_fault_keeps_the_headers(production: None) -> None:
    with mock.patch.object(errors, "render_to_string", side_effect=ValueError):
        response = Client(raise_request_exception=False).get("/fails/fault/", secure=True)
    assert response.status_code == 500
    assert policy_of(response) == POLICY and response["Referrer-Policy"] == "same-origin"


@pytest.mark.same_with_each_database
def test_h03_every_address_that_needs_sign_in_lies_where_nothing_is_kept() -> None:
    """What no cache may keep is told by how an address begins, so none that is private may begin otherwise."""
    walked = list(_routes(get_resolver().url_patterns))
    private = [route for route, view in walked if getattr(view, "login_required", True)]
    assert len(private) > 200
    assert {route for route in private if not f"/{route}".startswith(PRIVATE_PREFIXES)} == set()


def _routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        route = before + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route, one.callback
