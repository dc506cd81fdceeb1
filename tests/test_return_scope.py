"""A request that isn't yours answers like one that never was: whoever asks, whatever happened meanwhile."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from cspr_portal import clock
from reviews.audit.verification import verify
from reviews.authorship import lines_of
from reviews.cases.actions import recuse
from reviews.models import Agency, AgencyKind, AgencyReturn, AuditRow, Recusal, SealedOpening
from reviews.panel import actions as panel
from reviews.returns import actions, writing
from reviews.stages import Stage
from tests import asking, not_there
from tests.asking import HEALTH_VISITING, HOSPITALS, SAID, agency, asked, fresh, ours, theirs
from tests.not_there import answer
from tests.reading import address, words

pytestmark = pytest.mark.django_db

# Something for each field of the author's forms, so that a door that is open would do something.
WHATEVER = {
    **asking.draft(1, involvement="Mine now."),
    "reason": "Because.",
    "practitioner": "Somebody",
    "version": "1",
}
# What a draft for the rapid review has no page for; the chronology's addresses have tests of their own.
NO_PAGE_NOW = {"take_back_return", "return_word"}


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each address of the author's side that names a request."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif route.startswith("staff/requests/") and "<uuid:" in route:
            yield "/" + route, pattern.name or ""


def expect_nothing(browser, found) -> None:
    """Every address of the request answers as for a key that nobody ever gave, and does nothing."""
    unsaid = {"/staff/requests/": "Child Wren", "/staff/": "agency’s return"}
    not_there.expect_nothing(browser, found.pk, routes(), WHATEVER, least=6, unsaid=unsaid)


@pytest.fixture
def found(cast, rapid, time_machine):
    """A request with a draft, at a moment that stands still."""
    time_machine.move_to(clock.now(), tick=False)
    made = asked(rapid, cast)
    asking.saved(made)
    return made


@pytest.mark.parametrize(
    "person",
    [
        "outsider",
        "coordinator",
        "la",
        "police",
        "hospital_author",
        "panel_member",
        "reviewer",
        "publisher",
        "auditor",
        "administrator",
    ],
)
def test_another_persons_request_is_not_there(cast, found, as_user, person):
    """A02, A05, A14: nor is the coordinator's own way in this one."""
    browser = as_user(getattr(cast, person))
    expect_nothing(browser, found)
    is_author = person == "hospital_author"
    assert browser.get("/staff/requests/").status_code == (200 if is_author else 404)


def test_a_colleague_of_the_same_agency_sees_nothing_of_it(cast, found, as_user):
    second = asking.author_of(HEALTH_VISITING, "second-author", cast.coordinator)
    expect_nothing(as_user(second), found)


def unconfirmed(cast, found) -> None:
    user = cast.agency_author
    user.role_confirmed_at = user.role_confirmed_by = None
    user.save()


def another_role(cast, found) -> None:
    cast.agency_author.role = "panel_member"
    cast.agency_author.save()


def another_agency(cast, found) -> None:
    cast.agency_author.agency = agency(HOSPITALS)
    cast.agency_author.save()


def no_agency(cast, found) -> None:
    cast.agency_author.agency = None
    cast.agency_author.save()


def replaced(cast, found) -> None:
    second = asking.author_of(HEALTH_VISITING, "second-author", cast.coordinator)
    actions.name_author(found, second, by=cast.coordinator, at=clock.now())


def taken_away(cast, found) -> None:
    actions.name_author(found, None, by=cast.coordinator, at=clock.now())


def withdrawn(cast, found) -> None:
    actions.withdraw(found, reason="The wrong family.", by=cast.coordinator, at=clock.now())


def recused(cast, found) -> None:
    Recusal.objects.create(
        case=found.case,
        user=cast.agency_author,
        reason="A friend.",
        recused_at=clock.now(),
        recused_by=cast.coordinator,
    )


