"""A death that becomes known after the first was told of: a clock and a telling of its own, and no new notification."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews import clocks, paths
from reviews.decisions import papers
from reviews.models import AuditRow, Case
from reviews.notifications import actions
from reviews.paths.facts import DEATH, Age, ChildFacts, Facts, Harm, TellingFacts
from reviews.paths.rules import path, with_tellings
from reviews.stages import Stage
from tests import typed
from tests.path_facts import THREE
from tests.reading import address, words
from tests.telling import CHILD, LEAVER_24, LOOKED_AFTER, decide, log
from tests.test_staff_queries import MOST, asked
from tests.worked_clocks import DAYS

AWARE = date(2026, 12, 7)
LATER = date(2027, 1, 5)
TELL = "Tell the Secretary of State for Education and Ofsted of the death of"
ROBIN = {**LOOKED_AFTER, "pseudonym": "Child Robin", "outcome": "seriously_harmed"}
BOTH = ("ofsted", "secretary_of_state")


@pytest.fixture
def on(time_machine):
    """Called with a day, the portal's clock stands at noon of it. It begins on the day of awareness."""

    def move(day: date) -> None:
        time_machine.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)

    move(AWARE)
    return move


@pytest.fixture
def case(on, cast) -> Case:
    """Two looked-after children: one died, of which all were told two days later; the other was hurt."""
    case = log(cast, {**LOOKED_AFTER, "outcome": "died"}, ROBIN, abuse="suspected")
    on(date(2026, 12, 9))
    actions.record_notification(
        case, sent_on=date(2026, 12, 9), sent_by="Director", by=cast.la, at=clock.now(), also_told=BOTH
    )
    return now(case)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def key(case: Case, name: str) -> str:
    return str(case.children.get(pseudonym=name).pk)


def dies(browser, case: Case, name: str, known_on: date):
    """It becomes known that the child of that name has died."""
    child = key(case, name)
    changes = {f"child_{child}": "died", **typed.day(f"death_{child}", known_on)}
    return browser.post(address(case, "known/"), typed.what_is_known(case, **changes))


def tell(browser, case: Case, told: str, told_on: date, *names: str):
    """Record that they were told of the deaths of the children of these names; return what follows."""
    children = [key(case, name) for name in names]
    sent = typed.telling(told_on, told, children=children)
    return browser.post(address(case, "told/add/"), sent, follow=True)


def telling_clocks(case: Case) -> dict[str, tuple[date | None, date | None]]:
    """When each telling of deaths is due and was done, by the clock's name; as read with lists of cases, too."""
    found = [one for one in clocks.of_case(now(case)) if one.key == "C1b"]
    whole = paths.with_moments(Case.objects.prefetch_related(paths.with_days_told())).get(pk=case.pk)
    assert found == [one for one in clocks.of_case(whole) if one.key == "C1b"]
    return {one.name: (one.due, one.met_on) for one in found}


