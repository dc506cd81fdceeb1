"""Who may look after the keeping of a record that is no case, or only part of one: who does so for cases.

A record belongs to the people of its area, and to nobody who is recused from its case; one of no known area to
everybody who looks after keeping. Each rule returns its sentence, or None.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from cspr_portal import clock
from reviews.models import Disposal, RecordKind, User
from reviews.scope import scope_of

from . import access, records
from .records import Subject


def find(user: User, kind: str, key: str, at: datetime) -> Subject | None:
    """Return the record of that kind and key, if it has ended and `user` looks after its keeping."""
    if access.look(user, at) is not None or not records.known(kind):
        return None
    return records.find(kind, key, scope_of(user, at), at)


def open_disposals(user: User, at: datetime) -> QuerySet[Disposal]:
    """Return the disposals of records that are proposed or confirmed and that `user` may know of."""
    found = Disposal.objects.of_records().filter(dropped_at__isnull=True, carried_out_at__isnull=True)
    return found.filter(theirs(user, at))


def theirs(user: User, at: datetime) -> Q:
    """Return the condition on disposals of records that they are of the areas of `user`, and no recusal hides them."""
    if access.look(user, at) is not None:
        return Q(pk__in=[])
    scope = scope_of(user, at)
    areas = list(scope.areas)
    of_none = Q(area__isnull=True) | Q(area__in=areas)
    within = Q(case__area__in=areas) | (Q(case__isnull=True) & of_none)
    # Accounts are the administrators' (accounts.py)
    return within & ~Q(case__in=list(scope.recused)) & ~Q(record_kind=RecordKind.ACCOUNT)


def propose(subject: Subject, at: datetime) -> str | None:
    """Say why the disposal of the record can't be proposed."""
    if records.open_disposal(subject) is not None:
        return "Already: the disposal is proposed."
    return not_due(subject, at)


def confirm(user: User, subject: Subject, disposal: Disposal, at: datetime) -> str | None:
    """Say why `user` may not confirm the disposal of the record: it takes a second person."""
    refusal = access.closed(disposal)
    if refusal is None and disposal.confirmed_at is not None:
        refusal = "Already: the disposal is confirmed."
    if refusal is None and disposal.proposed_by_id == user.pk:
        refusal = "You proposed it, so somebody else has to confirm it."
    return refusal or not_due(subject, at)


def not_due(subject: Subject, at: datetime) -> str | None:
    """Say why the record may not be disposed of at `at`, whoever asks."""
    found = records.working_at(subject, at)
    if not found.is_over(clock.today(at)):
        return f"Not yet: {_first_lower(found.steps[-1])}"
    stops = records.stops(subject, at)
    return f"Not yet: {_first_lower(stops[0])}" if stops else None


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]
