"""Copies on request: what somebody asked for, what was decided, and the link that one person may open."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cspr_portal.constraints import one_of, together
from publications.models.editions import Edition
from publications.models.publications import Publication
from publications.models.rows import Row


class CopyState(models.TextChoices):
    WAITING = "waiting", "Waiting for a decision"
    SENT = "sent", "A copy was sent"
    DECLINED = "declined", "Declined"


class CopyRequest(Row):
    """What a member of the public wrote, sealed. Its words are gone after six months, the decision stays."""

    state = models.CharField(max_length=10, choices=CopyState.choices, default=CopyState.WAITING)
    sealed = models.BinaryField(
        help_text="Name, address for the answer, what is asked for and why: encrypted."
    )
    received_at = models.DateTimeField()
    words_until = models.DateTimeField(help_text="From then on nobody reads its words.")
    publication = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.PROTECT, related_name="copy_requests"
    )
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["received_at"]
        constraints = [
            one_of("copy_request", "state", CopyState),
            together("copy_request", "decided_at", "decided_by"),
            models.CheckConstraint(
                name="copy_request_decided_or_waiting",
                condition=Q(state=CopyState.WAITING, decided_at__isnull=True)
                | (~Q(state=CopyState.WAITING) & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Request for a copy, {self.get_state_display()}"


class CopyLink(Row):
    """A link by which one person may read one edition for a while. Only its token's hash is kept."""

    request = models.ForeignKey(CopyRequest, on_delete=models.PROTECT, related_name="links")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="copy_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-sent_at"]
        constraints = [together("copy_link", "ended_at", "ended_by")]

    def __str__(self) -> str:
        return f"Link for {self.request}"


class CopyOpening(Row):
    """One opening of a link: when, and whether the page or the file."""

    link = models.ForeignKey(CopyLink, on_delete=models.PROTECT, related_name="openings")
    is_file = models.BooleanField(default=False)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["opened_at"]

    def __str__(self) -> str:
        return f"Opening of {self.link}"
