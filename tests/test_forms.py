"""Forms: dates in three inputs, errors that name the field, texts that end and can be stored."""

from datetime import date, time
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal.fields import EARLIEST, LATEST
from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, PortalTimeField, Radios, long_text
from cspr_portal.words import impossible_day


class Log(PortalForm):
    """One of each kind of field."""

    named = {"why": "your reasons"}

    area = forms.ChoiceField(label="Area", choices=[("", "Choose an area"), ("n", "Northmere")])
    aware_on = PortalDateField(label="The date the authority became aware")
    hour = PortalTimeField(label="Hour", required=False)
    outcome = forms.ChoiceField(
        label="What happened to the child?",
        choices=[("died", "Died"), ("harmed", "Seriously harmed")],
        widget=Radios(hints={"harmed": "Likely long-term harm counts."}),
    )
    agencies = forms.MultipleChoiceField(
        label="Agencies", choices=[("p", "Police"), ("h", "Housing")], widget=Checkboxes, required=False
    )
    summary = forms.CharField(label="Summary", widget=forms.Textarea, help_text="Two or three sentences.")
    why = forms.CharField(label="Why", widget=forms.Textarea)
    reference = forms.CharField(label="Panel reference", max_length=10, required=False)
    children = forms.IntegerField(label="Number of children", min_value=1)
    email = forms.EmailField(label="E-mail address")
    is_safe = forms.BooleanField(label="The child is safe now")


GOOD = {
    "area": "n",
    "aware_on_day": "7",
    "aware_on_month": "12",
    "aware_on_year": "2026",
    "outcome": "harmed",
    "summary": "A short summary.",
    "why": "Because.",
    "children": "1",
    "email": "a@demo.invalid",
    "is_safe": "on",
}


def filled(**changes: object) -> Log:
    return Log({**GOOD, **changes})


def errors_of(form: forms.Form, name: str) -> list[str]:
    return [str(message) for message in form.errors.get(name, [])]


