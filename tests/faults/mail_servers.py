"""Mail servers as they are: one that takes mails, one that never answers. No test lives here."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from socket import create_server
from threading import Thread


class _Takes(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(b"".join(lines).decode())  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@contextmanager
def taking() -> Iterator[tuple[int, list[str]]]:
    """Yield the port of a server that takes all mails, and the list of those that it took."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Takes) as server:
        taken: list[str] = []
        server.daemon_threads = True
        server.taken = taken  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], taken
        server.shutdown()


@contextmanager
def silent() -> Iterator[int]:
    """Yield the port of a server that takes connections and never says a word."""
    with create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def none_at_all() -> Iterator[int]:
    """Yield a port at which nobody listens."""
    with create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    yield port
