"""Wrong, missing, absurd and hostile input ends in a message or a 400, 404, 409: never in a 500 or half a change."""

import html
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.forms import CharField, ChoiceField, Form, ModelChoiceField, RadioSelect
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from cspr_portal import clock
from cspr_portal.fields import PortalDateField
from publications.demo.walk import Walk
from reviews.models import AuditHead, AuditRow, Case, PanelSeat
from reviews.panel import actions as panel
from reviews.stages import Stage
from tests import typed

pytestmark = pytest.mark.django_db

LOG = "/staff/cases/new/"
FINE = {200, 302, 400, 404, 409, 413, 414}
MEGABYTE = "x" * 1_000_000
URLENCODED = "application/x-www-form-urlencoded"


def words(response) -> str:
    return html.unescape(response.content.decode())


def address(case: Case, rest: str = "") -> str:
    return f"/staff/cases/{case.reference}/{rest}"


def everything_but_the_audit_log() -> dict[str, list[Any]]:
    return {
        model.__name__: sorted(map(repr, model.objects.values_list()))
        for app in ("reviews", "publications")
        for model in apps.get_app_config(app).get_models()
        if model not in (AuditRow, AuditHead)
    }


# Every form of a case: where it stands, who fills it in, and what must have happened first


def today() -> date:
    return clock.today(clock.now())


def put_on_hold(walk: Walk) -> None:
    browser = Client()
    browser.force_login(walk.coordinator)
    browser.post(address(walk.case, "hold/"), typed.hold(today(), today() + timedelta(days=9)))


def decided_and_not_sent(walk: Walk) -> None:
    walk.rapid_review()
    browser = Client()
    browser.force_login(walk.coordinator)
    browser.post(address(walk.case, "review-decision/"), typed.review_decision(today()))


def unchecked_appointment(walk: Walk) -> None:
    panel.appoint_reviewer(
        walk.case,
        walk.reviewer,
        experience="Twenty years.",
        has_no_link=True,
        declaration="None.",
        declared_on=today(),
        starts_on=today(),
        ends_on=today() + timedelta(days=30),
        by=walk.coordinator,
        at=clock.now(),
    )


FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "add_child": (Stage.LOGGED, "coordinator", lambda walk: None),
    "rename_child": (Stage.LOGGED, "coordinator", lambda walk: None),
    "seal": (Stage.LOGGED, "coordinator", lambda walk: None),
    "open_sealed": (Stage.LOGGED, "coordinator", lambda walk: None),
    "hold": (Stage.LOGGED, "coordinator", lambda walk: None),
    "end_hold": (Stage.LOGGED, "coordinator", put_on_hold),
    "recuse": (Stage.LOGGED, "coordinator", lambda walk: None),
    "give_view": (Stage.LOGGED, "police", lambda walk: None),
    "decide_criteria": (Stage.LOGGED, "coordinator", lambda walk: walk.views()),
    "notify": (Stage.LOGGED, "la", lambda walk: None),
    "rapid_review": (Stage.RAPID_REVIEW, "coordinator", lambda walk: None),
    "decide_review": (Stage.RAPID_REVIEW, "la", lambda walk: walk.rapid_review()),
    "rapid_review_sent": (Stage.RAPID_REVIEW, "coordinator", decided_and_not_sent),
    "commission": (Stage.RAPID_REVIEW, "icb", decided_and_not_sent),
    "panel_answer": (Stage.SCOPING, "coordinator", lambda walk: None),
    "scope": (Stage.SCOPING, "coordinator", lambda walk: None),
    "fill_seat": (Stage.SCOPING, "coordinator", lambda walk: None),
    "add_member": (Stage.SCOPING, "coordinator", lambda walk: None),
    "appoint": (Stage.SCOPING, "la", lambda walk: None),
    "check_declaration": (Stage.SCOPING, "police", unchecked_appointment),
    "end_appointment": (Stage.GATHERING, "la", lambda walk: None),
    "add_key_line": (Stage.ANALYSIS, "reviewer", lambda walk: None),
    "answer_key_line": (Stage.ANALYSIS, "reviewer", lambda walk: None),
    "record_engagement": (Stage.ENGAGEMENT, "reviewer", lambda walk: None),
    "write_report": (Stage.DRAFTING, "reviewer", lambda walk: None),
    "agree_report": (Stage.PANEL_AGREEMENT, "police", lambda walk: None),
    "move_on": (Stage.GATHERING, "coordinator", lambda walk: None),
}
# One press of a button and no field to fill in.
PLAIN = {"confirm_panel_seat", "choose_chair", "end_seat"}


