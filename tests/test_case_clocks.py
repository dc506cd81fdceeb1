"""The clocks on the case's page, with their working, as views, notification and decisions start and stop them."""

from datetime import UTC, date, datetime

import pytest

from tests import typed
from tests.deciding import give_three_views, hold_rapid_review
from tests.reading import address, words

pytestmark = pytest.mark.django_db

# The worked example: aware on a Monday before Christmas
AWARE = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 12, tzinfo=UTC)


@pytest.fixture
def december(time_machine):
    """The worked example's days: called with a date, the portal's clock stands at noon of it."""
    time_machine.move_to(NOON)
    return lambda day: time_machine.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def test_the_clocks_stand_on_the_case_with_their_working(december, cast, make_case, as_user):
    case = make_case(days_ago=0).case
    assert case.aware_on == AWARE
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(case)))
    assert "Tell the national Panel" in page
    assert "Mon 14 December" in page
    assert "Aware Mon 7 December 2026, 5 working days." in page
    assert "Send the rapid review.</strong> It starts on the day on which the notification is sent." in page

    december(date(2026, 12, 10))
    browser = as_user(cast.coordinator)
    browser.post(address(case, "notification/"), typed.notification(date(2026, 12, 10)))
    page = words(browser.get(address(case)))
    assert "Sent Thu 10 December 2026, 2 working days to spare." in page
    assert (
        "Notified Thu 10 December 2026, 15 working days; 25 and 28 December and 1 January are bank holidays."
        in page
    )
    assert "Counted from awareness: Wed 30 December 2026." in page
    assert "Tue 5 January" in page

    give_three_views(cast, as_user, case)
    browser.post(address(case, "criteria/"), typed.criteria())
    hold_rapid_review(browser, case, date(2026, 12, 10))
    browser.post(address(case, "review-decision/"), typed.review_decision(date(2026, 12, 10)))
    december(date(2027, 1, 7))
    browser = as_user(cast.coordinator)
    browser.post(address(case, "rapid-review/sent/"), typed.day("sent_on", date(2027, 1, 6)))
    browser.post(address(case, "commission/"), {"reason": "As decided."})
    page = words(browser.get(address(case)))
    assert "Sent Wed 6 January 2027, 1 working day late." in page
    assert "Complete and publish the review" in page
    assert "Decided Thu 10 December 2026, 6 months." in page
    assert "Thu 10 June" in page


def test_an_overdue_clock_says_by_how_much(december, cast, make_case, as_user):
    case = make_case(days_ago=0).case
    december(date(2026, 12, 18))
    page = words(as_user(cast.coordinator).get(address(case)))
    assert "4 over" in page
    assert "working days over" in page
    assert "tell the national Panel, was due Mon 14 December" in page


def test_not_met_stops_the_clocks_and_a_notification_made_stays_shown(december, cast, make_case, as_user):
    case = make_case(days_ago=0).case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "notification/"), typed.notification(AWARE))
    give_three_views(cast, as_user, case)
    browser.post(address(case, "criteria/"), typed.criteria(False))
    page = words(browser.get(address(case)))
    assert "Sent Mon 7 December 2026, 5 working days to spare." in page
    assert "Send the rapid review.</strong> The criteria were found not to be met." in page
