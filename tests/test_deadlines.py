"""The statutory clocks: the worked examples, their states and words, the picture, and the command."""

import html
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from reviews import deadlines
from reviews.calculator.views import deadlines as deadlines_page
from reviews.clock_picture import calendar_picture
from reviews.deadlines import Periods

PERIODS = Periods()
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


def wren() -> list[deadlines.Clock]:
    """The two working-day clocks of a case: aware on 7 December 2026, notified on the 10th."""
    aware, notified = date(2026, 12, 7), date(2026, 12, 10)
    return [
        deadlines.notify_panel(aware, notified, PERIODS),
        deadlines.rapid_review(notified, aware, None, PERIODS),
    ]


def running(due_from: date) -> deadlines.Clock:
    return deadlines.notify_panel(due_from, None, PERIODS)


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


# The picture


def test_picture_shows_the_days_as_drawn():
    picture = calendar_picture(wren(), date(2026, 12, 17))
    assert picture.title == "Clocks from 7 December to 8 January 2027"
    assert (picture.day_width, picture.height, picture.bottom) == ("3.03%", 176, 146)
    assert [w.words for w in picture.weeks] == ["7 Dec", "14", "21", "28", "4 Jan"]
    assert [s.x for s in picture.shades if s.kind == "hol"] == ["54.55%", "63.64%", "75.76%"]
    notify, rapid = picture.rows
    assert [c.state for c in notify.cells] == ["done"] * 3 + ["left"] * 2
    assert [c.state for c in rapid.cells] == ["run"] * 5 + ["left"] * 10
    assert f"{notify.name}{notify.rest}" == "Notify the national Panel: sent on day 3 of 5"
    assert f"{rapid.name}{rapid.rest}" == "Rapid review: 10 working days left"
    assert (picture.today.x, picture.today_words.words) == ("31.82%", "Today, day 5 of 15")
    assert [(line.x, line.top, line.bottom) for line in picture.early] == [("72.73%", 94, 146)]
    assert [note.words for note in picture.notes] == ["counted from awareness"]


def test_picture_of_one_clock_is_one_row():
    picture = calendar_picture([running(date(2026, 12, 7))], date(2026, 12, 8))
    assert len(picture.rows) == 1
    assert picture.bottom == 86


@pytest.mark.parametrize("far_away", [date(2027, 6, 1), date(2026, 11, 23)])
def test_picture_leaves_out_a_today_that_is_far_away(far_away):
    picture = calendar_picture(wren(), far_away)
    assert (picture.today, picture.today_words) == (None, None)
    assert picture.weeks[0].words == "7 Dec"


def test_no_picture_without_a_running_count_or_over_sixty_days():
    nothing = deadlines.five_clocks(
        aware=None, notified=None, decided=date(2027, 1, 7), publish=None, periods=PERIODS
    )
    assert calendar_picture(nothing, date(2027, 1, 8)) is None
    far_apart = [
        deadlines.notify_panel(date(2026, 12, 7), date(2027, 3, 1), PERIODS),
        deadlines.rapid_review(date(2027, 3, 1), date(2026, 12, 7), None, PERIODS),
    ]
    assert calendar_picture(far_apart, date(2027, 3, 2)) is None


def test_words_under_the_picture_keep_clear_of_each_other():
    today = date(2026, 12, 30)  # the day of the earlier reading
    picture = calendar_picture(wren(), today)
    assert picture.notes[0].y - picture.today_words.y >= 16
    assert picture.height > picture.notes[0].y


@given(aware=DAYS, gap=st.integers(0, 40), later=st.integers(-10, 80))
def test_picture_stays_within_its_frame(aware, gap, later):
    notified = aware + timedelta(days=gap)
    clocks = [
        deadlines.notify_panel(aware, notified, PERIODS),
        deadlines.rapid_review(notified, aware, None, PERIODS),
    ]
    picture = calendar_picture(clocks, aware + timedelta(days=later))
    if picture is None:
        return
    shown = [*picture.shades, *picture.weeks, *picture.early, *picture.notes]
    shown += [cell for row in picture.rows for cell in row.cells]
    assert all(0 <= float(thing.x.rstrip("%")) <= 100 for thing in shown)
    assert [len(row.cells) for row in picture.rows] == [5, 15]


def test_drawing_has_its_words_and_no_inline_style():
    picture = calendar_picture(wren(), date(2026, 12, 17))
    drawn = render_to_string("components/clock_picture.html", {"picture": picture})
    assert 'role="img" aria-labelledby="clocks-title clocks-desc"' in drawn
    assert '<title id="clocks-title">Clocks from 7 December to 8 January 2027</title>' in drawn
    assert drawn.count('<rect class="run"') == 5
    assert "style=" not in drawn
    assert "Today, day 5 of 15" in drawn
    assert "<svg" not in render_to_string("components/clock_picture.html", {"picture": None})


# The command


def run(*options: str) -> str:
    out = StringIO()
    call_command("deadlines", *options, stdout=out)
    return out.getvalue()


def test_command_prints_all_five_as_json():
    printed = run(
        "--aware=2026-12-07",
        "--notified=2026-12-14",
        "--decided=2027-08-31",
        "--publish=2027-03-10",
        "--json",
    )
    assert json.loads(printed) == {
        "C1": {"due": "2026-12-14"},
        "C2": {"due": "2027-01-07", "from_awareness": "2026-12-30"},
        "C3": {"due": "2028-02-29"},
        "C4": {"due": "2027-03-01"},
        "C5": {"last_day": "2028-03-10", "withdrawn": "2028-03-11"},
    }


