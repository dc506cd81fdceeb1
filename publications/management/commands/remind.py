"""`manage.py remind`: sends the notices that a window ends soon. Run it once a day.

What is public is decided at each request: when this command doesn't run, nothing stays longer and nothing goes sooner.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cspr_portal import clock
from publications import reminding
from publications.copies.actions import erase_old_words


class Command(BaseCommand):
    help = "Sends the notices that a window ends in 60, 30 or 7 days. Visibility never depends on it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what is due, and send and change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send what is due; status 1 when a mail could not be sent, and the next run tries again."""
        at = clock.now()
        failed = 0
        for notice in list(reminding.due(at)):
            words = f"{notice.publication.pk}: {notice.days_left} days left"
            if options["dry_run"]:
                self.stdout.write(f"{words}, to {len(reminding.recipients(notice.publication, at))} people")
                continue
            try:
                sent = reminding.send(notice, at)
            except OSError as error:
                failed += 1
                self.stderr.write(f"{words}: not sent ({type(error).__name__}); the next run tries again")
            else:
                self.stdout.write(f"{words}: sent to {sent} people")
        if not options["dry_run"]:
            erased = erase_old_words(at=at)
            self.stdout.write(f"Requests for copies whose words were erased: {erased}")
        if failed:
            sys.exit(1)
