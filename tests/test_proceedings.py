"""The register of processes that run beside a case: added once, brought up to date, by the right people."""

from datetime import timedelta

import pytest

from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import besides, typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def inquest(**changes):
    return {
        "kind": "inquest",
        "status": "open",
        "led_by": "Area coroner",
        "effect": "Wait with staff.",
        **changes,
    }


def test_a_process_is_added_once_and_stops_no_clock(cast, make_case, as_user, today):
    case = make_case(days_ago=2).case
    browser = as_user(cast.police)
    typed_in = inquest(contact="01632 960811") | typed.day("expected_end", today + timedelta(days=90))
    before = words(browser.get(address(case))).count("Tell the national Panel")
    for _press in range(2):
        page = words(browser.post(address(case, "proceedings/add/"), typed_in, follow=True))
    for text in ("Inquest", "Open", "Area coroner", "01632 960811", "Wait with staff."):
        assert text in page
    assert case.proceedings.count() == 1
    assert words(browser.get(address(case))).count("Tell the national Panel") == before


def test_a_process_is_brought_up_to_date(cast, make_case, as_user, today):
    case = make_case().case
    besides.put_beside(case, cast.coordinator)
    proceeding = case.proceedings.get()
    url = address(case, f"proceedings/{proceeding.pk}/")
    assert 'value="The coroner"' in words(as_user(cast.la).get(url))
    ended = inquest(status="ended", led_by="The coroner") | typed.day("ended_on", today)
    page = words(as_user(cast.la).post(url, ended, follow=True))
    assert "The register is up to date." in page and "by Ade Bello" in page
    proceeding.refresh_from_db()
    assert (proceeding.status, proceeding.ended_on, proceeding.changed_by) == ("ended", today, cast.la)
    row = AuditRow.objects.get(verb="case.proceeding_changed")
    assert (row.reference, row.detail) == (case.reference, {"kind": "inquest", "status": "ended"})


def test_a_register_says_what_does_not_fit(cast, make_case, as_user, today):
    case = make_case().case
    tomorrow = typed.day("ended_on", today + timedelta(days=1))
    for typed_in, name, message in (
        (inquest(kind=""), "kind", "Choose what sort of process it is."),
        (inquest(status=""), "status", "Choose how the process stands."),
        (inquest(status="ended"), "ended_on", "Enter the day the process ended."),
        (inquest(status="ended") | tomorrow, "ended_on", "can’t be in the future."),
        (
            inquest() | typed.day("ended_on", today),
            "status",
            "Choose “Ended”, or leave the day it ended empty.",
        ),
    ):
        response = as_user(cast.coordinator).post(address(case, "proceedings/add/"), typed_in)
        assert message in str(response.context["form"].errors[name]), name
        assert "Wait with staff." in words(response)
    assert not case.proceedings.exists()


def test_panel_and_reviewer_read_and_change_nothing(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    besides.put_beside(case, cast.coordinator)
    for person in ("panel_member", "reviewer"):
        browser = as_user(getattr(cast, person))
        assert "The coroner" in words(browser.get(address(case, "proceedings/")))
        refused = browser.post(address(case, "proceedings/add/"), inquest())
        assert refused.status_code == 403
        assert "Only the coordinator and the safeguarding partners may record" in words(refused)
    assert Case.objects.get().proceedings.count() == 1
