"""Each address × each role × each method × each state of the thing, against the table in who_may.csv.

Here are the people to whom the thing is open, and the pages that are about no one thing; everybody else is in
test_scope.py. What a public address does in each state of a publication is in test_public_outlets.py.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cspr_portal.pdf import drawing
from reviews.models import AuditRow, User
from tests import of_each, who_may
from tests.of_each import Address, House, addresses
from tests.reading import everything_but_the_audit_log
from tests.test_house_rules import PUBLIC_NAMES, filled
from tests.who_may import Row
from tools import draw_who_may

# What somebody meets to whom an address is open: the page, a form with what is missing in it, the next page, “not now”.
OPEN = {200, 302, 400, 409}
SHUT = {403, 404}
LIBRARIES = ("admin/", "accounts/")
# In front of those who may not stands “not now”, for the time is asked before the person.
TIME_FIRST = "time first"
DRAWN: dict[str, bytes] = {}


def line_for(address: Address) -> str:
    """The row that a new address wants, to be mended by who adds it."""
    near = [one for one in addresses() if who_may.row_of(one.name) and one.name != address.name]
    nearest = max(near, key=lambda one: _in_common(one.route, address.route))
    row = who_may.row_of(nearest.name)
    assert row is not None
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(
        [
            row.section,
            address.name,
            *(", ".join(who) for who in (row.reads, row.does)),
            "what it is",
            "until when",
            "",
            "",
        ]
    )
    return line.getvalue()


def _in_common(one: str, other: str) -> int:
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def test_a01_every_address_has_a_row_and_every_row_an_address() -> None:
    """A01: an address that nobody decided on fails the build."""
    there = list(addresses())
    wanting = [f"/{one.route}: {line_for(one)}" for one in there if who_may.row_of(one.name) is None]
    assert not wanting, "Add to tests/who_may.csv, with who reads and does it:\n" + "\n".join(wanting)
    used = {row.name for one in there if (row := who_may.row_of(one.name))}
    rows = [row.name for row in who_may.rows()]
    assert [name for name in rows if name not in used] == []
    assert [name for name, count in Counter(rows).items() if count > 1] == []
    for row in who_may.rows():
        assert {*row.reads, *row.does} <= who_may.WORDS, row.name


def test_the_page_is_drawn_from_the_table() -> None:
    """docs/who-may-see-what.md says what the table says."""
    page = draw_who_may.PAGE.read_text(encoding="utf-8")
    assert page == draw_who_may.drawn(page), "Run .venv/bin/python -m tools.draw_who_may"
    missing = {row.section for row in who_may.rows()} - draw_who_may.sections(page)
    assert not missing, f"The page has no place for {missing}"


# Who finds what


@pytest.fixture
def quick_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each PDF is drawn once, whoever asks for it: what stands in it is looked at elsewhere."""
    draw = drawing.drawn

    def once(html: str, *rest: Any) -> bytes:
        title = html.partition("<title>")[2].partition("</title>")[0]
        if title not in DRAWN:
            DRAWN[title] = draw(html, *rest)
        return DRAWN[title]

    monkeypatch.setattr(drawing, "drawn", once)


