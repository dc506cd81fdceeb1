"""What goes out: drafts, the check on them, frozen editions, windows, withdrawals, and copies on request.

`Publication.objects.public(at)` is the one door to the public; nothing else decides what is served.
"""

from publications.models.checks import Check, Clearance, OwnName, OwnNameAgreement
from publications.models.copies import CopyLink, CopyOpening, CopyRequest, CopyState
from publications.models.drafts import Attachment, AttachmentKind, Draft, Reading
from publications.models.editions import HEAVY, Edition, EditionFile
from publications.models.publications import (
    FormerAddress,
    Kind,
    Publication,
    PublicationQuerySet,
    VersionForm,
)
from publications.models.releases import (
    NO_COPIES_AFTER,
    Extension,
    Holder,
    HolderKind,
    Instead,
    Notice,
    PublishedElsewhere,
    ReleaseStep,
    StepKind,
    StepOutcome,
    Withdrawal,
    WithdrawalKind,
)
from publications.models.rows import Row
from publications.models.search_texts import SearchText
from publications.models.site import Helpline, SitePage, SiteText
from reviews.models import Theme

__all__ = [
    "HEAVY",
    "NO_COPIES_AFTER",
    "Attachment",
    "AttachmentKind",
    "Check",
    "Clearance",
    "CopyLink",
    "CopyOpening",
    "CopyRequest",
    "CopyState",
    "Draft",
    "Edition",
    "EditionFile",
    "Extension",
    "FormerAddress",
    "Helpline",
    "Holder",
    "HolderKind",
    "Instead",
    "Kind",
    "Notice",
    "OwnName",
    "OwnNameAgreement",
    "Publication",
    "PublicationQuerySet",
    "PublishedElsewhere",
    "Reading",
    "ReleaseStep",
    "Row",
    "SearchText",
    "SitePage",
    "SiteText",
    "StepKind",
    "StepOutcome",
    "Theme",
    "VersionForm",
    "Withdrawal",
    "WithdrawalKind",
]
