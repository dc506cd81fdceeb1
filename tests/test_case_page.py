"""The case's page: open to its scope at every stage, with each person's turn, and safe to read."""

import pytest

from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import intaking, typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db


WALKED = [
    Stage.LOGGED,
    Stage.RAPID_REVIEW,
    Stage.SCOPING,
    Stage.GATHERING,
    Stage.ANALYSIS,
    Stage.ENGAGEMENT,
    Stage.DRAFTING,
    Stage.PANEL_AGREEMENT,
    Stage.PARTNER_AGREEMENT,
    Stage.PRE_PUBLICATION,
]


@pytest.mark.exhaustive
@pytest.mark.parametrize("stage", WALKED)
def test_the_case_opens_for_everybody_in_its_scope_at_every_stage(cast, make_case, as_user, stage):
    case = make_case(stage).case
    people = ["coordinator", "la", "police", "icb", "la_deputy"]
    if WALKED.index(stage) >= WALKED.index(Stage.GATHERING):
        people += ["panel_member", "reviewer"]
    for person in people:
        page = words(as_user(getattr(cast, person)).get(address(case)))
        assert case.reference in page, person
        assert "Child Wren" in page
        assert case.get_stage_display() in page


def test_the_page_says_whose_turn_it_is_and_what_is_missing(cast, make_case, as_user):
    case = make_case().case
    page = words(as_user(cast.coordinator).get(address(case)))
    assert "The three safeguarding partners, then the coordinator" in page
    assert "Not yet: no view yet from Local authority, Police and Integrated Care Board." in page


def test_the_page_offers_each_person_what_is_theirs(cast, make_case, as_user):
    case = make_case().case
    for person, offered, not_offered in (
        ("police", "Give your partner’s view", "Record the notification"),
        ("la", "Record the notification", "Put the case on hold"),
        ("coordinator", "Put the case on hold", "Give your partner’s view"),
    ):
        page = words(as_user(getattr(cast, person)).get(address(case)))
        assert offered in page, person
        assert not_offered not in page, person


def test_the_pages_button_leads_to_what_waits_and_not_to_what_is_merely_possible(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    page = words(as_user(cast.coordinator).get(address(case)))
    assert f'<a class="govuk-button" href="{address(case, "move/")}">Move the review on</a>' in page
    page = words(as_user(cast.panel_member).get(address(case)))
    assert '<a class="govuk-button"' not in page


def test_the_history_shows_each_step_with_person_and_reason(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    page = words(as_user(cast.coordinator).get(address(case)))
    for reason in (
        "The case was logged.",
        "The criteria are met.",
        "The scope is agreed and the panel is complete.",
    ):
        assert reason in page
    assert page.index("The scope is agreed") < page.index("The case was logged.")


def test_what_was_typed_is_text_and_never_markup(cast, as_user, aware):
    """E05, E06: payloads stay inert."""
    payload = "<script>alert(1)</script>{{ 7|add:7 }}\"'><img src=x onerror=alert(1)>"
    answers = typed.new_case(
        aware,
        harm={"summary": payload, "harm_reasoning": payload},
        children={"pseudonym": payload[:60], "home_area": payload[:100]},
        safe={"referred_by": payload},
    )
    browser = as_user(cast.coordinator)
    intake = intaking.begin(browser, cast.partnership.areas["Northmere"])
    intaking.fill_all(browser, intake, answers)
    for rest in ("", "check/", "children/", "harm/"):
        text = browser.get(intaking.address(intake, rest)).content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text, rest
    intaking.log(browser, intake)
    case = Case.objects.get()
    for page in (
        address(case),
        address(case, "children/"),
        address(case, "hold/"),
        "/staff/cases/",
        "/staff/",
    ):
        text = browser.get(page).content.decode()
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
    assert "&lt;script&gt;alert(1)" in browser.get(address(case)).content.decode()


def test_opening_a_case_leaves_an_audit_row(cast, make_case, as_user):
    case = make_case().case
    as_user(cast.police).get(address(case))
    row = AuditRow.objects.get(verb="opened.case", reference=case.reference)
    assert (row.actor, row.outcome) == (str(cast.police.pk), "done")
