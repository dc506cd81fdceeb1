"""The partners agree with the national Panel's answer or challenge it, and what followed is recorded later."""

from datetime import timedelta

import pytest

from reviews.models import AuditRow, NationalPanelAnswer, PartnersResponse
from reviews.stages import Stage
from tests import typed
from tests.deciding import answered, today
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

FOLLOWED = {"followed": "The Panel wrote back: a local review is enough."}


@pytest.fixture
def answer(cast, make_case):
    """The national Panel asked the partners to think again."""
    return answered(make_case(Stage.SCOPING).case, cast.coordinator)


def page(answer: NationalPanelAnswer, rest: str) -> str:
    return address(answer.case, f"national-panel/{answer.pk}/{rest}/")


@pytest.mark.parametrize("person", ["coordinator", "la", "police", "icb"])
def test_the_partners_agree(cast, answer, as_user, person):
    browser = as_user(getattr(cast, person))
    record = words(browser.get(address(answer.case, "decisions/")))
    assert page(answer, "response") in record
    done = words(browser.post(page(answer, "response"), typed.response(today()), follow=True))
    assert "The partners’ response is recorded." in done
    assert "The partners agree with this answer" in done
    assert getattr(cast, person).name in done
    kept = NationalPanelAnswer.objects.get()
    assert (kept.response, kept.responded_on) == (PartnersResponse.AGREE, today())
    assert kept.response_recorded_by == getattr(cast, person)
    assert page(answer, "response") not in done
    assert AuditRow.objects.filter(verb="national_panel.responded", detail__response="agree").count() == 1


def test_a_challenge_needs_its_reasons_and_what_followed_comes_later(cast, answer, as_user):
    browser = as_user(cast.police)
    bare = browser.post(page(answer, "response"), typed.response(today(), "challenge", reason="  "))
    assert "Enter why the partners challenge the answer." in words(bare)
    assert NationalPanelAnswer.objects.get().response == ""
    early = browser.post(page(answer, "followed"), FOLLOWED)
    assert early.status_code == 409
    assert "Not yet: the partners’ response to this answer is not recorded." in words(early)
    challenge = typed.response(today(), "challenge", reason="Housing was looked at.")
    record = words(browser.post(page(answer, "response"), challenge, follow=True))
    assert "The partners challenge this answer" in record and "Housing was looked at." in record
    assert page(answer, "followed") in record
    empty = browser.post(page(answer, "followed"), {"followed": ""})
    assert "Enter what followed the challenge." in words(empty)
    record = words(as_user(cast.icb).post(page(answer, "followed"), FOLLOWED, follow=True))
    assert "What followed the challenge is recorded." in record and FOLLOWED["followed"] in record
    assert page(answer, "followed") not in record
    again = browser.post(page(answer, "followed"), {"followed": "Another."})
    assert again.status_code == 409
    assert NationalPanelAnswer.objects.get().response_followed == FOLLOWED["followed"]


def test_a_response_is_recorded_once(cast, answer, as_user):
    browser = as_user(cast.la)
    browser.post(page(answer, "response"), typed.response(today()))
    before = everything_but_the_audit_log()
    again = browser.post(page(answer, "response"), typed.response(today(), "challenge", reason="No."))
    assert again.status_code == 409
    assert "Already: the partners’ response to this answer is recorded." in words(again)
    agreed = browser.post(page(answer, "followed"), FOLLOWED)
    assert agreed.status_code == 409
    assert "Already: the partners agree with this answer" in words(agreed)
    assert everything_but_the_audit_log() == before


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (1, "The response can’t be in the future."),
        (-1, "The response can’t be before the date of the national Panel’s letter"),
    ],
)
def test_a_day_that_cant_be_is_refused(cast, answer, as_user, days, sentence):
    typed_in = typed.response(today() + timedelta(days=days))
    assert sentence in words(as_user(cast.la).post(page(answer, "response"), typed_in))
    assert NationalPanelAnswer.objects.get().response == ""


def test_panel_and_reviewer_are_told_why_not(cast, make_case, as_user):
    answer = answered(make_case(Stage.GATHERING).case, cast.coordinator)
    browsers = {person: as_user(getattr(cast, person)) for person in ("panel_member", "reviewer")}
    before = everything_but_the_audit_log()
    for person, browser in browsers.items():
        for rest, typed_in in (("response", typed.response(today())), ("followed", FOLLOWED)):
            for response in (browser.get(page(answer, rest)), browser.post(page(answer, rest), typed_in)):
                assert response.status_code == 403, (person, rest)
                assert "Only the coordinator or a safeguarding partner" in words(response)
        record = words(browser.get(address(answer.case, "decisions/")))
        assert "The partners’ response is not recorded yet." in record
        assert page(answer, "response") not in record
    assert everything_but_the_audit_log() == before


def test_an_answer_of_another_case_is_not_found(cast, answer, make_case, as_user):
    """A06."""
    other = make_case(Stage.SCOPING, pseudonym="Child Robin").case
    browser = as_user(cast.coordinator)
    for rest, typed_in in (("response", typed.response(today())), ("followed", FOLLOWED)):
        url = page(answer, rest).replace(answer.case.reference, other.reference)
        assert browser.get(url).status_code == browser.post(url, typed_in).status_code == 404
    assert NationalPanelAnswer.objects.get().response == ""


@pytest.mark.parametrize("person", ["outsider", "agency_author", "eastfold_delegate"])
def test_outside_the_scope_there_is_no_answer(cast, answer, as_user, person):
    """A01, A02."""
    browser = as_user(getattr(cast, person))
    for rest in ("response", "followed"):
        assert browser.get(page(answer, rest)).status_code == 404
        assert browser.post(page(answer, rest), typed.response(today())).status_code == 404
