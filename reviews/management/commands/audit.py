"""`manage.py audit verify`: is the audit log whole? One sentence; status 0 when it is, 1 when it is not."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reviews.audit.access import verdict_words
from reviews.audit.verification import verify


class Command(BaseCommand):
    help = "Checks the chain of the audit log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "step", choices=["verify"], help="verify: check every row and the end of the chain"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if verdict.fault is None:
            self.stdout.write(verdict_words(verdict))
            return
        self.stderr.write(verdict_words(verdict))
        sys.exit(1)
