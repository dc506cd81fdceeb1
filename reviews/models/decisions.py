"""What partners decide before a review exists: tests A, B and C, the notification and the rapid review."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import in_order, one_of, together

from .base import Record
from .cases import Abuse, Case, Outcome
from .people import Agency, PartnerRole, User


class View(models.TextChoices):
    AGREES = "agrees", "Agrees: met"
    DISAGREES = "disagrees", "Disagrees: not met"
    NEEDS_MORE = "needs_more", "Needs more information"


class PartnerViewQuerySet(models.QuerySet["PartnerView"]):
    def in_order(self) -> list["PartnerView"]:
        """Return the views as partners are always listed: local authority, police, Integrated Care Board."""
        places = {role: place for place, role in enumerate(PartnerRole.values)}
        return sorted(
            self.select_related("given_by", "agency"),
            key=lambda view: (places[view.partner_role], view.given_at),
        )

    def holding(self) -> "PartnerViewQuerySet":
        """Return the views that hold: no later one of the same partner has taken their place."""
        return self.filter(superseded_at__isnull=True)


class PartnerView(Record):
    """One safeguarding partner's view on test A, limb by limb, in its own words.

    A partner may change its view until the decision: the earlier row stays, superseded.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="partner_views")
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    abuse = models.CharField(max_length=20, choices=Abuse.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    view = models.CharField(max_length=20, choices=View.choices)
    reasons = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=200, help_text="Post and agency of the day.")
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = PartnerViewQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            one_of("partner_view", "partner_role", PartnerRole),
            one_of("partner_view", "abuse", Abuse),
            one_of("partner_view", "outcome", Outcome),
            one_of("partner_view", "view", View),
            models.UniqueConstraint(
                fields=["case", "partner_role"],
                condition=Q(superseded_at__isnull=True),
                name="partner_view_one_holds",
            ),
            models.UniqueConstraint(
                fields=["case", "given_by"],
                condition=Q(superseded_at__isnull=True),
                name="partner_view_one_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_partner_role_display()} on {self.case}"


class CriteriaDecision(Record):
    """The recorded decision on test A (Children Act 2004, section 16C(1)). Never edited."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="criteria_decision")
    is_met = models.BooleanField()
    rationale = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"Criteria {'met' if self.is_met else 'not met'} for {self.case}"


class Notification(Record):
    """That the local authority told the national Panel (Children Act 2004, section 16C(1))."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="notification")
    sent_on = models.DateField()
    sent_time = models.TimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, help_text="Who sent it for the local authority.")
    panel_reference = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Notification of {self.case}"


class RapidReview(Record):
    """The rapid review of a case: its meeting, its written sections, and when it was sent."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rapid_review")
    meeting_on = models.DateField()
    attended_by = models.TextField()
    facts = models.TextField()
    early_learning = models.TextField()
    improvements = models.TextField()
    family_context = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    sent_recorded_at = models.DateTimeField(null=True, blank=True)
    sent_recorded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            together("rapid_review", "sent_recorded_at", "sent_recorded_by"),
            together("rapid_review", "sent_on", "sent_recorded_at"),
            in_order("rapid_review", "meeting_on", "sent_on"),
        ]

    def __str__(self) -> str:
        return f"Rapid review of {self.case}"


class ReviewOutcome(models.TextChoices):
    """What a rapid review ends in."""

    CSPR = "cspr", "Hold a local child safeguarding practice review"
    NO_REVIEW = "no_review", "No further review"
    NATIONAL = "national", "Refer for a national review, without a local one"


class Criterion(models.TextChoices):
    """What the partners must weigh for test B (SI 2018/789, regulation 11)."""

    IMPROVEMENTS = "improvements", "The case shows improvements that are needed, also ones identified before"
    RECURRENT = "recurrent", "The case shows themes that recur"
    WORKING_TOGETHER = "working_together", "There is concern about how two or more agencies worked together"
    NATIONAL_PANEL = "national_panel", "The national Panel thinks that a local review is more appropriate"


class ReviewDecision(Record):
    """The recorded decision on test B, with the partners' view on test C. Never edited."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="review_decision")
    outcome = models.CharField(max_length=20, choices=ReviewOutcome.choices)
    is_learning_likely = models.BooleanField(help_text="Learning is likely that will improve practice.")
    learning_reason = models.TextField()
    is_national_view = models.BooleanField(
        help_text="The partners' view on test C: complex or of national importance."
    )
    national_reason = models.TextField()
    rationale = models.TextField()
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200)

    class Meta:
        constraints = [one_of("review_decision", "outcome", ReviewOutcome)]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.case}"


class CriterionAnswer(Record):
    """How one criterion of test B was weighed."""

    decision = models.ForeignKey(ReviewDecision, on_delete=models.PROTECT, related_name="criteria")
    criterion = models.CharField(max_length=20, choices=Criterion.choices)
    is_met = models.BooleanField()
    reason = models.TextField()

    class Meta:
        constraints = [
            one_of("criterion_answer", "criterion", Criterion),
            models.UniqueConstraint(fields=["decision", "criterion"], name="criterion_answer_once"),
        ]

    def __str__(self) -> str:
        return self.get_criterion_display()


class PanelAnswerKind(models.TextChoices):
    AGREES = "agrees", "Agrees with the partners' decision"
    THINK_AGAIN = "think_again", "Asks the partners to think again"
    NATIONAL = "national", "Takes it as a national review"


class NationalPanelAnswer(Record):
    """What the national Panel answered to the rapid review: test C is its decision."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="panel_answers")
    answer = models.CharField(max_length=20, choices=PanelAnswerKind.choices)
    answered_on = models.DateField()
    letter = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-answered_on", "-recorded_at"]
        constraints = [one_of("national_panel_answer", "answer", PanelAnswerKind)]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.case}"
