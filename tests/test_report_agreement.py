"""Where each member and each partner stands on a version of the report, through the ledger and its form."""

import re

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews import stage_moves
from reviews.models import AgreementBody, AgreementView
from reviews.panel import actions as panel
from reviews.report import actions
from reviews.stages import Stage
from tests.conftest import REPORT
from tests.reading import address, words
from tests.reviewing import next_version

pytestmark = pytest.mark.django_db


def row(response, speaker):
    """The ledger's row that begins with somebody's name, without its tags."""
    rows = re.findall(r"<tr.*?</tr>", words(response), flags=re.DOTALL)
    plain = [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in rows]
    return next(each for each in plain if each.startswith(speaker))


def back_to_the_draft(case, by):
    stage_moves.move_on(case, Stage.DRAFTING, by=by, at=clock.now(), reason="A comment has to be answered.")


def agrees(version, **changes):
    return {"number": str(version.number), "view": "agrees", "comments": "", **changes}


def test_silence_is_not_yet(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    response = as_user(cast.coordinator).get(address(case, "report/"))
    for speaker in ("Aldermere County Council", "Aldermere Police", "Merefield Hospitals"):
        assert "Not yet Asked on" in row(response, speaker)
    for speaker in ("Local authority", "Police", "Integrated Care Board"):
        assert "Not yet Not asked yet." in row(response, speaker)


def test_a_member_agrees_and_the_ledger_shows_it_word_for_word(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    version = case.review.report_versions.first()
    browser = as_user(cast.panel_member)
    page = words(browser.get(address(case, "report/agree/")))
    assert "You speak for Merefield Hospitals." in page
    assert version.text.splitlines()[2] in page
    assert "checked" not in page, "no answer is chosen beforehand"
    form = agrees(version, view="with_comments", comments="Paragraph 2: say “two calls”.")
    response = browser.post(address(case, "report/agree/"), form, follow=True)
    assert response.redirect_chain[-1][0] == address(case, "report/")
    shown = row(response, "Merefield Hospitals")
    assert "Agrees with comments" in shown and "Paragraph 2: say “two calls”." in shown
    assert "Nadia Quill, Head of safeguarding, Merefield Hospitals" in shown
    again = browser.post(address(case, "report/agree/"), form)
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
        assert as_user(person).post(address(case, "report/agree/"), form).status_code == 302
    response = as_user(cast.coordinator).get(address(case, "report/"))
    assert "Does not agree" in row(response, "Integrated Care Board")
    assert "Finding 3 reads as one nurse’s fault." in row(response, "Integrated Care Board")
    given = version.agreements.filter(body=AgreementBody.PARTNERS)
    assert set(given.values_list("partner_role", flat=True)) == {"la", "police", "icb"}


def test_a_deputy_finds_that_the_partner_has_spoken(cast, make_case, as_user):
    case = make_case(Stage.PARTNER_AGREEMENT).case
    version = case.review.report_versions.first()
    as_user(cast.la).post(address(case, "report/agree/"), agrees(version))
    response = as_user(cast.partnership["la-deputy"]).post(address(case, "report/agree/"), agrees(version))
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
        browser.get(address(case, "report/agree/")),
        browser.post(address(case, "report/agree/"), agrees(version)),
    ):
        assert response.status_code == 403
        assert sentence in words(response)
    assert version.agreements.count() == before


@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.PRE_PUBLICATION])
def test_it_is_agreed_in_its_time_only(cast, make_case, as_user, stage):
    case = make_case(stage).case
    assert as_user(cast.la).get(address(case, "report/agree/")).status_code == 409


@pytest.mark.parametrize("view", ["with_comments", "disagrees"])
def test_comments_are_needed_unless_one_agrees_as_it_is(cast, make_case, as_user, view):
    case = make_case(Stage.PARTNER_AGREEMENT).case
    version = case.review.report_versions.first()
    response = as_user(cast.la).post(address(case, "report/agree/"), agrees(version, view=view, comments=" "))
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
    new = next_version(case, f"A text that answers the comment.\n\n{REPORT}", cast.reviewer)
    stage_moves.move_on(
        case, Stage.PANEL_AGREEMENT, by=cast.coordinator, at=clock.now(), reason="The comment is answered."
    )
    form = agrees(old, view="with_comments", comments="Written about version 1.")
    response = as_user(cast.panel_member).post(address(case, "report/agree/"), form)
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
    assert as_user(cast.panel_member).post(address(case, "report/agree/"), agrees(new)).status_code == 302
    shown = as_user(cast.coordinator).get(address(case, "report/1/"))
    assert "Not yet Asked on" in row(shown, "Merefield Hospitals")


def test_agreement_does_not_carry_over_to_the_next_version(cast, make_case, as_user):
    """A13: what was agreed is one version, and a change voids it."""
    case = make_case(Stage.PARTNER_AGREEMENT).case
    back_to_the_draft(case, cast.coordinator)
    next_version(case, "Another text.", cast.reviewer)
    response = as_user(cast.coordinator).get(address(case, "report/"))
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
        assert as_user(cast.panel_member).post(address(case, "report/agree/"), form).status_code == 400


def test_an_agreement_to_a_version_that_never_was_is_404(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    form = {"number": "7", "view": "agrees", "comments": ""}
    assert as_user(cast.panel_member).post(address(case, "report/agree/"), form).status_code == 404


def test_an_absurd_agreement_is_named(cast, make_case, as_user):
    cases = [{"view": "loves"}, {"view": ""}, {"comments": "a\x00b"}, {"comments": "x" * 1_000_000}]
    case = make_case(Stage.PANEL_AGREEMENT).case
    version = case.review.report_versions.first()
    for changes in cases:
        response = as_user(cast.panel_member).post(address(case, "report/agree/"), agrees(version, **changes))
        assert response.status_code == 200
        assert "There is a problem" in words(response)
        assert not version.agreements.exists()


def test_who_left_the_panel_stays_in_the_ledger_where_they_spoke(cast, make_case, as_user):
    case = make_case(Stage.PARTNER_AGREEMENT).case
    seat = case.review.seats.get(user=cast.panel_member)
    panel.end_seat(case, seat, by=cast.coordinator, at=clock.now())
    response = as_user(cast.coordinator).get(address(case, "report/"))
    assert "Nadia Quill" in row(response, "Merefield Hospitals")
    assert as_user(cast.panel_member).get(address(case, "report/")).status_code == 404
