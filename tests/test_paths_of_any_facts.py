"""What law and guidance ask of a case whatever its facts are, against independent counts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reviews.paths.facts import Age, Body, Harm, Strength, Verdict
from reviews.paths.rules import path
from tests.path_facts import CHILDREN, FACTS, THREE, harm_of, told


@given(FACTS)
def test_the_national_panel_must_be_told_when_both_limbs_are_there_or_the_criteria_are_met(facts):
    found = told(facts)
    assert found.get(Body.PANEL) in (None, Strength.MUST)
    if facts.is_contribution or facts.is_met is False:
        assert Body.PANEL not in found
    elif facts.is_met:
        assert Body.PANEL in found
    else:
        young = [child for child in facts.children if child.age != Age.FROM_18 or not child.is_care_leaver]
        harms = {harm_of(facts, child) for child in young} if facts.children else {facts.harm}
        is_grave = bool(harms & {Harm.DIED, Harm.SERIOUSLY_HARMED})
        assert (Body.PANEL in found) is (facts.has_abuse is True and is_grave)


@given(FACTS, THREE, THREE, st.booleans())
def test_telling_of_a_death_depends_on_no_abuse_decision_or_notification(facts, has_abuse, is_met, notified):
    bodies = (Body.SECRETARY_OF_STATE, Body.OFSTED)
    found = [duty for duty in path(facts).duties if duty.body in bodies]
    other = replace(facts, has_abuse=has_abuse, is_met=is_met, is_notified=notified)
    assert found == [duty for duty in path(other).duties if duty.body in bodies]
    assert {duty.body for duty in found} in (set(), set(bodies))
    dead = [child for child in facts.children if harm_of(facts, child) == Harm.DIED]
    if not dead or facts.is_contribution:
        assert not found
    elif any(child.is_looked_after and child.age != Age.FROM_18 for child in dead):
        assert {duty.strength for duty in found} == {Strength.MUST}
    else:
        wanted = {Strength.SHOULD} if any(child.is_care_leaver for child in dead) else set()
        assert {duty.strength for duty in found} == wanted


@given(FACTS, st.lists(CHILDREN, max_size=2))
def test_whoever_did_not_die_changes_nothing_of_the_telling_of_a_death(facts, others):
    """A looked-after child who was hurt beside somebody else's death is no looked-after death."""
    alive = [replace(child, harm=Harm.SERIOUSLY_HARMED) for child in others]
    beside = replace(facts, children=(*facts.children, *alive))
    bodies = (Body.SECRETARY_OF_STATE, Body.OFSTED)
    assert [one for one in path(beside).duties if one.body in bodies] == [
        one for one in path(facts).duties if one.body in bodies
    ]
    if facts.children:
        assert path(beside).runs("C1b") is path(facts).runs("C1b")


@given(FACTS)
def test_only_the_names_of_those_who_died_stand_in_the_reason(facts):
    children = tuple(
        replace(child, name=f"Child {number}", is_looked_after=True, age=Age.UNDER_18)
        for number, child in enumerate(facts.children)
    )
    facts = replace(facts, children=children, is_contribution=False)
    reasons = [one.because for one in path(facts).duties if one.body == Body.OFSTED]
    for child in children:
        assert any(child.name in reason for reason in reasons) is (harm_of(facts, child) == Harm.DIED)


@given(FACTS)
def test_an_outcome_that_is_the_cases_own_may_be_said_of_the_child_or_left_out(facts):
    said = replace(
        facts, children=tuple(replace(child, harm=harm_of(facts, child)) for child in facts.children)
    )
    assert path(said) == path(facts)


@given(FACTS)
def test_the_criteria_are_left_out_only_where_everybody_was_a_care_leaver_of_18_or_over(facts):
    grown = [child.age == Age.FROM_18 and child.is_care_leaver is True for child in facts.children]
    may_be_left_out = bool(grown) and all(grown)
    assert path(facts).needs_criteria is not (facts.is_contribution or may_be_left_out)


@given(FACTS)
def test_a_contribution_asks_for_nothing_and_runs_no_clock(facts):
    found = path(replace(facts, is_contribution=True, is_commissioned=False))
    assert not found.duties
    assert not found.questions
    assert not [one for one in found.clocks if one.runs]
    assert {found.criteria.verdict, found.rapid_review.verdict, found.review.verdict} == {Verdict.NO}


@given(FACTS)
def test_what_follows_needs_what_comes_before(facts):
    found = path(facts)
    if facts.is_met is False:
        assert not found.runs("C2")
        assert found.rapid_review.verdict == Verdict.NO
    if found.runs("C2"):
        assert found.runs("C1")
        assert facts.is_notified or facts.counts_from_awareness
    if found.review.is_yes:
        assert found.rapid_review.is_yes
    if found.rapid_review.is_yes:
        assert facts.is_met is True


@given(FACTS)
def test_every_clock_is_spoken_of_once_with_its_reason(facts):
    found = path(facts)
    keys = [one.key for one in found.clocks]
    assert len(keys) == len(set(keys))
    assert {"C1", "C2", "C3"} <= set(keys)
    harms = {facts.harm, *(harm_of(facts, child) for child in facts.children)}
    assert ("C1b" in keys) is (Harm.DIED in harms)
    sentences = [one.because for one in (*found.clocks, *found.duties)]
    sentences += [one.because for one in (found.criteria, found.rapid_review, found.review)]
    for sentence in (*sentences, *found.questions):
        assert sentence.endswith(".")
        assert sentence[0].isupper() or sentence.startswith(tuple(child.name for child in facts.children))


@given(FACTS)
def test_a_question_is_asked_only_of_what_is_not_known(facts):
    known = replace(
        facts,
        has_abuse=True if facts.has_abuse is None else facts.has_abuse,
        harm=Harm.DIED if facts.harm == Harm.NOT_YET_KNOWN else facts.harm,
        children=tuple(
            replace(
                child,
                age=Age.UNDER_18 if child.age == Age.NOT_KNOWN else child.age,
                is_looked_after=bool(child.is_looked_after),
                is_care_leaver=bool(child.is_care_leaver),
                harm=Harm.DIED if child.harm == Harm.NOT_YET_KNOWN else child.harm,
            )
            for child in facts.children
        ),
    )
    assert path(known).questions == ()
