"""The overview report: its numbered versions, comments on passages, and who agrees with which version."""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import one_of, together

from .base import Record
from .people import PartnerRole, User
from .reviews import PanelSeat, Review


class ReportVersion(Record):
    """One numbered version of the overview report, as text. A version is never edited: a new one follows."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="report_versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    taken_from_word = models.JSONField(
        default=list, blank=True, help_text="What reading the Word file found, as sentences."
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="report_version_number_once")
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of the report of {self.review}"


class PictureType(models.TextChoices):
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"


class ReportPicture(Record):
    """A picture that the report's text shows by its name, or may show: made anew when it was taken in, never changed.

    What it shows in words stands in the text. Until a version shows it, it is only for who writes the report.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="report_pictures")
    name = models.CharField(max_length=20)
    content = models.BinaryField()
    media_type = models.CharField(max_length=20, choices=PictureType.choices)
    width = models.PositiveIntegerField(help_text="Pixels.")
    height = models.PositiveIntegerField(help_text="Pixels.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    described = models.CharField(
        max_length=300, blank=True, help_text="What a Word file, or the last version, says that it shows."
    )
    stood_under = models.CharField(
        max_length=120, blank=True, help_text="The heading under which it stood in a Word file."
    )
    stood_after = models.CharField(
        max_length=120, blank=True, help_text="The beginning of the paragraph after which it stood there."
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_version = models.ForeignKey(
        ReportVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="first_pictures"
    )

    class Meta:
        ordering = ["added_at", "name"]
        constraints = [
            one_of("report_picture", "media_type", PictureType),
            models.UniqueConstraint(fields=["review", "name"], name="report_picture_name_once"),
            models.UniqueConstraint(fields=["review", "sha256"], name="report_picture_bytes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of the report of {self.review}"


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


class PassageComment(Record):
    """What somebody says to a passage of a version, and what the reviewer made of it."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="passage_comments")
    passage = models.TextField(help_text="The words of the version that it is about.")
    comment = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=200)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["given_at"]
        constraints = [together("passage_comment", "answered_at", "answered_by")]

    def __str__(self) -> str:
        return f"Comment on {self.version}"
