"""The picture of the clocks: its days as drawn, within its frame, with its words."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from reviews import deadlines
from reviews.clock_picture import calendar_picture
from tests.worked_clocks import DAYS, PERIODS, running, wren


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
