"""What can be done with a publication, for one person now: whose turn it is, and each step with its reason.

The rules are in access.py; here is only which of them a page lists, in which order and under which address.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from cspr_portal.words import listed
from publications import access, progress
from publications.linking import actions as linking
from publications.models import Publication
from publications.progress import Progress
from publications.releasing import access as releasing
from publications.releasing import checklist
from publications.releasing.needed import WORDS
from publications.restoring import confirming
from publications.states import State
from publications.versions import access as versions
from publications.windows import moment_words, window_words
from publications.withdrawals import access as withdrawals
from reviews.models import User

CHECKLIST = "See what it needs before its day can be set"


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


def left(stands: Progress, at: datetime) -> list[str] | None:
    """Return what is missing on the checklist of what is approved, for `offers` and `turn`; None where nobody asks."""
    publication = stands.publication
    is_asked = stands.state in (State.APPROVED, State.SCHEDULED, State.OPEN)
    if publication.version_of_id is not None or not is_asked:
        return None
    return checklist.missing(publication, at) if progress.is_approved(publication, stands.draft) else None


def offers(user: User, stands: Progress, left: list[str] | None, at: datetime) -> list[Offer]:
    """Return what may be done with the publication next, and what may not with the reason."""
    publication, draft = stands.publication, stands.draft
    is_public = progress.has_its_window(publication)
    found = [
        (
            "Write a correction" if is_public else "Write the next draft",
            "write_draft",
            access.write(user, publication, at),
        ),
        ("Check it for words that must not get out", "disclosure_check", None),
        ("Read and approve it", "approve_publication", access.approve(user, draft, at)),
    ]
    if checklist.needs_copy(publication):
        refusal = releasing.record_copy(user, publication, at)
        found.append(("Record the copy to the national Panel", "record_copy", refusal))
    if publication.version_of_id is None:
        found += [
            (
                "See what was seen to before its day" if publication.opens_at else CHECKLIST,
                "release_checklist",
                None,
            ),
            ("Link it to others", "link_publication", linking.refusal(user, publication, at)),
            ("Prepare a version", "new_version", versions.create(user, publication, at)),
        ]
        if publication.opens_at is None:
            refusal = releasing.publish(user, publication, at, left)
            found.append(("Set the day of publication", "publish_publication", refusal))
        found += _of_its_window(user, publication, at)
    if stands.is_held:
        refusal = confirming.refusal(user, publication, at)
        found.append(("Look at it after the restore", "confirm_after_restore", refusal))
    return [Offer(label, reverse(name, args=[publication.pk]), reason) for label, name, reason in found]


def _of_its_window(user: User, publication: Publication, at: datetime) -> list[tuple[str, str, str | None]]:
    """Return the steps that there are once a day is set: only those that can come at this point of its window."""
    if publication.opens_at is None:
        return []
    if publication.withdrawn_at is not None:
        return [("Reinstate it", "reinstate_publication", withdrawals.reinstate(user, publication, at))]
    found = []
    if at < publication.opens_at:
        found.append(
            ("Cancel the day of publication", "cancel_day", releasing.cancel_day(user, publication, at))
        )
    return [
        *found,
        ("Extend its window", "extend_publication", withdrawals.extend(user, publication, at)),
        ("Withdraw it early", "withdraw_publication", withdrawals.withdraw(user, publication, at)),
    ]


def turn(user: User, stands: Progress, left: list[str] | None, at: datetime) -> Turn:
    """Return whose turn it is, with a button where it is this person's."""
    publication, draft = stands.publication, stands.draft
    if stands.is_held:
        return _turn(
            "The coordinator, a delegate or the publisher",
            "The database was put back from a backup. The public sees nothing of this until somebody has looked at it.",
            publication,
            "confirm_after_restore",
            "Look at it",
            confirming.refusal(user, publication, at),
        )
    if stands.step == State.DRAFT:
        what = f"Draft {draft.number} by {draft.written_by.name} has not been checked."
        return _turn(
            "Somebody who did not write it",
            what,
            publication,
            "disclosure_check",
            "Check the draft",
            access.finish_check(user, draft, at),
        )
    if stands.step == State.CHECKED:
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
    if stands.state == State.APPROVED and left is not None:
        return _turn_before_publication(user, publication, left, at)
    if left:
        return _turn_of_the_checklist(
            user, publication, left, "Something has changed since the day was set. Asked again:", at
        )
    return Turn(*_rest(publication, stands.state))


def _turn_before_publication(user: User, publication: Publication, left: list[str], at: datetime) -> Turn:
    if left:
        return _turn_of_the_checklist(
            user, publication, left, "Before the day can be set, nobody has recorded", at
        )
    refusal = releasing.publish(user, publication, at, left)
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


def _turn_of_the_checklist(
    user: User, publication: Publication, left: list[str], words: str, at: datetime
) -> Turn:
    who = "You" if releasing.sees_to(user, publication, left, at) else "The coordinator"
    what = f"{words} {listed([WORDS[kind] for kind in left])}."
    url = reverse("release_checklist", args=[publication.pk])
    return Turn(who, what, url, "See what is missing")


def _turn(
    who: str, what: str, publication: Publication, url_name: str, button: str, refusal: str | None
) -> Turn:
    if refusal is not None:
        return Turn(who, what)
    return Turn("You", what, reverse(url_name, args=[publication.pk]), button)


def _rest(publication: Publication, state: State) -> tuple[str, str]:
    """Return the words for a publication that needs nobody."""
    timed = publication.version_of or publication
    words = window_words(timed.opens_at, timed.closes_at)
    if state == State.SCHEDULED:
        return "Nobody: it opens by itself", f"{words}."
    if state == State.OPEN:
        return "Nobody: it leaves by itself", f"{words}."
    if state == State.WITHDRAWN and timed.withdrawn_at is not None:
        what = f"It was withdrawn on {moment_words(timed.withdrawn_at)}."
        if withdrawals.has_somebody_to_ask(timed):
            return (
                "The coordinator or the publisher",
                f"{what} Not everybody who may still hold it has been asked.",
            )
        return "Nobody", what
    if state == State.APPROVED:
        return (
            "Nobody: it opens with its text",
            "It is approved, and goes out with the text that it is a version of.",
        )
    return "Nobody: its window is over", f"{words}."
