"""The kinds of record of this app that have a period of their own: parts of ended cases, intakes, the register.

What publications add is in their own package. Emptied is what other rows point to, or what says that something was
done; the rest is deleted.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse

from cspr_portal import clock
from reviews.models import (
    AgencyRequest,
    AgencyReturn,
    Case,
    Chase,
    Document,
    Engagement,
    InformationCase,
    InformationRequest,
    Intake,
    Participant,
    RecordKind,
    ReturnStep,
    User,
)
from reviews.scope import Scope

from . import contents, due
from .records import GONE, Kind, Subject, how_many, no_more

CASE_STAYS = "The case and all else of it"


def _theirs(cases: QuerySet[Case], scope: Scope) -> QuerySet[Case]:
    return cases.filter(area__in=list(scope.areas)).exclude(pk__in=list(scope.recused))


def _lock(table: type[Model], row: Any) -> None:
    table._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()


def _ended(parts: QuerySet[Any]) -> QuerySet[Any]:
    """Return the cases that have ended and hold some of `parts`, a query that asks for the case of an OuterRef."""
    return due.ended(Case.objects.filter(Exists(parts))).filter(ended_at__isnull=False)


def _of_case(kind: RecordKind, words: str, case: Any) -> Subject:
    ended_on = clock.today(case.ended_at)
    stage = case.get_stage_display()
    return Subject(
        kind=kind,
        key=str(case.pk),
        row=case,
        words=words,
        ended_on=ended_on,
        ended_words=f"The case ended on {clock.day_words(ended_on)}: {stage[:1].lower()}{stage[1:]}.",
        cases=(case,),
        area=case.area,
        url=reverse("case", args=[case.reference]),
    )


def _open_in_case(subject: Subject, at: datetime) -> list[str]:
    case: Case = subject.row
    return [*due.open_matters(case), *due.public_still(case, at)]


def _returns(case: Any) -> QuerySet[AgencyReturn]:
    return AgencyReturn.objects.filter(request__case=case).exclude(involvement=GONE)


def _empty_returns(subject: Subject, _by: User, _at: datetime) -> int:
    requests = AgencyRequest.objects.filter(case=subject.row)
    rows = _returns(subject.row).update(
        had_no_involvement=False,
        involvement=GONE,
        episodes="",
        safety="",
        improvements="",
        analysis="",
        agency_actions="",
    )
    ReturnStep.objects.filter(request__in=requests).exclude(reason="").update(reason=GONE)
    Chase.objects.filter(request__in=requests).update(note=GONE)
    AgencyRequest.subjects.through.objects.filter(agencyrequest__in=requests).delete()
    requests.update(asked=GONE)
    return rows


def _talks(case: Any) -> QuerySet[Engagement]:
    return Engagement.objects.filter(review__case=case).exclude(note=GONE)


def _empty_talks(subject: Subject, _by: User, _at: datetime) -> int:
    rows = _talks(subject.row).update(note=GONE)
    Participant.objects.filter(review__case=subject.row).update(
        reach_through="", must_not_know="", may_be_said="", must_not_be_said="", next_contact=""
    )
    return rows


def _documents(case: Any) -> QuerySet[Document]:
    return Document.objects.filter(case=case, removed_at__isnull=True)


def _empty_documents(subject: Subject, by: User, at: datetime) -> int:
    kept = _documents(subject.row)
    names = list(kept.values_list("stored_name", flat=True))
    kept.update(removed_at=at, removed_by=by)
    Document.objects.filter(case=subject.row).update(title="Disposed of", remove_reason=GONE)
    contents.discard(names)
    return len(names)


def _intake(row: Intake) -> Subject:
    ended_on = clock.today(row.dropped_at)  # type: ignore[arg-type]
    day = clock.day_words(ended_on)
    begun = clock.day_words(clock.today(row.started_at))
    return Subject(
        kind=RecordKind.INTAKE,
        key=str(row.pk),
        row=row,
        words=f"Intake in {row.area.name}, begun on {begun}",
        ended_on=ended_on,
        ended_words=f"The intake was dropped on {day}.",
        area=row.area,
    )


def _delete_intake(subject: Subject, _by: User, _at: datetime) -> int:
    Intake.objects.filter(pk=subject.row.pk).delete()
    LogEntry.objects.filter(object_id=subject.key).delete()
    return 1


def _information(row: InformationRequest) -> Subject:
    ended_on = row.answered_on or clock.today(row.withdrawn_at)  # type: ignore[arg-type]
    done = "answered" if row.answered_on else "withdrawn"
    return Subject(
        kind=RecordKind.INFORMATION,
        key=str(row.pk),
        row=row,
        words=f"{row.get_kind_display()}, received on {clock.day_words(row.received_on)}",
        ended_on=ended_on,
        ended_words=f"The request was {done} on {clock.day_words(ended_on)}.",
        cases=tuple(
            Case.objects.filter(information_requests__request=row).select_related("review", "rapid_review")
        ),
        area=row.area,
    )


def _requests(rows: QuerySet[InformationRequest], scope: Scope) -> QuerySet[InformationRequest]:
    closed = InformationCase.objects.filter(request=OuterRef("pk")).exclude(
        pk__in=InformationCase.objects.filter(scope.within("case")).values("pk")
    )
    return rows.filter(~Exists(closed), area__in=list(scope.areas))


def _hangs(subject: Subject) -> contents.Contents:
    return contents.hanging_from({InformationRequest: {subject.row.pk}})


def _request_goes(subject: Subject) -> list[str]:
    copies = how_many(
        subject.row.copies.count(), "redacted copy, with its file", "redacted copies, with their files"
    )
    return [
        "Who asked and for what, the advice, the answer with its grounds, and what was sent to whom",
        *copies,
    ]


KINDS = (
    Kind(
        kind=RecordKind.RETURN,
        rows=lambda at: _ended(_returns(OuterRef("pk"))),
        theirs=_theirs,
        subject=partial(_of_case, RecordKind.RETURN, "Returns of agencies"),
        goes=lambda subject: [
            *how_many(_returns(subject.row).count(), "return of an agency", "returns of agencies"),
            "What the agencies were asked, whom they were asked about, and what was written to them on the way",
        ],
        stays=lambda subject: ["That each agency was asked and answered, by whom and when", CASE_STAYS],
        lock=partial(_lock, Case),
        delete=_empty_returns,
        stops=_open_in_case,
    ),
    Kind(
        kind=RecordKind.ENGAGEMENT,
        rows=lambda at: _ended(_talks(OuterRef("pk"))),
        theirs=_theirs,
        subject=partial(_of_case, RecordKind.ENGAGEMENT, "Notes of talks with families and practitioners"),
        goes=lambda subject: [
            *how_many(_talks(subject.row).count(), "note of a talk", "notes of talks"),
            "Through whom people are reached, who must not know, and what may be said",
        ],
        stays=lambda subject: [
            "With whom there was contact, when, and what came of it in a word",
            CASE_STAYS,
        ],
        lock=partial(_lock, Case),
        delete=_empty_talks,
        stops=_open_in_case,
    ),
    Kind(
        kind=RecordKind.DOCUMENT,
        rows=lambda at: _ended(_documents(OuterRef("pk"))),
        theirs=_theirs,
        subject=partial(_of_case, RecordKind.DOCUMENT, "Documents"),
        goes=lambda subject: [
            *how_many(
                _documents(subject.row).count(), "document, with its file", "documents, with their files"
            ),
            "The titles of all documents, those removed before among them",
        ],
        stays=lambda subject: [
            "That there was a file, who added it and when, its size and its fingerprint (SHA-256)",
            CASE_STAYS,
        ],
        lock=partial(_lock, Case),
        delete=_empty_documents,
        stops=_open_in_case,
    ),
    Kind(
        kind=RecordKind.INTAKE,
        rows=lambda at: (
            Intake.objects.filter(dropped_at__isnull=False)
            .select_related("area")
            .order_by("dropped_at", "pk")
        ),
        theirs=lambda rows, scope: rows.filter(area__in=list(scope.areas)),
        subject=_intake,
        goes=lambda subject: ["All that was typed, and why it was dropped"],
        stays=lambda subject: [],
        lock=partial(_lock, Intake),
        delete=_delete_intake,
        stops=no_more,
    ),
    Kind(
        kind=RecordKind.INFORMATION,
        rows=lambda at: (
            InformationRequest.objects.filter(Q(answered_on__isnull=False) | Q(withdrawn_at__isnull=False))
            .select_related("area")
            .order_by("received_on", "pk")
        ),
        theirs=_requests,
        subject=_information,
        goes=_request_goes,
        stays=lambda subject: (
            ["The case that it is about" if len(subject.cases) == 1 else "The cases that it is about"]
            if subject.cases
            else []
        ),
        lock=partial(_lock, InformationRequest),
        delete=lambda subject, by, at: contents.delete_rows(_hangs(subject)),
        stops=no_more,
    ),
)