@contextmanager
def undone() -> Iterator[None]:
    """What happens in it has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def newest() -> int:
    row = AuditRow.objects.order_by("-sequence").first()
    return row.sequence if row else 0


def asked(browser: Client, method: str, url: str) -> tuple[int, list[str], list[str]]:
    """Ask, read the answer to its end, take back what it did: the status, and the verbs of what was done and denied."""
    with undone():
        before = newest()
        response = getattr(browser, method)(url)
        if response.streaming:
            list(response)
        left = list(AuditRow.objects.filter(sequence__gt=before).order_by("sequence"))
    done = [row.verb for row in left if row.outcome == "done"]
    return response.status_code, done, [row.verb for row in left if row.outcome == "denied"]


def expect(browser: Client, url: str, row: Row, who: set[str], state: str = "") -> None:
    """Expect what the table says of somebody who is all that, and that the log knows of it (G01)."""
    is_now = not row.when or state in row.when.split()
    for method, lets, some in (
        ("get", row.lets_read(who), row.reads),
        ("post", row.lets_do(who), row.does),
    ):
        status, done, denied = asked(browser, method, url)
        said = (row.name, method, sorted(who), status, done, denied)
        if not some:
            assert (status, done, denied) == (405, [], []), said
            continue
        if lets:
            assert status in (OPEN if is_now else OPEN | SHUT), said
        else:
            assert status in (SHUT | {400, 409} if row.when == TIME_FIRST else SHUT), said
        if method == "get" and status in (200, 302):
            wanted = [] if row.leaves == ("nothing",) else [verb for verb in row.leaves if verb != "more"]
            assert done[: len(wanted)] == wanted and not denied, said
            assert len(done) == len(wanted) or "more" in row.leaves, said
        elif status == 403 or (status == 409 and method == "get"):
            # Who is refused a page has not looked at it.
            assert denied == [f"refused.{row.name}"[:60]] and not (done and method == "get"), said
        elif status == 302 and method == "post":
            assert not denied and (done or not changes(browser, url)), said


def changes(browser: Client, url: str) -> bool:
    """Say whether sending nothing to an address changes anything."""
    with undone():
        before = everything_but_the_audit_log()
        browser.post(url)
        return everything_but_the_audit_log() != before


def walk(
    house: House, browser: Client, person: str, who: Callable[[Address], set[str] | None], state: str
) -> int:
    """Go through the addresses of which `who` says what the person is to them; return how many there were."""
    walked = 0
    for address in addresses():
        row, groups = who_may.row_of(address.name), who(address)
        if row is None or groups is None:
            continue
        expect(browser, house.url(address, person), row, groups, state)
        walked += 1
    return walked


def browser_of(as_user: Callable[[User], Client], user: User) -> Client:
    browser = as_user(user)
    browser.get("/staff/")  # the first answer carries the cookie
    return browser


@pytest.mark.django_db
@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
@pytest.mark.parametrize("person", who_may.ON_THE_CASE)
def test_a01_people_of_a_case_find_what_the_table_says(
    cast: Any, make_case: Any, as_user: Any, quick_pdfs: None, person: str
) -> None:
    """A01, G01: each address of a case, for everybody to whom it is open."""
    house = of_each.house(cast, make_case)
    browser = browser_of(as_user, getattr(cast, person))
    before = everything_but_the_audit_log()

    def who(address: Address) -> set[str] | None:
        return who_may.ON_THE_CASE[person] if address.route.startswith(of_each.OF_ONE_CASE) else None

    assert walk(house, browser, person, who, "draft") > 150
    assert everything_but_the_audit_log() == before


@pytest.mark.django_db
@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
@pytest.mark.parametrize("state", of_each.STATES)
def test_a01_people_of_a_publication_find_what_the_table_says(
    cast: Any, make_case: Any, as_user: Any, state: str
) -> None:
    """A01, G01: each address of a publication, before its day is set, after, while it is open and when it is gone."""
    house = of_each.house(cast, make_case, state)
    people = who_may.ON_THE_PUBLICATION
    for person in people if state == "draft" else ("second_coordinator", "icb", "publisher"):

        def who(address: Address, person: str = person) -> set[str] | None:
            return people[person] if address.route.startswith(of_each.OF_ONE_PUBLICATION) else None

        assert walk(house, browser_of(as_user, getattr(cast, person)), person, who, state) >= 25


@pytest.mark.django_db
@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
def test_a01_pages_about_no_one_thing_open_by_role(cast: Any, make_case: Any, as_user: Any) -> None:
    """A01, G01: lists, the log, people, copies; and for whom it is, what is one person's or one agency's alone."""
    house = of_each.house(cast, make_case)
    for person, groups in who_may.BY_ROLE.items():

        def who(address: Address, person: str = person, groups: set[str] = groups) -> set[str] | None:
            if not address.route.startswith("staff/"):
                return None
            scope = who_may.in_scope(address.route)
            if scope is None:
                return groups
            return (
                scope.get(person)
                if scope is not who_may.ON_THE_CASE and "publications" not in address.route
                else None
            )

        assert walk(house, browser_of(as_user, getattr(cast, person)), person, who, "draft") > 15


@pytest.mark.django_db
@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
def test_a01_visitors_and_other_roles_stay_outside(cast: Any, as_user: Any, client: Client) -> None:
    """A01, A19: what isn't for visitors sends them to sign in, and the Django admin is for administrators alone."""
    others = [browser_of(as_user, user) for user in (cast.coordinator, cast.auditor, cast.panel_member)]
    for address in addresses():
        row, url = who_may.row_of(address.name), filled(address.route)
        if row is None or address.route.startswith("staff/"):
            continue
        answer = client.get(url)
        if who_may.VISITORS not in {*row.reads, *row.does}:
            assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"), address
        elif not address.route.startswith("accounts/"):
            assert answer.status_code in (200, 404, 405) and address.name in PUBLIC_NAMES, address
        if row.section == "admin":
            assert {browser.get(url).status_code for browser in others} & {200, 500} == set(), address


# Other methods


@pytest.mark.django_db
@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
def test_a01_other_methods_do_nothing_anywhere(
    cast: Any, make_case: Any, as_user: Any, client: Client
) -> None:
    """A01, E14: 405 for those who may, too, before anything is asked of the database about the thing."""
    house = of_each.house(cast, make_case)
    browser = browser_of(as_user, cast.coordinator)
    before, rows = everything_but_the_audit_log(), newest()
    for address in addresses():
        if address.route.startswith(LIBRARIES):
            continue
        url = house.url(address)
        for method in ("put", "patch", "delete", "options", "trace"):
            assert getattr(browser, method)(url).status_code == 405, (address.name, method)
            stranger = getattr(client, method)(url)
            assert stranger.status_code in (302, 405), (address.name, method)
    assert (everything_but_the_audit_log(), newest()) == (before, rows)
