"""Saying that an account is still needed, and closing one."""

from datetime import datetime

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import Role, User
from reviews.sign_in import places

from . import access


@action
def keep_account(person: User, *, by: User, at: datetime) -> None:
    """Note that the account is still needed: it comes up again in a year."""
    person = User.objects.select_for_update().get(pk=person.pk)
    check(access.needed(by, person, at))
    person.needed_at, person.needed_by = at, by
    person.save(update_fields=["needed_at", "needed_by"])
    record(by, "person.still_needed", person=str(person.pk))


@action
def close_account(person: User, *, by: User) -> None:
    """Close the account: its sessions end with their next request, and an open invitation ends too."""
    list(User.objects.select_for_update().filter(role=Role.ADMINISTRATOR))
    person = User.objects.select_for_update().get(pk=person.pk)
    check(access.close(by, person))
    person.is_active, person.invited_at = False, None
    person.save(update_fields=["is_active", "invited_at"])
    record(by, "person.closed", person=str(person.pk))
    places.end_all(person, by=by)
