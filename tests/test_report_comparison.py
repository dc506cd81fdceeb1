"""Any two versions side by side, what stays of a disagreement, and that an agreed version is frozen."""

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews import stage_moves
from reviews.models import AgreementView, Case
from reviews.report import actions
from reviews.stages import Stage
from tests.conftest import REPORT
from tests.reading import address, words
from tests.reviewing import next_version

pytestmark = pytest.mark.django_db

FIRST = f"{REPORT}\nOne call was made by the school.\n\nNobody rang back.\n"
SECOND = f"{REPORT}\nTwo calls were made by the school.\n\n<script>alert(1)</script> was [typed](javascript:alert(2)).\n"


def plain(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def case(cast, make_case):
    case = make_case(Stage.DRAFTING).case
    for text in (FIRST, SECOND, FIRST):
        next_version(case, text, cast.reviewer)
    return case


def test_two_versions_stand_side_by_side_with_their_changes_marked(cast, case, as_user):
    browser = as_user(cast.panel_member)
    page = plain(browser.get(address(case, "report/compare/?from=1&to=2")))
    assert "From version 1 to version 2" in page
    assert '<del><span class="govuk-visually-hidden">removed: </span>Nobody rang back.' in page
    assert '<ins><span class="govuk-visually-hidden">added: </span>Two calls were <span' in page
    assert "8 paragraphs alike" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; was [typed](javascript:alert(2))." in page
    assert "<script>alert" not in page and 'href="javascript' not in page
    assert "##" not in page and '<h3 class="sp-compared__heading sp-compared--1">' in page
    turned = plain(browser.get(address(case, "report/compare/?from=2&to=1")))
    assert '<ins><span class="govuk-visually-hidden">added: </span>Nobody rang back.' in turned


def test_without_a_choice_the_last_two_are_compared(cast, case, as_user):
    assert "From version 2 to version 3" in plain(as_user(cast.la).get(address(case, "report/compare/")))
    alike = plain(as_user(cast.la).get(address(case, "report/compare/?from=1&to=3")))
    assert "The two versions are alike." in alike


@pytest.mark.parametrize(
    "query", ["from=1&to=9", "from=&to=2", "from=x&to=2", "from=0&to=1e9", "from=-1&to=٢"]
)
def test_versions_that_never_were_are_named(cast, case, as_user, query):
    response = as_user(cast.la).get(address(case, f"report/compare/?{query}"))
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert "From version" not in words(response)


def test_one_version_has_nothing_to_be_compared_with(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    page = words(as_user(cast.la).get(address(case, "report/compare/?from=1&to=1")))
    assert "There are not two versions yet." in page


def test_who_may_not_read_the_report_compares_nothing(cast, case, make_case, as_user):
    assert as_user(cast.outsider).get(address(case, "report/compare/")).status_code == 404
    early = make_case(Stage.LOGGED, pseudonym="Child Plover").case
    assert as_user(cast.la).get(address(early, "report/compare/")).status_code == 409


def test_the_report_says_which_parts_it_holds_and_moves_on_with_both_only(cast, make_case, as_user):
    walk = make_case(Stage.DRAFTING)
    walk.write()
    case = walk.case
    next_version(case, "## Recommended improvements\n\nOne number to ring.", cast.reviewer)
    browser = as_user(cast.coordinator)
    page = plain(browser.get(address(case, "report/")))
    assert "Recommended improvements: “Recommended improvements”" in page
    assert "Missing</strong> Systemic or underlying reasons. Looked for is a heading such as" in page
    reason = "the report has no part on systemic or underlying reasons"
    move = {"to_stage": Stage.PANEL_AGREEMENT, "reason": "The draft is complete."}
    response = browser.post(address(case, "move/"), move)
    assert response.status_code == 409
    assert reason in words(response)
    next_version(case, "Nothing under headings.", cast.reviewer)
    assert "no part on recommended improvements nor on systemic" in words(browser.get(address(case, "move/")))
    next_version(case, REPORT, cast.reviewer)
    assert browser.post(address(case, "move/"), move).status_code == 302


def disagree(case, version, person, why):
    actions.give_agreement(
        case, version, view=AgreementView.DISAGREES, comments=why, by=person, at=clock.now()
    )


def again(case, cast, to_stage):
    stage_moves.move_on(case, to_stage, by=cast.coordinator, at=clock.now(), reason="Again.")
    return Case.objects.get(pk=case.pk)


def test_a_disagreement_stays_on_later_versions_until_and_after_it_is_resolved(cast, make_case, as_user):
    walk = make_case(Stage.PARTNER_AGREEMENT)
    case = walk.case
    disagree(case, case.review.report_versions.first(), cast.icb, "Finding 3 blames one nurse.")
    browser = as_user(cast.coordinator)
    assert "Who did not agree with an earlier version" not in words(browser.get(address(case, "report/")))
    case = again(case, cast, Stage.DRAFTING)
    second = next_version(case, f"{REPORT}\nA nurse was not to blame.\n", cast.reviewer)
    page = plain(browser.get(address(case, "report/")))
    assert "Integrated Care Board</strong> did not agree with" in page
    assert "Finding 3 blames one nurse." in page
    assert "Not resolved</strong> Has not said since where they stand." in page
    case = again(case, cast, Stage.PANEL_AGREEMENT)
    walk.case = case
    walk.panel_agrees()
    case = again(case, cast, Stage.PARTNER_AGREEMENT)
    actions.give_agreement(case, second, view=AgreementView.AGREES, comments="", by=cast.icb, at=clock.now())
    page = plain(browser.get(address(case, "report/")))
    assert "Finding 3 blames one nurse." in page
    assert "Resolved</strong> Agrees on version 2" in page and "Not resolved" not in page
    assert "Who did not agree with an earlier version" not in words(browser.get(address(case, "report/1/")))


def test_a_version_that_everybody_agreed_is_frozen_until_it_is_sent_back(cast, make_case, as_user):
    walk = make_case(Stage.PARTNER_AGREEMENT)
    case = walk.case
    walk.partners_agree()
    form = {"text": f"{REPORT}\nOne more thing.", "expected_number": "1", "carried": ""}
    browser = as_user(cast.reviewer)
    response = browser.post(address(case, "report/write/"), form)
    assert response.status_code == 409
    assert "One more thing." in words(response)
    with pytest.raises(NotYet):
        next_version(case, "One more thing.", cast.reviewer)
    assert case.review.report_versions.count() == 1
    case = again(case, cast, Stage.DRAFTING)
    assert browser.post(address(case, "report/write/"), form).status_code == 302
    refusal = stage_moves.missing_for(case, Stage.PARTNER_AGREEMENT, clock.now())
    assert refusal is not None and "no answer yet on version 2" in refusal
    assert case.review.report_versions.get(number=1).agreements.filter(body="partners").count() == 3
