"""What can be done with a publication, for one person now: whose turn it is, and each step with its reason.

The rules are in access.py; here is only which of them a page lists, in which order and under which address.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from publications import access
from publications.models import Publication
from publications.progress import Progress
from publications.states import State
from publications.windows import moment_words, window_words
from reviews.models import User


@dataclass(frozen=True)
class Offer:
    """A step as it stands for one person: open with an address, or closed with the reason."""

    label: str
    url: str
    reason: str | None


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, what is missing, and the one thing that this person may do about it."""

    who: str
    what: str
    url: str = ""
    button: str = ""


def offers(user: User, stands: Progress, at: datetime) -> list[Offer]:
    """Return what may be done with the publication next, and what may not with the reason."""
    publication, draft = stands.publication, stands.draft
    listed = [
        ("Write the next draft", "write_draft", access.write(user, publication, at)),
        ("Check it for words that must not get out", "disclosure_check", None),
        ("Read and approve it", "approve_publication", access.approve(user, draft, at)),
    ]
    if access.needs_copy(publication):
        refusal = access.record_copy(user, publication, at)
        listed.append(("Record the copy to the national Panel", "record_copy", refusal))
    listed += [
        ("Set the day of publication", "publish_publication", access.publish(user, publication, at)),
        ("Withdraw it early", "withdraw_publication", access.withdraw(user, publication, at)),
    ]
    return [Offer(label, reverse(name, args=[publication.pk]), reason) for label, name, reason in listed]


def turn(user: User, stands: Progress, at: datetime) -> Turn:
    """Return whose turn it is, with a button where it is this person's."""
    publication, draft = stands.publication, stands.draft
    if stands.state == State.DRAFT:
        what = f"Draft {draft.number} by {draft.written_by.name} has not been checked."
        return _turn(
            "Somebody who did not write it",
            what,
            publication,
            "disclosure_check",
            "Check the draft",
            access.finish_check(user, draft, at),
        )
    if stands.state == State.CHECKED:
        checker = stands.check.checked_by.name if stands.check else ""
        what = f"{checker} has checked draft {draft.number}. Approval is by somebody who neither wrote nor checked it."
        return _turn(
            "A safeguarding partner",
            what,
            publication,
            "approve_publication",
            "Read and approve it",
            access.approve(user, draft, at),
        )
    if stands.state == State.APPROVED:
        return _turn_before_publication(user, publication, at)
    return Turn(*_rest(publication, stands.state))


def _turn_before_publication(user: User, publication: Publication, at: datetime) -> Turn:
    if access.needs_copy(publication) and publication.copied_on is None:
        return _turn(
            "The coordinator",
            "The approved text goes to the national Panel and the Secretary of State before it is published.",
            publication,
            "record_copy",
            "Record the copy",
            access.record_copy(user, publication, at),
        )
    refusal = access.publish(user, publication, at)
    what = "It is approved. It can be published now, or on a day and at an hour."
    if refusal and refusal.startswith("Not yet:"):
        what = refusal
    return _turn(
        "The coordinator or the publisher",
        what,
        publication,
        "publish_publication",
        "Set the day of publication",
        refusal,
    )


def _turn(
    who: str, what: str, publication: Publication, url_name: str, button: str, refusal: str | None
) -> Turn:
    if refusal is not None:
        return Turn(who, what)
    return Turn("You", what, reverse(url_name, args=[publication.pk]), button)


def _rest(publication: Publication, state: State) -> tuple[str, str]:
    """Return the words for a publication that needs nobody."""
    words = window_words(publication.opens_at, publication.closes_at)
    if state == State.SCHEDULED:
        return "Nobody: it opens by itself", f"{words}."
    if state == State.OPEN:
        return "Nobody: it leaves by itself", f"{words}."
    if state == State.WITHDRAWN and publication.withdrawn_at is not None:
        return "Nobody", f"It was withdrawn on {moment_words(publication.withdrawn_at)}."
    return "Nobody: its window is over", f"{words}."
