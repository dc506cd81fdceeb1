"""The clocks of the paths: a looked-after child's death, care leavers, a withdrawn notification, a contribution."""

from datetime import UTC, date, datetime

import pytest

from cspr_portal import clock
from reviews.criteria import actions as criteria
from reviews.models import Case, CaseKind, GuidanceEdition
from reviews.notifications import actions as notifications
from reviews.stages import Stage
from tests.telling import CHILD, LEAVER_17, LEAVER_24, LOOKED_AFTER, clocks_of, decide, log, not_running

pytestmark = pytest.mark.django_db

# The worked example: aware on a Monday before Christmas, so that the notification is due a week later.
AWARE = date(2026, 12, 7)
DUE = date(2026, 12, 14)
TELL = "Tell the Secretary of State for Education and Ofsted"


@pytest.fixture
def on(time_machine):
    """Called with a date, the portal's clock stands at noon of it."""

    def move(day: date) -> None:
        time_machine.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)

    move(AWARE)
    return move


def tell(cast, case: Case, told: str, told_on: date) -> None:
    notifications.record_telling(
        case, told=told, told_on=told_on, told_by="Head of service", by=cast.la, at=clock.now()
    )


def notify(cast, case: Case, sent_on: date) -> None:
    notifications.record_notification(
        case, sent_on=sent_on, sent_by="Director", by=cast.la, at=clock.now(), children=case.children.all()
    )


def withdraw(cast, case: Case, day: date) -> None:
    notifications.withdraw_notification(
        case, withdrawn_on=day, reason="An illness.", by=cast.la, at=clock.now()
    )


# Deaths of which others are told


def test_a_looked_after_childs_death_without_abuse_is_told_on_through_not_met(on, cast):
    case = log(cast, LOOKED_AFTER)
    found = clocks_of(case)
    assert set(found) == {"C1b"}
    assert (found["C1b"].name, found["C1b"].starts, found["C1b"].due) == (TELL, AWARE, DUE)
    assert found["C1b"].working == "Aware Mon 7 December 2026, 5 working days."
    assert not_running(case)["Tell the national Panel"] == (
        "As reported, abuse or neglect is neither known nor suspected. Should that change, it runs."
    )

    on(date(2026, 12, 16))
    decide(cast, case, is_met=False)
    found = clocks_of(case)
    assert set(found) == {"C1b"}
    assert found["C1b"].state(date(2026, 12, 16)) == "late"
    why = "The criteria were found not to be met."
    assert {reason for name, reason in not_running(case).items()} == {why}

    tell(cast, case, "ofsted", date(2026, 12, 11))
    half = clocks_of(case)["C1b"]
    assert half.met_on is None
    assert half.working.endswith("5 working days. Ofsted was told Fri 11 December 2026.")
    tell(cast, case, "secretary_of_state", date(2026, 12, 15))
    whole = clocks_of(case)["C1b"]
    assert whole.met_on == date(2026, 12, 15)
    assert whole.working.endswith("Told Tue 15 December 2026, 1 working day late.")
    assert whole.state(date(2026, 12, 16)) == "done_late"


def test_a_looked_after_childs_death_with_abuse_runs_both_clocks(on, cast):
    case = log(cast, LOOKED_AFTER, abuse="suspected")
    assert {key: one.due for key, one in clocks_of(case).items()} == {"C1": DUE, "C1b": DUE}
    notify(cast, case, date(2026, 12, 7))
    found = clocks_of(case)
    assert found["C1"].met_on == AWARE
    assert found["C1b"].met_on is None
    assert found["C2"].due == date(2026, 12, 30)


def test_telling_of_a_death_counts_from_awareness_though_both_limbs_came_later(on, cast):
    case = log(cast, LOOKED_AFTER, abuse="suspected", both_limbs_on=AWARE, days_ago=7)
    assert clocks_of(case)["C1b"].starts == date(2026, 11, 30)
    assert clocks_of(case)["C1"].starts == AWARE
    assert clocks_of(case)["C1"].from_awareness == AWARE


