"""A commissioned review: terms, panel, Independent Reviewer, lines of enquiry, engagement, report, agreement."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import different, in_order, one_of, together

from .base import Record
from .cases import Case
from .people import Agency, PartnerRole, User


class Review(Record):
    """A local child safeguarding practice review, from the decision to hold it."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="review")
    decided_on = models.DateField(help_text="The decision to initiate it; the six months start here.")
    terms_of_reference = models.TextField(blank=True)
    timeframe_from = models.DateField(null=True, blank=True)
    timeframe_to = models.DateField(null=True, blank=True)
    commissioned_at = models.DateTimeField()
    commissioned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(
        null=True, blank=True, help_text="The day the report opens to the public."
    )
    scoped_at = models.DateTimeField(null=True, blank=True)
    scoped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            together("review", "scoped_at", "scoped_by"),
            in_order("review", "timeframe_from", "timeframe_to"),
        ]

    def __str__(self) -> str:
        return str(self.case)


class PanelSeat(Record):
    """A seat on a review's panel. The three statutory seats exist before anybody is named.

    A seat filled in the Django admin opens nothing until a coordinator or the chair confirms it.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="seats")
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices, blank=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="panel_seats"
    )
    is_chair = models.BooleanField(default=False)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-partner_role", "agency__name"]
        constraints = [
            together("panel_seat", "confirmed_at", "confirmed_by"),
            in_order("panel_seat", "joined_on", "left_on"),
            models.UniqueConstraint(
                fields=["review", "partner_role"],
                condition=~Q(partner_role="") & Q(left_on__isnull=True),
                name="panel_seat_statutory_once",
            ),
            models.UniqueConstraint(
                fields=["review", "user"],
                condition=Q(left_on__isnull=True, user__isnull=False),
                name="panel_seat_person_once",
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(is_chair=True, left_on__isnull=True),
                name="panel_seat_one_chair",
            ),
            models.CheckConstraint(
                name="panel_seat_confirmed_has_person",
                condition=Q(confirmed_at__isnull=True) | Q(user__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} on the panel of {self.review}"

    @property
    def is_statutory(self) -> bool:
        return bool(self.partner_role)


class ReviewerAppointment(Record):
    """The appointment of an Independent Reviewer. Access begins and ends with it."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    experience = models.TextField()
    has_no_link = models.BooleanField(
        help_text="Declares no connection with the area, its agencies or the family."
    )
    declaration = models.TextField()
    declared_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    check_note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-appointed_at"]
        constraints = [
            in_order("reviewer_appointment", "starts_on", "ends_on"),
            together("reviewer_appointment", "checked_at", "checked_by"),
            together("reviewer_appointment", "ended_at", "ended_by"),
            # The declaration is checked by a second person, and never by the reviewer.
            different("reviewer_appointment", "appointed_by", "checked_by"),
            different("reviewer_appointment", "user", "checked_by"),
            models.UniqueConstraint(
                fields=["review", "user"],
                condition=Q(ended_at__isnull=True),
                name="reviewer_appointment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, Independent Reviewer of {self.review}"


class KeyLine(Record):
    """A key line of enquiry: the question, how it will be investigated, and in the end the answer."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="key_lines")
    question = models.TextField()
    method = models.TextField()
    answer = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at"]
        constraints = [together("key_line", "answered_at", "answered_by")]

    def __str__(self) -> str:
        return f"Key line of {self.review}"


class EngagedWith(models.TextChoices):
    FAMILY = "family", "Family"
    PRACTITIONERS = "practitioners", "Practitioners"


class EngagementOutcome(models.TextChoices):
    MET = "met", "Met"
    WROTE = "wrote", "Gave their views another way"
    DECLINED = "declined", "Declined"
    NOT_POSSIBLE = "not_possible", "Not possible because of proceedings"


class Engagement(Record):
    """What was offered to the family or to practitioners, and what came of it."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="engagements")
    engaged_with = models.CharField(max_length=20, choices=EngagedWith.choices)
    outcome = models.CharField(max_length=20, choices=EngagementOutcome.choices)
    happened_on = models.DateField()
    note = models.TextField()
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


class ReportVersion(Record):
    """One numbered version of the overview report, as text. A version is never edited: a new one follows."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="report_versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="report_version_number_once")
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of the report of {self.review}"


class AgreementView(models.TextChoices):
    AGREES = "agrees", "Agrees"
    WITH_COMMENTS = "with_comments", "Agrees with comments"
    DISAGREES = "disagrees", "Does not agree"


class AgreementBody(models.TextChoices):
    PANEL = "panel", "The review's panel"
    PARTNERS = "partners", "The safeguarding partners"


class Agreement(Record):
    """Where one panel seat, or one safeguarding partner, stands on one version of the report."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="agreements")
    body = models.CharField(max_length=10, choices=AgreementBody.choices)
    seat = models.ForeignKey(
        PanelSeat, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices, blank=True)
    view = models.CharField(max_length=20, choices=AgreementView.choices)
    comments = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=200)

    class Meta:
        ordering = ["given_at"]
        constraints = [
            one_of("agreement", "body", AgreementBody),
            one_of("agreement", "view", AgreementView),
            models.UniqueConstraint(
                fields=["version", "seat"], condition=Q(body=AgreementBody.PANEL), name="agreement_seat_once"
            ),
            models.UniqueConstraint(
                fields=["version", "partner_role"],
                condition=Q(body=AgreementBody.PARTNERS),
                name="agreement_partner_once",
            ),
            models.CheckConstraint(
                name="agreement_has_its_speaker",
                condition=Q(body=AgreementBody.PANEL, seat__isnull=False, partner_role="")
                | (Q(body=AgreementBody.PARTNERS, seat__isnull=True) & ~Q(partner_role="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_view_display()}: {self.version}"
