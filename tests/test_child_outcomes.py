"""What happened to each child of a case: asked where there are several, never against the case's, and who is told."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews import clocks, paths
from reviews.children import actions
from reviews.children.outcomes import contradiction
from reviews.models import Case, Intake, Outcome
from reviews.stages import Stage
from tests import intaking, typed
from tests.deciding import today
from tests.reading import address, words
from tests.reading_pdfs import text_of
from tests.telling import CHILD, LOOKED_AFTER, clocks_of, log

ROBIN = {**LOOKED_AFTER, "pseudonym": "Child Robin"}
QUESTION = "What happened to this child?"
ONE_DIED = "at least one of its children has died."
NONE_DIED = "so no child of it can have died. Change the case’s outcome first."


# The rule, without a database


@given(st.sampled_from(["", *Outcome.values]), st.lists(st.sampled_from(["", *Outcome.values]), max_size=4))
def test_a_case_is_about_a_death_exactly_when_one_of_its_children_died(case_outcome, children):
    sentence = contradiction(case_outcome, children)
    if not case_outcome or not children:
        assert sentence is None
        return
    deaths = [one for one in children if (case_outcome if one == "" else one) == "died"]
    assert (sentence is None) is (bool(deaths) == (case_outcome == "died"))


# Who is told


def told(case: Case) -> dict[str, str]:
    return {duty.body: duty.strength for duty in paths.of_case(case).duties}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("child", "looked_after", "asked"),
    [
        ("", "", True),
        ("died", "seriously_harmed", False),
        ("", "seriously_harmed", False),
        ("seriously_harmed", "died", True),
        ("seriously_harmed", "", True),
        ("died", "not_yet_known", False),
    ],
)
def test_a_looked_after_death_is_told_of_when_the_looked_after_child_died(cast, child, looked_after, asked):
    first, second = ({**CHILD, "outcome": child}, {**ROBIN, "outcome": looked_after})
    order = (second, first) if child == "seriously_harmed" else (first, second)
    case = log(cast, *order)
    assert ({"ofsted", "secretary_of_state"} <= set(told(case))) is asked
    assert ("C1b" in clocks_of(case)) is asked


@pytest.mark.django_db
def test_why_nobody_is_told_of_a_death_and_who_would_be_is_said(cast, as_user):
    case = log(
        cast, {**CHILD, "outcome": "died"}, {**ROBIN, "outcome": "seriously_harmed"}, abuse="suspected"
    )
    page = words(as_user(cast.coordinator).get(address(case)))
    assert "As reported, nobody who died was looked after or a care leaver." in page
    assert "Must be told. Child" not in words(as_user(cast.coordinator).get(address(case, "told/")))
    assert dict(clocks.not_running(case))


# On the case


@pytest.mark.django_db
def test_what_happened_is_asked_of_a_further_child_and_stands_with_it(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.la)
    form = words(browser.get(address(case, "children/add/")))
    assert QUESTION in form
    assert "The same as the case’s outcome: seriously harmed" in form
    browser.post(address(case, "children/add/"), typed.child("Child Robin", outcome="neither"))
    assert case.children.get(pseudonym="Child Robin").outcome == "neither"
    assert "Child Robin, 5 to 10: not seriously harmed" in words(browser.get(address(case)))
    assert "Not seriously harmed" in words(browser.get(address(case, "children/")))


@pytest.mark.django_db
def test_what_happened_to_a_child_changes_with_what_is_known_and_never_with_its_facts(cast, as_user):
    """So that there is always a row of since when it was known, and why."""
    case = log(cast, CHILD, ROBIN, days_ago=1)
    robin = case.children.get(pseudonym="Child Robin")
    url = address(case, f"children/{robin.pk}/")
    for person in (cast.la, cast.coordinator):
        browser = as_user(person)
        page = words(browser.get(url))
        assert QUESTION not in page
        assert (
            f'What happened to the child is changed under <a class="govuk-link" href="{address(case, "known/")}">'
            in page
        )
        facts = {"age_band": "5_to_10", "is_looked_after": "yes", "outcome": "neither"}
        assert browser.post(url, facts).status_code == 302
    assert case.children.get(pk=robin.pk).outcome == "", "what nobody asked is not taken"
    assert not case.knowledge.exists()
    changes = {f"child_{robin.pk}": "seriously_harmed", "reason": "The hospital corrects itself."}
    browser.post(address(case, "known/"), typed.what_is_known(case, **changes))
    assert case.children.get(pk=robin.pk).outcome == "seriously_harmed"
    assert "Child Robin: seriously harmed." in case.knowledge.last().reason


@pytest.mark.django_db
def test_where_what_is_known_stands_its_page_is_not_offered(cast, make_case, as_user):
    alone = make_case().case
    ended = make_case(pseudonym="Child Heron").case
    browser = as_user(cast.coordinator)
    browser.post(address(ended, "children/add/"), typed.child("Child Robin"))
    Case.objects.filter(pk=ended.pk).update(stage=Stage.CLOSED)
    for case in (alone, ended):
        response = browser.get(address(case, f"children/{case.children.first().pk}/"))
        assert response.status_code == 200
        assert "What happened to the child is changed" not in words(response)


@pytest.mark.django_db
def test_who_may_not_change_children_does_not_say_what_happened(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    before = case.children.count()
    for person in ("police", "icb", "panel_member", "reviewer"):
        browser = as_user(getattr(cast, person))
        for path in ("children/add/", "known/"):
            assert browser.post(address(case, path), typed.child("Child Robin")).status_code == 403, person
    assert as_user(cast.outsider).post(address(case, "children/add/"), {}).status_code == 404
    assert case.children.count() == before


@pytest.mark.django_db
def test_a_child_cannot_have_died_in_a_case_of_serious_harm(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.coordinator)
    response = browser.post(address(case, "children/add/"), typed.child("Child Robin", outcome="died"))
    assert response.status_code == 200
    assert f"The case’s outcome is “Seriously harmed”, {NONE_DIED}" in words(response)
    assert case.children.count() == 1
    with pytest.raises(NotYet, match="Not yet: the case’s outcome is “Seriously harmed”"):
        actions.add_child(case, pseudonym="Child Robin", outcome="died", by=cast.la, at=clock.now())


@pytest.mark.django_db
def test_in_a_case_about_a_death_somebody_has_died(cast, as_user):
    case = log(cast, {**CHILD, "outcome": "died"}, {**ROBIN, "outcome": "seriously_harmed"})
    wren, robin = (case.children.get(pseudonym=name) for name in ("Child Wren", "Child Robin"))
    browser, url = as_user(cast.coordinator), address(case, "known/")
    for outcome in ("seriously_harmed", "neither", "not_yet_known"):
        changes = {f"child_{wren.pk}": outcome, "reason": "A letter came."}
        response = browser.post(url, typed.what_is_known(case, **changes))
        assert response.status_code == 200, outcome
        assert ONE_DIED in words(response)
    changes = {
        f"child_{wren.pk}": "seriously_harmed",
        f"child_{robin.pk}": "died",
        **typed.day(f"death_{robin.pk}", today()),
        "reason": "They were mixed up.",
    }
    assert browser.post(url, typed.what_is_known(case, **changes)).status_code == 302
    assert set(case.children.values_list("pseudonym", "outcome")) == {
        ("Child Wren", "seriously_harmed"),
        ("Child Robin", "died"),
    }


@pytest.mark.django_db
def test_what_happened_stands_with_each_child_wherever_several_are_shown(cast, as_user):
    case = log(cast, CHILD, {**ROBIN, "outcome": "seriously_harmed"}, abuse="suspected")
    browser = as_user(cast.coordinator)
    assert "Child Robin, 5 to 10: seriously harmed" in words(browser.get(address(case)))
    page = words(browser.get(address(case, "children/")))
    assert "Died: the case’s outcome" in page
    assert "Seriously harmed" in page
    form = browser.get(address(case, "notification/")).context["form"]
    assert {option["label"]: option["hint"] for option in form["children"].options} == {
        "Child Wren": "Died",
        "Child Robin": "Seriously harmed",
    }
    for person in (cast.la, cast.police, cast.icb):
        as_user(person).post(address(case, "view/"), typed.view(outcome="died"))
    browser.post(address(case, "criteria/"), typed.criteria())
    assert "Child Robin: seriously harmed" in words(browser.get(address(case, "decisions/criteria/")))
    pdf = " ".join(text_of(browser.get(address(case, "decisions/criteria.pdf")).content).split())
    assert "Child Robin: seriously harmed" in pdf


@pytest.mark.django_db
def test_one_child_has_no_hint_on_the_notification(cast, make_case, as_user):
    form = as_user(cast.la).get(address(make_case().case, "notification/")).context["form"]
    assert [option["hint"] for option in form["children"].options] == [""]


# At intake


@pytest.fixture
def intake(cast, as_user) -> Intake:
    """An intake of a death, with all that is needed but the children."""
    browser = as_user(cast.coordinator)
    found = intaking.begin(browser, cast.partnership.areas["Northmere"])
    answers: dict[str, Any] = typed.new_case(today(), harm={"outcome": "died"})
    del answers["children"]
    intaking.fill_all(browser, found, answers)
    return found


@pytest.mark.django_db
def test_at_intake_it_is_asked_from_the_second_child_on_and_logged_in_the_order_entered(
    cast, as_user, intake
):
    browser = as_user(cast.coordinator)
    first = f"children/{uuid.uuid4()}/"
    assert QUESTION not in words(browser.get(intaking.address(intake, first)))
    intaking.fill(browser, intake, first, typed.child("Child Wren"))
    second = f"children/{uuid.uuid4()}/"
    assert "The same as the case’s outcome: died" in words(browser.get(intaking.address(intake, second)))
    assert intaking.fill(browser, intake, second, typed.child("Child Robin")).status_code == 302
    hurt = typed.child("Child Wren", outcome="seriously_harmed")
    assert intaking.fill(browser, intake, first, hurt).status_code == 302
    assert "Seriously harmed" in words(browser.get(intaking.address(intake, "check/")))
    intaking.log(browser, intake)
    case = Case.objects.get()
    assert list(case.children.values_list("pseudonym", "outcome")) == [
        ("Child Wren", "seriously_harmed"),
        ("Child Robin", ""),
    ]


@pytest.mark.django_db
def test_at_intake_nobody_who_died_in_a_case_about_a_death_is_incomplete_and_not_logged(
    cast, as_user, intake
):
    browser = as_user(cast.coordinator)
    keys = [f"children/{uuid.uuid4()}/" for _child in range(2)]
    for key, name in zip(keys, ("Child Wren", "Child Robin"), strict=True):
        intaking.fill(browser, intake, key, typed.child(name))
    for key, name, status in ((keys[0], "Child Wren", 302), (keys[1], "Child Robin", 200)):
        response = intaking.fill(browser, intake, key, typed.child(name, outcome="neither"))
        assert response.status_code == status
    assert ONE_DIED in words(response)
    # The harm may be changed afterwards: the children are asked again then.
    died = typed.child("Child Robin", outcome="died")
    assert intaking.fill(browser, intake, keys[1], died).status_code == 302
    intaking.fill(browser, intake, "harm/", typed.harm(outcome="seriously_harmed"))
    assert NONE_DIED in words(browser.get(intaking.address(intake, "check/")))
    page = words(intaking.log(browser, intake))
    assert "“The children” is not complete." in page
    assert not Case.objects.exists()
    intaking.fill(browser, intake, "harm/", typed.harm(outcome="died"))
    intaking.log(browser, intake)
    assert Case.objects.get().children.filter(outcome="died").count() == 1
