"""A publication with its window, and the one door to the public: `Publication.objects.public(at)`."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cspr_portal.constraints import one_of, together
from publications.models.rows import Row
from reviews.models import Theme


class Kind(models.TextChoices):
    CSPR = "cspr", "Local child safeguarding practice review"
    SCR = "scr", "Serious case review"
    BRIEF = "brief", "Learning brief"
    STATEMENT = "statement", "Improvement statement"
    RESPONSE = "response", "Partnership response"


class VersionForm(models.TextChoices):
    """Other forms of one publication: each with its own language, check and approval, under the same window."""

    EASY_READ = "easy_read", "Easy read"
    TRANSLATION = "translation", "Translation"
    BSL = "bsl", "British Sign Language"
    AUDIO = "audio", "Audio"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self, at: datetime) -> "PublicationQuerySet":
        """Return what the public may see at the moment `at`: the one door.

        A publication is public from `opens_at` to just before `closes_at`, unless it was withdrawn early or is held
        after the database was put back from a backup. Its versions have no window of their own: they follow through
        `versions_of_public`.
        """
        return self._in_window(at).filter(held_since__isnull=True)

    def versions_of_public(self, at: datetime) -> "PublicationQuerySet":
        """Return the approved versions (easy read, translations…) of what is public at `at`: the same door."""
        return self.filter(
            version_of__in=Publication.objects.public(at), held_since__isnull=True, edition__isnull=False
        )

    def public_but_held(self, at: datetime) -> "PublicationQuerySet":
        """Return what would be public at `at`, and waits for a look after the database was put back."""
        return self._in_window(at).filter(held_since__isnull=False)

    def _in_window(self, at: datetime) -> "PublicationQuerySet":
        return self.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
            edition__isnull=False,
            version_of__isnull=True,
            opens_at__lte=at,
            closes_at__gt=at,
        )

    def held(self) -> "PublicationQuerySet":
        """Return what nobody sees until somebody has looked whether it may be public still: see restoring/."""
        return self.filter(held_since__isnull=False)

    def gone(self, at: datetime) -> "PublicationQuerySet":
        """Return what was public once and is not any more: its addresses answer 410.

        What was withdrawn before it opened never was public, so it isn't gone either.
        """
        over = self.filter(
            Q(closes_at__lte=at) | Q(withdrawn_at__lte=at), opens_at__lte=at, edition__isnull=False
        )
        return over.exclude(withdrawn_at__lte=F("opens_at"))

    def gone_under(self, slug: str, at: datetime) -> "PublicationQuerySet":
        """Return what was public under that word and is not any more: it has left, or a correction has moved it."""
        over = Publication.objects.gone(at).filter(slug=slug)
        moved = Q(former_addresses__slug=slug, former_addresses__left_at__lte=at)
        return self.filter(Q(pk__in=over) | moved)


class Publication(Row):
    """One thing to publish, with its window. The window belongs to it, never to an edition."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    slug = models.SlugField(max_length=80, unique=True, null=True, blank=True)
    language = models.CharField(max_length=12, default="en-GB", help_text="A language tag, such as cy or ur.")
    version_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    version_form = models.CharField(max_length=12, choices=VersionForm.choices, blank=True)
    version_word = models.SlugField(
        max_length=24, blank=True, help_text="Its word behind the address: easy-read, cy, bsl."
    )
    case = models.ForeignKey(
        "reviews.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    linked = models.ManyToManyField(
        "self", blank=True, symmetrical=True, help_text="What readers should find beside it."
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
    copied_edition = models.ForeignKey(
        "Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    day_cancelled_at = models.DateTimeField(
        null=True, blank=True, help_text="When a day that was set was last taken back."
    )
    scheduled_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty again once reinstated; what happened is in its withdrawals."
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    held_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when it waits for a second look, after the database was put back.",
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-created_at"]
        indexes = [
            models.Index(fields=["opens_at", "closes_at"], name="publication_window"),
            models.Index(fields=["closes_at"], name="publication_closes"),
            models.Index(
                fields=["withdrawn_at"],
                name="publication_withdrawn",
                condition=Q(withdrawn_at__isnull=False),
            ),
        ]
        constraints = [
            one_of("publication", "kind", Kind),
            together("publication", "opens_at", "closes_at"),
            together("publication", "scheduled_at", "scheduled_by"),
            together("publication", "opens_at", "scheduled_at"),
            together("publication", "withdrawn_at", "withdrawn_by"),
            models.UniqueConstraint(fields=["version_of", "version_word"], name="publication_version_once"),
            models.CheckConstraint(
                name="publication_version_form_with_version_of",
                condition=Q(version_of__isnull=True, version_form="", version_word="")
                | (Q(version_of__isnull=False, version_form__in=VersionForm.values) & ~Q(version_word="")),
            ),
            models.CheckConstraint(
                name="publication_version_has_no_window",
                condition=Q(version_of__isnull=True) | Q(opens_at__isnull=True, slug__isnull=True),
            ),
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


class FormerAddress(Row):
    """A word under which a publication was public before a correction changed its title: gone, and told no more of.

    It leads nowhere: the correction may have taken a name out of the title (security case D19).
    """

    is_only_added = True

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="former_addresses")
    slug = models.SlugField(max_length=80, unique=True)
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Former address of {self.publication_id}"
