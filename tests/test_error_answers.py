"""What goes wrong shows nothing of the inside: neither on the page nor, of anybody's, in the log; nor do odd requests."""

import io
import json
import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from cspr_portal.logs import JsonLines
from reviews.cases import views
from reviews.models import User
from reviews.stages import Stage
from tests import files
from tests.reading import address
from tests.signing_in import EMAIL, PASSWORD, SIGN_IN, set_up, sign_in
from tests.test_sealed import CANARY, seal_canary

pytestmark = pytest.mark.django_db

INSIDE = (
    "Traceback",
    "RuntimeError",
    "SELECT",
    "/site-packages/",
    "SECRET_KEY",
    "views.py",
    "Django",
    "sqlite",
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server's log gets, in its own form; as if all were logged that is not for debugging."""
    handlers = [one for one in logging.getLogger().handlers if isinstance(one.formatter, JsonLines)]
    assert len(handlers) == 1 and isinstance(handlers[0], logging.StreamHandler)
    lines = io.StringIO()
    before = handlers[0].setStream(lines)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.INFO)
    yield lines
    logging.getLogger().setLevel(level)
    handlers[0].setStream(before)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary files are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def fault_on(browser: Client, where: str) -> HttpResponse:
    """Open a page of a case in which something goes wrong once all of the case has been read."""
    browser.raise_request_exception = False
    with mock.patch.object(views, "render", side_effect=RuntimeError(f"{CANARY} in the words of the fault")):
        return browser.get(where)


def test_i07_a_fault_shows_its_number_which_is_in_the_log_and_nothing_else(
    case: Any, cast: Any, as_user: Callable[[Any], Client], log: io.StringIO, settings: Any
) -> None:
    settings.ADMINS = [("Operator", "operator@demo.invalid")]
    browser = as_user(cast.coordinator)
    seal_canary(browser, case)
    response = fault_on(browser, address(case))
    page = response.content.decode()
    assert response.status_code == 500 and "Something went wrong here" in page
    for word in (*INSIDE, CANARY, case.title, str(case.reference), settings.SECRET_KEY):
        assert word not in page, word
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    told = [line for line in lines if "exception" in line]
    assert len(told) == 1 and "RuntimeError" in str(told[0]["exception"])
    assert told[0]["request"][:12] in page and len(told[0]["request"]) == 32
    for word in (CANARY, case.title, settings.SECRET_KEY):
        assert word not in log.getvalue(), word
    assert mail.outbox == []
    # The next fault has another number.
    assert told[0]["request"][:12] not in fault_on(browser, address(case)).content.decode()


def test_i05_nothing_secret_is_in_the_log_or_left_in_a_temporary_file(
    make_case: Any,
    cast: Any,
    as_user: Callable[[Any], Client],
    person: User,
    log: io.StringIO,
    scratch: Path,
    media: Path,
) -> None:
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.coordinator)
    seal_canary(browser, case)
    assert files.add(browser, case, title=f"About {CANARY}").status_code == 302
    assert len(files.on_disk(media)) == 1
    secrets = [CANARY, PASSWORD, EMAIL]
    # Searches, refusals and faults, with what was asked for in the address.
    for where in ("/staff/cases/", "/published/", "/staff/audit/", "/nothing/here/", "/healthz"):
        for who in (browser, Client()):
            who.get(where, {"q": f"{CANARY} 943 476 5919", "actor": CANARY})
    browser.post(address(case, "hold/"), {"reason": CANARY, "nonsense": "\x00" + CANARY})
    fault_on(browser, address(case) + f"?q={CANARY}")
    # Signing in, wrongly and rightly; a new password; an app.
    sign_in(Client(), password=f"{CANARY} wrong")
    Client().post(SIGN_IN, {"login": f"{CANARY}@aldermere.example", "password": PASSWORD})
    Client().post("/accounts/password/reset/", {"email": EMAIL})
    link = next(word for message in mail.outbox for word in message.body.split() if "/reset/key/" in word)
    token = link.rstrip("/").rsplit("-", 1)[1]
    late = Client(raise_request_exception=False)
    late.get(link)
    with mock.patch("allauth.account.views.render", side_effect=RuntimeError(token), create=True):
        late.get(link)
    app = Client()
    secret, codes = set_up(app)
    secrets += [token, secret, *codes, app.cookies["session"].value, browser.cookies["session"].value]
    said = log.getvalue()
    assert "RuntimeError" in said
    for word in secrets:
        assert word not in said, word
    for left in scratch.rglob("*"):
        assert not left.is_file() or CANARY.encode() not in left.read_bytes(), left
    assert [left for left in scratch.rglob("*") if left.is_file()] == []


