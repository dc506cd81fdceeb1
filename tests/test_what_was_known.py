"""What was known of a case, and when: the page, the decision that rests on other facts, and records that stay."""

import copy
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from reviews.children.outcomes import contradiction
from reviews.criteria import actions as criteria
from reviews.decisions import papers
from reviews.knowledge import actions, states
from reviews.knowledge.states import Known, death_recorded_at, own_outcomes_then
from reviews.models import Case, Knowledge, Outcome
from reviews.stages import Stage
from tests import typed
from tests.reading import address, words
from tests.reading_pdfs import text_of
from tests.telling import CHILD, LOOKED_AFTER, decide, log

pytestmark = pytest.mark.django_db

OUTCOMES = [Outcome.DIED, Outcome.SERIOUSLY_HARMED, Outcome.NEITHER, Outcome.NOT_YET_KNOWN]
OTHER_FACTS = "The decision on the criteria rests on other facts"


@pytest.fixture
def on(time_machine):
    """Called with a day, the portal's clock stands at noon of it. It begins three days after awareness."""

    def move(day: date, hour: int = 12) -> None:
        time_machine.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), tick=False)

    move(date(2026, 12, 10))
    return move


def change(case: Case, by, reason: str = "A letter came.", **changes) -> None:
    before = states.now(Case.objects.get(pk=case.pk))
    facts = {
        "abuse": before.abuse,
        "outcome": before.outcome,
        "both_limbs_on": before.both_limbs_on,
        "children": before.children,
    }
    actions.change_what_is_known(
        case, known=Known(**{**facts, **changes}), reason=reason, by=by, at=clock.now()
    )


# The history


def test_it_says_what_changed_from_when_by_whom_and_why_down_to_what_was_logged(on, cast, as_user):
    case = log(
        cast,
        CHILD,
        days_ago=3,
        outcome="seriously_harmed",
        abuse="suspected",
        both_limbs_on=date(2026, 12, 8),
        both_limbs_reason="The scan came on Tuesday.",
    )
    url = address(case, "known/history/")
    page = words(as_user(cast.police).get(url))
    assert "When the case was logged" in page and "Outcome: seriously harmed" in page
    assert "The scan came on Tuesday." in page
    change(case, cast.la, "The nurse wrote earlier.", both_limbs_on=date(2026, 12, 7))
    on(date(2026, 12, 20))
    change(case, cast.coordinator, "Died in hospital.", outcome="died", abuse="known")
    page = words(as_user(cast.icb).get(url))
    expected = [
        "Abuse or neglect: Known",
        "Outcome: Died",
        "Abuse or neglect before: suspected",
        "Outcome before: seriously harmed",
        "Died in hospital.",
        "20 December 2026, 12:00, by Jo Marsh",
        "Day both were known: 7 December 2026",
        "Day both were known before: 8 December 2026",
        "The nurse wrote earlier.",
        "10 December 2026, 12:00, by",
        "When the case was logged",
        "Outcome: seriously harmed",
        "Day both were known: 8 December 2026",
        "The scan came on Tuesday.",
    ]
    last = -1
    for sentence in expected:
        found = page.find(sentence, last + 1)
        assert found > last, sentence
        last = found
    rows = list(Knowledge.objects.values_list("outcome", "earlier_both_limbs_on", "both_limbs_on"))
    assert rows == [
        ("seriously_harmed", date(2026, 12, 8), date(2026, 12, 8)),
        ("seriously_harmed", date(2026, 12, 8), date(2026, 12, 7)),
        ("died", date(2026, 12, 7), date(2026, 12, 7)),
    ]


def test_what_happened_to_one_child_stands_in_it_too(on, cast, as_user):
    case = log(cast, CHILD, {**CHILD, "pseudonym": "Child Robin"})
    robin = case.children.get(pseudonym="Child Robin")
    children = {**states.now(case).children, robin.pk: "seriously_harmed"}
    change(case, cast.la, "The hospital corrects itself.", children=children)
    page = words(as_user(cast.la).get(address(case, "known/history/")))
    assert "What happened to a child" in page
    assert "Child Robin: seriously harmed. Before: the same as the case’s outcome." in page


