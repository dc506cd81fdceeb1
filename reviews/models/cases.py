"""Serious child safeguarding cases: the case, its children, what is sealed, holds and the stage ledger."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cspr_portal.constraints import in_order, one_of, together
from reviews.stages import Stage

from .base import Record
from .people import Area, User


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


class Case(Record):
    """One incident in which one or more children died or were seriously harmed, or may have been."""

    reference = models.CharField(max_length=12, unique=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cases")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.LOGGED)
    children_safe = models.CharField(max_length=20, choices=ChildrenSafe.choices)
    children_safe_note = models.TextField(blank=True)
    referred_by = models.CharField(max_length=200, blank=True)
    incident_precision = models.CharField(max_length=10, choices=Precision.choices)
    incident_from = models.DateField(null=True, blank=True)
    incident_to = models.DateField(null=True, blank=True)
    incident_time = models.TimeField(null=True, blank=True)
    aware_on = models.DateField(help_text="The day the local authority became aware of the incident.")
    aware_time = models.TimeField(null=True, blank=True)
    aware_by = models.CharField(max_length=200, blank=True)
    both_limbs_on = models.DateField(
        help_text="The day on which the local authority had both limbs; the first clock starts here."
    )
    both_limbs_reason = models.TextField(blank=True)
    abuse = models.CharField(max_length=20, choices=Abuse.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    summary = models.TextField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(
        unique=True, help_text="Given to one form, so that it logs one case however often sent."
    )

    class Meta:
        ordering = ["-logged_at"]
        indexes = [models.Index(fields=["area", "stage"], name="case_area_stage")]
        constraints = [
            one_of("case", "stage", Stage),
            one_of("case", "abuse", Abuse),
            one_of("case", "outcome", Outcome),
            one_of("case", "incident_precision", Precision),
            one_of("case", "children_safe", ChildrenSafe),
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
        if not names:
            return "A child not yet named"
        if len(names) == 1:
            return names[0]
        return ", ".join(names[:-1]) + " and " + names[-1]


class AgeBand(models.TextChoices):
    UNBORN = "unborn", "Unborn"
    UNDER_1 = "under_1", "Under 1"
    FROM_1 = "1_to_4", "1 to 4"
    FROM_5 = "5_to_10", "5 to 10"
    FROM_11 = "11_to_15", "11 to 15"
    FROM_16 = "16_to_17", "16 or 17"
    FROM_18 = "18_to_24", "18 to 24, a care leaver"
    NOT_KNOWN = "not_known", "Not known"


class Child(Record):
    """A child of the case, under the pseudonym by which everybody knows them here."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="children")
    pseudonym = models.CharField(max_length=60)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices, default=AgeBand.NOT_KNOWN)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pseudonym"]
        constraints = [
            one_of("child", "age_band", AgeBand),
            models.UniqueConstraint("case", Lower("pseudonym"), name="child_pseudonym_once_a_case"),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class SealedKind(models.TextChoices):
    """What sort of word is held under seal. The disclosure check treats each in its own way."""

    GIVEN_NAME = "given_name", "First and middle names"
    FAMILY_NAME = "family_name", "Family name"
    DATE_OF_BIRTH = "date_of_birth", "Date of birth"
    DATE_OF_DEATH = "date_of_death", "Date of death"
    NHS_NUMBER = "nhs_number", "NHS number"
    ADDRESS = "address", "Address"
    SCHOOL = "school", "School or nursery"
    RELATIVE = "relative", "Relative"
    PRACTITIONER = "practitioner", "Practitioner"
    PLACE = "place", "Place"


class SealedItem(Record):
    """One identifying fact, encrypted. Only reviews.sealed writes or reads the words in it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sealed_items")
    child = models.ForeignKey(
        Child, null=True, blank=True, on_delete=models.PROTECT, related_name="sealed_items"
    )
    kind = models.CharField(max_length=20, choices=SealedKind.choices)
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sealed_at", "id"]
        constraints = [one_of("sealed_item", "kind", SealedKind)]

    def __str__(self) -> str:
        return f"Sealed {self.get_kind_display().lower()} of {self.case}"


class OpeningPurpose(models.TextChoices):
    NOTIFICATION = "notification", "To notify the national Panel"
    RAPID_REVIEW = "rapid_review", "To ask an agency about the right family"
    CONTACT = "contact", "To reach the family"
    CORRECTION = "correction", "To check or correct what is sealed"
    DISCLOSURE_CHECK = "disclosure_check", "To check a text before it is published"
    OTHER = "other", "Another reason, given in words"


class SealedOpening(Record):
    """One opening of a case's sealed facts: who, when and why. The facts themselves are not in it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="openings")
    purpose = models.CharField(max_length=20, choices=OpeningPurpose.choices)
    note = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_at"]
        constraints = [one_of("sealed_opening", "purpose", OpeningPurpose)]

    def __str__(self) -> str:
        return f"Opening of {self.case}"


class StageChange(Record):
    """One step of a case along its way. Rows are only ever added."""

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
