"""An S3-compatible storage of a test's own, as small as one can be: one bucket in memory. No test lives here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

NAME = "portal"
STAMP = "2027-02-01T10:00:00.000Z"


@dataclass
class Bucket:
    """What lies in it, what was asked of it, and with which status it answers while it has a fault."""

    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    fault: int = 0
    address: str = ""


@contextmanager
def served() -> Iterator[Bucket]:
    """A bucket that answers on this machine until the block ends."""
    bucket = Bucket()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            where = urlsplit(self.path)
            bucket.asked.append((self.command, self.path, dict(self.headers)))
            key = unquote(where.path).removeprefix(f"/{NAME}").lstrip("/")
            query = {name: values[0] for name, values in parse_qs(where.query).items()}
            if bucket.fault:
                self._send(bucket.fault, b"<Error><Code>SlowDown</Code></Error>")
            elif self.command == "PUT":
                bucket.objects[key] = body
                self._send(200)
            elif self.command == "DELETE":
                bucket.objects.pop(key, None)
                self._send(204)
            elif "delimiter" in query:
                self._send(200, _listed(bucket, query.get("prefix", "")))
            elif key in bucket.objects:
                self._send(200, bucket.objects[key])
            else:
                self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")

        do_GET = do_HEAD = do_PUT = do_DELETE = _answer

        def _send(self, status: int, body: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", '"0"')
            self.send_header("Last-Modified", "Mon, 01 Feb 2027 10:00:00 GMT")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    bucket.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _listed(bucket: Bucket, prefix: str) -> bytes:
    """What lies directly in a folder, and the folders in it."""
    inside = sorted(key for key in bucket.objects if key.startswith(prefix))
    files = [key for key in inside if "/" not in key[len(prefix) :]]
    folders = {prefix + key[len(prefix) :].split("/")[0] + "/" for key in inside if "/" in key[len(prefix) :]}
    parts = [
        f"<Contents><Key>{escape(key)}</Key><LastModified>{STAMP}</LastModified></Contents>" for key in files
    ]
    parts += [f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>" for each in sorted(folders)]
    return f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(parts)}</ListBucketResult>".encode()