def keys_of(case: Case, name: str) -> dict[str, Any]:
    """The keys that an address needs beside the reference."""
    if name == "rename_child":
        return {"child": case.children.first().pk}
    if name in {"fill_seat", *PLAIN}:
        return {"seat": case.review.seats.first().pk}
    if name in {"check_declaration", "end_appointment"}:
        return {"appointment": case.review.appointments.first().pk}
    return {"line": case.review.key_lines.first().pk} if name == "answer_key_line" else {}


@pytest.fixture(params=["log_case", *FORMS])
def filled(request, cast, make_case, as_user):
    """One form after another: (its browser, its address, the form as it is shown empty)."""
    if request.param == "log_case":
        browser, url = as_user(cast.coordinator), LOG
    else:
        stage, person, prepare = FORMS[request.param]
        walk = make_case(stage)
        prepare(walk)
        case = Case.objects.get(pk=walk.case.pk)
        browser = as_user(getattr(cast, person))
        keys = {"reference": case.reference, **keys_of(case, request.param)}
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
        elif isinstance(pattern, URLPattern) and route.startswith("staff/cases/"):
            yield pattern


def test_every_form_of_a_case_is_in_the_table(cast, client):
    """A01: a new form with no row here fails."""
    taking_posts = set()
    client.force_login(cast.coordinator)
    for pattern in case_patterns():
        kwargs = {"reference": "SC-BCDF-GHJK"} | dict.fromkeys(pattern.pattern.converters, 1)
        kwargs |= dict.fromkeys(set(pattern.pattern.converters) - {"reference", "number"}, uuid.uuid4())
        for needs in (kwargs, {}):
            try:
                url = reverse(pattern.name, kwargs=needs)
            except NoReverseMatch:
                continue
            if client.post(url, {"x": "x"}).status_code != 405:
                taking_posts.add(pattern.name)
            break
    assert taking_posts == {"log_case", *FORMS, *PLAIN}


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
        assert not any(isinstance(field, (PortalDateField, CharField)) for field in form.fields.values())
        return
    for name, field in form.fields.items():
        if isinstance(field, PortalDateField):
            assert f'name="{name}_day" type="text" inputmode="numeric" autocomplete="off" value="31"' in page
            assert "31 February 2026 isn’t a date: February 2026 has 28 days." in page
        elif isinstance(field, (ChoiceField, ModelChoiceField)):
            mark = "checked" if isinstance(field.widget, RadioSelect) else "selected"
            assert f'value="{typed_in[name]}" {mark}' in page, name


def test_a_megabyte_in_any_field_is_refused(filled):
    """E02."""
    browser, url, form = filled
    before = everything_but_the_audit_log()
    for name in inputs(form):
        response = browser.post(url, hidden_values(form) | {name: MEGABYTE})
        assert response.status_code in {200, 400, 409}, name
        if response.status_code == 400:
            assert form.fields[name].widget.is_hidden
            continue
        assert response.context["form"].errors, name
        field = response.context["form"].fields.get(name)
        if type(field) is CharField and not field.widget.is_hidden:
            assert "it has 1,000,000." in words(response), name
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
    """E02, E03, E06, E07: numbers, wildcards, broken Unicode, templates, each field sent twice."""
    browser, url, form = filled
    for value in GARBAGE:
        for data in (
            dict.fromkeys(inputs(form), value),
            hidden_values(form) | dict.fromkeys(set(inputs(form)) - set(hidden_values(form)), value),
            {name: [value, "2"] for name in inputs(form)},
        ):
            with transaction.atomic():
                response = browser.post(url, data)
                transaction.set_rollback(True)
            assert response.status_code in FINE, (value, response.status_code)
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


