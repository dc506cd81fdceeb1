"""A return to sign off that isn't yours answers like one that never was; the approver sees it and nothing beside it."""

import re
from collections.abc import Iterator

import pytest
from django.urls import get_resolver

from cspr_portal import clock
from reviews.cases.actions import recuse
from reviews.models import AuditRow, Role
from reviews.returns import actions, writing
from tests import asking, not_there
from tests.asking import HEALTH_VISITING, HOSPITALS, SAID, agency, approvers, asked, ours, theirs
from tests.not_there import answer
from tests.reading import address, words
from tests.test_return_scope import merged
from tests.test_return_sign_off import approver_of

pytestmark = pytest.mark.django_db


def routes() -> Iterator[tuple[str, str]]:
    """Each address of the approver's side that names a request."""
    for part in get_resolver().url_patterns:
        if str(part.pattern) == "staff/sign-offs/":
            for pattern in part.url_patterns:
                if "<uuid:" in str(pattern.pattern):
                    yield f"/staff/sign-offs/{pattern.pattern}", pattern.name


def expect_nothing(browser, found) -> None:
    """Every address of the return answers as for a key that nobody ever gave, and does nothing."""
    posted = {"version": "1", "reason": "Mine now."}
    unsaid = {"/staff/sign-offs/": "Child Wren", "/staff/": "return off"}
    not_there.expect_nothing(browser, found.pk, routes(), posted, least=3, unsaid=unsaid)


@pytest.fixture
def found(cast, rapid, time_machine):
    """A return that waits to be signed off, at a moment that stands still."""
    time_machine.move_to(clock.now(), tick=False)
    return asking.to_sign_off(rapid, cast)


@pytest.mark.parametrize(
    "person",
    ["outsider", "la", "agency_author", "hospital_author", "panel_member", "reviewer", "administrator"],
)
def test_another_persons_return_is_not_there(cast, found, as_user, person):
    """A02, A05, A14: not for its author by this way either."""
    browser = as_user(getattr(cast, person))
    expect_nothing(browser, found)
    assert browser.get("/staff/sign-offs/").status_code == 404


@pytest.mark.parametrize("name", [HOSPITALS, HEALTH_VISITING])
def test_neither_another_agencys_approver_nor_a_colleague_sees_it(cast, found, as_user, name):
    browser = as_user(approver_of(name, cast))
    expect_nothing(browser, found)
    assert browser.get("/staff/sign-offs/").status_code == 200


def unconfirmed(cast, found) -> None:
    cast.agency_approver.role_confirmed_at = cast.agency_approver.role_confirmed_by = None
    cast.agency_approver.save()


def another_role(cast, found) -> None:
    cast.agency_approver.role = Role.AGENCY_AUTHOR
    cast.agency_approver.save()


def another_agency(cast, found) -> None:
    cast.agency_approver.agency = agency(HOSPITALS)
    cast.agency_approver.save()


def replaced(cast, found) -> None:
    second = approver_of(HEALTH_VISITING, cast)
    actions.name_approver(found, second, by=cast.coordinator, at=clock.now())


def withdrawn(cast, found) -> None:
    actions.withdraw(found, reason="The wrong family.", by=cast.coordinator, at=clock.now())


def recused(cast, found) -> None:
    recuse(found.case, cast.agency_approver, reason="A friend.", by=cast.coordinator, at=clock.now())


@pytest.mark.parametrize("change", [unconfirmed, another_role, another_agency, replaced, withdrawn, recused])
def test_what_is_taken_away_is_gone_on_the_next_request_of_the_same_session(cast, found, as_user, change):
    """A16."""
    browser = as_user(cast.agency_approver)
    assert SAID in words(browser.get(approvers(found)))
    change(cast, found)
    expect_nothing(browser, found)


def test_the_approver_reads_the_return_and_nothing_beside_it(cast, rapid, found, as_user):
    """A02, A10: no subject sheet, no address of the author's, no page of the case, no reference anywhere."""
    asked(rapid, cast, cast.hospital_author, of=HOSPITALS)
    browser = as_user(cast.agency_approver)
    for url in (theirs(found), theirs(found, "sheet/"), theirs(found, "return/"), "/staff/requests/"):
        assert browser.get(url).status_code == 404, url
        assert browser.post(url, {"reason": "To find them."}).status_code in {404, 405}, url
    for url in (address(rapid), address(rapid, "requests/"), ours(found), address(rapid, "identities/")):
        made_up = url.replace(rapid.reference, "SC-BCDF-GHJK")
        assert answer(browser.get(url)) == answer(browser.get(made_up)), url
    pages = [browser.get(re.sub("<uuid:[^>]+>", str(found.pk), route)) for route, _name in routes()]
    pages += [browser.get("/staff/sign-offs/"), browser.get("/staff/")]
    for page in pages:
        assert page.status_code == 200
        text = words(page)
        main = text[text.index("<main") : text.index("</main>")]
        for secret in (rapid.reference, rapid.summary, "Merefield", "Zebedee", "Northmere", str(rapid.pk)):
            assert secret not in main, secret


def test_each_read_and_each_denial_stands_in_the_log(cast, rapid, found, as_user):
    """G02: a read under the case, a denial without its reference."""
    as_user(cast.agency_approver).get(approvers(found))
    assert AuditRow.objects.filter(verb="opened.sign_off", reference=rapid.reference).count() == 1
    as_user(approver_of(HOSPITALS, cast)).get(approvers(found))
    row = AuditRow.objects.get(verb="opened.sign_off", outcome="denied")
    assert (row.reference, row.detail) == ("", {})


def test_it_follows_the_agency_to_its_successor_and_stays_with_the_old_one_once_accepted(
    cast, found, as_user
):
    new = merged("Tarn Community Health")
    browser = as_user(cast.agency_approver)
    assert SAID in words(browser.get(approvers(found)))
    cast.agency_approver.agency = new
    cast.agency_approver.save()
    browser = as_user(cast.agency_approver)
    assert browser.post(approvers(found), {"version": "1"}).status_code == 302
    actions.accept(found, version=1, by=cast.coordinator, at=clock.now())
    assert browser.get(approvers(found)).status_code == 404


def test_the_list_asks_the_same_number_of_questions_however_long(
    cast, make_case, as_user, django_assert_max_num_queries
):
    browser = as_user(cast.agency_approver)
    counts = []
    for number in range(3):
        case = make_case(days_ago=5, pseudonym=f"Child {number}").case
        asking.to_sign_off(case, cast)
        with django_assert_max_num_queries(25) as questions:
            assert words(browser.get("/staff/sign-offs/")).count("Sam Okoro") == number + 1
        counts.append(len(questions))
    assert counts[1] == counts[2]


def test_a_draft_is_not_the_approvers_to_read(cast, rapid, as_user):
    found = asked(rapid, cast, approver=cast.agency_approver)
    asking.saved(found)
    page = words(as_user(cast.agency_approver).get(approvers(found)))
    assert SAID not in page and "Not yet: the author has not asked you to sign the return off." in page
    kept = asking.sent(found)
    writing.sign_off(found, version=kept.version, by=cast.agency_approver, at=clock.now())
    assert SAID in words(as_user(cast.agency_approver).get(approvers(found)))
