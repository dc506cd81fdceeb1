"""What people do to a publication that has its window: extend it, withdraw it early, reinstate it."""

import math
from datetime import date, datetime, timedelta

from django.db.models import Q

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused, check
from publications import access as publications
from publications.actions import lock, note
from publications.models import (
    CopyRequest,
    CopyState,
    Extension,
    Holder,
    HolderKind,
    Instead,
    Publication,
    Withdrawal,
    WithdrawalKind,
)
from publications.windows import last_day
from publications.withdrawals import access
from reviews.audit.recording import action, record
from reviews.models import User

A_DAY = timedelta(days=1)
LONGEST_EXTENSION_MONTHS = 60


@action
def extend(
    publication: Publication, *, last: date, expected_until: date, reason: str, by: User, at: datetime
) -> Extension:
    """Make the window longer, so that `last` is its last whole day in London, and return what was kept.

    `expected_until` is the last day that stood when the writer began. Raises NotYet when another stands by now, for a
    day that is no later than that, or more than five years after it.
    """
    publication = lock(publication)
    check(access.extend(by, publication, at))
    was = publication.closes_at
    if was is not None and last_day(was) != expected_until:
        stands = clock.day_words(last_day(was))
        raise NotYet(f"Already: it stays until the end of {stands}. Extend it from there.")
    if was is None or last <= last_day(was):
        raise NotYet("Already: it stays until that day. A window is only ever made longer.")
    if last > clock.add_months(last_day(was), LONGEST_EXTENSION_MONTHS):
        raise NotYet("Not yet: a window is extended by at most five years at a time.")
    publication.closes_at = clock.withdrawn_from(last)
    publication.save(update_fields=["closes_at"])
    note(by, "publication.extended", publication, closes_at=publication.closes_at.isoformat())
    return Extension.objects.create(
        publication=publication,
        was_until=was,
        until=publication.closes_at,
        reason=reason,
        extended_at=at,
        extended_by=by,
    )


@action
def withdraw_early(
    publication: Publication,
    *,
    kind: str,
    reason: str,
    approver: User,
    instead: str = Instead.NOTHING,
    panel_told_on: date | None = None,
    by: User,
    at: datetime,
) -> Withdrawal:
    """Take a publication down now, or keep it from opening, with a typed reason, and return what was kept.

    `approver` is the safeguarding partner's delegate who approved it. Everybody who may still hold it is listed, to be
    asked. Raises Refused for an approver who does not decide on this publication.
    """
    publication = lock(publication)
    check(access.withdraw(by, publication, at))
    if not publications.decides(approver, publication, at):
        raise Refused("Choose somebody who decides for a safeguarding partner on this publication.")
    if panel_told_on is not None and panel_told_on > clock.today(at):
        raise NotYet("Not yet: the day on which the national Panel was told can’t be in the future.")
    was_public = publication.opens_at is not None and publication.opens_at <= at
    publication.withdrawn_at, publication.withdrawn_by = at, by
    publication.save(update_fields=["withdrawn_at", "withdrawn_by"])
    withdrawal = Withdrawal.objects.create(
        publication=publication,
        kind=WithdrawalKind(kind),
        reason=reason,
        approver=approver,
        instead=Instead(instead),
        panel_told_on=panel_told_on,
        withdrawn_at=at,
        withdrawn_by=by,
    )
    if was_public:
        _list_holders(withdrawal, by=by, at=at)
    note(by, "publication.withdrawn_early", publication, kind=withdrawal.kind)
    return withdrawal


