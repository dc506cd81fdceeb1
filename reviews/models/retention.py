"""How long records are kept, what forbids their disposal, and the disposals themselves with what stays of a case."""

from datetime import date

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import all_one_of, different, in_order, one_of, together

from .base import Record
from .cases import Abuse, Case, Outcome
from .decisions import ReviewOutcome
from .learning import Theme
from .people import Area, User


class RecordKind(models.TextChoices):
    """Kinds of record that have periods of their own."""

    REVIEW = "review", "Cases with a local review"
    RAPID_REVIEW = "rapid_review", "Cases with a rapid review and no local review"
    NOT_MET = "not_met", "Cases that did not meet the criteria, or where telling was enough"
    CONTRIBUTION = "contribution", "Contributions to another partnership’s review"
    # Parts of a case that may go before the rest of it does
    RETURN = "return", "Returns of agencies, before their case goes"
    ENGAGEMENT = "engagement", "Notes of talks with families and practitioners, before their case goes"
    DOCUMENT = "document", "Documents, before their case goes"
    # What is no case
    PUBLICATION = "publication", "Publications that have left the web"
    INTAKE = "intake", "Intakes that were dropped"
    INFORMATION = "information", "Requests for information, with their redacted copies"
    COPY_REQUEST = "copy_request", "Requests for a copy of a publication"
    ACCOUNT = "account", "Accounts that are closed"


class Trigger(models.TextChoices):
    """The day from which a period counts. Nothing of a case is disposed of before the case has ended."""

    ENDED = "ended", "The day on which the case ended"
    YOUNGEST_25 = "youngest_25", "The youngest child’s 25th birthday, or the case’s end if that is later"
    LAST_SIGN_IN = "last_sign_in", "The last sign-in"
    LEFT_WEB = "left_web", "The last day of the publication’s window"
    DROPPED = "dropped", "The day on which the intake was dropped"
    ANSWERED = "answered", "The day on which the request was answered or withdrawn"


OF_CASES = (RecordKind.REVIEW, RecordKind.RAPID_REVIEW, RecordKind.NOT_MET, RecordKind.CONTRIBUTION)
PARTS_OF_CASES = (RecordKind.RETURN, RecordKind.ENGAGEMENT, RecordKind.DOCUMENT)
# From which days the period of each kind may count
TRIGGERS: dict[RecordKind, tuple[Trigger, ...]] = {
    **dict.fromkeys((*OF_CASES, *PARTS_OF_CASES), (Trigger.ENDED, Trigger.YOUNGEST_25)),
    RecordKind.PUBLICATION: (Trigger.LEFT_WEB,),
    RecordKind.INTAKE: (Trigger.DROPPED,),
    RecordKind.INFORMATION: (Trigger.ANSWERED,),
    RecordKind.COPY_REQUEST: (Trigger.ANSWERED,),
    RecordKind.ACCOUNT: (Trigger.LAST_SIGN_IN,),
}


def _counts_from_what_the_kind_has() -> Q:
    found = Q()
    for kinds in dict.fromkeys(TRIGGERS.values()):
        of_them = [str(kind) for kind, triggers in TRIGGERS.items() if triggers == kinds]
        found |= Q(record_kind__in=of_them, counts_from__in=[str(trigger) for trigger in kinds])
    return found


class RetentionPeriod(Record):
    """How long one kind of record is kept, from a day on, and who decided that. The newest one in effect holds.

    None is shipped: a kind without a period is kept.
    """

    is_only_added = True

    record_kind = models.CharField("kind of record", max_length=20, choices=RecordKind.choices)
    effective_from = models.DateField(help_text="It holds from this day, for what is older too.")
    is_kept = models.BooleanField(
        "kept without end",
        default=False,
        help_text="Nothing of this kind is disposed of until a later period says otherwise.",
    )
    years = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0, help_text="Besides the years: 0 to 11.")
    counts_from = models.CharField(max_length=20, choices=Trigger.choices)
    authority = models.TextField(help_text="The schedule, law or guidance that it follows, with its date.")
    decided_by = models.CharField(
        max_length=200, help_text="Who decided it, such as the safeguarding partners in their meeting."
    )
    decided_on = models.DateField()

    class Meta:
        ordering = ["record_kind", "-effective_from"]
        constraints = [
            *all_one_of("retention_period", record_kind=RecordKind, counts_from=Trigger),
            in_order("retention_period", "decided_on", "effective_from"),
            models.UniqueConstraint(fields=["record_kind", "effective_from"], name="retention_period_once"),
            models.CheckConstraint(
                name="retention_period_months_of_a_year",
                condition=Q(months__lte=11),
                violation_error_message="Enter 0 to 11 months: twelve are a year.",
            ),
            models.CheckConstraint(
                name="retention_period_counts_from_what_the_kind_has",
                condition=_counts_from_what_the_kind_has(),
                violation_error_message="Choose a day that this kind has: cases and their parts count from the "
                "case’s end or the youngest child’s birthday, publications from the last day of their window, "
                "intakes from when they were dropped, requests from their answer, accounts from the last sign-in.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_record_kind_display()}, from {self.effective_from}"

    @classmethod
    def in_force(cls, day: date) -> "dict[str, RetentionPeriod]":
        """Return the period that holds for each kind on `day` (a day in London); a kind without one is left out."""
        found: dict[str, RetentionPeriod] = {}
        for period in cls.objects.filter(effective_from__lte=day):
            found.setdefault(period.record_kind, period)
        return found


class HoldCovers(models.TextChoices):
    CASE = "case", "One case"
    AREA = "area", "All records of an area"
    THEME = "theme", "All records with a theme"
    KIND = "kind", "All records of a kind"


class HoldWhy(models.TextChoices):
    INQUIRY = "inquiry", "A public inquiry"
    PROCEEDINGS = "proceedings", "Court proceedings or an inquest"
    COMPLAINT = "complaint", "A complaint"
    REQUEST = "request", "A request for information"
    OTHER = "other", "Another reason"


class DisposalHold(Record):
    """That nothing it covers may be disposed of. It has nothing to do with a case that can't move on (Hold)."""

    covers = models.CharField(max_length=10, choices=HoldCovers.choices)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="disposal_holds"
    )
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="disposal_holds"
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="disposal_holds"
    )
    record_kind = models.CharField(max_length=20, choices=RecordKind.choices, blank=True)
    why = models.CharField(max_length=20, choices=HoldWhy.choices)
    reason = models.TextField()
    look_again_on = models.DateField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lift_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["look_again_on", "placed_at"]
        constraints = [
            *all_one_of("disposal_hold", covers=HoldCovers, why=HoldWhy),
            together("disposal_hold", "looked_at", "looked_by"),
            together("disposal_hold", "lifted_at", "lifted_by"),
            models.CheckConstraint(
                name="disposal_hold_covers_one_thing",
                condition=Q(covers="case", case__isnull=False, area=None, theme=None, record_kind="")
                | Q(covers="area", case=None, area__isnull=False, theme=None, record_kind="")
                | Q(covers="theme", case=None, area=None, theme__isnull=False, record_kind="")
                | Q(covers="kind", case=None, area=None, theme=None, record_kind__in=RecordKind.values),
            ),
        ]

    def __str__(self) -> str:
        return f"Disposal hold, {self.get_covers_display()}"