# Too much


@pytest.mark.parametrize("checks_csrf", [False, True])
def test_a_body_over_the_limit_is_a_400(cast, checks_csrf):
    browser = Client(enforce_csrf_checks=checks_csrf)
    browser.force_login(cast.coordinator)
    browser.get(LOG)
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], today(), summary=MEGABYTE * 3)
    for data in ({"data": typed_in}, {"data": "summary=" + MEGABYTE * 3, "content_type": URLENCODED}):
        response = browser.post(LOG, **data)
        assert response.status_code in {400, 413}
        assert "larger than we take" in words(response)
    assert not Case.objects.exists()


def test_five_thousand_fields_are_a_400(cast, as_user):
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], today())
    response = as_user(cast.coordinator).post(
        LOG, typed_in | {f"field{number}": "1" for number in range(5000)}
    )
    assert response.status_code == 400
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "number", ["9" * 31, "-1", "0", "abc", "1e400", "٣", "NaN", "", "1 OR 1=1", "99999999999999999999", "%FF"]
)
def test_absurd_page_numbers_show_a_page(cast, make_case, as_user, number):
    """E02."""
    case = make_case().case
    response = as_user(cast.coordinator).get(f"/staff/cases/?page={number}")
    assert response.status_code == 200
    assert case.reference in words(response)


@pytest.mark.parametrize(
    "query",
    [
        "stage=nonsense",
        "area=1",
        "area=9e9",
        "stage=%FF",
        "area[]=1",
        "stage=a&stage=b",
        "area=0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a",
        "=",
        "&&",
    ],
)
def test_absurd_filters_show_a_page(cast, make_case, as_user, query):
    make_case()
    assert as_user(cast.coordinator).get(f"/staff/cases/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/staff/cases/%00/", 400),
        ("/staff/cases/SC-BCDF-GHJK/%00/", 400),
        ("/staff/cases/?area=%00", 400),
        ("/staff/cases/?stage=a%00b", 400),
        ("/staff/cases/?page=%00", 400),
        ("/staff/cases/%ff%fe/", 404),
        ("/staff/cases/%ED%A0%80/", 404),
        ("/staff/cases/" + "A" * 3000 + "/", 404),
        ("/staff/cases/" + "A" * 9000 + "/", 414),
        ("/staff/cases/?page=" + "9" * 9000, 414),
        ("/staff/deadlines/?aware_day=%00", 400),
        ("/staff/deadlines/?aware_day=99&aware_month=99&aware_year=99999999999999999999", 200),
    ],
)
def test_absurd_addresses(cast, as_user, url, status):
    """E01, E02."""
    assert as_user(cast.coordinator).get(url).status_code == status


def test_absurd_numbers_of_versions_are_not_found(cast, make_case, as_user):
    case = make_case(Stage.DRAFTING).case
    browser = as_user(cast.coordinator)
    for number in ("0", "2", "99999999999", "9" * 30, "9" * 3000):
        assert browser.get(address(case, f"report/{number}/")).status_code == 404


# Dates


ABSURD_DAYS = [
    (("30", "2", "2026"), "30 February 2026 isn’t a date: February 2026 has 28 days."),
    (("29", "2", "2025"), "29 February 2025 isn’t a date"),
    (("31", "4", "2026"), "31 April 2026 isn’t a date: April 2026 has 30 days."),
    (("0", "1", "2026"), "must have a day from 1 to 31."),
    (("32", "1", "2026"), "must have a day from 1 to 31."),
    (("1", "13", "2026"), "must have a month from 1 to 12."),
    (("1", "1", "26"), "must have a year of four digits"),
    (("1", "1", "0000"), "must have a year of four digits"),
    (("1", "1", "99999"), "must have a year of four digits"),
    (("31", "12", "9999"), "must be 31 December 2099 or earlier."),
    (("31", "12", "2098"), "can’t be in the future."),
    (("١", "١", "2026"), "must have a month from 1 to 12."),
    (("-1", "1", "2026"), "must have a day from 1 to 31."),
    (("1.5", "1", "2026"), "must have a day from 1 to 31."),
    (("", "1", "2026"), "must have a day."),
    (("1", "", ""), "must have a month and a year."),
    (("", "", ""), "Enter the day the local authority became aware, for example 7 12 2026."),
]


