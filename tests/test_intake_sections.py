"""What each section of an intake refuses: every error names its field and says what to do, and nothing is saved."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from reviews.children.forms import ChildForm, band_of
from reviews.models import AgeBand, Intake
from tests import intaking, typed
from tests.intaking import address
from tests.reading import words


def today():
    return clock.today(clock.now())


TODAY = today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def intake(cast, as_user):
    """An intake of an incident yesterday, of which the council became aware today."""
    browser = as_user(cast.coordinator)
    begun = intaking.begin(browser, cast.partnership.areas["Northmere"])
    intaking.fill_all(browser, begun, {"incident": typed.incident(YESTERDAY), "known": typed.known(TODAY)})
    return begun


REFUSED = [
    ("safe", {"children_safe": ""}, "children_safe", "Choose whether other children are safe now."),
    ("safe", {"children_safe": "being_seen_to"}, "children_safe_note", "Enter who is seeing to"),
    ("safe", typed.day("referrer_answered_on", TOMORROW), "referrer_answered_on", "can’t be in the future."),
    ("incident", {"incident_precision": ""}, "incident_precision", "Choose how well the date"),
    ("incident", {"incident_precision": "period"}, "incident_to", "Enter the last day of the period."),
    (
        "incident",
        typed.day("incident_to", TODAY),
        "incident_to",
        "Leave this empty, or choose “Over a period” above.",
    ),
    (
        "incident",
        {"incident_precision": "about", **typed.day("incident_to", TODAY)},
        "incident_to",
        "Leave this empty, or choose “Over a period” above.",
    ),
    (
        "incident",
        {"incident_precision": "unknown"},
        "incident_precision",
        "Choose how well the date is known: you have entered one.",
    ),
    (
        "incident",
        {"incident_from_day": "", "incident_from_month": "", "incident_from_year": ""},
        "incident_from",
        "Enter the day of the incident, or choose “Not known” above.",
    ),
    ("incident", typed.day("incident_from", TOMORROW), "incident_from", "can’t be in the future."),
    (
        "incident",
        {"incident_precision": "period", **typed.day("incident_to", TODAY - timedelta(days=2))},
        "incident_to",
        "The period ends before it begins. Check both days.",
    ),
    ("incident", {"incident_time": "25:00"}, "incident_time", "Enter the time of the incident like 14:30."),
    ("incident", {"setting": "the moon"}, "setting", "from the list"),
    ("known", typed.day("aware_on", TOMORROW), "aware_on", "became aware can’t be in the future."),
    (
        "known",
        typed.day("aware_on", TODAY - timedelta(days=2)),
        "aware_on",
        "The local authority can’t have been aware before the incident. Check both days.",
    ),
    ("known", typed.day("both_limbs_on", TOMORROW), "both_limbs_on", "can’t be in the future."),
    ("known", typed.day("both_limbs_on", YESTERDAY), "both_limbs_on", "before the local authority became"),
    (
        "known",
        {**typed.day("aware_on", YESTERDAY), **typed.day("both_limbs_on", TODAY)},
        "both_limbs_reason",
        "Enter why the five working days start on the later day.",
    ),
    (
        "known",
        {**typed.day("aware_on", YESTERDAY), **typed.day("abuse_known_on", TODAY)},
        "both_limbs_on",
        "Enter the day the local authority knew of both.",
    ),
    (
        "known",
        {
            **typed.day("aware_on", YESTERDAY),
            **typed.day("abuse_known_on", TODAY),
            **typed.day("both_limbs_on", YESTERDAY),
        },
        "both_limbs_on",
        "This day can’t be before abuse or neglect was first known or suspected.",
    ),
    ("known", {"abuse_known_time": "14:30"}, "abuse_known_on", "or leave the time empty."),
    ("known", {"partnership_told_time": "14:30"}, "partnership_told_on", "or leave the time empty."),
    ("known", typed.day("partnership_told_on", TOMORROW), "partnership_told_on", "can’t be in the future."),
    (
        "known",
        typed.day("partnership_told_on", TODAY - timedelta(days=3)),
        "partnership_told_on",
        "The partnership can’t have been told before the incident.",
    ),
    ("harm", {"abuse": ""}, "abuse", "Choose whether abuse or neglect is known or suspected."),
    ("harm", {"summary": " "}, "summary", "Enter what happened, in a few sentences."),
    ("harm", {"harms": ["gossip"]}, "harms", "from the list"),
    ("harm", {"is_suspected_suicide": "yes"}, "is_suspected_suicide", "A suspected suicide is a death."),
    ("notified", {}, "is_notified", "Choose whether the national Panel has been notified."),
    ("notified", {"is_notified": "yes", "sent_by": "Director"}, "sent_on", "Enter the day the notification"),
    (
        "notified",
        {"is_notified": "yes", **typed.day("sent_on", TODAY)},
        "sent_by",
        "Enter who sent the notification for the local authority.",
    ),
    (
        "notified",
        {"is_notified": "yes", "sent_by": "Director", **typed.day("sent_on", YESTERDAY)},
        "sent_on",
        "The notification can’t be before the local authority was aware",
    ),
    (
        "notified",
        {"is_notified": "yes", "sent_by": "Director", **typed.day("sent_on", TOMORROW)},
        "sent_on",
        "can’t be in the future.",
    ),
    (
        "notified",
        {"is_notified": "no", "sent_by": "Director"},
        "is_notified",
        "You have entered a notification. Choose “Yes”, or empty the rest.",
    ),
    ("agencies", {"agencies": [str(uuid.uuid4())]}, "agencies", "Choose our agencies from the list."),
    ("agencies", {"others": "Aldermere Homes\n" + "x" * 151}, "others", "Shorten the name of an agency"),
]
WHOLE = {
    "safe": typed.safe(),
    "incident": typed.incident(YESTERDAY),
    "known": typed.known(TODAY),
    "harm": typed.harm(),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("section", "changes", "name", "message"), REFUSED)
def test_a_section_says_what_is_wrong_and_saves_nothing(
    cast, as_user, intake, section, changes, name, message
):
    browser, kept = as_user(cast.coordinator), Intake.objects.get().answers
    response = intaking.fill(browser, intake, f"{section}/", WHOLE.get(section, {}) | changes)
    assert response.status_code == 200
    assert message in str(response.context["form"].errors[name])
    assert f'href="#{response.context["form"][name].target_id}"' in words(response), "the summary leads to it"
    assert Intake.objects.get().answers == kept


@pytest.mark.django_db
def test_no_hour_of_today_lies_in_the_future(cast, as_user, time_machine):
    time_machine.move_to(clock.at_hour(TODAY, 9))
    browser = as_user(cast.coordinator)
    intake = intaking.begin(browser, cast.partnership.areas["Northmere"])
    for section, data, name in (
        ("incident", typed.incident(TODAY, incident_time="14:30"), "incident_time"),
        ("known", typed.known(TODAY, aware_time="09:01"), "aware_time"),
    ):
        response = intaking.fill(browser, intake, f"{section}/", data)
        assert "This hour can’t be in the future. It is 09:00 now." in words(response)
        assert name in response.context["form"].errors
        assert intaking.fill(browser, intake, f"{section}/", data | {name: "08:59"}).status_code == 302


@pytest.mark.django_db
def test_a_period_may_end_after_the_council_became_aware(cast, as_user, intake):
    period = typed.incident(YESTERDAY - timedelta(days=30), incident_precision="period")
    browser = as_user(cast.coordinator)
    intaking.fill_all(browser, intake, {"known": typed.known(YESTERDAY)})
    intaking.fill_all(browser, intake, {"incident": period | typed.day("incident_to", TODAY)})
    assert "Completed" in words(browser.get(address(intake)))


@pytest.mark.django_db
def test_what_counts_as_serious_harm_is_explained_beside_the_question(cast, as_user, intake):
    page = words(as_user(cast.coordinator).get(address(intake, "harm/")))
    assert "The list is open: use judgement" in page


@pytest.mark.django_db
def test_the_first_section_gives_the_areas_front_door(cast, as_user, intake):
    page = words(as_user(cast.coordinator).get(address(intake, "safe/")))
    assert "The portal is not a referral." in page
    assert "tel:01632960145" in page and "tel:01632960146" in page and "tel:999" in page


# Children


@pytest.mark.django_db
def test_children_are_added_changed_and_removed_and_siblings_stay_alike(cast, as_user, intake):
    browser = as_user(cast.coordinator)
    keys = [str(uuid.uuid4()) for _child in range(3)]
    for key, name, siblings in zip(
        keys, ("Child Wren", "Child Robin", "Child Heron"), ([], keys[:1], keys[:2]), strict=True
    ):
        data = typed.child(name, siblings=siblings)
        assert intaking.fill(browser, intake, f"children/{key}/", data).status_code == 302
    page = words(browser.get(address(intake, f"children/{keys[0]}/")))
    assert page.count(" checked>") >= 2 and f'value="{keys[1]}" checked' in page
    assert f'value="{keys[2]}" checked' in page
    intaking.fill(browser, intake, f"children/{keys[0]}/", typed.child("Child Wren", siblings=[keys[1]]))
    assert f'value="{keys[0]}" checked' not in words(browser.get(address(intake, f"children/{keys[2]}/")))
    listed = words(browser.get(address(intake, "children/")))
    assert listed.index("Child Wren") < listed.index("Child Robin") < listed.index("Child Heron")
    gone = browser.post(address(intake, f"children/{keys[1]}/remove/"), follow=True)
    assert "Removed: Child Robin." in words(gone)
    assert keys[1] not in str(Intake.objects.get().answers)
    assert browser.get(address(intake, f"children/{keys[1]}/remove/")).status_code == 404


@pytest.mark.django_db
def test_the_same_child_sent_twice_is_one_child(cast, as_user, intake):
    """E09."""
    browser, url = as_user(cast.coordinator), address(intake, f"children/{uuid.uuid4()}/")
    data = typed.child(version=intaking.version(browser, url))
    for _press in range(2):
        assert browser.post(url, data).status_code == 302
    assert words(browser.get(address(intake, "children/"))).count("<h2") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "name", "message"),
    [
        ({"pseudonym": " "}, "pseudonym", "Enter a pseudonym for the child, such as Child Wren."),
        ({"pseudonym": "CHILD ROBIN"}, "pseudonym", "has a child called CHILD ROBIN. Use another pseudonym."),
        ({"age_band": ""}, "age_band", "Choose the child’s age."),
        ({"age_band": "1_to_4", "age_years": "5"}, "age_years", "5 doesn’t fit the age above, “1 to 4”."),
        ({"age_band": "unborn", "age_years": "0"}, "age_years", "0 doesn’t fit the age above, “Unborn”."),
        ({"age_years": "25"}, "age_years", "must be 24 or less."),
        ({"age_years": "-1"}, "age_years", "must be 0 or more."),
        ({"age_band": "18_to_24", "is_care_leaver": "no"}, "is_care_leaver", "only as a care leaver."),
        ({"is_looked_after": "no", "placement": "foster"}, "placement", "Choose “Not placed”, or say above"),
        ({"siblings": [str(uuid.uuid4())]}, "siblings", "from the list"),
        ({"ethnicity": "martian"}, "ethnicity", "from the list"),
    ],
)
def test_a_childs_answers_fit_one_another(cast, as_user, intake, changes, name, message):
    browser = as_user(cast.coordinator)
    intaking.fill_all(browser, intake, {"children": typed.child("Child Robin")})
    kept = Intake.objects.get().answers
    response = intaking.fill(browser, intake, f"children/{uuid.uuid4()}/", typed.child() | changes)
    assert response.status_code == 200
    assert message in str(response.context["form"].errors[name])
    assert Intake.objects.get().answers == kept


@given(years=st.integers(0, 24), band=st.sampled_from(AgeBand.values))
def test_age_in_years_gives_the_band_or_fits_it(years, band):
    form = ChildForm({"pseudonym": "Child Wren", "age_band": band, "age_years": str(years)})
    if form.is_valid():
        assert form.cleaned_data["age_band"] == band_of(years)
        assert band in {band_of(years), AgeBand.NOT_KNOWN}
    else:
        assert form.errors.keys() == {"age_years"}
        assert band not in {band_of(years), AgeBand.NOT_KNOWN}


# Agencies


@pytest.mark.django_db
def test_an_agency_of_ours_is_not_named_twice(cast, as_user, intake):
    homes = cast.partnership.agencies["Aldermere Homes"]
    data = {"agencies": [str(homes.pk)], "others": "lowdale trust\nLowdale Trust\naldermere homes"}
    response = intaking.fill(as_user(cast.coordinator), intake, "agencies/", data)
    assert "Take out aldermere homes: it is chosen in the list above." in words(response)


@pytest.mark.django_db
def test_a_line_stays_with_its_agency_when_the_list_changes(cast, as_user, intake):
    browser = as_user(cast.coordinator)
    intaking.fill(browser, intake, "agencies/", {"others": "Lowdale Trust\nFarholt School"})
    page = browser.get(address(intake, "agencies/involvement/"))
    lowdale, farholt = (name for name in page.context["form"].fields if name != "version")
    saved = intaking.fill(browser, intake, "agencies/involvement/", {farholt: "Knew the child for a year."})
    assert saved.headers["Location"] == address(intake)
    intaking.fill(browser, intake, "agencies/", {"others": "Farholt School"})
    assert "Knew the child for a year." in words(browser.get(address(intake, "check/")))
    assert lowdale not in words(browser.get(address(intake, "agencies/involvement/")))


@pytest.mark.django_db
def test_without_an_agency_there_is_no_page_of_lines(cast, as_user, intake):
    browser = as_user(cast.coordinator)
    assert browser.get(address(intake, "agencies/involvement/")).headers["Location"] == address(
        intake, "agencies/"
    )
    assert intaking.fill(browser, intake, "agencies/", {}).headers["Location"] == address(intake)
