"""Whose business the pages of terms, panel and reviewer are; what is read or refused leaves its trace."""

from datetime import timedelta
from uuid import UUID

import pytest

from cspr_portal import clock
from reviews.cases.actions import recuse
from reviews.models import AuditRow, PartnerDelegate
from reviews.stages import Stage
from tests.appointing import appointed
from tests.reading import address, words
from tests.reviewing import fill, seat_of

pytestmark = pytest.mark.django_db

PAGES = [
    "terms/",
    "scope/",
    "panel/",
    "panel/add/",
    "panel/{seat}/fill/",
    "panel/{seat}/confirm/",
    "panel/{seat}/chair/",
    "panel/{seat}/leave/",
    "reviewer/",
    "reviewer/appoint/",
    "reviewer/{appointment}/check/",
    "reviewer/{appointment}/end/",
]
READ_ONLY = {"terms/", "panel/", "reviewer/"}


@pytest.mark.exhaustive
def test_outsider_gets_the_404_of_a_case_that_never_was(cast, scoping, as_user):
    """A02, A05: byte for byte."""
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    for page in PAGES:
        rest = page.format(seat=seat_of(scoping, "la").pk, appointment=appointment.pk)
        for person in (cast.outsider, cast.panel_member, cast.reviewer, cast.publisher, cast.administrator):
            browser = as_user(person)
            for method in ("get",) if page in READ_ONLY else ("get", "post"):
                there = getattr(browser, method)(address(scoping, rest))
                nowhere = getattr(browser, method)(f"/staff/cases/SC-BCDF-GHJK/{rest}")
                assert there.status_code == nowhere.status_code == 404
                assert there.content == nowhere.content
                assert there.headers == nowhere.headers


def test_before_a_review_is_commissioned_each_page_says_so(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW).case
    key = "0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a"
    for page in PAGES:
        rest = page.format(seat=key, appointment=key)
        for method in ("get",) if page in READ_ONLY else ("get", "post"):
            response = getattr(as_user(cast.coordinator), method)(address(case, rest))
            assert response.status_code == 409
            assert "Not yet: the review has not been commissioned." in words(response)


def test_a_recused_member_finds_nothing(cast, scoping, as_user):
    fill(scoping, "la", cast.la, cast.coordinator)
    browser = as_user(cast.la)
    assert browser.get(address(scoping, "panel/")).status_code == 200
    recuse(scoping, cast.la, reason="A relative is involved.", by=cast.coordinator, at=clock.now())
    assert browser.get(address(scoping, "panel/")).status_code == 404
    assert "Ade Bello" not in words(as_user(cast.coordinator).get(address(scoping, "panel/add/")))


def test_a_delegation_that_ends_closes_the_pages_at_once(cast, scoping, as_user, today):
    """A16: a role removed is gone on the next request, without signing in again."""
    browser = as_user(cast.icb)
    assert browser.get(address(scoping, "reviewer/")).status_code == 200
    PartnerDelegate.objects.filter(user=cast.icb).update(ends_on=today - timedelta(days=1))
    assert browser.get(address(scoping, "reviewer/")).status_code == 404


def test_reading_and_refusals_are_recorded(cast, scoping, as_user):
    """G01, G02: one row for a page that was read, one for a page that was refused."""
    as_user(cast.coordinator).get(address(scoping, "panel/"))
    read = AuditRow.objects.filter(verb="opened.panel", reference=scoping.reference)
    assert [(row.actor, row.outcome) for row in read] == [(str(cast.coordinator.pk), "done")]
    as_user(cast.outsider).get(address(scoping, "panel/"))
    denied = AuditRow.objects.filter(actor=str(cast.outsider.pk), outcome="denied")
    assert [(row.verb, row.reference) for row in denied] == [("opened.panel", "")]
    never = address(scoping, f"panel/{UUID(int=7)}/leave/")
    assert as_user(cast.coordinator).get(never).status_code == 404
    last = AuditRow.objects.latest("sequence")
    assert (last.verb, last.outcome, last.reference) == ("opened.end_seat", "denied", scoping.reference)


def test_changing_needs_a_post(cast, scoping, as_user):
    for rest in ("panel/", "reviewer/"):
        response = as_user(cast.coordinator).post(address(scoping, rest))
        assert response.status_code == 405
