"""Of what a copy may go out, and which links are alive. Asked anew each time: nothing has to be ended by a job."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from publications.files import PDF_NAME
from publications.models import (
    HEAVY,
    NO_COPIES_AFTER,
    CopyLink,
    EditionFile,
    Publication,
    PublicationQuerySet,
    Withdrawal,
)
from publications.windows import moment_words

MOST_OPENINGS = 5
USUAL_DAYS = 14
MOST_DAYS = 30
# 256 bits: nobody comes upon a link by trying.
TOKEN_BYTES = 32
LONGEST_TOKEN = 64


def new_token() -> str:
    """Return the secret of a new link. It goes out once, in a mail; only its hash is kept."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def copyable(at: datetime) -> PublicationQuerySet:
    """Return the publications whose edition is, or was, public at `at`, and of which a copy may go out.

    No draft, no edition that was approved only after the text had left, and nothing that was withdrawn for a
    court order, because somebody could be identified or for somebody's safety, or for no recorded reason
    (practice 23); nor what is held since a restore, which may have lost such a withdrawal. Versions follow what they
    are versions of.
    """
    now = Withdrawal.objects.filter(publication=OuterRef("pk"), reinstated_at__isnull=True)
    was_public = Publication.objects.public(at) | Publication.objects.gone(at)
    safe = was_public.filter(
        Q(withdrawn_at__isnull=True) | Exists(now.exclude(kind__in=NO_COPIES_AFTER)),
        ~Exists(now.filter(kind__in=NO_COPIES_AFTER)),
        Q(withdrawn_at__isnull=True) | Q(edition__approved_at__lt=F("withdrawn_at")),
        edition__approved_at__lt=F("closes_at"),
        held_since__isnull=True,
    )
    left_early = Q(version_of__withdrawn_at__isnull=False)
    versions = Publication.objects.filter(
        ~left_early | Q(edition__approved_at__lt=F("version_of__withdrawn_at")),
        version_of__in=safe.values("pk"),
        edition__approved_at__lt=F("version_of__closes_at"),
        held_since__isnull=True,
    )
    has_pdf = Exists(EditionFile.objects.filter(edition=OuterRef("edition"), name=PDF_NAME))
    return Publication.objects.filter(
        Q(pk__in=safe.values("pk")) | Q(pk__in=versions.values("pk")), has_pdf
    ).select_related("edition")


def live(at: datetime) -> QuerySet[CopyLink]:
    """Return the links that open something at `at`.

    Dead is what was ended, is too old, was opened often enough, leads to an edition that was corrected, or to
    what was withdrawn so that no copies go out; from such a withdrawal no reinstatement brings it back.
    """
    forbidden = Withdrawal.objects.filter(
        publication=OuterRef("home"), kind__in=NO_COPIES_AFTER, withdrawn_at__gte=OuterRef("sent_at")
    )
    return (
        CopyLink.objects.annotate(
            home=Coalesce("edition__publication__version_of", "edition__publication"),
            handed_out=Count("openings", filter=Q(openings__is_file=True)),
        )
        .filter(
            ~Exists(forbidden),
            ended_at__isnull=True,
            expires_at__gt=at,
            handed_out__lt=MOST_OPENINGS,
            edition__publication__in=copyable(at).values("pk"),
            edition=F("edition__publication__edition"),
        )
        .select_related("edition")
        .defer(*HEAVY)
    )


def find(token: str, at: datetime) -> CopyLink | None:
    """Return the live link of that token, with `handed_out`, how often its file was taken; None for all else."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    return live(at).filter(token_sha256=hash_of(token)).first()


@dataclass(frozen=True)
class Standing:
    """A link as staff see it: what has become of it, and when it was opened."""

    link: CopyLink
    is_live: bool
    words: str
    pages: int
    files: int


def standings(copy_request_links: QuerySet[CopyLink], at: datetime) -> list[Standing]:
    """Return how each of the links stands at `at`, the newest first."""
    alive = set(live(at).filter(pk__in=copy_request_links.values("pk")).values_list("pk", flat=True))
    counted = copy_request_links.select_related("sent_by", "ended_by").annotate(
        pages=Count("openings", filter=Q(openings__is_file=False)),
        files=Count("openings", filter=Q(openings__is_file=True)),
    )
    return [_standing(link, link.pk in alive, link.pages, link.files, at) for link in counted]


def _standing(link: CopyLink, is_live: bool, pages: int, files: int, at: datetime) -> Standing:
    if is_live:
        words = f"Works until {moment_words(link.expires_at)}"
    elif link.ended_at is not None and link.ended_by is not None:
        words = f"Ended by {link.ended_by.name}, {moment_words(link.ended_at)}"
    elif link.expires_at <= at:
        words = f"Over since {moment_words(link.expires_at)}"
    elif files >= MOST_OPENINGS:
        words = f"Over: the file was opened {MOST_OPENINGS} times"
    else:
        words = "Dead: what it led to was withdrawn or corrected"
    return Standing(link, is_live, words, pages, files)
