"""The merged chronology of a review: what each agency knew and did, and when."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import one_of, together

from .base import Record
from .people import Agency, User
from .returns import AgencyRequest
from .reviews import KeyLine, Review


class Exactness(models.TextChoices):
    """How exactly the moment of an event is known."""

    DAY = "day", "On this day"
    ABOUT_DAY = "about_day", "About this day"
    MONTH = "month", "In this month"
    ABOUT_MONTH = "about_month", "About this month"
    YEAR = "year", "In this year"
    ABOUT_YEAR = "about_year", "About this year"


class Significance(models.TextChoices):
    ORDINARY = "ordinary", "Background"
    SIGNIFICANT = "significant", "Significant"
    KEY = "key", "Key event"


class ChronologyFile(Record):
    """A chronology that an agency sent as a file: its rows wait to be looked at before they count."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="chronology_files")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes.")
    notes = models.JSONField(default=list, help_text="What reading it found, as sentences.")
    rows = models.JSONField(default=list, help_text="Each row as read and mended, until it is confirmed.")
    # Raised by each change: somebody who saves over a version they have not seen is told
    version = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            together("chronology_file", "confirmed_at", "confirmed_by"),
            together("chronology_file", "dropped_at", "dropped_by"),
        ]

    def __str__(self) -> str:
        return f"Chronology of {self.agency}"


class ChronologyEntry(Record):
    """One event. An entry that a later file of its agency no longer has stays in the record, gone."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="chronology")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(
        ChronologyFile, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    happened_on = models.DateField(help_text="The first day on which it can have happened.")
    exactness = models.CharField(max_length=20, choices=Exactness.choices, default=Exactness.DAY)
    happened_at = models.TimeField(null=True, blank=True)
    event = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    significance = models.CharField(
        max_length=20, choices=Significance.choices, default=Significance.ORDINARY
    )
    practice_comment = models.TextField(blank=True)
    place = models.PositiveIntegerField(default=0, help_text="Its place among the rows of its file.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    gone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["happened_on", "happened_at", "place", "id"]
        indexes = [models.Index(fields=["review", "gone_at", "happened_on"], name="chronology_in_order")]
        constraints = [
            one_of("chronology_entry", "exactness", Exactness),
            one_of("chronology_entry", "significance", Significance),
            together("chronology_entry", "changed_at", "changed_by"),
            together("chronology_entry", "gone_at", "gone_by"),
        ]

    def __str__(self) -> str:
        return f"Event of {self.review}"


class EntryComment(Record):
    """What a member of the panel or the reviewer says to one event. It stays with the row that stays."""

    entry = models.ForeignKey(ChronologyEntry, on_delete=models.PROTECT, related_name="comments")
    comment = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=200)

    class Meta:
        ordering = ["given_at"]

    def __str__(self) -> str:
        return f"Comment on {self.entry}"


class KeyLineEvidence(Record):
    """What bears on a key line of enquiry: an event, an agency's return, or something in words."""

    key_line = models.ForeignKey(KeyLine, on_delete=models.PROTECT, related_name="evidence")
    entry = models.ForeignKey(
        ChronologyEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    agency_request = models.ForeignKey(
        AgencyRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    words = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(
                name="key_line_evidence_is_something",
                condition=Q(entry__isnull=False) | Q(agency_request__isnull=False) | ~Q(words=""),
            ),
            models.UniqueConstraint(
                fields=["key_line", "entry"], condition=Q(entry__isnull=False), name="key_line_entry_once"
            ),
            models.UniqueConstraint(
                fields=["key_line", "agency_request"],
                condition=Q(agency_request__isnull=False),
                name="key_line_return_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence for {self.key_line}"
