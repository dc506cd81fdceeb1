"""`manage.py audit verify`: is the audit log whole? `manage.py audit anchor`: its end, for keeping elsewhere.

Each says it in one line. Status 0 when all is well, 1 when it is not.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reviews.audit import anchor
from reviews.audit.access import anchor_words, checked, verdict_words
from reviews.audit.verification import verify


class Command(BaseCommand):
    help = "Checks the chain of the audit log, and says where it ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "step",
            choices=["verify", "anchor"],
            help="verify: check every row, the end of the chain, and the file outside the database; "
            "anchor: print the end of the chain as a line of that file",
        )
        parser.add_argument(
            "--against",
            type=Path,
            metavar="FILE",
            help="compare with the lines of this file in place of AUDIT_ANCHOR",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["step"] == "anchor":
            self.stdout.write(anchor.head_line().strip() or "The audit log has no row yet.")
            return
        verdict = verify(options["against"])
        checked(None, verdict)
        out = self.stdout if verdict.is_whole else self.stderr
        out.write(f"{verdict_words(verdict)} {anchor_words(verdict)}")
        if not verdict.is_whole:
            sys.exit(1)
