"""The audit log's rows and the head of their chain, without foreign keys: it outlives what it tells of. And alerts."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import one_of, together

from .base import Record
from .people import Area, User


class AuditRow(models.Model):
    """One thing that somebody did, read or was refused. Only ever added, by reviews.audit.recording."""

    is_only_added = True

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_role = models.CharField(max_length=20)
    verb = models.CharField(max_length=60)
    reference = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=10)
    detail = models.JSONField(default=dict)
    request = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["reference", "-sequence"], name="audit_by_reference"),
            models.Index(fields=["actor", "-sequence"], name="audit_by_actor"),
            # How many cases somebody opened within the hour, asked with the first opening of each
            models.Index(fields=["actor", "at"], name="audit_by_actor_and_time"),
            # When the log was last checked, for the auditors' page
            models.Index(
                fields=["-sequence"], condition=Q(verb="audit.verified"), name="audit_by_last_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.verb}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked last by every action, so that the chain can't fork."""

    is_one_row = True

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(name="audit_head_only_one", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"Head at {self.sequence}"


class AlertKind(models.TextChoices):
    """What raises an alert: see reviews/audit/alerts.py."""

    MANY_CASES = "many_cases", "Very many cases opened"
    MANY_SEALED = "many_sealed", "Sealed identities opened very often"
    ACCESS_GIVEN = "access_given", "Access given by an administrator"
    CONFIRMED_ON_SERVER = "confirmed_on_server", "Access confirmed on the server"
    FACTOR_REMOVED = "factor_removed", "A second factor removed"
    NOT_NOTED = "not_noted", "The log’s end could not be noted outside the database"


class Alert(Record):
    """Something that a second person should look at. It names no case; until it was looked at, it waits."""

    kind = models.CharField(max_length=30, choices=AlertKind.choices)
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="alerts_about")
    # Whom the access was given to, or whose second factor it was
    other = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(default=0)
    # Whose coordinators it concerns; none: all of them
    areas = models.ManyToManyField(Area, related_name="+")
    raised_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    what_was_found = models.TextField(blank=True)

    class Meta:
        ordering = ["-raised_at", "pk"]
        constraints = [
            one_of("alert", "kind", AlertKind),
            together("alert", "looked_at", "looked_by"),
            models.CheckConstraint(
                name="alert_looked_at_with_what_was_found",
                condition=Q(looked_at__isnull=True, what_was_found="")
                | Q(looked_at__isnull=False) & ~Q(what_was_found=""),
            ),
            models.CheckConstraint(
                name="alert_is_not_looked_at_by_whom_it_is_about",
                condition=Q(looked_by__isnull=True)
                | Q(person__isnull=True)
                | ~Q(looked_by=models.F("person")),
            ),
        ]
        indexes = [models.Index(fields=["person", "kind", "-raised_at"], name="alert_by_person")]

    def __str__(self) -> str:
        return self.get_kind_display()
