"""Holds: shown with their reason, one at a time, looked at again, and hiding no clock."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.models import Case
from reviews.stages import Stage
from tests import typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def test_a_hold_is_shown_with_its_reason_and_hides_no_clock(cast, make_case, as_user):
    case = make_case(days_ago=30).case
    browser = as_user(cast.coordinator)
    today = clock.today(clock.now())
    working = browser.get(address(case)).context["clocks"][0][0].working
    page = words(
        browser.post(address(case, "hold/"), typed.hold(today, today + timedelta(days=30)), follow=True)
    )
    assert "On hold: criminal investigation or trial" in page
    assert "The trial comes first; interviews wait for it." in page
    assert "Told: The family, by letter" in page
    assert working in page
    assert "working days over" in page
    assert "sp-chip--hold" in page


def test_a_case_has_one_hold_at_a_time(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.coordinator)
    today = clock.today(clock.now())
    typed_in = typed.hold(today, today + timedelta(days=30))
    assert browser.get(address(case, "hold/end/")).status_code == 409
    browser.post(address(case, "hold/"), typed_in)
    again = browser.post(address(case, "hold/"), typed_in)
    assert again.status_code == 409
    assert "Already: the case is on hold. End that hold first." in words(again)
    browser.post(address(case, "hold/end/"), {"reason": "The trial is over."})
    hold = case.holds.get()
    assert (hold.ended_by, hold.end_reason) == (cast.coordinator, "The trial is over.")
    ended = browser.post(address(case, "hold/end/"), {"reason": "Again."})
    assert ended.status_code == 409
    assert "Already: the case is not on hold." in words(ended)
    assert browser.post(address(case, "hold/"), typed_in).status_code == 302


def test_a_hold_is_looked_at_again_on_a_later_day(cast, make_case, as_user):
    case = make_case().case
    today = clock.today(clock.now())
    response = as_user(cast.coordinator).post(address(case, "hold/"), typed.hold(today, today))
    assert "Choose a day after today to look at the hold again." in words(response)
    assert not case.holds.exists()


def test_a_closed_case_is_not_put_on_hold(cast, make_case, as_user):
    case = make_case().case
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED)
    today = clock.today(clock.now())
    response = as_user(cast.coordinator).post(
        address(case, "hold/"), typed.hold(today, today + timedelta(days=30))
    )
    assert response.status_code == 409
    assert "Already: the case is closed, so no clock of it needs a reason." in words(response)
    assert not case.holds.exists()


def test_only_the_coordinator_holds(cast, make_case, as_user):
    case = make_case().case
    today = clock.today(clock.now())
    for person in ("la", "police", "icb"):
        browser = as_user(getattr(cast, person))
        response = browser.post(address(case, "hold/"), typed.hold(today, today + timedelta(days=30)))
        assert response.status_code == 403
        assert "Only the coordinator may put a case on hold." in words(response)
        assert browser.get(address(case, "hold/end/")).status_code == 403
    assert not case.holds.exists()
