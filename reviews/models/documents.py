"""Files, letters and escalations on a case."""

from django.db import models

from cspr_portal.constraints import different, in_order, one_of, together

from .base import Record
from .cases import Case
from .people import User


class DocumentClass(models.TextChoices):
    ORDINARY = "ordinary", "Ordinary"
    PRIVILEGED = "privileged", "Legally privileged"


class ScanResult(models.TextChoices):
    CLEAN = "clean", "No virus found"
    NOT_SCANNED = "not_scanned", "Not scanned: no scanner is set up"


class Document(Record):
    """A file on a case. Its bytes lie under a random name outside anything that is served."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=150)
    document_class = models.CharField(
        max_length=20, choices=DocumentClass.choices, default=DocumentClass.ORDINARY
    )
    media_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=10)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=64, unique=True)
    scan = models.CharField(max_length=20, choices=ScanResult.choices)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remove_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            one_of("document", "document_class", DocumentClass),
            one_of("document", "scan", ScanResult),
            together("document", "removed_at", "removed_by"),
        ]

    def __str__(self) -> str:
        return self.title


class Party(models.TextChoices):
    """With whom there is correspondence."""

    NATIONAL_PANEL = "national_panel", "The national Panel"
    EDUCATION = "education", "Department for Education"
    OFSTED = "ofsted", "Ofsted"
    CORONER = "coroner", "Coroner"
    COURT = "court", "Court"
    POLICE = "police", "Police or Crown Prosecution Service"
    PARLIAMENT = "parliament", "Member of Parliament"
    PRESS = "press", "Press"
    FAMILY = "family", "Family"
    AGENCY = "agency", "An agency"
    PARTNERSHIP = "partnership", "Another partnership"
    OTHER = "other", "Somebody else"


class Direction(models.TextChoices):
    IN = "in", "In"
    OUT = "out", "Out"


class CorrespondenceQuerySet(models.QuerySet["Correspondence"]):
    def holding(self) -> "CorrespondenceQuerySet":
        """Return what was not removed: what may wait for an answer. The rest is shown in the log alone."""
        return self.filter(removed_at__isnull=True)


class Correspondence(Record):
    """One letter, mail or call about a case, in or out, with the day by which it wants an answer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="correspondence")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    party = models.CharField(max_length=20, choices=Party.choices)
    party_words = models.CharField(max_length=150, blank=True)
    happened_on = models.DateField()
    subject = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="An answer is due by then.")
    answered_on = models.DateField(null=True, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="correspondence"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # A letter on the wrong case, or recorded twice, is struck out with a reason
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remove_reason = models.TextField(blank=True)

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
        constraints = [
            together("correspondence", "removed_at", "removed_by"),
            one_of("correspondence", "direction", Direction),
            one_of("correspondence", "party", Party),
            in_order("correspondence", "happened_on", "answered_on"),
        ]

    def __str__(self) -> str:
        return self.subject


class EscalationAbout(models.TextChoices):
    CRITERIA = "criteria", "The decision on the criteria"
    REVIEW = "review", "The decision on a review"
    NATIONAL_PANEL = "national_panel", "The national Panel’s answer"
    REPORT = "report", "The report"
    OTHER = "other", "Something else"


class Escalation(Record):
    """A disagreement taken to a lead safeguarding partner. No clock waits for it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    about = models.CharField(max_length=20, choices=EscalationAbout.choices)
    reason = models.TextField()
    raised_to = models.CharField(max_length=200, help_text="Lead safeguarding partner: name and post.")
    # Their account, where they have one: it opens the case to them until the matter is answered
    lead_partner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_as = models.CharField(max_length=200)
    outcome = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            one_of("escalation", "about", EscalationAbout),
            together("escalation", "closed_at", "closed_by"),
            together("escalation", "closed_at", "decided_on"),
            different("escalation", "raised_by", "lead_partner"),
        ]

    def __str__(self) -> str:
        return f"Escalation of {self.case}"
