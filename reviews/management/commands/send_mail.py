"""`manage.py send_mail`: sends the mails that wait, because the mail server did not take them when they were written."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cspr_portal import clock
from reviews.mails import waiting
from reviews.models import WaitingMail

MOST_FAILURES = 5


class Command(BaseCommand):
    help = "Sends the mails that wait for the mail server. Status 1 when it does not take one."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = waiting.send(clock.now(), most_failures=MOST_FAILURES)
        left = WaitingMail.objects.count()
        self.stdout.write(f"Mails sent: {sent.went}. Given up after a day: {sent.given_up}. Waiting: {left}.")
        if sent.failed or sent.given_up:
            sys.exit(1)
