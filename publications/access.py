"""Who may see, write, check, approve, publish and withdraw. Each rule returns its sentence, or None.

The page shows the sentence in place of the button, and the action raises it. What the public sees is
decided elsewhere: `Publication.objects.public(at)`.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from cspr_portal import clock
from publications import progress
from publications.models import Draft, Kind, Publication, PublicationQuerySet
from reviews import sealed
from reviews import standing as cases
from reviews.models import Case, Posting, Role, User
from reviews.stages import Stage

STAFF_ROLES = (Role.COORDINATOR, Role.DELEGATE, Role.PUBLISHER)
REPORT_IS_OUT = (Stage.PUBLISHED, Stage.EMBEDDING)

DAY_IS_SET = "Already: the day of publication is set, so nothing can be changed any more."


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
    if not _prepares(user, publication, at):
        return "Only a coordinator or the publisher writes drafts."
    return _over(publication, at)


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
    if not _decides(user, publication, at):
        return "Only a safeguarding partner’s delegate approves what is published."
    if publication.drafts.filter(written_by=user).exists():
        return "Only somebody who has not written any draft of this may approve it."
    check = progress.check_of(draft)
    if check is not None and check.checked_by_id == user.pk:
        return "Only somebody other than the person who checked it may approve it."
    refusal = _over(publication, at) or _no_longer_newest(draft)
    if refusal:
        return refusal
    if progress.is_approved(publication, draft):
        return f"Already: draft {draft.number} has been approved."
    if check is None:
        return f"Not yet: draft {draft.number} has not been through the disclosure check."
    return None


def needs_copy(publication: Publication) -> bool:
    """Return whether a copy must go to the national Panel and the Secretary of State first (clock C4)."""
    return publication.kind == Kind.CSPR and publication.case_id is not None


def record_copy(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not record that the approved edition was sent to the national Panel."""
    if not _coordinates(user, publication, at):
        return "Only the coordinator records what was sent to the national Panel."
    if not needs_copy(publication):
        return "Only the report of a case goes to the national Panel and the Secretary of State first."
    return _over(publication, at) or _not_approved(publication)


def publish(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not set the day and hour of publication."""
    if not _prepares(user, publication, at):
        return "Only a coordinator or the publisher sets the day of publication."
    refusal = _over(publication, at) or _not_approved(publication)
    if refusal or not needs_copy(publication):
        return refusal
    if not may_follow_the_case(publication):
        return "Not yet: the case has not reached “Pre-publication”, or its report is out already."
    if publication.copied_on is None:
        return "Not yet: nobody has recorded the copy to the national Panel and the Secretary of State."
    return None


def may_follow_the_case(publication: Publication) -> bool:
    """Return whether the case's stage lets its report out: in its turn, or after an early withdrawal."""
    case = publication.case
    if case is None or case.stage == Stage.PRE_PUBLICATION:
        return True
    reports = case.publications.filter(kind=Kind.CSPR, opens_at__isnull=False).exclude(pk=publication.pk)
    return case.stage in REPORT_IS_OUT and not reports.filter(withdrawn_at__isnull=True).exists()


def withdraw(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not take a publication down before its last day."""
    if not (_coordinates(user, publication, at) or _decides(user, publication, at)):
        return "Only a coordinator or a safeguarding partner’s delegate withdraws a publication early."
    if publication.withdrawn_at is not None:
        return "Already: it has been withdrawn."
    if publication.opens_at is None or publication.closes_at is None:
        return "Not yet: it has no day of publication, so there is nothing to withdraw."
    if publication.closes_at <= at:
        return "Already: its window is over, and it has left the public site."
    return None


def _over(publication: Publication, at: datetime) -> str | None:
    if publication.withdrawn_at is not None:
        return "Already: it has been withdrawn, so nothing can be changed any more."
    return DAY_IS_SET if publication.opens_at is not None else None


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
    return _over(publication, at)


def _no_longer_newest(draft: Draft) -> str | None:
    newest = progress.newest_draft(draft.publication)
    if newest.pk == draft.pk:
        return None
    return f"Already: draft {draft.number} has been followed by draft {newest.number}."


def _checked(draft: Draft) -> str | None:
    return f"Already: draft {draft.number} has been checked." if progress.check_of(draft) else None


def _not_approved(publication: Publication) -> str | None:
    draft = progress.newest_draft(publication)
    if progress.is_approved(publication, draft):
        return None
    return f"Not yet: draft {draft.number} has not been approved."


def _coordinates(user: User, publication: Publication, at: datetime) -> bool:
    if publication.case is None:
        return user.acts_as(Role.COORDINATOR)
    return cases.standing(user, publication.case, at).is_coordinator


def _prepares(user: User, publication: Publication, at: datetime) -> bool:
    return user.acts_as(Role.PUBLISHER) or _coordinates(user, publication, at)


def _decides(user: User, publication: Publication, at: datetime) -> bool:
    """Return whether the person decides for a safeguarding partner, of the case's area if there is a case."""
    if publication.case is not None:
        return bool(cases.standing(user, publication.case, at).partner_role)
    is_delegate = user.acts_as(Role.DELEGATE)
    return is_delegate and user.delegations.filter(Posting.current(clock.today(at))).exists()
