"""What law and guidance ask of a case, by its facts alone: who is told, what is decided, which clocks run."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from reviews import deadlines
from reviews.clock_picture import calendar_picture
from reviews.paths.facts import Age, ChildFacts, Facts, Harm, TellingFacts
from reviews.paths.rules import path, with_tellings
from tests.path_facts import running, told
from tests.test_house_rules import imports, modules, names_app
from tests.worked_clocks import DAYS, PERIODS

CHILD = ChildFacts("Child Wren")
LOOKED_AFTER = replace(CHILD, is_looked_after=True)
LEAVER_17 = replace(CHILD, is_care_leaver=True)
LEAVER_24 = ChildFacts("Robin", Age.FROM_18, is_care_leaver=True)

DEAD_CHILD = replace(CHILD, harm=Harm.DIED)
HURT_LOOKED_AFTER = replace(LOOKED_AFTER, name="Child Robin", harm=Harm.SERIOUSLY_HARMED)

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
        pytest.param(
            Facts((DEAD_CHILD, HURT_LOOKED_AFTER), True, Harm.DIED),
            PANEL,
            True,
            {"C1"},
            id="a child died, a looked-after sibling was hurt",
        ),
        pytest.param(
            Facts((replace(CHILD, harm=Harm.SERIOUSLY_HARMED), LOOKED_AFTER), True, Harm.DIED),
            PANEL | DEATH_MUST,
            True,
            {"C1", "C1b"},
            id="a looked-after child died, a sibling was hurt",
        ),
        pytest.param(
            Facts((LEAVER_24, replace(CHILD, harm=Harm.SERIOUSLY_HARMED)), True, Harm.DIED),
            PANEL | DEATH_SHOULD,
            True,
            {"C1", "C1b"},
            id="care leaver of 24 died, a child was hurt",
        ),
        pytest.param(
            Facts((LEAVER_24, replace(CHILD, harm=Harm.NEITHER)), True, Harm.DIED),
            DEATH_SHOULD,
            True,
            {"C1b"},
            id="care leaver of 24 died, a child came to no harm",
        ),
        pytest.param(
            Facts((DEAD_CHILD, replace(LEAVER_24, harm=Harm.SERIOUSLY_HARMED)), True, Harm.DIED),
            PANEL,
            True,
            {"C1"},
            id="a child died, a care leaver of 24 was hurt",
        ),
    ],
)
def test_each_path(facts, bodies, criteria, clocks):
    assert told(facts) == bodies
    assert path(facts).needs_criteria is criteria
    assert running(facts) == clocks


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


def test_whether_a_looked_after_child_died_too_is_asked_where_it_isnt_known():
    unknown = replace(LOOKED_AFTER, name="Child Robin", harm=Harm.NOT_YET_KNOWN)
    assert path(Facts((DEAD_CHILD, unknown), False, Harm.DIED)).questions == (
        "Whether Child Robin died: if so, more are told of it.",
    )
    assert path(Facts((DEAD_CHILD, HURT_LOOKED_AFTER), False, Harm.DIED)).questions == ()


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
