"""Signing in as a browser does it: the password, the app's codes, the set-up of the second factor. No test lives here."""

import re
import time
from datetime import UTC, datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from reviews.models import AuditRow

PASSWORD = "four plain words together"
ANOTHER = "seven other words in a row"
EMAIL = "jo.marsh@aldermere.example"
SIGN_IN = "/accounts/login/"
SET_UP = "/accounts/app/set-up/"
START = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send the first form."""
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def code_of(secret: str, steps: int = 0) -> str:
    """The code that the app shows now, or so many steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def key_on(page: HttpResponse) -> str:
    """The app's key, as the page shows it for typing."""
    found = re.search(r'<code class="sp-ref">([A-Z2-7<>wbr]+)</code>', page.content.decode())
    assert found
    return found[1].replace("<wbr>", "")


def shown_secret(client: Client) -> str:
    """The key on the page that sets the app up."""
    return key_on(client.get(SET_UP))


def set_up(client: Client) -> tuple[str, list[str]]:
    """Sign in for the first time; return the app's secret and the recovery codes."""
    sign_in(client)
    secret = shown_secret(client)
    assert client.post(SET_UP, {"code": code_of(secret)})["Location"] == "/accounts/recovery-codes/"
    codes = re.findall(r"<code>(\d+)</code>", client.get("/accounts/recovery-codes/").content.decode())
    return secret, codes


def verbs() -> list[str]:
    """What the audit log says happened, in order."""
    return list(AuditRow.objects.order_by("sequence").values_list("verb", flat=True))
