"""What keeping adds to other pages: the task of a proposed disposal, and the disposal holds on an ended case's page.

The task is for everybody who may confirm the disposal, but for who proposed it.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Panel, Task
from reviews.models import Case, Disposal, RecordKind, Role, User
from reviews.scope import scope_of
from reviews.stages import ENDS

from . import access, due


def waiting(user: User, at: datetime) -> tuple[QuerySet[Disposal], str] | None:
    """Return the proposal that waits longest for `user` and its field of when; None for who may not confirm any."""
    if not user.acts_as(Role.COORDINATOR, Role.DELEGATE):
        return None
    scope = scope_of(user, at)
    if not scope.areas:
        return None
    areas = list(scope.areas)
    of_none = Q(area__in=areas) | Q(area__isnull=True)
    theirs = Q(case__area__in=areas) | (Q(case__isnull=True) & of_none)
    found = Disposal.objects.filter(theirs, dropped_at__isnull=True, confirmed_at__isnull=True)
    found = found.exclude(case__in=list(scope.recused)).exclude(record_kind=RecordKind.ACCOUNT)
    found = found.exclude(proposed_by=user)
    return found.filter(pk__in=found.order_by("proposed_at").values("pk")[:1]), "proposed_at"


def task(key: UUID, proposed_at: datetime, at: datetime) -> Task:
    """Return the task of confirming the proposal with that key."""
    found = Disposal.objects.get(pk=key)
    if found.record:
        kind = found.get_record_kind_display()
        about = f"{found.reference}. {kind}" if found.reference else kind
        return Task(
            title="Confirm that a record is disposed of, or take it back",
            url=reverse("record_keeping", args=[found.record_kind, found.record]),
            about=f"{about}. Proposed on {clock.day_words(clock.today(proposed_at))}",
            verb="Read why",
        )
    return Task(
        title="Confirm that a case is disposed of, or take it back",
        url=reverse("keeping", args=[found.reference]),
        about=f"{found.reference}. Proposed on {clock.day_words(clock.today(proposed_at))}",
        verb="Read why",
    )


def panel(user: User, case: Case, at: datetime) -> Panel | None:
    """Return the disposal holds on a case that has ended, for its page; None where there is none."""
    if case.stage not in ENDS or access.of_case(user, case, at) is not None:
        return None
    today, url = clock.today(at), reverse("keeping", args=[case.reference])
    rows = [
        (
            f"{hold.get_why_display()}: look again on {clock.day_words(hold.look_again_on)}",
            url,
            "Look again" if hold.look_again_on <= today else "Holds",
            "soon" if hold.look_again_on <= today else "quiet",
        )
        for hold in due.holds_on(case, due.kind_of(case), at)
    ]
    return Panel("Disposal holds", rows) if rows else None
