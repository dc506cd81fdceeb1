"""Who looked at a case: for its coordinator, by person and day, kindly. Practice 34."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cspr_portal import clock
from reviews.audit.recording import note
from reviews.audit.words import known_verbs
from reviews.models import AuditRow
from reviews.openings.access import READINGS
from reviews.stages import Stage
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def test_the_coordinator_reads_who_opened_downloaded_and_was_refused(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    case = make_case(Stage.GATHERING).case
    member = as_user(cast.panel_member)
    for _ in range(3):
        member.get(address(case))
    member.get(address(case, "hold/"))
    member.get(address(case, "chronology/export.csv"))
    as_user(cast.outsider).get(address(case))
    with time_machine.travel(clock.now() - timedelta(days=2), tick=False):
        note(cast.la, "sealed.opened", case.reference)
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(case)))
    assert "Who looked at this case" in page
    page = words(browser.get(address(case, "looked-at/")))
    assert "not there to blame anybody" in page
    for said in (
        cast.panel_member.name,
        "pages were opened",
        "The case’s page (3 times)",
        "The chronology was downloaded",
        "“Put the case on hold” was refused",
    ):
        assert said in page, said
    assert cast.outsider.name not in page, "outside their cases nothing exists, here neither"
    assert page.index("The chronology was downloaded") < page.index("Sealed identities were opened"), (
        "newest first"
    )
    assert AuditRow.objects.filter(verb="opened.case_openings", actor=str(cast.coordinator.pk)).count() == 1
    one = words(browser.get(address(case, "looked-at/"), {"person": str(cast.la.pk)}))
    table = one.split("<tbody")[1]
    assert cast.la.name in table and cast.panel_member.name not in table
    nobody = browser.get(address(case, "looked-at/"), {"person": "999999"})
    assert nobody.status_code == 200


def test_it_comes_in_pages_and_asks_the_same_however_long(
    cast: Any, make_case: Any, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    case = make_case().case
    now = clock.now()
    for days in range(45):
        with time_machine.travel(now - timedelta(days=100 - days), tick=False):
            note(cast.police, "opened.case", case.reference)
    browser = as_user(cast.coordinator)
    browser.get(address(case, "looked-at/"))
    with django_assert_max_num_queries(14):
        first = words(browser.get(address(case, "looked-at/"), {"person": str(cast.police.pk)}))
    assert "Page 1 of 3" in first and f"?person={cast.police.pk}&page=2" in first
    third = words(browser.get(address(case, "looked-at/"), {"person": str(cast.police.pk), "page": "3"}))
    assert third.split("<tbody")[1].count(cast.police.name) == 2 * 5, (
        "each with a word for who can't see the table"
    )


@pytest.mark.parametrize(
    ("person", "status"),
    [("la", 403), ("panel_member", 403), ("reviewer", 403), ("outsider", 404), ("auditor", 404)],
)
def test_nobody_else_reads_it(cast: Any, case: Any, as_user: Any, person: str, status: int) -> None:
    answer = as_user(getattr(cast, person)).get(address(case, "looked-at/"))
    assert answer.status_code == status
    if status == 403:
        assert "Only the case’s coordinator may read who looked at it." in words(answer)


@pytest.mark.same_with_each_database
def test_g01_no_way_of_taking_something_out_of_a_case_is_left_out_of_who_looked() -> None:
    """Whatever is opened, compared, taken or downloaded under a case's reference stands on the coordinator's page."""
    taking = (".downloaded", ".opened", "_opened", "_taken", ".compared")
    of_no_case = {"copy.file_opened", "copy.link_opened", "copy.words_opened", "learning.step_taken"}
    assert {verb for verb in known_verbs() if verb.endswith(taking)} - of_no_case <= set(READINGS)
