"""The virus scanner clamd: what it clears is kept, and what it doesn't clear, for whatever reason, is not."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reviews.documents import scanning
from reviews.models import AuditRow, Document
from tests import files
from tests import publication_builders as build
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

AWAY = "The virus scanner gives no answer, so no file can be added now. Nothing was kept."
FOUND = "The virus scanner found something in this file, so it was not kept."


class FakeClamd:
    """Speaks clamd's INSTREAM on a socket: takes the whole stream and gives the answer that it was made with."""

    def __init__(self, door: socket.socket, answer: Callable[[bytes], bytes | None]) -> None:
        self.door, self.answer = door, answer
        self.taken: list[bytes] = []
        self.closing = threading.Event()
        door.listen()
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while not self.closing.is_set():
            try:
                line, _who = self.door.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                try:
                    self._talk(line)
                except OSError:
                    continue

    def _talk(self, line: socket.socket) -> None:
        assert self._exactly(line, 10) == b"zINSTREAM\0"
        whole = b""
        while (length := struct.unpack("!L", self._exactly(line, 4))[0]) > 0:
            whole += self._exactly(line, length)
        self.taken.append(whole)
        said = self.answer(whole)
        if said is None:
            self.closing.wait(5)
        else:
            line.sendall(said)

    @staticmethod
    def _exactly(line: socket.socket, length: int) -> bytes:
        """Read so many bytes: a socket with a time limit may hand them over in pieces, whatever is asked for."""
        taken = b""
        while len(taken) < length:
            piece = line.recv(length - len(taken))
            if not piece:
                raise OSError("The other side has closed the line.")
            taken += piece
        return taken

    def stop(self) -> None:
        self.closing.set()
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.thread.join()


@pytest.fixture
def clamd(settings, tmp_path) -> Iterator[Callable[..., FakeClamd]]:
    """Return a function that starts a scanner with one answer, on a socket in a folder or on a port."""
    started: list[FakeClamd] = []

    def start(answer: Callable[[bytes], bytes | None], *, on_port: bool = False) -> FakeClamd:
        if on_port:
            door = socket.socket(socket.AF_INET)
            door.bind(("127.0.0.1", 0))
            settings.CLAMD = door.getsockname()
        else:
            door = socket.socket(socket.AF_UNIX)
            settings.CLAMD = str(tmp_path / "clamd.ctl")
            door.bind(settings.CLAMD)
        started.append(FakeClamd(door, answer))
        return started[-1]

    yield start
    for each in started:
        each.stop()


@pytest.fixture
def add(cast, make_case, as_user, tmp_path, settings):
    """Return a function that sends a file and returns the answer, and the folder that files lie in."""
    settings.MEDIA_ROOT = tmp_path / "media"
    case = make_case().case
    browser = as_user(cast.coordinator)

    def send(data: bytes = b"A note."):
        return browser.post(address(case, "documents/add/"), files.typed("note.txt", data))

    return send, Path(settings.MEDIA_ROOT)


@pytest.mark.parametrize("on_port", [False, True])
def test_what_the_scanner_clears_is_kept_and_says_so(add, clamd, on_port):
    scanner = clamd(lambda whole: b"stream: OK\0", on_port=on_port)
    send, media = add
    data = b"A long note. " * 20_000  # more than one piece
    response = send(data)
    assert response.status_code == 302
    assert scanner.taken == [data]
    document = Document.objects.get()
    assert document.scan == "clean"
    assert (media / document.stored_name).read_bytes() == data


def test_without_a_scanner_a_document_says_that_it_was_not_scanned(add, as_user, cast):
    send, _media = add
    send()
    document = Document.objects.get()
    assert document.scan == "not_scanned"
    page = words(as_user(cast.coordinator).get(address(document.case, "documents/")))
    assert "Not scanned" in page and "No virus found" not in page


def test_what_the_scanner_finds_is_refused_and_never_reaches_the_disk(add, clamd):
    """C06."""
    clamd(lambda whole: b"stream: Eicar-Test-Signature FOUND\0")
    send, media = add
    before = everything_but_the_audit_log()
    response = send()
    assert response.status_code == 200
    assert FOUND in words(response)
    assert everything_but_the_audit_log() == before
    assert files.on_disk(media) == []
    row = AuditRow.objects.get(verb="document.refused")
    assert (row.outcome, row.detail) == ("denied", {"why": "virus"})


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"stream: OK",  # cut off before its end
        b"OK\0",
        b"stream: ok\0",
        b"stream: OK FOUND? no\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"HTTP/1.1 200 OK\r\n\r\nstream: OK\0",
        b"\xff" * 10_000,
        b"stream: OK\n",
    ],
)
def test_any_other_answer_refuses_the_file(add, clamd, answer):
    """C06, F09: only a clear yes is a yes."""
    clamd(lambda whole: answer)
    send, media = add
    response = send()
    assert AWAY in words(response)
    assert not Document.objects.exists() and files.on_disk(media) == []
    assert AuditRow.objects.get(verb="document.refused").detail == {"why": "scanner"}


def test_a_scanner_that_never_answers_is_not_waited_for_for_ever(add, clamd, monkeypatch):
    """F09."""
    monkeypatch.setattr(scanning, "PATIENCE", 0.3)
    clamd(lambda whole: None)
    send, media = add
    assert AWAY in words(send())
    assert not Document.objects.exists() and files.on_disk(media) == []


@pytest.mark.parametrize("where", ["/nowhere/clamd.ctl", ("127.0.0.1", 1), ("no-such-host.invalid", 3310)])
def test_a_scanner_that_is_set_and_not_there_refuses_every_file(add, settings, where):
    """C06: it fails closed."""
    settings.CLAMD = where
    send, media = add
    response = send()
    assert AWAY in words(response)
    assert 'value="Letter from the coroner"' in words(response)
    assert not Document.objects.exists() and files.on_disk(media) == []


def test_what_could_not_be_scanned_can_be_sent_again_when_the_scanner_is_back(add, clamd, settings):
    send, _media = add
    settings.CLAMD = "/nowhere/clamd.ctl"
    send()
    clamd(lambda whole: b"stream: OK\0")
    assert send().status_code == 302
    assert Document.objects.get().scan == "clean"


@pytest.mark.parametrize(
    ("answer", "status", "why"),
    [
        (b"stream: OK\0", 302, None),
        (b"stream: Eicar-Test-Signature FOUND\0", 200, "virus"),
        (b"", 200, "scanner"),
    ],
)
def test_what_goes_out_with_a_publication_is_scanned_as_it_was_sent(
    cast, as_user, clamd, answer, status, why
):
    """C06: it is made anew as well; while the scanner gives no clear answer nothing is taken."""
    scanner = clamd(lambda whole: answer)
    publication = build.drafted(cast)
    sent = build.pdf_of("A checklist.")
    typed = {"expected_number": "1", "title": "Checklist", "file": SimpleUploadedFile("a.pdf", sent)}
    url = f"/staff/publications/{publication.pk}/files/new/document/"
    response = as_user(cast.publisher).post(url, typed)
    assert (response.status_code, scanner.taken) == (status, [sent])
    assert publication.attachments.exists() is (why is None)
    if why is None:
        assert AuditRow.objects.get(verb="publication.file_added").detail["scan"] == "clean"
    else:
        assert AuditRow.objects.get(verb="publication.file_refused").detail == {"why": why}
        assert (FOUND if why == "virus" else "The virus scanner gives no answer") in words(response)
