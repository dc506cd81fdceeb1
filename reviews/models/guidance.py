"""The statutory guidance in force on a day, with its periods and the names of the national bodies, as data."""

from collections.abc import Sequence
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from cspr_portal.constraints import one_of
from reviews.deadlines import AWARENESS, NOTIFICATION, Periods

from .base import Record


class RapidReviewStart(models.TextChoices):
    """Day 0 of the rapid review's clock, on which practice has differed."""

    NOTIFICATION = NOTIFICATION, "The day the notification was sent"
    AWARENESS = AWARENESS, "The day the local authority became aware"


class GuidanceEdition(Record):
    """One edition of the guidance, from the day it takes effect until the next one does."""

    name = models.CharField(max_length=200)
    effective_from = models.DateField(unique=True)
    notify_working_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    rapid_review_working_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    review_months = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    copy_working_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    window_months = models.PositiveSmallIntegerField(validators=[MinValueValidator(12)])
    rapid_review_starts_from = models.CharField(
        max_length=20,
        choices=RapidReviewStart.choices,
        default=RapidReviewStart.NOTIFICATION,
        help_text="The day from which the rapid review’s working days count.",
    )
    national_panel_name = models.CharField(max_length=200)
    department_name = models.CharField(max_length=200, default="Department for Education")
    secretary_of_state_name = models.CharField(max_length=200, default="Secretary of State for Education")
    health_body_name = models.CharField(
        max_length=200,
        default="Integrated Care Board",
        help_text="What the health body that is a safeguarding partner is called.",
    )
    inspectorate_name = models.CharField(max_length=200, default="Ofsted")
    collection_name = models.CharField(max_length=200, default="NSPCC national case review repository")

    class Meta:
        ordering = ["-effective_from"]
        constraints = [
            models.CheckConstraint(
                name="guidance_window_never_under_a_year", condition=models.Q(window_months__gte=12)
            ),
            one_of("guidance_edition", "rapid_review_starts_from", RapidReviewStart),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def periods(self) -> Periods:
        """The periods as the pure rules take them."""
        return Periods(
            notify_working_days=self.notify_working_days,
            rapid_review_working_days=self.rapid_review_working_days,
            review_months=self.review_months,
            copy_working_days=self.copy_working_days,
            window_months=self.window_months,
            rapid_review_starts_from=self.rapid_review_starts_from,
        )

    @classmethod
    def in_force(cls, day: date) -> "GuidanceEdition":
        """Return the edition in force on `day`, for a page that asks for one day only (see Guidance)."""
        return Guidance().in_force(day)


class Guidance:
    """The editions of the guidance, read once for a page or an action that counts many clocks."""

    def __init__(self) -> None:
        self.editions: Sequence[GuidanceEdition] = list(GuidanceEdition.objects.all())

    def in_force(self, day: date) -> GuidanceEdition:
        """Return the edition in force on `day`; the earliest one for days before any took effect.

        Raises GuidanceEdition.DoesNotExist when none is recorded.
        """
        if not self.editions:
            raise GuidanceEdition.DoesNotExist("No edition of the guidance is recorded.")
        return next((one for one in self.editions if one.effective_from <= day), self.editions[-1])


class DecisionKind(models.TextChoices):
    CRITERIA = "criteria", "That the criteria are met"
    REVIEW = "review", "On a review"
    AGREEMENT = "agreement", "Agreeing a report"


class DecisionQuorum(Record):
    """How many of the three safeguarding partners must agree for a decision, from a day on.

    The notification has none: the duty to notify is the local authority's alone.
    """

    decision = models.CharField(max_length=20, choices=DecisionKind.choices)
    effective_from = models.DateField()
    partners_needed = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(3)]
    )

    class Meta:
        ordering = ["decision", "-effective_from"]
        constraints = [
            one_of("decision_quorum", "decision", DecisionKind),
            models.UniqueConstraint(fields=["decision", "effective_from"], name="decision_quorum_once"),
            models.CheckConstraint(
                name="decision_quorum_of_three", condition=models.Q(partners_needed__range=(1, 3))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.partners_needed} of 3"

    @classmethod
    def needed(cls, decision: str, day: date) -> int:
        """Return how many partners must agree for `decision` on `day` (a day in London).

        Where no row says so: all three to agree a report, two for the other decisions.
        """
        found = cls.objects.filter(decision=decision, effective_from__lte=day).first()
        if found is not None:
            return found.partners_needed
        return 3 if decision == DecisionKind.AGREEMENT else 2
