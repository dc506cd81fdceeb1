"""The two mails that answer a request for a copy. They hold no title, no name and nothing of what was written."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage

from publications.models import CopyLink
from publications.windows import moment_words

log = logging.getLogger(__name__)

NSPCC = "https://learning.nspcc.org.uk/case-reviews/national-case-review-repository"


def send_link(to: str, address: str, link: CopyLink) -> bool:
    """Send the address that one person may open. Returns whether the mail server took it."""
    return _send(
        to,
        "You wrote to us. Our answer is behind this address. It is for you alone:\n\n"
        f"{address}\n\n"
        f"It works until {moment_words(link.expires_at)}, London time. The page that opens has a button; before "
        "you press it, nothing is handed out.\n\n"
        "Please do not pass the address on, and do not put what you find there on the internet.\n\n"
        "If you did not write to us, delete this message.",
    )


def send_decline(to: str) -> bool:
    """Say that no copy is sent, in words that confirm nothing. Returns whether the mail server took it."""
    return _send(
        to,
        "You wrote to us. We have read it, and we are not able to send you a copy.\n\n"
        "We use these same words whether or not there is anything that fits, so they say nothing about what "
        "exists.\n\n"
        f"The NSPCC keeps a national collection of case reviews:\n{NSPCC}\n\n"
        "If you think that we should look again, tell us why.",
    )


def _send(to: str, text: str) -> bool:
    house = settings.PARTNERSHIP
    ways = [way for way in (house["email"], house["telephone"]) if way]
    signed = "\n".join([house["name"], *ways])
    message = EmailMessage(f"Your request to the {house['name']}", f"Hello\n\n{text}\n\n{signed}\n", to=[to])
    try:
        return message.send() == 1
    except OSError as error:
        # Never the address, which is sealed, nor the message, which holds the link.
        log.error("A mail about a copy was not sent: %s", type(error).__name__)
        return False
