"""Many hands at one moment: whoever comes first is heard, the others are told, and there is one effect."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import Client, RequestFactory

from cspr_portal import clock
from reviews.audit.verification import verify
from reviews.models import AuditRow, Case, Recusal, Review, SealedKind, User
from reviews.stages import Stage
from tests import typed
from tests.reading import address

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "a" * 32

Wish = tuple[User, str, dict[str, str]]
Answer = tuple[int, str]


@pytest.fixture(autouse=True)
def real_database(transactional_db: None, tmp_path: Any) -> Iterator[None]:
    """On SQLite the test's database lies in a file, as in real life: threads can't share the one in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as file:
        memory.backup(file)
    connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "portal.sqlite3")
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def at_once() -> Callable[..., list[Answer]]:
    """Return a function that sends all wishes (who, where, what) at one moment and returns (status, where to)."""

    def send_all(*wishes: Wish) -> list[Answer]:
        sessions = [session_of(user) for user, _url, _typed_in in wishes]
        handler, barrier = WSGIHandler(), Barrier(len(wishes))

        def send(number: int) -> Answer:
            _user, url, typed_in = wishes[number]
            cookie = f"session={sessions[number]}; csrf={TOKEN}"
            data = typed_in | {"csrfmiddlewaretoken": TOKEN}
            request = RequestFactory().post(url, data, headers={"cookie": cookie})
            found: list[Answer] = []

            def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
                found.append((int(status[:3]), dict(headers).get("Location", "")))

            try:
                barrier.wait(timeout=20)
                response = handler(request.environ, start)
                response.close()
            finally:
                connections.close_all()
            return found[0]

        with ThreadPoolExecutor(len(wishes)) as pool:
            return list(pool.map(send, range(len(wishes))))

    return send_all


def session_of(user: User) -> str:
    browser = Client()
    browser.force_login(user)
    browser.get("/staff/")
    return browser.cookies["session"].value


def rows(verb: str) -> int:
    return AuditRow.objects.filter(verb=verb, outcome="done").count()


def test_one_of_many_decisions_at_once_holds(cast, make_case, at_once):
    """E09, E10: one decision, one step, one row; the others hear that it has been made."""
    walk = make_case()
    walk.views()
    people = [cast.coordinator, cast.second_coordinator, cast.la, cast.police, cast.icb, cast.coordinator]
    answers = at_once(
        *(
            (user, address(walk.case, "criteria/"), typed.criteria(n % 2 == 0))
            for n, user in enumerate(people)
        )
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409, 409, 409]
    case = Case.objects.get()
    assert case.stage == (Stage.RAPID_REVIEW if case.criteria_decision.is_met else Stage.NOT_MET)
    assert (case.stage_changes.count(), rows("criteria.decided"), rows("case.stage_changed")) == (2, 1, 1)
    assert verify().fault is None


def test_the_same_view_sent_many_times_at_once_is_one_view(cast, make_case, at_once):
    case = make_case().case
    answers = at_once(*[(cast.police, address(case, "view/"), typed.view())] * 6)
    assert {status for status, _where in answers} == {302}
    assert (case.partner_views.count(), rows("criteria.view_given")) == (1, 1)
    assert verify().fault is None


def test_of_delegate_and_deputy_at_once_one_view_holds(cast, make_case, at_once):
    case = make_case().case
    answers = at_once(
        (cast.la, address(case, "view/"), typed.view()),
        (cast.la_deputy, address(case, "view/"), typed.view(view="needs_more", reasons="A scan is due.")),
        (cast.police, address(case, "view/"), typed.view()),
    )
    assert {status for status, _where in answers} == {302}
    holding = case.partner_views.filter(superseded_at__isnull=True)
    assert sorted(holding.values_list("partner_role", flat=True)) == ["la", "police"]
    assert case.partner_views.count() == 3


def test_the_same_form_sent_many_times_at_once_logs_one_case(cast, at_once):
    """E09: a double click in a slow moment."""
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], clock.today(clock.now()))
    answers = at_once(*[(cast.coordinator, "/staff/cases/new/", typed_in)] * 8)
    case = Case.objects.get()
    assert set(answers) == {(302, address(case))}
    assert (case.children.count(), case.stage_changes.count(), rows("case.logged")) == (1, 1, 1)
    assert verify().fault is None