@pytest.mark.parametrize(
    ("option", "known"),
    [
        ("--aware=2026-12-19", {"C1.due": "2026-12-29", "C2.from_awareness": "2027-01-13"}),
        ("--notified=2026-12-10", {"C2.due": "2027-01-05"}),
        ("--decided=2027-01-07", {"C3.due": "2027-07-07"}),
        (
            "--publish=2028-02-29",
            {"C4.due": "2028-02-18", "C5.last_day": "2029-02-28", "C5.withdrawn": "2029-03-01"},
        ),
    ],
)
def test_command_prints_null_where_it_was_not_asked(option, known):
    printed = json.loads(run(option, "--json"))
    flat = {f"{key}.{name}": value for key, parts in printed.items() for name, value in parts.items()}
    assert {name: value for name, value in flat.items() if value} == known
    assert len(flat) == 7


def test_command_without_dates_prints_nulls():
    assert {v for parts in json.loads(run("--json")).values() for v in parts.values()} == {None}


def test_command_prints_a_readable_table_with_the_working():
    printed = run("--notified=2026-12-10", "--aware=2026-12-07")
    assert "C2  Tue 5 January 2027" in printed
    assert "25 and 28 December and 1 January are bank holidays." in printed
    assert "Counted from awareness: Wed 30 December 2026." in printed
    assert "C3  None yet" in printed


@pytest.mark.parametrize(
    "typed",
    [
        "2027-02-30",
        "yesterday",
        "",
        "7 12 2026",
        "20261207",
        "2026-W50-1",
        "2026-12-07T10:00",
        "0001-01-01",
        "9999-12-31",
        "２０２６-12-07",
        "2026-12-07\x00",
        "9" * 5000,
    ],
)
@pytest.mark.parametrize("option", ["aware", "notified", "decided", "publish"])
def test_command_refuses_what_is_no_date_in_one_sentence(option, typed):
    with pytest.raises(CommandError) as refusal:
        run(f"--{option}={typed}", "--json")
    sentence = str(refusal.value)
    assert sentence.startswith(f"--{option} must be a real date")
    assert "\n" not in sentence
    assert len(sentence) < 200


# The page


def typed(**days: tuple[str, str, str]) -> dict[str, str]:
    """What the form sends for those dates: day, month and year each."""
    return {
        f"{name}_{part}": text
        for name, texts in days.items()
        for part, text in zip(("day", "month", "year"), texts, strict=True)
    }


def look(query: dict[str, str]) -> str:
    request = RequestFactory().get("/staff/deadlines/", query)
    request.user = AnonymousUser()
    return deadlines_page(request).content.decode()


@pytest.mark.django_db
def test_page_needs_sign_in(client):
    response = client.get("/staff/deadlines/?aware_day=7&aware_month=12&aware_year=2026")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_page_opens_for_a_coordinator(cast, as_user):
    page = as_user(cast.coordinator).get("/staff/deadlines/", typed(notified=("10", "12", "2026")))
    assert page.status_code == 200
    assert "Tue 5 January 2027" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"


def test_page_is_read_only():
    request = RequestFactory().post("/staff/deadlines/")
    request.user = AnonymousUser()
    assert deadlines_page(request).status_code == 405


@pytest.mark.django_db
def test_page_shows_the_form_alone_at_first():
    page = look({})
    assert 'name="aware_day"' in page
    assert "Clocks with their working" not in page
    assert "There is a problem" not in page


@pytest.mark.django_db
def test_page_shows_what_the_command_prints():
    page = look(
        typed(
            aware=("7", "12", "2026"),
            notified=("10", "12", "2026"),
            decided=("31", "8", "2027"),
            publish=("29", "2", "2028"),
        )
    )
    for words in (
        "Mon 14 December 2026",
        "Tue 5 January 2027",
        "Counted from awareness: Wed 30 December 2026.",
        "Tue 29 February 2028",
        "Fri 18 February 2028",
        "Wed 28 February 2029",
        "withdrawn at 00:00 on Thu 1 March 2029",
        '<svg class="sp-clocks"',
    ):
        assert words in page
    assert 'value="2026"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (typed(aware=("", "", "")), "Enter at least one date, for example 7 12 2026."),
        (typed(aware=("30", "2", "2027")), "30 February 2027 isn’t a date"),
        (typed(publish=("1", "1", "9999")), "The date of publication must be 31 December 2099 or earlier."),
        (typed(decided=("1", "1", "1950")), "The date of the decision must be 1 January 2000 or later."),
        (typed(notified=("10", "", "2026")), "The date the notification was sent must have a month."),
        (typed(aware=("7\x00", "12", "2026")), "must have a day from 1 to 31."),
        (typed(aware=("9" * 500, "12", "2026")), "must have a day from 1 to 31."),
    ],
)
def test_page_says_what_is_wrong_and_shows_no_clock(query, sentence):
    page = look(query)
    assert page.count(html.escape(sentence, quote=False)) >= 2  # in the summary and at the field
    assert "Clocks with their working" not in page


@pytest.mark.django_db
def test_page_of_hostile_text_keeps_it_as_text():
    assert "<script>alert" not in look(typed(aware=('"><script>alert(1)</script>', "12", "2026")))