DEBUGGING = [
    "/__debug__/",
    "/debug/",
    "/console",
    "/metrics",
    "/schema/",
    "/api/",
    "/swagger.json",
    "/server-status",
    "/silk/",
    "/admin/doc/",
    "/admin/login/",
    "/admin/logout/",
    "/accounts/signup/",
    "/accounts/email/",
    "/accounts/social/login/",
    "/accounts/inactive/",
    "/accounts/2fa/",
]


def test_a19_i09_there_are_no_addresses_for_debugging(
    client: Client, cast: Any, as_user: Callable[[Any], Client]
) -> None:
    nonsense = client.get("/nothing/here/")
    for where in DEBUGGING:
        answer = client.get(where)
        if where.startswith("/admin/"):
            assert answer.status_code in (302, 404), where
        else:
            assert answer.status_code == 404 and answer.content == nonsense.content, where
    staff = as_user(cast.coordinator)
    for switch in (
        "debug",
        "debug=1",
        "DEBUG=True",
        "__debugger__=yes&cmd=resource&f=debugger.js",
        "_trace=1",
    ):
        assert client.get(f"/?{switch}").content == client.get("/").content
        page = staff.get(f"/staff/deadlines/?{switch}").content.decode()
        assert not any(word in page for word in INSIDE), switch


ODD: list[dict[str, str]] = [
    {"Accept": "\x01/\xff;q=x"},
    {"Accept-Encoding": "gzip;q=nonsense, \xff"},
    {"Accept-Language": "a-" * 3000},
    {"Content-Type": "text/html; charset=nonsense"},
    {"Content-Type": "multipart/form-data; boundary=\xff"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "application/x-www-form-urlencoded; charset=utf-16"},
    {"Content-Type": "application/json; charset=utf-7"},
    {"Cookie": "session=\x00\xff; csrf=%%%; __Host-session=" + "a" * 4000},
    {"Cookie": ";;;=;=,=;\x7f"},
    {"Content-Length": "-1"},
    {"If-Modified-Since": "Sun, 99 Foo 99999 25:61:61 GMT"},
    {"If-None-Match": '"' * 99},
    {"Range": "bytes=9-1,--5,x"},
    {"X-Forwarded-For": "\x00, evil"},
    {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"},
    {"Sec-Fetch-Site": "\xff"},
    {"User-Agent": "\x1b[31m" + "a" * 4000},
]


@pytest.mark.parametrize("headers", ODD, ids=lambda headers: next(iter(headers)))
def test_i09_no_odd_header_brings_a_trace_out(
    client: Client, cast: Any, as_user: Callable[[Any], Client], headers: dict[str, str]
) -> None:
    staff = as_user(cast.coordinator)
    client.raise_request_exception = staff.raise_request_exception = False
    for browser, where in ((client, "/published/"), (client, SIGN_IN), (staff, "/staff/cases/")):
        content_type = headers.get("Content-Type", "application/x-www-form-urlencoded")
        sent = {"headers": {name: value for name, value in headers.items() if name != "Content-Type"}}
        for answer in (
            browser.get(where, **sent),
            browser.generic("POST", where, b"login=\xff&a=%00&b=%ff", content_type, **sent),
        ):
            assert answer.status_code < 500, (where, headers)
            page = b"".join(answer) if answer.streaming else answer.content
            assert not any(word.encode() in page for word in INSIDE), (where, headers)


TITLE = re.compile(r"\{% block (?:title|title_words) %\}(.*?)\{% endblock", re.DOTALL)
SHOWN = re.compile(r"\{\{\s*([\w.]+)")
# Pseudonyms, references, numbers, days, words of the portal's own, agencies, and the titles of what is to be public.
IN_TITLES = """case.title case.reference version.number action.number number meeting.held_on page.number
agency_request.agency.name file.agency.name draft.title edition.title stands.draft.title page.title
information.get_kind_display holder.get_kind_display key.label section.words chip.words answers.title
heading title about what"""
# What visitors look for is in no title of the staff side.
OF_VISITORS = {"search.words"}


def test_i10_titles_name_a_case_by_reference_or_pseudonym(settings: Any) -> None:
    """A title stays in the browser's history. tests/test_sealed.py looks at those of a case with planted names."""
    shown = {
        word
        for template in (settings.BASE_DIR / "templates").rglob("*.html")
        for title in TITLE.findall(template.read_text())
        for word in SHOWN.findall(title)
    }
    assert "case.title" in shown
    assert shown - set(IN_TITLES.split()) - OF_VISITORS - {"partnership.name"} == set()
