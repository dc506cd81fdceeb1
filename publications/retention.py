"""What publications do when a case is disposed of. When that may be, and what of the case goes: reviews/retention.

What the public could read stays, as the last edition with its files, under a publication that names no case any
more: its address goes on to say that it is gone. All that led there goes, and what never was public goes whole.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from publications.models import (
    Attachment,
    Check,
    Clearance,
    CopyLink,
    CopyOpening,
    CopyRequest,
    Draft,
    Edition,
    EditionFile,
    Extension,
    FormerAddress,
    Holder,
    Notice,
    OwnName,
    OwnNameAgreement,
    Publication,
    PublishedElsewhere,
    Reading,
    ReleaseStep,
    SearchText,
    Withdrawal,
)
from reviews.models import Case, Disposal, RecordKind
from reviews.retention import catalogue
from reviews.retention.contents import Elsewhere

GONE = "Disposed of with the case."
HEADING = "What is published"


def stop(case: Case, at: datetime) -> str | None:
    """Say that something of `case` is public at `at`, or is to be; None if nothing is."""
    live = Publication.objects.filter(case=case, closes_at__gt=at).exclude(withdrawn_at__lte=at)
    return "A publication of the case is public, or has a day set." if live.exists() else None


def already_gone(publication: Publication) -> str | None:
    """Say that the text of the publication has been disposed of, so that nothing brings it back (disposing.py)."""
    key = str(publication.version_of_id or publication.pk)
    gone = Disposal.objects.filter(record_kind=RecordKind.PUBLICATION, record=key)
    if gone.filter(carried_out_at__isnull=False).exists():
        return "Already: its text has been disposed of."
    return None


def goes(case: Case, at: datetime) -> list[str]:
    """Return in words what goes with the case."""
    never = _of(case).exclude(pk__in=_kept(case, at)).count()
    drafts = Draft.objects.filter(publication__in=_of(case)).count()
    elsewhere = PublishedElsewhere.objects.filter(case=case).count()
    found = [
        f"{_number(never, 'publication')} that never went out" if never else "",
        f"{_number(drafts, 'draft')} of what was published, but for the text that went out" if drafts else "",
        f"{_number(elsewhere, 'note')} of a publication elsewhere" if elsewhere else "",
    ]
    return [words for words in found if words]


def stays(case: Case, at: datetime) -> list[str]:
    """Return in words what was public, and stays."""
    kept = _kept(case, at).filter(version_of__isnull=True)
    return [
        f"The last public text of {_number(kept.count(), 'publication')}, which no longer names the case"
    ] * (kept.exists())


def let_go(case: Case, at: datetime) -> None:
    """Delete what of the case's publications was never public, and cut what was from the case.

    The caller has locked the case; publications are locked after it, as everywhere.
    """
    kept = set(_kept(case, at).values_list("pk", flat=True))
    every = list(_of(case).select_for_update(of=("self",)).values_list("pk", flat=True))
    others = [pk for pk in every if pk not in kept]
    served = Publication.objects.filter(pk__in=kept).values_list("edition", flat=True)
    editions = {key for key in served if key is not None}
    # A window stands and falls with its edition, so both go in one step.
    Publication.objects.filter(pk__in=others).update(
        edition=None,
        copied_edition=None,
        slug=None,
        opens_at=None,
        closes_at=None,
        scheduled_at=None,
        scheduled_by=None,
    )
    Publication.objects.filter(pk__in=kept).exclude(copied_edition__in=editions).update(copied_edition=None)
    delete_of_all(every, editions)
    _delete_of(others)
    empty_words_of(kept)
    Publication.objects.filter(pk__in=kept).update(case=None)
    Publication.objects.filter(pk__in=others).exclude(version_of=None).delete()
    Publication.objects.filter(pk__in=others).delete()


def _of(case: Case) -> QuerySet[Publication]:
    return Publication.objects.filter(Q(case=case) | Q(version_of__case=case))


def _kept(case: Case, at: datetime) -> QuerySet[Publication]:
    """Return the publications of the case that the public could read, with their approved versions."""
    gone = Publication.objects.gone(at).filter(case=case)
    return Publication.objects.filter(Q(pk__in=gone) | Q(version_of__in=gone, edition__isnull=False))


def delete_of_all(publications: Collection[UUID], editions: Collection[UUID]) -> None:
    """Delete how the texts came about, and every text but the `editions` that stay."""
    old = Edition.objects.filter(publication__in=publications).exclude(pk__in=editions)
    CopyOpening.objects.filter(link__edition__in=old).delete()
    CopyLink.objects.filter(edition__in=old).delete()
    Check.objects.filter(draft__publication__in=publications).delete()
    for table in (Clearance, ReleaseStep, Notice):
        table._base_manager.filter(publication__in=publications).delete()
    Reading.objects.filter(attachment__publication__in=publications).delete()
    SearchText.objects.filter(edition__in=old).delete()
    EditionFile.objects.filter(edition__in=old).delete()
    drafts = Draft.objects.filter(publication__in=publications).exclude(edition__in=editions)
    keys = list(drafts.values_list("pk", flat=True))
    old.delete()
    Draft.objects.filter(pk__in=keys).delete()
    unused = Attachment.objects.filter(publication__in=publications, drafts__isnull=True)
    unused.delete()


def _delete_of(publications: Collection[UUID]) -> None:
    """Delete what else hangs from publications that go whole."""
    CopyRequest.objects.filter(publication__in=publications).update(publication=None, reason=GONE)
    Holder.objects.filter(withdrawal__publication__in=publications).delete()
    for table in (Withdrawal, Extension, FormerAddress):
        table._base_manager.filter(publication__in=publications).delete()


def empty_words_of(publications: Collection[UUID]) -> None:
    """Take out what people wrote about publications that stay: why, for whom, and what cleaning found."""
    of_them = {"publication__in": publications}
    Draft.objects.filter(**of_them).update(correction_reason="")
    Attachment.objects.filter(**of_them).update(taken_out=[], hidden=[], reason="")
    Extension.objects.filter(**of_them).update(reason=GONE)
    Withdrawal.objects.filter(**of_them).update(reason=GONE)
    Withdrawal.objects.filter(**of_them).exclude(reinstatement_reason="").update(reinstatement_reason=GONE)
    Holder.objects.filter(withdrawal__publication__in=publications).update(who="", note="")
    CopyRequest.objects.filter(**of_them).exclude(reason="").update(reason=GONE)


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


OF_THE_CASE = tuple(table._meta.label for table in (OwnName, OwnNameAgreement, PublishedElsewhere))
TABLES = tuple(
    table._meta.label
    for table in (
        Publication,
        Edition,
        EditionFile,
        Draft,
        Attachment,
        Reading,
        Check,
        Clearance,
        ReleaseStep,
        Extension,
        Withdrawal,
        Holder,
        Notice,
        FormerAddress,
        SearchText,
    )
)
COPIES = tuple(table._meta.label for table in (CopyRequest, CopyLink, CopyOpening))

ELSEWHERE = Elsewhere(goes, stays, let_go, (*TABLES, *COPIES))


def register_held() -> None:
    """Tell the page of what is held which tables are publications'."""
    catalogue.register_tables(catalogue.CASE, *OF_THE_CASE)
    catalogue.register_tables(catalogue.REFERENCE, "publications.SiteText", "publications.Helpline")
    catalogue.register(
        "publications",
        catalogue.Held(
            HEADING,
            "Drafts, checks, approved editions with their files, windows and withdrawals. Anonymised: no child, no "
            "relative and no practitioner is named, unless a name was decided on",
            "To publish what was learned, and to show that what was public is what was approved",
            catalogue.TASK,
            "Public for its window, and gone from the web with its last day whatever is decided here. The portal "
            "keeps what was public until two people dispose of it; drafts and checks go with it or with their case",
            (RecordKind.PUBLICATION,),
            list(TABLES),
        ),
    )
    catalogue.register(
        "copies",
        catalogue.Held(
            "Requests for a copy",
            "Who asked and what for (sealed); what was decided; when a link was sent and opened",
            "To answer people who ask for something that is no longer public",
            catalogue.TASK,
            "What somebody wrote: six months. That somebody asked, and what was decided: kept until two people "
            "dispose of it",
            (RecordKind.COPY_REQUEST,),
            list(COPIES),
        ),
    )
