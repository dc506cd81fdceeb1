"""Every form of a case, walked from the URLconf: NUL, too much, garbage and broken bodies in every field.

The table of the forms is in case_forms.py: a new form of a case gets its row there. Input that is bad in its own
way (dates, numbers, somebody else's keys) is in test_bad_input.py.
"""

import uuid
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.forms import CharField, ChoiceField, Form, ModelChoiceField, RadioSelect
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from cspr_portal.fields import PortalDateField
from reviews.models import Case
from reviews.stages import Stage
from tests import (
    asking,
    intaking,
    own_events,
    snapshots,
)
from tests.case_forms import FORMS, PLAIN, keys_of, put_everything_on
from tests.reading import everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

FINE = {200, 302, 400, 404, 409, 413, 414}
MEGABYTE = "x" * 1_000_000
OURS = ("staff/cases/", "staff/requests/", "staff/sign-offs/")
URLENCODED = "application/x-www-form-urlencoded"


# The form that begins a case is the one that `make quick` tries too.
OTHERS = [name for name in (*intaking.FORMS, *FORMS) if name != "log_case"]


@pytest.fixture(params=["log_case", *(pytest.param(name, marks=pytest.mark.exhaustive) for name in OTHERS)])
def filled(request, cast, make_case, as_user):
    """One form after another: (its browser, its address, the form as it is shown empty)."""
    if request.param in intaking.FORMS:
        browser = as_user(cast.coordinator)
        url = intaking.where(browser, cast.partnership.areas["Northmere"], request.param)
    else:
        stage, person, prepare = FORMS[request.param]
        walk = make_case(stage)

        def carry_on() -> UUID:
            prepare(walk)
            return walk.case.pk

        case = Case.objects.get(pk=snapshots.built_once(prepare, carry_on))
        browser = as_user(getattr(cast, person))
        keys = keys_of(case, request.param)
        if request.param not in {*asking.WITHOUT_REFERENCE, *own_events.FORMS}:
            keys["reference"] = case.reference
        url = reverse(request.param, kwargs=keys)
    page = browser.get(url)
    assert page.status_code == 200, words(page)
    return browser, url, page.context["form"]


def inputs(form: Form) -> list[str]:
    """The names of all inputs of a form, the three of a date included."""
    found = []
    for name, field in form.fields.items():
        is_date = isinstance(field, PortalDateField)
        found += [f"{name}_{part}" for part in ("day", "month", "year")] if is_date else [name]
    return found


def hidden_values(form: Form) -> dict[str, Any]:
    return {field.html_name: field.value() for field in form.hidden_fields()}


