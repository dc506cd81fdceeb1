"""Somebody sits in for a seat of the panel: access begins with the day, and is gone the day after."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cspr_portal import clock
from reviews.cases.actions import recuse
from reviews.models import AuditRow, PanelSeat, PanelSubstitute
from reviews.stages import Stage
from tests import typed
from tests.convened import day_of, member_seat, sit_in, substitute_form
from tests.reading import address, everything_but_the_audit_log, words
from tests.reviewing import seat_of

pytestmark = pytest.mark.django_db


def naming(case, seat):
    return address(case, f"panel/{seat.pk}/substitute/")


def test_access_begins_with_the_day_and_is_gone_the_day_after(cast, case, as_user, time_machine):
    """A16: in one session over midnight, without signing in again."""
    person, first, last = cast.hospital_author, day_of(3), day_of(5)
    sit_in(case, person, cast.coordinator, first=3, last=5)
    for eve, before, after in ((first - timedelta(days=1), 404, 200), (last, 200, 404)):
        time_machine.move_to(clock.at_hour(eve, 23, 55))
        browser = as_user(person)
        for status in (before, after):
            for rest in ("", "panel/", "meetings/"):
                assert browser.get(address(case, rest)).status_code == status, (eve, rest)
            assert (case.reference in words(browser.get("/staff/cases/"))) == (status == 200)
            time_machine.move_to(clock.at_hour(eve + timedelta(days=1), 0, 5))


@pytest.mark.parametrize("namer", ["coordinator", "police"])
def test_the_coordinator_and_the_chair_name_a_substitute(cast, case, as_user, namer):
    browser, seat = as_user(getattr(cast, namer)), member_seat(case)
    for _press in range(2):
        page = browser.post(naming(case, seat), substitute_form(cast.hospital_author), follow=True)
    assert PanelSubstitute.objects.count() == 1
    for shown in ("Ruth Amadi", "for Nadia Quill", "Sits in now", "Annual leave.", "End it now"):
        assert shown in words(page)
    row = AuditRow.objects.get(verb="panel.substitute_named")
    assert row.detail == {"person": str(cast.hospital_author.pk), "seat": str(seat.pk)}
    assert as_user(cast.hospital_author).get(address(case)).status_code == 200


@pytest.mark.parametrize("person", ["panel_member", "la", "reviewer", "icb"])
def test_nobody_else_does(cast, case, as_user, person):
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    page = browser.post(naming(case, member_seat(case)), substitute_form(cast.hospital_author))
    assert page.status_code == 403 and "Only the coordinator or the chair" in words(page)
    assert everything_but_the_audit_log() == before


@pytest.mark.parametrize("person", ["outsider", "agency_author", "publisher"])
def test_who_has_not_the_case_finds_nothing(cast, case, as_user, person):
    found = sit_in(case, cast.hospital_author, cast.coordinator)
    browser = as_user(getattr(cast, person))
    for url in (naming(case, member_seat(case)), address(case, f"panel/substitutes/{found.pk}/end/")):
        assert browser.get(url).status_code == browser.post(url).status_code == 404


@pytest.mark.parametrize(
    "person", ["coordinator", "la", "panel_member", "reviewer", "scrutineer", "lead_partner", "legal_adviser"]
)
def test_who_cannot_sit_in_is_not_offered_and_not_accepted(cast, case, as_user, person):
    """Never oneself, nobody with a seat, not the reviewer, nobody who is only assigned to cases."""
    user, browser = getattr(cast, person), as_user(cast.coordinator)
    url = naming(case, member_seat(case))
    assert f'value="{user.pk}"' not in words(browser.get(url))
    assert "Choose one of the people in the list." in words(browser.post(url, substitute_form(user)))
    assert not PanelSubstitute.objects.exists()


def test_a_statutory_seat_takes_people_of_its_own_agency_only(cast, case, as_user):
    url, browser = naming(case, seat_of(case, "la")), as_user(cast.coordinator)
    assert "Choose one of the people" in words(browser.post(url, substitute_form(cast.hospital_author)))
    assert browser.post(url, substitute_form(cast.la_deputy)).status_code == 302


def test_somebody_recused_cannot_sit_in_and_loses_it(cast, case, as_user):
    sit_in(case, cast.hospital_author, cast.coordinator)
    browser = as_user(cast.hospital_author)
    assert browser.get(address(case)).status_code == 200
    recuse(case, cast.hospital_author, reason="A neighbour.", by=cast.coordinator, at=clock.now())
    assert browser.get(address(case)).status_code == 404
    page = as_user(cast.coordinator).post(
        naming(case, member_seat(case)), substitute_form(cast.hospital_author)
    )
    assert "Choose one of the people in the list." in words(page)


def test_one_substitute_for_a_seat_at_a_time_and_one_seat_for_a_substitute(cast, case, as_user):
    sit_in(case, cast.hospital_author, cast.coordinator)
    browser = as_user(cast.coordinator)
    second = words(browser.post(naming(case, member_seat(case)), substitute_form(cast.housing_author)))
    assert "Ruth Amadi sits in for this seat from" in second
    browser.post(address(case, "panel/add/"), {"person": str(cast.housing_author.pk)})
    other = PanelSeat.objects.get(user=cast.housing_author)
    page = words(browser.post(naming(case, other), substitute_form(cast.hospital_author)))
    assert "This person sits in for another seat on this panel." in page
    assert PanelSubstitute.objects.count() == 1
    joins = browser.post(address(case, "panel/add/"), {"person": str(cast.hospital_author.pk)})
    assert joins.status_code == 409 and "sits in for another seat" in words(joins)


def test_days_that_cannot_be_are_refused(cast, case, as_user):
    browser, url = as_user(cast.coordinator), naming(case, member_seat(case))
    for days, sentence in (
        (typed.day("starts_on", day_of(-1)), "The first day can’t be a day that is over."),
        (typed.day("ends_on", day_of(-1)), "The last day can’t be before the first."),
    ):
        assert sentence in words(browser.post(url, substitute_form(cast.hospital_author, **days)))
    assert not PanelSubstitute.objects.exists()


def test_an_empty_seat_has_no_substitute(cast, scoping, as_user):
    page = as_user(cast.coordinator).get(naming(scoping, seat_of(scoping, "la")))
    assert page.status_code == 409 and "Not yet: nobody is confirmed in that seat." in words(page)


@pytest.mark.parametrize("ender", ["coordinator", "police", "hospital_author"])
def test_it_is_ended_early_from_the_next_request_on(cast, case, as_user, ender):
    found = sit_in(case, cast.hospital_author, cast.coordinator)
    url, theirs = address(case, f"panel/substitutes/{found.pk}/end/"), as_user(cast.hospital_author)
    assert theirs.get(address(case)).status_code == 200
    assert as_user(cast.icb).post(url).status_code == 403
    assert as_user(getattr(cast, ender)).post(url).status_code == 302
    assert theirs.get(address(case)).status_code == 404
    again = as_user(cast.coordinator).post(url)
    assert again.status_code == 409
    assert "Ended on" in words(as_user(cast.coordinator).get(address(case, "panel/")))


def test_a_substitute_of_another_case_is_not_found(cast, case, make_case, as_user):
    """A06."""
    found = sit_in(case, cast.hospital_author, cast.coordinator)
    other = make_case(Stage.GATHERING, pseudonym="Child Sedge").case
    assert (
        as_user(cast.coordinator).post(address(other, f"panel/substitutes/{found.pk}/end/")).status_code
        == 404
    )


def test_when_the_seat_changes_hands_nobody_sits_in_any_more(cast, case, as_user):
    sit_in(case, cast.la_deputy, cast.coordinator, seat_of(case, "la"))
    seat = seat_of(case, "la")
    filled = as_user(cast.coordinator).post(
        address(case, f"panel/{seat.pk}/fill/"), {"person": str(cast.la_deputy.pk)}
    )
    assert filled.status_code == 302
    page = words(as_user(cast.coordinator).get(address(case, "panel/")))
    assert "Mina Farrow" in page and "Sits in now" not in page


def test_sitting_in_for_the_chair_is_not_being_the_chair(cast, case, make_case, as_user):
    person = cast.hospital_author
    person.agency = cast.police.agency
    person.save()
    sit_in(case, person, cast.coordinator, seat_of(case, "police"))
    browser = as_user(person)
    assert browser.get(address(case)).status_code == 200
    assert browser.get(address(case, "panel/add/")).status_code == 403
    assert browser.get(address(case, "move/")).status_code == 403
    assert browser.get(address(case, "meetings/call/")).status_code == 403


def test_a_substitute_says_where_the_seat_stands_in_their_own_name(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    sit_in(case, cast.hospital_author, cast.coordinator)
    browser = as_user(cast.hospital_author)
    assert "say where you stand on the report" in words(browser.get("/staff/"))
    sent = browser.post(
        address(case, "report/agree/"), {"view": "agrees", "comments": "", "number": "1"}, follow=True
    )
    assert sent.status_code == 200
    given = case.review.report_versions.first().agreements.get(seat=member_seat(case))
    assert (given.given_by, given.given_as) == (cast.hospital_author, "Named doctor, Merefield Hospitals")
    assert "Ruth Amadi, Named doctor" in words(as_user(cast.coordinator).get(address(case, "report/")))
    refused = as_user(cast.panel_member).get(address(case, "report/agree/"))
    assert refused.status_code == 409
    assert "Ruth Amadi has said where your seat stands" in words(refused)


def test_who_keeps_the_case_by_another_post_is_not_asked_after_the_last_day(
    cast, make_case, as_user, time_machine
):
    case = make_case(Stage.PANEL_AGREEMENT).case
    last = day_of(2)
    sit_in(case, cast.la_deputy, cast.coordinator, seat_of(case, "la"), first=0, last=2)
    for day, is_asked in ((last, True), (last + timedelta(days=1), False)):
        time_machine.move_to(clock.at_hour(day, 12))
        browser = as_user(cast.la_deputy)
        assert ("say where you stand on the report" in words(browser.get("/staff/"))) is is_asked
        assert browser.get(address(case)).status_code == 200
        assert browser.get(address(case, "report/agree/")).status_code == (200 if is_asked else 403)


def test_the_database_lets_nobody_name_themselves(cast, case):
    found = sit_in(case, cast.hospital_author, cast.coordinator)
    found.named_by = found.user
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save()
