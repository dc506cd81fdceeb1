"""The records of publications with a period of their own: what has left the web, and requests for a copy.

That a text is off the web is no matter of this: it left with its window, and stays gone under a disposal hold. A
hold keeps what the portal still has of it. What goes with a case is in retention.py.
"""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import CharField, DateTimeField, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from cspr_portal import clock
from publications.copies import links
from publications.models import (
    Attachment,
    CopyLink,
    CopyOpening,
    CopyRequest,
    CopyState,
    Draft,
    Edition,
    EditionFile,
    Publication,
    Reading,
    SearchText,
)
from publications.retention import delete_of_all, empty_words_of
from publications.windows import last_day
from reviews.models import Case, RecordKind, User
from reviews.retention import due
from reviews.retention.records import GONE, Kind, Subject, how_many
from reviews.scope import Scope
from reviews.stages import ENDS

TITLE = "Disposed of"


def carriers(publications: QuerySet[Publication]) -> list[QuerySet[Any]]:
    """Return the rows that carry the theme of a hold (OuterRef) for `publications`: chosen, or in any draft."""
    chosen = Publication.themes.through.objects.filter(publication__in=publications, theme=OuterRef("theme"))
    word = Concat(Value('"'), OuterRef("theme__slug"), Value('"'), output_field=CharField())
    drafts = Draft.objects.filter(publication__in=publications).annotate(words=Cast("themes", TextField()))
    return [chosen, drafts.filter(words__contains=word)]


def _of_cases(cases: QuerySet[Case]) -> QuerySet[Publication]:
    return Publication.objects.filter(case__in=cases)


# For disposal holds: what of cases carries themes here, and what would go, or be emptied, with a case
CARRIERS = (
    lambda cases: carriers(_of_cases(cases))[0],
    lambda cases: carriers(_of_cases(cases))[1],
)
WITHIN = {
    RecordKind.PUBLICATION: _of_cases,
    RecordKind.COPY_REQUEST: lambda cases: CopyRequest.objects.filter(publication__case__in=cases),
}


def _unit(publication: Publication) -> QuerySet[Publication]:
    """Return the publication and its versions, which go together."""
    return Publication.objects.filter(Q(pk=publication.pk) | Q(version_of=publication))


def _left(at: datetime) -> QuerySet[Publication]:
    gone = Publication.objects.gone(at).filter(version_of__isnull=True, closes_at__lte=at)
    still = gone.exclude(edition__title=TITLE, edition__markdown="", edition__body_html="")
    return still.select_related("case__area", "case__review", "case__rapid_review").order_by(
        "closes_at", "pk"
    )