def test_a_care_leaver_of_24_asks_for_telling_and_no_other_clock(on, cast):
    case = log(cast, LEAVER_24, abuse="suspected")
    assert {key: one.due for key, one in clocks_of(case).items()} == {"C1b": DUE}
    reasons = not_running(case)
    assert list(reasons) == [
        "Tell the national Panel",
        "Send the rapid review",
        "Complete and publish the review",
        "Copy to the national Panel and the Secretary of State",
        "Keep it on the public site",
    ]
    assert set(reasons.values()) == {
        "Robin was a care leaver of 18 or over, for whom no rapid review and no local review is required."
    }
    for told in ("ofsted", "secretary_of_state"):
        tell(cast, case, told, AWARE)
    notifications.end_told(case, reason="All was told.", by=cast.coordinator, at=clock.now())
    assert clocks_of(case)["C1b"].working.endswith("Told Mon 7 December 2026, 5 working days to spare.")


def test_a_care_leaver_who_is_not_told_of_for_a_reason_leaves_no_clock_behind(on, cast):
    case = log(cast, LEAVER_24)
    on(date(2026, 12, 21))
    notifications.end_told(
        case, reason="An accident.", why_not="His area told them.", by=cast.coordinator, at=clock.now()
    )
    assert clocks_of(case) == {}
    assert not_running(case)[TELL] == "The case ended without it. Why is in its history."


def test_a_care_leaver_of_17_runs_the_usual_clocks_and_telling(on, cast):
    case = log(cast, LEAVER_17, abuse="suspected")
    assert {key: one.due for key, one in clocks_of(case).items()} == {"C1": DUE, "C1b": DUE}
    on(DUE)
    notify(cast, case, DUE)
    assert set(clocks_of(case)) == {"C1", "C1b", "C2"}
    decide(cast, case, is_met=True)
    assert set(clocks_of(case)) == {"C1", "C1b", "C2"}


def test_a_care_leaver_of_17_without_abuse_is_told_of_and_goes_through_the_criteria(on, cast):
    case = log(cast, LEAVER_17)
    assert set(clocks_of(case)) == {"C1b"}
    decide(cast, case, is_met=False)
    assert set(clocks_of(case)) == {"C1b"}


# The notification


def test_notified_and_then_found_not_to_meet(on, cast):
    case = log(cast, CHILD, abuse="suspected")
    on(date(2026, 12, 10))
    notify(cast, case, date(2026, 12, 10))
    assert set(clocks_of(case)) == {"C1", "C2"}
    on(date(2026, 12, 17))
    decide(cast, case, is_met=False)
    found = clocks_of(case)
    assert set(found) == {"C1"}
    assert found["C1"].working.endswith("Sent Thu 10 December 2026, 2 working days to spare.")
    assert not_running(case)["Send the rapid review"] == "The criteria were found not to be met."

    withdraw(cast, case, date(2026, 12, 17))
    kept = clocks_of(case)["C1"]
    assert kept.met_on == date(2026, 12, 10)
    assert kept.working.endswith("to spare. Withdrawn Thu 17 December 2026: the criteria are not met.")


def test_reopened_after_a_withdrawal_the_authority_has_to_tell_anew(on, cast):
    case = log(cast, CHILD, abuse="suspected")
    notify(cast, case, AWARE)
    decide(cast, case, is_met=False)
    withdraw(cast, case, date(2026, 12, 7))
    on(date(2027, 1, 4))
    criteria.reopen_criteria(case, reason="The second scan.", by=cast.coordinator, at=clock.now())
    found = clocks_of(case)
    assert set(found) == {"C1"}
    assert (found["C1"].starts, found["C1"].met_on) == (AWARE, None)
    assert not_running(case)["Send the rapid review"].startswith("It starts on the day")
    # Once somebody says on which day both limbs were there again, the days count from there.
    Case.objects.filter(pk=case.pk).update(both_limbs_on=date(2027, 1, 4))
    assert clocks_of(case)["C1"].due == date(2027, 1, 11)
    on(date(2027, 1, 5))
    notify(cast, case, date(2027, 1, 5))
    found = clocks_of(case)
    assert found["C1"].met_on == date(2027, 1, 5)
    assert found["C2"].due == date(2027, 1, 26)


