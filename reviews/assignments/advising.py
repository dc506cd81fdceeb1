"""An independent scrutineer's advice on a case, and what the partners make of it. No clock waits, nothing is barred."""

from datetime import datetime

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import Advice, Case, User
from reviews.stage_moves import lock
from reviews.standing import standing

from . import access


@action
def give_advice(case: Case, *, about: str, advice: str, by: User, at: datetime) -> Advice:
    """Record the scrutineer's advice and return it. The same form sent again returns what it recorded before."""
    case = lock(case)
    check(access.give_advice(by, case, at))
    same = case.advice.filter(about=about, advice=advice, given_by=by).first()
    if same is not None:
        return same
    given = Advice.objects.create(
        case=case,
        about=about,
        advice=advice,
        given_at=at,
        given_by=by,
        given_as=standing(by, case, at).words,
    )
    record(by, "advice.given", case.reference, about=about, advice=str(given.pk))
    return given


@action
def respond_to_advice(case: Case, advice: Advice, *, response: str, by: User, at: datetime) -> None:
    """Record, once, what the safeguarding partners make of the advice."""
    case = lock(case)
    advice = case.advice.get(pk=advice.pk)
    check(access.respond_to_advice(by, case, advice, at))
    advice.response, advice.responded_at, advice.responded_by = response, at, by
    advice.responded_as = standing(by, case, at).words
    advice.save(update_fields=["response", "responded_at", "responded_by", "responded_as"])
    record(by, "advice.responded", case.reference, about=advice.about, advice=str(advice.pk))
