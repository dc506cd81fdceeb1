"""Asking for a copy on the public site: sealed, throttled, the same answer to all, and no cookie."""

import logging
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django.test import Client

from publications.copies.actions import erase_old_words
from publications.models import CopyRequest
from reviews.models import AuditRow
from tests import copying
from tests import publication_builders as build
from tests.copying import ASK, CANARIES
from tests.reading import everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db


def test_the_words_of_the_site_lead_to_the_form(cast: Any) -> None:
    """The page of words may be kept by caches; the form, on a page of its own, may not."""
    page, form = Client().get("/request-a-copy/"), Client().get(ASK)
    assert f'href="{ASK}"' in words(page)
    assert page["Cache-Control"].startswith("public") and "<form" not in words(page)
    assert form["Cache-Control"] == "no-store"
    assert "Do not write here" in words(form) and 'href="tel:999"' in words(form)
    gone = Client().get(f"/published/{build.withdrawn(cast).slug}/")
    for told in (page, Client().get("/request-a-copy/sent/"), gone):
        assert "NSPCC’s national collection" in words(told)


def test_the_answer_is_the_same_whatever_was_asked_for_and_nothing_of_it_is_in_clear(
    cast: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Never confirmed: neither what is public nor what was withdrawn. G06, I05: no word in a table or a log."""
    caplog.set_level(logging.DEBUG)
    published = build.opened(cast, title="Zzpublished of that name")
    answers = []
    for looking_for in (published.edition.title, "Zzlooking for what never was", "a draft"):
        browser = Client(REMOTE_ADDR="192.0.2.7")
        response = browser.post(ASK, copying.typed(key=copying.key(browser), looking_for=looking_for))
        sent = browser.get(response["Location"])
        answers.append((response.status_code, sorted(response.headers.items()), sent.content))
        assert not browser.cookies
    assert answers[0] == answers[1] == answers[2]
    assert CopyRequest.objects.count() == 3
    kept = repr(everything_but_the_audit_log()) + repr(list(AuditRow.objects.values_list())) + caplog.text
    for canary in CANARIES:
        assert canary not in kept
    rows = AuditRow.objects.filter(verb="copy.asked_for")
    assert [(row.actor, row.request, row.detail) for row in rows] == [("server", {}, {})] * 3


def test_a_form_sent_twice_is_one_request_and_a_forged_one_is_none() -> None:
    """E09, B15: each form is worth one request, and only this site gives them out."""
    browser = Client()
    key = copying.key(browser)
    for _ in range(2):
        response = browser.post(ASK, copying.typed(key=key), headers={"Origin": "http://testserver"})
        assert (response.status_code, response["Location"]) == (302, "/request-a-copy/sent/")
    assert CopyRequest.objects.count() == AuditRow.objects.filter(verb="copy.asked_for").count() == 1
    fresh = copying.key(browser)
    forged: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({"key": "0f6a4b1e8a6b4c1f9d531f2e3d4c5b6a"}, {}),
        ({"key": f"0f6a4b1e8a6b4c1f9d531f2e3d4c5b6a:{fresh.split(':')[1]}"}, {}),
        ({"key": "\x00"}, {}),
        ({"key": fresh}, {"Origin": "https://evil.example"}),
        ({"key": fresh}, {"Origin": "null"}),
    ]
    for more, headers in forged:
        response = Client(enforce_csrf_checks=True).post(ASK, copying.typed(**more), headers=headers)
        assert response.status_code == 403, (more, headers)
    assert CopyRequest.objects.count() == 1


def test_what_cannot_be_kept_is_said_beside_the_field_and_nothing_is_kept() -> None:
    """E01, E02, I01: NUL, too much, a header in an address, no way to answer."""
    for name, value, said in (
        ("looking_for", "Kept \x00", "Remove the character that can’t be stored"),
        ("looking_for", "x" * 2_001, "must be 2,000 characters or fewer"),
        ("name", "\x01\x02", "Remove the character"),
        ("email", "a@example.org\r\nBcc: b@example.org", "in full, for example name@example.org"),
        ("email", f"{'a' * 250}@example.org", "254 characters or fewer"),
        ("purpose", "profit", "Choose"),
    ):
        browser = Client()
        body = copying.typed(key=copying.key(browser)) | {name: value}
        response = browser.post(ASK, body)
        assert response.status_code == 200 and said in words(response), name
        assert "Zzlooking" in words(response) or name == "looking_for"
        assert response["Cache-Control"] == "no-store"
    unreachable = Client()
    body = copying.typed(key=copying.key(unreachable), email="", other_way="")
    assert "Enter an e-mail address, or a telephone number" in words(unreachable.post(ASK, body))
    large = Client().post(ASK, b"looking_for=" + b"x" * 2_600_000, "application/x-www-form-urlencoded")
    assert large.status_code == 400
    assert not CopyRequest.objects.exists()


def test_it_is_throttled_from_one_place_and_from_all_together(settings: Any) -> None:
    """E15, E13: five an hour from one connection, wherever it says it comes from; what is refused is not kept."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask_for_a_copy": "5/h/ip,7/h/key"}

    others = count(1)

    def status(place: str) -> int:
        said = f"198.51.100.{next(others)}"
        browser = Client(REMOTE_ADDR=place, headers={"X-Forwarded-For": said, "X-Real-IP": said})
        response = browser.post(ASK, copying.typed(key=copying.key(browser)))
        if response.status_code == 429:
            assert response["Retry-After"] == "3600"
            assert "write or ring instead" in words(response)
        return response.status_code

    assert [status("192.0.2.7") for _ in range(6)] == [302] * 5 + [429]
    assert [status(f"192.0.2.{number}") for number in (8, 9, 10)] == [302, 302, 429]
    assert CopyRequest.objects.count() == 7


def test_its_words_are_gone_after_six_months_and_the_rest_stays(
    cast: Any, as_user: Any, time_machine: Any
) -> None:
    """Practice 28. Not shown from the very moment, whether or not a job has run; wiped by the job or the next asker."""
    time_machine.move_to(datetime(2027, 8, 31, 22, 30, tzinfo=UTC), tick=False)  # still 31 August in London
    asked = copying.ask()
    end = datetime(2028, 2, 29, tzinfo=UTC)
    assert asked.words_until == end
    time_machine.move_to(end.replace(day=28, hour=23, minute=59), tick=False)
    assert "Zzlooking" in words(as_user(cast.coordinator).get(copying.at(asked, "read/")))
    assert erase_old_words(at=end.replace(day=28, hour=23, minute=59)) == 0
    time_machine.move_to(end, tick=False)
    browser = as_user(cast.coordinator)
    late = browser.get(copying.at(asked, "read/"))
    assert late.status_code == 409 and "Zzlooking" not in words(late)
    assert "Not answered" in words(browser.get(copying.COPIES))
    assert "Somebody asked" not in words(browser.get("/staff/"))
    refused = browser.post(copying.at(asked, "read/"), {"answer": "decline", "reason": "Too late."})
    assert refused.status_code == 409
    assert erase_old_words(at=end) == 1
    assert erase_old_words(at=end) == 0
    asked.refresh_from_db()
    assert (bytes(asked.sealed), asked.state) == (b"", "waiting")
    assert AuditRow.objects.get(verb="copy.words_erased").detail == {"requests": 1}
