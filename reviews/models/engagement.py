"""Engagement with the family and with practitioners: who they are here, and what happened with each."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import all_one_of, one_of, together

from .base import Record
from .cases import Known
from .children import Child, SealedItem
from .people import User
from .reports import ReportVersion
from .reviews import Review


class EngagedWith(models.TextChoices):
    FAMILY = "family", "Family"
    PRACTITIONERS = "practitioners", "Practitioners"


class Agreed(models.TextChoices):
    """Whether the senior investigating officer agreed that somebody may be spoken to."""

    NOT_NEEDED = "not_needed", "Not needed"
    WAITING = "waiting", "Asked, no answer yet"
    YES = "yes", "Agreed"
    NO = "no", "Not agreed"


class Participant(Record):
    """A relative (surviving children included) or a practitioner whom the review wants to hear.

    Here they have the name by which everybody may call them. How to reach them is sealed.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="participants")
    engaged_with = models.CharField(max_length=20, choices=EngagedWith.choices)
    called = models.CharField(max_length=80, help_text="Such as “The grandmother” or “Health visitor 2”.")
    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField(
        SealedItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reach_through = models.CharField(
        max_length=200,
        blank=True,
        help_text="Family liaison officer, advocate: through whom they are reached.",
    )
    must_not_know = models.TextField(blank=True, help_text="Who must not learn that they are in touch.")
    officer_agreed = models.CharField(max_length=20, choices=Agreed.choices, default=Agreed.NOT_NEEDED)
    officer_agreed_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=80, blank=True)
    needs_interpreter = models.CharField(max_length=10, choices=Known.choices, default=Known.NOT_KNOWN)
    format_wanted = models.CharField(max_length=200, blank=True, help_text="Easy read, audio, large print.")
    own_pseudonym = models.CharField(max_length=60, blank=True, help_text="Chosen or accepted by them.")
    may_be_said = models.TextField(blank=True, help_text="What they are content to have included.")
    must_not_be_said = models.TextField(blank=True)
    next_contact_on = models.DateField(null=True, blank=True)
    next_contact = models.CharField(max_length=200, blank=True, help_text="What was promised.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at"]
        constraints = [
            *all_one_of(
                "participant", engaged_with=EngagedWith, officer_agreed=Agreed, needs_interpreter=Known
            ),
            together("participant", "changed_at", "changed_by"),
            models.CheckConstraint(
                name="participant_officer_agreed_dated",
                condition=~Q(officer_agreed=Agreed.YES) | Q(officer_agreed_on__isnull=False),
            ),
            models.UniqueConstraint(fields=["review", "called"], name="participant_called_once"),
        ]

    def __str__(self) -> str:
        return self.called


class EngagementOutcome(models.TextChoices):
    """What happened. The first four are answers: with one of them what was offered has had its answer."""

    MET = "met", "Met"
    WROTE = "wrote", "Gave their views another way"
    DECLINED = "declined", "Declined"
    NOT_POSSIBLE = "not_possible", "Not possible because of proceedings"
    OFFERED = "offered", "Offered, no answer yet"
    SUPPORT = "support", "Offered support"
    DRAFT_SHOWN = "draft_shown", "Read a numbered draft"
    DRAFT_BACK = "draft_back", "Gave the draft back"
    TOLD_DAY = "told_day", "Told the day and hour of publication"
    TOLD_CHANGE = "told_change", "Told of an extension, a correction or a withdrawal"
    COMPLAINED = "complained", "Complained"
    COMPLAINT_ANSWERED = "complaint_answered", "Had the complaint answered"


class Engagement(Record):
    """One thing that happened with the family or with practitioners; with whom, where it was one of them."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="engagements")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements"
    )
    engaged_with = models.CharField(max_length=20, choices=EngagedWith.choices)
    outcome = models.CharField(max_length=20, choices=EngagementOutcome.choices)
    happened_on = models.DateField()
    note = models.TextField()
    version = models.ForeignKey(
        ReportVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["happened_on", "recorded_at"]
        constraints = [
            one_of("engagement", "engaged_with", EngagedWith),
            one_of("engagement", "outcome", EngagementOutcome),
        ]

    def __str__(self) -> str:
        return f"{self.get_engaged_with_display()}: {self.review}"
