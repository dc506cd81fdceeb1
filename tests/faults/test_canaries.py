"""Words to look for are typed, searched for, sealed and sent; then every byte that was written is searched for them.

The portal runs as docs/deployment/ says: gunicorn with its file, PostgreSQL with its settings, log and temporary folder
of their own. Only the database and the folder of added files may hold the words (I05).
"""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests import files
from tests.faults.canaries import PASSWORD, PERSON, SEALED
from tests.faults.machines import PATIENCE, ROOT, Portal, Postgres, environment, until
from tests.signing_in import code_of

pytestmark = [pytest.mark.exhaustive, pytest.mark.same_with_each_database]

SETTINGS = ROOT / "docs" / "deployment" / "postgresql.conf"


class Browser:
    """A browser over the wire: it keeps cookies and answers forms with their token."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body, {"Cookie": jar, **headers})
            found = connection.getresponse()
            text = found.read().decode(errors="replace")
            for line in found.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return found.status, text, found.headers.get("Location", "")
        finally:
            connection.close()

    def get(self, path: str) -> str:
        return self.ask("GET", path)[1]

    def token(self, path: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))
        assert found, path
        return found[1]

    def post(self, path: str, **typed: str) -> tuple[int, str, str]:
        body = urlencode({"csrfmiddlewaretoken": self.token(path), **typed}).encode()
        kind = "application/x-www-form-urlencoded"
        return self.ask(
            "POST", path, body, **{"Content-Type": kind, "Origin": f"http://127.0.0.1:{self.port}"}
        )


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        server.start()
        for line in SETTINGS.read_text().splitlines():
            if line and not line.startswith("#"):
                server.ask(f"ALTER SYSTEM SET {line}")
        server.ask("SELECT pg_reload_conf()")
        yield server
    finally:
        server.remove()


def test_i05_nothing_that_was_typed_is_in_any_byte_outside_database_and_files(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I05, I06: names, a birthday, search terms, tokens, session keys, an app's secret, passwords, a file's words."""
    folders = {name: tmp_path / name for name in ("tmp", "home", "files")}
    for folder in folders.values():
        folder.mkdir()
    more = {"TMPDIR": str(folders["tmp"]), "HOME": str(folders["home"]), "MEDIA_ROOT": str(folders["files"])}
    variables = environment(postgres.url, EMAIL_URL="smtp://127.0.0.1:1", **more)
    made = subprocess.run(
        [sys.executable, "-m", "tests.faults.canaries"],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        check=True,
    )
    reference, child = made.stdout.decode().split()
    config = str(ROOT / "docs" / "deployment" / "gunicorn.conf.py")
    portal = Portal(variables, "--config", config, "--log-level", "info")
    secrets = {"zzperson", "Zz Person", "Child Zzwren", "Zzsummary", PASSWORD, *SEALED.values()}
    try:
        staff, person, visitor = (Browser(portal.port) for _ in range(3))
        person.post("/accounts/login/", login="zzstranger@example.org", password="Zzguessed this password")
        assert staff.post("/accounts/login/", login="coordinator@demo.invalid", password=PASSWORD)[0] == 302
        person.post("/accounts/login/", login=PERSON, password=PASSWORD)
        page = person.get("/accounts/app/set-up/")
        secret = re.search(r'<code class="sp-ref">([A-Z2-7<>wbr]+)</code>', page)[1].replace("<wbr>", "")  # type: ignore[index]
        assert person.post("/accounts/app/set-up/", code=code_of(secret))[0] == 302
        codes = set(re.findall(r"<code>(\d+)</code>", person.get("/accounts/recovery-codes/")))
        assert codes
        secrets |= {secret, "zzstranger", "Zzguessed", *codes}

        case = f"/staff/cases/{reference}/"
        assert "<title>Cases" in staff.get("/staff/cases/?q=Zzsearched")
        sealing = {"child": child, "school": "Zzquillmoor Primary", "nhs_number": "9434765919"}
        assert staff.post(f"{case}identities/seal/", **sealing)[0] == 302
        status, opened, _where = staff.post(
            f"{case}identities/", purpose="contact", note="Zzreason: to ring."
        )
        assert status == 200 and "Zzebedee" in opened
        document = {"title": "Zztitle", "document_class": "ordinary"}
        fields = document | {"csrfmiddlewaretoken": staff.token(f"{case}documents/add/")}
        sent = files.body(b"Zzfile.txt", b"Zzcontent of a letter\n" * 200_000, **fields)
        kind = {
            "Content-Type": "multipart/form-data; boundary=border",
            "Origin": f"http://127.0.0.1:{portal.port}",
        }
        staff.ask("POST", f"{case}documents/add/", sent, **kind)
        secrets |= {"Zzsearched", "Zzquillmoor", "9434765919", "Zzreason", "Zztitle", "Zzfile", "Zzcontent"}

        visitor.get("/published/?q=Zzlooked+for")
        visitor.get("/copy/Zztoken-of-a-copy/")
        visitor.get("/accounts/password/reset/key/zz-Zztokenofareset/")
        visitor.get("/accounts/invitation/zz-Zzinvited/")
        visitor.post("/accounts/password/reset/", email=PERSON)
        secrets |= {"Zzlooked", "Zztoken", "Zzinvited"}

        with socket.create_connection(("127.0.0.1", portal.port), PATIENCE) as odd:
            odd.sendall(b"GET /published/?q=odd Zzlooked\r\n\r\n")
            assert odd.recv(100).startswith(b"HTTP/1.1 400")
        with pytest.raises(psycopg.errors.UniqueViolation):
            taken = (
                "INSERT INTO reviews_area SELECT * FROM reviews_area WHERE name = 'Northmere' -- Zzstatement"
            )
            postgres.ask(taken)
        secrets.add("Zzstatement")
        postgres.stop()
        assert staff.ask("GET", f"{case}?q=Zzaway")[0] == 503
        assert visitor.ask("GET", "/published/?q=Zzlooked")[0] == 503
        postgres.start()
        until(lambda: portal.get("/healthz").status == 200)
        secrets |= {"Zzaway", *staff.cookies.values(), *person.cookies.values()}
        log = portal.log()
        server_log = (postgres.folder / "server.log").read_bytes()
    finally:
        portal.end()

    assert '"request": "' in log and "OperationalError" in log, (
        "the log says what went wrong, and of which request"
    )
    assert b"duplicate key value" in server_log or b"violates" in server_log
    written = {"gunicorn's log": log.encode(), "PostgreSQL's log": server_log}
    for path in tmp_path.rglob("*"):
        if path.is_file() and not path.is_relative_to(folders["files"]):
            written[str(path)] = path.read_bytes()
    assert all(len(secret) > 4 for secret in secrets)
    assert [
        (where, secret) for where, text in written.items() for secret in secrets if secret.encode() in text
    ] == []
