"""What law and guidance ask of a case, by its facts alone: who is told, what is decided, which clocks run."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews import deadlines
from reviews.clock_picture import calendar_picture
from reviews.paths.facts import Age, Body, ChildFacts, Facts, Harm, Strength, TellingFacts, Verdict
from reviews.paths.rules import path, with_tellings
from tests.test_house_rules import imports, modules, names_app
from tests.worked_clocks import DAYS, PERIODS

CHILD = ChildFacts("Child Wren")
LOOKED_AFTER = replace(CHILD, is_looked_after=True)
LEAVER_17 = replace(CHILD, is_care_leaver=True)
LEAVER_24 = ChildFacts("Robin", Age.FROM_18, is_care_leaver=True)

THREE = st.sampled_from([True, False, None])
CHILDREN = st.builds(
    ChildFacts,
    st.sampled_from(["Child Wren", "Child Robin"]),
    st.sampled_from(Age),
    is_looked_after=THREE,
    is_care_leaver=THREE,
)
FACTS = st.builds(
    Facts,
    children=st.lists(CHILDREN, max_size=3).map(tuple),
    has_abuse=THREE,
    harm=st.sampled_from(Harm),
    is_contribution=st.booleans(),
    is_met=THREE,
    is_notified=st.booleans(),
    was_withdrawn=st.booleans(),
    is_review_wanted=THREE,
    is_commissioned=st.booleans(),
    other_areas=st.sampled_from([(), ("Westmere",), ("Westmere", "Farholt")]),
    counts_from_awareness=st.booleans(),
)


def told(facts: Facts) -> dict[str, str]:
    """Who is told, each with its strength; another area by its name."""
    return {duty.area or duty.body: duty.strength for duty in path(facts).duties}


def running(facts: Facts) -> set[str]:
    return {one.key for one in path(facts).clocks if one.runs}


HURT = Facts((CHILD,), True, Harm.SERIOUSLY_HARMED)
DEAD = Facts((CHILD,), True, Harm.DIED)
PANEL = {"panel": "must", "partners": "should"}
DEATH_MUST = {"secretary_of_state": "must", "ofsted": "must"}
DEATH_SHOULD = {"secretary_of_state": "should", "ofsted": "should"}


@pytest.mark.parametrize(
    ("facts", "bodies", "criteria", "clocks"),
    [
        pytest.param(HURT, PANEL, True, {"C1"}, id="badly hurt, abuse suspected"),
        pytest.param(DEAD, PANEL, True, {"C1"}, id="dead, abuse suspected"),
        pytest.param(replace(HURT, has_abuse=None), {}, True, {"C1"}, id="abuse not yet known: days count"),
        pytest.param(
            replace(HURT, harm=Harm.NOT_YET_KNOWN), {}, True, {"C1"}, id="harm not yet known: days count"
        ),
        pytest.param(replace(HURT, has_abuse=False), {}, True, set(), id="hurt without abuse"),
        pytest.param(replace(HURT, harm=Harm.NEITHER), {}, True, set(), id="abuse without serious harm"),
        pytest.param(replace(HURT, children=()), PANEL, True, {"C1"}, id="no child named"),
        pytest.param(
            replace(HURT, other_areas=("Westmere",)),
            {**PANEL, "Westmere": "should"},
            True,
            {"C1"},
            id="placed elsewhere",
        ),
        pytest.param(replace(HURT, is_notified=True), PANEL, True, {"C1", "C2"}, id="notified"),
        pytest.param(
            replace(HURT, has_abuse=None, is_notified=True),
            {"partners": "should"},
            True,
            {"C1", "C2"},
            id="notified before abuse was known",
        ),
        pytest.param(replace(HURT, is_met=True), PANEL, True, {"C1"}, id="met, not notified"),
        pytest.param(replace(HURT, is_met=False), {}, True, set(), id="not met, never notified"),
        pytest.param(
            replace(HURT, is_met=False, is_notified=True), {}, True, {"C1"}, id="notified, then not met"
        ),
        pytest.param(
            replace(HURT, is_met=False, was_withdrawn=True), {}, True, {"C1"}, id="not met and withdrawn"
        ),
        pytest.param(
            replace(HURT, is_met=True, was_withdrawn=True), PANEL, True, {"C1"}, id="met anew, to notify anew"
        ),
        pytest.param(
            replace(HURT, is_met=True, is_notified=True, is_review_wanted=True, is_commissioned=True),
            PANEL,
            True,
            {"C1", "C2", "C3"},
            id="commissioned",
        ),
        pytest.param(
            Facts((LOOKED_AFTER,), False, Harm.DIED), DEATH_MUST, True, {"C1b"}, id="looked after, no abuse"
        ),
        pytest.param(
            Facts((LOOKED_AFTER,), False, Harm.DIED, is_met=False),
            DEATH_MUST,
            True,
            {"C1b"},
            id="looked after, not met: still asked for",
        ),
        pytest.param(
            Facts((LOOKED_AFTER,), True, Harm.DIED),
            PANEL | DEATH_MUST,
            True,
            {"C1", "C1b"},
            id="looked after, abuse suspected",
        ),
        pytest.param(
            Facts((LOOKED_AFTER,), True, Harm.SERIOUSLY_HARMED), PANEL, True, {"C1"}, id="looked after, hurt"
        ),
        pytest.param(
            Facts((LEAVER_24,), None, Harm.DIED), DEATH_SHOULD, False, {"C1b"}, id="care leaver of 24"
        ),
        pytest.param(
            Facts((LEAVER_24,), True, Harm.DIED),
            DEATH_SHOULD,
            False,
            {"C1b"},
            id="care leaver of 24, abuse suspected",
        ),
        pytest.param(
            Facts((LEAVER_24,), True, Harm.SERIOUSLY_HARMED), {}, False, set(), id="care leaver of 24, hurt"
        ),
        pytest.param(
            Facts((replace(LEAVER_24, is_looked_after=True),), None, Harm.DIED),
            DEATH_SHOULD,
            False,
            {"C1b"},
            id="nobody of 24 is looked after",
        ),
        pytest.param(
            Facts((LEAVER_17,), False, Harm.DIED), DEATH_SHOULD, True, {"C1b"}, id="care leaver of 17"
        ),
        pytest.param(
            Facts((LEAVER_17,), True, Harm.DIED),
            PANEL | DEATH_SHOULD,
            True,
            {"C1", "C1b"},
            id="care leaver of 17, abuse suspected",
        ),
        pytest.param(
            Facts((LEAVER_24, CHILD), True, Harm.DIED),
            PANEL | DEATH_SHOULD,
            True,
            {"C1", "C1b"},
            id="care leaver of 24 beside a child",
        ),
        pytest.param(
            Facts((replace(LEAVER_24, age=Age.NOT_KNOWN),), True, Harm.DIED),
            PANEL | DEATH_SHOULD,
            True,
            {"C1", "C1b"},
            id="care leaver whose age isn't known",
        ),
        pytest.param(
            Facts((LOOKED_AFTER,), True, Harm.DIED, is_contribution=True), {}, False, set(), id="contribution"
        ),
    ],
)
def test_each_path(facts, bodies, criteria, clocks):
    assert told(facts) == bodies
    assert path(facts).needs_criteria is criteria
    assert running(facts) == clocks


@given(FACTS)
def test_the_national_panel_must_be_told_when_both_limbs_are_there_or_the_criteria_are_met(facts):
    found = told(facts)
    assert found.get(Body.PANEL) in (None, Strength.MUST)
    if facts.is_contribution or facts.is_met is False:
        assert Body.PANEL not in found
    elif facts.is_met or (facts.has_both_limbs and any(child.age != Age.FROM_18 for child in facts.children)):
        assert Body.PANEL in found
    elif not facts.has_both_limbs:
        assert Body.PANEL not in found


@given(FACTS, THREE, THREE, st.booleans())
def test_telling_of_a_death_depends_on_no_abuse_decision_or_notification(facts, has_abuse, is_met, notified):
    bodies = (Body.SECRETARY_OF_STATE, Body.OFSTED)
    found = [duty for duty in path(facts).duties if duty.body in bodies]
    other = replace(facts, has_abuse=has_abuse, is_met=is_met, is_notified=notified)
    assert found == [duty for duty in path(other).duties if duty.body in bodies]
    assert {duty.body for duty in found} in (set(), set(bodies))
    if facts.harm != Harm.DIED or facts.is_contribution:
        assert not found
    elif any(child.is_looked_after and child.age != Age.FROM_18 for child in facts.children):
        assert {duty.strength for duty in found} == {Strength.MUST}
    else:
        wanted = {Strength.SHOULD} if any(child.is_care_leaver for child in facts.children) else set()
        assert {duty.strength for duty in found} == wanted


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
    assert ("C1b" in keys) is (facts.harm == Harm.DIED)
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
            )
            for child in facts.children
        ),
    )
    assert path(known).questions == ()


def test_what_isnt_known_and_would_change_the_path_is_asked():
    unknown = ChildFacts("Child Wren", Age.UNDER_18, None, None)
    assert path(Facts((unknown,), None, Harm.DIED)).questions == (
        "Whether abuse or neglect is known or suspected: the national Panel is told if it is.",
        "Whether Child Wren was looked after or a care leaver: if so, more are told of a death.",
    )
    leaver = ChildFacts("Child Wren", Age.NOT_KNOWN, False, True)
    assert path(Facts((leaver,), False, Harm.DIED)).questions == (
        "How old Child Wren was: for a care leaver of 18 or over the criteria need not be decided.",
    )


def test_where_the_guidance_counts_from_awareness_the_rapid_reviews_clock_runs_before_the_notification():
    assert running(replace(HURT, counts_from_awareness=True)) == {"C1", "C2"}
    assert running(replace(HURT, counts_from_awareness=True, has_abuse=False)) == set()


def test_a_duty_is_done_on_the_first_day_it_was_told(today):
    facts = replace(Facts((LOOKED_AFTER,), True, Harm.DIED), other_areas=("Westmere", "Farholt"))
    earlier = today.replace(day=1)
    tellings = [
        TellingFacts("ofsted", today),
        TellingFacts("ofsted", earlier),
        TellingFacts("other_area", today, "westmere council’s front door"),
    ]
    asked = with_tellings(path(facts).duties, tellings, notified_on=today)
    assert {one.duty.area or str(one.duty.body): one.told_on for one in asked} == {
        "panel": today,
        "partners": None,
        "Westmere": today,
        "Farholt": None,
        "secretary_of_state": None,
        "ofsted": earlier,
    }


def test_the_rules_know_no_database_and_no_framework():
    pure = [module for module in modules("reviews/paths") if module.name in ("rules.py", "facts.py")]
    assert len(pure) == 2
    for module in pure:
        assert not [
            name for name in imports(module) if names_app(name, "django") or names_app(name, "reviews.models")
        ]


@given(DAYS)
def test_telling_of_a_death_is_due_when_a_notification_from_that_day_would_be(day):
    telling = deadlines.tell_of_death(day, None, PERIODS, "them")
    assert telling.due == deadlines.notify_panel(day, None, PERIODS).due
    assert telling.counts_working_days
    assert telling.days_left(day) == PERIODS.notify_working_days


def test_the_clock_of_a_death_speaks_of_telling_and_is_drawn():
    told = deadlines.tell_of_death(date(2026, 12, 7), date(2026, 12, 10), PERIODS, "the Minister and Ofsted")
    today = date(2026, 12, 11)
    assert told.figure_words(today) == ("–", "done", "told Thu 10 December")
    assert (
        told.working
        == "Aware Mon 7 December 2026, 5 working days. Told Thu 10 December 2026, 2 working days to spare."
    )
    picture = calendar_picture([told], today)
    assert (
        f"{picture.rows[0].name}{picture.rows[0].rest}" == "Tell the Minister and Ofsted: told on day 3 of 5"
    )
