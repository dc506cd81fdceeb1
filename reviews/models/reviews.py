"""A commissioned review: its terms, its panel, its Independent Reviewer, its key lines of enquiry."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import different, in_order, together

from .base import Record
from .cases import Case
from .people import Agency, PartnerRole, User


class Review(Record):
    """A local child safeguarding practice review, from the decision to hold it."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="review")
    decided_on = models.DateField(help_text="The decision to initiate it; the six months start here.")
    terms_of_reference = models.TextField(blank=True)
    methodology = models.TextField(blank=True)
    questions = models.TextField(blank=True, help_text="Questions that the rapid review left to the review.")
    timeframe_from = models.DateField(null=True, blank=True)
    timeframe_to = models.DateField(null=True, blank=True)
    commissioned_at = models.DateTimeField()
    commissioned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(
        null=True, blank=True, help_text="The day the report opens to the public."
    )
    scoped_at = models.DateTimeField(null=True, blank=True)
    scoped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scope_reason = models.TextField(blank=True, help_text="Why these terms took the place of earlier ones.")

    class Meta:
        constraints = [
            together("review", "scoped_at", "scoped_by"),
            in_order("review", "timeframe_from", "timeframe_to"),
        ]

    def __str__(self) -> str:
        return str(self.case)


class EarlierTerms(Record):
    """Terms of reference that others took the place of, just as they were agreed. Those that hold are the review's."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="earlier_terms")
    number = models.PositiveSmallIntegerField()
    terms_of_reference = models.TextField()
    methodology = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    timeframe_from = models.DateField(null=True, blank=True)
    timeframe_to = models.DateField(null=True, blank=True)
    scope_reason = models.TextField(blank=True)
    scoped_at = models.DateTimeField()
    scoped_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="earlier_terms_number_once"),
            in_order("earlier_terms", "timeframe_from", "timeframe_to"),
        ]

    def __str__(self) -> str:
        return f"Terms {self.number} of {self.review}"


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


class Materials(models.TextChoices):
    """What became of what a reviewer had downloaded."""

    RETURNED = "returned", "Returned"
    DESTROYED = "destroyed", "Destroyed"
    NOTHING = "nothing", "Nothing was downloaded"


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
    # What the reviewer says after the end of what they took away
    materials = models.CharField(max_length=20, choices=Materials.choices, blank=True)
    materials_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-appointed_at"]
        constraints = [
            in_order("reviewer_appointment", "starts_on", "ends_on"),
            together("reviewer_appointment", "checked_at", "checked_by"),
            together("reviewer_appointment", "ended_at", "ended_by"),
            models.CheckConstraint(
                name="reviewer_appointment_materials_known",
                condition=Q(materials_at__isnull=True, materials="")
                | Q(materials_at__isnull=False, materials__in=Materials.values),
            ),
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
    why = models.TextField(blank=True, help_text="Why the review asks this.")
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
