"""What views and absences allow: any combination of what three partners said, against an independent count."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews.criteria import actions
from reviews.hearing import Hearing, refusal_of_met, refusal_to_decide
from reviews.models import DecisionQuorum, PartnerAbsence, PartnerRole, PartnerView, View
from reviews.stages import Stage
from tests import typed
from tests.deciding import give_three_views, stage, today
from tests.reading import address, words

ABSENT, SILENT = "absent", "silent"
ANSWERS = st.fixed_dictionaries(
    {role: st.sampled_from([*View.values, ABSENT, SILENT]) for role in PartnerRole.values}
)


def heard(answers: dict[str, str]) -> Hearing:
    """What the partners said, without a database."""
    return Hearing(
        views={
            role: PartnerView(partner_role=role, view=said)
            for role, said in answers.items()
            if said in View.values
        },
        absences={
            role: PartnerAbsence(partner_role=role) for role, said in answers.items() if said == ABSENT
        },
    )


def may_decide(answers: dict[str, str]) -> bool:
    said = list(answers.values())
    return said.count(SILENT) == 0 and said.count(ABSENT) < 3


def may_be_met(answers: dict[str, str], needed: int) -> bool:
    return may_decide(answers) and list(answers.values()).count("agrees") >= needed


@given(answers=ANSWERS, needed=st.integers(1, 3))
def test_any_combination_allows_what_an_independent_count_says(answers, needed):
    hearing = heard(answers)
    is_open = refusal_to_decide(hearing) is None
    assert is_open == may_decide(answers)
    assert (is_open and refusal_of_met(hearing, needed) is None) == may_be_met(answers, needed)


@given(answers=ANSWERS, needed=st.integers(1, 3))
def test_a_refusal_says_who_is_missing_and_how_many_agree(answers, needed):
    hearing = heard(answers)
    missing = refusal_to_decide(hearing) or ""
    for role, said in answers.items():
        assert (PartnerRole(role).label in missing) == (said == SILENT)
    agreeing = list(answers.values()).count("agrees")
    not_met = refusal_of_met(hearing, needed)
    if not_met is not None:
        assert not_met.startswith("Not yet: ")
        assert f"{agreeing or 'none'} do" in not_met
        assert "escalate it to a lead safeguarding partner" in not_met
        assert "The notification waits for nothing" in not_met


@given(answers=ANSWERS)
def test_whoever_does_not_say_what_is_decided_dissents_and_an_absence_is_no_dissent(answers):
    hearing = heard(answers)
    for is_met, same in ((True, "agrees"), (False, "disagrees")):
        differing = {view.partner_role for view in hearing.differing(is_met)}
        assert differing == {role for role, said in answers.items() if said in View.values and said != same}


# Through the database


@pytest.mark.exhaustive
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS, needed=st.integers(1, 3), is_met=st.booleans())
def test_the_action_records_what_the_combination_allows_and_else_nothing(
    partnership, make_case, answers, needed, is_met
):
    """A11: neither an early decision nor one on too few is recorded, whatever the page let through."""
    with transaction.atomic():
        case = make_case().case
        decide_by(needed)
        people = dict(zip(PartnerRole.values, partnership.partners(case.area), strict=True))
        for role, said in answers.items():
            if said == ABSENT:
                actions.record_absence(
                    case, partner_role=role, reason="Away.", by=partnership["coordinator"], at=clock.now()
                )
            elif said != SILENT:
                actions.give_view(case, **typed.view(view=said), by=people[role], at=clock.now())
        allowed = may_be_met(answers, needed) if is_met else may_decide(answers)
        try:
            actions.decide_criteria(case, is_met=is_met, rationale="So.", by=people["la"], at=clock.now())
        except NotYet:
            assert not allowed
            assert (stage(case), case.criteria_decisions.count()) == (Stage.LOGGED, 0)
        else:
            assert allowed
            assert stage(case) == (Stage.RAPID_REVIEW if is_met else Stage.NOT_MET)
        transaction.set_rollback(True)


def decide_by(partners: int, **changes: Any) -> None:
    """Set how many have to agree, from today on."""
    row = {"decision": "criteria", "effective_from": today(), "partners_needed": partners, **changes}
    DecisionQuorum.objects.create(**row)


# On the page


@pytest.mark.django_db
def test_met_is_refused_with_the_way_on_and_what_was_typed_is_kept(cast, make_case, as_user):
    case = make_case().case
    for person, view in (("la", "agrees"), ("police", "disagrees"), ("icb", "needs_more")):
        as_user(getattr(cast, person)).post(address(case, "view/"), typed.view(view=view))
    browser = as_user(cast.coordinator)
    sentence = "Not yet: 2 partners have to agree before “met” can be recorded; 1 does."
    page = words(browser.get(address(case, "criteria/")))
    assert sentence in page
    assert f'href="{address(case, "escalations/raise/")}"' in page
    response = browser.post(address(case, "criteria/"), typed.criteria(rationale="I think so."))
    assert response.status_code == 409
    assert sentence in words(response)
    assert "I think so." in words(response)
    assert stage(case) == Stage.LOGGED
    # The notification needs no agreement at all.
    assert (
        as_user(cast.la).post(address(case, "notification/"), typed.notification(today())).status_code == 302
    )


@pytest.mark.django_db
def test_not_met_needs_nobody_to_agree_and_shows_who_does_not(cast, make_case, as_user):
    case = make_case().case
    for person, view in (("la", "disagrees"), ("police", "disagrees"), ("icb", "agrees")):
        typed_in = typed.view(view=view, reasons=f"So say we: {person}.")
        as_user(getattr(cast, person)).post(address(case, "view/"), typed_in)
    browser = as_user(cast.coordinator)
    assert browser.post(address(case, "criteria/"), typed.criteria(False)).status_code == 302
    page = words(browser.get(address(case, "decisions/")))
    dissent = page[page.index("Who did not agree") :]
    assert "Integrated Care Board, “Agrees: met”." in dissent
    assert "So say we: icb." in dissent
    assert "So say we: la." not in dissent


@pytest.mark.django_db
def test_how_many_must_agree_is_data_from_a_day_on(cast, make_case, as_user, time_machine):
    case = make_case().case
    give_three_views(cast, as_user, case, dissenter="icb")
    tomorrow = clock.add_working_days(today(), 1)
    decide_by(3, effective_from=tomorrow)
    browser = as_user(cast.coordinator)
    assert "“Met” needs 2 partners that agree: 2 do." in words(browser.get(address(case, "criteria/")))
    time_machine.move_to(clock.at_hour(tomorrow, 9))
    response = as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria())
    assert response.status_code == 409
    assert "Not yet: 3 partners have to agree before “met” can be recorded; 2 do." in words(response)
