"""What the local authority told whom: the notification, its withdrawal, others told, and the end that follows."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet

from cspr_portal.refusals import check
from cspr_portal.words import listed
from reviews.audit.recording import action, record
from reviews.models import Case, Child, Notification, Telling, User
from reviews.stage_moves import advance, lock
from reviews.stages import Stage

from . import access


@action
def record_notification(
    case: Case,
    *,
    sent_on: date,
    sent_by: str,
    by: User,
    at: datetime,
    sent_time: time | None = None,
    what_was_sent: str = "",
    children: Sequence[Child] = (),
    also_told: Sequence[str] = (),
    panel_reference: str = "",
    note: str = "",
) -> Notification:
    """Record that the local authority notified the national Panel: possible as soon as a case is logged.

    `sent_on` and `sent_time` are London's. `also_told` are those who got it with the Panel (values of Told).
    Raises Refused for a moment before anybody was aware, and for more children than the form has room for.
    """
    case = lock(case)
    check(access.notify(by, case, at))
    check(access.wrong_moment(case, sent_on, sent_time, at))
    check(access.too_many(children))
    notification = Notification.objects.create(
        case=case,
        what_was_sent=what_was_sent,
        sent_on=sent_on,
        sent_time=sent_time,
        sent_by=sent_by,
        panel_reference=panel_reference,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    notification.children.set(_own(case, children))
    case.notification = notification
    case.save(update_fields=["notification"])
    record(by, "notification.recorded", case.reference, children=len(children))
    for told in also_told:
        if access.told_before(case, told, "") is None:
            died = access.of_whom(case, sent_on, access.known_by(case, sent_on))
            _tell(case, died, told=told, who="", told_on=sent_on, told_by=sent_by, note="", by=by, at=at)
    return notification


@action
def correct_notification(
    case: Case,
    *,
    panel_reference: str,
    note: str,
    by: User,
    at: datetime,
    what_was_sent: str = "",
    children: Sequence[Child] = (),
) -> None:
    """Correct the reference and the note of the notification that holds, and add what was left empty.

    What was sent and which children are on it are only ever added where nothing was said; the day stays.
    """
    case = lock(case)
    check(access.correct(by, case, at))
    check(access.too_many(children))
    notification = case.notifications.latest("recorded_at")
    wanted = {"panel_reference": panel_reference, "note": note}
    if what_was_sent and not notification.what_was_sent:
        wanted["what_was_sent"] = what_was_sent
    changed = [name for name, value in wanted.items() if getattr(notification, name) != value]
    for name in changed:
        setattr(notification, name, wanted[name])
    notification.save(update_fields=changed)
    if children and not notification.children.exists():
        notification.children.set(_own(case, children))
        changed.append("children")
    if changed:
        record(by, "notification.corrected", case.reference, fields=", ".join(changed))


@action
def withdraw_notification(case: Case, *, withdrawn_on: date, reason: str, by: User, at: datetime) -> None:
    """Record that the notification was withdrawn on that London day, since the criteria turned out not to be met.

    It stays on the record, and the case points to it until a new one is recorded.
    """
    case = lock(case)
    check(access.withdraw(by, case, at))
    check(access.wrong_withdrawal(case, withdrawn_on, at))
    notification = case.notifications.latest("recorded_at")
    notification.withdrawn_on, notification.withdraw_reason = withdrawn_on, reason
    notification.withdrawn_at, notification.withdrawn_by = at, by
    notification.save(update_fields=["withdrawn_on", "withdraw_reason", "withdrawn_at", "withdrawn_by"])
    record(by, "notification.withdrawn", case.reference)


@action
def record_telling(
    case: Case,
    *,
    told: str,
    told_on: date,
    told_by: str,
    by: User,
    at: datetime,
    who: str = "",
    note: str = "",
    children: Sequence[Child] | None = None,
) -> Telling:
    """Record that somebody beside the national Panel was told, on a London day, of the deaths of these children.

    `children` left out: of every death that was known by that day. The same form sent again returns what it
    recorded before; another day for the same body is refused, unless it is of another death.
    """
    case = lock(case)
    check(access.tell(by, case, at))
    died = access.of_whom(case, told_on, access.known_by(case, told_on) if children is None else children)
    check(access.nobody_named(case, told, died))
    check(access.wrong_day(case, told_on, at, died))
    facts: dict[str, Any] = {"told": told, "who": who, "told_on": told_on, "told_by": told_by, "note": note}
    for same in case.tellings.filter(**facts):
        if set(same.children.all()) == set(died):
            return same
    check(access.told_before(case, told, who, died))
    return _tell(case, died, by=by, at=at, **facts)


@action
def end_told(case: Case, *, reason: str, by: User, at: datetime, why_not: str = "") -> None:
    """End a case for which telling is all that is asked. `why_not` says why somebody was not told, if so."""
    case = lock(case)
    check(access.end_told(by, case, at))
    check(access.untold(case, why_not, at))
    missing = access.still_to_tell(case, at)
    if missing:
        reason = f"{reason}\nNot told: {listed(missing)}. {why_not}"
    record(by, "case.ended_told", case.reference, untold=len(missing))
    advance(case, Stage.TOLD, by=by, at=at, reason=reason)


def _own(case: Case, children: Sequence[Child]) -> QuerySet[Child]:
    """Those of the children that are the case's."""
    return case.children.filter(pk__in=[child.pk for child in children])


def _tell(
    case: Case,
    died: Sequence[Child],
    *,
    told: str,
    who: str,
    told_on: date,
    told_by: str,
    note: str,
    by: User,
    at: datetime,
) -> Telling:
    telling = Telling.objects.create(
        case=case,
        told=told,
        who=who,
        told_on=told_on,
        told_by=told_by,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    telling.children.set(died)
    deaths = {"deaths": ", ".join(str(child.pk) for child in died)} if died else {}
    record(by, "telling.recorded", case.reference, told=told, **deaths)
    return telling