@pytest.mark.django_db
def test_a_second_death_has_a_clock_and_a_telling_of_its_own(on, cast, as_user, case):
    first = (date(2026, 12, 14), date(2026, 12, 9))
    assert list(telling_clocks(case).values()) == [first]
    assert not case.turns.filter(task="tell").exists()
    on(date(2027, 1, 6))
    browser = as_user(cast.la)
    assert dies(browser, case, "Child Robin", LATER).status_code == 302
    assert telling_clocks(case) == {
        f"{TELL} Child Wren": first,
        f"{TELL} Child Robin": (date(2027, 1, 12), None),
    }
    assert {turn.partner_role for turn in case.turns.filter(task="tell")} == {"", "la"}
    page = words(browser.get(address(case)))
    assert "Death known Tue 5 January 2027, 5 working days." in page
    assert "Aware Mon 7 December 2026, 5 working days. Told Wed 9 December 2026" in page
    page = words(browser.get(address(case, "told/")))
    assert "Child Robin was looked after, and the death was known on 5 January 2027." in page
    assert f"told/add/?told=ofsted&children={key(case, 'Child Robin')}" in page
    assert "The guidance does not say how the national Panel is told of a later death." in page
    assert asked(browser, address(case)) <= MOST

    # Told of in time by one, late by the other
    form = browser.get(address(case, "told/add/"), {"told": "ofsted", "children": [key(case, "Child Robin")]})
    assert form.context["form"]["children"].value() == [key(case, "Child Robin")]
    for names, day, sentence in (
        ((), LATER, "Tick whose death they were told of."),
        (("Child Robin",), date(2027, 1, 4), "before the death of Child Robin was known, 5 January 2027."),
        (("Child Wren",), LATER, "Ofsted was told of the death of Child Wren on 9 December 2026."),
        (("Child Wren", "Child Robin"), LATER, "Ofsted was told of the death of Child Wren on 9 December"),
    ):
        assert sentence in words(tell(browser, case, "ofsted", day, *names)), names
    assert case.tellings.count() == 2
    assert "It is recorded who was told." in words(tell(browser, case, "ofsted", LATER, "Child Robin"))
    assert AuditRow.objects.filter(verb="telling.recorded").first().detail == {
        "told": "ofsted",
        "deaths": key(case, "Child Robin"),
    }
    assert case.turns.filter(task="tell").exists(), "the Secretary of State has not been told"
    assert "Ofsted was told Tue 5 January 2027." in words(browser.get(address(case)))
    on(date(2027, 1, 14))
    browser = as_user(cast.coordinator)
    tell(browser, case, "secretary_of_state", date(2027, 1, 13), "Child Robin")
    assert telling_clocks(case)[f"{TELL} Child Robin"] == (date(2027, 1, 12), date(2027, 1, 13))
    assert not case.turns.filter(task="tell").exists()
    page = words(browser.get(address(case, "told/")))
    assert "Told Wed 13 January 2027, 1 working day late." in words(browser.get(address(case)))
    assert "Record it" not in page.replace('Record it<span class="govuk-visually-hidden">: The other', "")
    assert "Ofsted</strong>, 5 January 2027, of the death of Child Robin" in page
    again = words(tell(browser, case, "secretary_of_state", date(2027, 1, 14), "Child Robin"))
    assert "was told of the death of Child Robin on 13 January 2027." in again
    with pytest.raises(
        NotYet, match="Already: it is recorded that Ofsted was told of the death of Child Robin"
    ):
        actions.record_telling(
            now(case),
            told="ofsted",
            told_on=date(2027, 1, 14),
            told_by="Director",
            children=case.children.filter(pseudonym="Child Robin"),
            by=cast.la,
            at=clock.now(),
        )


@pytest.mark.django_db
def test_a_later_death_changes_nothing_of_the_notification_or_of_earlier_records(on, cast, as_user, case):
    decide(cast, case, is_met=True)
    before = [one for one in clocks.of_case(now(case)) if one.key in ("C1", "C2")]
    on(date(2027, 1, 6))
    dies(as_user(cast.la), case, "Child Robin", LATER)
    assert [one for one in clocks.of_case(now(case)) if one.key in ("C1", "C2")] == before
    assert not case.turns.filter(task="notify").exists()
    record = papers.of_criteria(now(case))
    assert [one.key for one, _words in record["clocks"]].count("C1b") == 1
    assert {child.pseudonym: child.outcome for child in record["stood"].children.all()} == {
        "Child Wren": "died",
        "Child Robin": "seriously_harmed",
    }


@pytest.mark.django_db
def test_harm_that_was_told_on_is_not_the_telling_of_the_death_that_follows(on, cast, as_user):
    case = log(cast, LOOKED_AFTER, abuse="suspected", outcome="seriously_harmed")
    browser = as_user(cast.la)
    for told in BOTH:
        browser.post(address(case, "told/add/"), typed.telling(AWARE, told))
    dies_on = typed.day(f"death_{key(case, 'Child Wren')}", AWARE)
    browser.post(address(case, "known/"), typed.what_is_known(case, outcome="died", **dies_on))
    assert list(telling_clocks(case).values()) == [(date(2026, 12, 14), None)]
    for told in BOTH:
        browser.post(address(case, "told/add/"), typed.telling(AWARE, told, note="Of the death."))
    assert list(telling_clocks(case).values()) == [(date(2026, 12, 14), AWARE)]


