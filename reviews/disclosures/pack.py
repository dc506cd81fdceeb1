"""The working pack of a subject access request: what was gathered, as one PDF for a person to redact.

Every page says that it is not redacted. What is privileged or sealed is in it as a line, never as a text.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from cspr_portal.pdf import binding, sheets
from cspr_portal.pdf.staff import staff_pdf
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.documents import storing
from reviews.models import Document, InformationRequest, User, WorkingPack

from . import access, gathering
from .lines import Line
from .recording import lock, record_on, references

MARK = "Not redacted. Not for release"
MOST_PAGES = 200


@dataclass(frozen=True)
class Bound:
    """A document whose own pages are drawn at the pack's end: its line, its number there, how many pages."""

    line: Line
    document: Document
    number: int
    pages: int

    @property
    def page_numbers(self) -> range:
        """The numbers of its own pages, from 1."""
        return range(1, self.pages + 1)


def take(request: InformationRequest, *, purpose: str, by: User, at: datetime) -> tuple[WorkingPack, bytes]:
    """Make `by` a pack, and keep who took it, when, why, and the SHA-256 of its bytes. Slow: no action.

    Raises NotYet when somebody else took one at the same moment.
    """
    check(access.gather(by, request, at))
    found = gathering.lines(request, by=by, at=at)
    bound, pages = _bound(found)
    looks = {look.place: look for look in request.looks.all()}
    keys = {one.line.key for one in bound}
    number = _next_number(request)
    made = staff_pdf(
        "reviews/disclosures/pack_pdf.html",
        {
            "mark": MARK,
            "request": request,
            "subject": gathering.subject_words(request),
            "rows": [(line, looks.get(line.key), line.key in keys) for line in found],
            "bound": bound,
        },
        title="Working pack: subject access request",
        reference=", ".join(references(request)) if request.about.exists() else request.area.name,
        reader=by.name,
        copy=f"{MARK}. Working pack {number}",
        at=at,
    )
    made = binding.bound(made, pages) if pages else made
    pack = _keep(
        request,
        number,
        purpose=purpose,
        sha256=hashlib.sha256(made).hexdigest(),
        bound=bound,
        by=by,
        at=at,
    )
    return pack, made


def _bound(found: list[Line]) -> tuple[list[Bound], list[bytes]]:
    """The documents that can be drawn into the pack, with their pages made fit; PDFs that aren't privileged."""
    bound: list[Bound] = []
    pages: list[bytes] = []
    left = MOST_PAGES
    for line in found:
        document = line.rows[0] if line.rows else None
        if not isinstance(document, Document) or document.extension != "pdf" or left <= 0:
            continue
        try:
            with storing.opened(document) as file:
                cleaned = sheets.cleaned(file.read(), left)
        except storing.Damaged:
            continue
        if cleaned is not None:
            count = binding.page_count(cleaned)
            pages.append(cleaned)
            bound.append(Bound(line, document, len(bound) + 1, count))
            left -= count
    return bound, pages


@action
def _keep(
    request: InformationRequest,
    number: int,
    *,
    purpose: str,
    sha256: str,
    bound: list[Bound],
    by: User,
    at: datetime,
) -> WorkingPack:
    request = lock(request)
    check(access.gather(by, request, at))
    if _next_number(request) != number:
        raise NotYet("Not yet: somebody else is taking a pack at this moment. Try again.")
    pack = WorkingPack.objects.create(
        request=request, number=number, purpose=purpose, sha256=sha256, taken_at=at, taken_by=by
    )
    record_on(request, by, "information.pack_taken", number=number, purpose=str(purpose))
    for one in bound:
        record(by, "document.opened", one.line.about, document=str(one.document.pk), pack=number)
    return pack


def _next_number(request: InformationRequest) -> int:
    last: int | None = request.packs.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
