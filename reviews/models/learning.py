"""Learning that does not wait: findings, recommendations, actions and their impact; early learning."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import all_one_of, in_order, one_of, together

from .base import Record
from .cases import Case
from .documents import Document
from .people import Agency, User


class Theme(Record):
    """A theme from the controlled list, by which learning is found again and readers find reports."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class EarlyLearning(Record):
    """Learning that was shared before a report: what, with whom, on which day, and why then."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="early_learning")
    learning = models.TextField()
    reason = models.TextField()
    shared_with = models.CharField(max_length=300)
    shared_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-shared_on", "-recorded_at"]

    def __str__(self) -> str:
        return f"Early learning of {self.case}"


class Finding(Record):
    """What a review, or another look at the case, has found."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    themes = models.ManyToManyField(Theme, blank=True, related_name="findings")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            together("finding", "changed_at", "changed_by"),
            models.UniqueConstraint(fields=["case", "number"], name="finding_number_once"),
        ]

    def __str__(self) -> str:
        return f"Finding {self.number}"


class Response(models.TextChoices):
    """What the safeguarding partners make of a recommendation."""

    ACCEPTED = "accepted", "Accepted"
    IN_PART = "in_part", "Accepted in part"
    NOT_ACCEPTED = "not_accepted", "Not accepted"


class Recommendation(Record):
    """What should change: specific, measurable, with its owners and its day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    findings = models.ManyToManyField(Finding, blank=True, related_name="recommendations")
    change = models.TextField(help_text="What exactly should be different.")
    measure = models.TextField(help_text="How it will be known that it is.")
    by_day = models.DateField(null=True, blank=True)
    owners = models.ManyToManyField(Agency, blank=True, related_name="+")
    other_owners = models.CharField(max_length=300, blank=True, help_text="Bodies outside the partnership.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    response = models.CharField(max_length=20, choices=Response.choices, blank=True)
    response_reason = models.TextField(blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    responded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    responded_as = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            together("recommendation", "changed_at", "changed_by"),
            together("recommendation", "responded_at", "responded_by"),
            models.CheckConstraint(
                name="recommendation_response_known",
                condition=Q(responded_at__isnull=True, response="")
                | Q(responded_at__isnull=False, response__in=Response.values),
            ),
            models.UniqueConstraint(fields=["case", "number"], name="recommendation_number_once"),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.number}"


class ActionState(models.TextChoices):
    OPEN = "open", "Not begun"
    UNDER_WAY = "under_way", "Under way"
    BLOCKED = "blocked", "Blocked"
    DONE = "done", "Done, to be verified"
    VERIFIED = "verified", "Verified and closed"


class LearningAction(Record):
    """Something that an agency does because of what was learned. It may begin long before the report."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="learning_actions")
    number = models.PositiveSmallIntegerField()
    recommendations = models.ManyToManyField(Recommendation, blank=True, related_name="actions")
    what = models.TextField()
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="learning_actions"
    )
    other_owner = models.CharField(max_length=150, blank=True)
    led_by = models.CharField(max_length=200, help_text="Who leads it: name and post.")
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=ActionState.choices, default=ActionState.OPEN)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "number"]
        indexes = [models.Index(fields=["agency", "state", "due_on"], name="learning_action_due")]
        constraints = [
            one_of("learning_action", "state", ActionState),
            models.UniqueConstraint(fields=["case", "number"], name="learning_action_number_once"),
            models.CheckConstraint(
                name="learning_action_has_an_owner",
                condition=(Q(agency__isnull=False) & Q(other_owner=""))
                | (Q(agency__isnull=True) & ~Q(other_owner="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Action {self.number}"


class ActionStep(Record):
    """One step of an action: progress, a block, done with evidence, verified, reopened. Rows are only added."""

    learning_action = models.ForeignKey(LearningAction, on_delete=models.PROTECT, related_name="steps")
    to_state = models.CharField(max_length=20, choices=ActionState.choices)
    note = models.TextField()
    due_on = models.DateField(null=True, blank=True, help_text="A new day, where the step moves it.")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_as = models.CharField(max_length=200)

    class Meta:
        ordering = ["taken_at"]
        constraints = [one_of("action_step", "to_state", ActionState)]

    def __str__(self) -> str:
        return f"{self.learning_action}: {self.get_to_state_display()}"


class EvidenceKind(models.TextChoices):
    """Where a change shows, if it does."""

    AUDIT = "audit", "An audit of practice"
    DATA = "data", "Data"
    PRACTITIONERS = "practitioners", "What practitioners say"
    FAMILIES = "families", "What children and families say"


class Impact(Record):
    """What was seen to have changed through an action, and when it is looked at again."""

    learning_action = models.ForeignKey(LearningAction, on_delete=models.PROTECT, related_name="impacts")
    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    seen = models.TextField()
    seen_on = models.DateField()
    look_again_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["seen_on", "recorded_at"]
        constraints = [
            *all_one_of("impact", kind=EvidenceKind),
            in_order("impact", "seen_on", "look_again_on"),
        ]

    def __str__(self) -> str:
        return f"Impact of {self.learning_action}"