@pytest.mark.parametrize(
    "change",
    [unconfirmed, another_role, another_agency, no_agency, replaced, taken_away, withdrawn, recused],
)
def test_what_is_taken_away_is_gone_on_the_next_request_of_the_same_session(cast, found, as_user, change):
    """A16."""
    browser = as_user(cast.agency_author)
    assert SAID in words(browser.get(theirs(found, "return/")))
    change(cast, found)
    expect_nothing(browser, found)
    assert not SealedOpening.objects.exists()


def test_a_closed_account_is_signed_out(cast, found, as_user):
    """A16."""
    browser = as_user(cast.agency_author)
    cast.agency_author.is_active = False
    cast.agency_author.save()
    assert browser.get(theirs(found)).headers["Location"].startswith("/accounts/login/")


def test_a_stranger_is_sent_to_sign_in_and_learns_nothing(found, client):
    for route, name in routes():
        real, made_up = (re.sub("<uuid:[^>]+>", str(key), route) for key in (found.pk, uuid.uuid4()))
        there, nowhere = client.get(real), client.get(made_up)
        assert there.status_code == 302, name
        assert there.headers["Location"].replace(real, "") == nowhere.headers["Location"].replace(made_up, "")


def test_the_author_learns_nothing_of_the_case(cast, rapid, found, as_user):
    """A10, A18: no reference, area, stage, fact, other agency or other child on any of the author's pages."""
    asked(rapid, cast, cast.hospital_author, of=HOSPITALS)
    browser = as_user(cast.agency_author)
    shown = [route for route, name in routes() if name not in NO_PAGE_NOW and "chronology" not in route]
    pages = [browser.get(re.sub("<uuid:[^>]+>", str(found.pk), route)) for route in shown]
    pages += [browser.get("/staff/requests/"), browser.get("/staff/")]
    pages.append(browser.post(theirs(found, "sheet/"), {"reason": "To find them."}))
    for page in pages:
        assert page.status_code == 200
        text = words(page)
        for secret in (rapid.reference, rapid.summary, "Merefield", rapid.get_outcome_display()):
            assert secret not in text, secret
        main = text[text.index("<main") : text.index("</main>")]
        for secret in ("Northmere", "/staff/cases/", "Rapid review", str(rapid.pk)):
            assert secret not in main, secret


def test_the_author_is_no_nearer_to_the_case_than_anybody(cast, rapid, found, as_user):
    """A02: none of the case's pages, the requests' own included, and in no list."""
    browser = as_user(cast.agency_author)
    browser.get("/staff/")
    for url in (address(rapid), address(rapid, "requests/"), ours(found), address(rapid, "identities/")):
        made_up = url.replace(rapid.reference, "SC-BCDF-GHJK")
        assert answer(browser.get(url)) == answer(browser.get(made_up)), url
        assert browser.get(url).status_code == 404
    assert rapid.reference not in words(browser.get("/staff/cases/"))


def test_each_denial_leaves_a_row_that_does_not_name_the_case(cast, found, as_user):
    """G02."""
    as_user(cast.hospital_author).get(theirs(found))
    row = AuditRow.objects.get(verb="opened.my_request", outcome="denied")
    assert (row.actor, row.reference, row.detail) == (str(cast.hospital_author.pk), "", {})


def test_each_read_and_each_refusal_stands_in_the_log_under_the_case(cast, rapid, found, as_user):
    """G01, G02: the auditor finds by the reference what the author did, who never saw it."""
    browser = as_user(cast.agency_author)
    for route, name in routes():
        before = AuditRow.objects.count()
        response = browser.get(re.sub("<uuid:[^>]+>", str(found.pk), route))
        rows = AuditRow.objects.filter(sequence__gt=before).order_by("sequence")
        left = list(rows.values_list("verb", "outcome", "reference"))
        is_read = response.status_code == 200
        wanted = ("opened" if is_read else "refused", "done" if is_read else "denied")
        assert left[:1] == [(f"{wanted[0]}.{name}", wanted[1], rapid.reference)], name
        # A file leaves one more row: that it was taken.
        assert [verb for verb, *_rest in left[1:]] == (
            ["return.downloaded"] if name == "return_word" else []
        ), name
    asking.sent(found, involvement="Done.")
    assert browser.get(theirs(found, "return/")).status_code == 409
    refused = AuditRow.objects.get(verb="refused.write_return")
    assert (refused.reference, refused.outcome) == (rapid.reference, "denied")
    assert verify().fault is None


