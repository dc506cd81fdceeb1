"""Taking a second factor away. Setting one up is allauth's part."""

from allauth.mfa.models import Authenticator

from cspr_portal.refusals import NotYet
from reviews.audit.recording import action, record
from reviews.models import User

from . import places


@action
def remove_app(person: User) -> None:
    """Forget the person's own authenticator app, because another one has just proved itself."""
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    record(person, "second_factor.removed", person=str(person.pk))


@action
def remove_second_factor(person: User, *, by: User) -> None:
    """Forget app, keys and recovery codes of somebody who lost them: the next sign-in sets up anew.

    Raises NotYet when there is nothing to forget.
    """
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise NotYet(f"Already: {person.name} has no second factor.")
    record(by, "second_factor.removed", person=str(person.pk))
    # An open session, perhaps a thief's, would be the one that sets the next factor up.
    places.end_all(person, by=by)
