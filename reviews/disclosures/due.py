"""By when a request for information is answered, with the working, and how it stands.

Pure: a row and a day in, words out.
"""

from dataclasses import dataclass
from datetime import date

from cspr_portal import clock
from reviews.models import InformationKind, InformationRequest
from reviews.returns.due import figure

FOI_WORKING_DAYS = 20
FOI_FURTHER_WORKING_DAYS = 20
ACCESS_MONTHS = 1
ACCESS_FURTHER_MONTHS = 2
# By which law the answer to these has its day; for all others it is the day that was named.
COMPUTED = (InformationKind.FOI, InformationKind.SUBJECT_ACCESS)


@dataclass(frozen=True)
class Due:
    """A due day with how it was worked out; `day` is None where nobody named one."""

    day: date | None
    working: str


@dataclass(frozen=True)
class State:
    """How a request stands: the words and colour of its tag, and a sentence for beside it ("" where none is needed)."""

    words: str
    kind: str
    sentence: str = ""


def of(request: InformationRequest) -> Due:
    """Return by when `request` is answered, and the working.

    Freedom of information: promptly, and not later than the 20th working day after receipt (Freedom of Information
    Act 2000, section 10(1)). The Act leaves out the bank holidays of every part of the United Kingdom; here those of
    England and Wales are left out, so the day is never too late. While the public interest is weighed it may take
    longer (section 10(3)); not more than 20 further working days is the Information Commissioner's guidance.

    Subject access: without undue delay, within one month of receipt, and two further months where that is needed
    because of how complex or how many the requests are (UK GDPR, article 12(3)). Where the last day is no working day,
    the next one is (the Commissioner's guidance). The month begins later where proof of identity, or what makes the
    request clear, was asked for at once and came later (article 12A; for freedom of information section 1(3)).

    All others: the day that the court or body named.
    """
    start = request.counts_from_on or request.received_on
    received = "receipt" if request.counts_from_on is None else "what was asked for had come"
    if request.kind == InformationKind.FOI:
        days = FOI_WORKING_DAYS + (FOI_FURTHER_WORKING_DAYS if _is_extended(request) else 0)
        words = f"{days} working days after {received} ({clock.day_words(start)})"
        law = "Freedom of Information Act 2000, section 10"
        if _is_extended(request):
            words += ", 20 of them to weigh the public interest"
        return Due(clock.add_working_days(start, days), f"{words}. {law}. Promptly, not on the last day.")
    if request.kind == InformationKind.SUBJECT_ACCESS:
        return _subject_access(start, received, is_extended=_is_extended(request))
    if request.named_day is not None:
        return Due(request.named_day, "The day that they named.")
    return Due(None, "They named no day. Ask them for one.")


def _subject_access(start: date, received: str, *, is_extended: bool) -> Due:
    months = ACCESS_MONTHS + (ACCESS_FURTHER_MONTHS if is_extended else 0)
    plain = clock.add_months(start, months)
    day = plain if clock.is_working_day(plain) else clock.add_working_days(plain, 1)
    count = "Three months, two of them by extension," if is_extended else "One month"
    words = f"{count} after {received} ({clock.day_words(start)})"
    if day != plain:
        words += f" ends on {clock.weekday_words(plain)}, so on the next working day"
    return Due(day, f"{words}. UK GDPR, article 12. Without undue delay, not on the last day.")


def told_by(request: InformationRequest) -> date | None:
    """Return the day by which an extension has to be told to whoever asked: the first due day. None: none can be."""
    if request.kind not in COMPUTED:
        return None
    plain = InformationRequest(
        kind=request.kind, received_on=request.received_on, counts_from_on=request.counts_from_on
    )
    return of(plain).day


def is_open(request: InformationRequest) -> bool:
    """Return whether the request still wants its answer."""
    return request.answered_on is None and request.withdrawn_at is None


def state(request: InformationRequest, today: date) -> State:
    """Return how `request` stands on `today`, a London day."""
    if request.withdrawn_at is not None:
        return State("Withdrawn", "quiet", f"on {clock.day_words(clock.today(request.withdrawn_at))}")
    day = of(request).day
    if request.answered_on is not None:
        late = (request.answered_on - day).days if day else 0
        words = f"on {clock.day_words(request.answered_on)}"
        return State("Answered", "calm", f"{words}, {_days(late)} late" if late > 0 else words)
    if day is None:
        return State("No day named", "quiet")
    over = (today - day).days
    if over > 0:
        return State(f"Overdue by {_days(over)}", "late", f"Due on {clock.day_words(day)}")
    if over == 0:
        return State("Due today", "soon")
    return State(
        "Open", "soon" if figure(day, today)[2] == "soon" else "live", f"Due on {clock.day_words(day)}"
    )


def _days(count: int) -> str:
    return f"{count} {'day' if count == 1 else 'days'}"


def _is_extended(request: InformationRequest) -> bool:
    return request.extension_told_on is not None
