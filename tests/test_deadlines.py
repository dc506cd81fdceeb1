"""The statutory clocks: the worked examples, their working in words, their states and figures."""

from datetime import date

import pytest
from hypothesis import given

from cspr_portal import clock
from reviews import deadlines
from reviews.deadlines import Periods
from tests.worked_clocks import DAYS, PERIODS, running, wren

# The worked examples


@pytest.mark.parametrize(
    ("aware", "c1", "notified", "c2", "from_awareness"),
    [
        (date(2026, 12, 7), date(2026, 12, 14), date(2026, 12, 14), date(2027, 1, 7), date(2026, 12, 30)),
        (date(2026, 12, 7), date(2026, 12, 14), date(2026, 12, 10), date(2027, 1, 5), date(2026, 12, 30)),
        (date(2026, 12, 19), date(2026, 12, 29), date(2026, 12, 29), date(2027, 1, 20), date(2027, 1, 13)),
        (date(2027, 3, 22), date(2027, 3, 31), date(2027, 3, 31), date(2027, 4, 21), date(2027, 4, 14)),
    ],
)
def test_worked_examples_of_c1_and_c2(aware, c1, notified, c2, from_awareness):
    assert deadlines.notify_panel(aware, None, PERIODS).due == c1
    rapid = deadlines.rapid_review(notified, aware, None, PERIODS)
    assert (rapid.due, rapid.from_awareness) == (c2, from_awareness)


@pytest.mark.parametrize(
    ("decided", "c3"), [(date(2027, 1, 7), date(2027, 7, 7)), (date(2027, 8, 31), date(2028, 2, 29))]
)
def test_worked_examples_of_c3(decided, c3):
    assert deadlines.complete_review(decided, None, PERIODS).due == c3


@pytest.mark.parametrize(
    ("publish", "c4"), [(date(2027, 1, 6), date(2026, 12, 23)), (date(2027, 7, 7), date(2027, 6, 28))]
)
def test_worked_examples_of_c4(publish, c4):
    assert deadlines.copy_to_panel(publish, None, PERIODS).due == c4


