"""The second look after a restore: what is held, who may look at it, and their word that it may be public again.

The page (views.py), the task (due.py) and `manage.py confirm_after_restore` all take the rule and the action from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from cspr_portal.refusals import NotYet, check
from publications import access
from publications.actions import lock, note
from publications.models import HEAVY, Publication, PublicationQuerySet, Withdrawal
from publications.restoring.replaying import REASON
from publications.windows import last_day
from publications.withdrawals import access as withdrawals
from reviews import standing as cases
from reviews.audit.recording import action
from reviews.models import User

VERB = "publication.confirmed_after_restore"


@dataclass(frozen=True)
class Held:
    """Something that is held, as it stands for one person: why they may not confirm it, or not withdraw it."""

    publication: Publication
    refusal: str | None
    stays: str | None

    @property
    def timed(self) -> Publication:
        """Whose window it has: for a version that of its text."""
        return self.publication.version_of or self.publication

    @property
    def last_day(self) -> date | None:
        """The last full day of its window in London."""
        return last_day(self.timed.closes_at) if self.timed.closes_at else None


def held(at: datetime) -> PublicationQuerySet:
    """Return what would be public at `at` or later and waits for a look instead; what opens first comes first."""
    found = Publication.objects.held().filter(
        Q(closes_at__gt=at, withdrawn_at__isnull=True)
        | Q(version_of__closes_at__gt=at, version_of__withdrawn_at__isnull=True),
        edition__isnull=False,
    )
    opens = Coalesce("opens_at", "version_of__opens_at")
    return found.order_by(opens, "slug", "version_word", "pk")


def for_person(user: User, at: datetime) -> list[Held]:
    """Return what is held and `user` may know of, with what they may do about it."""
    found = held(at).filter(pk__in=access.visible_to(user, at).order_by().values("pk"))
    listed = list(
        found.select_related("edition", "case", "version_of", "version_of__edition").defer(
            *HEAVY, *(f"version_of__{name}" for name in HEAVY)
        )
    )
    # Read once for all rules; where there is no case, the rules ask about the person alone.
    cases.give_standing(user, [one.case for one in listed if one.case], at)
    kinds: dict[tuple[UUID | None, bool], tuple[str | None, str | None]] = {}
    for one in listed:
        kind = (one.case_id, one.version_of_id is not None)
        if kind not in kinds:
            kinds[kind] = refusal(user, one, at), withdrawals.withdraw(user, one, at)
    return [Held(one, *kinds[one.case_id, one.version_of_id is not None]) for one in listed]


def withdrawn_again(user: User, at: datetime) -> QuerySet[Withdrawal]:
    """Return the withdrawals that the restore has repeated, of what `user` may know of and has its window still."""
    return (
        Withdrawal.objects.filter(
            reason=REASON,
            approver__isnull=True,
            reinstated_at__isnull=True,
            publication__closes_at__gt=at,
            publication__in=access.visible_to(user, at).order_by().values("pk"),
        )
        .select_related("publication__edition", "withdrawn_by")
        .defer(*(f"publication__{name}" for name in HEAVY))
        .order_by("-withdrawn_at", "pk")
    )


def refusal(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not let the publication be public again: who prepares it or decides on it may."""
    if not (access.prepares(user, publication, at) or access.decides(user, publication, at)):
        return "Only a coordinator, a safeguarding partner’s delegate or the publisher confirms this."
    timed = publication.version_of or publication
    if publication.held_since is None:
        return "Already: it isn’t held, or somebody has looked at it and confirmed it."
    if timed.withdrawn_at is not None:
        return "Already: it has been withdrawn, so there is nothing to confirm."
    if timed.closes_at is None:
        return "Not yet: it has no day of publication, so there is nothing to confirm."
    return None


@action
def confirm(publication: Publication, *, edition: UUID | None, by: User, at: datetime) -> Publication:
    """Let it be served again as its window says, in the name of `by`, and return it.

    `edition` is the key of the text that they have looked at. Raises NotYet when another has been approved since.
    """
    publication = lock(publication)
    check(refusal(by, publication, at))
    if publication.edition_id != edition:
        raise NotYet("Already: another text of it was approved while you were looking. Look at that one.")
    publication.held_since = None
    publication.save(update_fields=["held_since"])
    note(by, VERB, publication)
    return publication


@action
def confirm_each(publications: Iterable[Publication], *, by: User, at: datetime) -> int:
    """Confirm them all, as they stand, or none of them; say how many."""
    ordered = sorted(publications, key=lambda one: one.pk)
    return len([confirm(one, edition=one.edition_id, by=by, at=at) for one in ordered])