def test_everybody_on_the_case_reads_it_and_who_may_is_offered_the_change(cast, as_user, make_case):
    case = make_case(Stage.GATHERING).case
    for person in ("coordinator", "la", "police", "icb", "panel_member", "reviewer"):
        browser = as_user(getattr(cast, person))
        assert "What was known, and when</a>" in words(browser.get(address(case)))
        response = browser.get(address(case, "known/history/"))
        offered = address(case, "known/") + '"' in words(response)
        assert (response.status_code, offered) == (200, person in {"coordinator", "la"}), person
    assert as_user(cast.outsider).get(address(case, "known/history/")).status_code == 404
    assert as_user(cast.la).post(address(case, "known/history/"), {}).status_code == 405


# The decision on the criteria that holds


def test_a_decision_on_other_facts_is_said_and_reopening_is_offered_until_it_is_reopened(on, cast, as_user):
    case = log(cast, CHILD, days_ago=3)
    decide(cast, case, is_met=False)
    browser = as_user(cast.coordinator)
    url = address(case, "known/history/")
    assert OTHER_FACTS not in words(browser.get(url))
    on(date(2026, 12, 11))
    browser = as_user(cast.coordinator)
    case = Case.objects.get(pk=case.pk)
    sent = typed.what_is_known(case, abuse="suspected", **typed.day("both_limbs_on", date(2026, 12, 11)))
    page = words(browser.post(address(case, "known/"), sent, follow=True))
    assert OTHER_FACTS in page and "the criteria are not met" in page
    assert f'href="{address(case, "criteria/reopen/")}"' in page and "Reopen the decision" in page
    criteria.reopen_criteria(case, reason="The letter.", by=cast.la, at=clock.now())
    assert OTHER_FACTS not in words(browser.get(url))
    on(date(2026, 12, 12))
    decide(cast, case, is_met=True)
    browser = as_user(cast.coordinator)
    assert OTHER_FACTS not in words(browser.get(url)), "decided on what is known"


def test_another_day_alone_does_not_make_it_other_facts(on, cast, as_user):
    case = log(cast, CHILD, days_ago=3, abuse="suspected")
    decide(cast, case, is_met=True)
    on(date(2026, 12, 11))
    change(case, cast.la, both_limbs_on=date(2026, 12, 9))
    assert OTHER_FACTS not in words(as_user(cast.la).get(address(case, "known/history/")))


def test_where_it_can_not_be_reopened_any_more_the_reason_stands_there(cast, as_user, make_case):
    case = make_case(Stage.GATHERING).case
    change(case, cast.la, outcome="died")
    page = words(as_user(cast.la).get(address(case, "known/history/")))
    assert OTHER_FACTS in page
    assert "Already: the review is commissioned, so the decision on the criteria stands." in page
    assert address(case, "criteria/reopen/") not in page
    panel = words(as_user(cast.panel_member).get(address(case, "known/history/")))
    assert OTHER_FACTS in panel and "Only the coordinator or a safeguarding partner may reopen" in panel


# The records of decisions


def printed(browser, case: Case, kind: str) -> tuple[str, str]:
    """The record's page from its first table on, and the PDF's words without the line of who took it when."""
    page = browser.get(address(case, f"decisions/{kind}/")).content.decode()
    pdf = " ".join(text_of(browser.get(address(case, f"decisions/{kind}.pdf")).content).split())
    return page[page.index('class="facts"') : page.index("</main>")], pdf


def clocks_on(case: Case, kind: str) -> list[tuple]:
    found = {"criteria": papers.of_criteria, "review": papers.of_review}[kind](Case.objects.get(pk=case.pk))
    return [(one.key, one.starts, one.due) for one, _words in found["clocks"]]


