"""Facts change after a case is logged: who may say so, what can't be, what is kept, and what follows at once.

What was known, and when, is in test_what_was_known.py.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews import paths
from reviews.children import actions as children
from reviews.criteria import actions as criteria
from reviews.knowledge import actions, states
from reviews.models import AuditRow, Case, Knowledge
from reviews.notifications import actions as notifications
from reviews.stages import Stage
from tests import typed
from tests.deciding import today
from tests.reading import address, everything_but_the_audit_log, words
from tests.telling import CHILD, LOOKED_AFTER, clocks_of, decide, log, not_running

pytestmark = pytest.mark.django_db

REASON = "The second scan showed the older injury."
AWARE = date(2026, 12, 7)
LATER = date(2026, 12, 9)
ROBIN = {**CHILD, "pseudonym": "Child Robin"}


@pytest.fixture
def on(time_machine):
    """Called with a day, the portal's clock stands at noon of it. It begins three days after awareness."""

    def move(day: date) -> None:
        time_machine.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)

    move(date(2026, 12, 10))
    return move


@pytest.fixture
def case(on, cast) -> Case:
    """A death with abuse suspected, of which the council became aware three days ago."""
    return log(cast, CHILD, abuse="suspected", days_ago=3)


def change(browser, case: Case, follow: bool = False, **changes):
    """Send the form as it is shown, but for the changes."""
    return browser.post(address(case, "known/"), typed.what_is_known(case, **changes), follow=follow)


def died(case: Case, name: str, on: date) -> dict[str, str]:
    """The day on which it was known that the child of that name had died."""
    return typed.day(f"death_{case.children.get(pseudonym=name).pk}", on)


def day(value: date) -> dict[str, str]:
    return typed.day("both_limbs_on", value)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


# The day


@pytest.mark.parametrize("person", ["coordinator", "la", "la_deputy"])
def test_the_clock_counts_from_the_new_day_at_once_and_the_case_says_so(cast, as_user, case, person):
    user = getattr(cast, person)
    browser = as_user(user)
    assert clocks_of(case)["C1"].due == date(2026, 12, 14)
    page = words(change(browser, case, follow=True, reason=REASON, **day(LATER)))
    assert "What is known is changed. The clocks and what is asked for follow it." in page
    first = clocks_of(case)["C1"]
    assert (first.starts, first.due) == (LATER, date(2026, 12, 16))
    page = words(browser.get(address(case)))
    assert "Counted from the earlier day, Mon 7 December 2026: Mon 14 December 2026." in page
    assert "Both limbs known 9 December 2026: " + REASON in page
    row = AuditRow.objects.get(verb="case.knowledge_changed")
    assert row.detail == {"both_limbs_on_was": "2026-12-07", "both_limbs_on_now": "2026-12-09"}
    assert (row.actor, row.reference) == (str(user.pk), case.reference)
    assert now(case).sort_on == date(2026, 12, 16)


def test_the_newest_reason_alone_stands_with_the_day(cast, as_user, case):
    browser = as_user(cast.coordinator)
    change(browser, case, reason=REASON, **day(LATER))
    change(browser, now(case), reason="The nurse wrote on Tuesday.", **day(date(2026, 12, 8)))
    assert now(case).both_limbs_reason == "The nurse wrote on Tuesday."
    change(browser, now(case), reason="The police confirm it.", abuse="known")
    assert now(case).both_limbs_reason == "The nurse wrote on Tuesday.", "about the day, not about the abuse"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            day(date(2026, 12, 6)),
            "This day can’t be before the local authority became aware of the incident, 7 December 2026.",
        ),
        (day(date(2026, 12, 11)), "This day can’t be in the future. Today is 10 December 2026."),
        ({"both_limbs_on_day": ""}, "The day both were known must have a day."),
        ({}, "Change at least one answer, or go back to the case"),
        ({"abuse": ""}, "Choose whether abuse or neglect is known or suspected."),
        ({"outcome": "hurt"}, "from the list."),
        ({"abuse": "known", "reason": " "}, "Enter why it changes."),
        ({"abuse": "known", "reason": "x" * 2_001}, "2,000 characters"),
    ],
)
def test_what_can_not_be_is_refused_and_what_was_typed_is_kept(cast, as_user, case, changes, sentence):
    browser = as_user(cast.la)
    before = everything_but_the_audit_log()
    sent = {"reason": "Kept with care.", **changes}
    response = change(browser, case, **sent)
    page = words(response)
    assert (response.status_code, sentence in page) == (200, True)
    assert sent["reason"].strip() in page
    assert everything_but_the_audit_log() == before