def test_many_cases_logged_at_once_are_all_kept(cast, at_once):
    today = clock.today(clock.now())
    areas = list(cast.partnership.areas.values())
    wishes = [
        (user, "/staff/cases/new/", typed.new_case(areas[number % 3], today))
        for number, user in enumerate([cast.coordinator, cast.second_coordinator] * 5)
    ]
    answers = at_once(*wishes)
    assert len(set(answers)) == 10
    assert {status for status, _where in answers} == {302}
    assert (Case.objects.count(), rows("case.logged")) == (10, 10)
    assert verify().fault is None


def test_a_review_is_commissioned_once(cast, make_case, at_once):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review()
    people = [cast.coordinator, cast.la, cast.police, cast.icb]
    answers = at_once(
        *((user, address(walk.case, "commission/"), {"reason": "As decided."}) for user in people)
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409]
    assert Review.objects.get().seats.count() == 3
    assert Case.objects.get().stage == Stage.SCOPING


def test_a_notification_a_child_and_a_hold_are_recorded_once(cast, make_case, at_once):
    case = make_case().case
    today = clock.today(clock.now())
    answers = at_once(*[(cast.coordinator, address(case, "notification/"), typed.notification(today))] * 4)
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409]
    child = {"pseudonym": "Child Robin", "age_band": "1_to_4"}
    answers = at_once(*[(cast.coordinator, address(case, "children/add/"), child)] * 4)
    assert sorted(status for status, _where in answers) == [200, 200, 200, 302]
    hold = typed.hold(today, clock.add_months(today, 1))
    answers = at_once(*[(cast.coordinator, address(case, "hold/"), hold)] * 4)
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409]
    assert (case.children.count(), case.holds.count()) == (2, 1)
    assert verify().fault is None


def test_the_same_facts_sealed_at_once_are_sealed_once(cast, make_case, at_once):
    case = make_case().case
    answers = at_once(*[(cast.coordinator, address(case, "identities/seal/"), {"place": "The mill"})] * 4)
    assert {status for status, _where in answers} == {302}
    assert case.sealed_items.filter(kind=SealedKind.PLACE).count() == 1


def test_two_coordinators_who_recuse_themselves_at_once_do_not_leave_the_case_alone(cast, make_case, at_once):
    """Each is the other's substitute: only the first may go."""
    people = [cast.coordinator, cast.second_coordinator]
    for number in range(5):
        case = make_case(pseudonym=f"Child {number}").case
        typed_in = [{"person": str(user.pk), "reason": "A friend."} for user in people]
        answers = at_once(
            *((user, address(case, "recuse/"), reason) for user, reason in zip(people, typed_in, strict=True))
        )
        assert sorted(status for status, _where in answers) == [200, 302]
        assert Recusal.objects.filter(case=case).count() == 1


def test_a_recusal_and_a_view_at_once_end_in_one_of_two_lawful_states(cast, make_case, at_once):
    """E10: either the view came first, or it is refused; nothing lies between."""
    for _round in range(5):
        case = make_case(pseudonym=f"Child {_round}").case
        taken_off = {"person": str(cast.la.pk), "reason": "A friend."}
        (recused, _), (viewed, _) = at_once(
            (cast.coordinator, address(case, "recuse/"), taken_off),
            (cast.la, address(case, "view/"), typed.view()),
        )
        assert recused == 302
        assert viewed in {302, 403, 404}
        assert case.partner_views.exists() == (viewed == 302)
    assert verify().fault is None


def test_two_moves_at_once_are_one_step(cast, make_case, at_once):
    case = make_case(Stage.GATHERING).case
    move = {"to_stage": "analysis", "reason": "All returns are in."}
    answers = at_once(
        *(
            (user, address(case, "move/"), move)
            for user in (cast.coordinator, cast.second_coordinator, cast.police)
        )
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409]
    assert case.stage_changes.filter(to_stage=Stage.ANALYSIS).count() == 1
