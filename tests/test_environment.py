"""Unsafe or missing settings: one sentence on standard error, status 1, and no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import environ
import pytest

from cspr_portal import environment

ROOT = Path(__file__).resolve().parent.parent
KEY = "x0" * 30
FERNET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
SOUND = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "portal.aldermere.example",
    "IDENTITY_KEYS": FERNET,
    "MATCH_KEY": "0123456789abcdef" * 4,
    "DEMO": "0",
    "DEBUG": "0",
}
UNSAFE = {
    "no secret key": ({"SECRET_KEY": ""}, "SECRET_KEY"),
    "a short secret key": ({"SECRET_KEY": "x" * 49}, "SECRET_KEY"),
    "no hosts": ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "wildcard"),
    "hosts by suffix": ({"ALLOWED_HOSTS": ".aldermere.example"}, "wildcard"),
    "a public demonstration": ({"DEMO": "1"}, "DEMO=1"),
    "tracebacks in public": ({"DEBUG": "1"}, "DEBUG=1"),
    "no yes and no no": ({"DEMO": "perhaps"}, "Set DEMO to 1 or 0."),
    "no identity keys": ({"IDENTITY_KEYS": ","}, "IDENTITY_KEYS"),
    "an unusable identity key": ({"IDENTITY_KEYS": f"{FERNET},short"}, "IDENTITY_KEYS"),
    "a short match key": ({"MATCH_KEY": "0123"}, "MATCH_KEY"),
    "files where all can fetch them": ({"MEDIA_ROOT": str(ROOT / "static" / "files")}, "MEDIA_ROOT"),
    "files above what is served": ({"MEDIA_ROOT": str(ROOT)}, "MEDIA_ROOT"),
    "files of no size": ({"FILE_LIMIT_MB": "0"}, "FILE_LIMIT_MB"),
    "files of any size": ({"FILE_LIMIT_MB": "201"}, "FILE_LIMIT_MB"),
    "files of a size in words": ({"FILE_LIMIT_MB": "20MB"}, "FILE_LIMIT_MB"),
    "files that go over the wire in clear": (
        {"FILES_S3_BUCKET": "portal", "FILES_S3_ENDPOINT": "http://files.example.org"},
        "FILES_S3_ENDPOINT",
    ),
    "a journal where all can fetch it": (
        {"WITHDRAWALS_JOURNAL": str(ROOT / "static" / "journal")},
        "WITHDRAWALS_JOURNAL",
    ),
    "colours in words": ({"PARTNERSHIP_COLOURS": "green, purple, gold"}, "PARTNERSHIP_COLOURS"),
    "colours that can't be read": (
        {"PARTNERSHIP_COLOURS": "#7fb0b5 #74305f #ffc94a"},
        "on-spruce (#ffffff) on spruce (#7fb0b5) has a contrast of 2.39",
    ),
    "a logo that isn't there": ({"PARTNERSHIP_LOGO": "static/img/no-such.svg"}, "PARTNERSHIP_LOGO"),
    "a logo that is a folder": ({"PARTNERSHIP_LOGO": "static/img"}, "PARTNERSHIP_LOGO"),
    "a logo that is no picture": ({"PARTNERSHIP_LOGO": "README.md"}, "neither a PNG, a JPEG nor an SVG"),
    "a scanner without a scheme": ({"CLAMD": "127.0.0.1:3310"}, "CLAMD"),
    "a scanner without a port": ({"CLAMD": "tcp://127.0.0.1"}, "CLAMD"),
    "a scanner at a port that is none": ({"CLAMD": "tcp://127.0.0.1:99999"}, "CLAMD"),
    "a scanner at half a path": ({"CLAMD": "unix://run/clamd.ctl"}, "CLAMD"),
    "a scanner on the web": ({"CLAMD": "https://scan.example.org/"}, "CLAMD"),
}


def start(changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of its own, without this process's environment or a file .env."""
    code = (
        "from pathlib import Path; from cspr_portal import environment;"
        "real = environment.load; environment.load = lambda path: real(Path('no-such-file'));"
        "import cspr_portal.settings"
    )
    variables = {"PATH": os.environ["PATH"], **SOUND, **changes}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_sound_settings_start() -> None:
    done = start({})
    assert (done.returncode, done.stderr) == (0, "")


def test_a_partnerships_own_colours_and_logo_start() -> None:
    assert (
        start(
            {"PARTNERSHIP_COLOURS": "1d3c8f a8232f ffd54a", "PARTNERSHIP_LOGO": "static/img/mark.svg"}
        ).returncode
        == 0
    )


def test_a_demonstration_on_this_machine_starts() -> None:
    assert start({"DEMO": "1", "DEBUG": "1", "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]"}).returncode == 0


@pytest.mark.parametrize(("changes", "named"), UNSAFE.values(), ids=UNSAFE.keys())
def test_f12_unsafe_settings_refuse_to_start(changes: dict[str, str], named: str) -> None:
    done = start(changes)
    assert done.returncode == 1
    assert named in done.stderr
    assert len(done.stderr.splitlines()) == 1 and done.stderr.rstrip().endswith(".")
    assert "Traceback" not in done.stderr + done.stdout


def test_f12_djangos_own_checks_of_a_deployment_find_nothing() -> None:
    """F12: with no more than the settings that have to be there, behind a proxy."""
    key = "0123456789abcdef" * 4
    variables = {
        "PATH": os.environ["PATH"],
        **SOUND,
        "SECRET_KEY": key,
        "BEHIND_PROXY": "1",
        "ENV_FILE": os.devnull,
    }
    command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("tcp://127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("tcp://[::1]:3310/", ("::1", 3310)),
    ],
)
def test_a_scanner_is_named_by_socket_or_port(monkeypatch, typed, meant) -> None:
    monkeypatch.setenv("CLAMD", typed)
    assert environment.clamd(environ.Env()) == meant


@pytest.mark.parametrize("name", sorted(set(SOUND) - {"DEMO", "DEBUG"}))
def test_an_empty_value_counts_as_missing(name: str) -> None:
    assert start({name: ""}).returncode == 1


def test_b04_production_cookies_and_transport_are_strict() -> None:
    code = (
        "from pathlib import Path; from cspr_portal import environment;"
        "real = environment.load; environment.load = lambda path: real(Path('no-such-file'));"
        "from cspr_portal import settings as s;"
        "assert s.SESSION_COOKIE_NAME.startswith('__Host-') and s.CSRF_COOKIE_NAME.startswith('__Host-');"
        "assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY;"
        "assert s.SESSION_COOKIE_SAMESITE == s.CSRF_COOKIE_SAMESITE == 'Lax';"
        "assert s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 31_536_000 and not s.DEBUG and not s.DEMO"
    )
    variables = {"PATH": os.environ["PATH"], **SOUND}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