def case_patterns(patterns: list[Any] | None = None, prefix: str = ""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from case_patterns(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and route.startswith(OURS):
            yield pattern


@pytest.mark.exhaustive
def test_every_form_of_a_case_is_in_the_table(cast, client):
    """A01: a new form with no row here fails."""
    taking_posts = set()
    client.force_login(cast.coordinator)
    for pattern in case_patterns():
        kwargs = {"reference": "SC-BCDF-GHJK"} | dict.fromkeys(pattern.pattern.converters, 1)
        kwargs |= dict.fromkeys(set(pattern.pattern.converters) - {"reference", "number"}, uuid.uuid4())
        for needs in (kwargs, {key: kwargs[key] for key in kwargs if key != "reference"}, {}):
            try:
                url = reverse(pattern.name, kwargs=needs)
            except NoReverseMatch:
                continue
            if client.post(url, {"x": "x"}).status_code != 405:
                taking_posts.add(pattern.name)
            break
    assert taking_posts == {*intaking.FORMS, *intaking.PLAIN, *FORMS, *PLAIN}


# In every field of every form


def test_nul_in_every_field_is_refused_and_what_was_typed_is_kept(filled):
    """E01: the form names the field; the text stands there again with a mark where the character was."""
    browser, url, form = filled
    typed_in = {name: f"Kept in {name} \x00" for name in inputs(form)} | hidden_values(form)
    before = everything_but_the_audit_log()
    response = browser.post(url, typed_in)
    assert response.status_code == 200
    assert everything_but_the_audit_log() == before
    again = response.context["form"]
    page = words(response)
    assert "There is a problem" in page
    for name, field in again.fields.items():
        if field.widget.is_hidden:
            continue
        assert again.errors.get(name), name
        if type(field) is CharField or isinstance(field, PortalDateField):
            part = f"{name}_day" if isinstance(field, PortalDateField) else name
            assert f"Kept in {part} \ufffd" in page, name


def test_choices_and_dates_are_kept_beside_an_error(filled):
    """E04: a date that isn't one stays as it was typed, and so does every choice."""
    browser, url, form = filled
    typed_in: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, PortalDateField):
            typed_in |= {f"{name}_day": "31", f"{name}_month": "2", f"{name}_year": "2026"}
        elif isinstance(field, (ChoiceField, ModelChoiceField)):
            typed_in[name] = next(str(value) for value, _label in field.widget.choices if str(value))
        elif not field.widget.is_hidden:
            typed_in[name] = f"Kept in {name} \x00"
    response = browser.post(url, typed_in | hidden_values(form))
    page = words(response)
    if response.status_code == 302:
        shown = [field for field in form.fields.values() if not field.widget.is_hidden]
        assert not any(isinstance(field, (PortalDateField, CharField)) for field in shown)
        return
    for name, field in form.fields.items():
        if isinstance(field, PortalDateField):
            assert f'name="{name}_day" type="text" inputmode="numeric" autocomplete="off" value="31"' in page
            assert "31 February 2026 isn’t a date: February 2026 has 28 days." in page
        elif isinstance(field, (ChoiceField, ModelChoiceField)):
            mark = "checked" if isinstance(field.widget, RadioSelect) else "selected"
            assert f'value="{typed_in[name]}" {mark}' in page, name


def test_a_megabyte_in_any_field_is_refused(filled):
    """E02: two fields at a time, since three megabytes are refused as a whole."""
    browser, url, form = filled
    before = everything_but_the_audit_log()
    names = [name for name in inputs(form) if not name.endswith(("_month", "_year"))]
    for pair in zip(names[::2], [*names[1::2], ""], strict=False):
        response = browser.post(url, hidden_values(form) | {name: MEGABYTE for name in pair if name})
        assert response.status_code in {200, 400, 409}, pair
        if response.status_code == 400:
            assert any(form.fields[name].widget.is_hidden for name in pair if name in form.fields)
            continue
        assert response.context["form"].errors, pair
        for name in pair:
            field = response.context["form"].fields.get(name)
            if type(field) is CharField and not field.widget.is_hidden:
                assert "it has 1,000,000." in str(response.context["form"].errors[name]), name
    assert everything_but_the_audit_log() == before


GARBAGE = [
    "💥",
    "٣",
    "-1",
    "1e400",
    "NaN",
    "9" * 400,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%s%n{{7|add:7}}{%",
    "\u202e\u200b",
    "0x1F",
    "null",
    "[]",
    "9999",
    "00",
    "a\r\nSet-Cookie: b",
    "\udcff".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
]


def test_garbage_in_every_field_is_no_fault(filled):
    """E02, E03, E06, E07: numbers, wildcards, broken Unicode, templates, one field sent twice; no field is left out."""
    browser, url, form = filled
    names, hidden = inputs(form), hidden_values(form)
    tries = [
        {name: GARBAGE[(place + turn) % len(GARBAGE)] for place, name in enumerate(names)} | hidden
        for turn in range(0, len(GARBAGE), max(1, len(names) // 4))
    ]
    tries += [dict.fromkeys(names, value) for value in GARBAGE[::5]]
    tries += [{name: [value, "2"] for name in names} for value in GARBAGE[::5]]
    for data in tries:
        with transaction.atomic():
            response = browser.post(url, data)
            transaction.set_rollback(True)
        assert response.status_code in FINE, (data, response.status_code)
        assert "<script>alert" not in response.content.decode()


def test_what_is_not_a_form_at_all_is_no_fault(filled):
    """E07: other content types, a broken body, nothing."""
    browser, url, form = filled
    before = everything_but_the_audit_log()
    name = inputs(form)[0]
    for body, content_type in (
        (b'{"reason": true}', "application/json"),
        (b"\x00\xff", "application/octet-stream"),
        (b"", URLENCODED),
        (f"{name}=%ED%A0%80%00".encode(), URLENCODED),
        (f"{name}=%00".encode(), "application/x-www-form-urlencoded; charset=nonsense"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"<a/>", "text/xml"),
    ):
        response = browser.generic("POST", url, body, content_type=content_type)
        assert response.status_code in {200, 400, 409}, content_type
    assert everything_but_the_audit_log() == before


# The doors themselves


@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
def test_reading_changes_nothing(cast, make_case, as_user):
    """B15: no GET of a case's pages writes anything but the audit log."""
    case = make_case(Stage.PRE_PUBLICATION).case
    put_everything_on(case, cast)
    people = ("coordinator", "la", "reviewer", "panel_member", "scrutineer", "legal_adviser")
    browsers = [as_user(getattr(cast, person)) for person in people]
    before = everything_but_the_audit_log()
    for browser in browsers:
        for pattern in case_patterns():
            try:
                url = reverse(
                    pattern.name, kwargs={"reference": case.reference, **keys_of(case, pattern.name)}
                )
            except NoReverseMatch:
                continue
            response = browser.get(url)
            list(response)  # a document comes as an open file, which ends when it is read
            assert response.status_code in {200, 403, 409}, url
    assert everything_but_the_audit_log() == before


@pytest.mark.exhaustive
def test_no_form_is_taken_without_its_token(cast, make_case):
    """B15."""
    case = make_case(Stage.SCOPING).case
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coordinator)
    before = everything_but_the_audit_log()
    for name in (
        "add_child",
        "seal",
        "hold",
        "recuse",
        "scope",
        "add_member",
        "appoint",
        "move_on",
        "log_case",
    ):
        url = reverse(name, kwargs={} if name == "log_case" else {"reference": case.reference})
        response = browser.post(url, {"reason": "So.", "pseudonym": "Child Robin", "age_band": "1_to_4"})
        assert response.status_code == 403, name
    assert everything_but_the_audit_log() == before
