"""The calculator of deadlines: the command and the page count alike and refuse what is no date."""

import html
import json
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from reviews.calculator.views import deadlines as deadlines_page

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
