"""The register of processes that run beside a case: added once, brought up to date, by the right people."""

from datetime import timedelta

import pytest

from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import besides, engaging, typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db

EFFECTS = ("Not the mother, before she has given evidence.", "Nothing before the conclusion.")


def inquest(**changes):
    return {
        "kind": "inquest",
        "status": "open",
        "led_by": "Area coroner",
        "effect": "Wait with staff.",
        "effect_on_people": EFFECTS[0],
        "effect_on_publication": EFFECTS[1],
        **changes,
    }


def test_a_process_is_added_once_and_stops_no_clock(cast, make_case, as_user, today):
    case = make_case(days_ago=2).case
    browser = as_user(cast.police)
    typed_in = inquest(contact="01632 960811") | typed.day("expected_end", today + timedelta(days=90))
    before = words(browser.get(address(case))).count("Tell the national Panel")
    for _press in range(2):
        page = words(browser.post(address(case, "proceedings/add/"), typed_in, follow=True))
    for text in ("Inquest", "Open", "Area coroner", "01632 960811", "Wait with staff.", *EFFECTS):
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


def test_until_it_ends_it_says_whom_the_review_may_speak_to_and_what_may_be_published(
    cast, make_case, as_user, today
):
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "proceedings/add/"), inquest())
    person = engaging.taking_part(case, cast.reviewer)
    one, theirs = case.proceedings.get(), f"{engaging.PEOPLE}{person.pk}/"
    pages = ["engagement/", "engagement/add/", f"{engaging.PEOPLE}add/"]
    pages += [f"{theirs}{rest}" for rest in ("", "record/", "contact/")]
    for status, is_shown in (("open", True), ("ended", False)):
        ended = typed.day("ended_on", today) if status == "ended" else {}
        browser.post(address(case, f"proceedings/{one.pk}/"), inquest(status=status) | ended)
        for rest in pages:
            page = words(as_user(cast.reviewer).get(address(case, rest)))
            assert (EFFECTS[0] in page) is is_shown, (status, rest)
            assert EFFECTS[1] not in page and "Wait with staff." not in page
        assert case.proceedings.on_publication().exists() is is_shown
