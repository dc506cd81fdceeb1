"""An agency's author brings their own agency's chronology by way of the request, and sees nobody else's."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.urls import get_resolver

from cspr_portal import clock
from reviews.cases.actions import recuse
from reviews.chronology import actions as events
from reviews.models import AuditRow, ChronologyEntry, ChronologyFile
from reviews.panel import actions as panel
from reviews.returns import actions
from reviews.stages import Stage
from tests import asking, chronicling, own_events
from tests.asking import HOSPITALS, agency, asked, theirs
from tests.chronicling import THREE
from tests.own_events import at_file, bring, confirm, typed
from tests.reading import address, everything_but_the_audit_log, words
from tests.test_return_scope import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(make_case):
    return make_case(Stage.GATHERING).case


@pytest.fixture
def found(cast, case):
    """A request for the review."""
    return asked(case, cast)


@pytest.fixture
def author(cast, found, as_user):
    """The author's browser."""
    return as_user(cast.agency_author)


def routes() -> Iterator[tuple[str, str]]:
    """Each address of an agency's own chronology."""
    for part in get_resolver().url_patterns:
        for pattern in getattr(part, "url_patterns", []):
            route = f"/{part.pattern}{pattern.pattern}"
            if route.startswith("/staff/requests/<uuid:agency_request>/chronology/"):
                yield route, pattern.name


def filled(route: str, **keys: object) -> str:
    return re.sub(r"<\w+:(\w+)>", lambda part: str(keys[part[1]]), route)


def test_a_file_is_brought_mended_compared_and_confirmed_from_the_request(cast, case, found, author, as_user):
    assert "Bring your agency’s chronology" in words(author.get(theirs(found)))
    bad = [THREE[0], ("soon", "Missed an appointment.", "GP", "", "")]
    page = words(author.get(bring(author, found, bad).headers["Location"]))
    assert "Mend these rows" in page and not ChronologyEntry.objects.exists()
    assert "Child Wren: finish your agency’s chronology" in words(author.get("/staff/"))
    file = ChronologyFile.objects.get()
    sent = {"positions": "1", "version": "0", "r1_date": "2 May 2021", "r1_time": ""}
    assert author.post(at_file(found, file), sent).headers["Location"] == at_file(found, file)
    assert confirm(author, found).headers["Location"] == own_events.theirs(found)
    page = words(author.get(own_events.theirs(found)))
    assert "Seen at home by the health visitor." in page and "2 May 2021" in page
    assert "2 events of your agency stand" in words(author.get(theirs(found)))
    assert {entry.agency for entry in ChronologyEntry.objects.all()} == {agency()}
    assert "Seen at home by the health visitor." in words(
        as_user(cast.panel_member).get(address(case, "chronology/"))
    )
    rows = AuditRow.objects.filter(verb="chronology.file_confirmed", reference=case.reference)
    assert rows.get().actor == str(cast.agency_author.pk)
    bring(author, found, THREE[1:])
    page = words(author.get(at_file(found, ChronologyFile.objects.order_by("-sent_at")[0])))
    assert "What will change" in page and "No longer there" in page and "Comments" not in page
    confirm(author, found)
    assert ChronologyEntry.objects.filter(gone_at__isnull=True).count() == 2


def test_columns_are_chosen_and_a_file_thrown_away(found, author, cast, case):
    file = own_events.waiting(case, found, cast.agency_author)
    assert "What does each column" in words(author.get(at_file(found, file, "columns/")))
    assert "is lost" in words(author.get(at_file(found, file, "drop/")))
    assert author.post(at_file(found, file, "drop/")).headers["Location"] == own_events.theirs(found)
    assert author.get(at_file(found, file)).status_code == 409


def test_an_event_is_typed_in_changed_and_taken_out(found, author):
    for _press in range(2):
        page = words(author.post(own_events.theirs(found, "add/"), typed(), follow=True))
    entry = ChronologyEntry.objects.get()
    assert "About March 2021" in page and "Nobody answered the door." in page
    url = own_events.theirs(found, f"{entry.pk}/")
    seen = author.get(url).context["form"]["seen"].value()
    page = words(author.post(url, typed(seen=seen, event="She called three times."), follow=True))
    assert "She called three times." in page
    late = author.post(url, typed(seen=seen, event="She called once."))
    assert late.status_code == 409
    assert "She called once." in words(late) and "She called three times." in words(late)
    page = words(author.post(f"{url}remove/", {"reason": "Another family’s."}, follow=True))
    assert "She called three times." not in page
    assert author.get(url).status_code == 409


def test_the_author_sees_no_other_agencys_events_and_no_comment_of_the_panel(cast, case, found, author):
    mine = own_events.event(case, found, cast.agency_author)
    other = chronicling.event(case, cast.coordinator, "What the police saw.")
    chronicling.waiting(case, cast.coordinator)
    for entry in (mine, other):
        events.comment(entry, case, comment="Ask them why.", by=cast.coordinator, at=clock.now())
    own = own_events.waiting(case, found, cast.agency_author)
    keys = {"agency_request": found.pk, "entry": mine.pk, "file": own.pk}
    walked = 0
    for route, name in routes():
        page = words(author.get(filled(route, **keys)))
        main = page[page.index("<main") : page.index("</main>")]
        secrets = (case.reference, case.summary, "What the police saw.", "Ask them why.", "Aldermere Police")
        for secret in (*secrets, "Northmere", "/staff/cases/", str(case.pk)):
            assert secret not in main, (name, secret)
        left = AuditRow.objects.filter(
            verb__in=(f"opened.{name}", f"refused.{name}"), reference=case.reference
        )
        assert left.count() == 1, name
        walked += 1
    assert walked == 9


