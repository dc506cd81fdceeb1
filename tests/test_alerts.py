"""Alerts: what raises one and how often, who is told, who says what came of it. Group G."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.test import Client

from cspr_portal import clock
from reviews.alerts import raising
from reviews.audit.recording import note
from reviews.models import Alert, AlertKind, AuditRow, Case, CoordinatorArea, OpeningPurpose, User
from reviews.sealed import open_identities
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db
PAGE = "/staff/alerts/"


@pytest.fixture(autouse=True)
def _a_new_process(settings: Any) -> Iterator[None]:
    settings.CASES_AN_HOUR, settings.SEALED_AN_HOUR = 3, 3
    raising.forget()
    yield
    raising.forget()


def read(person: User, *numbers: int) -> None:
    """Open so many cases, as a page does when it has found its case."""
    for number in numbers:
        note(person, "opened.case", f"SC-BCDF-{number:04}")


def test_g08_many_cases_within_an_hour_raise_one_alert_at_the_reading(
    cast: Any, django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        read(cast.la, 1, 2, 3, 1, 2, 3)
        assert not Alert.objects.exists(), "as many as may be, some of them again"
        note(cast.la, "opened.documents", "SC-BCDF-0003")
        note(cast.la, "opened.case", "", outcome="denied")
        note(cast.police, "opened.case", "SC-BCDF-0004")
        assert not Alert.objects.exists(), (
            "pages of one case, what is not theirs, and other people count apart"
        )
        read(cast.la, 4)
        alert = Alert.objects.get()
        assert (alert.kind, alert.person, alert.count) == (AlertKind.MANY_CASES, cast.la, 4)
        read(cast.la, 5, 6)
        assert Alert.objects.count() == 1, "once an hour"
    assert AuditRow.objects.get(verb="alert.raised").detail == {
        "kind": "many_cases",
        "person": str(cast.la.pk),
    }
    assert {mail.to[0] for mail in mailoutbox} == {
        cast.auditor.email,
        cast.coordinator.email,
        cast.second_coordinator.email,
        cast.outsider.email,
    }
    for mail in mailoutbox:
        assert f"{PAGE}{alert.pk}/" in mail.body
        assert "SC-" not in mail.body and cast.la.name not in mail.body + mail.subject
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        read(cast.la, 1, 2, 3)
        assert Alert.objects.count() == 1, "what was opened more than an hour ago counts no more"
        read(cast.la, 4)
        assert Alert.objects.count() == 2


def test_g08_a_process_that_began_just_now_counts_what_others_saw(cast: Any) -> None:
    read(cast.la, 1, 2, 3)
    raising.forget()
    read(cast.la, 1)
    assert not Alert.objects.exists()
    read(cast.la, 4)
    assert Alert.objects.get().count == 4


def test_g08_twenty_readings_at_once_raise_exactly_one(cast: Any, real_database: None) -> None:
    barrier = Barrier(20)

    def one(number: int) -> None:
        try:
            barrier.wait(timeout=20)
            read(cast.la, number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(one, range(20)))
    assert Alert.objects.count() == 1


def test_g08_only_coordinators_of_the_cases_areas_are_concerned(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    cases = [make_case(pseudonym=f"Child {number}").case for number in range(4)]
    browser = as_user(cast.la)
    for case in cases:
        assert browser.get(address(case)).status_code == 200
    alert = Alert.objects.get()
    assert [area.name for area in alert.areas.all()] == ["Northmere"]
    CoordinatorArea.objects.filter(user=cast.second_coordinator).delete()
    for person, status in (
        (cast.coordinator, 200),
        (cast.auditor, 200),
        (cast.second_coordinator, 404),
        (cast.outsider, 404),
    ):
        answer = as_user(person).get(f"{PAGE}{alert.pk}/")
        assert answer.status_code == status, person
        page = words(answer)
        assert not any(case.reference in page for case in cases) and "Child 0" not in page
    for person in (cast.la, cast.police, cast.panel_member, cast.administrator, cast.publisher):
        for url in (PAGE, f"{PAGE}{alert.pk}/"):
            assert as_user(person).get(url).status_code == 403


def test_g08_sealed_identities_opened_very_often(cast: Any, make_case: Any) -> None:
    case = Case.objects.get(pk=make_case().case.pk)
    for number in range(3):
        open_identities(
            case, by=cast.coordinator, at=clock.now(), purpose=OpeningPurpose.OTHER, note=str(number)
        )
    open_identities(case, by=cast.coordinator, at=clock.now(), purpose=OpeningPurpose.DISCLOSURE_CHECK)
    assert not Alert.objects.exists(), "a run of the check shows nobody a word"
    open_identities(case, by=cast.coordinator, at=clock.now(), purpose=OpeningPurpose.OTHER, note="again")
    alert = Alert.objects.get()
    assert (alert.kind, alert.person, alert.count) == (AlertKind.MANY_SEALED, cast.coordinator, 4)
    open_identities(case, by=cast.coordinator, at=clock.now(), purpose=OpeningPurpose.OTHER, note="once more")
    assert Alert.objects.count() == 1


def test_g08_what_administrators_give_is_told_until_somebody_has_looked(
    cast: Any, admin: Client, as_user: Any
) -> None:
    new = {
        "email": "new@demo.invalid",
        "name": "New One",
        "post": "",
        "role": "delegate",
        "agency": "",
        "is_active": "on",
    }

    def add(number: int) -> None:
        answer = admin.post("/admin/reviews/user/add/", new | {"email": f"new{number}@demo.invalid"})
        assert answer.status_code == 302, words(answer)

    add(1)
    add(2)
    alert = Alert.objects.get()
    assert (alert.kind, alert.person) == (AlertKind.ACCESS_GIVEN, cast.administrator)
    assert "Look at an alert" in words(as_user(cast.coordinator).get("/staff/"))
    assert "Look at an alert" in words(as_user(cast.auditor).get("/staff/"))
    assert "Look at an alert" not in words(as_user(cast.la).get("/staff/"))
    as_user(cast.auditor).post(f"{PAGE}{alert.pk}/", {"what_was_found": "Two new delegates, as agreed."})
    assert "Look at an alert" not in words(as_user(cast.coordinator).get("/staff/"))
    add(3)
    assert Alert.objects.count() == 2, "what is done after somebody looked has not been looked at"


def test_g08_access_confirmed_on_the_server_is_told(cast: Any, capsys: Any) -> None:
    person = User.objects.create_user("first@demo.invalid", None, name="First One", role="coordinator")
    call_command("confirm_person", person.email, by=cast.administrator.email)
    alert = Alert.objects.get()
    assert (alert.kind, alert.person, alert.other) == (
        AlertKind.CONFIRMED_ON_SERVER,
        cast.administrator,
        person,
    )


def test_an_alert_is_looked_at_once_by_somebody_else_with_a_sentence(cast: Any, as_user: Any) -> None:
    read(cast.coordinator, 1, 2, 3, 4)
    alert = Alert.objects.get()
    url = f"{PAGE}{alert.pk}/"
    own = as_user(cast.coordinator)
    assert own.get(url).status_code == own.post(url, {"what_was_found": "Nothing."}).status_code == 404
    assert words(own.get(PAGE)).count("within an hour") == words(own.get(PAGE)).count(
        "opens very many cases within an hour"
    )
    auditor = as_user(cast.auditor)
    page = words(auditor.get(url))
    assert f"{cast.coordinator.name} opened 4 different cases within an hour" in page and "Ask them" in page
    before = everything_but_the_audit_log()
    assert "What did you find" in words(auditor.post(url, {"what_was_found": " "}))
    assert everything_but_the_audit_log() == before
    answer = auditor.post(url, {"what_was_found": "They prepared the yearly return."}, follow=True)
    assert "Thank you" in words(answer) and "Looked at" in words(answer)
    alert.refresh_from_db()
    assert (alert.looked_by, alert.what_was_found) == (cast.auditor, "They prepared the yearly return.")
    assert "yearly" not in str(list(AuditRow.objects.filter(verb__startswith="alert.").values()))
    again = as_user(cast.second_coordinator).post(url, {"what_was_found": "Twice."})
    assert again.status_code == 409 and "Already" in words(again)
