"""What goes out: drafts, the check on them, frozen editions, and the window in which one is public.

`Publication.objects.public(at)` is the one door to the public; nothing else decides what is served.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cspr_portal.constraints import different, one_of, together
from reviews.models import Theme as Theme


class Kind(models.TextChoices):
    CSPR = "cspr", "Local child safeguarding practice review"
    SCR = "scr", "Serious case review"
    BRIEF = "brief", "Learning brief"
    STATEMENT = "statement", "Improvement statement"
    RESPONSE = "response", "Partnership response"


class Row(models.Model):
    """A row whose key tells no order, date or count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self, at: datetime) -> "PublicationQuerySet":
        """Return what the public may see at the moment `at`: the one door.

        A publication is public from `opens_at` to just before `closes_at`, unless it was withdrawn early.
        """
        return self.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
            edition__isnull=False,
            opens_at__lte=at,
            closes_at__gt=at,
        )

    def gone(self, at: datetime) -> "PublicationQuerySet":
        """Return what was public once and is not any more: its addresses answer 410.

        What was withdrawn before it opened never was public, so it isn't gone either.
        """
        over = self.filter(
            Q(closes_at__lte=at) | Q(withdrawn_at__lte=at), opens_at__lte=at, edition__isnull=False
        )
        return over.exclude(withdrawn_at__lte=F("opens_at"))


class Publication(Row):
    """One thing to publish, with its window. The window belongs to it, never to an edition."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    slug = models.SlugField(max_length=80, unique=True, null=True, blank=True)
    case = models.ForeignKey(
        "reviews.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="publications")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        "Edition",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What is served.",
    )
    copied_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day a copy went to the national Panel and the Secretary of State.",
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.TextField(blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-created_at"]
        indexes = [models.Index(fields=["opens_at", "closes_at"], name="publication_window")]
        constraints = [
            one_of("publication", "kind", Kind),
            together("publication", "opens_at", "closes_at"),
            together("publication", "scheduled_at", "scheduled_by"),
            together("publication", "opens_at", "scheduled_at"),
            together("publication", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                name="publication_closes_after_it_opens",
                condition=Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="publication_window_needs_an_edition",
                condition=Q(opens_at__isnull=True) | Q(edition__isnull=False, slug__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.id}"


class Draft(Row):
    """One numbered state of the text before it is frozen. Never edited: a new one follows."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.TextField()
    care_note = models.TextField(blank=True)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="draft_number_once")]

    def __str__(self) -> str:
        return f"Draft {self.number} of {self.publication}"


class Clearance(Row):
    """A hit of the disclosure check that a person let stand, with the reason.

    The fingerprint is keyed and covers the words around the hit, so it holds only while they stand.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="clearances")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    reason = models.TextField()
    cleared_at = models.DateTimeField()
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "fingerprint"], name="clearance_once")]

    def __str__(self) -> str:
        return f"Cleared {self.kind}"


class Check(Row):
    """A finished disclosure check: this draft, read by this person, with no hit left open."""

    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="finished_check")
    content_hash = models.CharField(max_length=64)
    cleared_hits = models.PositiveIntegerField()
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Check of {self.draft}"


class Edition(Row):
    """A frozen, approved text with its hashes: what is served are these bytes and no others."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="editions")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="edition")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    summary = models.TextField()
    care_note = models.TextField(blank=True)
    markdown = models.TextField()
    body_html = models.TextField()
    contents = models.JSONField(default=list)
    words = models.PositiveIntegerField()
    body_sha256 = models.CharField(max_length=64)
    plain_text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="edition_number_once"),
            different("edition", "author", "checker"),
            different("edition", "author", "approver"),
            different("edition", "checker", "approver"),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number} of {self.publication}"


class EditionFile(Row):
    """The bytes of one file of an edition. They live in the database, so no path leads to them."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=60)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="edition_file_name_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.edition}"
