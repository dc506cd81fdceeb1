"""What waits on a case, and for whom: worked out after each change, so that nobody's list has to ask every case."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import in_order, one_of

from .base import Record
from .cases import Case
from .people import PartnerRole, User


class WaitsFor(models.TextChoices):
    """Whose turn it is. A post is resolved to people when they look, so a successor finds what waits."""

    COORDINATOR = "coordinator", "The coordinator"
    PARTNER = "partner", "A safeguarding partner"
    PERSON = "person", "One person: a panel member, the chair, the reviewer, an agency's author"


class Turn(Record):
    """One thing on a case that waits for somebody. Rows are made by reviews.turns, never by hand.

    `sort_on` only puts lists in order: due days on a page are always counted afresh. What has no day comes last.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="turns")
    task = models.CharField(max_length=40, help_text="Key of the task in reviews.turns.")
    waits_for = models.CharField(max_length=20, choices=WaitsFor.choices)
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices, blank=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="turns")
    not_for = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Who did the first half: the second is somebody else's.",
    )
    subject = models.UUIDField(
        null=True, blank=True, help_text="The seat, appointment or request it is about, for its address."
    )
    shown_from = models.DateField(null=True, blank=True, help_text="It waits from this day on.")
    shown_until = models.DateField(null=True, blank=True, help_text="It waits no longer after this day.")
    sort_on = models.DateField(default=date.max)

    class Meta:
        indexes = [
            models.Index(fields=["waits_for", "sort_on"], name="turn_waits_for"),
            models.Index(fields=["user", "sort_on"], name="turn_of_person"),
        ]
        constraints = [
            one_of("turn", "waits_for", WaitsFor),
            in_order("turn", "shown_from", "shown_until"),
            models.CheckConstraint(
                name="turn_has_its_person",
                condition=Q(waits_for=WaitsFor.PERSON, user__isnull=False)
                | (~Q(waits_for=WaitsFor.PERSON) & Q(user__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.case}"

    @classmethod
    def of_coordinator(cls, case: Case, task: str, **more: Any) -> "Turn":
        """Return what waits for the case's coordinators; `more` are other fields of the turn."""
        return cls(case=case, task=task, waits_for=WaitsFor.COORDINATOR, **more)

    @classmethod
    def of_partner(cls, case: Case, task: str, role: str, **more: Any) -> "Turn":
        """Return what waits for the delegates and deputies of one safeguarding partner."""
        return cls(case=case, task=task, waits_for=WaitsFor.PARTNER, partner_role=role, **more)

    @classmethod
    def of_coordinator_and_partners(cls, case: Case, task: str, **more: Any) -> "list[Turn]":
        """Return what waits for the coordinators and each of the three safeguarding partners: any of them does it."""
        partners = [cls.of_partner(case, task, role, **more) for role in PartnerRole.values]
        return [cls.of_coordinator(case, task, **more), *partners]

    @classmethod
    def of_person(cls, case: Case, task: str, user_id: int, **more: Any) -> "Turn":
        """Return what waits for one person."""
        return cls(case=case, task=task, waits_for=WaitsFor.PERSON, user_id=user_id, **more)
