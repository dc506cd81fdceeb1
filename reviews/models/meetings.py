"""The panel at work: substitutes, meetings with attendance and papers, and the copies of a meeting's pack."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import different, in_order, one_of, together

from .base import Record
from .documents import Document
from .people import User
from .reviews import PanelSeat, Review


class PanelSubstitute(Record):
    """Who sits in for a member of the panel for a while. Access begins and ends with it."""

    seat = models.ForeignKey(PanelSeat, on_delete=models.PROTECT, related_name="substitutes")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="panel_substitutions")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.TextField()
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            in_order("panel_substitute", "starts_on", "ends_on"),
            together("panel_substitute", "ended_at", "ended_by"),
            different("panel_substitute", "user", "named_by"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.seat}"


class Meeting(Record):
    """A meeting of a review's panel. Its minutes are the attendance and what was decided."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="meetings")
    purpose = models.CharField(max_length=200)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    agenda = models.TextField(blank=True)
    papers = models.ManyToManyField(Document, blank=True, related_name="meetings")
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decisions = models.TextField(blank=True)
    minuted_at = models.DateTimeField(null=True, blank=True)
    minuted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_on", "-called_at"]
        constraints = [
            together("meeting", "minuted_at", "minuted_by"),
            together("meeting", "cancelled_at", "cancelled_by"),
            models.CheckConstraint(
                name="meeting_held_or_cancelled",
                condition=Q(minuted_at__isnull=True) | Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Meeting of the panel of {self.review}"


class Presence(models.TextChoices):
    PRESENT = "present", "Present"
    SUBSTITUTE = "substitute", "Somebody sat in"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Absent"


class Attendance(Record):
    """Whether a seat of the panel was filled at a meeting, and by whom."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(PanelSeat, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=20, choices=Presence.choices)
    by_whom = models.CharField(max_length=200, blank=True, help_text="Name and post of the day.")

    class Meta:
        constraints = [
            one_of("attendance", "presence", Presence),
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_presence_display()}"


class Settled(models.TextChoices):
    RETURNED = "returned", "Returned"
    DESTROYED = "destroyed", "Destroyed"


class PackCopy(Record):
    """A numbered copy of a meeting's pack that somebody took away, until it is returned or destroyed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveIntegerField()
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pack_copies")
    taken_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    settled = models.CharField(max_length=20, choices=Settled.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            together("pack_copy", "settled_at", "settled_by"),
            models.CheckConstraint(
                name="pack_copy_settled_known",
                condition=Q(settled_at__isnull=True, settled="")
                | Q(settled_at__isnull=False, settled__in=Settled.values),
            ),
            models.UniqueConstraint(fields=["meeting", "number"], name="pack_copy_number_once"),
        ]

    def __str__(self) -> str:
        return f"Copy {self.number} of the pack of {self.meeting}"
