"""`manage.py restore FILE --key KEY`: puts a backup into an empty database and an empty folder, and checks all of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cspr_portal import clock
from cspr_portal.backup import archive, checking, putting_back
from cspr_portal.backup.refusing import NotDone
from publications.restoring import journal, replaying


class Command(BaseCommand):
    help = "Puts a backup back, compares every checksum, and repeats what was withdrawn since it was made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--key", required=True, help="the file with the private key")
        parser.add_argument(
            "--journal",
            action="append",
            metavar="FILE",
            help="a journal of withdrawals, of each machine one; without it that of WITHDRAWALS_JOURNAL",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Read and check everything, and write nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; status 1 with one sentence when the backup is not whole, or is not for this database."""
        file = Path(options["file"])
        try:
            key = archive.private_key(Path(options["key"]))
            checked = checking.check(file, key)
            putting_back.refuse_unless_known(checked)
            self.stdout.write(
                f"The backup is whole: {checked.rows} rows, {checked.files} files, {checked.at}"
            )
            if options["dry_run"]:
                return
            putting_back.refuse_unless_empty()
            putting_back.put_back(file, key, checked)
        except NotDone as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write("Every row and every file is what it was. This release’s migrations are applied.")
        self._repeat(checked.key, options["journal"])
        for command, step in (("audit", "verify"), ("documents", "verify")):
            try:
                call_command(command, step, stdout=self.stdout, stderr=self.stderr)
            except SystemExit:
                self.stderr.write(f"manage.py {command} {step} found something (above).")

    def _repeat(self, backup: str, typed: list[str] | None) -> None:
        at = clock.now()
        done = replaying.repeat(self._lines(backup, typed), backup=backup, at=at)
        self.stdout.write(
            f"Done again since the backup: {done.withdrawn} withdrawals, {done.links} links to copies ended, "
            f"{done.documents} documents removed."
        )
        if done.ended:
            self.stdout.write(
                f"Ended: {done.ended.invitations} invitations, {done.ended.recovery_codes} people’s recovery codes, "
                f"{done.ended.copy_links} links to copies."
            )
        for line in done.by_hand:
            account = line.detail.get("person", line.actor)
            what = line.reference or str(line.detail.get("id", "")) or f"account {account}"
            self.stdout.write(f"To be done again by a person: {line.at:%Y-%m-%d %H:%M} {line.verb} {what}")
        if done.held:
            self.stdout.write(
                f"Held, and shown to nobody until somebody has looked: {done.held} publications "
                "(/staff/publications/after-a-restore/, or manage.py confirm_after_restore)."
            )

    def _lines(self, backup: str, typed: list[str] | None) -> list[journal.Line] | None:
        """Return what happened since the backup, or None when no journal can tell."""
        paths = typed or ([settings.WITHDRAWALS_JOURNAL] if settings.WITHDRAWALS_JOURNAL else [])
        try:
            journals = [journal.read(Path(path)) for path in paths]
        except OSError:
            self.stderr.write("A journal of withdrawals can’t be read, so everything is held.")
            return None
        lines = replaying.since_backup(journals, backup)
        if lines is None:
            self.stderr.write("No journal of withdrawals goes back to this backup, so everything is held.")
        return lines
