"""The one list of what is asked for only of somebody who has proved lately who they are.

Addresses by their names: reviews knows no publications, and a name that is in no URLconf fails a test. The pages on
which somebody changes how they sign in are here too: allauth's own question there (`reauthentication_required`) lets
through whoever has neither password nor second factor, as people of an organisation's own sign-in do.
"""

from django.conf import settings
from django.http import HttpRequest

from . import trail

# Asked for when the form is sent; what was typed is kept meanwhile (kept_forms.py).
ON_SENDING = frozenset(
    {
        # What is sealed
        "open_sealed",
        "open_contact",
        "open_sheet",
        "agree_own_name",
        # What goes public, and leaves again
        "approve_publication",
        "publish_publication",
        "cancel_day",
        "extend_publication",
        "withdraw_publication",
        "reinstate_publication",
        "confirm_after_restore",
        # What leaves the portal in other ways
        "export_audit",
        "open_requester",
        "decide_information",
        "record_information_reply",
        "read_copy_request",
        "take_working_pack",
        # People
        "confirm_person",
        "confirm_panel_seat",
        "keep_account",
        "close_account",
        # What can't be brought back
        "confirm_disposal",
        "confirm_record_disposal",
    }
)
# Asked for when the page is opened, and again when it is sent.
ON_OPENING = frozenset(
    {
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_generate_recovery_codes",
    }
)
# Everything that is sent in the administrators' site, which gives access; but for coming and going.
ADMINISTRATION = "admin:"
COMING_AND_GOING = frozenset({"admin:login", "admin:logout"})
READING = ("GET", "HEAD", "OPTIONS")


def needs_proof(request: HttpRequest) -> bool:
    """Return whether this request waits until the person has proved again who they are."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if request.method in READING:
        is_weighty = name in ON_OPENING and request.method != "OPTIONS"
    else:
        is_weighty = name in ON_SENDING or name in ON_OPENING or is_administration(name)
    return is_weighty and not is_proved(request)


def may_be_opened(request: HttpRequest) -> bool:
    """Return whether the request's address shows a page, to which one may come back after the proof."""
    match = request.resolver_match
    return request.method in READING or (match is not None and match.view_name in ON_OPENING)


def is_administration(name: str) -> bool:
    """Return whether the address with this name is one of the administrators' site where something is kept."""
    return name.startswith(ADMINISTRATION) and name not in COMING_AND_GOING


def is_proved(request: HttpRequest) -> bool:
    """Return whether sign-in, or the last proof since, is recent enough."""
    return trail.seconds_now() - trail.proved_at(request) < settings.PROOF_MINUTES * 60
