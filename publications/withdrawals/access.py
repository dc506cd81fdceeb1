"""Who may extend a window, withdraw early and reinstate. Each rule returns its sentence, or None."""

from datetime import datetime

from publications import access
from publications.models import Publication, Withdrawal, WithdrawalKind
from publications.retention import already_gone
from reviews.models import User

NOT_WITHDRAWN = "Not needed: it has not been withdrawn."
# After these what is served again must be another text than the one that was withdrawn.
NEEDS_ANOTHER_TEXT = (WithdrawalKind.ERROR, WithdrawalKind.IDENTIFICATION)


def extend(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not make the window longer."""
    if not access.prepares(user, publication, at):
        return "Only a coordinator or the publisher extends a window."
    if publication.closes_at is None:
        return "Not yet: it has no day of publication, so there is no window to extend."
    if publication.withdrawn_at is not None:
        return "Already: it has been withdrawn, so there is no window to extend."
    if publication.closes_at <= at:
        return "Already: its window is over. What has left the public site does not come back."
    return None


def withdraw(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not take a publication down before its last day."""
    if publication.version_of_id is not None:
        return "A version leaves with its text: withdraw the text, or write the version’s next draft."
    if not (access.coordinates(user, publication, at) or access.decides(user, publication, at)):
        return "Only a coordinator or a safeguarding partner’s delegate withdraws a publication early."
    if publication.withdrawn_at is not None:
        return "Already: it has been withdrawn."
    if publication.opens_at is None or publication.closes_at is None:
        return "Not yet: it has no day of publication, so there is nothing to withdraw."
    if publication.closes_at <= at:
        return "Already: its window is over, and it has left the public site."
    return None


def reinstate(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not put back what was withdrawn early."""
    if not access.decides(user, publication, at):
        return "Only a safeguarding partner’s delegate decides that something goes back on the public site."
    withdrawal = standing_withdrawal(publication)
    if withdrawal is None:
        return NOT_WITHDRAWN
    if withdrawal.kind in NEEDS_ANOTHER_TEXT and not _has_another_text(publication, withdrawal):
        return "Not yet: the text that was withdrawn has to be corrected, checked and approved first."
    return already_gone(publication)


def follow_up(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not record who was asked to take down what was withdrawn."""
    if not access.prepares(user, publication, at):
        return "Only a coordinator or the publisher records who was asked."
    if standing_withdrawal(publication) is None:
        return NOT_WITHDRAWN
    return None


def has_somebody_to_ask(publication: Publication) -> bool:
    """Return whether somebody who may still hold what was withdrawn has not been asked yet."""
    withdrawal = standing_withdrawal(publication)
    return withdrawal is not None and withdrawal.holders.filter(asked_on=None, done_on=None).exists()


def standing_withdrawal(publication: Publication) -> Withdrawal | None:
    """Return the withdrawal that keeps the publication off the site, or None."""
    return publication.withdrawals.filter(reinstated_at__isnull=True).first()


def _has_another_text(publication: Publication, withdrawal: Withdrawal) -> bool:
    edition = publication.edition
    return edition is not None and edition.approved_at > withdrawal.withdrawn_at
