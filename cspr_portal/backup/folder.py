"""The folder that backups lie in: its owner's alone, under no address; and how long they stay there."""

import os
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from cspr_portal.backup.refusing import NotDone

NAME = re.compile(r"portal-(\d{8}T\d{6}Z)-[0-9a-f]{8}\.tar\.age(\.part)?")
WRITTEN = "%Y%m%dT%H%M%SZ"


def checked(typed: str) -> Path:
    """Return the folder, made if it isn't there. Raises NotDone where others could read it or it might be served."""
    folder = Path(typed).resolve()
    served = [Path(one).resolve() for one in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)]
    for other in (*served, Path(settings.MEDIA_ROOT).resolve()):
        if folder.is_relative_to(other) or other.is_relative_to(folder):
            raise NotDone(
                "Backups may be neither in nor above a folder that is served, or the one of added files."
            )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except OSError as error:
        raise NotDone("The folder for backups can’t be made or opened.") from error
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid() or about.st_mode & 0o077:
        raise NotDone("The folder for backups has to belong to this account and to nobody else: chmod 700.")
    return folder


def name_of(key: str, at: datetime) -> str:
    """Return what a backup of that moment is called."""
    return f"portal-{at.astimezone(UTC).strftime(WRITTEN)}-{key[:8]}.tar.age"


def delete_old(folder: Path, *, days: int, kept: Path, at: datetime) -> int:
    """Delete backups that are more than `days` days old at `at`, and unfinished ones of before yesterday; say how many.

    `kept` stays however old its name says that it is.
    """
    deleted = 0
    for file in folder.iterdir():
        named = NAME.fullmatch(file.name)
        if named is None or file == kept:
            continue
        age = at - datetime.strptime(named[1], WRITTEN).replace(tzinfo=UTC)
        if age > timedelta(days=min(1, days) if named[2] else days):
            file.unlink()
            deleted += 1
    return deleted
