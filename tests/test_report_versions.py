"""The report is written in versions that stay, by the Independent Reviewer alone, and nothing typed is lost."""

import pytest

from cspr_portal import clock
from reviews import stage_moves
from reviews.reviewers import actions as reviewers
from reviews.stages import Stage
from tests.reading import address, words
from tests.reviewing import next_version

pytestmark = pytest.mark.django_db


def test_the_reviewer_writes_versions_and_each_stays(cast, make_case, as_user):
    case = make_case(Stage.DRAFTING).case
    browser = as_user(cast.reviewer)
    assert "The report has no version yet." in words(browser.get(address(case, "report/")))
    for number, text in enumerate(("## First\n\nA first text.", "## Second\n\nA better text."), start=1):
        page = words(browser.get(address(case, "report/write/")))
        assert f"Write version {number}" in page
        form = {"text": text, "expected_number": str(number - 1)}
        response = browser.post(address(case, "report/write/"), form, follow=True)
        assert response.redirect_chain[-1][0] == address(case, "report/")
        assert f"Version {number} is written." in words(response)
    assert "A better text." in words(browser.get(address(case, "report/")))
    first = words(browser.get(address(case, "report/1/")))
    assert "A first text." in first
    assert "Version 1 has been superseded." in first
    assert "A better text." in words(browser.get(address(case, "report/write/"))), (
        "the next one begins from it"
    )
    assert [version.number for version in case.review.report_versions.all()] == [2, 1]


def test_a_version_that_never_was_is_404(cast, make_case, as_user):
    cases = ["2", "0", "99999999999999999999999999999999"]
    case = make_case(Stage.PANEL_AGREEMENT).case
    for number in cases:
        assert as_user(cast.reviewer).get(address(case, f"report/{number}/")).status_code == 404


def test_only_the_reviewer_writes(cast, make_case, as_user):
    case = make_case(Stage.DRAFTING).case
    for person in (cast.coordinator, cast.la, cast.panel_member):
        browser = as_user(person)
        assert browser.get(address(case, "report/write/")).status_code == 403
        response = browser.post(address(case, "report/write/"), {"text": "Mine.", "expected_number": "0"})
        assert response.status_code == 403
        assert "Only the Independent Reviewer writes the report." in words(response)
        assert browser.get(address(case, "report/")).status_code == 200
    assert not case.review.report_versions.exists()


def test_two_who_write_at_once_lose_nothing(cast, make_case, as_user):
    """E08: the second save shows both texts, and nothing is overwritten."""
    case = make_case(Stage.DRAFTING).case
    next_version(case, "What the first browser wrote.", cast.reviewer)
    late = {"text": "What the second browser typed.", "expected_number": "0"}
    response = as_user(cast.reviewer).post(address(case, "report/write/"), late)
    assert response.status_code == 409
    page = words(response)
    assert "Already: version 1 was written meanwhile." in page
    assert "What the first browser wrote." in page
    assert "What the second browser typed." in page
    assert 'name="expected_number" value="1"' in page, "sent again it is the next version"
    assert case.review.report_versions.count() == 1
    again = as_user(cast.reviewer).post(address(case, "report/write/"), {**late, "expected_number": "1"})
    assert again.status_code == 302
    assert case.review.report_versions.first().text == "What the second browser typed."


def test_without_the_number_nothing_is_written_and_the_text_stays(cast, make_case, as_user):
    cases = ["", "-1", "nonsense", "1e400", "9" * 400, "\x00"]
    case = make_case(Stage.DRAFTING).case
    for number in cases:
        form = {"text": "Typed for hours.", "expected_number": number}
        response = as_user(cast.reviewer).post(address(case, "report/write/"), form)
        assert response.status_code == 409
        assert "Typed for hours." in words(response)
        assert not case.review.report_versions.exists()


def test_a_text_that_comes_after_the_stage_moved_on_stays_on_the_page(cast, make_case, as_user):
    walk = make_case(Stage.DRAFTING)
    case = walk.case
    walk.write()
    stage_moves.move_on(
        case, Stage.PANEL_AGREEMENT, by=cast.coordinator, at=clock.now(), reason="The draft is complete."
    )
    late = {"text": "One more paragraph.", "expected_number": "1"}
    response = as_user(cast.reviewer).post(address(case, "report/write/"), late)
    assert response.status_code == 409
    assert "Not yet: the report is written while the case is at “Drafting”." in words(response)
    assert "One more paragraph." in words(response)
    assert case.review.report_versions.count() == 1
    assert as_user(cast.reviewer).get(address(case, "report/write/")).status_code == 409


def test_an_absurd_report_is_named(cast, make_case, as_user):
    cases = [
        ("", "Enter the text of the report."),
        ("one\x00two", "Remove the character that can’t be stored from the report."),
        ("x" * 400_001, "The report must be 400,000 characters or fewer; it has 400,001."),
    ]
    case = make_case(Stage.DRAFTING).case
    for text, sentence in cases:
        form = {"text": text, "expected_number": "0"}
        response = as_user(cast.reviewer).post(address(case, "report/write/"), form)
        assert response.status_code == 200
        assert sentence in words(response)
        assert not case.review.report_versions.exists()


def test_the_reviewer_whose_appointment_ended_writes_nothing_more(cast, make_case, as_user):
    """E11: an old tab is refused."""
    case = make_case(Stage.DRAFTING).case
    browser = as_user(cast.reviewer)
    assert browser.get(address(case, "report/write/")).status_code == 200
    appointment = case.review.appointments.get()
    reviewers.end_appointment(case, appointment, reason="Agreed.", by=cast.la, at=clock.now())
    response = browser.post(address(case, "report/write/"), {"text": "Mine.", "expected_number": "0"})
    assert response.status_code == 404
    assert not case.review.report_versions.exists()


def test_a_report_is_shown_without_anything_that_runs_or_loads(cast, make_case, as_user):
    """E05: what the reviewer types is text, never markup."""
    case = make_case(Stage.DRAFTING).case
    nasty = (
        "## Heading\n\nHello <script>alert(1)</script> <img src=x onerror=alert(2)> "
        "[press](javascript:alert(3)) ![a](https://example.invalid/pixel.png)"
    )
    next_version(case, nasty, cast.reviewer)
    for rest in ("report/", "report/1/"):
        page = as_user(cast.coordinator).get(address(case, rest)).content.decode()
        assert "Hello" in page
        for live in ("<script>alert", "<img", 'href="javascript:'):
            assert live not in page, (rest, live)
