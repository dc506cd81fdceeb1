"""Who is asked to look at one case from outside its work: a lead safeguarding partner, an independent scrutineer."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import different, in_order, one_of, together

from .base import Record
from .cases import Case
from .people import User


class Assignment(Record):
    """That somebody may read a case, and why: a coordinator assigns them, and the assignment ends."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    reason = models.TextField()
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField(null=True, blank=True, help_text="The last day; empty: until it is ended.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-assigned_at"]
        constraints = [
            together("assignment", "ended_at", "ended_by"),
            in_order("assignment", "assigned_at", "ended_at"),
            different("assignment", "user", "assigned_by"),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at__isnull=True), name="assignment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.case}"


class AdviceAbout(models.TextChoices):
    """What a scrutineer's advice is about."""

    CRITERIA = "criteria", "The decision on the criteria"
    RAPID_REVIEW = "rapid_review", "The rapid review"
    REVIEW = "review", "The decision on a review"
    ENQUIRY = "enquiry", "How the review is going"
    REPORT = "report", "The report"
    OTHER = "other", "Something else"


class Advice(Record):
    """What an independent scrutineer advises on a case. Rows are only ever added."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="advice")
    about = models.CharField(max_length=20, choices=AdviceAbout.choices)
    advice = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=200, help_text="Post and agency of the day.")
    # What the partners made of it
    response = models.TextField(blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    responded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    responded_as = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            one_of("advice", "about", AdviceAbout),
            together("advice", "responded_at", "responded_by"),
            different("advice", "given_by", "responded_by"),
        ]

    def __str__(self) -> str:
        return f"Advice on {self.case}"
