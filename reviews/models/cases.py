"""Serious child safeguarding cases: the case, its children, what is sealed, holds and the stage ledger."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import all_one_of, in_order, one_of, together
from cspr_portal.words import listed
from reviews.stages import Stage

from .base import Record
from .people import Area, User

if TYPE_CHECKING:
    from .rapid_reviews import RapidReview


class Precision(models.TextChoices):
    EXACT = "exact", "On one day"
    ABOUT = "about", "About this day"
    PERIOD = "period", "Over a period"
    UNKNOWN = "unknown", "Not known"


class Abuse(models.TextChoices):
    """First limb of the definition (Children Act 2004, section 16C(1)(a))."""

    KNOWN = "known", "Known"
    SUSPECTED = "suspected", "Suspected"
    NEITHER = "neither", "Neither known nor suspected"
    NOT_YET_KNOWN = "not_yet_known", "Not yet known"


class Outcome(models.TextChoices):
    """Second limb of the definition (Children Act 2004, section 16C(1)(b)). A suspected suicide is a death."""

    DIED = "died", "Died"
    SERIOUSLY_HARMED = "seriously_harmed", "Seriously harmed"
    NEITHER = "neither", "Neither"
    NOT_YET_KNOWN = "not_yet_known", "Not yet known"


class ChildrenSafe(models.TextChoices):
    YES = "yes", "Yes"
    BEING_SEEN_TO = "being_seen_to", "Not certain yet, and somebody is seeing to it now"
    NO_OTHERS = "no_others", "There are no other children"


class Known(models.TextChoices):
    """An answer that may be missing, and says so."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class CaseKind(models.TextChoices):
    INCIDENT = "incident", "An incident in one of our areas"
    CONTRIBUTION = "contribution", "A contribution to another partnership’s review"


class Setting(models.TextChoices):
    """Where the harm happened."""

    HOME = "home", "The family home"
    PLACEMENT = "placement", "A placement: foster care, children’s home, secure setting"
    EDUCATION = "education", "A school, college or nursery"
    HEALTH = "health", "A hospital or other health setting"
    PUBLIC = "public", "A public place"
    ONLINE = "online", "Online"
    OTHER = "other", "Somewhere else"
    NOT_KNOWN = "not_known", "Not known"


