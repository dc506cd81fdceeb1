"""Where files are kept when there is more than one machine: an S3-compatible bucket. Needs the extra `s3`.

What storage.py promises of a disk holds here too. Names are as random, an upload that was answered is kept, what fails
leaves nothing behind, and there is no address: no link is ever signed, all bytes go through the portal's own door.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

MISSING = {"404", "NoSuchKey", "NotFound"}
# More than a file may have: one request puts a file there whole, or not at all.
IN_ONE = 256 * 1024 * 1024


class ObjectFiles(S3Storage):
    """Files as objects of one private bucket. What goes wrong is an OSError, as with a disk."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return the library's settings with those that the portal needs."""
        given: dict[str, Any] = super().get_default_settings()
        return given | {
            "file_overwrite": False,
            "default_acl": None,
            "gzip": False,
            "transfer_config": TransferConfig(multipart_threshold=IN_ONE, use_threads=False),
            "client_config": Config(
                connect_timeout=3,
                read_timeout=20,
                retries={"max_attempts": 2, "mode": "standard"},
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                # Other makers' storages don't know these yet.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }

    def url(self, name: str | None, *_: Any, **__: Any) -> str:
        """Refuse: no file has an address of its own."""
        raise NotImplementedError("Files are handed out by the portal alone.")

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Fetch the file whole, so that nothing can break off once it is being handed out."""
        with _as_oserror():
            found = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=self._key(name))
            return File(io.BytesIO(found["Body"].read()), name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _as_oserror():
            saved: str = super()._save(name, content)
            return saved

    def delete(self, name: str) -> None:
        """Delete the file; one that isn't there is deleted already."""
        with _as_oserror():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Return whether there is a file of that name."""
        with _as_oserror():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files in a folder, by name."""
        with _as_oserror():
            folders, names = super().listdir(path)
            return folders, names

    def get_modified_time(self, name: str) -> datetime:
        """Return when the file was kept, as an aware moment."""
        with _as_oserror():
            moment: datetime = super().get_modified_time(name)
            return moment

    def _key(self, name: str) -> str:
        key: str = self._normalize_name(name)
        return key


@contextmanager
def _as_oserror() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in MISSING:
            raise FileNotFoundError("The storage has no such file.") from error
        raise OSError(f"The storage refused: {code}.") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"The storage doesn't answer: {type(error).__name__}.") from error
