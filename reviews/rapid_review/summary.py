"""How far each piece of the rapid review is, for its task list."""

from datetime import datetime

from django.urls import reverse

from reviews.models import Case

from . import access

TO_WRITE, INCOMPLETE = ("To write", "soon"), ("Incomplete", "soon")
COMPLETED, WRITTEN, OPTIONAL = ("Completed", "calm"), ("Written", "calm"), ("Optional", "quiet")


def tasks(case: Case, at: datetime) -> list[tuple[str, str, str, str]]:
    """Return (words, address, state, kind of its tag) for the meeting and for each section, in their order."""
    review = access.begun(case)
    known = [bool(review and review.meeting_on), bool(review and review.attended_by)]
    meeting = COMPLETED if all(known) else INCOMPLETE if any(known) else TO_WRITE
    rows = [("The meeting", reverse("rapid_review_meeting", args=[case.reference]), *meeting)]
    written = access.texts(case)
    for section in access.sections(case, at):
        empty = TO_WRITE if section.is_required else OPTIONAL
        state = WRITTEN if section.key in written else empty
        url = reverse("rapid_review_section", args=[case.reference, section.key])
        rows.append((section.heading, url, *state))
    return rows
