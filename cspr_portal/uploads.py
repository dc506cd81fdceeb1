"""How the bytes of a file that a browser sends are taken in: never more of them than a file may have.

What a file may be is said where files are kept. Every address takes them in this way, signed in or not.
"""

import io
import tempfile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

ABSURD = 4  # times the limit: a request that says it brings more is not read at all


class TooLargeFile(UploadedFile):
    """Stands for a file that has more than settings.FILE_LIMIT bytes: its name and size, and none of its bytes."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(file=io.BytesIO(), name=name, size=size)


class BoundedUpload(TemporaryFileUploadHandler):
    """Takes settings.FILE_LIMIT bytes of a request's files into temporary ones, and no more.

    The rest is counted and dropped, so that the form can say how large the file is and keep what was typed.
    """

    taken = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a request that is absurdly large by its own account, unread."""
        if content_length > ABSURD * settings.FILE_LIMIT + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The request is larger than anything that the portal takes.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a temporary file that has no name: it goes with the process, even with one that is killed."""
        FileUploadHandler.new_file(self, *args, **kwargs)
        nameless = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115  it outlives this
        self.file = UploadedFile(  # type: ignore[assignment]
            nameless, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        """Let go of what had come when the browser went away."""
        if hasattr(self, "file"):
            self.file.close()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the bytes while there are few enough of them; after that not even those that came before."""
        self.taken += len(raw_data)
        if self.taken <= settings.FILE_LIMIT:
            super().receive_data_chunk(raw_data, start)
        else:
            self.file.close()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file, or what stands for one that is too large."""
        if self.taken <= settings.FILE_LIMIT:
            return super().file_complete(file_size)
        self.file.close()
        return TooLargeFile(self.file_name or "file", file_size)
