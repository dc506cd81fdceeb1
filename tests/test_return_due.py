"""When a return is due if nobody says otherwise, and how a due day is shown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from reviews.returns import access, due
from reviews.stages import Stage
from tests.asking import agency, ask_form
from tests.reading import address, words
from tests.typed import day

MONDAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("today", "rapid_review", "wanted"),
    [
        (MONDAY, None, date(2026, 12, 14)),
        # Notified on 14 December: due on 7 January, and 25 and 28 December and 1 January don't count.
        (date(2026, 12, 14), date(2027, 1, 7), date(2026, 12, 30)),
        (MONDAY, date(2026, 12, 14), date(2026, 12, 11)),
        (MONDAY, date(2026, 12, 8), MONDAY),
        (MONDAY, MONDAY, date(2026, 12, 14)),
        (MONDAY, date(2026, 12, 1), date(2026, 12, 14)),
    ],
)
def test_the_usual_day(today, rapid_review, wanted):
    assert due.usual_day(today, rapid_review) == wanted


@given(
    st.dates(date(2024, 1, 1), date(2040, 1, 1)),
    st.one_of(st.none(), st.integers(-40, 60)),
)
def test_the_usual_day_is_never_past_and_before_a_rapid_review_to_come(today, until):
    rapid_review = None if until is None else today + timedelta(days=until)
    found = due.usual_day(today, rapid_review)
    assert found >= today
    assert clock.working_days_between(today, found) <= 60
    if rapid_review is None or rapid_review <= today:
        assert found == clock.add_working_days(today, 5)
    else:
        assert found < rapid_review or found == today
        if clock.working_days_between(found, rapid_review) > 5:
            assert found == clock.add_working_days(today, 5)


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.integers(-30, 30))
def test_the_tag_of_a_due_day_says_late_only_when_it_is_over(today, days):
    tag, kind = due.tag(today + timedelta(days=days), today)
    assert (kind == "late") == (days < 0)
    assert tag.endswith("over") == (days < 0)


@pytest.mark.parametrize(
    ("days", "figure", "tag"),
    [
        (-3, ("1", "working day over", "late"), ("1 over", "late")),
        (0, ("0", "working days left", "soon"), ("Due today", "soon")),
        (1, ("1", "working day left", "soon"), ("1 left", "soon")),
        (9, ("7", "working days left", "calm"), ("7 left", "calm")),
    ],
)
def test_how_a_due_day_is_shown(days, figure, tag):
    assert due.figure(MONDAY + timedelta(days=days), MONDAY) == figure
    assert due.tag(MONDAY + timedelta(days=days), MONDAY) == tag


@pytest.mark.django_db
def test_the_due_day_offered_is_five_working_days_before_the_rapid_review(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW, days_ago=4).case
    wanted = clock.add_working_days(access.rapid_review_due(case), -5)
    page = as_user(cast.coordinator).get(address(case, "requests/ask/"))
    assert page.context["form"].initial["due_on"] == wanted
    assert f"which is due on {clock.weekday_words(access.rapid_review_due(case))}" in words(page)


@pytest.mark.django_db
def test_a_due_day_in_the_past_is_refused(cast, rapid, as_user, today):
    typed = ask_form(rapid, [agency()]) | day("due_on", today - timedelta(days=1))
    assert "The day can’t be in the past." in words(
        as_user(cast.coordinator).post(address(rapid, "requests/ask/"), typed)
    )
