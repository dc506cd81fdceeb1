"""An intake that is not logged yet, and what it leaves on the case: harm, agencies involved, proceedings."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import in_order, one_of, together

from .base import Record
from .cases import Case
from .people import Agency, Area, User


class Intake(Record):
    """A case that is being taken in: the answers of its sections as they were typed. It holds no identities."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="intakes")
    answers = models.JSONField(default=dict, help_text="Section → the fields of its form as typed.")
    # Raised by each change: somebody who saves over a version they have not seen is told
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The case that came of it
    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="intake")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drop_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            together("intake", "dropped_at", "dropped_by"),
            models.CheckConstraint(
                name="intake_logged_or_dropped", condition=Q(case__isnull=True) | Q(dropped_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"Intake in {self.area}"


class Harm(models.TextChoices):
    """What the harm was, or may have been."""

    PHYSICAL = "physical", "Physical abuse"
    EMOTIONAL = "emotional", "Emotional abuse"
    SEXUAL = "sexual", "Sexual abuse"
    NEGLECT = "neglect", "Neglect"
    DOMESTIC = "domestic", "Domestic abuse"
    SEXUAL_EXPLOITATION = "sexual_exploitation", "Child sexual exploitation"
    CRIMINAL_EXPLOITATION = "criminal_exploitation", "Child criminal exploitation"
    VIOLENCE = "violence", "Violence between young people"
    SELF_HARM = "self_harm", "Self-harm or suspected suicide"
    SUDDEN_DEATH = "sudden_death", "Sudden unexpected death"
    FABRICATED = "fabricated", "Fabricated or induced illness"
    ONLINE = "online", "Harm online"
    FAITH = "faith", "Abuse linked to faith or belief, or to so-called honour"
    OTHER = "other", "Other harm"


class HarmCategory(Record):
    """One category of harm of a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="harms")
    category = models.CharField(max_length=30, choices=Harm.choices)

    class Meta:
        ordering = ["category"]
        constraints = [
            one_of("harm_category", "category", Harm),
            models.UniqueConstraint(fields=["case", "category"], name="harm_category_once"),
        ]

    def __str__(self) -> str:
        return self.get_category_display()


class InvolvedAgencyQuerySet(models.QuerySet["InvolvedAgency"]):
    def holding(self) -> "InvolvedAgencyQuerySet":
        """Return those that were not removed: what the case counts. The rest is shown in their list alone."""
        return self.filter(removed_at__isnull=True)


class InvolvedAgency(Record):
    """An agency that knew a child of the case: one of ours, or another one by its name.

    One that was added by mistake is removed with a reason, and stays in the record.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="involved_agencies")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    other_name = models.CharField(max_length=150, blank=True)
    involvement = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remove_reason = models.TextField(blank=True)

    objects = InvolvedAgencyQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        constraints = [
            together("involved_agency", "removed_at", "removed_by"),
            models.CheckConstraint(
                name="involved_agency_is_named",
                condition=(Q(agency__isnull=False) & Q(other_name=""))
                | (Q(agency__isnull=True) & ~Q(other_name="")),
            ),
            models.UniqueConstraint(
                fields=["case", "agency"],
                condition=Q(removed_at__isnull=True),
                name="involved_agency_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.agency.name if self.agency else self.other_name


class ProceedingKind(models.TextChoices):
    CRIMINAL = "criminal", "Criminal investigation or trial"
    INQUEST = "inquest", "Inquest"
    FAMILY = "family", "Family proceedings"
    CHILD_DEATH = "child_death", "Child death review"
    DOMESTIC_DEATH = "domestic_death", "Domestic Abuse Related Death Review"
    ADULTS = "adults", "Safeguarding Adults Review"
    MAPPA = "mappa", "MAPPA serious case review"
    PATIENT_SAFETY = "patient_safety", "NHS patient safety investigation"
    POLICE_CONDUCT = "police_conduct", "Independent Office for Police Conduct"
    INSPECTION = "inspection", "Inspection"
    OTHER = "other", "Another process"


class ProceedingStatus(models.TextChoices):
    EXPECTED = "expected", "Expected"
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"


class ProceedingQuerySet(models.QuerySet["Proceeding"]):
    def on_people(self) -> "ProceedingQuerySet":
        """Return those that have not ended and say whom the review may speak to, or how."""
        return self.exclude(status=ProceedingStatus.ENDED).exclude(effect_on_people="")

    def on_publication(self) -> "ProceedingQuerySet":
        """Return those that have not ended and say what may be published, or when."""
        return self.exclude(status=ProceedingStatus.ENDED).exclude(effect_on_publication="")


class Proceeding(Record):
    """A process that runs beside the case, with whoever leads it, and what it means for the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proceedings")
    kind = models.CharField(max_length=20, choices=ProceedingKind.choices)
    status = models.CharField(max_length=10, choices=ProceedingStatus.choices)
    led_by = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    expected_end = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    effect = models.TextField(blank=True, help_text="On the review.")
    effect_on_people = models.TextField(blank=True, help_text="On whom the review may speak to, and how.")
    effect_on_publication = models.TextField(blank=True, help_text="On what may be published, and when.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ProceedingQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        constraints = [
            one_of("proceeding", "kind", ProceedingKind),
            one_of("proceeding", "status", ProceedingStatus),
            together("proceeding", "changed_at", "changed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_status_display().lower()}"


class Contribution(Record):
    """Our part in a review that another partnership leads: no statutory clock of ours runs."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="contribution")
    led_by = models.CharField(max_length=200, help_text="The partnership that leads.")
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [in_order("contribution", "asked_on", "returned_on")]

    def __str__(self) -> str:
        return f"Contribution to {self.led_by}"


class Handover(Record):
    """That the lead of a case went to another partnership, or came from one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    is_to_us = models.BooleanField()
    partnership = models.CharField(max_length=200)
    handed_over_on = models.DateField()
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["handed_over_on", "recorded_at"]

    def __str__(self) -> str:
        return f"Lead {'from' if self.is_to_us else 'to'} {self.partnership}"