_IS_OF_A_CASE = Q(record_kind__in=[str(kind) for kind in OF_CASES])


class DisposalQuerySet(models.QuerySet["Disposal"]):
    def of_cases(self) -> "DisposalQuerySet":
        """Return the disposals of whole cases."""
        return self.filter(_IS_OF_A_CASE)

    def of_records(self) -> "DisposalQuerySet":
        """Return the disposals of all else: parts of cases, and what is no case."""
        return self.exclude(_IS_OF_A_CASE)


class Disposal(Record):
    """A disposal: proposed by one person, confirmed by another; once carried out, all that stays of what went.

    Of a case that is the reference, the area, two years, codes of what was decided, and who disposed of it; of
    another record its kind and key, its area, and the year from which its period counted.
    """

    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="disposals")
    reference = models.CharField(
        max_length=12, blank=True, help_text="Of a case and its parts; empty for what is no case."
    )
    record = models.CharField(
        max_length=36,
        blank=True,
        default="",
        db_default="",
        help_text="The key of what is no case; of a part the key of its case.",
    )
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="disposals")
    record_kind = models.CharField(max_length=20, choices=RecordKind.choices)
    period = models.ForeignKey(RetentionPeriod, on_delete=models.PROTECT, related_name="disposals")
    kept_until = models.DateField(help_text="The last day of its period.")
    reason = models.TextField(help_text="Stays: no names, nothing of the case.")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField(max_length=200)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drop_reason = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_as = models.CharField(max_length=200, blank=True)
    carried_out_at = models.DateTimeField(null=True, blank=True)
    logged_in_year = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_in_year = models.PositiveSmallIntegerField()
    abuse = models.CharField(max_length=20, choices=Abuse.choices, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    criteria_met = models.BooleanField(null=True, blank=True)
    review_outcome = models.CharField(max_length=20, choices=ReviewOutcome.choices, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        ordering = ["-carried_out_at", "-proposed_at"]
        constraints = [
            one_of("disposal", "record_kind", RecordKind),
            models.CheckConstraint(
                name="disposal_of_a_case_or_a_record",
                condition=Q(
                    _IS_OF_A_CASE,
                    ~Q(reference=""),
                    record="",
                    area__isnull=False,
                    logged_in_year__isnull=False,
                    abuse__in=Abuse.values,
                    outcome__in=Outcome.values,
                )
                | (~_IS_OF_A_CASE & ~Q(record="") & Q(logged_in_year=None, abuse="", outcome="")),
            ),
            together("disposal", "dropped_at", "dropped_by"),
            together("disposal", "confirmed_at", "confirmed_by"),
            different("disposal", "proposed_by", "confirmed_by"),
            models.CheckConstraint(
                name="disposal_dropped_or_confirmed",
                condition=Q(dropped_at__isnull=True) | Q(carried_out_at__isnull=True),
            ),
            models.CheckConstraint(
                name="disposal_carried_out_once_confirmed",
                condition=(Q(carried_out_at__isnull=True) & (Q(case__isnull=False) | ~_IS_OF_A_CASE))
                | Q(carried_out_at__isnull=False, case__isnull=True, confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(_IS_OF_A_CASE, dropped_at__isnull=True),
                name="disposal_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(_IS_OF_A_CASE, carried_out_at__isnull=False),
                name="disposal_carried_out_once_a_case",
            ),
            models.UniqueConstraint(
                fields=["record_kind", "record"],
                condition=Q(~_IS_OF_A_CASE, dropped_at__isnull=True, carried_out_at__isnull=True),
                name="disposal_one_at_a_time_a_record",
            ),
        ]

    def __str__(self) -> str:
        return f"Disposal of {self.reference or self.get_record_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.dropped_at is None and self.carried_out_at is None
