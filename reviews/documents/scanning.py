"""Asks the virus scanner clamd about a file before it is kept. Without a clear answer the file is refused.

The protocol: "zINSTREAM", the bytes in pieces with their length before them, a piece of no length, one answer.
"""

import socket
import time
from typing import IO

from django.conf import settings

from cspr_portal.refusals import Refused
from reviews.models import ScanResult

PATIENCE = 30.0  # seconds for the whole conversation
PIECE = 64 * 1024
LONGEST_ANSWER = 4096


class ScanRefused(Refused):
    """The file may not be kept; `why` is for the audit log."""

    why = "scanner"


class Infected(ScanRefused):
    """The scanner has found something."""

    why = "virus"

    def __init__(self) -> None:
        super().__init__(
            "The virus scanner found something in this file, so it was not kept. "
            "Don’t open it, and tell the people who look after your computers."
        )


class ScannerAway(ScanRefused):
    """The scanner is set and gave no clear answer."""

    def __init__(self) -> None:
        super().__init__(
            "The virus scanner gives no answer, so no file can be added now. Nothing was kept. "
            "Try again in a few minutes, and tell whoever looks after the portal if it goes on."
        )


def scan(file: IO[bytes]) -> ScanResult:
    """Return CLEAN, or NOT_SCANNED where settings.CLAMD names no scanner.

    Raises Infected for a find, ScannerAway for anything else that isn't a clear yes: no file passes by default.
    """
    if settings.CLAMD is None:
        return ScanResult.NOT_SCANNED
    try:
        answer = _ask(settings.CLAMD, file)
    except OSError as error:
        raise ScannerAway from error
    if answer == b"stream: OK":
        return ScanResult.CLEAN
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        raise Infected
    raise ScannerAway


def _ask(address: str | tuple[str, int], file: IO[bytes]) -> bytes:
    until = time.monotonic() + PATIENCE
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    if not isinstance(address, str) and ":" in address[0]:
        family = socket.AF_INET6
    with socket.socket(family, socket.SOCK_STREAM) as line:
        _wait_until(line, until)
        line.connect(address)
        line.sendall(b"zINSTREAM\0")
        file.seek(0)
        while piece := file.read(PIECE):
            _wait_until(line, until)
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            _wait_until(line, until)
            said = line.recv(LONGEST_ANSWER)
            if not said:
                raise ConnectionError("clamd hung up before its answer had ended")
            answer += said
    return answer.rstrip(b"\0")


def _wait_until(line: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
