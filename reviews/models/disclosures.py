"""Requests for information from outside (coroner, police, courts, freedom of information, subject access), and what
was released on each. What a review itself publishes is none of this.
"""

from django.db import models
from django.db.models import Q

from cspr_portal.constraints import different, in_order, one_of, together

from .base import Record
from .cases import Case
from .children import Child
from .documents import ScanResult
from .engagement import Participant
from .people import Area, User


class InformationKind(models.TextChoices):
    """Who asks, and by what right."""

    CORONER = "coroner", "Coroner"
    CPS = "cps", "Crown Prosecution Service"
    POLICE = "police", "Police"
    FAMILY_COURT = "family_court", "Family court"
    FOI = "foi", "Freedom of information"
    SUBJECT_ACCESS = "subject_access", "Subject access"
    TRIBUNAL = "tribunal", "Tribunal or another court"
    INQUIRY = "inquiry", "Public inquiry"
    COMMISSIONER = "commissioner", "Information Commissioner"
    OMBUDSMAN = "ombudsman", "Ombudsman"
    OTHER = "other", "Somebody else"


class InformationOutcome(models.TextChoices):
    FULL = "full", "Release in full"
    PART = "part", "Release in part"
    REFUSE = "refuse", "Refuse"
    NOT_HELD = "not_held", "Not held"


class InformationBasis(models.TextChoices):
    """Why something is not released, by its plain name. The law each name stands for: reviews/disclosures/grounds.py."""

    THIRD_PARTY = "third_party", "Somebody else’s personal information"
    CONFIDENCE = "confidence", "Given in confidence"
    PRIVILEGE = "privilege", "Legal professional privilege"
    INVESTIGATION = "investigation", "It would harm a criminal investigation or prosecution"
    COURT_RECORDS = "court_records", "Court records, or a court has forbidden it"
    SERIOUS_HARM = "serious_harm", "It would be likely to cause somebody serious harm"
    CHILD_ABUSE = "child_abuse", "Child abuse data, and not in the child’s best interests"
    FUNCTIONS = "functions", "It would harm the protection of children or the work of the review"
    SAFETY = "safety", "Somebody’s health or safety would be in danger"
    FUTURE_PUBLICATION = "future_publication", "It is going to be published"
    OTHER_MEANS = "other_means", "It can be had elsewhere"
    COST = "cost", "It would cost more than the limit"
    EXCESSIVE = "excessive", "Vexatious, or manifestly unfounded or excessive"
    PUBLIC_INTEREST = "public_interest", "Public interest immunity"
    NO_POWER = "no_power", "Nothing allows us to give it to them"
    OTHER = "other", "Another ground, given in the reasons"


class InformationWay(models.TextChoices):
    """How what was released was sent, by people."""

    SECURE_MAIL = "secure_mail", "Secure e-mail"
    PORTAL = "portal", "The court’s or police’s own electronic system"
    POST = "post", "Post, signed for"
    BY_HAND = "by_hand", "By hand"
    ENCRYPTED = "encrypted", "Encrypted disk or stick"
    OTHER = "other", "Another way"


