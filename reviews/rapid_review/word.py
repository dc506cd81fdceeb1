"""The rapid review as a Word file. Who may take it away is in access.py."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from cspr_portal import clock
from reviews.decisions.access import is_review_decided
from reviews.models import Case, RapidReview, ReviewDecision
from reviews.record import on_review

if TYPE_CHECKING:
    from cspr_portal.word import WordFile

TITLE = "Rapid review"
MEETING = "The meeting"


def document(
    case: Case, review: RapidReview, texts: Iterable[tuple[str, str]], *, reader: str, at: datetime
) -> bytes:
    """Return the file: the meeting, each heading with its text, and the decision on a review if one holds.

    A draft says that it is one, and which: so the portal knows it again when it comes back (from_word.py).
    """
    # Here, since python-docx takes memory that a process which serves public pages doesn't need.
    from cspr_portal.word import WordFile

    mark = "" if review.recorded_at else "Draft, not complete"
    file = WordFile(TITLE, reference=case.reference, reader=reader, at=at, mark=mark)
    file.paragraphs(about(case, 0 if review.recorded_at else review.version))
    file.heading(MEETING)
    file.paragraphs(meeting(review))
    for heading, text in texts:
        file.heading(heading)
        file.paragraphs(text)
    decision = case.review_decision
    if decision is not None and is_review_decided(case):
        _decide(file, decision)
    return file.bytes()


def about(case: Case, draft: int) -> str:
    """Return what stands under the title: the case and, of a draft, its number (0: it is complete)."""
    return f"{case.title}\nReference {case.reference}" + (f"\nDraft {draft}" if draft else "")


def meeting(review: RapidReview | None) -> str:
    """Return what stands under the heading of the meeting."""
    if review is None:
        return ""
    day = clock.day_words(review.meeting_on) if review.meeting_on else "The day is not recorded yet."
    return f"{day}\n\nAttended by:\n{review.attended_by}" if review.attended_by else day


def _decide(file: "WordFile", decision: ReviewDecision) -> None:
    """Add the decision on test B against each criterion (SI 2018/789, regulation 11), with the view on test C."""
    file.heading("The decision on a review")
    file.paragraphs(
        f"{decision.get_outcome_display()}.\nDecided {clock.day_words(decision.decided_on)}, "
        f"recorded by {decision.decided_by.name}, {decision.decided_as}."
    )
    file.paragraphs(decision.rationale)
    for stand in on_review(decision).stands:
        words = f"{stand.get_partner_role_display()}: {stand.get_stand_display().lower()}."
        file.paragraphs("\n".join(part for part in (words, stand.given_as, stand.words) if part))
    said = [(one.get_criterion_display(), one.is_met, one.reason) for one in decision.criteria.all()]
    said += [
        (
            "Learning is likely that will improve practice",
            decision.is_learning_likely,
            decision.learning_reason,
        ),
        (
            "The partners’ view: complex or of national importance",
            decision.is_national_view,
            decision.national_reason,
        ),
    ]
    for words, is_so, reason in said:
        file.paragraphs(f"{words}: {'yes' if is_so else 'no'}.\n{reason}")
