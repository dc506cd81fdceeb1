"""Who may see, write, check and approve. Each rule returns its sentence, or None.

The page shows the sentence in place of the button, and the action raises it. What the public sees is
decided elsewhere: `Publication.objects.public(at)`. The day of publication is in releasing/, what follows it in
withdrawals/.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cspr_portal import clock
from publications import progress
from publications.models import Draft, Publication, PublicationQuerySet
from reviews import sealed
from reviews import standing as cases
from reviews.models import Case, Posting, Role, User

STAFF_ROLES = (Role.COORDINATOR, Role.DELEGATE, Role.PUBLISHER)


def visible_to(user: User, at: datetime) -> PublicationQuerySet:
    """Return the publications that `user` may know of at `at`.

    A publisher sees all of them, and no case. A coordinator or delegate sees those tied to a case that
    they may see, and those tied to none; recusal from a case hides its publications too.
    """
    if not user.is_authenticated or not user.acts_as(*STAFF_ROLES):
        return Publication.objects.none()
    if user.role == Role.PUBLISHER:
        return Publication.objects.all()
    theirs = Exists(cases.visible_to(user, at).filter(pk=OuterRef("case")))
    return Publication.objects.filter(Q(case__isnull=True) | theirs)


def cases_to_publish_from(user: User, at: datetime) -> QuerySet[Case]:
    """Return the cases for which `user` may prepare a publication. A publisher sees none."""
    if not user.is_authenticated or not user.acts_as(Role.COORDINATOR):
        return Case.objects.none()
    return cases.visible_to(user, at).order_by("reference")


def create(user: User, case: Case | None, at: datetime) -> str | None:
    """Say why `user` may not prepare a publication, tied to `case` or to none."""
    if case is None:
        if user.acts_as(Role.COORDINATOR, Role.PUBLISHER):
            return None
        return "Only a coordinator or the publisher prepares publications."
    if not cases.standing(user, case, at).is_coordinator:
        return "Only this area’s coordinator prepares publications of a case."
    return None


def write(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not write the next draft."""
    if not prepares(user, publication, at):
        return "Only a coordinator or the publisher writes drafts."
    return closed(publication, at)


def read_case_words(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not see which words of the case a check has found (practice 25)."""
    if publication.case is None:
        return None
    return sealed.refusal_to_open(user, publication.case, at)


def clear_hit(user: User, draft: Draft, at: datetime) -> str | None:
    """Say why `user` may not let a hit stand. It takes a second person and a reason (security case D18)."""
    return _second_person(user, draft, at) or _no_longer_newest(draft) or _checked(draft)


def finish_check(user: User, draft: Draft, at: datetime) -> str | None:
    """Say why `user` may not finish the disclosure check of `draft`. Open hits are counted by the action."""
    return clear_hit(user, draft, at)


def approve(user: User, draft: Draft, at: datetime) -> str | None:
    """Say why `user` may not approve `draft`: a partner's delegate does who neither wrote nor checked it."""
    publication = draft.publication
    if not decides(user, publication, at):
        return "Only a safeguarding partner’s delegate approves what is published."
    if publication.drafts.filter(written_by=user).exists():
        return "Only somebody who has not written any draft of this may approve it."
    check = progress.check_of(draft)
    if check is not None and check.checked_by_id == user.pk:
        return "Only somebody other than the person who checked it may approve it."
    refusal = closed(publication, at) or _no_longer_newest(draft)
    if refusal:
        return refusal
    if progress.is_approved(publication, draft):
        return f"Already: draft {draft.number} has been approved."
    if check is None:
        return f"Not yet: draft {draft.number} has not been through the disclosure check."
    return None


def closed(publication: Publication, at: datetime) -> str | None:
    """Say why nothing can be written for `publication` any more, or not now.

    Before a day is set, anything can. While it is open, or withdrawn within its window, what is written is a
    correction: a new edition under the same window.
    """
    timed = publication.version_of or publication
    if timed.opens_at is None or timed.closes_at is None:
        return None
    if timed.closes_at <= at:
        return "Already: its window is over, so nothing can be changed any more."
    if at < timed.opens_at and timed.withdrawn_at is None and publication == timed:
        return "Already: the day of publication is set. Cancel the day first, then it can be changed."
    return None


def _second_person(user: User, draft: Draft, at: datetime) -> str | None:
    """Say why `user` is not a second person with a right to the text's case."""
    publication = draft.publication
    if publication.case is None:
        if not user.acts_as(Role.COORDINATOR, Role.PUBLISHER):
            return "Only a coordinator or the publisher checks a text that is tied to no case."
    elif sealed.refusal_to_open(user, publication.case, at):
        return "Only this area’s coordinator or safeguarding partners check a text of the case."
    if draft.written_by_id == user.pk:
        return "Only somebody who did not write this draft may check it."
    return closed(publication, at)


def _no_longer_newest(draft: Draft) -> str | None:
    newest = progress.newest_draft(draft.publication)
    if newest.pk == draft.pk:
        return None
    return f"Already: draft {draft.number} has been followed by draft {newest.number}."


def _checked(draft: Draft) -> str | None:
    return f"Already: draft {draft.number} has been checked." if progress.check_of(draft) else None


def not_approved(publication: Publication) -> str | None:
    """Say that the newest draft has not been approved, or None."""
    draft = progress.newest_draft(publication)
    if progress.is_approved(publication, draft):
        return None
    return f"Not yet: draft {draft.number} has not been approved."


def coordinates(user: User, publication: Publication, at: datetime) -> bool:
    """Return whether the person is the coordinator of the case, or any coordinator where there is no case."""
    if publication.case is None:
        return user.acts_as(Role.COORDINATOR)
    return cases.standing(user, publication.case, at).is_coordinator


def prepares(user: User, publication: Publication, at: datetime) -> bool:
    """Return whether the person prepares this publication: a publisher, or its coordinator."""
    return user.acts_as(Role.PUBLISHER) or coordinates(user, publication, at)


def decides(user: User, publication: Publication, at: datetime) -> bool:
    """Return whether the person decides for a safeguarding partner, of the case's area if there is a case."""
    if publication.case is not None:
        return bool(cases.standing(user, publication.case, at).partner_role)
    is_delegate = user.acts_as(Role.DELEGATE)
    return is_delegate and user.delegations.filter(Posting.current(clock.today(at))).exists()
