"""Closed accounts whose period is over: name and address are taken off, and the key stays for the audit log."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import DisposalHold, RecordKind, RetentionPeriod, User
from reviews.sign_in import places

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
    last = max(filter(None, (person.last_login, person.made_at, person.needed_at)), default=None)
    if last is not None:
        until = clock.add_months(clock.today(last), 12 * period.years + period.months)
        if until >= today:
            day = clock.day_words(clock.today(last))
            return f"Not yet: last used on {day}, the account is kept until {clock.day_words(until)}."
    if DisposalHold.objects.filter(record_kind=RecordKind.ACCOUNT, lifted_at__isnull=True).exists():
        return "Not yet: a disposal hold covers accounts."
    return None


@action
def take_name_off(person: User, *, by: User, at: datetime) -> None:
    """Take name, post and address off a closed account, and all by which somebody could sign in with it."""
    person = User.objects.select_for_update().get(pk=person.pk)
    check(keep_name(by, person, at))
    for words in (person.name, person.email):
        LogEntry.objects.filter(object_repr__contains=words).update(object_repr=FORMER)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.name, person.post, person.email = FORMER, "", f"{person.pk}{DOMAIN}"
    person.set_unusable_password()
    person.save(update_fields=["name", "post", "email", "password"])
    places.end_all(person, by=by)
    record(by, "person.name_taken_off", person=str(person.pk))
