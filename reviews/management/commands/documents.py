"""`manage.py documents verify` and `manage.py documents sweep`: do the files of all cases match their rows?

Only references and keys are printed, never a title.
"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cspr_portal import clock
from reviews.documents import storing
from reviews.models import Document


class Command(BaseCommand):
    help = "Checks the files of documents, or deletes those that no document names any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "step",
            choices=["verify", "sweep"],
            help="verify: is each document’s file there, and unchanged? "
            "sweep: delete files that no document names and that are older than an hour",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["step"] == "sweep":
            self.stdout.write(f"Files that no document names, deleted: {storing.sweep(clock.now())}.")
            return
        found = 0
        for document, fault in storing.faults():
            found += 1
            about = document.case.reference if isinstance(document, Document) else "Request for information"
            self.stderr.write(f"{about} {document.pk}: the file is {fault}.")
        if found:
            sys.exit(1)
        self.stdout.write("Every document has its file, and every file is the one that was added.")
