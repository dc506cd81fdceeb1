"""Security keys in a real browser, with the virtual key that Chromium has for tests: from the first to the last."""

from collections.abc import Callable
from typing import Any

import pytest

from reviews.models import AuditRow
from tests.browser import assert_whole
from tests.conftest import PASSWORD
from tests.journeys.conftest import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACCOUNT = "publisher"
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_key(journey: Journey) -> None:
    """Put a virtual key into the browser."""
    debugger = journey.page.context.new_cdp_session(journey.page)
    debugger.send("WebAuthn.enable")
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def give_password(journey: Journey) -> None:
    """Sign out, and give address and password of the account."""
    journey.page.context.clear_cookies()
    journey.go("/accounts/login/")
    journey.write(login=f"{ACCOUNT}@demo.invalid", password=PASSWORD)
    journey.press("Continue")


def test_b05_a_key_is_added_signs_in_confirms_and_is_removed(
    start: Callable[..., Journey], settings: Any, mailoutbox: list[Any]
) -> None:
    journey = start()
    give_key(journey)
    journey.be(ACCOUNT)
    journey.go("/accounts/")
    journey.follow("Add a key")
    journey.write(name="Blue one on the ring")
    journey.page.get_by_role("button", name="Add the key").click()
    journey.page.wait_for_url("**/recovery-codes/")
    journey.look("recovery codes")
    codes = journey.page.locator("main code").all_text_contents()
    assert len(codes) == 10

    give_password(journey)
    journey.says("Use your security key")
    journey.says("Or enter a recovery code")
    journey.page.get_by_role("button", name="Use your security key").click()
    journey.page.wait_for_url("**/staff/")

    # Asked again before something that matters: by the key in place of the password.
    settings.PROOF_MINUTES = 0
    journey.go("/accounts/keys/")
    journey.says("Blue one on the ring")
    journey.follow("Rename Blue one on the ring")
    journey.follow("Use your security key instead")
    settings.PROOF_MINUTES = 15
    journey.page.get_by_role("button", name="Use your security key").click()
    journey.page.wait_for_url("**/name/")
    journey.write(name="Old blue one")
    journey.press("Save the name")
    journey.says("Old blue one")

    # The one key can't be added a second time, and the page says so.
    journey.follow("Add another key")
    journey.page.get_by_role("button", name="Add the key").click()
    journey.page.get_by_text("This key is on your account already.").wait_for()

    # Lost: a recovery code opens, and the key is taken off.
    other = start(has_script=False)
    give_password(other)
    other.says("A security key needs JavaScript")
    other.write(code=codes[0])
    other.press("Sign in with the code")
    other.go("/accounts/keys/")
    other.follow("Remove Old blue one")
    other.press("Remove the key")
    other.says("You have none yet.")
    assert_whole(other.page)
    give_password(other)
    assert other.page.url.endswith("/staff/")

    verbs = set(AuditRow.objects.values_list("verb", flat=True))
    wanted = {"added", "renamed", "removed"}
    assert {f"security_key.{deed}" for deed in wanted} <= verbs and "sign_in.confirmed" in verbs
    assert {"A security key was added", "A security key was removed"} <= {mail.subject for mail in mailoutbox}
    assert "blue" not in str(list(AuditRow.objects.values_list("detail", flat=True))).lower()