@pytest.mark.django_db
def test_a_child_added_later_may_have_died_later(on, cast, as_user, case):
    on(date(2027, 1, 6))
    browser = as_user(cast.la)
    facts = {"outcome": "died", "is_looked_after": "yes", "is_care_leaver": "no"}
    for wrong, sentence in (
        ({"outcome": "neither", **typed.day("death_known_on", LATER)}, "say above that the child died"),
        (typed.day("death_known_on", date(2027, 1, 7)), "can’t be in the future."),
    ):
        sent = typed.child("Child Sky", **{**facts, **wrong})
        assert sentence in words(browser.post(address(case, "children/add/"), sent))
    sent = typed.child("Child Sky", **facts, **typed.day("death_known_on", LATER))
    assert browser.post(address(case, "children/add/"), sent).status_code == 302
    assert telling_clocks(case)[f"{TELL} Child Sky"] == (date(2027, 1, 12), None)
    assert "5 January 2027" in words(browser.get(address(case, "children/")))


@pytest.mark.django_db
def test_a_death_known_after_a_case_ended_as_told_is_told_of_all_the_same(on, cast, as_user):
    case = log(cast, LEAVER_24)
    actions.end_told(case, reason="So.", why_not="So.", by=cast.coordinator, at=clock.now())
    assert telling_clocks(case) == {}
    on(date(2027, 1, 6))
    browser = as_user(cast.la)
    child = {"age_band": "18_to_24", **typed.day("death_known_on", LATER)}
    browser.post(address(case, "children/add/"), typed.child("Rook", **child))
    assert now(case).stage == Stage.TOLD
    assert telling_clocks(case) == {f"{TELL} Rook": (date(2027, 1, 12), None)}
    assert case.turns.filter(task="tell").exists()
    for told in BOTH:
        tell(browser, case, told, LATER, "Rook")
    assert not case.turns.filter(task="tell").exists()


@pytest.mark.django_db
def test_nobody_else_records_a_later_death_or_tells_of_it(on, cast, as_user, case):
    on(date(2027, 1, 6))
    for person, status in ((cast.police, 403), (cast.outsider, 404)):
        browser = as_user(person)
        assert dies(browser, case, "Child Robin", LATER).status_code == status
        assert tell(browser, case, "ofsted", LATER, "Child Robin").status_code == status
    other = log(cast, {**CHILD, "outcome": "died"}, {**ROBIN, "outcome": "died"})
    taken = typed.telling(LATER, children=[key(case, "Child Robin")])
    page = words(as_user(cast.la).post(address(other, "told/add/"), taken))
    assert "Choose children of this case from the list." in page
    assert (case.tellings.count(), other.tellings.count()) == (2, 0)


# The rule, without a database


@given(
    st.lists(
        st.builds(
            ChildFacts,
            age=st.sampled_from(Age),
            is_looked_after=THREE,
            is_care_leaver=THREE,
            harm=st.sampled_from([Harm.DIED, Harm.SERIOUSLY_HARMED]),
            known_on=st.none() | DAYS,
        ),
        max_size=4,
    ),
    DAYS,
    st.lists(
        st.builds(
            TellingFacts,
            st.sampled_from([*DEATH, "partners"]),
            DAYS,
            children=st.frozensets(st.sampled_from("0123")),
        ),
        max_size=6,
    ),
)
def test_each_death_is_asked_for_once_and_told_of_when_all_of_its_day_are(children, first, tellings):
    children = [
        ChildFacts(
            f"Child {place}",
            one.age,
            one.is_looked_after,
            one.is_care_leaver,
            one.harm,
            str(place),
            one.known_on,
        )
        for place, one in enumerate(children)
    ]
    found = with_tellings(
        path(Facts(tuple(children), harm=Harm.DIED, deaths_from=first)).duties, tellings, None
    )
    found = [one for one in found if one.duty.deaths]
    for body in DEATH:
        of_body = [one for one in found if one.duty.body == body]
        named = [death.key for one in of_body for death in one.duty.deaths]
        assert sorted(named) == [
            child.key
            for child in children
            if child.harm == Harm.DIED and (child.counts_as_looked_after or child.is_care_leaver)
        ]
        days = [one.duty.known_on for one in of_body]
        assert days == sorted(set(days)), "one for each day"
        for one in of_body:
            told = []
            for death in one.duty.deaths:
                child = children[int(death.key)]
                assert (child.known_on or first) == one.duty.known_on
                of_it = [
                    each.on
                    for each in tellings
                    if each.body == body
                    and (child.key in each.children or (child.known_on is None and not each.children))
                ]
                told.append(min(of_it) if of_it else None)
            assert one.told_on == (None if None in told else max(told))
