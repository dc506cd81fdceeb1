"""`manage.py backup FOLDER`, `backup verify FILE --key KEY`, `backup new-key FILE`: one encrypted file with everything.

How it is made is in cspr_portal/backup/; what is written beside it, for a restore, in publications/restoring/.
"""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cspr_portal import clock
from cspr_portal.backup import archive, checking, folder, making
from cspr_portal.backup.refusing import NotDone
from publications.restoring import journal
from reviews.audit.recording import action, record


class Command(BaseCommand):
    help = (
        "Writes database and files into one encrypted file; verifies one; or makes the pair of keys for it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="+", metavar="FOLDER | verify FILE | new-key FILE")
        parser.add_argument("--key", help="verify: the file with the private key")
        parser.add_argument(
            "--keep-days", type=int, metavar="DAYS", help="delete backups in FOLDER that are older than this"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; status 1 with one sentence when it could not be done, or when a file is lacking."""
        try:
            match options["what"]:
                case ["verify", file]:
                    self._verify(Path(file), options["key"])
                case ["new-key", file]:
                    self._new_key(Path(file))
                case [into] if into not in ("verify", "new-key"):
                    self._make(into, options["keep_days"])
                case _:
                    raise CommandError("Name a folder, or verify and a backup, or new-key and a file.")
        except NotDone as reason:
            raise CommandError(str(reason)) from reason

    def _make(self, typed: str, keep_days: int | None) -> None:
        at = clock.now()
        into = folder.checked(typed)
        keys = archive.public_keys(settings.BACKUP_KEYS)
        self._mend_journal()
        made = making.make(into, keys, at)
        _note(made)
        self.stdout.write(f"{made.path.name}: {made.rows} rows, {made.files} files")
        self.stdout.write(f"SHA-256 {made.sha256}")
        if keep_days is not None:
            deleted = folder.delete_old(into, days=max(1, keep_days), kept=made.path, at=at)
            self.stdout.write(f"Older backups, deleted: {deleted}")
        if made.lacking:
            self.stderr.write(
                f"Files that rows name and the storage doesn’t have: {len(made.lacking)}. "
                "Is MEDIA_ROOT the right folder? manage.py documents verify names them."
            )
            sys.exit(1)

    def _mend_journal(self) -> None:
        if not settings.WITHDRAWALS_JOURNAL:
            self.stderr.write("WITHDRAWALS_JOURNAL isn’t set: after a restore the site will be held closed.")
            return
        try:
            mended = journal.mend()
        except OSError as error:
            raise NotDone("WITHDRAWALS_JOURNAL can’t be read and written.") from error
        if mended:
            self.stderr.write(f"Lines that the journal of withdrawals lacked, added: {mended}")

    def _verify(self, file: Path, key: str | None) -> None:
        if not key:
            raise CommandError("Name the file with the private key: --key FILE.")
        checked = checking.check(file, archive.private_key(Path(key)))
        self.stdout.write(
            f"Whole: {checked.rows} rows in {len(checked.tables)} tables, {checked.files} files, {checked.at}"
        )

    def _new_key(self, file: Path) -> None:
        private, public = archive.new_key()
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError("That file can’t be made, or is there already.") from error
        with os.fdopen(handle, "w") as out:
            out.write(f"# public key: {public}\n{private}\n")
        self.stdout.write(f"BACKUP_KEYS={public}")
        self.stderr.write(
            "Keep the file with the private key off this machine, in two places: without it no backup opens."
        )


@action
def _note(made: making.Made) -> None:
    record(None, journal.BACKUP_MADE, backup=made.key, sha256=made.sha256, rows=made.rows, files=made.files)
