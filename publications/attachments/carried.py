"""Which files go on with a new text: those of the draft before it, and the pictures that the text names.

A text that was agreed as a case's report names the report's pictures: they are copied when they are first named.
"""

from collections.abc import Iterable
from datetime import datetime

from cspr_portal.text import pictures_of
from publications import progress
from publications.models import Attachment, AttachmentKind, Draft, Publication
from reviews.models import ReportPicture, User


def carried(
    publication: Publication, newest: Draft | None, text: str, *, by: User, at: datetime
) -> list[Attachment]:
    """Return the files that go out with `text`, after the draft `newest` if there is one. Part of an action."""
    named = dict(pictures_of(text))
    pictures = publication.attachments.filter(kind=AttachmentKind.PICTURE, name__in=named).defer("content")
    known = list(pictures)
    unknown = named.keys() - {one.name for one in known}
    others = progress.attachments_of(newest) if newest else []
    return [
        *(one for one in others if one.kind != AttachmentKind.PICTURE),
        *known,
        *(_from_the_report(publication, unknown, alts=named, by=by, at=at) if unknown else ()),
    ]


def _from_the_report(
    publication: Publication, names: Iterable[str], *, alts: dict[str, str], by: User, at: datetime
) -> list[Attachment]:
    """Copy the pictures of those names that a version of the case's own report has shown."""
    if publication.case_id is None:
        return []
    shown = ReportPicture.objects.filter(
        review__case=publication.case_id, name__in=names, first_version__isnull=False
    )
    return Attachment.objects.bulk_create(
        Attachment(
            publication=publication,
            kind=AttachmentKind.PICTURE,
            name=one.name,
            alt=alts[one.name],
            media_type=one.media_type,
            content=bytes(one.content),
            size=one.size,
            width=one.width,
            height=one.height,
            sha256=one.sha256,
            added_at=at,
            added_by=by,
        )
        for one in shown
    )
