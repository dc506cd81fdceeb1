"""The rapid review as a Word file: what is in it, whose copy it says it is, what it does not tell, and who gets it."""

import io
import re
import zipfile

import pytest
from docx import Document

from cspr_portal import clock
from reviews.models import AuditRow
from reviews.rapid_review import actions
from reviews.stages import Stage
from tests import typed
from tests.deciding import hold_rapid_review, today, write_rapid_review
from tests.reading import address, words

pytestmark = pytest.mark.django_db

WORD = "rapid-review/word/"


@pytest.fixture
def case(make_case):
    """A case at its rapid review."""
    return make_case(Stage.RAPID_REVIEW).case


def opened(response) -> Document:
    """The file that came, opened as Word would."""
    assert response.status_code == 200
    return Document(io.BytesIO(response.content))


def test_it_holds_the_meeting_and_each_section_under_its_heading(cast, case, as_user, time_machine):
    browser = as_user(cast.coordinator)
    hold_rapid_review(browser, case)
    at = clock.now()
    time_machine.move_to(at, tick=False)
    response = as_user(cast.police).get(address(case, WORD))
    file = opened(response)
    headings = [one.text for one in file.paragraphs if one.style.name == "Heading 2"]
    assert headings[:3] == ["The meeting", "What is known", "Each agency’s involvement"]
    text = "\n".join(one.text for one in file.paragraphs)
    for said in (*typed.RAPID_REVIEW.values(), "The three partners", clock.day_words(today())):
        assert said in text
    head = "\n".join(one.text for one in file.sections[0].header.paragraphs)
    assert f"OFFICIAL-SENSITIVE · {case.reference}" in head
    london = clock.london(at)
    moment = f"{clock.day_words(london.date())} at {london:%H:%M}"
    assert f"Copy for {cast.police.name}, {moment}" in head
    assert "Draft" not in head
    assert (
        response.headers["Content-Disposition"]
        == f'attachment; filename="{case.reference}-rapid-review.docx"'
    )
    assert response.headers["Cache-Control"] == "no-store"


def test_each_page_has_its_number(cast, case, as_user):
    hold_rapid_review(as_user(cast.coordinator), case)
    footer = opened(as_user(cast.coordinator).get(address(case, WORD))).sections[0].footer
    codes = re.findall(r"<w:instrText[^>]*>(\w+)<", footer._element.xml)
    assert codes == ["PAGE", "NUMPAGES"]


def test_its_metadata_hold_the_reference_and_nothing_else(cast, case, as_user):
    hold_rapid_review(as_user(cast.coordinator), case)
    response = as_user(cast.coordinator).get(address(case, WORD))
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        names = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
    assert re.sub("<[^>]+>", "", core).strip() == case.reference
    assert "docProps/app.xml" not in names
    assert not [name for name in names if "thumbnail" in name or "custom" in name]


def test_a_draft_says_that_it_is_one_and_goes_to_its_writer_alone(cast, case, as_user):
    browser = as_user(cast.coordinator)
    nothing = browser.get(address(case, WORD))
    assert nothing.status_code == 409
    assert "Not yet: nothing of the rapid review is written." in words(nothing)
    write_rapid_review(browser, case)
    response = browser.get(address(case, WORD))
    assert "Draft, not complete" in opened(response).sections[0].header.paragraphs[0].text
    assert "-rapid-review-draft.docx" in response.headers["Content-Disposition"]
    for person in ("la", "police", "icb"):
        refused = as_user(getattr(cast, person)).get(address(case, WORD))
        assert refused.status_code == 409
        assert "Not yet: the rapid review is still being written." in words(refused)


def test_partners_have_it_and_panel_and_reviewer_are_told_why_not(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    for person in ("coordinator", "la", "police", "icb"):
        assert as_user(getattr(cast, person)).get(address(case, WORD)).status_code == 200, person
    for person in ("panel_member", "reviewer"):
        refused = as_user(getattr(cast, person)).get(address(case, WORD))
        assert refused.status_code == 403, person
        assert "Only the coordinator and the safeguarding partners may download" in words(refused)
        assert "Download" not in words(as_user(getattr(cast, person)).get(address(case, "rapid-review/")))


def test_each_download_leaves_a_row(cast, case, as_user):
    hold_rapid_review(as_user(cast.coordinator), case)
    as_user(cast.icb).get(address(case, WORD))
    row = AuditRow.objects.get(verb="rapid_review.downloaded", reference=case.reference)
    assert (row.actor, row.outcome) == (str(cast.icb.pk), "done")
    assert as_user(cast.icb).post(address(case, WORD)).status_code == 405


def test_odd_characters_and_long_texts_make_no_fault(cast, case, as_user):
    parts = typed.RAPID_REVIEW | {"facts": "Old\x0brow <w:p> & \U0001f4a5\n\nNext.\n" + "word " * 3_000}
    actions.record_rapid_review(
        case, meeting_on=today(), attended_by="All", parts=parts, by=cast.coordinator, at=clock.now()
    )
    file = opened(as_user(cast.coordinator).get(address(case, WORD)))
    text = "\n".join(one.text for one in file.paragraphs)
    assert "Old\ufffdrow <w:p> & \U0001f4a5" in text and "Next." in text


def test_the_decision_on_a_review_goes_with_it_while_it_holds(cast, make_case, as_user):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review(against="icb")
    browser = as_user(cast.coordinator)
    url = address(walk.case, WORD)
    text = "\n".join(one.text for one in opened(browser.get(url)).paragraphs)
    assert "Hold a local child safeguarding practice review." in text
    dissent = "Integrated Care Board: disagrees.\nCarys Iveson, Chief nurse\nWe would weigh it the other way"
    assert text.index("Local authority: agrees.") < text.index(dissent)
    assert "The case shows themes that recur: yes." in text
    assert "The national Panel thinks that a local review is more appropriate: no." in text
    browser.post(address(walk.case, "review-decision/reopen/"), {"reason": "A witness came forward."})
    text = "\n".join(one.text for one in opened(browser.get(url)).paragraphs)
    assert "The decision on a review" not in text and "Several services knew" in text
