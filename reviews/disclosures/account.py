"""Where the portal holds something about somebody who has an account. Of cases it counts those of the reader alone.

So that nobody learns by somebody's account of a case that isn't theirs: each area's coordinators gather in their own.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from cspr_portal import clock
from reviews.models import AgencyRequest, AuditRow, PanelSeat, Recusal, ReviewerAppointment, User
from reviews.standing import visible_to

from .lines import Line
from .places import THIRD_PARTY, Fields


def places(person: User, *, by: User, at: datetime) -> Iterator[Line]:
    """Yield each place that holds something about `person`, as `by` may know of it."""
    mine = visible_to(by, at)
    about, people = "Account", reverse("people")
    facts: Fields = (
        ("Name", "name"),
        ("E-mail", "email"),
        ("Post", "post"),
        ("Agency", "agency"),
        ("Role", "role"),
        ("Role confirmed on", "role_confirmed_at"),
    )
    yield Line(f"account:{person.pk}", "The account", about, 1, None, (), people, (person,), facts)
    days: Fields = (("From", "starts_on"), ("Until", "ends_on"))
    areas = tuple(person.coordinator_areas.select_related("area"))
    agencies = tuple(person.delegations.select_related("agency"))
    sources: list[tuple[str, str, tuple[Any, ...], Fields]] = [
        ("areas", "Areas as coordinator", areas, (("Area", "area"), *days)),
        ("delegations", "Delegations", agencies, (("Agency", "agency"), *days)),
        (
            "seats",
            "Seats on panels",
            tuple(_of(PanelSeat.objects.filter(user=person, review__case__in=mine))),
            (("From", "joined_on"), ("Until", "left_on")),
        ),
        (
            "appointments",
            "Appointments as Independent Reviewer",
            tuple(_of(ReviewerAppointment.objects.filter(user=person, review__case__in=mine))),
            (("Experience", "experience"), ("Declaration", "declaration"), *days),
        ),
        ("assigned", "Assigned to cases", tuple(person.assignments.filter(case__in=mine)), ()),
        (
            "writes",
            "Returns that they write or sign off",
            tuple(_of(AgencyRequest.objects.filter(Q(author=person) | Q(approver=person), case__in=mine))),
            (),
        ),
        (
            "recusals",
            "Conflicts of interest",
            tuple(_of(Recusal.objects.filter(user=person, case__in=mine))),
            (("Reason", "reason"), ("Recorded on", "recused_at")),
        ),
    ]
    for code, words, rows, fields in sources:
        if rows:
            flags = () if code in {"areas", "delegations"} else (THIRD_PARTY,)
            yield Line(f"{code}:{person.pk}", words, about, len(rows), None, flags, people, rows, fields)
    log = AuditRow.objects.filter(actor=str(person.pk))
    log = log.filter(Q(reference="") | Q(reference__in=mine.values("reference")))
    count = log.count()
    newest = log.order_by("-sequence").values_list("at", flat=True).first()
    if newest is not None:
        yield Line(
            f"log:{person.pk}",
            "The audit log: what was done from the account. An auditor can hand these rows out",
            about,
            count,
            clock.today(newest),
            (THIRD_PARTY,),
            reverse("needs"),
        )
    yield Line(
        f"sign-in:{person.pk}",
        "How they sign in: second factors and the time of the last sign-in. Ask an administrator",
        about,
        0,
        None,
        (),
        people,
    )


def _of(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.order_by("pk")
