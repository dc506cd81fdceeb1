"""Wrong, missing, absurd and hostile input ends in a message or a 400, 404, 409: never in a 500 or half a change.

What goes for every field of every form is in test_every_form.py.
"""

import uuid
from datetime import date

import pytest
from django.test import Client

from cspr_portal import clock
from reviews.models import Case, Intake, PanelSeat
from reviews.stages import Stage
from tests import intaking, typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db

LOG = "/staff/cases/new/"
FINE = {200, 302, 400, 404, 409, 413, 414}
MEGABYTE = "x" * 1_000_000
URLENCODED = "application/x-www-form-urlencoded"


def today() -> date:
    return clock.today(clock.now())


# No key at all


@pytest.mark.parametrize("garbage", ["1", "ZZCANARY", "00000000-0000-0000-0000-00000000000g"])
@pytest.mark.parametrize(
    ("path", "field", "sentence"),
    [
        ("identities/seal/", "child", "Choose an answer to “Whom is this about?” from the list."),
        ("involved/add/", "agency", "Choose one of the agencies in the list."),
        ("notification/", "children", "Choose children of this case from the list."),
    ],
)
def test_a_choice_that_is_no_key_is_answered_like_any_other_that_is_not_offered(
    cast, make_case, as_user, path, field, sentence, garbage
):
    case = make_case().case
    response = as_user(cast.coordinator).post(address(case, path), {field: [garbage]})
    assert response.status_code == 200
    assert list(response.context["form"].errors[field]) == [sentence]
    assert "valid UUID" not in words(response)


# Too much


@pytest.mark.parametrize("checks_csrf", [False, True])
def test_a_body_over_the_limit_is_a_400(cast, checks_csrf):
    browser = Client(enforce_csrf_checks=checks_csrf)
    browser.force_login(cast.coordinator)
    browser.get(LOG)
    typed_in = typed.start(cast.partnership.areas["Northmere"], summary=MEGABYTE * 3)
    for data in ({"data": typed_in}, {"data": "summary=" + MEGABYTE * 3, "content_type": URLENCODED}):
        response = browser.post(LOG, **data)
        assert response.status_code in {400, 413}
        assert "larger than we take" in words(response)
    assert not Intake.objects.exists()


def test_five_thousand_fields_are_a_400(cast, as_user):
    typed_in = typed.start(cast.partnership.areas["Northmere"])
    response = as_user(cast.coordinator).post(
        LOG, typed_in | {f"field{number}": "1" for number in range(5000)}
    )
    assert response.status_code == 400
    assert not Intake.objects.exists()


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
    browser = as_user(cast.coordinator)
    intake = intaking.begin(browser, cast.partnership.areas["Northmere"])
    typed_in = typed.known(today())
    typed_in |= dict(zip(("aware_on_day", "aware_on_month", "aware_on_year"), parts, strict=True))
    response = intaking.fill(browser, intake, "known/", typed_in)
    assert response.status_code == 200
    assert any(message in error for error in response.context["form"].errors["aware_on"])
    page = words(response)
    for name, part in zip(("day", "month", "year"), parts, strict=True):
        at = page.index(f'name="aware_on_{name}"')
        assert f'value="{part}"' in page[at : at + 120]
    assert "Emergency duty team" in page
    assert Intake.objects.get().answers.keys() == {"start"}


def test_months_may_be_typed_as_words(cast, as_user):
    day = today()
    typed_in = typed.known(day, aware_on_month=f"{clock.MONTHS[day.month - 1][:3].upper()}.")
    browser = as_user(cast.coordinator)
    intake = intaking.begin(browser, cast.partnership.areas["Northmere"])
    assert intaking.fill(browser, intake, "known/", typed_in).status_code == 302


# Twice, too early, somebody else's. The same form sent twice: test_intake.py.


def test_a_form_without_its_key_asks_for_another_try(cast, as_user):
    typed_in = typed.start(cast.partnership.areas["Northmere"])
    for key in ("", "nonsense", "1" * 32 + "x"):
        response = as_user(cast.coordinator).post(LOG, typed_in | {"form_key": key})
        assert response.status_code == 200
        assert "There is a problem" in words(response)
        assert f'value="{typed_in["area"]}" selected' in words(response)
    assert not Intake.objects.exists()


def test_fields_that_the_form_lacks_are_ignored(cast, as_user):
    """A09: mass assignment."""
    more = {
        "stage": "closed",
        "reference": "SC-2222-2222",
        "logged_by": str(cast.la.pk),
        "started_by": str(cast.la.pk),
        "id": str(uuid.uuid4()),
        "case": "SC-2222-2222",
    }
    browser = as_user(cast.coordinator)
    intake = intaking.begin(browser, cast.partnership.areas["Northmere"], **more)
    intaking.fill_all(browser, intake, {key: data | more for key, data in typed.new_case(today()).items()})
    assert "SC-2222-2222" not in str(Intake.objects.get().answers)
    intaking.log(browser, intake)
    case = Case.objects.get()
    assert {case.logged_by, intake.started_by} == {cast.coordinator}
    assert (case.stage, case.reference != "SC-2222-2222") == (Stage.LOGGED, True)
    assert more["id"] not in {str(case.pk), str(intake.pk)}


@pytest.mark.exhaustive
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
