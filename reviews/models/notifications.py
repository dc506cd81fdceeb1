"""That the national Panel was told, and who else was: the Secretary of State, Ofsted, partners, other areas."""

from django.db import models

from cspr_portal.constraints import in_order, one_of, together

from .base import Record
from .cases import Case
from .children import Child
from .people import User


class Notification(Record):
    """That the local authority told the national Panel (Children Act 2004, section 16C(1)).

    The form takes up to four children, so others are named in a note. The case points to the
    notification that holds; a withdrawn one stays on the record.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notifications")
    children = models.ManyToManyField(Child, blank=True, related_name="+")
    what_was_sent = models.TextField(blank=True)
    sent_on = models.DateField()
    sent_time = models.TimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, help_text="Who sent it for the local authority.")
    panel_reference = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdraw_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-sent_on", "-recorded_at"]
        constraints = [
            together("notification", "withdrawn_at", "withdrawn_by"),
            together("notification", "withdrawn_at", "withdrawn_on"),
            in_order("notification", "sent_on", "withdrawn_on"),
        ]

    def __str__(self) -> str:
        return f"Notification of {self.case}"


class Told(models.TextChoices):
    """Whom the local authority tells beside the national Panel."""

    SECRETARY_OF_STATE = "secretary_of_state", "Secretary of State for Education"
    OFSTED = "ofsted", "Ofsted"
    PARTNERS = "partners", "The other safeguarding partners"
    OTHER_AREA = "other_area", "Another area"
    OTHER = "other", "Somebody else"


class Telling(Record):
    """That one of them was told of the case: when, by whom and how; and whose deaths they were told of.

    A telling that names no child is of what was known when the case was logged.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tellings")
    children = models.ManyToManyField(Child, blank=True, related_name="+")
    told = models.CharField(max_length=20, choices=Told.choices)
    who = models.CharField(max_length=200, blank=True, help_text="Which area, or who.")
    told_on = models.DateField()
    told_by = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["told_on", "recorded_at"]
        constraints = [one_of("telling", "told", Told)]

    def __str__(self) -> str:
        return f"{self.get_told_display()}, {self.told_on}"