@pytest.mark.parametrize(("parts", "message"), ABSURD_DAYS)
def test_absurd_days_are_named_and_kept(cast, as_user, parts, message):
    """E04."""
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], today())
    typed_in |= dict(zip(("aware_on_day", "aware_on_month", "aware_on_year"), parts, strict=True))
    response = as_user(cast.coordinator).post(LOG, typed_in)
    assert response.status_code == 200
    assert any(message in error for error in response.context["form"].errors["aware_on"])
    page = words(response)
    for name, part in zip(("day", "month", "year"), parts, strict=True):
        at = page.index(f'name="aware_on_{name}"')
        assert f'value="{part}"' in page[at : at + 120]
    assert "A child was badly hurt at home." in page
    assert not Case.objects.exists()


def test_months_may_be_typed_as_words(cast, as_user):
    day = today()
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], day)
    typed_in |= {"aware_on_month": f"{clock.MONTHS[day.month - 1][:3].upper()}."}
    assert as_user(cast.coordinator).post(LOG, typed_in).status_code == 302


def test_nobody_is_aware_before_the_incident_and_nothing_lies_in_the_future(cast, as_user):
    day = today()
    area = cast.partnership.areas["Northmere"]
    tomorrow = day + timedelta(days=1)
    for changes, name, message in (
        (
            typed.day("aware_on", day - timedelta(days=2)),
            "aware_on",
            "The local authority can’t have been aware before the incident. Check both days.",
        ),
        (typed.day("aware_on", tomorrow), "aware_on", "became aware can’t be in the future."),
        (
            typed.day("incident_from", tomorrow),
            "incident_from",
            "The day of the incident can’t be in the future.",
        ),
        (
            {"incident_precision": "period"} | typed.day("incident_to", day - timedelta(days=3)),
            "incident_to",
            "The period ends before it begins. Check both days.",
        ),
        (typed.day("both_limbs_on", tomorrow), "both_limbs_on", "can’t be in the future."),
        (
            typed.day("both_limbs_on", day - timedelta(days=1)),
            "both_limbs_on",
            "before the local authority became",
        ),
        ({"incident_time": "25:00"}, "incident_time", "Enter the time of the incident like 14:30."),
    ):
        response = as_user(cast.coordinator).post(LOG, typed.new_case(area, day) | changes)
        assert message in str(response.context["form"].errors[name]), name
    assert not Case.objects.exists()


# Twice, too early, somebody else's


def test_the_same_form_sent_twice_logs_one_case(cast, as_user):
    """E09: the second press leads to the case that the first one made."""
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], today())
    browser = as_user(cast.coordinator)
    first, second = browser.post(LOG, typed_in), browser.post(LOG, typed_in)
    assert first.headers["Location"] == second.headers["Location"] == address(Case.objects.get())
    assert AuditRow.objects.filter(verb="case.logged").count() == 1
    assert Case.objects.get().children.count() == 1


def test_somebody_elses_form_makes_no_second_case_and_opens_none(cast, as_user):
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], today())
    as_user(cast.coordinator).post(LOG, typed_in)
    farholt = str(cast.outsider.coordinator_areas.get().area.pk)
    response = as_user(cast.outsider).post(LOG, typed_in | {"area": farholt})
    assert response.status_code == 409
    assert Case.objects.get().reference not in words(response)


