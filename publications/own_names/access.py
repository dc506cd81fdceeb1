"""Who may propose, agree and end that a child's own name is said in what is published. Rules return a sentence or None.

The decision (practice 25) needs the family's wish, the name lawfully public, legal advice, and the agreement of each
of the three safeguarding partners. From the third on the disclosure check lets this one name through; a sibling's
full name, a date, a place: everything else is found as before.
"""

from datetime import datetime

from django.db.models import Count, F, QuerySet

from publications.models import OwnName, Publication, PublicationQuerySet
from reviews.models import Case, Child, PartnerRole, User
from reviews.standing import standing


def read(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not read what was decided on names."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role:
        return None
    return "Only the coordinator and the safeguarding partners decide on a child’s own name."


def propose(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not propose that a child's own name be said."""
    proposed = "Already: each child’s own name has been proposed."
    return proposes(user, case, at) or (None if to_propose(case).exists() else proposed)


def proposes(user: User, case: Case, at: datetime) -> str | None:
    """Say why proposing own names is not for `user`, whether or not there is one to propose."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator proposes that a child’s own name be said."
    return None


def agree(user: User, case: Case, own_name: OwnName, at: datetime) -> str | None:
    """Say why `user` may not agree for their partner: one person agrees for one partner."""
    role = standing(user, case, at).partner_role
    if not role:
        return "Only a safeguarding partner’s delegate agrees to a child’s own name."
    if own_name.ended_at is not None:
        return "Already: the proposal has ended."
    given = list(own_name.agreements.all())
    if any(one.partner_role == role for one in given):
        return f"Already: {PartnerRole(role).label} has agreed."
    if any(one.agreed_by_id == user.pk for one in given):
        return "Only another person may agree for this partner: you have agreed for one already."
    return None


def end(user: User, case: Case, own_name: OwnName, at: datetime) -> str | None:
    """Say why `user` may not end that a child's own name may be said."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator ends that a child’s own name may be said."
    return "Already: it has ended." if own_name.ended_at is not None else None


def all_of(case: Case) -> QuerySet[OwnName]:
    """Return all that was ever proposed in `case`, with who agreed: what holds first, then the newest."""
    rows = OwnName.objects.filter(case=case).select_related("child", "proposed_by", "ended_by")
    return rows.prefetch_related("agreements__agreed_by").order_by(
        F("ended_at").desc(nulls_first=True), "-proposed_at"
    )


def going_out(case: Case, at: datetime) -> PublicationQuerySet:
    """Return what of `case` is public or has its day: nothing of it leaves by itself when a name may not be said."""
    return Publication.objects.filter(
        case=case, opens_at__isnull=False, closes_at__gt=at, withdrawn_at__isnull=True
    )


def to_propose(case: Case) -> QuerySet[Child]:
    """Return the children of `case` whose own name isn't proposed, or was and has ended."""
    standing_now = OwnName.objects.filter(case=case, ended_at__isnull=True)
    return Child.objects.filter(case=case).exclude(pk__in=standing_now.values("child"))


def decided(case: Case) -> QuerySet[OwnName]:
    """Return the own names of `case` to which each of the three partners has agreed, and which have not ended."""
    return (
        OwnName.objects.filter(case=case, ended_at__isnull=True, agreements__isnull=False)
        .alias(agreed=Count("agreements__partner_role", distinct=True))
        .filter(agreed=len(PartnerRole))
    )


def decided_children(case: Case) -> set[str]:
    """Return the keys of the children of `case` whose own names may be said."""
    return {str(key) for key in decided(case).values_list("child", flat=True)}


def is_decided(child: Child) -> bool:
    """Return whether the own name of `child` may be said."""
    return decided(child.case).filter(child=child).exists()
