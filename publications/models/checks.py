"""The disclosure check on a draft: hits let stand, the finished check, and names that may be said by decision."""

from django.conf import settings
from django.db import models

from cspr_portal.constraints import one_of, together
from publications.models.drafts import Draft
from publications.models.publications import Publication
from publications.models.rows import Row
from reviews.models import PartnerRole


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
    jigsaw = models.JSONField(
        default=dict,
        blank=True,
        help_text="What the checker answered to each question that no check can answer.",
    )
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Check of {self.draft}"


class OwnName(Row):
    """A child whose own name may be said in what is published, once all three partners have agreed."""

    case = models.ForeignKey("reviews.Case", on_delete=models.PROTECT, related_name="own_names")
    child = models.ForeignKey("reviews.Child", on_delete=models.PROTECT, related_name="own_names")
    family_wish = models.TextField(help_text="Who in the family wishes it, and how they said so.")
    lawfully_public = models.TextField(help_text="Where the name is public already, and lawfully.")
    legal_advice = models.TextField(help_text="Who advised, when, and what.")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            together("own_name", "ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(ended_at__isnull=True), name="own_name_once_a_child"
            ),
        ]

    def __str__(self) -> str:
        return f"Own name for a child of {self.case_id}"


class OwnNameAgreement(Row):
    """That one safeguarding partner agrees to the own name."""

    own_name = models.ForeignKey(OwnName, on_delete=models.PROTECT, related_name="agreements")
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("own_name_agreement", "partner_role", PartnerRole),
            models.UniqueConstraint(fields=["own_name", "partner_role"], name="own_name_partner_once"),
            models.UniqueConstraint(fields=["own_name", "agreed_by"], name="own_name_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_partner_role_display()} agrees"
