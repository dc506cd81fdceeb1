"""What a PDF holds, as its readers and searchers find it, and who was asked while it was made. No test lives here."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Thread

import pikepdf
import pypdfium2


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server on this machine that keeps what it is asked: its port, and the requests so far."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        is_open = True

        def listen() -> None:
            while is_open:
                try:
                    client, _ = server.accept()
                except TimeoutError:
                    continue
                with client:
                    asked.append(client.recv(1000))

        thread = Thread(target=listen)
        thread.start()
        try:
            yield server.getsockname()[1], asked
        finally:
            is_open = False
            thread.join()


def page_texts(document: bytes) -> list[str]:
    """The words of each page."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return [_page_text(page) for page in opened]
    finally:
        opened.close()


def text_of(document: bytes) -> str:
    """The words of the whole document."""
    return "\n".join(page_texts(document))


def _page_text(page: pypdfium2.PdfPage) -> str:
    read = page.get_textpage()
    try:
        return str(read.get_text_bounded())
    finally:
        read.close()
        page.close()


def all_bytes(document: bytes) -> bytes:
    """The document with every stream unpacked, as a searcher would read it."""
    with pikepdf.open(BytesIO(document)) as opened:
        plain = BytesIO()
        opened.save(
            plain,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return plain.getvalue()
