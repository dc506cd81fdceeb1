"""Writing the rapid review piece by piece, completing it, and that it was sent. From its completion on it stands.

What the national Panel answers to it is in answers.py.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import Case, RapidReview, RapidReviewPart, RapidReviewSection, User
from reviews.stage_moves import lock

from . import access

OVERTAKEN = (
    "Already: this was saved meanwhile by somebody else, or in another window. Compare both, and save again."
)


def mark(*values: object) -> int:
    """Return a mark of what is kept in one piece of the rapid review, by which its form knows that it was changed."""
    kept = "\n".join(str(value) for value in values if value)
    return int(hashlib.sha256(kept.encode()).hexdigest()[:7], 16) if kept else 0


@action
def save_meeting(
    case: Case, *, meeting_on: date | None, attended_by: str, began_from: int, by: User, at: datetime
) -> None:
    """Keep the day of the meeting and who attended, as far as they are known. Either may be missing.

    `began_from` is the mark of what the writer began from: raises NotYet when something else was saved since,
    so that neither is lost. The same again changes nothing.
    """
    case = lock(case)
    check(access.write(by, case, at))
    review = access.newest(case)
    kept: tuple[date | None, str] = (review.meeting_on, review.attended_by) if review else (None, "")
    if kept == (meeting_on, attended_by):
        return
    if mark(*kept) != began_from:
        raise NotYet(OVERTAKEN)
    review = review or _begin(case, by, at)
    review.meeting_on, review.attended_by = meeting_on, attended_by
    _raise_version(review)
    record(by, "rapid_review.saved", case.reference, section="meeting", version=review.version)


@action
def save_section(
    case: Case, section: RapidReviewSection, *, text: str, began_from: int, by: User, at: datetime
) -> None:
    """Keep the text of one section; an empty text takes it out. As `save_meeting` for texts that came between."""
    case = lock(case)
    check(access.write(by, case, at))
    kept = access.texts(case).get(section.key, "")
    if kept == text:
        return
    if mark(kept) != began_from:
        raise NotYet(OVERTAKEN)
    review = access.newest(case) or _begin(case, by, at)
    _keep(review, [(section, text)])
    _raise_version(review)
    record(by, "rapid_review.saved", case.reference, section=section.key, version=review.version)


@action
def save_sections(
    case: Case, texts: Iterable[tuple[RapidReviewSection, str, int]], *, by: User, at: datetime
) -> None:
    """Keep the texts of several sections, each with the mark that it began from: all of them or none."""
    for section, text, began_from in texts:
        save_section(case, section, text=text, began_from=began_from, by=by, at=at)


@action
def complete_rapid_review(case: Case, *, version: int, by: User, at: datetime) -> RapidReview:
    """Record the rapid review as complete; from now on it is read only.

    `version` is the one that was read: raises NotYet when it was changed since, or when something is missing.
    """
    case = lock(case)
    check(access.complete(by, case, at))
    review = case.rapid_review
    if review.version != version:
        raise NotYet("Already: the rapid review was changed since you read it. Read it again.")
    review.recorded_at, review.recorded_by = at, by
    review.save(update_fields=["recorded_at", "recorded_by"])
    record(by, "rapid_review.recorded", case.reference, version=version)
    return review


@action
def record_rapid_review(
    case: Case, *, meeting_on: date, attended_by: str, parts: dict[str, str], by: User, at: datetime
) -> RapidReview:
    """Write the whole rapid review at once (key of the section → text) and record it as complete.

    Texts for sections that aren't asked for are left out. Raises NotYet when something is missing.
    """
    case = lock(case)
    check(access.write(by, case, at))
    review = access.newest(case) or _begin(case, by, at)
    review.meeting_on, review.attended_by = meeting_on, attended_by
    asked = access.sections(case, at)
    _keep(review, [(section, parts[section.key].strip()) for section in asked if section.key in parts])
    _raise_version(review)
    return complete_rapid_review(case, version=review.version, by=by, at=at)


@action
def record_rapid_review_sent(case: Case, *, sent_on: date, by: User, at: datetime) -> None:
    """Record that the rapid review went to the national Panel: the second clock stops."""
    case = lock(case)
    check(access.send(by, case, at))
    review = case.rapid_review
    review.sent_on, review.sent_recorded_at, review.sent_recorded_by = sent_on, at, by
    review.save(update_fields=["sent_on", "sent_recorded_at", "sent_recorded_by"])
    record(by, "rapid_review.sent", case.reference)


def _begin(case: Case, by: User, at: datetime) -> RapidReview:
    return RapidReview.objects.create(case=case, version=0, begun_at=at, begun_by=by)


def _raise_version(review: RapidReview) -> None:
    review.version += 1
    review.save(update_fields=["meeting_on", "attended_by", "version"])


def _keep(review: RapidReview, texts: list[tuple[RapidReviewSection, str]]) -> None:
    """Put each text in its section's place, and take out the parts that are empty now."""
    RapidReviewPart.objects.bulk_create(
        [RapidReviewPart(rapid_review=review, section=section, text=text) for section, text in texts if text],
        update_conflicts=True,
        unique_fields=["rapid_review", "section"],
        update_fields=["text"],
    )
    empty = [section for section, text in texts if not text]
    if empty:
        review.parts.filter(section__in=empty).delete()
