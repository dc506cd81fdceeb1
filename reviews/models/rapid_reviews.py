"""Rapid reviews: the sections that the guidance of the day asks for, and what was written in each."""

from datetime import date

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import in_order, together

from .base import Record
from .cases import Case
from .people import User


class RapidReviewSectionQuerySet(models.QuerySet["RapidReviewSection"]):
    def asked_on(self, day: date) -> "RapidReviewSectionQuerySet":
        """Return the sections that a rapid review begun on `day` (a day in London) has to have."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class RapidReviewSection(Record):
    """A section of the written rapid review, as data with the days between which it is asked for."""

    key = models.SlugField(max_length=40)
    heading = models.CharField(max_length=150)
    guidance = models.TextField(blank=True, help_text="What belongs into it, in plain words.")
    is_required = models.BooleanField(default=True)
    place = models.PositiveSmallIntegerField(help_text="Sections are shown in this order.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = RapidReviewSectionQuerySet.as_manager()

    class Meta:
        ordering = ["place", "heading"]
        constraints = [
            in_order("rapid_review_section", "starts_on", "ends_on"),
            models.UniqueConstraint(fields=["key", "starts_on"], name="rapid_review_section_once"),
        ]

    def __str__(self) -> str:
        return self.heading


class RapidReview(Record):
    """The rapid review of a case: its meeting, its written sections, and when it was sent.

    It is written piece by piece; `recorded_at` is when it was declared complete, and from then on it stands.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rapid_review")
    meeting_on = models.DateField(null=True, blank=True)
    attended_by = models.TextField(blank=True)
    # Raised by each save: of two people editing, the second is shown both texts
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    sent_recorded_at = models.DateTimeField(null=True, blank=True)
    sent_recorded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            together("rapid_review", "recorded_at", "recorded_by"),
            models.CheckConstraint(
                name="rapid_review_recorded_has_its_meeting",
                condition=Q(recorded_at__isnull=True) | Q(meeting_on__isnull=False),
            ),
            models.CheckConstraint(
                name="rapid_review_sent_was_recorded",
                condition=Q(sent_on__isnull=True) | Q(recorded_at__isnull=False),
            ),
            together("rapid_review", "sent_recorded_at", "sent_recorded_by"),
            together("rapid_review", "sent_on", "sent_recorded_at"),
            in_order("rapid_review", "meeting_on", "sent_on"),
        ]

    def __str__(self) -> str:
        return f"Rapid review of {self.case}"


class RapidReviewPart(Record):
    """What was written in one section of a rapid review."""

    rapid_review = models.ForeignKey(RapidReview, on_delete=models.PROTECT, related_name="parts")
    section = models.ForeignKey(RapidReviewSection, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ["section__place"]
        constraints = [
            models.UniqueConstraint(fields=["rapid_review", "section"], name="rapid_review_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.rapid_review}"
