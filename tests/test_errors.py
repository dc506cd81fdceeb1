"""The pages of errors: branded, the right status, the same bytes for everybody, and without a database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cspr_portal import desk, errors

DOORS = [desk.FrontDoor("Northmere", "01632 960 155", "01632 960 156")]

PAGES: dict[str, tuple[int, Callable[[Any], HttpResponse]]] = {
    "400": (400, errors.handler400),
    "403": (403, errors.handler403),
    "404": (404, errors.handler404),
    "405": (405, lambda request: errors.method_not_allowed(request, ["GET", "HEAD"])),
    "409": (409, lambda request: errors.refused(request, "Not yet: the meeting has no date.", 409)),
    "410": (410, errors.gone),
    "429": (429, errors.handler429),
    "500": (500, errors.handler500),
    "503": (503, lambda request: errors.unavailable(request, 120)),
    "csrf": (403, lambda request: errors.csrf_failure(request, "CSRF cookie not set.")),
    "refused": (403, lambda request: errors.refused(request, "Only the coordinator may do this.")),
}


@pytest.fixture(autouse=True)
def known_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "front_doors", lambda: list(DOORS))
    monkeypatch.setattr(errors, "_last_front_doors", [])


def page(name: str, path: str = "/staff/cases/SC-2345-6789/") -> HttpResponse:
    return PAGES[name][1](RequestFactory().get(path))


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_the_houses_own_and_is_never_kept(name: str) -> None:
    """I08: the right status and language, and nothing of a session."""
    response = page(name)
    html = response.content.decode()
    assert response.status_code == PAGES[name][0]
    assert '<html lang="en-GB"' in html
    assert "govuk-frontend" in html
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, noarchive"
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in html
    assert "SC-2345-6789" not in html


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_the_same_bytes_whoever_asks_for_whatever(name: str) -> None:
    """I08: nothing is given away by a difference."""
    assert page(name, "/a/").content == page(name, "/published/b/?c=d").content


def test_refusals_say_why() -> None:
    assert "Only the coordinator may do this." in page("refused").content.decode()
    assert "Not yet: the meeting has no date." in page("409").content.decode()


def test_a_refusal_escapes_its_sentence() -> None:
    response = errors.refused(RequestFactory().get("/"), "<script>")
    assert "<script>" not in response.content.decode().replace('<script type="module"', "")


def test_405_names_the_methods_and_429_and_503_a_time() -> None:
    assert page("405")["Allow"] == "GET, HEAD"
    assert page("429")["Retry-After"] == "60"
    assert page("503")["Retry-After"] == "120"


def test_csrf_reason_stays_out_of_the_page() -> None:
    assert "CSRF" not in page("csrf").content.decode()


@pytest.mark.parametrize("name", ["400", "404", "405", "410", "429", "csrf"])
def test_visitors_find_the_front_doors_of_all_areas(name: str) -> None:
    html = page(name).content.decode()
    assert 'href="tel:999"' in html
    assert 'href="tel:01632960155"' in html
    assert "Northmere" in html


def test_500_and_503_do_not_ask_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "front_doors", lambda: pytest.fail("asked"))
    for name in ("500", "503"):
        assert 'href="tel:999"' in page(name).content.decode()


def test_a_database_that_is_down_leaves_the_last_known_doors(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = page("404").content

    def fail() -> list[desk.FrontDoor]:
        raise OSError("no database")

    monkeypatch.setattr(desk, "front_doors", fail)
    assert page("404").content == before
    assert "Northmere" in page("500").content.decode()


def test_a_page_whose_template_fails_is_still_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors, "render_to_string", fail)
    response = page("500")
    assert response.status_code == 500
    assert "call 999" in response.content.decode()


def test_the_tombstone_says_neither_what_nor_when() -> None:
    html = page("410").content.decode()
    assert "This is no longer published" in html
    assert "/request-a-copy/" in html
    assert "Child" not in html.replace("Children", "")
