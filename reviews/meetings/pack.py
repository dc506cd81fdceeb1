"""What stands in the pack of a meeting: agenda, papers, key lines of enquiry, merged chronology; and its PDF.

Reading only. Who may have one is in access.py; that copies are numbered and kept count of is in copies.py.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cspr_portal import clock
from cspr_portal.pdf import binding, sheets
from cspr_portal.pdf.staff import staff_pdf
from reviews.chronology.entries import chosen, in_order, live, row_of, when_of
from reviews.documents import storing
from reviews.documents.kinds import KINDS
from reviews.models import Case, ChronologyEntry, Document, Meeting

from . import access

# What a reader can carry, and a server can lay out while somebody waits.
MOST_PAGES = 200
MOST_EVENTS = 600


@dataclass(frozen=True)
class Paper:
    """A paper of the meeting: its place, and how many of its pages are bound in (none: it is read in the portal)."""

    key: UUID
    number: int
    title: str
    kind: str
    pages: int

    @property
    def page_numbers(self) -> range:
        """The numbers of its own pages, from 1."""
        return range(1, self.pages + 1)


@dataclass(frozen=True)
class Pack:
    """All that a copy of a pack is made of; two copies differ in their number and their reader only."""

    case: Case
    meeting: Meeting
    papers: list[Paper]
    bound: list[bytes]
    chronology: dict[str, Any]

    def pdf(self, *, number: int, reader: str, at: datetime) -> bytes:
        """Return one reader's copy: slow, so outside transactions."""
        made = staff_pdf(
            "reviews/meetings/pack_pdf.html",
            {
                "case": self.case,
                "meeting": self.meeting,
                "papers": self.papers,
                "key_lines": self.case.review.key_lines.all(),
                "chronology": self.chronology,
            },
            title=f"Papers for the panel’s meeting on {clock.day_words(self.meeting.held_on)}",
            reference=self.case.reference,
            reader=reader,
            copy=f"Copy {number}",
            at=at,
        )
        return binding.bound(made, self.bound) if self.bound else made


def of(case: Case, meeting: Meeting) -> Pack:
    """Gather the pack of a meeting as it stands now: files are read and their pages made fit to be bound."""
    papers, bound, left = [], [], MOST_PAGES
    for number, document in enumerate(access.papers_of(meeting, case), 1):
        pages = _pages(document, left)
        count = binding.page_count(pages) if pages is not None else 0
        if pages is not None:
            bound.append(pages)
        left -= count
        papers.append(Paper(document.pk, number, document.title, KINDS[document.extension].words, count))
    return Pack(case, meeting, papers, bound, chronology(case))


def chronology(case: Case) -> dict[str, Any]:
    """Return the merged chronology of the case's review for paper: its rows, how many there are, what is left out.

    One of more than MOST_EVENTS events is cut to those marked as key or significant; one that is still too long is
    left to the portal, and says so.
    """
    every = live(case.review)
    count, kept = every.count(), every
    if count > MOST_EVENTS:
        kept = chosen(every, significance="marked")
    shown = list(in_order(kept).select_related("agency")[: MOST_EVENTS + 1])
    rows = [_row(entry) for entry in shown] if len(shown) <= MOST_EVENTS else []
    return {"count": count, "rows": rows, "left_out": count - len(rows)}


def _row(entry: ChronologyEntry) -> dict[str, Any]:
    row = row_of(entry)
    return {
        "when": when_of(entry).words(),
        "agency": entry.agency.name,
        "event": row.event,
        "source": row.source,
        "mark": "" if entry.significance == "ordinary" else row.significance,
        "comment": row.comment,
    }


def _pages(document: Document, most_pages: int) -> bytes | None:
    """The pages of a PDF, fit to be bound; None for another kind of file, and for one that can't be bound."""
    if document.extension != "pdf" or most_pages <= 0:
        return None
    try:
        with storing.opened(document) as file:
            return sheets.cleaned(file.read(), most_pages)
    except storing.Damaged:
        return None