class InformationRequest(Record):
    """One request for information: who asks, for what, by when. Its cases, if it has any, are of its area.

    `sort_on` only puts lists in order: due days on a page are always counted afresh.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="information_requests")
    kind = models.CharField(max_length=20, choices=InformationKind.choices)
    body = models.CharField(
        max_length=200, blank=True, help_text="Court, force or body; none for a private person."
    )
    asked_by = models.CharField(
        max_length=150, help_text="What they are, such as “coroner’s officer”; no name."
    )
    asks_for = models.TextField()
    their_reference = models.CharField(max_length=80, blank=True)
    received_on = models.DateField()
    # Freedom of Information Act 2000, section 10(6); UK GDPR, article 12A: the time may begin later
    counts_from_on = models.DateField(null=True, blank=True)
    counts_from_why = models.CharField(max_length=300, blank=True)
    named_day = models.DateField(null=True, blank=True, help_text="The day that a court or body named.")
    sort_on = models.DateField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    extended_why = models.TextField(blank=True)
    extension_told_on = models.DateField(null=True, blank=True)
    # Name and address of a private person; written and read by reviews.disclosures.requester alone
    sealed = models.BinaryField(default=b"", blank=True)
    # Whose information a subject access request is about: a child, somebody who takes part, an account, or words
    subject_child = models.ForeignKey(
        Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject_participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject_account = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject_words = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True)
    answered_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-received_on", "-recorded_at"]
        constraints = [
            one_of("information_request", "kind", InformationKind),
            together("information_request", "extended_at", "extended_by"),
            together("information_request", "extended_at", "extension_told_on"),
            together("information_request", "withdrawn_at", "withdrawn_by"),
            in_order("information_request", "received_on", "counts_from_on"),
            in_order("information_request", "received_on", "named_day"),
            in_order("information_request", "received_on", "answered_on"),
            models.CheckConstraint(
                name="information_request_one_subject",
                condition=Q(subject_child__isnull=True, subject_participant__isnull=True)
                | Q(subject_child__isnull=True, subject_account__isnull=True)
                | Q(subject_participant__isnull=True, subject_account__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["area", "sort_on"], name="information_request_due")]

    def __str__(self) -> str:
        return f"Request for information, {self.get_kind_display()}"


class InformationCase(Record):
    """That a request is about a case."""

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="about")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="information_requests")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "case"], name="information_case_once")]

    def __str__(self) -> str:
        return f"{self.request} about {self.case}"


class InformationAdvice(Record):
    """Legal advice on a request: privileged, and only ever added."""

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="advice")
    given_by = models.CharField(max_length=200, help_text="Name and post of the lawyer.")
    given_on = models.DateField()
    summary = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_on", "-recorded_at"]

    def __str__(self) -> str:
        return f"Advice on {self.request}"


class RedactedCopy(Record):
    """A file that a person made ready to be released. Its bytes lie where those of documents do."""

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="copies")
    title = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=10)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=64, unique=True)
    scan = models.CharField(max_length=20, choices=ScanResult.choices)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at"]
        constraints = [
            one_of("redacted_copy", "scan", ScanResult),
            together("redacted_copy", "removed_at", "removed_by"),
        ]

    def __str__(self) -> str:
        return self.title


class InformationDecision(Record):
    """What is to be answered: prepared by one person, decided by another, bound to the copies that may go out.

    Rows are never edited: what was sent back or is thought over again is set aside, with the reason, and stays.
    """

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=InformationOutcome.choices)
    reasons = models.TextField()
    copies = models.ManyToManyField(RedactedCopy, blank=True, related_name="decisions")
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=200, blank=True, help_text="Post and agency of the day.")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_aside_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            one_of("information_decision", "outcome", InformationOutcome),
            together("information_decision", "decided_at", "decided_by"),
            together("information_decision", "set_aside_at", "set_aside_by"),
            different("information_decision", "prepared_by", "decided_by"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(set_aside_at__isnull=True),
                name="information_decision_one_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.request}"


class InformationGround(Record):
    """A ground on which a decision keeps something back."""

    decision = models.ForeignKey(InformationDecision, on_delete=models.PROTECT, related_name="grounds")
    ground = models.CharField(max_length=20, choices=InformationBasis.choices)

    class Meta:
        ordering = ["ground"]
        constraints = [
            one_of("information_ground", "ground", InformationBasis),
            models.UniqueConstraint(fields=["decision", "ground"], name="information_ground_once"),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()


class InformationReply(Record):
    """That an answer was sent by somebody, to whom, when and how. The portal itself sends nothing."""

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="replies")
    decision = models.ForeignKey(InformationDecision, on_delete=models.PROTECT, related_name="replies")
    to_whom = models.CharField(max_length=200)
    sent_on = models.DateField()
    sent_how = models.CharField(max_length=20, choices=InformationWay.choices)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-sent_on", "-recorded_at"]
        constraints = [one_of("information_reply", "sent_how", InformationWay)]

    def __str__(self) -> str:
        return f"Reply to {self.request}"


class ReleasedCopy(Record):
    """One file that went out with a reply, with the SHA-256 that its bytes had at that moment."""

    reply = models.ForeignKey(InformationReply, on_delete=models.PROTECT, related_name="released")
    copy = models.ForeignKey(RedactedCopy, on_delete=models.PROTECT, related_name="released")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "copy"], name="released_copy_once")]

    def __str__(self) -> str:
        return f"{self.copy} with {self.reply}"


class GatheredLook(Record):
    """That somebody has looked at one place in which a person's information may be held, with their note."""

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="looks")
    place = models.CharField(max_length=80, help_text="Key of the place in reviews.disclosures.gathering.")
    note = models.TextField(blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            together("gathered_look", "looked_at", "looked_by"),
            models.UniqueConstraint(fields=["request", "place"], name="gathered_look_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} for {self.request}"


class PackPurpose(models.TextChoices):
    """Why somebody takes a working pack."""

    REDACT = "redact", "To redact it"
    CHECK = "check", "To check what was redacted"
    ADVICE = "advice", "To ask for legal advice"


class WorkingPack(Record):
    """That somebody took what was gathered, not redacted: who, when and why, and the SHA-256 of what they took."""

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=10, choices=PackPurpose.choices)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            one_of("working_pack", "purpose", PackPurpose),
            models.UniqueConstraint(fields=["request", "number"], name="working_pack_number_once"),
        ]

    def __str__(self) -> str:
        return f"Working pack {self.number} of {self.request}"
