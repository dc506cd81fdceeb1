"""Proposing, agreeing and ending that a child's own name may be said. Who may is in access.py.

Nothing that is approved is void because a name may be said. When that ends, a day of publication that has not come
is cancelled where the text says the name, and no day can be set for such a text, because the check runs again before.
What is open stays until somebody withdraws it early, which is a decision of its own: the page names it.
"""

from datetime import datetime

from cspr_portal.refusals import NotYet, check
from publications import checking, progress
from publications.models import OwnName, OwnNameAgreement
from publications.own_names import access
from publications.releasing import actions as releasing
from reviews.audit.recording import action, record
from reviews.models import Case, Child, User
from reviews.stage_moves import lock
from reviews.standing import standing

DAY_CANCELLED = "A child’s own name may not be said any more, and the text says it."


@action
def propose(
    case: Case,
    child: Child,
    *,
    family_wish: str,
    lawfully_public: str,
    legal_advice: str,
    by: User,
    at: datetime,
) -> OwnName:
    """Propose that the own name of `child` be said in what is published. The same form sent again changes nothing."""
    case = lock(case)
    reasons = {
        "family_wish": family_wish,
        "lawfully_public": lawfully_public,
        "legal_advice": legal_advice,
    }
    same = OwnName.objects.filter(case=case, child=child, ended_at__isnull=True).first()
    if same is not None and same.proposed_by_id == by.pk:
        return same
    check(access.propose(by, case, at))
    if not access.to_propose(case).filter(pk=child.pk).exists():
        raise NotYet("Already: this child’s own name has been proposed.")
    made = OwnName.objects.create(case=case, child=child, proposed_at=at, proposed_by=by, **reasons)
    record(by, "own_name.proposed", case.reference, own_name=str(made.pk))
    return made


@action
def agree(case: Case, own_name: OwnName, *, by: User, at: datetime) -> OwnNameAgreement:
    """Agree for the partner for which `by` decides. With the third partner the name may be said."""
    case = lock(case)
    own_name = OwnName.objects.select_for_update().get(pk=own_name.pk, case=case)
    check(access.agree(by, case, own_name, at))
    role = standing(by, case, at).partner_role
    given = OwnNameAgreement.objects.create(own_name=own_name, partner_role=role, agreed_at=at, agreed_by=by)
    is_decided = access.decided(case).filter(pk=own_name.pk).exists()
    record(by, "own_name.agreed", case.reference, own_name=str(own_name.pk), partner=role, decided=is_decided)
    return given


@action
def end(case: Case, own_name: OwnName, *, reason: str, by: User, at: datetime) -> None:
    """End that the name may be said, or take the proposal back. From now on the check finds the name again."""
    case = lock(case)
    own_name = OwnName.objects.select_for_update().get(pk=own_name.pk, case=case)
    check(access.end(by, case, own_name, at))
    own_name.ended_at, own_name.ended_by, own_name.end_reason = at, by, reason
    own_name.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(by, "own_name.ended", case.reference, own_name=str(own_name.pk))
    for publication in access.going_out(case, at).filter(opens_at__gt=at):
        publication.case = case
        if checking.run(progress.newest_draft(publication), by=by, at=at).open:
            releasing.cancel_day(publication, reason=DAY_CANCELLED, by=by, at=at)
