"""The audit log's rows and the head of their chain. No foreign keys: it outlives what it tells of."""

from django.db import models


class AuditRow(models.Model):
    """One thing that somebody did, read or was refused. Only ever added, by reviews.audit.recording."""

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
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.verb}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked last by every action, so that the chain can't fork."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(name="audit_head_only_one", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"Head at {self.sequence}"
