"""What the national Panel answers to the rapid review, how the partners respond, and what follows a challenge."""

from datetime import date, datetime

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import Case, NationalPanelAnswer, User
from reviews.stage_moves import lock, lock_part

from . import access


@action
def record_panel_answer(
    case: Case, *, answer: str, answered_on: date, letter: str, note: str, by: User, at: datetime
) -> NationalPanelAnswer:
    """Record what the national Panel answered. A later answer stands beside the earlier one.

    The same form sent again returns the answer that it recorded before.
    """
    case = lock(case)
    check(access.record_answer(by, case, at))
    same = case.panel_answers.filter(answer=answer, answered_on=answered_on, letter=letter, note=note).first()
    if same is not None:
        return same
    given = NationalPanelAnswer.objects.create(
        case=case,
        answer=answer,
        answered_on=answered_on,
        letter=letter,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    record(by, "national_panel.answered", case.reference, answer=answer)
    return given


@action
def record_response(
    answer: NationalPanelAnswer, *, response: str, reason: str, responded_on: date, by: User, at: datetime
) -> None:
    """Record that the partners agree with the Panel's answer, or challenge it, why, and on which day."""
    found = lock_part(answer)
    check(access.respond(by, found, at))
    found.response, found.response_reason, found.responded_on = response, reason, responded_on
    found.response_recorded_at, found.response_recorded_by = at, by
    found.save()
    record(by, "national_panel.responded", found.case.reference, answer=str(found.pk), response=response)


@action
def record_followed(answer: NationalPanelAnswer, *, followed: str, by: User, at: datetime) -> None:
    """Record what followed the partners' challenge."""
    found = lock_part(answer)
    check(access.record_followed(by, found, at))
    found.response_followed = followed
    found.save(update_fields=["response_followed"])
    record(by, "national_panel.challenge_followed", found.case.reference, answer=str(found.pk))