def test_another_agencys_event_or_file_is_not_found_by_ones_own_request(
    cast, case, found, author, time_machine
):
    """A06: as for a key that never was."""
    time_machine.move_to(clock.now(), tick=False)
    entry = chronicling.event(case, cast.coordinator)
    file = chronicling.waiting(case, cast.coordinator)
    author.get("/staff/")
    before = everything_but_the_audit_log()
    for route, name in routes():
        if "entry" not in route and "file" not in route:
            continue
        real = filled(route, agency_request=found.pk, entry=entry.pk, file=file.pk)
        made_up = filled(route, agency_request=found.pk, entry=uuid.uuid4(), file=uuid.uuid4())
        for method in ("get", "post"):
            data = (typed(reason="Mine now."),) if method == "post" else ()
            there, nowhere = (getattr(author, method)(url, *data) for url in (real, made_up))
            assert there.status_code == 404 and answer(there) == answer(nowhere), name
    assert everything_but_the_audit_log() == before


@pytest.mark.parametrize(
    "person", ["outsider", "coordinator", "police", "hospital_author", "agency_approver"]
)
def test_to_everybody_but_the_author_there_is_nothing(cast, case, found, as_user, person, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    keys = {
        "entry": own_events.event(case, found, cast.agency_author).pk,
        "file": own_events.waiting(case, found, cast.agency_author).pk,
    }
    browser = as_user(getattr(cast, person))
    expect_nothing(browser, found, keys)


def expect_nothing(browser, found, keys) -> None:
    browser.get("/staff/")
    before = everything_but_the_audit_log()
    for route, name in routes():
        real, made_up = (filled(route, agency_request=key, **keys) for key in (found.pk, uuid.uuid4()))
        for method in ("get", "post"):
            data = (typed(reason="Mine now."),) if method == "post" else ()
            there, nowhere = (getattr(browser, method)(url, *data) for url in (real, made_up))
            assert answer(there) == answer(nowhere), (name, method)
            assert there.status_code in ({404} if method == "get" else {404, 405}), (name, method)
    assert everything_but_the_audit_log() == before


def test_a_recused_author_finds_nothing_of_it(cast, case, found, author, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    keys = {
        "entry": own_events.event(case, found, cast.agency_author).pk,
        "file": own_events.waiting(case, found, cast.agency_author).pk,
    }
    recuse(case, cast.agency_author, reason="A friend.", by=cast.coordinator, at=clock.now())
    expect_nothing(author, found, keys)


def test_it_is_open_while_the_request_is_and_closed_with_its_acceptance(cast, case, found, author, as_user):
    asking.sent(found)
    assert author.post(own_events.theirs(found, "add/"), typed()).status_code == 302
    file = own_events.waiting(case, found, cast.agency_author)
    coordinators = as_user(cast.coordinator)
    assert "finish an agency’s chronology" not in words(coordinators.get("/staff/"))
    actions.accept(found, version=1, by=cast.coordinator, at=clock.now())
    keys = {"agency_request": found.pk, "entry": ChronologyEntry.objects.get().pk, "file": file.pk}
    before = everything_but_the_audit_log()
    for route, name in routes():
        page = author.get(filled(route, **keys))
        assert page.status_code == 409, name
        assert "your agency’s chronology is closed to you" in words(page)
        assert author.post(filled(route, **keys), typed(reason="Late.")).status_code in {405, 409}, name
    assert everything_but_the_audit_log() == before
    assert "Your agency’s chronology" not in words(author.get(theirs(found)))
    assert "finish your agency’s chronology" not in words(author.get("/staff/"))
    assert "finish an agency’s chronology" in words(coordinators.get("/staff/"))


def test_a_request_for_the_rapid_review_asks_for_no_chronology(cast, rapid, as_user):
    found = asked(rapid, cast)
    browser = as_user(cast.agency_author)
    assert "chronology" not in words(browser.get(theirs(found)))
    for rest in ("", "add/", "bring/"):
        page = browser.get(own_events.theirs(found, rest))
        assert page.status_code == 403
        assert "Only a request for the review asks for your agency’s chronology." in words(page)


def test_a_seat_on_the_panel_gives_an_author_no_other_way_in(cast, case, found, author):
    """By the case's addresses a panel member reads and comments, whatever they are asked to write."""
    panel.add_member(case, agency(), cast.agency_author, by=cast.coordinator, at=clock.now())
    entry = own_events.event(case, found, cast.agency_author)
    file = own_events.waiting(case, found, cast.agency_author)
    rests = ("add/", "bring/", f"{entry.pk}/", f"{entry.pk}/remove/", f"files/{file.pk}/")
    for rest in rests:
        assert author.get(address(case, f"chronology/{rest}")).status_code == 403, rest
    assert author.get(own_events.theirs(found)).status_code == 200


def test_two_agencies_bring_theirs_side_by_side(cast, case, found, author, as_user):
    other = asked(case, cast, cast.hospital_author, of=HOSPITALS)
    bring(author, found)
    confirm(author, found)
    theirs_too = as_user(cast.hospital_author)
    bring(theirs_too, other)
    confirm(theirs_too, other)
    assert ChronologyEntry.objects.filter(gone_at__isnull=True).count() == 6
    assert "3 events." in words(author.get(own_events.theirs(found)))
