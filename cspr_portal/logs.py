"""The server's log: a line of JSON for each event, without anything that names somebody or opens something.

Exceptions are told by their kinds and places alone: what they say may hold a row's values (PostgreSQL's errors do).
gunicorn's own lines come in the same form (docs/deployment/gunicorn.conf.py).
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from cspr_portal import request_id

HOUSE = Path(__file__).resolve().parent.parent
# A link to a copy, one for a new password, and an invitation.
SECRET = re.compile(r"(/copy/|/password/reset/key/|/invitation/)[^/\s]+")
QUESTION = re.compile(r"(/[^\s?]*\?)[^'\"]+")
# gunicorn quotes what it could not read, and says whose it was.
UNREADABLE = re.compile(r"(Invalid request) from ip=.*", re.DOTALL)
MAIL_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")
LONGEST = 2_000


class WithoutSecrets(logging.Filter):
    """Blots out of what is logged: the secret part of an address, what was asked behind it, and mail addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record and let it pass."""
        said = SECRET.sub(r"\1…", UNREADABLE.sub(r"\1", record.getMessage()))
        said = MAIL_ADDRESS.sub("…@…", QUESTION.sub(r"\1…", said))
        record.msg, record.args = said[:LONGEST], None
        return True


class JsonLines(logging.Formatter):
    """One line for each event: when (UTC), how grave, from where, of which request, what, and where it went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, str | list[str]] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "request": request_id.current(),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = faults(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value})


def faults(error: BaseException) -> list[str]:
    """Return the kinds of an exception and of those that led to it, each with the places that it went through."""
    told: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(told) < 10:
        told.append(f"{type(seen).__module__}.{type(seen).__qualname__}: {_places(seen.__traceback__)}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return told


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-12:]
    return ", ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(HOUSE)) if path.is_relative_to(HOUSE) else "/".join(path.parts[-3:])
