"""Frozen, approved texts and their files: what is served are these bytes and no others."""

from django.conf import settings
from django.db import models

from cspr_portal.constraints import different
from publications.models.drafts import AttachmentKind, Draft
from publications.models.publications import Publication
from publications.models.rows import Row

# The texts of an edition, as seen from its publication: lists, tasks and pages that don't show them leave them there.
HEAVY = ("edition__markdown", "edition__body_html", "edition__plain_text")


class Edition(Row):
    """A frozen, approved text with its hashes: what is served are these bytes and no others."""

    is_only_added = True

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
    videos = models.JSONField(default=list, blank=True, help_text="Title, address and transcript of each.")
    facts_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Over title, summary, care note, contents, videos and files."
    )
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

    is_only_added = True

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=60)
    kind = models.CharField(
        max_length=12, choices=AttachmentKind.choices, blank=True, help_text="Empty for what the portal made."
    )
    title = models.CharField(max_length=120, blank=True)
    alt = models.CharField(max_length=300, blank=True)
    place = models.PositiveIntegerField(default=0)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["place", "name"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="edition_file_name_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.edition}"