def test_the_day_is_not_before_abuse_was_first_suspected(on, cast, as_user):
    case = log(
        cast, CHILD, abuse="suspected", days_ago=3, abuse_known_on=LATER, both_limbs_on=date(2026, 12, 10)
    )
    response = change(as_user(cast.la), case, **day(date(2026, 12, 8)))
    sentence = "This day can’t be before abuse or neglect was first known or suspected, 9 December 2026."
    assert sentence in words(response)
    assert change(as_user(cast.la), case, **day(LATER)).status_code == 302


# Abuse and outcome


def test_abuse_that_becomes_suspected_begins_the_clock_and_asks_the_authority_to_notify(on, cast, as_user):
    case = log(cast, CHILD, abuse="neither", days_ago=3)
    assert "C1" not in clocks_of(case)
    waiting = case.turns.filter(task="notify")
    assert not waiting.exists()
    assert change(as_user(cast.la), case, abuse="suspected", **day(LATER)).status_code == 302
    assert clocks_of(case)["C1"].due == date(2026, 12, 16)
    assert waiting.exists()
    assert "panel" in {duty.body for duty in paths.of_case(now(case)).duties}
    back = change(as_user(cast.coordinator), now(case), abuse="neither")
    assert (back.status_code, now(case).abuse, waiting.exists()) == (302, "neither", False)
    assert "neither known nor suspected" in not_running(case)["Tell the national Panel"]


def test_a_looked_after_child_who_dies_later_is_told_of_from_the_day_it_was_recorded(on, cast, as_user):
    case = log(cast, LOOKED_AFTER, abuse="suspected", outcome="seriously_harmed", days_ago=3)
    assert "C1b" not in clocks_of(case)
    on(date(2027, 1, 6))
    browser, facts = as_user(cast.la), {"outcome": "died", "reason": "Child Wren died in hospital."}
    for wrong, sentence in (
        ({}, "Enter the day Child Wren’s death was known, for example 7 12 2026."),
        (died(case, "Child Wren", date(2027, 1, 7)), "can’t be in the future. Today is 6 January 2027."),
        (died(case, "Child Wren", date(2026, 12, 6)), "can’t be before the local authority became aware"),
    ):
        assert sentence in words(change(browser, case, **facts, **wrong))
    assert change(browser, case, **facts, **died(case, "Child Wren", date(2027, 1, 5))).status_code == 302
    told = clocks_of(case)["C1b"]
    assert (told.starts, told.due) == (date(2027, 1, 5), date(2027, 1, 12))
    assert told.working == "Death known Tue 5 January 2027, 5 working days."
    assert case.turns.filter(task="tell").exists()
    on(date(2027, 1, 7))
    browser = as_user(cast.la)
    change(browser, now(case), abuse="known")
    assert clocks_of(case)["C1b"].starts == date(2027, 1, 5), "what changes later doesn't begin it anew"
    on(date(2027, 1, 8))
    change(as_user(cast.la), now(case), **died(case, "Child Wren", date(2027, 1, 4)))
    assert clocks_of(case)["C1b"].starts == date(2027, 1, 4), "a day that was wrong is corrected"
    last = now(case).knowledge.last().reason
    assert "the death was known on 4 January 2027. Before: 5 January 2027." in last


def test_a_death_recorded_before_its_day_was_asked_is_told_of_from_the_day_it_was_recorded(on, cast):
    case = log(cast, LOOKED_AFTER, abuse="suspected", outcome="seriously_harmed", days_ago=3)
    on(date(2027, 1, 6))
    known = replace(states.now(case), outcome="died")
    actions.change_what_is_known(case, known=known, reason=REASON, by=cast.la, at=clock.now())
    case.children.update(death_known_on=None)
    told = clocks_of(case)["C1b"]
    assert told.starts == date(2027, 1, 6)
    assert "On that day it was recorded that a child had died." in told.working
    read = paths.with_moments(Case.objects.filter(pk=case.pk)).get()
    assert states.first_deaths_from(read) == states.first_deaths_from(now(case)) == date(2027, 1, 6)


