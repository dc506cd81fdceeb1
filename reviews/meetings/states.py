"""How a meeting of the panel, and a copy of its pack, stand on a day: words for a tag. Computed, never stored."""

from datetime import date

from reviews.models import Meeting, PackCopy

from . import quorum


def attended(meeting: Meeting) -> dict[str, str]:
    """Return the presence of each statutory partner, by partner role, as the minutes have it."""
    rows = meeting.attendances.all()
    return {row.seat.partner_role: row.presence for row in rows if row.seat.is_statutory}


def look(meeting: Meeting, today: date) -> tuple[str, str]:
    """Return how a meeting stands on `today` (in London): the words of its tag, and the kind of tag."""
    if meeting.cancelled_at is not None:
        return "Cancelled", "quiet"
    if meeting.minuted_at is not None:
        return ("Not quorate", "hold") if quorum.missing(attended(meeting)) else ("Quorate", "calm")
    if meeting.held_on < today:
        return "Minutes missing", "late"
    return ("Today", "live") if meeting.held_on == today else ("Called", "stage")


def look_of_copy(copy: PackCopy, is_closed: bool) -> tuple[str, str]:
    """Return how a copy of a pack stands; `is_closed`: the case is over, and nobody needs a copy any more."""
    if copy.settled_at is not None:
        return copy.get_settled_display(), "calm"
    return ("Still out", "late") if is_closed else ("Out", "live")