class Page(HTMLParser):
    """The elements of a page, with what refers to what."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.elements if (value := attrs.get(attribute))]


def test_a_good_form_gives_dates_and_texts() -> None:
    form = filled(hour="14:30", agencies=["p", "h"])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["aware_on"] == date(2026, 12, 7)
    assert form.cleaned_data["hour"] == time(14, 30)
    assert form.cleaned_data["agencies"] == ["p", "h"]


def test_an_empty_form_says_for_each_field_what_to_do() -> None:
    form = Log({})
    assert not form.is_valid()
    assert {name: errors_of(form, name)[0] for name in form.errors} == {
        "area": "Choose the area.",
        "aware_on": "Enter the date the authority became aware, for example 7 12 2026.",
        "outcome": "Choose an answer to “What happened to the child?”.",
        "summary": "Enter the summary.",
        "why": "Enter your reasons.",
        "children": "Enter the number of children.",
        "email": "Enter the e-mail address.",
        "is_safe": "Tick “The child is safe now” to go on.",
    }


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("area", "elsewhere", "Choose the area from the list."),
        ("outcome", "x\x00", "Choose an answer to “What happened to the child?” from the list."),
        ("agencies", ["p", "\ud800"], "Choose the agencies from the list."),
        ("hour", "25:00", "Enter the hour by the 24-hour clock, for example 14:30."),
        ("children", "two", "Enter the number of children as a number, for example 3."),
        ("children", "9" * 5000, "Enter the number of children as a number, for example 3."),
        ("children", "99999999999", "The number of children must be 1,000,000,000 or less."),
        ("children", "0", "The number of children must be 1 or more."),
        ("email", "nobody", "Enter the e-mail address in full, for example name@example.org."),
        ("reference", "12345678901", "The panel reference must be 10 characters or fewer; it has 11."),
        ("summary", "x" * 20_512, "The summary must be 20,000 characters or fewer; it has 20,512."),
        ("why", "\u200b \n", "Enter your reasons."),
    ],
)
def test_a_wrong_value_is_named(name: str, value: object, message: str) -> None:
    assert errors_of(filled(**{name: value}), name) == [message]


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "parts"),
    [
        ("30", "2", "2026", "30 February 2026 isn’t a date: February 2026 has 28 days.", ("day",)),
        ("29", "2", "2027", "29 February 2027 isn’t a date: February 2027 has 28 days.", ("day",)),
        ("", "12", "2026", "The date the authority became aware must have a day.", ("day",)),
        ("7", "", "", "The date the authority became aware must have a month and a year.", ("month", "year")),
        (
            "7",
            "13",
            "2026",
            "The date the authority became aware must have a month from 1 to 12.",
            ("month",),
        ),
        ("32", "12", "2026", "The date the authority became aware must have a day from 1 to 31.", ("day",)),
        ("x", "12", "2026", "The date the authority became aware must have a day from 1 to 31.", ("day",)),
        (
            "7",
            "12",
            "26",
            "The date the authority became aware must have a year of four digits, for example 2026.",
            ("year",),
        ),
        ("7", "12", "9999", "The date the authority became aware must be 31 December 2099 or earlier.", ()),
        ("\x00", "12", "2026", "The date the authority became aware must have a day from 1 to 31.", ("day",)),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_where(
    day: str, month: str, year: str, message: str, parts: tuple[str, ...]
) -> None:
    form = filled(aware_on_day=day, aware_on_month=month, aware_on_year=year)
    assert errors_of(form, "aware_on") == [message]
    bad = [part["id"] for part in form["aware_on"].parts if part["is_bad"]]
    assert bad == [f"id_aware_on_{part}" for part in parts or ("day", "month", "year")]
    assert form["aware_on"].target_id == bad[0]


@pytest.mark.parametrize("month", ["2", "02", "Feb", "february", "FEB."])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    form = filled(aware_on_day="28", aware_on_month=month)
    assert form.is_valid()
    assert form.cleaned_data["aware_on"] == date(2026, 2, 28)


@given(st.dates(min_value=EARLIEST, max_value=LATEST))
def test_every_date_survives_the_three_inputs(day: date) -> None:
    field = PortalDateField()
    assert field.clean(field.widget.decompress(day)) == day
    assert not field.has_changed(day, field.widget.decompress(day))


def test_a_date_that_waits_to_be_confirmed_is_sent_again_in_its_three_inputs() -> None:
    inputs = [attrs for _, attrs in Page(filled()["aware_on"].as_hidden()).elements]
    assert {str(attrs["name"]): attrs["value"] for attrs in inputs} == {
        name: value for name, value in GOOD.items() if name.startswith("aware_on")
    }
    assert {attrs["type"] for attrs in inputs} == {"hidden"}


@given(st.lists(st.text(max_size=6), min_size=3, max_size=3))
def test_whatever_is_typed_as_a_date_is_a_date_or_an_error(parts: list[str]) -> None:
    try:
        found = PortalDateField(required=False).clean(parts)
    except ValidationError as error:
        assert error.messages
    else:
        assert found is None or isinstance(found, date)


def test_a_form_may_narrow_its_dates() -> None:
    form = filled(aware_on_year="2027")
    form.fields["aware_on"].latest = date(2026, 12, 17)
    message = "The date the authority became aware must be 17 December 2026 or earlier."
    assert errors_of(form, "aware_on") == [message]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\ud800", "\ufffd", "\uffff"])
def test_what_cannot_be_stored_is_refused_with_its_place_and_the_page_still_renders(character: str) -> None:
    form = filled(summary=f"Seen by the school nurse{character} twice.", reference=character)
    assert errors_of(form, "summary") == [
        "Remove the character that can’t be stored from the summary. It comes after “…by the school nurse”."
    ]
    assert errors_of(form, "reference") == [
        "Remove the character that can’t be stored from the panel reference."
    ]
    html = str(form)
    html.encode()
    assert "Seen by the school nurse\ufffd twice." in html


def test_a_password_is_never_quoted_in_an_error() -> None:
    class SignIn(PortalForm):
        password = forms.CharField(widget=forms.PasswordInput)

    form = SignIn({"password": "open sesame\x00"})
    assert errors_of(form, "password") == ["Remove the character that can’t be stored from the password."]
    assert "sesame" not in str(form) + render_to_string("components/error_summary.html", {"form": form})


def test_line_ends_are_made_plain_before_they_are_counted() -> None:
    form = filled(reference="", summary="One.\r\nTwo.\rThree.\x0bFour.")
    assert form.is_valid()
    assert form.cleaned_data["summary"] == "One.\nTwo.\nThree.\nFour."
    assert filled(summary="x" * 19_999 + "\r\n").is_valid()


def test_what_was_typed_is_kept() -> None:
    form = filled(aware_on_day="30", aware_on_month="2", summary="x" * 20_001, children="two", hour="late")
    html = str(form)
    for kept in ('value="30"', 'value="two"', 'value="late"', "x" * 20_001):
        assert kept in html


def test_nothing_cuts_what_is_typed_or_fills_in_other_peoples_data() -> None:
    page = Page(str(filled()))
    for attribute in ("maxlength", "minlength", "required", "min", "max", "step"):
        assert not page.values(attribute)
    inputs = [attrs for tag, attrs in page.elements if tag == "input" and attrs.get("type") == "text"]
    assert inputs
    assert all(attrs.get("autocomplete") == "off" for attrs in inputs)


@pytest.mark.parametrize("form", [Log(), Log({}), filled()], ids=["new", "empty", "good"])
def test_every_reference_inside_a_form_leads_somewhere(form: Log) -> None:
    summary = render_to_string("components/error_summary.html", {"form": form})
    page = Page(summary + str(form))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    wanted = [word for value in page.values("aria-describedby") for word in value.split()]
    wanted += page.values("for") + [link.removeprefix("#") for link in page.values("href")]
    assert set(wanted) <= set(ids)
    controls = [attrs["id"] for tag, attrs in page.elements if tag in ("input", "select", "textarea")]
    assert sorted(controls) == sorted(page.values("for"))


def test_hint_and_error_are_read_with_the_field() -> None:
    field = Log({})["summary"]
    html = field.as_field_group()
    assert 'aria-describedby="id_summary_helptext id_summary_error"' in html
    assert '<div class="govuk-hint" id="id_summary_helptext">Two or three sentences.</div>' in html
    assert '<span class="govuk-visually-hidden">Error:</span> Enter the summary.' in html
    assert "govuk-form-group--error" in html
    assert "govuk-textarea--error" in html


def test_a_choice_has_its_legend_and_hints() -> None:
    html = Log()["outcome"].as_field_group()
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">What happened' in html
    assert 'id="id_outcome_1_hint">Likely long-term harm counts.' in html
    assert 'aria-describedby="id_outcome_1_hint"' in html


def test_the_summary_links_each_error_to_its_input() -> None:
    form = filled(aware_on_month="", outcome="", children="")
    form.add_error(None, "Not yet: the case has no area.")
    links = render_to_string("components/error_summary.html", {"form": form})
    assert "<li>Not yet: the case has no area.</li>" in links
    assert '<a href="#id_aware_on_month">' in links
    assert '<a href="#id_outcome_0">' in links
    assert '<a href="#id_children">' in links


def test_a_form_without_errors_has_no_summary() -> None:
    assert render_to_string("components/error_summary.html", {"form": filled()}).strip() == ""
    assert render_to_string("components/error_summary.html", {"form": Log()}).strip() == ""


def test_optional_fields_say_so_unless_only_some_answers_ask_for_them() -> None:
    class Hold(PortalForm):
        conditional = ("other",)
        note = forms.CharField(required=False)
        other = forms.CharField(required=False)

    assert Hold()["note"].label_words == "Note (optional)"
    assert Hold()["other"].label_words == "Other"


def test_an_authors_own_message_stays() -> None:
    class Hold(PortalForm):
        why = forms.CharField(error_messages={"required": "Say why the case is on hold."})
        since = PortalDateField(error_messages={"required": "Say since when."})

    form = Hold({})
    assert errors_of(form, "why") == ["Say why the case is on hold."]
    assert errors_of(form, "since") == ["Say since when."]


def test_a_long_text_says_what_is_missing_and_where_it_ends() -> None:
    class Reasons(PortalForm):
        told = long_text("Why", "Enter the reason.", "In a few words.", rows=3, longest=5)
        named = long_text("Reason")
        note = long_text("Note", is_required=False)

    assert {name: errors_of(Reasons({}), name) for name in Reasons.base_fields} == {
        "told": ["Enter the reason."],
        "named": ["Enter the reason."],
        "note": [],
    }
    form = Reasons({"told": "Longer", "named": "x" * 10_001})
    assert "must be 5 characters or fewer; it has 6." in errors_of(form, "told")[0]
    assert "must be 10,000 characters or fewer; it has 10,001." in errors_of(form, "named")[0]
    assert 'rows="3"' in str(form["told"]) and "In a few words." in str(form)


@given(st.dates(), st.dates(), st.none() | st.dates())
def test_a_day_is_impossible_after_today_or_before_what_it_follows(
    day: date, today: date, first: date | None
) -> None:
    sentence = impossible_day("The meeting", day, today, first, "the child was born")
    is_early = first is not None and day < first
    assert (sentence is None) == (day <= today and not is_early)
    assert sentence is None or sentence.startswith("The meeting can’t be ")
    assert sentence is None or ("in the future" in sentence) == (day > today)


def test_widths_follow_the_longest_text_or_the_widget() -> None:
    class Widths(PortalForm):
        reference = forms.CharField(max_length=9)
        postcode = forms.CharField(widget=forms.TextInput(attrs={"govuk_width": 10}))
        name = forms.CharField(max_length=120)

    form = Widths()
    assert "govuk-input--width-10" in str(form["reference"])
    assert "govuk-input--width-10" in str(form["postcode"])
    assert "govuk_width" not in str(form["postcode"])
    assert "govuk-input--width" not in str(form["name"])


def test_forms_that_are_not_the_portals_keep_djangos_messages_and_still_look_right() -> None:
    class Other(forms.Form):
        name = forms.CharField(max_length=5)

    form = Other({"name": ""})
    assert errors_of(form, "name") == ["This field is required."]
    assert "govuk-input" in str(form["name"].as_field_group())
    assert "govuk-input" not in str(form["name"])
