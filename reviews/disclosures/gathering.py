"""Gathers for a person to redact: where the portal holds something about somebody, flagged, and what was looked at.

It finds places, not mentions: whether a text is about the person is for a reader. Nothing is redacted or sent here.
What is privileged or sealed is a line and never a text. An account's own places are in account.py.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.audit.recording import action
from reviews.models import (
    Case,
    Child,
    Document,
    DocumentClass,
    GatheredLook,
    InformationRequest,
    Participant,
    User,
)

from . import access, account
from .lines import Line, words_of
from .places import BESIDE, PLACES, PRIVILEGED, THIRD_PARTY, Place
from .recording import lock, record_on


def lines(request: InformationRequest, *, by: User, at: datetime) -> list[Line]:
    """Return every place for `request`: of each of its cases, and of the account that it is about, if it is."""
    found: list[Line] = []
    for one in request.about.select_related("case").order_by("case__reference"):
        found += _of_case(request, one.case)
    if request.subject_account is not None:
        found += account.places(request.subject_account, by=by, at=at)
    return found


def _of_case(request: InformationRequest, case: Case) -> Iterator[Line]:
    for code, place in PLACES.items():
        rows = list(place.rows(case))
        if code == "request":
            rows = [row for row in rows if row.request_id != request.pk]
        if not rows:
            continue
        if place.title:
            for row in rows:
                yield _line(request, case, place, f"{code}:{row.pk}", [row])
        else:
            yield _line(request, case, place, f"{code}:{case.pk}", rows)
    for code, words in BESIDE:
        url = reverse("publications") if code == "publications" else reverse("case", args=[case.reference])
        yield Line(f"{code}:{case.pk}", words, case.reference, 0, None, (THIRD_PARTY,), url)


def _line(request: InformationRequest, case: Case, place: Place, key: str, rows: list[Any]) -> Line:
    flags = _flags(request, place, rows[0]) if place.title else place.flags
    has_texts = PRIVILEGED not in flags
    # The title of what is privileged can tell what was advised
    called = words_of(rows[0], place.title) if place.title and has_texts else ""
    days = [day for row in rows if (day := _day(row, place.day)) is not None]
    return Line(
        key,
        f"{place.words}: {called}" if called else place.words,
        case.reference,
        len(rows),
        max(days, default=None),
        flags,
        reverse(place.url_name, args=[case.reference]),
        tuple(rows) if has_texts else (),
        place.fields if has_texts else (),
    )


def _flags(request: InformationRequest, place: Place, row: Any) -> tuple[str, ...]:
    """The flags of one row: a document may be privileged, and whoever asks is nobody else."""
    if isinstance(row, Document) and row.document_class == DocumentClass.PRIVILEGED:
        return (PRIVILEGED, THIRD_PARTY)
    is_own_child = isinstance(row, Child) and row.pk == request.subject_child_id
    is_own_part = isinstance(row, Participant) and row.pk == request.subject_participant_id
    return () if is_own_child or is_own_part else place.flags


def _day(row: Any, name: str) -> date | None:
    value = getattr(row, name) if name else None
    return clock.today(value) if isinstance(value, datetime) else value


@action
def look_at(
    request: InformationRequest, places: dict[str, tuple[bool, str]], *, by: User, at: datetime
) -> int:
    """Keep what was looked at: by key of the place, whether it was, and a note. Return how many entries changed.

    Keys of places that are not there are passed over: what somebody saw may be gone by now.
    """
    request = lock(request)
    check(access.gather(by, request, at))
    known = {line.key for line in lines(request, by=by, at=at)}
    kept = {look.place: look for look in request.looks.all()}
    changed = 0
    for key, (is_looked, note) in places.items():
        look = kept.get(key) or GatheredLook(request=request, place=key)
        is_same = (look.looked_at is not None) == is_looked and look.note == note
        if key not in known or is_same:
            continue
        if is_looked != (look.looked_at is not None):
            look.looked_at, look.looked_by = (at, by) if is_looked else (None, None)
        look.note = note
        look.save()
        changed += 1
    if changed:
        record_on(request, by, "information.looked_at", places=changed)
    return changed


@action
def name_subject(
    request: InformationRequest,
    *,
    child: Child | None = None,
    participant: Participant | None = None,
    person: User | None = None,
    words: str = "",
    by: User,
    at: datetime,
) -> None:
    """Say whose information is asked for: a child or somebody who takes part in its cases, an account, or in words."""
    request = lock(request)
    check(access.gather(by, request, at))
    if person is not None:
        check(access.name_account(by))
    request.subject_child, request.subject_participant = child, participant
    request.subject_account, request.subject_words = person, words
    names = ["subject_child", "subject_participant", "subject_account", "subject_words"]
    request.save(update_fields=names)
    kind = "child" if child else "participant" if participant else "account" if person else "words"
    record_on(request, by, "information.subject_named", subject=kind)


def people_of(request: InformationRequest) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the children of the request's cases and those who take part: by code, their words and what names them."""
    cases = list(request.about.values_list("case", flat=True))
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for child in Child.objects.filter(case__in=cases).select_related("case"):
        found[f"child:{child.pk}"] = (f"{child.pseudonym} ({child.case.reference})", {"child": child})
    taking_part = Participant.objects.filter(review__case__in=cases).select_related("review__case")
    for one in taking_part:
        words = f"{one.called} ({one.review.case.reference})"
        found[f"participant:{one.pk}"] = (words, {"participant": one})
    return found


def subject_words(request: InformationRequest) -> str:
    """Return whose information is asked for, by the name that they have here; "" where nobody has said."""
    if request.subject_child is not None:
        return request.subject_child.pseudonym
    if request.subject_participant is not None:
        return request.subject_participant.called
    if request.subject_account is not None:
        return f"{request.subject_account.name}, who has an account"
    return request.subject_words