def _in_scope(case: str, rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    theirs = Q((f"{case}__isnull", True)) | Q((f"{case}__area__in", list(scope.areas)))
    return rows.filter(theirs).exclude(Q((f"{case}__in", list(scope.recused))))


def _publication(row: Publication) -> Subject:
    ended_on = last_day(row.closes_at)  # type: ignore[arg-type]
    opened = clock.day_words(clock.today(row.opens_at))  # type: ignore[arg-type]
    return Subject(
        kind=RecordKind.PUBLICATION,
        key=str(row.pk),
        row=row,
        words=f"{row.get_kind_display()}, public from {opened}",
        ended_on=ended_on,
        ended_words=f"The last day of its window was {clock.day_words(ended_on)}.",
        cases=(row.case,) if row.case is not None else (),
        area=row.case.area if row.case is not None else None,
        url=reverse("manage_publication", args=[row.pk]),
    )


def _publication_goes(subject: Subject) -> list[str]:
    files = EditionFile.objects.filter(edition__publication__in=_unit(subject.row)).count()
    attached = Attachment.objects.filter(publication__in=_unit(subject.row)).count()
    return [
        "Its text in every edition, draft and version, with title and summary",
        *how_many(
            files, "file of its editions, the PDF among them", "files of its editions, PDFs among them"
        ),
        *how_many(attached, "file that was added to it", "files that were added to it"),
        "Its checks, notes and every reason that somebody wrote",
    ]


def _publication_stays(subject: Subject) -> list[str]:
    return [
        "That there was a publication of that kind, its days, and who wrote, checked and approved it",
        "Its address, which goes on to say that it is gone, and the fingerprint (SHA-256) of the text that was public",
    ]


def _publication_stops(subject: Subject, at: datetime) -> list[str]:
    case: Case | None = subject.row.case
    if case is None:
        return []
    running = [] if case.stage in ENDS else ["Its case has not ended."]
    return [*running, *due.open_matters(case)]


def _publication_with_it(subject: Subject) -> list[str]:
    asked = CopyRequest.objects.filter(publication__in=_unit(subject.row))
    return [RecordKind.COPY_REQUEST] if asked.exists() else []


def _empty_publication(subject: Subject, _by: User, _at: datetime) -> int:
    keys = list(_unit(subject.row).values_list("pk", flat=True))
    unit = Publication.objects.filter(pk__in=keys)
    served = {key for key in unit.values_list("edition", flat=True) if key is not None}
    unit.exclude(copied_edition__in=served).update(copied_edition=None)
    delete_of_all(keys, served)
    empty_words_of(keys)
    editions = Edition.objects.filter(pk__in=served)
    SearchText.objects.filter(edition__in=editions).delete()
    rows = EditionFile.objects.filter(edition__in=editions).delete()[0]
    drafts = Draft.objects.filter(edition__in=editions)
    Draft.attachments.through.objects.filter(draft__in=drafts).delete()
    Reading.objects.filter(attachment__publication__in=unit).delete()
    rows += Attachment.objects.filter(publication__in=unit).delete()[0]
    drafts.update(title=TITLE, summary=GONE, care_note="", text="", themes=[], correction_reason="")
    rows += editions.update(
        title=TITLE,
        summary=GONE,
        care_note="",
        markdown="",
        body_html="",
        plain_text="",
        contents=[],
        videos=[],
        words=0,
    )
    Publication.themes.through.objects.filter(publication__in=unit).delete()
    Publication.linked.through.objects.filter(
        Q(from_publication__in=unit) | Q(to_publication__in=unit)
    ).delete()
    return rows


def _asked(at: datetime) -> QuerySet[CopyRequest]:
    over = Q(decided_at__isnull=False) | Q(words_until__lte=at)
    found = CopyRequest.objects.filter(over).annotate(
        over_at=Coalesce("decided_at", "words_until", output_field=DateTimeField())
    )
    cases = ("publication__case__area", "publication__case__review", "publication__case__rapid_review")
    return found.select_related(*cases).order_by("over_at", "pk")


def _copy_request(row: Any) -> Subject:
    ended_on = clock.today(row.over_at)
    day = clock.day_words(ended_on)
    waited = row.state == CopyState.WAITING
    case = row.publication.case if row.publication is not None else None
    return Subject(
        kind=RecordKind.COPY_REQUEST,
        key=str(row.pk),
        row=row,
        words=f"Request for a copy, received on {clock.day_words(clock.today(row.received_at))}",
        ended_on=ended_on,
        ended_words=f"Its words were deleted on {day}, with no answer."
        if waited
        else f"It was answered on {day}.",
        cases=(case,) if case is not None else (),
        area=case.area if case is not None else None,
    )


def _copy_stops(subject: Subject, at: datetime) -> list[str]:
    alive = links.live(at).filter(request=subject.row).exists()
    unread = subject.row.words_until > at and bool(subject.row.sealed)
    return [
        *(["The link that was sent still works."] if alive else []),
        *(["What was written is kept for six months, so that a new link can be sent."] if unread else []),
    ]


def _delete_copy_request(subject: Subject, _by: User, _at: datetime) -> int:
    asked = {"request": subject.row.pk}
    rows = CopyOpening.objects.filter(link__request=subject.row.pk).delete()[0]
    rows += CopyLink.objects.filter(**asked).delete()[0]
    LogEntry.objects.filter(object_id=subject.key).delete()
    return rows + CopyRequest.objects.filter(pk=subject.row.pk).delete()[0]


def _copy_carries(subject: Subject) -> list[QuerySet[Any]]:
    about = subject.row.publication_id
    return carriers(Publication.objects.filter(pk=about)) if about is not None else []


KINDS = (
    Kind(
        kind=RecordKind.PUBLICATION,
        rows=_left,
        theirs=lambda rows, scope: _in_scope("case", rows, scope),
        subject=_publication,
        goes=_publication_goes,
        stays=_publication_stays,
        lock=lambda row: list(_unit(row).select_for_update(of=("self",)).order_by("pk")),  # type: ignore[arg-type]
        delete=_empty_publication,
        stops=_publication_stops,
        carried=lambda subject: carriers(_unit(subject.row)),
        with_it=_publication_with_it,
    ),
    Kind(
        kind=RecordKind.COPY_REQUEST,
        rows=_asked,
        theirs=lambda rows, scope: _in_scope("publication__case", rows, scope),
        subject=_copy_request,
        goes=lambda subject: [
            "When it came, what was decided and why",
            "Which link was sent, and when it was opened",
        ],
        stays=lambda subject: [],
        lock=lambda row: CopyRequest.objects.select_for_update(of=("self",)).filter(pk=row.pk).first(),  # type: ignore[arg-type]
        delete=_delete_copy_request,
        stops=_copy_stops,
        carried=_copy_carries,
    ),
)
