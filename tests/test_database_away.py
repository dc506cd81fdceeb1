"""When the database doesn't answer, a visitor is told so, and nothing stale is shown (F01, I08)."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.http import HttpResponseBase
from django.test import Client

from tests.reading import address, words

pytestmark = pytest.mark.django_db

AWAY = OperationalError("ZZCANARY: connection refused at 10.1.2.3, user portal_web")
FAULT = RuntimeError("ZZCANARY")


def get(path: str, failing_with: Exception) -> HttpResponseBase:
    """Ask for a page while every statement to the database fails."""
    past_cursors = patch("cspr_portal.one_statement._read_once", side_effect=failing_with)
    with patch.object(CursorWrapper, "execute", side_effect=failing_with), past_cursors:
        return Client(raise_request_exception=False).get(path)


@pytest.mark.parametrize(
    "path", ["/", "/published/", "/published/child-wren/", "/published/child-wren/report.pdf"]
)
def test_a_public_page_says_try_again_and_tells_nothing(path: str) -> None:
    """F01: 503 with a page of its own, no-store, Retry-After, no trace; never an empty list."""
    response = get(path, AWAY)
    assert response.status_code == 503
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Retry-After"] == "60"
    assert b"999" in response.content
    assert b"ZZCANARY" not in response.content and b"portal_web" not in response.content


def test_health_says_only_that_it_is_not_well() -> None:
    """A19: health says ok or not ok."""
    response = get("/healthz", AWAY)
    assert response.status_code == 503
    assert response.content.strip() == b"not ok"


def test_a_form_that_two_people_hold_up_for_each_other_is_refused_whole(cast, make_case, as_user):
    """PostgreSQL ends one of two transactions that wait for each other: it leaves nothing, and the page says so."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    browser.raise_request_exception = False
    before = case.sealed_items.count()
    typed = {"child": str(case.children.get().pk), "nhs_number": "9434765870"}
    with patch("reviews.related.actions.find", side_effect=OperationalError("ZZCANARY: deadlock detected")):
        response = browser.post(address(case, "identities/seal/"), typed)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    page = words(response)
    assert "If you had just sent a form, check whether it was kept before you send it again." in page
    assert "ZZCANARY" not in page
    assert case.sealed_items.count() == before
    assert browser.post(address(case, "identities/seal/"), typed).status_code == 302
    assert case.sealed_items.count() == before + 1


def test_a_fault_of_ours_stays_a_500() -> None:
    """I07: a generic page, without a word of what went wrong."""
    response = get("/published/", FAULT)
    assert response.status_code == 500
    assert b"ZZCANARY" not in response.content