def test_a_clock_that_starts_anew_does_not_start_before_the_withdrawal(on, cast):
    case = log(cast, CHILD, abuse="suspected")
    notify(cast, case, AWARE)
    on(date(2026, 12, 17))
    decide(cast, case, is_met=False)
    withdraw(cast, case, date(2026, 12, 17))
    criteria.reopen_criteria(case, reason="The second scan.", by=cast.coordinator, at=clock.now())
    assert clocks_of(case)["C1"].starts == date(2026, 12, 17)


def test_not_met_and_never_notified_runs_no_clock(on, cast):
    case = log(cast, CHILD, abuse="suspected")
    decide(cast, case, is_met=False)
    assert clocks_of(case) == {}
    assert len(not_running(case)) == 5 + 1
    assert not_running(case)[TELL] == "As reported, nobody on the case was looked after or a care leaver."


# Another partnership's review


def test_a_contribution_runs_no_clock_and_says_whose_they_are(on, cast):
    case = log(cast, LOOKED_AFTER, abuse="suspected", kind=CaseKind.CONTRIBUTION)
    assert case.stage == Stage.CONTRIBUTION
    assert clocks_of(case) == {}
    assert set(not_running(case).values()) == {
        "Another partnership leads this review. What the law asks of the lead is seen to there."
    }


# Editions of the guidance


@pytest.fixture
def from_awareness(partnership):
    """The edition in force counts the rapid review from awareness, as older practice did."""
    GuidanceEdition.objects.update(rapid_review_starts_from="awareness")


def test_counted_from_awareness_the_rapid_review_runs_before_it_is_notified(on, from_awareness, cast):
    case = log(cast, CHILD, abuse="suspected")
    before = clocks_of(case)["C2"]
    assert (before.starts, before.due, before.second_reading) == (AWARE, date(2026, 12, 30), "")
    on(date(2026, 12, 11))
    notify(cast, case, date(2026, 12, 10))
    after = clocks_of(case)["C2"]
    assert (after.starts, after.due) == (AWARE, date(2026, 12, 30))
    assert after.second_reading == "Counted from the notification: Tue 5 January 2027."


def test_counted_from_awareness_both_readings_stand_on_the_case(on, from_awareness, cast, as_user):
    case = log(cast, CHILD, abuse="suspected")
    notify(cast, case, AWARE)
    page = as_user(cast.coordinator).get(f"/staff/cases/{case.reference}/").content.decode()
    assert "Aware Mon 7 December 2026, 15 working days; 25 and 28 December are bank holidays." in page
    assert "Counted from the notification: Wed 30 December 2026." in page


@pytest.mark.parametrize(
    ("first", "second", "due", "reading"),
    [
        (
            "awareness",
            "notification",
            date(2026, 12, 30),
            "Counted from the notification: Tue 5 January 2027.",
        ),
        (
            "notification",
            "awareness",
            date(2026, 12, 30),
            "Counted from the notification: Tue 5 January 2027.",
        ),
        ("notification", "notification", date(2027, 1, 5), "Counted from awareness: Wed 30 December 2026."),
    ],
)
def test_the_edition_of_the_day_on_which_it_started_counts(on, cast, first, second, due, reading):
    edition = GuidanceEdition.in_force(AWARE)
    GuidanceEdition.objects.update(rapid_review_starts_from=first)
    edition.pk, edition.effective_from = None, date(2026, 12, 9)
    edition._state.adding = True
    edition.rapid_review_starts_from = second
    edition.save()
    case = log(cast, CHILD, abuse="suspected")
    on(date(2026, 12, 10))
    notify(cast, case, date(2026, 12, 10))
    found = clocks_of(case)["C2"]
    assert (found.due, found.second_reading) == (due, reading)