class Case(Record):
    """One incident in which one or more children died or were seriously harmed, or may have been.

    The decisions and the notification that hold are pointed to from here; all that there ever were
    hang on the case. Each pointer is None until there is one.
    """

    reference = models.CharField(max_length=12, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=CaseKind.choices, default=CaseKind.INCIDENT)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cases")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.LOGGED)
    children_safe = models.CharField(max_length=20, choices=ChildrenSafe.choices)
    children_safe_note = models.TextField(blank=True)
    referred_by = models.CharField(max_length=200, blank=True)
    referrer_answered_on = models.DateField(null=True, blank=True)
    incident_precision = models.CharField(max_length=10, choices=Precision.choices)
    incident_from = models.DateField(null=True, blank=True)
    incident_to = models.DateField(null=True, blank=True)
    incident_time = models.TimeField(null=True, blank=True)
    aware_on = models.DateField(help_text="The day the local authority became aware of the incident.")
    aware_time = models.TimeField(null=True, blank=True)
    aware_by = models.CharField(max_length=200, blank=True)
    abuse_known_on = models.DateField(
        null=True, blank=True, help_text="When abuse or neglect was first known or suspected."
    )
    abuse_known_time = models.TimeField(null=True, blank=True)
    abuse_known_by = models.CharField(max_length=200, blank=True)
    partnership_told_on = models.DateField(null=True, blank=True)
    partnership_told_time = models.TimeField(null=True, blank=True)
    partnership_told_by = models.CharField(max_length=200, blank=True)
    both_limbs_on = models.DateField(
        help_text="The day on which the local authority had both limbs; the first clock starts here."
    )
    both_limbs_reason = models.TextField(blank=True)
    abuse = models.CharField(max_length=20, choices=Abuse.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    setting = models.CharField(max_length=20, choices=Setting.choices, default=Setting.NOT_KNOWN)
    is_suspected_suicide = models.CharField(max_length=10, choices=Known.choices, default=Known.NOT_KNOWN)
    harm_reasoning = models.TextField(
        blank=True, help_text="Why the harm is serious, or may be: the list of serious harm is open."
    )
    summary = models.TextField()
    criteria_decision = models.OneToOneField(
        "reviews.CriteriaDecision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    notification = models.OneToOneField(
        "reviews.Notification", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review_decision = models.OneToOneField(
        "reviews.ReviewDecision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    open_hold = models.OneToOneField(
        "reviews.Hold", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    missing = models.JSONField(
        default=list,
        blank=True,
        help_text="What the next step lacks: [label, sentence] each, worked out by reviews.turns.",
    )
    sort_on = models.DateField(
        null=True,
        blank=True,
        help_text="The nearest running clock, for the order of lists only: pages count due days afresh.",
    )
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(
        unique=True, help_text="Given to one form, so that it logs one case however often sent."
    )

    class Meta:
        ordering = ["-logged_at"]
        indexes = [
            models.Index(fields=["area", "stage"], name="case_area_stage"),
            # With the area first and the key last, lists are found, counted and ordered in the index alone.
            models.Index(fields=["area", "-logged_at", "id"], name="case_newest_first"),
            models.Index(fields=["area", "sort_on", "id"], name="case_nearest_clock"),
        ]
        constraints = [
            *all_one_of(
                "case",
                kind=CaseKind,
                stage=Stage,
                abuse=Abuse,
                outcome=Outcome,
                incident_precision=Precision,
                children_safe=ChildrenSafe,
                setting=Setting,
                is_suspected_suicide=Known,
            ),
            in_order("case", "incident_from", "incident_to"),
            in_order("case", "incident_from", "aware_on"),
            in_order("case", "aware_on", "both_limbs_on"),
            models.CheckConstraint(
                name="case_incident_dated_unless_unknown",
                condition=Q(incident_precision=Precision.UNKNOWN) | Q(incident_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """The children's pseudonyms, as the case is called on screen."""
        names = [child.pseudonym for child in self.children.all()]
        return listed(names) or "A child not yet named"

    @property
    def held_rapid_review(self) -> "RapidReview | None":
        """The rapid review once it is recorded as complete; None before, and while it is being written."""
        found: RapidReview | None = getattr(self, "rapid_review", None)
        return found if found is not None and found.recorded_at is not None else None


class Knowledge(Record):
    """What was known of a case from a moment on. Rows are only ever added; the newest one's facts stand on the case.

    A case whose facts never changed has none. The first change adds two: what was known when the case was
    logged, and what is known since.
    """

    is_only_added = True

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="knowledge")
    abuse = models.CharField(max_length=20, choices=Abuse.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    both_limbs_on = models.DateField()
    earlier_both_limbs_on = models.DateField(help_text="The day that held before.")
    reason = models.TextField()
    # For each child whose facts this row changed, by key: the outcome and the day its death was known, as they were
    # before. None: the row was written before this was kept.
    children_before = models.JSONField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["set_at"]
        constraints = all_one_of("knowledge", abuse=Abuse, outcome=Outcome)

    def __str__(self) -> str:
        return f"What is known of {self.case}"


class StageChange(Record):
    """One step of a case along its way. Rows are only ever added."""

    is_only_added = True

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stage_changes")
    from_stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    to_stage = models.CharField(max_length=20, choices=Stage.choices)
    reason = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-changed_at"]
        constraints = [one_of("stage_change", "to_stage", Stage)]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_to_stage_display()}"


class HoldKind(models.TextChoices):
    CRIMINAL = "criminal", "Criminal investigation or trial"
    INQUEST = "inquest", "Inquest"
    FAMILY_COURT = "family_court", "Family proceedings"
    OTHER_REVIEW = "other_review", "Another review or investigation"
    OTHER = "other", "Another reason"


class Hold(Record):
    """A reason why a case can't move on. It never stops or hides a clock."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=20, choices=HoldKind.choices)
    proceeding = models.ForeignKey(
        "reviews.Proceeding", null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    reason = models.TextField()
    since = models.DateField()
    told = models.TextField(blank=True, help_text="Who was told, and when.")
    look_again_on = models.DateField()
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-began_at"]
        constraints = [one_of("hold", "kind", HoldKind), together("hold", "ended_at", "ended_by")]

    def __str__(self) -> str:
        return f"Hold on {self.case}"


class Recusal(Record):
    """A person who must not see a case because of a conflict of interest."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recusals")
    reason = models.TextField()
    recused_at = models.DateTimeField()
    recused_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="recusal_once")]

    def __str__(self) -> str:
        return f"Recusal from {self.case}"
