"""Reads the portal's configuration from the environment, and refuses what is unsafe.

Only values and refusals live here; what Django makes of them is in settings.py.
"""

import base64
import binascii
import importlib.util
import os
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import environ

from cspr_portal import colours, logo

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
SECRET_KEY_LENGTH = 50


def refuse(sentence: str) -> NoReturn:
    """Stop with one sentence on standard error and status 1: a traceback would hide the sentence."""
    sys.stderr.write(sentence + "\n")
    raise SystemExit(1)


def load(env_file: Path) -> environ.Env:
    """Return the environment, filled up from `env_file` where it exists.

    Real variables win over the file, and an empty value counts as missing.
    """
    for name in [name for name, value in os.environ.items() if value == ""]:
        del os.environ[name]
    if env_file.is_file():
        environ.Env.read_env(str(env_file))
    for name in [name for name, value in os.environ.items() if value == ""]:
        del os.environ[name]
    return environ.Env()


def secret_key(env: environ.Env) -> str:
    """Return SECRET_KEY, or refuse when it is missing or shorter than 50 characters."""
    key = env.str("SECRET_KEY", default="").strip()
    if len(key) < SECRET_KEY_LENGTH:
        refuse(f"Set SECRET_KEY to at least {SECRET_KEY_LENGTH} random characters.")
    return key


def allowed_hosts(env: environ.Env, *, is_demo: bool) -> list[str]:
    """Return ALLOWED_HOSTS, or refuse when it is missing, a wildcard, or public in a demonstration."""
    hosts = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
    if not hosts:
        refuse("Set ALLOWED_HOSTS to the names that the portal answers to, separated by commas.")
    if any("*" in host or host.startswith(".") for host in hosts):
        refuse("ALLOWED_HOSTS has a wildcard; name each host that the portal answers to.")
    if is_demo and not set(hosts) <= LOCAL_HOSTS:
        refuse("DEMO=1 is for this machine only: ALLOWED_HOSTS may name 127.0.0.1, localhost and [::1].")
    return hosts


def is_debug(env: environ.Env, *, is_demo: bool, hosts: list[str]) -> bool:
    """Return DEBUG, or refuse it on a public host outside a demonstration."""
    debug = flag(env, "DEBUG")
    if debug and not is_demo and not set(hosts) <= LOCAL_HOSTS:
        refuse("DEBUG=1 shows the portal's insides to visitors; it is refused on a public host.")
    return debug


