"""Requests to agencies for what they know, the returns that they write, and how each one went."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import different, one_of

from .base import Record
from .cases import Case
from .people import Agency, User


class RequestPurpose(models.TextChoices):
    RAPID_REVIEW = "rapid_review", "For the rapid review"
    REVIEW = "review", "For the review"


class RequestState(models.TextChoices):
    """Where a request stands. `ReturnStep` is the ledger of how it got there."""

    ASKED = "asked", "Asked"
    BEGUN = "begun", "Being written"
    TO_SIGN_OFF = "to_sign_off", "Waiting for sign-off in the agency"
    SUBMITTED = "submitted", "Submitted"
    SENT_BACK = "sent_back", "Sent back for more"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AgencyRequest(Record):
    """A request to one agency. Its subject sheet is what the coordinator ticked of the sealed facts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agency_requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="agency_requests"
    )
    approver = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests_to_sign_off",
        help_text="Who signs the return off inside the agency, before it is submitted.",
    )
    purpose = models.CharField(max_length=20, choices=RequestPurpose.choices)
    state = models.CharField(max_length=20, choices=RequestState.choices, default=RequestState.ASKED)
    asked = models.TextField(help_text="What the agency is asked for.")
    subjects = models.ManyToManyField("reviews.SealedItem", blank=True, related_name="+")
    due_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "agency__name"]
        indexes = [models.Index(fields=["agency", "state", "due_on"], name="agency_request_waiting")]
        constraints = [
            one_of("agency_request", "purpose", RequestPurpose),
            different("agency_request", "author", "approver"),
            one_of("agency_request", "state", RequestState),
            models.UniqueConstraint(
                fields=["case", "agency", "purpose"],
                condition=~Q(state=RequestState.WITHDRAWN),
                name="agency_request_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Request to {self.agency}"


class AgencyReturn(Record):
    """What an agency answers. Only its own people, and those who asked, ever see it."""

    request = models.OneToOneField(AgencyRequest, on_delete=models.PROTECT, related_name="agency_return")
    had_no_involvement = models.BooleanField(default=False)
    involvement = models.TextField(blank=True)
    episodes = models.TextField(blank=True, help_text="Key practice episodes.")
    safety = models.TextField(blank=True, help_text="Immediate safety and early learning.")
    improvements = models.TextField(blank=True)
    # Asked for the review only, where the agency looks at its own practice
    analysis = models.TextField(blank=True, help_text="Why things happened as they did.")
    agency_actions = models.TextField(blank=True, help_text="What the agency does because of it.")
    # Raised by each save: of two people editing, the second is shown both texts
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Return of {self.request.agency}"


class ReturnStep(Record):
    """One step of a request on its way. Rows are only ever added."""

    is_only_added = True

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="steps")
    to_state = models.CharField(max_length=20, choices=RequestState.choices)
    reason = models.TextField(blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_as = models.CharField(max_length=200)

    class Meta:
        ordering = ["taken_at"]
        constraints = [one_of("return_step", "to_state", RequestState)]

    def __str__(self) -> str:
        return f"{self.get_to_state_display()}: {self.request}"


class Chase(Record):
    """That an agency was reminded of a request."""

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="chases")
    note = models.TextField()
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["chased_at"]

    def __str__(self) -> str:
        return f"Reminder of {self.request}"
