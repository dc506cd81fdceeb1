"""Taking a second factor away, and tying an account to one person of an organisation's own sign-in.

Setting a second factor up is allauth's part.
"""

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

    Whom the organisation's own sign-in knows them as is forgotten too: somebody there may have got a new account.

    Raises NotYet when there is nothing to forget.
    """
    removed, _ = Authenticator.objects.filter(user=person).delete()
    untied = User.objects.filter(pk=person.pk).exclude(known_there_as="").update(known_there_as="")
    if not removed and not untied:
        raise NotYet(f"Already: {person.name} has no second factor.")
    record(by, "second_factor.removed", person=str(person.pk))
    # An open session, perhaps a thief's, would be the one that sets the next factor up.
    places.end_all(person, by=by)


@action
def tie(person: User, known_as: str) -> bool:
    """Return whether the organisation's own sign-in knows the account's person as `known_as` (a hash).

    The first one who comes through it is tied to the account; a later one who was given the same e-mail address isn't
    that person. A tie to another provider, which the settings named before, is replaced.
    """
    account = User.objects.select_for_update().get(pk=person.pk)
    if account.known_there_as[:16] != known_as[:16]:
        account.known_there_as = known_as
        account.save(update_fields=["known_there_as"])
        record(person, "sign_in.tied", person=str(person.pk))
    return account.known_there_as == known_as