def test_a_record_printed_again_counts_as_on_its_day_whatever_is_known_since(on, cast, as_user):
    case = log(
        cast,
        LOOKED_AFTER,
        abuse="suspected",
        outcome="seriously_harmed",
        days_ago=3,
        both_limbs_on=date(2026, 12, 8),
        both_limbs_reason="The scan came on Tuesday.",
    )
    decide(cast, case, is_met=True)
    browser = as_user(cast.la)
    before, counted = printed(browser, case, "criteria"), clocks_on(case, "criteria")
    assert ("C1", date(2026, 12, 8), date(2026, 12, 15)) in counted
    assert "The scan came on Tuesday." in before[0]
    # Two hours later on the same day, and again in the next week
    on(date(2026, 12, 10), 14)
    change(case, cast.la, "The nurse wrote earlier.", both_limbs_on=date(2026, 12, 7))
    on(date(2026, 12, 17))
    change(case, cast.la, "Died in hospital.", outcome="died", both_limbs_on=date(2026, 12, 9))
    assert Case.objects.get(pk=case.pk).both_limbs_on == date(2026, 12, 9)
    # The paper says when it was printed: back to that hour
    on(date(2026, 12, 10))
    assert clocks_on(case, "criteria") == counted
    assert printed(browser, case, "criteria") == before
    assert "Seriously harmed" in before[1] and "C1b" not in {key for key, *_days in counted}


def test_the_record_of_a_decision_on_a_review_stays_the_same_too(cast, as_user, make_case, time_machine):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review()
    case = Case.objects.get(pk=walk.case.pk)
    browser = as_user(cast.la)
    time_machine.move_to(case.review_decision.decided_at + timedelta(hours=1), tick=False)
    before, counted = printed(browser, case, "review"), clocks_on(case, "review")
    change(
        case, cast.la, outcome="died", both_limbs_on=clock.today(clock.now()), abuse="known", reason="A scan."
    )
    assert clocks_on(case, "review") == counted
    assert printed(browser, case, "review") == before


def test_a_decision_made_anew_counts_from_what_is_known_then(on, cast, as_user):
    case = log(cast, CHILD, days_ago=3, abuse="suspected")
    decide(cast, case, is_met=False)
    on(date(2026, 12, 14))
    criteria.reopen_criteria(case, reason="A scan.", by=cast.la, at=clock.now())
    change(case, cast.la, both_limbs_on=date(2026, 12, 11))
    decide(cast, case, is_met=True)
    assert ("C1", date(2026, 12, 11), date(2026, 12, 18)) in clocks_on(case, "criteria")


def test_printing_a_record_leaves_the_case_as_it_is(on, cast):
    case = log(cast, CHILD, {**LOOKED_AFTER, "pseudonym": "Child Robin"}, outcome="seriously_harmed")
    decide(cast, case, is_met=True)
    on(date(2026, 12, 11))
    robin = case.children.get(pseudonym="Child Robin")
    change(case, cast.la, outcome="died", children={**states.now(case).children, robin.pk: "died"})
    case = Case.objects.prefetch_related("children").get(pk=case.pk)
    kept = copy.copy(states.now(case))
    found = papers.of_criteria(case)
    assert states.now(case) == kept == states.now(Case.objects.get(pk=case.pk))
    assert {child.outcome for child in found["stood"].children.all()} == {""}
    assert "C1b" not in {one.key for one, _words in found["clocks"]}


# The rules, without a database


@pytest.mark.django_db(transaction=False)
@given(st.sampled_from(OUTCOMES), st.sampled_from(OUTCOMES), st.data())
def test_the_childrens_outcomes_of_an_earlier_day_never_contradict_the_cases_of_that_day(then, now, data):
    own = data.draw(
        st.lists(st.sampled_from(["", *OUTCOMES]), max_size=3).filter(
            lambda outcomes: contradiction(now, outcomes) is None
        )
    )
    found = own_outcomes_then(then, now, own)
    assert contradiction(then, found) is None
    if then == now:
        assert found == own


@given(st.lists(st.sampled_from(OUTCOMES), max_size=5))
def test_a_death_is_recorded_with_the_first_row_after_the_last_on_which_nobody_had_died(outcomes):
    start = datetime(2026, 12, 7, 9, tzinfo=UTC)
    rows = [
        Knowledge(outcome=outcome, set_at=start + timedelta(days=day)) for day, outcome in enumerate(outcomes)
    ]
    found = death_recorded_at(rows)
    alive = [place for place, outcome in enumerate(outcomes) if outcome != Outcome.DIED]
    if not alive or alive[-1] == len(outcomes) - 1:
        assert found is None
    else:
        assert found == start + timedelta(days=alive[-1] + 1)
