"""Keeping a mail sealed, and sending those that wait: each is taken by one process at a time and goes once.

A mail goes a second time only when a process is killed between the mail server's yes and the row's end.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from reviews.models import WaitingMail
from reviews.sign_in import keeping

log = logging.getLogger(__name__)

# Longer than a mail server can keep a process waiting at all its steps together: who has not come back by then is gone.
TAKEN_FOR = timedelta(minutes=5)
# After the first failure, the second, and so on; then every hour.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))
# Links in mails are dead by then, and what else a mail says is old.
GIVEN_UP_AFTER = timedelta(days=1)


@dataclass
class Sent:
    """How many mails went, how many the mail server did not take, and how many were given up."""

    went: int = 0
    failed: int = 0
    given_up: int = 0


def keep(message: EmailMessage, at: datetime) -> None:
    """Keep a plain mail to be sent from `at` on. Raises ValueError for one with files or a second form."""
    if message.attachments or getattr(message, "alternatives", None):
        raise ValueError("Only plain mails are kept: their words, and nothing beside them.")
    words = {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.recipients()),
    }
    WaitingMail.objects.create(sealed=keeping.close(json.dumps(words)), written_at=at, next_try_at=at)


def send(at: datetime, *, most_failures: int) -> Sent:
    """Send the mails that are due at `at`; after so many failures leave the rest for the next time."""
    sent = Sent()
    for mail in _taken(at):
        if mail.written_at < at - GIVEN_UP_AFTER:
            log.error("A mail was given up: the mail server has not taken it within a day.")
            mail.delete()
            sent.given_up += 1
        elif _went(mail, at):
            sent.went += 1
        else:
            sent.failed += 1
        if sent.failed >= most_failures:
            break
    return sent


def _taken(at: datetime) -> Iterator[WaitingMail]:
    """Yield the mails that are due, each taken for a while, so that no other process sends it too."""
    while True:
        with transaction.atomic():
            due = WaitingMail.objects.filter(next_try_at__lte=at).select_for_update(skip_locked=True)
            mail = due.first()
            if mail is None:
                return
            mail.tries += 1
            mail.next_try_at = at + TAKEN_FOR
            mail.save(update_fields=["tries", "next_try_at"])
        yield mail


def _went(mail: WaitingMail, at: datetime) -> bool:
    try:
        words = json.loads(keeping.disclose(mail.sealed))
        server = get_connection(settings.MAIL_SERVER_BACKEND)
        EmailMessage(**words, connection=server).send()
    except (OSError, keeping.Unreadable) as error:
        # Never to whom, nor the message, which may hold a link.
        log.error("A mail was not sent: %s", type(error).__name__)
        wait = WAITS[min(mail.tries, len(WAITS)) - 1]
        WaitingMail.objects.filter(pk=mail.pk).update(next_try_at=at + wait)
        return False
    mail.delete()
    return True
