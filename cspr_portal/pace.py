"""How often one person, or one place, may ask for what costs the server much: searches, and files made on the spot.

Security case E15. The numbers are in the settings (MOST_A_MINUTE). They are counted in the memory of each of the
server's processes: a count in the database would cost each search more than it saves. Guesses at what is sealed are
another matter, and are counted in the audit log: reviews/guesses.py.
"""

import functools
from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from cspr_portal import clock, errors, peer

View = TypeVar("View", bound=Callable[..., HttpResponse])

A_MINUTE = 60
LONGEST_MAKING = 300  # seconds after which a file that never came is no reason to wait any more
TOO_MANY_SEARCHES = "You have searched very often within a minute. Wait a minute, then search again."
TOO_MANY_FILES = "You have asked for many files within a minute. Wait a minute, then ask again."
TOO_MANY_VISITORS = (
    "Too many searches came from your connection within a minute. Wait a minute, then search again."
)
ONE_AT_A_TIME = "A file is being made for you already. Wait until you have it, then ask again."

# How often who asked for what within the minute of the clock that is in it; nobody is remembered for longer.
_counted: Counter[tuple[int, str, str]] = Counter()
_lock = Lock()


def searches(view: View) -> View:
    """Count what is asked of a page beyond the page itself. Too often within a minute, the answer is 429."""

    @functools.wraps(view)
    def paced(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET and _is_too_often("searches", str(request.user.pk)):
            return errors.too_often(request, TOO_MANY_SEARCHES, A_MINUTE)
        return view(request, *args, **kwargs)

    return cast("View", paced)


def public_searches(view: View) -> View:
    """Count a visitor's searches by the connection that they come from, which a whole office may share."""

    @functools.wraps(view)
    def paced(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("q") and _is_too_often("public searches", peer.address(request)):
            return errors.handler429(request, sentence=TOO_MANY_VISITORS)
        return view(request, *args, **kwargs)

    return cast("View", paced)


def makes_a_file(view: View) -> View:
    """Let one person have one file made at a time, and some within a minute. Otherwise the answer is 429."""

    @functools.wraps(view)
    def paced(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _is_too_often("files", str(request.user.pk)):
            return errors.too_often(request, TOO_MANY_FILES, A_MINUTE)
        key = f"makes-a-file:{request.user.pk}"
        if not cache.add(key, True, LONGEST_MAKING):
            return errors.too_often(request, ONE_AT_A_TIME, A_MINUTE)
        try:
            return view(request, *args, **kwargs)
        finally:
            cache.delete(key)

    return cast("View", paced)


def forget() -> None:
    """Begin to count anew, as a new process does."""
    with _lock:
        _counted.clear()


def _is_too_often(what: str, who: str) -> bool:
    """Count one more within this minute of the clock, and return whether that is more than may be."""
    minute = int(clock.now().timestamp()) // A_MINUTE
    with _lock:
        if _counted and next(iter(_counted))[0] != minute:
            _counted.clear()
        _counted[minute, what, who] += 1
        return bool(_counted[minute, what, who] > settings.MOST_A_MINUTE[what])