# On the side of those who ask


@pytest.mark.parametrize("person", ["la", "police", "icb"])
def test_partners_read_what_was_sent_and_change_nothing(cast, rapid, found, as_user, person):
    browser = as_user(getattr(cast, person))
    assert "Not yet: the agency has not sent its return." in words(browser.get(ours(found)))
    asking.sent(found)
    page = words(browser.get(ours(found)))
    assert SAID in page
    assert "What you can do" not in page
    assert browser.get(address(rapid, "requests/")).status_code == 200


def test_the_reviewer_reads_accepted_returns_and_knows_of_no_others(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    one, two = asked(case, cast), asked(case, cast, cast.hospital_author, of=HOSPITALS)
    asking.accepted(one, cast.coordinator)
    asking.sent(two)
    browser = as_user(cast.reviewer)
    assert SAID in words(browser.get(ours(one)))
    assert "Zebedee" not in words(browser.get(ours(one)))
    assert browser.get(ours(two)).status_code == 404
    page = words(browser.get(address(case, "requests/")))
    assert HEALTH_VISITING in page and HOSPITALS not in page


def test_a_panel_member_does_not_see_returns(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    one = asked(case, cast)
    asking.accepted(one, cast.coordinator)
    browser = as_user(cast.panel_member)
    for url in (address(case, "requests/"), ours(one), ours(one, "accept/")):
        assert browser.get(url).status_code == 403, url


def test_a_request_of_another_case_is_not_under_this_one(cast, rapid, make_case, as_user):
    """A06."""
    other = make_case(Stage.RAPID_REVIEW, pseudonym="Child Robin", days_ago=5).case
    foreign = asked(other, cast)
    browser = as_user(cast.coordinator)
    for rest in ("", "author/", "due/", "sheet/", "chase/", "send-back/", "accept/", "withdraw/"):
        url = address(rapid, f"requests/{foreign.pk}/{rest}")
        assert browser.get(url).status_code == 404, rest


# A conflict of interest


def test_an_author_who_declares_a_conflict_no_longer_finds_the_request(cast, rapid, found, as_user):
    browser = as_user(cast.agency_author)
    response = browser.post(theirs(found, "conflict/"), {"reason": "I know the family."}, follow=True)
    assert "The coordinator asks somebody else." in words(response)
    recusal = rapid.recusals.get(user=cast.agency_author)
    assert (recusal.recused_by, recusal.reason) == (cast.agency_author, "I know the family.")
    assert fresh(found).author is None
    assert AgencyReturn.objects.get().involvement == SAID
    expect_nothing(browser, found)
    assert AuditRow.objects.filter(verb="case.recused", reference=rapid.reference).count() == 1


def test_a_seat_on_the_panel_goes_with_the_conflict(cast, make_case, as_user):
    """Recusal beats every standing, a seat that the author holds besides included."""
    case = make_case(Stage.GATHERING).case
    panel.add_member(case, agency(), cast.agency_author, by=cast.coordinator, at=clock.now())
    found = asked(case, cast)
    browser = as_user(cast.agency_author)
    assert browser.get(address(case)).status_code == 200
    writing.stand_down(found, reason="A friend.", by=cast.agency_author, at=clock.now())
    assert browser.get(address(case)).status_code == 404


def test_a_recusal_by_the_coordinator_hides_the_request_too(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    panel.add_member(case, agency(), cast.agency_author, by=cast.coordinator, at=clock.now())
    found = asked(case, cast)
    recuse(case, cast.agency_author, reason="A friend.", by=cast.coordinator, at=clock.now())
    assert as_user(cast.agency_author).get(theirs(found)).status_code == 404


# Agencies that merge


def merged(into: str, old: str = HEALTH_VISITING, days_ago: int = 1) -> Agency:
    """End an agency some days ago and let another one follow it."""
    since = clock.today(clock.now()) - timedelta(days=500)
    new, _ = Agency.objects.get_or_create(name=into, defaults={"kind": AgencyKind.HEALTH, "starts_on": since})
    ended = agency(old)
    ended.ends_on, ended.successor = clock.today(clock.now()) - timedelta(days=days_ago), new
    ended.save()
    return new


def test_an_open_request_follows_its_agency_to_the_successor(cast, rapid, found, as_user):
    """Practice: scope and open requests follow the successor, old records keep the old name."""
    new = merged("Tarn Community Health")
    user = cast.agency_author
    # The account that was not moved yet still works, and so it does when it is.
    assert as_user(user).get(theirs(found)).status_code == 200
    user.agency = new
    user.save()
    browser = as_user(user)
    page = words(browser.get(theirs(found, "return/")))
    assert SAID in page and HEALTH_VISITING in page
    second = asking.author_of("Tarn Community Health", "second-author", cast.coordinator)
    actions.name_author(found, second, by=cast.coordinator, at=clock.now())
    assert as_user(second).get(theirs(found)).status_code == 200
    assert browser.get(theirs(found)).status_code == 404
    kept = asking.sent(found, involvement="By the new agency.")
    assert found.steps.get(to_state="submitted").taken_as == "Named professional, Tarn Community Health"
    actions.accept(found, version=kept.version, by=cast.coordinator, at=clock.now())
    assert as_user(second).get(theirs(found)).status_code == 404


def test_before_the_agency_has_ended_nobody_of_its_successor_follows(cast, rapid, found, as_user):
    new = merged("Tarn Community Health", days_ago=0)
    cast.agency_author.agency = new
    cast.agency_author.save()
    expect_nothing(as_user(cast.agency_author), found)


def test_the_successor_is_not_asked_twice_for_what_its_predecessor_holds(cast, rapid, found):
    new = merged("Tarn Community Health")
    assert new not in actions.access.agencies_to_ask(rapid, clock.now())
    assert "has been asked" in actions.access.already_asked(rapid, new, clock.now())


def test_two_agencies_with_the_same_successor_do_not_see_each_others_requests(cast, rapid, found):
    new = merged("Tarn Community Health")
    merged("Tarn Community Health", HOSPITALS)
    lines = lines_of([agency().pk, agency(HOSPITALS).pk, new.pk], clock.now())
    assert lines[agency().pk] == {agency().pk, new.pk}
    assert lines[agency(HOSPITALS).pk] == {agency(HOSPITALS).pk, new.pk}
    assert lines[new.pk] == {agency().pk, agency(HOSPITALS).pk, new.pk}


def test_agencies_that_follow_each_other_in_a_circle_are_no_fault(cast, rapid, found, as_user):
    """A slip in the admin: whoever is in the circle is of one line, and nothing hangs."""
    merged(HOSPITALS, HEALTH_VISITING)
    merged(HEALTH_VISITING, HOSPITALS)
    both = {agency().pk, agency(HOSPITALS).pk}
    assert lines_of(both, clock.now()) == dict.fromkeys(both, both)
    assert as_user(cast.agency_author).get(theirs(found)).status_code == 200


# Many requests


def test_the_authors_list_asks_the_same_number_of_questions_however_long(
    cast, make_case, as_user, django_assert_max_num_queries
):
    browser = as_user(cast.agency_author)
    counts = []
    for number in range(3):
        asked(make_case(Stage.RAPID_REVIEW, pseudonym=f"Child {number}", days_ago=5).case, cast)
        with django_assert_max_num_queries(25) as questions:
            page = words(browser.get("/staff/requests/"))
        counts.append(len(questions))
        assert page.count("For the rapid review") == number + 1
    assert counts[1] == counts[2]
