"""What is written before it is frozen: drafts, and the files that go out with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cspr_portal.constraints import one_of
from publications.models.publications import Publication
from publications.models.rows import Row


class AttachmentKind(models.TextChoices):
    """What goes out beside the text."""

    PICTURE = "picture", "Picture in the text"
    COVER = "cover", "Cover"
    REPORT = "report", "Finished PDF from another body"
    PLAN = "plan", "Action plan"
    SLIDES = "slides", "Slides"
    DOCUMENT = "document", "Document"
    VIDEO = "video", "Video, with its transcript"
    AUDIO = "audio", "Recording, with its transcript"


class Attachment(Row):
    """One file, or one link with a transcript, that goes out with a draft. Cleaned before it is kept, never changed.

    `name` is its word in addresses, made here, never the uploaded file's. `plain_text` is the text that can be
    read out of it, for the check; `taken_out` and `hidden` say in words what cleaning removed and which text a
    reader would not have seen.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=12, choices=AttachmentKind.choices)
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=120, blank=True)
    alt = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=300, blank=True)
    transcript = models.TextField(blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    content = models.BinaryField(default=b"")
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    plain_text = models.TextField(blank=True)
    taken_out = models.JSONField(default=list, blank=True)
    hidden = models.JSONField(default=list, blank=True)
    needs_reading = models.BooleanField(
        default=False, help_text="It has pages that no machine can read, or words that a reader doesn’t see."
    )
    reason = models.TextField(blank=True, help_text="Why a finished PDF goes out instead of a text.")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "name"]
        constraints = [
            one_of("attachment", "kind", AttachmentKind),
            models.UniqueConstraint(fields=["publication", "name"], name="attachment_name_once"),
            models.CheckConstraint(
                name="attachment_is_a_file_or_a_link",
                condition=~Q(sha256="") | (Q(kind=AttachmentKind.VIDEO) & ~Q(url="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class Reading(Row):
    """That a person has read a file line by line, because no machine can check the whole of it."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="reading")
    words = models.TextField(help_text="What was looked for, and what was found.")
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Reading of {self.attachment}"


class Draft(Row):
    """One numbered state of the text before it is frozen. Never edited: a new one follows."""

    is_only_added = True

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.TextField()
    care_note = models.TextField(blank=True)
    text = models.TextField()
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="drafts")
    themes = models.JSONField(
        null=True,
        blank=True,
        help_text="Address words of its themes. Empty (null): written before drafts had any, so the publication’s stand.",
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    correction_reason = models.TextField(blank=True, help_text="Why it corrects what is public already.")
    changes_substance = models.BooleanField(
        default=False, help_text="The correction asks for a new copy to the national Panel."
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="draft_number_once")]

    def __str__(self) -> str:
        return f"Draft {self.number} of {self.publication}"