@action
def withdraw_again(publication: Publication, *, kind: str, reason: str, by: User, at: datetime) -> Withdrawal:
    """Repeat a withdrawal that the database lost when it was put back from a backup, and return what was kept.

    `by` is who withdrew it then, `at` when. It is the server that repeats it, so nobody is asked whether they may.
    """
    was_public = publication.opens_at is not None and publication.opens_at <= at
    publication.withdrawn_at, publication.withdrawn_by = at, by
    publication.save(update_fields=["withdrawn_at", "withdrawn_by"])
    withdrawal = Withdrawal.objects.create(
        publication=publication,
        kind=WithdrawalKind(kind) if kind in WithdrawalKind.values else WithdrawalKind.OTHER,
        reason=reason,
        withdrawn_at=at,
        withdrawn_by=by,
    )
    if was_public:
        _list_holders(withdrawal, by=by, at=at)
    record(None, "publication.withdrawn_again", str(publication.pk), kind=withdrawal.kind)
    return withdrawal


@action
def reinstate(
    publication: Publication, *, reason: str, adds_days_back: bool, by: User, at: datetime
) -> Publication:
    """Put back what was withdrawn early, as it is approved now, and return the publication.

    The whole days that it was off the site are added to its window, unless `reason` says why not. Raises NotYet when
    no window would be left.
    """
    publication = lock(publication)
    check(access.reinstate(by, publication, at))
    withdrawal = access.standing_withdrawal(publication)
    if withdrawal is None or publication.closes_at is None or publication.opens_at is None:
        raise NotYet("Already: it has been reinstated.")
    days = days_off(publication, withdrawal, at) if adds_days_back else 0
    closes_at = clock.withdrawn_from(last_day(publication.closes_at) + days * A_DAY)
    if closes_at <= at:
        raise NotYet("Already: its window is over, unless the days off are added back.")
    publication.closes_at = closes_at
    publication.withdrawn_at = publication.withdrawn_by = None
    publication.save(update_fields=["closes_at", "withdrawn_at", "withdrawn_by"])
    withdrawal.reinstated_at, withdrawal.reinstated_by = at, by
    withdrawal.reinstatement_reason, withdrawal.days_added_back = reason, days
    withdrawal.save(
        update_fields=["reinstated_at", "reinstated_by", "reinstatement_reason", "days_added_back"]
    )
    note(by, "publication.reinstated", publication, days=days, closes_at=closes_at.isoformat())
    return publication


@action
def record_holder(
    holder: Holder,
    *,
    asked_on: date | None,
    done_on: date | None,
    who: str = "",
    words: str = "",
    by: User,
    at: datetime,
) -> Holder:
    """Record when somebody who may still hold what was withdrawn was asked, and when they had taken it down.

    The very same sent again changes nothing.
    """
    publication = lock(holder.withdrawal.publication)
    check(access.follow_up(by, publication, at))
    holder = Holder.objects.get(pk=holder.pk)
    if (holder.asked_on, holder.done_on, holder.who, holder.note) == (asked_on, done_on, who, words):
        return holder
    holder.asked_on, holder.done_on, holder.who, holder.note = asked_on, done_on, who, words
    holder.changed_at, holder.changed_by = at, by
    holder.save(update_fields=["asked_on", "done_on", "who", "note", "changed_at", "changed_by"])
    note(by, "publication.holder_recorded", publication, kind=holder.kind, is_done=done_on is not None)
    return holder


def days_off(publication: Publication, withdrawal: Withdrawal, at: datetime) -> int:
    """Return for how many days, begun ones counted whole, a publication has been off the site within its window."""
    if publication.opens_at is None or publication.closes_at is None:
        return 0
    since = max(withdrawal.withdrawn_at, publication.opens_at)
    until = min(at, publication.closes_at)
    return max(0, math.ceil((until - since) / A_DAY))


def _list_holders(withdrawal: Withdrawal, *, by: User, at: datetime) -> None:
    kinds = [HolderKind.NSPCC, HolderKind.PARTNERS, HolderKind.ARCHIVES, HolderKind.SEARCH]
    of_it = Q(publication=withdrawal.publication) | Q(publication__version_of=withdrawal.publication)
    if CopyRequest.objects.filter(of_it, state=CopyState.SENT).exists():
        kinds.append(HolderKind.COPIES)
    Holder.objects.bulk_create(
        Holder(withdrawal=withdrawal, kind=kind, changed_at=at, changed_by=by) for kind in kinds
    )
