"""An intake in many hands at one moment: begun once, each part kept once, logged once."""

from typing import Any

import pytest

from cspr_portal import clock
from reviews.audit.verification import verify
from reviews.models import Case, Intake
from tests import intaking, typed
from tests.reading import address
from tests.simultaneous import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]


def filled_intake(cast: Any, as_user: Any, area: str) -> Intake:
    """An intake with all that is needed to log it."""
    browser = as_user(cast.coordinator)
    intake = intaking.begin(browser, cast.partnership.areas[area])
    intaking.fill_all(browser, intake, typed.new_case(clock.today(clock.now())))
    return Intake.objects.get(pk=intake.pk)


def test_the_same_form_sent_many_times_at_once_begins_one_intake(cast, at_once):
    """E09: a double click in a slow moment."""
    typed_in = typed.start(cast.partnership.areas["Northmere"])
    answers = at_once(*[(cast.coordinator, intaking.LOG, typed_in)] * 8)
    assert set(answers) == {(302, intaking.address(Intake.objects.get()))}
    assert rows("intake.begun") == 1
    assert verify().fault is None


def test_an_intake_logged_many_times_at_once_is_one_case(cast, as_user, at_once):
    """E09, E10: by two people, each with two impatient fingers."""
    intake = filled_intake(cast, as_user, "Northmere")
    people = [cast.coordinator, cast.second_coordinator] * 4
    data = {"version": str(intake.version)}
    answers = at_once(*((user, intaking.address(intake, "check/"), data) for user in people))
    case = Case.objects.get()
    assert set(answers) == {(302, address(case))}
    assert (case.children.count(), case.stage_changes.count(), rows("case.logged")) == (1, 1, 1)
    assert verify().fault is None


def test_of_many_who_save_one_section_at_once_the_first_is_kept_and_the_others_told(cast, as_user, at_once):
    """E10."""
    intake = intaking.begin(as_user(cast.coordinator), cast.partnership.areas["Northmere"])
    people = [cast.coordinator, cast.second_coordinator] * 3
    answers = at_once(
        *(
            (user, intaking.address(intake, "harm/"), typed.harm(version="1", summary=f"Text {number}"))
            for number, user in enumerate(people)
        )
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409, 409, 409]
    assert (Intake.objects.get().version, rows("intake.changed")) == (2, 1)


@pytest.mark.exhaustive
def test_many_cases_logged_at_once_are_all_kept(cast, as_user, at_once):
    intakes = [filled_intake(cast, as_user, name) for name in ("Northmere", "Saltbarrow", "Eastfold") * 3]
    people = [cast.coordinator, cast.second_coordinator] * 5
    answers = at_once(
        *(
            (user, intaking.address(intake, "check/"), {"version": str(intake.version)})
            for user, intake in zip(people, intakes, strict=False)
        )
    )
    assert len(set(answers)) == 9
    assert {status for status, _where in answers} == {302}
    assert (Case.objects.count(), rows("case.logged")) == (9, 9)
    assert verify().fault is None