def test_a_form_without_its_key_asks_for_another_try(cast, as_user):
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], today())
    for key in ("", "nonsense", "1" * 32 + "x"):
        response = as_user(cast.coordinator).post(LOG, typed_in | {"form_key": key})
        assert response.status_code == 200
        assert "There is a problem" in words(response)
        assert "A child was badly hurt at home." in words(response)
    assert not Case.objects.exists()


def test_fields_that_the_form_lacks_are_ignored(cast, as_user):
    """A09: mass assignment."""
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], today())
    typed_in |= {
        "stage": "closed",
        "reference": "SC-2222-2222",
        "logged_by": str(cast.la.pk),
        "id": str(uuid.uuid4()),
    }
    as_user(cast.coordinator).post(LOG, typed_in)
    case = Case.objects.get()
    assert (case.stage, case.logged_by) == (Stage.LOGGED, cast.coordinator)
    assert case.reference != "SC-2222-2222"
    assert str(case.pk) != typed_in["id"]


@pytest.mark.parametrize("at", [Stage.SCOPING, Stage.GATHERING, Stage.PANEL_AGREEMENT, Stage.PRE_PUBLICATION])
def test_a_stage_that_may_not_come_yet_is_refused_with_its_sentence(cast, make_case, as_user, at):
    """A11: whatever is sent, and not only what the page offers."""
    case = make_case(at).case
    browser = as_user(cast.coordinator)
    allowed = {Stage.GATHERING: {Stage.ANALYSIS}}.get(at, set())
    if at in {Stage.PANEL_AGREEMENT, Stage.PRE_PUBLICATION}:
        allowed = {Stage.DRAFTING}
    for to_stage in set(Stage) - allowed:
        response = browser.post(address(case, "move/"), {"to_stage": to_stage, "reason": "I want it so."})
        assert response.status_code == 409, to_stage
        assert "Not yet: " in words(response) or "Already: " in words(response), to_stage
        assert "I want it so." in words(response), to_stage
        assert Case.objects.get().stage == at
    assert browser.post(address(case, "move/"), {"to_stage": "nonsense", "reason": "So."}).status_code == 200
    assert Case.objects.get().stage_changes.count() == case.stage_changes.count()


@pytest.mark.parametrize("at", [Stage.LOGGED, Stage.RAPID_REVIEW])
def test_a_case_without_a_review_is_not_moved_by_hand(cast, make_case, as_user, at):
    case = make_case(at).case
    response = as_user(cast.coordinator).post(address(case, "move/"), {"to_stage": "closed", "reason": "So."})
    assert response.status_code == 409
    assert Case.objects.get().stage == at


def test_people_and_agencies_outside_the_lists_are_refused(cast, make_case, as_user):
    case = make_case(Stage.SCOPING).case
    browser = as_user(cast.coordinator)
    seat = case.review.seats.get(partner_role="police")
    before = sorted(PanelSeat.objects.values_list("pk", "user"))
    for rest in (f"panel/{seat.pk}/fill/", "panel/add/", "reviewer/appoint/"):
        for person in (cast.publisher.pk, cast.administrator.pk, uuid.uuid4(), "me"):
            response = browser.post(address(case, rest), {"person": str(person)})
            assert response.status_code == 200, rest
            assert response.context["form"].errors["person"], rest
    assert sorted(PanelSeat.objects.values_list("pk", "user")) == before


# The doors themselves


def test_reading_changes_nothing(cast, make_case, as_user):
    """B15: no GET of a case's pages writes anything but the audit log."""
    case = make_case(Stage.PRE_PUBLICATION).case
    browsers = [as_user(person) for person in (cast.coordinator, cast.la, cast.reviewer, cast.panel_member)]
    before = everything_but_the_audit_log()
    for browser in browsers:
        for pattern in case_patterns():
            try:
                url = reverse(
                    pattern.name, kwargs={"reference": case.reference, **keys_of(case, pattern.name)}
                )
            except NoReverseMatch:
                continue
            assert browser.get(url).status_code in {200, 403, 409}, url
    assert everything_but_the_audit_log() == before


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
