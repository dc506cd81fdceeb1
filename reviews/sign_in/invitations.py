"""Invitations: a link by mail with which somebody chooses the first password of an account that was made for them.

It works once and for some days. It dies with the account's closing, with a new address and when another is sent: the
link is a seal over all of these, so that nothing is kept that could be stolen. A second factor comes after it.
"""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import User

from .access import may_sign_in

SALT = "reviews.sign_in.invitations"


def why_not(person: User) -> str | None:
    """Say why nobody can invite `person`."""
    if not person.is_active:
        return f"Not yet: the account of {person.name} is closed."
    if person.has_usable_password():
        return f"Already: {person.name} has a password."
    return None


@action
def invite(person: User, *, by: User, at: datetime) -> str:
    """Begin an invitation, with which earlier ones end, and return the path of its link."""
    person = User.objects.select_for_update().get(pk=person.pk)
    check(why_not(person))
    person.invited_at = at
    person.save(update_fields=["invited_at"])
    record(by, "person.invited", person=str(person.pk))
    return reverse("invitation", args=[int_to_base36(person.pk), _seal(person)])


def send(person: User, link: str) -> None:
    """Mail the link (a whole address). The mail names no case and nobody but the partnership."""
    days = settings.INVITATION_DAYS
    get_adapter().send_mail("account/email/invitation", person.email, {"link": link, "days": days})


def invited(who: str, seal: str, at: datetime) -> User | None:
    """Return whom an open invitation is for, or None: it never was, has been used, is over or was taken back."""
    try:
        person = User.objects.filter(pk=base36_to_int(who)).first()
    except (ValueError, OverflowError):
        return None
    if person is None or person.invited_at is None or not may_sign_in(person):
        return None
    is_over = at >= person.invited_at + timedelta(days=settings.INVITATION_DAYS)
    is_real = constant_time_compare(seal, _seal(person))
    return person if is_real and not is_over and not person.has_usable_password() else None


@action
def accept(who: str, seal: str, password: str) -> bool:
    """Set the first password, once; return False when the invitation has been used or taken back meanwhile."""
    person = invited(who, seal, clock.now())
    if person is None:
        return False
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.has_usable_password():
        return False
    person.set_password(password)
    person.invited_at = None
    person.save(update_fields=["password", "invited_at"])
    record(person, "invitation.accepted", person=str(person.pk))
    return True


def _seal(person: User) -> str:
    """A seal that fits this account's present address and password, and its newest invitation, only."""
    began = person.invited_at.isoformat() if person.invited_at else ""
    facts = f"{person.pk}|{person.email}|{person.password}|{began}"
    return salted_hmac(SALT, facts, algorithm="sha256").hexdigest()
