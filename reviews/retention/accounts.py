"""Closed accounts whose period is over: name and address are taken off, and the key stays for the audit log.

One administrator proposes it and another one confirms it, each from the list of people. A disposal hold on a case
holds the name of everybody who did something in it: who asks what was done asks by whom.
"""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db.models import Q, QuerySet

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import (
    OF_CASES,
    AuditRow,
    Case,
    Disposal,
    DisposalHold,
    RecordKind,
    RetentionPeriod,
    User,
)
from reviews.sign_in import places

from . import holds

FORMER = "Former account"
# No mail can reach it, and nobody can have it: the domain is reserved.
DOMAIN = "@former.invalid"


def keep_name(by: User, person: User, at: datetime) -> str | None:
    """Say why `by` may not take name and address off the account of `person` at `at`."""
    if not by.is_administrator:
        return "Only an administrator may take the name off an account."
    if person.email.endswith(DOMAIN):
        return "Already: the name is taken off this account."
    if person.is_active:
        return "Not yet: the account is in use. Close it first."
    today = clock.today(at)
    period = RetentionPeriod.in_force(today).get(RecordKind.ACCOUNT)
    if period is None or period.is_kept:
        return "Not yet: no period has been decided for closed accounts, so they are kept."
    until = _kept_until(person, period)
    if until is not None and until >= today:
        day = clock.day_words(clock.today(_last_used(person)))  # type: ignore[arg-type]
        return f"Not yet: last used on {day}, the account is kept until {clock.day_words(until)}."
    if holds_on(person, at).exists():
        return "Not yet: a disposal hold covers the account, or a case in which the person did something."
    return None


def holds_on(person: User, at: datetime) -> QuerySet[DisposalHold]:
    """Return the disposal holds that reach the account: its kind, or a case in which the person did something."""
    done = AuditRow.objects.filter(actor=str(person.pk)).exclude(reference="")
    cases = Case.objects.filter(reference__in=done.values("reference"))
    kinds = [RecordKind.ACCOUNT, *(OF_CASES if cases.exists() else ())]
    return holds.reaching(kinds, cases, at)


@action
def take_name_off(person: User, *, by: User, at: datetime) -> bool:
    """Propose that name and address are taken off a closed account, or confirm it and take them off.

    Another administrator has to ask for the same: then goes all by which somebody could sign in with it, and true is
    returned.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    check(keep_name(by, person, at))
    proposed = Disposal.objects.filter(record_kind=RecordKind.ACCOUNT, record=str(person.pk))
    disposal = proposed.filter(carried_out_at__isnull=True, dropped_at__isnull=True).first()
    if disposal is None:
        _propose(person, by, at)
        return False
    if disposal.proposed_by_id == by.pk:
        raise NotYet("Not yet: you proposed it, so another administrator has to do the same.")
    disposal.confirmed_at = disposal.carried_out_at = at
    disposal.confirmed_by, disposal.confirmed_as = by, _post(by)
    disposal.save(update_fields=["confirmed_at", "carried_out_at", "confirmed_by", "confirmed_as"])
    # What the administrators' site remembers of the account, under whatever name it had, and where it is named.
    its_own = Q(content_type__app_label="reviews", content_type__model="user", object_id=str(person.pk))
    named = Q(object_repr__contains=person.name) | Q(object_repr__contains=person.email)
    LogEntry.objects.filter(its_own | named).update(object_repr=FORMER)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.name, person.post, person.email = FORMER, "", f"{person.pk}{DOMAIN}"
    person.set_unusable_password()
    person.known_there_as = ""
    person.save(update_fields=["name", "post", "email", "password", "known_there_as"])
    places.end_all(person, by=by)
    record(by, "person.name_taken_off", person=str(person.pk))
    return True


def _propose(person: User, by: User, at: datetime) -> None:
    period = RetentionPeriod.in_force(clock.today(at))[RecordKind.ACCOUNT]
    last = _last_used(person)
    Disposal.objects.create(
        record=str(person.pk),
        record_kind=RecordKind.ACCOUNT,
        period=period,
        kept_until=_kept_until(person, period) or period.effective_from,
        reason="The account is closed, and its period is over.",
        proposed_at=at,
        proposed_by=by,
        proposed_as=_post(by),
        ended_in_year=clock.today(last or at).year,
    )
    record(by, "person.name_off_proposed", person=str(person.pk))


def _last_used(person: User) -> datetime | None:
    return max(filter(None, (person.last_login, person.made_at, person.needed_at)), default=None)


def _kept_until(person: User, period: RetentionPeriod) -> date | None:
    last = _last_used(person)
    return clock.add_months(clock.today(last), 12 * period.years + period.months) if last else None


def _post(by: User) -> str:
    return by.post or by.get_role_display()
