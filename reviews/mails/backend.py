"""Django's way to send mail, so that no page waits for a mail server: the mail is kept, and sent beside the page."""

from collections.abc import Sequence
from threading import Thread

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections, transaction

from cspr_portal import clock
from reviews.mails import waiting


class WaitingMails(BaseEmailBackend):
    """Keeps each mail with what the page has just done, and sends it once that is committed."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails and return how many. A mail that has a file or a second form is not kept: ValueError."""
        at = clock.now()
        for message in email_messages:
            waiting.keep(message, at)
        transaction.on_commit(_send_beside)
        return len(email_messages)


def _send_beside() -> None:
    # No daemon: a command that wrote mails waits at its end until they have been tried.
    Thread(target=_send, name="mails").start()


def _send() -> None:
    try:
        waiting.send(clock.now(), most_failures=1)
    finally:
        connections.close_all()