def test_a_death_that_was_known_when_the_case_was_logged_is_told_of_from_awareness(on, cast, as_user):
    case = log(cast, LOOKED_AFTER, abuse="neither", days_ago=3)
    assert change(as_user(cast.la), case, abuse="suspected").status_code == 302
    assert clocks_of(case)["C1b"].starts == AWARE
    assert paths.with_moments(Case.objects.all()).get()._death_recorded_at is None


# The children


def field(case: Case, name: str) -> str:
    return f"child_{case.children.get(pseudonym=name).pk}"


def test_each_of_several_children_is_asked_about_and_a_child_alone_is_not(on, cast, as_user):
    browser = as_user(cast.coordinator)
    alone = log(cast, CHILD, outcome="seriously_harmed")
    assert "What happened to Child Wren?" not in words(browser.get(address(alone, "known/")))
    case = log(cast, CHILD, {**LOOKED_AFTER, "pseudonym": "Child Robin"}, outcome="seriously_harmed")
    page = browser.get(address(case, "known/"))
    assert "What happened to Child Wren?" in words(page) and "What happened to Child Robin?" in words(page)
    wren, robin = field(case, "Child Wren"), field(case, "Child Robin")
    known = died(case, "Child Robin", today())
    response = change(browser, case, outcome="died", **{wren: "seriously_harmed", robin: "died"}, **known)
    assert response.status_code == 302
    assert set(case.children.values_list("pseudonym", "outcome")) == {
        ("Child Wren", "seriously_harmed"),
        ("Child Robin", "died"),
    }
    assert "C1b" in clocks_of(case), "Child Robin was looked after"
    detail = AuditRow.objects.get(verb="case.knowledge_changed").detail
    assert detail[robin] == "as_the_case died"
    assert "Robin" not in str(detail)
    assert browser.get(address(case, "known/")).context["form"][robin].value() == "died"


@pytest.mark.parametrize(
    ("outcome", "first", "second", "sentence"),
    [
        ("died", "seriously_harmed", "neither", "at least one of its children has died."),
        ("seriously_harmed", "died", "", "so no child of it can have died. Change the case’s outcome first."),
    ],
)
def test_outcomes_that_contradict_one_another_are_refused(
    on, cast, as_user, outcome, first, second, sentence
):
    case = log(cast, CHILD, ROBIN, outcome="not_yet_known")
    answers = {field(case, "Child Wren"): first, field(case, "Child Robin"): second}
    response = change(as_user(cast.la), case, outcome=outcome, **answers)
    assert (response.status_code, sentence in words(response)) == (200, True)
    keys = dict(zip(case.children.values_list("pk", flat=True), (first, second), strict=True))
    known = states.Known(case.abuse, outcome, case.both_limbs_on, keys)
    with pytest.raises(NotYet, match="Not yet: the case’s outcome is"):
        actions.change_what_is_known(case, known=known, reason=REASON, by=cast.la, at=clock.now())
    assert (now(case).outcome, Knowledge.objects.count()) == ("not_yet_known", 0)


def test_a_choice_that_is_none_of_a_childs_is_refused(on, cast, as_user):
    case = log(cast, CHILD, ROBIN)
    response = change(as_user(cast.la), case, **{field(case, "Child Wren"): "vanished"})
    assert response.status_code == 200
    assert "from the list." in words(response)


# Who, and when


def test_nobody_else_changes_it(cast, as_user, make_case):
    case = make_case(Stage.GATHERING).case
    for person in ("police", "icb", "panel_member", "reviewer"):
        browser = as_user(getattr(cast, person))
        response = change(browser, case, abuse="known")
        assert response.status_code == 403, person
        assert "Only the coordinator or the local authority’s delegate may change what is known." in words(
            response
        )
        assert address(case, "known/") + '"' not in words(browser.get(address(case)))
    assert change(as_user(cast.outsider), case, abuse="known").status_code == 404
    known = states.Known("known", case.outcome, case.both_limbs_on, states.now(case).children)
    with pytest.raises(Refused, match="Only the coordinator"):
        actions.change_what_is_known(case, known=known, reason="So.", by=cast.icb, at=clock.now())
    assert (now(case).abuse, Knowledge.objects.count()) == ("suspected", 0)
    assert change(as_user(cast.la), case, abuse="known").status_code == 302


