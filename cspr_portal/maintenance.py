"""Maintenance: while it lasts the public site is up, and nothing is written. `manage.py maintenance` switches it.

It is kept in a file of this machine's and not in the database, which may be what is being looked after.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cspr_portal import clock, errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]

SAFE = ("GET", "HEAD")
# The staff side notes whatever is read, and a link to a copy counts how often it was opened.
WRITES_WHEN_READ = ("/staff/", "/accounts/", "/admin/", "/copy/")
LEAST, WITHOUT_END = 60, 10 * 60  # seconds after which to try again


def begin(until: datetime | None) -> None:
    """Begin maintenance, or change until when it is to last; None: nobody knows yet. Raises OSError."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text(until.isoformat() if until else "", encoding="ascii")
    new.replace(path)


def end() -> None:
    """End maintenance. Raises OSError."""
    _path().unlink(missing_ok=True)


def is_on() -> bool:
    """Whether it is maintenance on this machine now."""
    return os.path.exists(_path())


def until() -> datetime | None:
    """Return until when it is to last, where that was said and has not gone by."""
    try:
        said = datetime.fromisoformat(_path().read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    return said if said.tzinfo and said > clock.now() else None


def in_words(moment: datetime) -> str:
    """Return the moment as London's clocks show it, with its day where that isn't today: "14:00"."""
    there = clock.london(moment)
    is_today = there.date() == clock.today(clock.now())
    return f"{there:%H:%M}" if is_today else f"{there:%H:%M} on {clock.day_words(there.date())}"


def nothing_is_written(get_response: GetResponse) -> GetResponse:
    """Answer 503 with a page of its own, while it lasts, to all that writes: forms, and the whole staff side."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        reads_only = request.method in SAFE and not request.path_info.startswith(WRITES_WHEN_READ)
        if reads_only or not is_on():
            return get_response(request)
        ends = until()
        seconds = max(LEAST, int((ends - clock.now()).total_seconds())) if ends else WITHOUT_END
        return errors.under_maintenance(request, in_words(ends) if ends else "", retry_after=seconds)

    return middleware


def _path() -> Path:
    return Path(settings.MAINTENANCE_FILE)
