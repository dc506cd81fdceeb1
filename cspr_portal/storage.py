"""Where files are kept on a disk: as Django keeps them, and still there after a power cut. No model lives here."""

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableFiles(FileSystemStorage):
    """Files whose bytes and folders have reached the disk when `save` returns; what fails leaves nothing behind.

    A row that names a file is committed after it, so a committed row has its file (security case F05).
    """

    def _save(self, name: str, content: "File[bytes]") -> str:
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]
            path = Path(self.path(saved))
            for each in (path, *path.parents):
                reach_the_disk(each)
                if each == Path(self.location):
                    break
        except OSError:
            self.delete(name)
            raise
        return saved


def reach_the_disk(path: Path) -> None:
    """Return only when a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
