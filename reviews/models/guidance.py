"""The statutory guidance in force on a day, with its periods and the names of the national bodies, as data."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models

from reviews.deadlines import Periods

from .base import Record


class GuidanceEdition(Record):
    """One edition of the guidance, from the day it takes effect until the next one does."""

    name = models.CharField(max_length=200)
    effective_from = models.DateField(unique=True)
    notify_working_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    rapid_review_working_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    review_months = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    copy_working_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    window_months = models.PositiveSmallIntegerField(validators=[MinValueValidator(12)])
    national_panel_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-effective_from"]
        constraints = [
            models.CheckConstraint(
                name="guidance_window_never_under_a_year", condition=models.Q(window_months__gte=12)
            )
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
        )

    @classmethod
    def in_force(cls, day: date) -> "GuidanceEdition":
        """Return the edition in force on `day`; the earliest one for days before any took effect."""
        edition = cls.objects.filter(effective_from__lte=day).first() or cls.objects.last()
        if edition is None:
            raise cls.DoesNotExist("No edition of the guidance is recorded.")
        return edition