def flag(env: environ.Env, name: str) -> bool:
    """Return whether the variable is set to a yes; anything but a clear yes or no is refused."""
    value = env.str(name, default="0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    refuse(f"Set {name} to 1 or 0.")


def identity_keys(env: environ.Env) -> list[str]:
    """Return the Fernet keys that seal identities, newest first, or refuse unusable ones."""
    keys = [key.strip() for key in env.list("IDENTITY_KEYS", default=[]) if key.strip()]
    if not keys:
        refuse("Set IDENTITY_KEYS to one or more Fernet keys, newest first, separated by commas.")
    for key in keys:
        try:
            is_usable = len(base64.urlsafe_b64decode(key.encode())) == 32
        except (binascii.Error, ValueError):
            is_usable = False
        if not is_usable:
            refuse("IDENTITY_KEYS has a key that is not 32 bytes in URL-safe base 64.")
    return keys


def match_key(env: environ.Env) -> bytes:
    """Return MATCH_KEY, the key of the fingerprints that stand in for sealed words, at least 32 characters."""
    key = env.str("MATCH_KEY", default="").strip()
    if len(key) < 32:
        refuse("Set MATCH_KEY to at least 32 random characters.")
    return key.encode()


def whole_number(env: environ.Env, name: str, *, default: int, least: int, most: int) -> int:
    """Return the variable as a whole number, or refuse what is none, or is outside `least` to `most`."""
    typed = env.str(name, default=str(default)).strip()
    if not (typed.isascii() and typed.isdigit() and least <= int(typed[:10]) <= most):
        refuse(f"Set {name} to a whole number from {least} to {most}.")
    return int(typed)


def media_root(env: environ.Env, default: Path, served: list[Path]) -> Path:
    """Return MEDIA_ROOT, the folder of added files, or refuse one in or above a folder that is served."""
    root = Path(env.str("MEDIA_ROOT", default=str(default)).strip()).resolve()
    for folder in served:
        if root.is_relative_to(folder) or folder.is_relative_to(root):
            refuse(
                "MEDIA_ROOT may be neither in nor above a folder of static files: those are served to all."
            )
    return root


def audit_anchor(env: environ.Env, served: list[Path]) -> str:
    """Return AUDIT_ANCHOR, the file beside the database for the audit log's end ("": none), or refuse a bad path."""
    return _file_beside(env, "AUDIT_ANCHOR", served)


def withdrawals_journal(env: environ.Env, served: list[Path]) -> str:
    """Return WITHDRAWALS_JOURNAL, the file beside the database for what must stay away after a restore ("": none).

    Refuses a bad path.
    """
    return _file_beside(env, "WITHDRAWALS_JOURNAL", served)


def _file_beside(env: environ.Env, name: str, served: list[Path]) -> str:
    typed = env.str(name, default="").strip()
    if not typed:
        return ""
    path = Path(typed)
    if not path.is_absolute() or path.is_dir():
        refuse(f"Set {name} to the whole path of a file, or leave it empty.")
    if any(path.resolve().is_relative_to(folder) for folder in served):
        refuse(f"{name} may not lie in a folder of static files: those are served to all.")
    return str(path)


def files_bucket(env: environ.Env) -> dict[str, str] | None:
    """Return where an S3-compatible storage keeps the files (bucket, endpoint…), None without FILES_S3_BUCKET.

    Refuses an endpoint that isn't https, and a bucket without the packages of the extra `s3`.
    """
    names = {
        "bucket_name": "FILES_S3_BUCKET",
        "endpoint_url": "FILES_S3_ENDPOINT",
        "region_name": "FILES_S3_REGION",
        "access_key": "FILES_S3_KEY_ID",
        "secret_key": "FILES_S3_SECRET",
    }
    typed = {option: env.str(name, default="").strip() for option, name in names.items()}
    if not typed["bucket_name"]:
        return None
    parts = urlsplit(typed["endpoint_url"])
    is_local = parts.scheme == "http" and parts.hostname in LOCAL_HOSTS
    if parts.scheme != "https" and not is_local:
        refuse("Set FILES_S3_ENDPOINT to the storage's address, which begins with https://.")
    if importlib.util.find_spec("storages") is None or importlib.util.find_spec("boto3") is None:
        refuse("FILES_S3_BUCKET needs the packages of requirements-s3.txt.")
    return {option: value for option, value in typed.items() if value}


def clamd(env: environ.Env) -> str | tuple[str, int] | None:
    """Return where clamd listens, a socket's path or (host, port), None without CLAMD, or refuse nonsense."""
    typed = env.str("CLAMD", default="").strip()
    if not typed:
        return None
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/"):
        return parts.path
    if parts.scheme == "tcp" and host and port and not parts.path.strip("/"):
        return host, port
    refuse("Set CLAMD to the form unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310.")


def partnership_colours(env: environ.Env) -> colours.Colours:
    """Return PARTNERSHIP_COLOURS, or refuse what isn't three colours, or a pair that could not be read."""
    typed = env.str("PARTNERSHIP_COLOURS", default="").strip()
    if not typed:
        return colours.HOUSE
    try:
        own = colours.read(typed)
    except ValueError:
        refuse("Set PARTNERSHIP_COLOURS to spruce, mulberry and honey in the form 12444a 74305f ffc94a.")
    found = colours.too_little(colours.tones(own))
    if found:
        refuse(f"PARTNERSHIP_COLOURS has a pair that can't be read: {found}.")
    return own


def partnership_logo(env: environ.Env, base: Path) -> logo.Logo | None:
    """Return the logo that PARTNERSHIP_LOGO names (a path, from `base` where it is relative), None without one.

    Refuses a file that can't be read, is too large, or is no picture that may be shown.
    """
    typed = env.str("PARTNERSHIP_LOGO", default="").strip()
    if not typed:
        return None
    try:
        with (base / typed).open("rb") as file:
            return logo.read(file.read(logo.LARGEST_KILOBYTES * 1024 + 1))
    except OSError:
        refuse("PARTNERSHIP_LOGO names a file that can't be read.")
    except logo.WontDo as reason:
        refuse(f"PARTNERSHIP_LOGO names a file that {reason}.")
