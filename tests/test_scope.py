"""Outside somebody's scope a case does not exist, on any address. Lists and sessions are in test_scope_in_time.py."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver

from cspr_portal import clock
from reviews.audit.verification import verify
from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import (
    appointing,
    asking,
    assigned,
    besides,
    chronicling,
    convened,
    engaging,
    files,
    learned,
    naming,
    ordering,
    rapid,
    reporting,
    snapshots,
    typed,
)
from tests.deciding import answered, escalate
from tests.reading import address, everything_but_the_audit_log

pytestmark = pytest.mark.django_db

MADE_UP = "SC-BCDF-GHJK"
PEOPLE = [
    "outsider",
    "agency_author",
    "administrator",
    "auditor",
    "publisher",
    "eastfold_delegate",
    "reviewer_2",
    "la",
    "second_coordinator",
    "panel_member",
    "reviewer",
    "lead_partner",
    "scrutineer",
    "legal_adviser",
]
# These have the case until they are recused from it.
RECUSED = {
    "la",
    "second_coordinator",
    "panel_member",
    "reviewer",
    "lead_partner",
    "scrutineer",
    "legal_adviser",
}


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each address of the URLconf that has a case's reference in it, with its name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif "<str:reference>" in route:
            yield route, pattern.name or ""


def keys_of(case: Case) -> dict[str, Any]:
    """The case's own keys, by their names in addresses."""
    review = case.review
    return {
        "reference": case.reference,
        "child": case.children.first().pk,
        "seat": review.seats.filter(partner_role="").first().pk,
        "line": review.key_lines.first().pk,
        "number": 1,
        "view": case.partner_views.first().pk,
        "escalation": case.escalations.first().pk,
        "document": case.documents.first().pk,
        "letter": case.correspondence.first().pk,
        **asking.keys(case),
        **besides.keys(case),
        **rapid.keys(case),
        **assigned.keys(case),
        **appointing.keys(case),
        **chronicling.keys(case),
        **convened.keys(case),
        **learned.keys(case),
        **reporting.keys(case),
        **engaging.keys(case),
        **ordering.keys(case),
        **naming.keys(case),
    }


def filled(route: str, keys: dict[str, Any]) -> str:
    """The address with these keys in it."""
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(keys[found[1]]), route)


def answer(response: HttpResponse) -> tuple[Any, ...]:
    """All that a browser gets, but the date."""
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    return response.status_code, headers, response.cookies.output(), response.content


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
    }


@pytest.fixture
def stopped(time_machine):
    """A clock that stands still, so that two answers a moment apart can be alike."""
    time_machine.move_to(clock.now(), tick=False)


def put_something_of_each_kind_on(case: Case, cast: Any) -> None:
    """What the addresses of all pages about a case name."""
    files.papers(case, cast.coordinator)
    escalate(case, cast.coordinator)
    answered(case, cast.coordinator)
    asking.asked(case, cast)
    besides.put_beside(case, cast.coordinator)
    assigned.advised(case, cast)
    appointing.asked(case, cast.coordinator)
    chronicling.put(case, cast.coordinator)
    convened.convened(case, cast)
    learned.learn(case, cast.coordinator)
    reporting.commented(case, cast.coordinator)
    engaging.engage(case, cast.coordinator)
    ordering.ordered(case, cast.coordinator)
    naming.proposed(case, cast.coordinator)
    assigned.assign(case, cast.legal_adviser, cast.coordinator)


@pytest.fixture
def gone(cast, make_case, as_user):
    """Return a function that gives a far-travelled case and a browser of somebody who may not know of it."""

    def make(person: str):
        case = make_case(Stage.PRE_PUBLICATION).case
        snapshots.built_once("with something of each kind", lambda: put_something_of_each_kind_on(case, cast))
        user = getattr(cast, person)
        if person in RECUSED:
            as_user(cast.coordinator).post(
                address(case, "recuse/"), {"person": str(user.pk), "reason": "A friend of the family."}
            )
            assert case.recusals.filter(user=user).exists()
        browser = as_user(user)
        browser.get("/staff/")
        return case, browser

    return make


