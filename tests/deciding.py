"""What the tests of decisions share: the day, a case's stage as it is now, the three partners' views. No test."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from cspr_portal import clock
from reviews.escalations import actions as escalations
from reviews.models import Case, Escalation, NationalPanelAnswer, User
from reviews.rapid_review import answers
from tests import typed
from tests.reading import address


def today() -> date:
    """The day in London."""
    return clock.today(clock.now())


def stage(case: Case) -> str:
    """The case's stage, asked of the database."""
    return Case.objects.get(pk=case.pk).stage


def give_three_views(
    cast: Any, as_user: Callable[[User], Client], case: Case, dissenter: str | None = None
) -> None:
    """Each partner's view that the criteria are met, but for the one that disagrees."""
    for person in ("la", "police", "icb"):
        changes = (
            {"view": "disagrees", "reasons": "Lasting harm is not likely."} if person == dissenter else {}
        )
        assert (
            as_user(getattr(cast, person)).post(address(case, "view/"), typed.view(**changes)).status_code
            == 302
        )


def escalate(case: Case, by: User, lead_partner: User | None = None) -> Escalation:
    """Take a disagreement on the case to a lead safeguarding partner (with an account), who is to answer today."""
    return escalations.raise_escalation(
        case,
        about="criteria",
        reason="Two partners say met, one says not met.",
        raised_to="Helen Ward, chief executive",
        lead_partner=lead_partner,
        answer_by=today(),
        by=by,
        at=clock.now(),
    )


def write_rapid_review(browser: Client, case: Case, meeting_on: date | None = None) -> None:
    """Write the meeting and each required section on its own page, without completing them."""
    pages = [("meeting/", typed.meeting(meeting_on or today()))]
    pages += [(f"sections/{key}/", typed.section(text)) for key, text in typed.RAPID_REVIEW.items()]
    for rest, typed_in in pages:
        assert browser.post(address(case, f"rapid-review/{rest}"), typed_in).status_code == 302, rest


def hold_rapid_review(browser: Client, case: Case, meeting_on: date | None = None) -> None:
    """Write the rapid review, read it, and record it as complete."""
    write_rapid_review(browser, case, meeting_on)
    url = address(case, "rapid-review/complete/")
    version = browser.get(url).context["form"].initial["version"]
    assert browser.post(url, {"version": version}).status_code == 302


def answered(case: Case, by: User, answer: str = "think_again") -> NationalPanelAnswer:
    """Record today what the national Panel answered to a rapid review that was sent."""
    return answers.record_panel_answer(
        case, answer=answer, answered_on=today(), letter="CSPR/2026/41", note="", by=by, at=clock.now()
    )