@pytest.mark.parametrize(
    ("published", "last_day"),
    [(date(2027, 3, 10), date(2028, 3, 10)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_worked_examples_of_c5(published, last_day):
    assert deadlines.publication_window(published, PERIODS).due == last_day


# The clocks


def test_nothing_has_started_without_its_day():
    found = deadlines.five_clocks(aware=None, notified=None, decided=None, publish=None, periods=PERIODS)
    assert [c.key for c in found] == ["C1", "C2", "C3", "C4", "C5"]
    for c in found:
        assert (c.starts, c.due, c.met_on, c.from_awareness) == (None, None, None, None)
        assert c.state(date(2027, 1, 4)) == "none"
        assert c.days_left(date(2027, 1, 4)) is None
        assert c.tag_words(date(2027, 1, 4)) == "Not started"
        assert c.working.endswith(".")


def test_rapid_review_shows_the_earlier_target_before_the_notification():
    found = deadlines.rapid_review(None, date(2026, 12, 7), None, PERIODS)
    assert found.due is None
    assert found.from_awareness == date(2026, 12, 30)
    assert found.second_reading == "Counted from awareness: Wed 30 December 2026."
    assert found.working == "15 working days, from the day when the notification is sent."


def test_rapid_review_counts_from_awareness_where_the_edition_says_so():
    older = Periods(rapid_review_starts_from="awareness")
    found = deadlines.rapid_review(date(2026, 12, 14), date(2026, 12, 7), None, older)
    assert found.due == found.from_awareness == date(2026, 12, 30)
    assert found.second_reading == "Counted from the notification: Thu 7 January 2027."


def test_notification_shows_the_earlier_reading_beside_the_chosen_day():
    found = deadlines.notify_panel(date(2026, 12, 7), None, PERIODS, earlier_reading=date(2026, 12, 3))
    assert found.due == date(2026, 12, 14)
    assert found.from_awareness == date(2026, 12, 10)
    assert found.second_reading == "Counted from the earlier day, Thu 3 December 2026: Thu 10 December 2026."


@pytest.mark.parametrize("same_or_later", [date(2026, 12, 7), date(2026, 12, 9)])
def test_a_reading_that_is_not_earlier_is_not_shown(same_or_later):
    found = deadlines.notify_panel(date(2026, 12, 7), None, PERIODS, earlier_reading=same_or_later)
    assert (found.from_awareness, found.second_reading) == (None, "")


def test_working_names_the_bank_holidays_that_fall_within():
    _, rapid = wren()
    assert rapid.working == (
        "Notified Thu 10 December 2026, 15 working days; 25 and 28 December and 1 January are bank holidays."
    )
    late_march = deadlines.notify_panel(date(2027, 3, 25), None, PERIODS)
    assert late_march.working == "Aware Thu 25 March 2027, 5 working days; 26 and 29 March are bank holidays."
    may = deadlines.notify_panel(date(2027, 4, 30), None, PERIODS)
    assert may.working == "Aware Fri 30 April 2027, 5 working days; 3 May is a bank holiday."


def test_working_leaves_out_a_holiday_on_the_day_it_starts():
    found = deadlines.notify_panel(date(2027, 5, 3), None, PERIODS)
    assert found.working == "Aware Mon 3 May 2027, 5 working days."


@pytest.mark.parametrize(
    ("sent", "state", "words"),
    [
        (date(2026, 12, 10), "done", "Sent Thu 10 December 2026, 2 working days to spare."),
        (date(2026, 12, 11), "done", "Sent Fri 11 December 2026, 1 working day to spare."),
        (date(2026, 12, 14), "done", "Sent Mon 14 December 2026, on the last day."),
        (date(2026, 12, 16), "done_late", "Sent Wed 16 December 2026, 2 working days late."),
    ],
)
def test_working_says_what_became_of_it(sent, state, words):
    found = deadlines.notify_panel(date(2026, 12, 7), sent, PERIODS)
    assert found.working == f"Aware Mon 7 December 2026, 5 working days. {words}"
    assert found.state(date(2027, 6, 1)) == state
    assert not found.is_running
    assert found.days_left(date(2027, 6, 1)) is None


def test_sent_at_the_weekend_after_its_friday_is_late():
    found = deadlines.notify_panel(date(2026, 12, 4), date(2026, 12, 12), PERIODS)
    assert found.due == date(2026, 12, 11)
    assert found.state(date(2026, 12, 14)) == "done_late"
    assert found.working.endswith("Sent Sat 12 December 2026, late.")


def test_sent_before_anybody_said_from_when_is_done_without_a_due_date():
    found = deadlines.notify_panel(None, date(2026, 12, 10), PERIODS)
    assert (found.state(date(2026, 12, 11)), found.due) == ("done", None)
    assert found.working.endswith("Sent Thu 10 December 2026.")


def test_six_months_from_a_31st_say_why_they_end_on_the_29th():
    found = deadlines.complete_review(date(2027, 8, 31), None, PERIODS)
    assert found.working == (
        "Decided Tue 31 August 2027, 6 months; February 2028 has no day 31, so its last day counts."
    )


def test_window_says_its_last_day_and_its_withdrawal():
    found = deadlines.publication_window(date(2027, 3, 10), PERIODS)
    assert found.working == (
        "Published Wed 10 March 2027, 12 months: on the public site until the end of Fri 10 March 2028,"
        " withdrawn at 00:00 on Sat 11 March 2028."
    )


def test_window_is_over_and_never_late():
    found = deadlines.publication_window(date(2027, 3, 10), PERIODS)
    assert found.state(date(2028, 3, 10)) == "soon"
    assert found.state(date(2028, 3, 11)) == "done"
    assert found.figure_words(date(2028, 3, 11)) == ("–", "window over", "until Fri 10 March")
    assert found.tag_words(date(2028, 3, 11)) == "Window over"


# States and figures; C1 from Mon 7 December 2026 is due on Mon 14 December


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        (date(2026, 12, 8), "calm", 4),
        (date(2026, 12, 9), "soon", 3),
        (date(2026, 12, 13), "soon", 1),
        (date(2026, 12, 14), "soon", 0),
        (date(2026, 12, 15), "late", -1),
        (date(2026, 12, 19), "late", -4),
    ],
)
def test_state_and_working_days_left(today, state, left):
    found = running(date(2026, 12, 7))
    assert (found.state(today), found.days_left(today)) == (state, left)


def test_months_count_calendar_days():
    found = deadlines.complete_review(date(2027, 1, 7), None, PERIODS)
    assert found.days_left(date(2027, 7, 1)) == 6
    assert found.figure_words(date(2027, 7, 1)) == ("6", "days left", "due Wed 7 July")
    assert found.figure_words(date(2027, 1, 8)) == ("180", "days left", "due Wed 7 July 2027")
    assert found.figure_words(date(2027, 7, 24)) == ("17", "days over", "was due Wed 7 July")


@pytest.mark.parametrize(
    ("today", "figure", "tag", "kind"),
    [
        (date(2026, 12, 8), ("4", "working days left", "due Mon 14 December"), "4 left", "live"),
        (date(2026, 12, 11), ("1", "working day left", "due Mon 14 December"), "1 left", "soon"),
        (date(2026, 12, 14), ("0", "working days left", "due today"), "0 left", "soon"),
        (date(2026, 12, 17), ("3", "working days over", "was due Mon 14 December"), "3 over", "late"),
    ],
)
def test_figure_and_tag_always_name_their_days(today, figure, tag, kind):
    found = running(date(2026, 12, 7))
    assert found.figure_words(today) == figure
    assert (found.tag_words(today), found.tag_kind(today)) == (tag, kind)


def test_chip_of_the_drawn_case():
    notify, rapid = wren()
    today = date(2026, 12, 17)
    assert rapid.figure_words(today) == ("10", "working days left", "due Tue 5 January")
    assert notify.figure_words(today) == ("–", "done", "sent Thu 10 December")
    assert (notify.tag_words(today), notify.tag_kind(today)) == ("Done", "calm")


def test_done_late_keeps_its_word():
    found = deadlines.notify_panel(date(2026, 12, 7), date(2026, 12, 16), PERIODS)
    assert found.tag_words(date(2027, 1, 4)) == "Done late"
    assert found.tag_kind(date(2027, 1, 4)) == "quiet"


@given(start=DAYS, today=DAYS)
def test_every_clock_answers_on_every_day(start, today):
    for c in deadlines.five_clocks(
        aware=start, notified=start, decided=start, publish=start, periods=PERIODS
    ):
        assert c.state(today) in ("none", "calm", "soon", "late", "done", "done_late")
        assert all(c.figure_words(today))
        assert c.tag_words(today)
        assert c.working


@given(start=DAYS)
def test_working_day_clocks_are_due_on_working_days(start):
    assert clock.is_working_day(running(start).due)
    copy = deadlines.copy_to_panel(start, None, PERIODS)
    assert clock.is_working_day(copy.due)
    assert copy.due < start


@pytest.mark.parametrize(
    "absurd",
    [
        {"notify_working_days": 0},
        {"review_months": -1},
        {"window_months": 11},
        {"rapid_review_starts_from": "never"},
    ],
)
def test_absurd_periods_are_refused(absurd):
    with pytest.raises(ValueError):
        Periods(**absurd)
