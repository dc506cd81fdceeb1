"""Comments on passages: whose they are, that the words must stand there, that each waits for the reviewer's answer."""

import pytest

from cspr_portal import clock
from cspr_portal.text import render
from reviews import stage_moves
from reviews.models import Case, PassageComment, Turn
from reviews.report.passages import places
from reviews.stages import Stage
from tests.assigned import advised
from tests.conftest import REPORT
from tests.reading import address, everything_but_the_audit_log, words
from tests.reporting import PASSAGE, comment
from tests.reviewing import next_version

pytestmark = pytest.mark.django_db

COMMENT = "report/1/comment/"


def typed(**changes):
    return {"passage": PASSAGE, "comment": "Which one first?", **changes}


def answer_address(case):
    return address(case, f"report/comments/{PassageComment.objects.latest('given_at').pk}/answer/")


@pytest.mark.parametrize("person", ["panel_member", "la", "coordinator"])
def test_a_passage_is_commented_and_shown_with_its_paragraph(cast, make_case, as_user, person):
    case = make_case(Stage.PANEL_AGREEMENT).case
    browser = as_user(getattr(cast, person))
    assert "Nobody has commented" in words(browser.get(address(case, "report/")))
    assert browser.get(address(case, COMMENT)).status_code == 200
    response = browser.post(address(case, COMMENT), typed(), follow=True)
    page = words(response)
    assert "Your comment is kept with the passage." in page
    assert "Paragraph 2" in page and "Which one first?" in page and "Not answered yet" in page
    assert browser.post(address(case, COMMENT), typed()).status_code == 302
    found = PassageComment.objects.get()
    assert (found.passage, found.comment, found.given_by) == (
        PASSAGE,
        "Which one first?",
        getattr(cast, person),
    )


def test_words_that_do_not_stand_there_are_refused_and_kept_in_the_form(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    response = as_user(cast.panel_member).post(address(case, COMMENT), typed(passage="each service saw all"))
    assert "These words don’t stand in version 1." in words(response)
    assert "each service saw all" in words(response) and "Which one first?" in words(response)
    assert not PassageComment.objects.exists()


def test_the_place_of_a_passage_is_found_whatever_the_spaces():
    found = places(
        render(REPORT + "\n- One **bold** step,[^1] then\n  another\n\n> Why?\n\n[^1]: A note.").html
    )
    for passage, number in (
        ("Who they are", 1),
        ("In the spring\n each   service", 2),
        ("What happened In the spring", 2),
        ("Systemic reasons", 3),
        ("One bold step, then another", 5),
        ("bold step,[note 1] then", 5),
        ("Why", 6),
        ("", 0),
        ("…", 0),
        ("ach service", 0),
        ("Each service saw", 0),
    ):
        assert found.of(passage) == number, passage
    assert places(render("").html).of("So") == 0


@pytest.mark.parametrize("person", ["reviewer", "scrutineer"])
def test_others_who_read_the_report_do_not_comment(cast, make_case, as_user, person):
    case = make_case(Stage.PANEL_AGREEMENT).case
    if person == "scrutineer":
        advised(case, cast)
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    for response in (browser.get(address(case, COMMENT)), browser.post(address(case, COMMENT), typed())):
        assert response.status_code == 403
        assert "Only the review’s panel, the safeguarding partners and the coordinator" in words(response)
    assert everything_but_the_audit_log() == before
    assert as_user(cast.outsider).post(address(case, COMMENT), typed()).status_code == 404


def test_an_agreed_report_is_commented_no_more(cast, make_case, as_user):
    case = make_case(Stage.PRE_PUBLICATION).case
    assert as_user(cast.panel_member).post(address(case, COMMENT), typed()).status_code == 409
    assert as_user(cast.panel_member).get(address(case, "report/7/comment/")).status_code == 409


def test_a_comment_waits_for_the_reviewer_while_drafting_until_it_is_answered(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    comment(case, cast.panel_member)
    assert not Turn.objects.filter(case=case, task="answer_comments").exists()
    stage_moves.move_on(case, Stage.DRAFTING, by=cast.coordinator, at=clock.now(), reason="To be answered.")
    (turn,) = Turn.objects.filter(case=case, task="answer_comments")
    assert turn.user_id == cast.reviewer.pk
    browser = as_user(cast.reviewer)
    assert "answer the comments on the report" in words(browser.get("/staff/"))
    assert "Answer" in words(browser.get(address(case, "report/")))
    for person in (cast.coordinator, cast.panel_member):
        response = as_user(person).post(answer_address(case), {"answer": "Mine."})
        assert response.status_code == 403
        assert "Only the Independent Reviewer answers" in words(response)
    assert "Enter your answer" in words(browser.post(answer_address(case), {"answer": " "}))
    page = words(browser.post(answer_address(case), {"answer": "The school was first."}, follow=True))
    assert "The school was first." in page and "Not answered yet" not in page
    assert not Turn.objects.filter(case=case, task="answer_comments").exists()
    assert browser.post(answer_address(case), {"answer": "No, the nurse."}).status_code == 409
    assert PassageComment.objects.get().answer == "The school was first."


def test_a_comment_stays_with_its_version(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    comment(case, cast.la)
    stage_moves.move_on(case, Stage.DRAFTING, by=cast.coordinator, at=clock.now(), reason="To be answered.")
    next_version(Case.objects.get(pk=case.pk), REPORT, cast.reviewer)
    browser = as_user(cast.reviewer)
    assert "Which one first?" not in words(browser.get(address(case, "report/")))
    assert "Which one first?" in words(browser.get(address(case, "report/1/")))


def test_what_is_pasted_is_text_and_never_markup(cast, make_case, as_user):
    """E05"""
    case = make_case(Stage.PANEL_AGREEMENT).case
    comment(case, cast.la, said="<script>alert(1)</script>")
    page = as_user(cast.coordinator).get(address(case, "report/")).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
