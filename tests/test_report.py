"""The enquiry, engagement, the report's versions and where everybody stands on them, through their pages."""

import html
import re
from datetime import date, timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews import stage_moves
from reviews.cases.actions import recuse
from reviews.models import AgreementBody, AgreementView, AuditRow, Engagement, KeyLine
from reviews.panel import actions as panel
from reviews.report import actions
from reviews.stages import Stage
from tests.typed import day

pytestmark = pytest.mark.django_db

LINE = {"question": "When did each service first worry?", "method": "Returns side by side, then interviews."}


@pytest.fixture
def today() -> date:
    return clock.today(clock.now())


def url(case, rest):
    return f"/staff/cases/{case.reference}/{rest}"


def words(response):
    return html.unescape(response.content.decode())


def row(response, speaker):
    """The ledger's row that begins with somebody's name, without its tags."""
    rows = re.findall(r"<tr.*?</tr>", words(response), flags=re.DOTALL)
    plain = [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in rows]
    return next(each for each in plain if each.startswith(speaker))


def back_to_the_draft(case, by):
    stage_moves.move_on(case, Stage.DRAFTING, by=by, at=clock.now(), reason="A comment has to be answered.")


def next_version(case, text, by):
    newest = case.review.report_versions.first()
    number = newest.number if newest else 0
    return actions.write_report(case, text=text, expected_number=number, by=by, at=clock.now())


def agrees(version, **changes):
    return {"number": str(version.number), "view": "agrees", "comments": "", **changes}


# Key lines of enquiry


def test_a_key_line_is_added_and_answered(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.reviewer)
    response = browser.post(url(case, "enquiry/add/"), LINE, follow=True)
    assert response.redirect_chain[-1][0] == url(case, "enquiry/")
    assert LINE["question"] in words(response) and LINE["method"] in words(response)
    assert "No answer yet" in words(response)
    line = KeyLine.objects.get(review=case.review)
    answer = url(case, f"enquiry/{line.pk}/answer/")
    assert LINE["question"] in words(browser.get(answer))
    response = browser.post(answer, {"answer": "In the same month."}, follow=True)
    assert "In the same month." in words(response)
    line.refresh_from_db()
    assert (line.answer, line.answered_by) == ("In the same month.", cast.reviewer)
    verbs = AuditRow.objects.filter(reference=case.reference).values_list("verb", flat=True)
    assert {"enquiry.line_added", "enquiry.line_answered"} <= set(verbs)


def test_the_same_form_sent_twice_adds_one_line_and_records_one_meeting(cast, make_case, as_user, today):
    """E09"""
    case = make_case(Stage.ANALYSIS).case
    lines = case.review.key_lines.count()
    browser = as_user(cast.reviewer)
    meeting = {"engaged_with": "family", "outcome": "met", **day("happened_on", today), "note": "At home."}
    for rest, form in (("enquiry/add/", LINE), ("engagement/add/", meeting)):
        form = {**form, "question": "Another question?"} if "question" in form else form
        assert browser.post(url(case, rest), form).status_code == 302
        again = browser.post(url(case, rest), form)
        assert again.status_code == 409
        assert "Already: this" in words(again)
    assert (case.review.key_lines.count(), case.review.engagements.count()) == (lines + 1, 1)


