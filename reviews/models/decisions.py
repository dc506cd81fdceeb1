"""What partners decide before a review exists: their views, tests A and B, their view on C, the Panel's answer."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import all_one_of, different, in_order, one_of, together

from .base import Record
from .cases import Abuse, Case, Outcome
from .people import Agency, PartnerRole, User


class View(models.TextChoices):
    AGREES = "agrees", "Agrees: met"
    DISAGREES = "disagrees", "Disagrees: not met"
    NEEDS_MORE = "needs_more", "Needs more information"


class GivenHow(models.TextChoices):
    """How a view reached the record."""

    PORTAL = "portal", "In the portal"
    MEETING = "meeting", "In a meeting"
    MAIL = "mail", "By mail"
    TELEPHONE = "telephone", "By telephone"


class PartnerViewQuerySet(models.QuerySet["PartnerView"]):
    def in_order(self) -> list["PartnerView"]:
        """Return the views as partners are always listed: local authority, police, Integrated Care Board."""
        return sorted(
            self.select_related("given_by", "agency"),
            key=lambda view: (PartnerRole.place(view.partner_role), view.given_at),
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
    # Set where somebody else recorded the view as it was given: `given_by` has to confirm or correct it
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_how = models.CharField(max_length=20, choices=GivenHow.choices, default=GivenHow.PORTAL)
    given_on = models.DateField(null=True, blank=True, help_text="The day it was given elsewhere.")
    evidence = models.CharField(max_length=300, blank=True, help_text="Minutes, mail: where it can be seen.")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = PartnerViewQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            *all_one_of(
                "partner_view",
                partner_role=PartnerRole,
                abuse=Abuse,
                outcome=Outcome,
                view=View,
                given_how=GivenHow,
            ),
            together("partner_view", "confirmed_at", "confirmed_by"),
            different("partner_view", "recorded_by", "given_by"),
            models.CheckConstraint(
                name="partner_view_elsewhere_has_its_day",
                condition=Q(recorded_by__isnull=True, given_how=GivenHow.PORTAL)
                | (Q(recorded_by__isnull=False, given_on__isnull=False) & ~Q(given_how=GivenHow.PORTAL)),
            ),
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

    @property
    def is_confirmed(self) -> bool:
        """Whether the partner itself stands behind the record: it gave the view here, or confirmed it."""
        return self.recorded_by_id is None or self.confirmed_at is not None


class PartnerAbsence(Record):
    """That a partner could give no view in time, and why: the decision need not wait for it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="partner_absences")
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices)
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Set when the partner gives its view after all
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            one_of("partner_absence", "partner_role", PartnerRole),
            models.UniqueConstraint(
                fields=["case", "partner_role"],
                condition=Q(ended_at__isnull=True),
                name="partner_absence_once",
            ),
        ]

    def __str__(self) -> str:
        return f"No view of {self.get_partner_role_display()} on {self.case}"


class Reopenable(Record):
    """A decision that is never edited: when facts change it is reopened with a reason, and a new one follows."""

    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reopen_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class CriteriaDecision(Reopenable):
    """A recorded decision on test A (Children Act 2004, section 16C(1)). The case points to the one that holds."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="criteria_decisions")
    is_met = models.BooleanField()
    rationale = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [together("criteria_decision", "reopened_at", "reopened_by")]

    def __str__(self) -> str:
        return f"Criteria {'met' if self.is_met else 'not met'} for {self.case}"


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


class ReviewDecision(Reopenable):
    """A recorded decision on test B, with the partners' view on test C. The case points to the one that holds."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="review_decisions")
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
        ordering = ["-decided_at"]
        constraints = [
            one_of("review_decision", "outcome", ReviewOutcome),
            together("review_decision", "reopened_at", "reopened_by"),
        ]

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


class Stand(models.TextChoices):
    """Where a safeguarding partner stands on the decision on a review."""

    AGREES = "agrees", "Agrees"
    DISAGREES = "disagrees", "Disagrees"
    ABSENT = "absent", "Could not be heard"


class PartnerStand(Record):
    """Where one safeguarding partner stood on the day when the decision on a review was recorded."""

    decision = models.ForeignKey(ReviewDecision, on_delete=models.PROTECT, related_name="stands")
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stand = models.CharField(max_length=10, choices=Stand.choices)
    given_as = models.CharField(max_length=200, blank=True, help_text="Who spoke for it: name and post.")
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            *all_one_of("partner_stand", partner_role=PartnerRole, stand=Stand),
            models.UniqueConstraint(fields=["decision", "partner_role"], name="partner_stand_once"),
            models.CheckConstraint(
                name="partner_stand_explained", condition=Q(stand=Stand.AGREES) | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_partner_role_display()}: {self.get_stand_display()}"


class PanelAnswerKind(models.TextChoices):
    AGREES = "agrees", "Agrees with the partners' decision"
    THINK_AGAIN = "think_again", "Asks the partners to think again"
    NATIONAL = "national", "Takes it as a national review"


class PartnersResponse(models.TextChoices):
    """What the partners make of the national Panel's answer."""

    AGREE = "agree", "Agree"
    CHALLENGE = "challenge", "Challenge it"


class NationalPanelAnswer(Record):
    """What the national Panel answered to the rapid review: test C is its decision."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="panel_answers")
    answer = models.CharField(max_length=20, choices=PanelAnswerKind.choices)
    answered_on = models.DateField()
    letter = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    response = models.CharField(max_length=10, choices=PartnersResponse.choices, blank=True)
    response_reason = models.TextField(blank=True)
    responded_on = models.DateField(null=True, blank=True)
    response_followed = models.TextField(blank=True, help_text="What followed the challenge.")
    response_recorded_at = models.DateTimeField(null=True, blank=True)
    response_recorded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-answered_on", "-recorded_at"]
        constraints = [
            one_of("national_panel_answer", "answer", PanelAnswerKind),
            together("national_panel_answer", "response_recorded_at", "response_recorded_by"),
            together("national_panel_answer", "response_recorded_at", "responded_on"),
            models.CheckConstraint(
                name="national_panel_answer_response_known",
                condition=Q(response_recorded_at__isnull=True, response="")
                | Q(response_recorded_at__isnull=False, response__in=PartnersResponse.values),
            ),
            in_order("national_panel_answer", "answered_on", "responded_on"),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.case}"