# On any address


@pytest.mark.exhaustive
@pytest.mark.parametrize("person", PEOPLE)
def test_every_address_answers_as_for_a_case_that_never_was(stopped, gone, person):
    """A01, A02, A03, A05, A14: status, body and headers, whatever is asked and sent."""
    case, browser = gone(person)
    before = everything_but_the_audit_log()
    typed_in = whatever(case)
    keys, walked = keys_of(case), 0
    for route, name in routes():
        real = filled(route, keys)
        made_up = real.replace(case.reference, MADE_UP)
        for method in ("get", "post"):
            data = (typed_in,) if method == "post" else ()
            there, nowhere = (getattr(browser, method)(url, *data) for url in (real, made_up))
            assert answer(there) == answer(nowhere), (name, method)
            # 405 comes before the case is looked for: a page that is only read takes no POST from anybody.
            assert there.status_code in ({404} if method == "get" else {404, 405}), (name, method)
            assert case.reference not in str(answer(there)), (name, method)
        walked += 1
    assert walked >= 38
    assert everything_but_the_audit_log() == before
    assert verify().fault is None


@pytest.mark.exhaustive
def test_other_methods_tell_nothing_either(stopped, gone):
    case, browser = gone("outsider")
    before, keys = everything_but_the_audit_log(), keys_of(case)
    for route, name in routes():
        real = filled(route, keys)
        for method in ("head", "put", "patch", "delete", "options", "trace"):
            there, nowhere = (
                getattr(browser, method)(url) for url in (real, real.replace(case.reference, MADE_UP))
            )
            assert answer(there) == answer(nowhere), (name, method)
            assert there.status_code in {404, 405}, (name, method)
    assert everything_but_the_audit_log() == before


@pytest.mark.exhaustive
def test_a_stranger_is_sent_to_sign_in_and_learns_nothing(stopped, gone, client):
    case, _browser = gone("outsider")
    keys = keys_of(case)
    for route, name in routes():
        real = filled(route, keys)
        there, nowhere = client.get(real), client.get(real.replace(case.reference, MADE_UP))
        assert there.status_code == 302, name
        assert there.headers["Location"].startswith("/accounts/login/"), name
        assert str(answer(there)).replace(case.reference, MADE_UP) == str(answer(nowhere)), name


@pytest.mark.parametrize(
    "reference",
    ["sc-bcdf-ghjk", "SC-1111-AAAA", "SC-BCDF-GHJKK", "1", "nonsense", "SC-BCDF%20GHJK", "%F0%9F%92%A5"],
)
def test_nonsense_answers_like_a_well_made_reference(stopped, gone, reference):
    case, browser = gone("outsider")
    made_up = browser.get(f"/staff/cases/{MADE_UP}/")
    assert answer(browser.get(f"/staff/cases/{reference}/")) == answer(made_up)
    assert answer(browser.get(address(case))) == answer(made_up)


@pytest.mark.exhaustive
def test_a_case_of_the_persons_own_is_404_for_a_seat_line_or_version_of_another(cast, make_case, as_user):
    """A06: the child of another case under the reference of one's own."""
    mine = make_case(Stage.DRAFTING).case
    other = make_case(Stage.PRE_PUBLICATION, pseudonym="Child Robin").case
    put_something_of_each_kind_on(other, cast)
    browser = as_user(cast.coordinator)
    keys, walked = keys_of(other) | {"reference": mine.reference}, 0
    for route, name in routes():
        foreign = filled(route, keys)
        if not re.search("<(uuid|int):", route):
            continue
        assert browser.get(foreign).status_code == 404, name
        assert browser.post(foreign, whatever(mine)).status_code in {404, 405}, name
        walked += 1
    assert walked >= 7


def test_each_denial_leaves_a_row_that_does_not_name_the_case(gone):
    """G02: the log knows that somebody tried, and a reader of it learns no reference from it."""
    case, browser = gone("outsider")
    browser.get(address(case))
    row = AuditRow.objects.filter(verb="opened.case", outcome="denied").first()
    assert row is not None
    assert row.reference == ""