def test_only_the_reviewer_answers(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    for person in (cast.coordinator, cast.police, cast.panel_member):
        for method in ("get", "post"):
            response = getattr(as_user(person), method)(
                url(case, f"enquiry/{line.pk}/answer/"), {"answer": "Mine."}
            )
            assert response.status_code == 403
            assert "Only the Independent Reviewer may answer" in words(response)
        assert "/answer/" not in words(as_user(person).get(url(case, "enquiry/")))
    line.refresh_from_db()
    assert line.answer == ""


def test_the_coordinator_may_add_a_line_and_a_member_may_not(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    assert as_user(cast.coordinator).post(url(case, "enquiry/add/"), LINE).status_code == 302
    response = as_user(cast.panel_member).post(url(case, "enquiry/add/"), LINE)
    assert response.status_code == 403
    assert case.review.key_lines.count() == 1


def test_the_enquiry_is_over_when_the_report_is_being_agreed(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    line = case.review.key_lines.first()
    browser = as_user(cast.reviewer)
    for rest, form in (("enquiry/add/", LINE), (f"enquiry/{line.pk}/answer/", {"answer": "Late."})):
        response = browser.post(url(case, rest), form)
        assert response.status_code == 409
        assert "Already: the enquiry is over" in words(response)
    assert browser.get(url(case, "enquiry/")).status_code == 200


def test_a_line_of_another_case_is_not_found(cast, make_case, as_user):
    """A06"""
    case = make_case(Stage.ANALYSIS).case
    other = make_case(Stage.ANALYSIS, pseudonym="Child Teal").case
    line = other.review.key_lines.first()
    response = as_user(cast.reviewer).post(url(case, f"enquiry/{line.pk}/answer/"), {"answer": "Mine."})
    assert response.status_code == 404
    line.refresh_from_db()
    assert line.answer == ""


def test_an_absurd_key_line_is_named(cast, make_case, as_user):
    cases = [
        ({"question": ""}, "Enter the key line of enquiry."),
        ({"method": "   "}, "Enter how it will be investigated."),
        ({"question": "a\x00b"}, "can’t be stored"),
        ({"question": "x" * 1_000_000}, "must be 2,000 characters or fewer; it has 1,000,000."),
    ]
    case = make_case(Stage.GATHERING).case
    for changes, sentence in cases:
        response = as_user(cast.reviewer).post(url(case, "enquiry/add/"), {**LINE, **changes})
        assert response.status_code == 200
        assert sentence in words(response)
        assert not case.review.key_lines.exists()


def test_what_is_typed_is_shown_as_text(cast, make_case, as_user):
    """E05: markup stays inert."""
    case = make_case(Stage.GATHERING).case
    nasty = "<script>alert(1)</script><b onclick=x>"
    as_user(cast.reviewer).post(url(case, "enquiry/add/"), {"question": nasty, "method": nasty})
    page = as_user(cast.reviewer).get(url(case, "enquiry/")).content.decode()
    assert "<script>alert" not in page and "<b onclick" not in page
    assert "&lt;script&gt;" in page


# Engagement


def test_engagement_is_recorded_and_shown(cast, make_case, as_user, today):
    case = make_case(Stage.ENGAGEMENT).case
    form = {
        "engaged_with": "family",
        "outcome": "declined",
        **day("happened_on", today),
        "note": "Offered twice, in their language.",
    }
    response = as_user(cast.reviewer).post(url(case, "engagement/add/"), form, follow=True)
    assert response.redirect_chain[-1][0] == url(case, "engagement/")
    assert "Offered twice, in their language." in words(response)
    assert "Declined" in words(response)
    assert Engagement.objects.filter(review=case.review, outcome="declined", happened_on=today).count() == 1


def test_absurd_engagement_is_named_and_kept(cast, make_case, as_user, today):
    cases = [
        ({"happened_on_year": "2096"}, "The day can’t be in the future."),
        ({"happened_on_day": "30", "happened_on_month": "2"}, "isn’t a date: February"),
        ({"happened_on_day": "٣"}, "must have a day from 1 to 31"),
        ({"engaged_with": ""}, "Choose whether this is about family or practitioners."),
        ({"outcome": "bribed"}, "Choose"),
        ({"note": "a\x00b"}, "can’t be stored"),
    ]
    case = make_case(Stage.ANALYSIS).case
    for changes, sentence in cases:
        form = {
            "engaged_with": "practitioners",
            "outcome": "met",
            **day("happened_on", today),
            "note": "One reflective meeting.",
            **changes,
        }
        response = as_user(cast.reviewer).post(url(case, "engagement/add/"), form)
        assert response.status_code == 200
        assert sentence in words(response)
        assert "note" in changes or "One reflective meeting." in words(response)
        assert not case.review.engagements.exists()


def test_a_partner_reads_engagement_and_may_not_record_it(cast, make_case, as_user):
    case = make_case(Stage.DRAFTING).case
    page = words(as_user(cast.icb).get(url(case, "engagement/")))
    assert "Met at home with an advocate." in page
    assert "Only the Independent Reviewer or the coordinator may record engagement." in page
    response = as_user(cast.icb).post(url(case, "engagement/add/"), {})
    assert response.status_code == 403


# Versions of the report


def test_the_reviewer_writes_versions_and_each_stays(cast, make_case, as_user):
    case = make_case(Stage.DRAFTING).case
    browser = as_user(cast.reviewer)
    assert "The report has no version yet." in words(browser.get(url(case, "report/")))
    for number, text in enumerate(("## First\n\nA first text.", "## Second\n\nA better text."), start=1):
        page = words(browser.get(url(case, "report/write/")))
        assert f"Write version {number}" in page
        form = {"text": text, "expected_number": str(number - 1)}
        response = browser.post(url(case, "report/write/"), form, follow=True)
        assert response.redirect_chain[-1][0] == url(case, "report/")
        assert f"Version {number} is written." in words(response)
    assert "A better text." in words(browser.get(url(case, "report/")))
    first = words(browser.get(url(case, "report/1/")))
    assert "A first text." in first
    assert "Version 1 has been superseded." in first
    assert "A better text." in words(browser.get(url(case, "report/write/"))), "the next one begins from it"
    assert [version.number for version in case.review.report_versions.all()] == [2, 1]


def test_a_version_that_never_was_is_404(cast, make_case, as_user):
    cases = ["2", "0", "99999999999999999999999999999999"]
    case = make_case(Stage.PANEL_AGREEMENT).case
    for number in cases:
        assert as_user(cast.reviewer).get(url(case, f"report/{number}/")).status_code == 404


def test_only_the_reviewer_writes(cast, make_case, as_user):
    case = make_case(Stage.DRAFTING).case
    for person in (cast.coordinator, cast.la, cast.panel_member):
        browser = as_user(person)
        assert browser.get(url(case, "report/write/")).status_code == 403
        response = browser.post(url(case, "report/write/"), {"text": "Mine.", "expected_number": "0"})
        assert response.status_code == 403
        assert "Only the Independent Reviewer writes the report." in words(response)
        assert browser.get(url(case, "report/")).status_code == 200
    assert not case.review.report_versions.exists()


def test_two_who_write_at_once_lose_nothing(cast, make_case, as_user):
    """E08: the second save shows both texts, and nothing is overwritten."""
    case = make_case(Stage.DRAFTING).case
    next_version(case, "What the first browser wrote.", cast.reviewer)
    late = {"text": "What the second browser typed.", "expected_number": "0"}
    response = as_user(cast.reviewer).post(url(case, "report/write/"), late)
    assert response.status_code == 409
    page = words(response)
    assert "Already: version 1 was written meanwhile." in page
    assert "What the first browser wrote." in page
    assert "What the second browser typed." in page
    assert 'name="expected_number" value="1"' in page, "sent again it is the next version"
    assert case.review.report_versions.count() == 1
    again = as_user(cast.reviewer).post(url(case, "report/write/"), {**late, "expected_number": "1"})
    assert again.status_code == 302
    assert case.review.report_versions.first().text == "What the second browser typed."


def test_without_the_number_nothing_is_written_and_the_text_stays(cast, make_case, as_user):
    cases = ["", "-1", "nonsense", "1e400", "9" * 400, "\x00"]
    case = make_case(Stage.DRAFTING).case
    for number in cases:
        form = {"text": "Typed for hours.", "expected_number": number}
        response = as_user(cast.reviewer).post(url(case, "report/write/"), form)
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
    response = as_user(cast.reviewer).post(url(case, "report/write/"), late)
    assert response.status_code == 409
    assert "Not yet: the report is written while the case is at “Drafting”." in words(response)
    assert "One more paragraph." in words(response)
    assert case.review.report_versions.count() == 1
    assert as_user(cast.reviewer).get(url(case, "report/write/")).status_code == 409


def test_an_absurd_report_is_named(cast, make_case, as_user):
    cases = [
        ("", "Enter the text of the report."),
        ("one\x00two", "Remove the character that can’t be stored from the report."),
        ("x" * 400_001, "The report must be 400,000 characters or fewer; it has 400,001."),
    ]
    case = make_case(Stage.DRAFTING).case
    for text, sentence in cases:
        form = {"text": text, "expected_number": "0"}
        response = as_user(cast.reviewer).post(url(case, "report/write/"), form)
        assert response.status_code == 200
        assert sentence in words(response)
        assert not case.review.report_versions.exists()


def test_the_reviewer_whose_appointment_ended_writes_nothing_more(cast, make_case, as_user):
    """E11: an old tab is refused."""
    case = make_case(Stage.DRAFTING).case
    browser = as_user(cast.reviewer)
    assert browser.get(url(case, "report/write/")).status_code == 200
    appointment = case.review.appointments.get()
    panel.end_appointment(case, appointment, reason="Agreed.", by=cast.la, at=clock.now())
    response = browser.post(url(case, "report/write/"), {"text": "Mine.", "expected_number": "0"})
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
        page = as_user(cast.coordinator).get(url(case, rest)).content.decode()
        assert "Hello" in page
        for live in ("<script>alert", "<img", 'href="javascript:'):
            assert live not in page, (rest, live)


# Agreement


def test_silence_is_not_yet(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    response = as_user(cast.coordinator).get(url(case, "report/"))
    for speaker in ("Aldermere County Council", "Aldermere Police", "Merefield Hospitals"):
        assert "Not yet Asked on" in row(response, speaker)
    for speaker in ("Local authority", "Police", "Integrated Care Board"):
        assert "Not yet Not asked yet." in row(response, speaker)


def test_a_member_agrees_and_the_ledger_shows_it_word_for_word(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    version = case.review.report_versions.first()
    browser = as_user(cast.panel_member)
    page = words(browser.get(url(case, "report/agree/")))
    assert "You speak for Merefield Hospitals." in page
    assert version.text.splitlines()[2] in page
    assert "checked" not in page, "no answer is chosen beforehand"
    form = agrees(version, view="with_comments", comments="Paragraph 2: say “two calls”.")
    response = browser.post(url(case, "report/agree/"), form, follow=True)
    assert response.redirect_chain[-1][0] == url(case, "report/")
    shown = row(response, "Merefield Hospitals")
    assert "Agrees with comments" in shown and "Paragraph 2: say “two calls”." in shown
    assert "Nadia Quill, Head of safeguarding, Merefield Hospitals" in shown
    again = browser.post(url(case, "report/agree/"), form)
    assert again.status_code == 409
    assert "Already: you have said where you stand on version 1." in words(again)
    assert version.agreements.count() == 1


def test_three_partners_are_three_voices(cast, make_case, as_user):
    case = make_case(Stage.PARTNER_AGREEMENT).case
    version = case.review.report_versions.first()
    for person, view, comments in (
        (cast.la, "agrees", ""),
        (cast.police, "agrees", ""),
        (cast.icb, "disagrees", "Finding 3 reads as one nurse’s fault."),
    ):
        form = agrees(version, view=view, comments=comments)
        assert as_user(person).post(url(case, "report/agree/"), form).status_code == 302
    response = as_user(cast.coordinator).get(url(case, "report/"))
    assert "Does not agree" in row(response, "Integrated Care Board")
    assert "Finding 3 reads as one nurse’s fault." in row(response, "Integrated Care Board")
    given = version.agreements.filter(body=AgreementBody.PARTNERS)
    assert set(given.values_list("partner_role", flat=True)) == {"la", "police", "icb"}


def test_a_deputy_finds_that_the_partner_has_spoken(cast, make_case, as_user):
    case = make_case(Stage.PARTNER_AGREEMENT).case
    version = case.review.report_versions.first()
    as_user(cast.la).post(url(case, "report/agree/"), agrees(version))
    response = as_user(cast.partnership["la-deputy"]).post(url(case, "report/agree/"), agrees(version))
    assert response.status_code == 409
    assert "Already: your partner has said where it stands on version 1." in words(response)


@pytest.mark.parametrize(
    ("stage", "person", "sentence"),
    [
        (Stage.PANEL_AGREEMENT, "coordinator", "Only members of the review’s panel agree"),
        (Stage.PANEL_AGREEMENT, "reviewer", "Only members of the review’s panel agree"),
        (Stage.PARTNER_AGREEMENT, "panel_member", "Only the safeguarding partners agree"),
        (Stage.PARTNER_AGREEMENT, "coordinator", "Only the safeguarding partners agree"),
    ],
)
def test_who_has_no_voice_is_refused(cast, make_case, as_user, stage, person, sentence):
    case = make_case(stage).case
    version = case.review.report_versions.first()
    before = version.agreements.count()
    browser = as_user(getattr(cast, person))
    for response in (
        browser.get(url(case, "report/agree/")),
        browser.post(url(case, "report/agree/"), agrees(version)),
    ):
        assert response.status_code == 403
        assert sentence in words(response)
    assert version.agreements.count() == before


@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.PRE_PUBLICATION])
def test_it_is_agreed_in_its_time_only(cast, make_case, as_user, stage):
    case = make_case(stage).case
    assert as_user(cast.la).get(url(case, "report/agree/")).status_code == 409


@pytest.mark.parametrize("view", ["with_comments", "disagrees"])
def test_comments_are_needed_unless_one_agrees_as_it_is(cast, make_case, as_user, view):
    case = make_case(Stage.PARTNER_AGREEMENT).case
    version = case.review.report_versions.first()
    response = as_user(cast.la).post(url(case, "report/agree/"), agrees(version, view=view, comments=" "))
    assert response.status_code == 200
    sentence = {
        "with_comments": "Enter your comments, or choose “Agrees”.",
        "disagrees": "Enter what you do not agree with, and why.",
    }
    assert sentence[view] in words(response)
    assert not version.agreements.filter(body=AgreementBody.PARTNERS).exists()


def test_agreeing_a_superseded_version_is_refused_and_what_was_typed_stays(cast, make_case, as_user):
    walk = make_case(Stage.PANEL_AGREEMENT)
    case = walk.case
    old = case.review.report_versions.first()
    back_to_the_draft(case, cast.coordinator)
    new = next_version(case, "A text that answers the comment.", cast.reviewer)
    stage_moves.move_on(
        case, Stage.PANEL_AGREEMENT, by=cast.coordinator, at=clock.now(), reason="The comment is answered."
    )
    form = agrees(old, view="with_comments", comments="Written about version 1.")
    response = as_user(cast.panel_member).post(url(case, "report/agree/"), form)
    assert response.status_code == 409
    page = words(response)
    assert "Already: version 1 has been superseded by version 2." in page
    assert "Written about version 1." in page
    assert "A text that answers the comment." in page
    assert not old.agreements.exists() and not new.agreements.exists()
    with pytest.raises(NotYet, match="superseded"):
        actions.give_agreement(
            case, old, view=AgreementView.AGREES, comments="", by=cast.panel_member, at=clock.now()
        )
    assert as_user(cast.panel_member).post(url(case, "report/agree/"), agrees(new)).status_code == 302
    shown = as_user(cast.coordinator).get(url(case, "report/1/"))
    assert "Not yet Asked on" in row(shown, "Merefield Hospitals")


def test_agreement_does_not_carry_over_to_the_next_version(cast, make_case, as_user):
    """A13: what was agreed is one version, and a change voids it."""
    case = make_case(Stage.PARTNER_AGREEMENT).case
    back_to_the_draft(case, cast.coordinator)
    next_version(case, "Another text.", cast.reviewer)
    response = as_user(cast.coordinator).get(url(case, "report/"))
    assert "Not yet" in row(response, "Aldermere Police")
    refusal = stage_moves.missing_for(
        type(case).objects.get(pk=case.pk), Stage.PARTNER_AGREEMENT, clock.now()
    )
    assert refusal is not None and "no answer yet on version 2" in refusal


def test_an_agreement_to_nothing_is_400(cast, make_case, as_user):
    cases = ["", "nonsense", "-1", "9" * 300, "\x00"]
    case = make_case(Stage.PANEL_AGREEMENT).case
    for number in cases:
        form = {"number": number, "view": "agrees", "comments": ""}
        assert as_user(cast.panel_member).post(url(case, "report/agree/"), form).status_code == 400


def test_an_agreement_to_a_version_that_never_was_is_404(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    form = {"number": "7", "view": "agrees", "comments": ""}
    assert as_user(cast.panel_member).post(url(case, "report/agree/"), form).status_code == 404


def test_an_absurd_agreement_is_named(cast, make_case, as_user):
    cases = [{"view": "loves"}, {"view": ""}, {"comments": "a\x00b"}, {"comments": "x" * 1_000_000}]
    case = make_case(Stage.PANEL_AGREEMENT).case
    version = case.review.report_versions.first()
    for changes in cases:
        response = as_user(cast.panel_member).post(url(case, "report/agree/"), agrees(version, **changes))
        assert response.status_code == 200
        assert "There is a problem" in words(response)
        assert not version.agreements.exists()


def test_who_left_the_panel_stays_in_the_ledger_where_they_spoke(cast, make_case, as_user):
    case = make_case(Stage.PARTNER_AGREEMENT).case
    seat = case.review.seats.get(user=cast.panel_member)
    panel.end_seat(case, seat, by=cast.coordinator, at=clock.now())
    response = as_user(cast.coordinator).get(url(case, "report/"))
    assert "Nadia Quill" in row(response, "Merefield Hospitals")
    assert as_user(cast.panel_member).get(url(case, "report/")).status_code == 404


# Whose business it is


PAGES = [
    "enquiry/",
    "enquiry/add/",
    "enquiry/{line}/answer/",
    "engagement/",
    "engagement/add/",
    "report/",
    "report/write/",
    "report/agree/",
    "report/1/",
    "move/",
]
READ_ONLY = {"enquiry/", "engagement/", "report/", "report/1/"}


def test_outsider_gets_the_404_of_a_case_that_never_was(cast, make_case, as_user):
    """A02, A03, A05: byte for byte, also for what has ended."""
    case = make_case(Stage.PANEL_AGREEMENT).case
    line = case.review.key_lines.first().pk
    recuse(case, cast.panel_member, reason="A friend is involved.", by=cast.coordinator, at=clock.now())
    people = (cast.outsider, cast.panel_member, cast.agency_author, cast.publisher, cast.auditor)
    for person in people:
        browser = as_user(person)
        for page in PAGES:
            rest = page.format(line=line)
            for method in ("get",) if page in READ_ONLY else ("get", "post"):
                there = getattr(browser, method)(url(case, rest))
                nowhere = getattr(browser, method)(f"/staff/cases/SC-BCDF-GHJK/{rest}")
                assert there.status_code == nowhere.status_code == 404, (person.role, method, page)
                assert there.content == nowhere.content
                assert there.headers == nowhere.headers


def test_before_a_review_is_commissioned_each_page_says_so(cast, make_case, as_user):
    case = make_case(Stage.LOGGED).case
    browser = as_user(cast.coordinator)
    for page in PAGES:
        response = browser.get(url(case, page.format(line="0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a")))
        if page == "report/write/":
            # Who never writes hears that first.
            assert response.status_code == 403
        elif page == "move/":
            assert response.status_code == 409
        else:
            assert response.status_code == 409, page
            assert "Not yet: the review has not been commissioned." in words(response), page


def test_titles_carry_no_more_than_the_pseudonym(cast, make_case, as_user):
    """A10: the sealed names are in no title and on no page."""
    case = make_case(Stage.PANEL_AGREEMENT).case
    browser = as_user(cast.coordinator)
    for rest in ("enquiry/", "engagement/", "report/", "report/1/", "move/", "panel/", "reviewer/"):
        page = words(browser.get(url(case, rest)))
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Child Wren" in title
        assert "Zebedee" not in page and "Quarrington" not in page and "9434765919" not in page


def test_a_refused_write_leaves_no_trace_of_success(cast, make_case):
    """G03: an action that fails has no row that says it succeeded."""
    case = make_case(Stage.DRAFTING).case
    before = AuditRow.objects.filter(verb="report.version_written").count()
    with pytest.raises(Refused):
        actions.write_report(case, text="Mine.", expected_number=0, by=cast.la, at=clock.now())
    with pytest.raises(NotYet):
        actions.write_report(case, text="Late.", expected_number=9, by=cast.reviewer, at=clock.now())
    assert AuditRow.objects.filter(verb="report.version_written").count() == before


def test_reading_the_report_is_recorded(cast, make_case, as_user):
    """G01"""
    case = make_case(Stage.PANEL_AGREEMENT).case
    as_user(cast.panel_member).get(url(case, "report/1/"))
    rows = AuditRow.objects.filter(verb="opened.report_version", reference=case.reference)
    assert [row.actor for row in rows] == [str(cast.panel_member.pk)]
    assert rows[0].at - clock.now() < timedelta(minutes=1)
