"""The Independent Reviewer beyond the appointment: declared links, extensions, requests in writing."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import in_order, one_of, together

from .base import Record
from .documents import Document
from .people import PartnerRole, User
from .reviews import ReviewerAppointment


class DeclarationPoint(models.TextChoices):
    """What an Independent Reviewer declares, point by point."""

    WORKED = "worked", "Worked for, or was paid by, an agency in the area"
    CASE = "case", "Knew of this case, or worked with the child or the family"
    FAMILY = "family", "Is related to, or a friend of, somebody in the family"
    PEOPLE = "people", "Is close to somebody who leads an agency in the area"
    MONEY = "money", "Has a financial interest in an agency in the area"
    REVIEWS = "reviews", "Wrote or chaired an earlier review for the partnership"
    OTHER = "other", "Anything else that others might see as a conflict"


class DeclarationAnswer(Record):
    """One point of a declaration: no link, or a link in the reviewer's words."""

    appointment = models.ForeignKey(ReviewerAppointment, on_delete=models.PROTECT, related_name="answers")
    point = models.CharField(max_length=20, choices=DeclarationPoint.choices)
    has_link = models.BooleanField()
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("declaration_answer", "point", DeclarationPoint),
            models.UniqueConstraint(fields=["appointment", "point"], name="declaration_answer_once"),
            models.CheckConstraint(
                name="declaration_answer_link_in_words", condition=Q(has_link=False) | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()}: {self.appointment}"


class LinkDecision(Record):
    """Whether one safeguarding partner accepts the links that a reviewer declared, and why."""

    appointment = models.ForeignKey(
        ReviewerAppointment, on_delete=models.PROTECT, related_name="link_decisions"
    )
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices)
    accepts = models.BooleanField()
    reasons = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200)

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            one_of("link_decision", "partner_role", PartnerRole),
            models.UniqueConstraint(fields=["appointment", "partner_role"], name="link_decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_partner_role_display()} on {self.appointment}"


class AppointmentExtension(Record):
    """That the partners moved the end of an appointment, and why."""

    appointment = models.ForeignKey(ReviewerAppointment, on_delete=models.PROTECT, related_name="extensions")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.TextField()
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["extended_at"]
        constraints = [in_order("appointment_extension", "from_day", "to_day")]

    def __str__(self) -> str:
        return f"Extension of {self.appointment}"


class ReviewerRequestKind(models.TextChoices):
    INFORMATION = "information", "Information about the review"
    DRAFT = "draft", "A draft of the report"


class ReviewerRequest(Record):
    """What the partners ask of a reviewer in writing, and the reply (SI 2018/789, regulation 14)."""

    appointment = models.ForeignKey(ReviewerAppointment, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=20, choices=ReviewerRequestKind.choices)
    asked = models.TextField()
    answer_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=200)
    reply = models.TextField(blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            one_of("reviewer_request", "kind", ReviewerRequestKind),
            together("reviewer_request", "replied_at", "replied_by"),
        ]

    def __str__(self) -> str:
        return f"Request to {self.appointment.user}"
