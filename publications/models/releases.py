"""What happens round the day of publication and after: the checklist, extensions, withdrawals, notices."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cspr_portal.constraints import all_one_of, one_of, together
from publications.models.editions import Edition
from publications.models.publications import Publication
from publications.models.rows import Row


class StepKind(models.TextChoices):
    """What must be seen to before a day of publication can be set (copy to the national Panel apart: clock C4)."""

    FAMILY = "family", "The family is told the day and hour"
    COMMUNICATIONS = "communications", "The partners’ communications are agreed"
    LEGAL = "legal", "Legal advice is taken on this edition"
    ORDERS = "orders", "Court orders and reporting restrictions are checked"
    PROCEEDINGS = "proceedings", "Parallel proceedings are clear"
    PRACTITIONERS = "practitioners", "Practitioners in the case are told and offered support"
    DEPOSIT = "deposit", "The NSPCC deposit pack is sent"
    NOT_IN_FULL = "not_in_full", "Why the report is not published in full, and who was told"


class StepOutcome(models.TextChoices):
    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed, and why"


class ReleaseStep(Row):
    """One item of the checklist seen to, with who did it and when. The newest of its kind holds."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="release_steps")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=StepKind.choices)
    outcome = models.CharField(max_length=12, choices=StepOutcome.choices)
    done_on = models.DateField()
    who = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-recorded_at"]
        constraints = all_one_of("release_step", kind=StepKind, outcome=StepOutcome)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_outcome_display()}"


class Extension(Row):
    """A window made longer, with the reason. It is never made shorter: that is an early withdrawal."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="extensions")
    was_until = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.TextField()
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-extended_at"]
        constraints = [
            models.CheckConstraint(name="extension_makes_it_longer", condition=Q(until__gt=F("was_until"))),
        ]

    def __str__(self) -> str:
        return f"Extension of {self.publication}"


class WithdrawalKind(models.TextChoices):
    COURT_ORDER = "court_order", "A court order"
    IDENTIFICATION = "identification", "Somebody could be identified"
    SAFETY = "safety", "Somebody’s safety"
    ERROR = "error", "An error in the text"
    OTHER = "other", "Another reason"


# After these nobody gets a copy, and the links that were sent die (practice 23).
NO_COPIES_AFTER = (WithdrawalKind.COURT_ORDER, WithdrawalKind.IDENTIFICATION, WithdrawalKind.SAFETY)


class Instead(models.TextChoices):
    """What is published in place of something that was withdrawn early."""

    NOTHING = "nothing", "Nothing"
    STATEMENT = "statement", "An improvement statement"
    CORRECTED = "corrected", "A corrected edition"


class Withdrawal(Row):
    """An early withdrawal: why, who approved it, who was told; and how it ended, if it was reinstated."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="withdrawals")
    kind = models.CharField(max_length=16, choices=WithdrawalKind.choices)
    reason = models.TextField()
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    instead = models.CharField(max_length=12, choices=Instead.choices, default=Instead.NOTHING)
    panel_told_on = models.DateField(
        null=True, blank=True, help_text="The day the national Panel and the Secretary of State were told."
    )
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reinstated_at = models.DateTimeField(null=True, blank=True)
    reinstated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reinstatement_reason = models.TextField(blank=True)
    days_added_back = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-withdrawn_at"]
        constraints = [
            *all_one_of("withdrawal", kind=WithdrawalKind, instead=Instead),
            together("withdrawal", "reinstated_at", "reinstated_by"),
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(reinstated_at__isnull=True),
                name="withdrawal_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Withdrawal of {self.publication}"


class HolderKind(models.TextChoices):
    """Who may still hold what was withdrawn."""

    NSPCC = "nspcc", "The NSPCC’s national collection"
    PARTNERS = "partners", "Partners’ own sites"
    ARCHIVES = "archives", "Web archives"
    SEARCH = "search", "Search engines"
    COPIES = "copies", "People who were sent a copy"
    OTHER = "other", "Somebody else"


class Holder(Row):
    """Somebody who may still hold what was withdrawn: asked when, and done when."""

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="holders")
    kind = models.CharField(max_length=10, choices=HolderKind.choices)
    who = models.CharField(max_length=200, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "who"]
        constraints = [one_of("holder", "kind", HolderKind)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.who}".strip()


class Notice(Row):
    """A notice that went out by mail: that a window ends in 60, 30 or 7 days. Each goes once for each end."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="notices")
    days = models.PositiveIntegerField()
    closes_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "days", "closes_at"], name="notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.days} days’ notice for {self.publication}"


class PublishedElsewhere(Row):
    """That a case's report was published by somebody else: a lead partnership, or the NSPCC without a name."""

    case = models.ForeignKey("reviews.Case", on_delete=models.PROTECT, related_name="published_elsewhere")
    kind = models.CharField(max_length=12, default="cspr")
    body = models.CharField(max_length=200, help_text="Who published it.")
    published_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    address = models.URLField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-published_on"]

    def __str__(self) -> str:
        return f"Published by {self.body}"