@pytest.mark.parametrize(
    ("at", "status", "sentence"),
    [
        (Stage.CONTRIBUTION, 403, "Another partnership leads this review, so what is known is kept there."),
        (Stage.CLOSED, 409, "Already: the case is closed, so what was known of it stands."),
    ],
)
def test_where_nothing_of_ours_follows_it_stands(cast, as_user, case, at, status, sentence):
    Case.objects.filter(pk=case.pk).update(stage=at)
    browser = as_user(cast.coordinator)
    for response in (browser.get(address(case, "known/")), change(browser, case, abuse="known")):
        assert (response.status_code, sentence in words(response)) == (status, True)
    page = words(browser.get(address(case)))
    assert address(case, "known/") + '"' not in page
    assert browser.get(address(case, "known/history/")).status_code == 200
    assert now(case).abuse == "suspected"


def test_the_earlier_address_is_gone(cast, as_user, case):
    assert as_user(cast.coordinator).get(address(case, "both-limbs/")).status_code == 404


def test_the_same_form_twice_changes_it_once(cast, as_user, case):
    browser, sent = as_user(cast.la), typed.what_is_known(case, abuse="known", reason=REASON)
    for _press in range(2):
        assert browser.post(address(case, "known/"), sent).status_code == 302
    assert AuditRow.objects.filter(verb="case.knowledge_changed").count() == 1
    again = browser.post(address(case, "known/"), {**sent, "reason": "Another reason."})
    assert "Change at least one answer" in words(again)


@pytest.mark.parametrize("read", ["earlier", ""])
def test_who_had_read_something_else_sees_what_holds_now_and_loses_no_word(cast, as_user, case, read):
    sent = typed.what_is_known(case, outcome="not_yet_known", reason="Not certain at all.")
    if read == "earlier":
        change(as_user(cast.la), case, abuse="known")
    else:
        sent["read"] = ""
    browser = as_user(cast.coordinator)
    before = everything_but_the_audit_log()
    response = browser.post(address(case, "known/"), sent)
    page = words(response)
    assert response.status_code == 409
    assert "Somebody changed what is known while you were writing." in page
    assert "Not certain at all." in page
    assert everything_but_the_audit_log() == before
    # Sent again from the page that shows what holds now, it is taken.
    sent["read"] = response.context["form"]["read"].value()
    assert browser.post(address(case, "known/"), sent).status_code == 302
    assert (now(case).outcome, now(case).abuse) == ("not_yet_known", "suspected")


def test_a_child_that_was_added_meanwhile_is_asked_about_first(cast, as_user, case):
    sent = typed.what_is_known(case, abuse="known")
    children.add_child(case, by=cast.la, at=clock.now(), **ROBIN)
    assert as_user(cast.coordinator).post(address(case, "known/"), sent).status_code == 409


def test_once_the_criteria_are_open_again_the_authority_tells_from_the_new_day(on, cast, as_user, case):
    """Notified, found not met, withdrawn, reopened: the new facts begin a clock of their own."""
    notifications.record_notification(
        case, sent_on=LATER, sent_by="Director", by=cast.la, at=clock.now(), children=case.children.all()
    )
    decide(cast, case, is_met=False)
    notifications.withdraw_notification(
        case, withdrawn_on=date(2026, 12, 10), reason="Not met.", by=cast.la, at=clock.now()
    )
    on(date(2027, 1, 5))
    criteria.reopen_criteria(case, reason=REASON, by=cast.coordinator, at=clock.now())
    assert clocks_of(case)["C1"].starts == date(2026, 12, 10)
    browser = as_user(cast.coordinator)
    assert change(browser, now(case), reason=REASON, **day(date(2027, 1, 4))).status_code == 302
    first = clocks_of(case)["C1"]
    assert (first.starts, first.due, first.met_on) == (date(2027, 1, 4), date(2027, 1, 11), None)


def test_it_is_offered_on_the_case(cast, as_user, make_case):
    case = make_case().case
    assert "Change what is known</a>" in words(as_user(cast.la).get(address(case)))
