"""Outside somebody's scope a thing does not exist, on any address. Lists and sessions are in test_scope_in_time.py.

Who may know of what is in who_may.csv; what those find who may is in test_who_may.py.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from cspr_portal import clock, pace
from reviews.audit.verification import verify
from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import asking, engaging, naming, of_each, reporting, typed, who_may
from tests.case_forms import put_everything_on
from tests.not_there import answer
from tests.of_each import MADE_UP, NOBODYS, Address, House, addresses, keys_of
from tests.reading import address, everything_but_the_audit_log

pytestmark = pytest.mark.django_db

PEOPLE = [
    "outsider",
    "agency_author",
    "agency_approver",
    "administrator",
    "auditor",
    "publisher",
    "eastfold_delegate",
    "reviewer_2",  # whose appointment has ended
    "la",
    "second_coordinator",
    "panel_member",
    "reviewer",
    "lead_partner",
    "scrutineer",
    "legal_adviser",
]
# Who may see what is asked in the same queries whoever asks: with PostgreSQL three ways of being outside are enough.
ON_EACH_DATABASE = [
    person
    if person in ("outsider", "eastfold_delegate", "la")
    else pytest.param(person, marks=pytest.mark.same_with_each_database)
    for person in PEOPLE
]
# These have the case until they are recused from it, and with it they lose its publications.
RECUSED = {
    "la",
    "second_coordinator",
    "panel_member",
    "reviewer",
    "lead_partner",
    "scrutineer",
    "legal_adviser",
}


def unknown_to(person: str) -> Iterator[Address]:
    """Each address of a thing that the person may not know of."""
    of_case = (who_may.ON_THE_CASE, who_may.ON_THE_PUBLICATION)
    for one in addresses():
        scope = who_may.in_scope(one.route)
        if scope is not None and (person not in scope or (person in RECUSED and scope in of_case)):
            yield one


def made_up(house: House, one: Address) -> str:
    """The address with a reference or a key in it that nobody ever gave."""
    sort, first = re.findall(r"<(\w+):(\w+)>", one.route)[0]
    nobodys = {"str": MADE_UP, "int": 987_654_321}.get(sort, NOBODYS)
    return one.filled(house.keys(one) | {first: nobodys})


def whatever(case: Case) -> dict[str, str]:
    """Something that fits the fields of many forms, so that a door that is open would do something."""
    today = clock.today(clock.now())
    return {
        **typed.view(),
        **typed.criteria(),
        **typed.notification(today),
        **typed.meeting(today),
        **typed.response(today),
        "version": "1",
        **typed.hold(today, today + timedelta(days=9)),
        **typed.telling(today),
        **typed.withdrawal(today),
        **typed.escalation(today),
        **typed.absence("icb"),
        **typed.day("decided_on", today),
        **typed.letter(today),
        **typed.day("answered_on", today),
        **typed.advice(),
        **typed.declaration(),
        **typed.day("to_day", today + timedelta(days=900)),
        **typed.day("answer_by", today),
        "reply": "So it was.",
        "asked": "Send the draft.",
        "accepts": "no",
        "is_complete": "no",
        "note": "Found it.",
        "direction": "away",
        "partnership": "Elsewhere",
        **typed.day("handed_over_on", today),
        "other_name": "Our own",
        "status": "open",
        "title": "Mine now",
        "document_class": "ordinary",
        "pseudonym": "Child Intruder",
        "age_band": "1_to_4",
        "place": "The mill",
        "purpose": "contact",
        "to_stage": "drafting",
        "reason": "Because.",
        "question": "Why?",
        "method": "Reading.",
        "answer": "So.",
        "text": "## Mine now",
        "expected_number": "1",
        "number": "1",
        "event": "Mine now.",
        "date": "2021",
        "significance": "key",
        "comment": "Mine now.",
        "passage": reporting.PASSAGE,
        **engaging.participant_form(),
        "words": "Mine now.",
        **naming.REASONS,
        "has_read": "on",
        "why": "inquiry",
    }


@pytest.fixture
def stopped(time_machine):
    """A clock that stands still, so that two answers a moment apart can be alike."""
    time_machine.move_to(clock.now(), tick=False)


@pytest.fixture
def gone(cast, make_case, as_user):
    """Return a function that gives one of each thing and a browser of somebody who may not know of it."""

    def make(person: str) -> tuple[House, Client]:
        house = of_each.house(cast, make_case)
        user = getattr(cast, person)
        if person in RECUSED:
            as_user(cast.coordinator).post(
                address(house.case, "recuse/"), {"person": str(user.pk), "reason": "A friend of the family."}
            )
            assert house.case.recusals.filter(user=user).exists()
        browser = as_user(user)
        browser.get("/staff/")
        return house, browser

    return make


# On any address


@pytest.mark.exhaustive
@pytest.mark.parametrize("person", ON_EACH_DATABASE)
def test_every_address_answers_as_for_a_thing_that_never_was(stopped, gone, person):
    """A01, A02, A03, A04, A05, A14, G01: status, body and headers, whatever is asked and sent; each leaves one row."""
    house, browser = gone(person)
    case, before = house.case, everything_but_the_audit_log()
    typed_in = whatever(case)
    nowhere = {"get": answer(browser.get(f"/staff/cases/{MADE_UP}/")), "post": None}
    nowhere["post"] = answer(browser.post(f"/staff/cases/{MADE_UP}/hold/"))
    rows, denied = AuditRow.objects.count(), 0
    for one in unknown_to(person):
        real = house.url(one)
        for method in ("get", "post"):
            data = (typed_in,) if method == "post" else ()
            pace.forget()  # whoever asks too often hears that before anything else
            there = getattr(browser, method)(real, *data)
            denied += there.status_code == 404
            assert AuditRow.objects.count() == rows + denied, (one.name, method)
            # 405 comes before the thing is looked for: to everybody alike.
            expected = nowhere[method]
            if there.status_code == 405 or person == "outsider":
                pace.forget()
                expected = answer(getattr(browser, method)(made_up(house, one), *data))
                denied += there.status_code == 404
            assert answer(there) == expected, (one.name, method)
            assert there.status_code in {404, 405}, (one.name, method)
            assert case.reference not in str(answer(there)), (one.name, method)
    assert denied >= 250
    assert everything_but_the_audit_log() == before
    left = AuditRow.objects.order_by("sequence")[rows:]
    assert {(row.outcome, row.reference) for row in left} == {("denied", "")}
    assert verify().fault is None


@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
def test_other_methods_tell_nothing_either(stopped, gone):
    house, browser = gone("outsider")
    before = everything_but_the_audit_log()
    for one in unknown_to("outsider"):
        for method in ("head", "put", "options"):
            there, nowhere = (getattr(browser, method)(url) for url in (house.url(one), made_up(house, one)))
            assert answer(there) == answer(nowhere), (one.name, method)
            assert there.status_code in {404, 405}, (one.name, method)
    assert everything_but_the_audit_log() == before


@pytest.mark.exhaustive
@pytest.mark.parametrize("account", ["none", "closed"])
def test_a_stranger_is_sent_to_sign_in_and_learns_nothing(stopped, gone, cast, as_user, client, account):
    """A01, A16: on every address behind the sign-in, and so is who had an account until a moment ago."""
    house, _browser = gone("outsider")
    browser = client
    if account == "closed":
        browser = as_user(cast.police)
        type(cast.police).objects.filter(pk=cast.police.pk).update(is_active=False)
    for one in addresses():
        if not one.route.startswith("staff/"):
            continue
        for method in ("get", "post"):
            real = house.url(one)
            there = getattr(browser, method)(real)
            assert there.status_code == 302, one.name
            assert there.headers["Location"].startswith("/accounts/login/"), one.name
            if "<" in one.route:
                nonsense = made_up(house, one)
                nowhere = getattr(browser, method)(nonsense)
                assert str(answer(there)).replace(real, nonsense) == str(answer(nowhere)), one.name


@pytest.mark.parametrize(
    "reference",
    ["sc-bcdf-ghjk", "SC-1111-AAAA", "SC-BCDF-GHJKK", "1", "nonsense", "SC-BCDF%20GHJK", "%F0%9F%92%A5"],
)
def test_nonsense_answers_like_a_well_made_reference(stopped, make_case, cast, as_user, reference):
    case = make_case(Stage.PRE_PUBLICATION).case
    browser = as_user(cast.outsider)
    browser.get("/staff/")
    nowhere = browser.get(f"/staff/cases/{MADE_UP}/")
    assert answer(browser.get(f"/staff/cases/{reference}/")) == answer(nowhere)
    assert answer(browser.get(address(case))) == answer(nowhere)


@pytest.mark.exhaustive
def test_a_case_of_the_persons_own_is_404_for_a_seat_line_or_version_of_another(cast, make_case, as_user):
    """A06: the child of another case under the reference of one's own."""
    mine = make_case(Stage.DRAFTING).case
    other = make_case(Stage.PRE_PUBLICATION, pseudonym="Child Robin").case
    put_everything_on(other, cast)
    asking.asked(other, cast)
    browser = as_user(cast.coordinator)
    keys, walked = keys_of(other) | {"reference": mine.reference}, 0
    for one in addresses():
        if not one.route.startswith(of_each.OF_ONE_CASE) or not re.search("<(uuid|int):", one.route):
            continue
        assert browser.get(one.filled(keys)).status_code in {404, 405}, one.name
        assert browser.post(one.filled(keys), whatever(mine)).status_code in {404, 405}, one.name
        walked += 1
    assert walked >= 50


def test_each_denial_leaves_a_row_that_does_not_name_the_case(cast, make_case, as_user):
    """G02: the log knows that somebody tried, and a reader of it learns no reference from it."""
    as_user(cast.outsider).get(address(make_case().case))
    row = AuditRow.objects.filter(verb="opened.case", outcome="denied").first()
    assert row is not None
    assert row.reference == ""
