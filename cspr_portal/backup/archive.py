"""The archive itself: a tar in age's format, encrypted to public keys and streamed. What goes into it is in making.py.

Nothing of it is ever on the disk in clear. age's format authenticates each piece of 64 KB and the end, so a changed,
mixed or shortened archive is found when it is read; `age --decrypt` and `tar` open it without the portal.
"""

import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Protocol

import pyrage

from cspr_portal.backup.refusing import NotDone

PIECE = 1024 * 1024
SPOILT = "The backup was changed or cut off since it was made."
Key = Any  # pyrage says nothing of its types


class Readable(Protocol):
    """What can be read from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes: ...


class Archive:
    """An archive that is being written: members one after the other, each with its SHA-256."""

    def __init__(self, tar: tarfile.TarFile, at: datetime) -> None:
        self._tar = tar
        self._at = at
        self.members: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a member that is at hand."""
        self.add_file(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, file: IO[bytes], size: int) -> str:
        """Add `size` bytes of an open file and return their SHA-256. Raises OSError when there are fewer."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(self._at.timestamp())
        reader = _Hashing(file)
        self._tar.addfile(entry, reader)
        self.members[name] = reader.found.hexdigest()
        return self.members[name]


class _Hashing(io.RawIOBase):
    """Reads through to a file and works out the SHA-256 of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.found = sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._file.read(size)
        self.found.update(piece)
        return piece


class _Content(io.RawIOBase):
    """Reads through to a member, and says of one that breaks off what is to be said of the backup."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._file.read(size)
        except (tarfile.TarError, OSError) as error:
            raise NotDone(SPOILT) from error


def public_keys(typed: list[str]) -> list[Key]:
    """Return the public keys that `typed` names ("age1…"). Raises NotDone for none, or for what is none."""
    if not typed:
        raise NotDone(
            "Set BACKUP_KEYS to the public key that backups are encrypted to (manage.py backup new-key)."
        )
    try:
        return [pyrage.x25519.Recipient.from_str(one.strip()) for one in typed]
    except pyrage.RecipientError as error:
        raise NotDone("BACKUP_KEYS has something that is no public key: one begins with age1.") from error


def private_key(file: Path) -> Key:
    """Return the private key in a file as age-keygen and `backup new-key` write it. Raises NotDone without one."""
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise NotDone("The file with the private key can’t be read.") from error
    try:
        (line,) = [line for line in lines if line and not line.startswith("#")]
        return pyrage.x25519.Identity.from_str(line)
    except (ValueError, pyrage.IdentityError) as error:
        raise NotDone("The file holds no private key: its line begins with AGE-SECRET-KEY-1.") from error


def new_key() -> tuple[str, str]:
    """Return a new private key and its public key, as text."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


@contextmanager
def written(out: IO[bytes], keys: list[Key], at: datetime) -> Iterator[Archive]:
    """Write an archive to `out`, encrypted to `keys`. What was written is worth nothing when the block raises."""
    read_end, write_end = os.pipe()
    source = os.fdopen(read_end, "rb")
    worker = _Worker(lambda: pyrage.encrypt_io(source, out, keys), source)
    try:
        with (
            os.fdopen(write_end, "wb") as sink,
            tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT, bufsize=PIECE) as tar,
        ):
            yield Archive(tar, at)
    finally:
        worker.join()
    if worker.error is not None:
        raise NotDone("The archive could not be written.") from worker.error


def read(path: Path, key: Key) -> Iterator[tuple[str, Readable]]:
    """Yield the name and the open content of each member, in order; each is read before the next is asked for.

    Only when all has been yielded is it known to be whole. Raises NotDone for a wrong key and for any change.
    """
    try:
        archive = path.open("rb")
    except OSError as error:
        raise NotDone("The backup can’t be read.") from error
    read_end, write_end = os.pipe()
    sink = os.fdopen(write_end, "wb")

    def decrypt() -> None:
        with archive:
            pyrage.decrypt_io(archive, sink, [key])

    worker = _Worker(decrypt, sink)
    try:
        with os.fdopen(read_end, "rb") as source:
            fault: Exception | None = None
            try:
                with tarfile.open(fileobj=source, mode="r|", bufsize=PIECE) as tar:
                    for entry in tar:
                        content = tar.extractfile(entry) if entry.isreg() else None
                        if content is None:
                            raise NotDone("The archive holds something that no backup holds.")
                        yield entry.name, _Content(content)
                while source.read(PIECE):  # to the end: only there is it known that nothing was cut off
                    pass
            except (tarfile.TarError, OSError) as error:
                fault = error
    finally:
        worker.join()
    if isinstance(worker.error, pyrage.DecryptError):
        raise NotDone("This key doesn’t open the backup, or the file is no backup.") from worker.error
    if worker.error is not None or fault is not None:
        raise NotDone(SPOILT) from (worker.error or fault)


class _Worker:
    """A thread at the other end of a pipe. It closes its end whatever happens, and keeps what went wrong."""

    def __init__(self, work: Callable[[], None], end: IO[bytes]) -> None:
        self.error: Exception | None = None
        self._work, self._end = work, end
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:
            self.error = error
        finally:
            try:
                self._end.close()
            except OSError as error:
                self.error = self.error or error

    def join(self) -> None:
        self._thread.join()
