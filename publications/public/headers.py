"""What a public answer says about how long it may be kept. Nothing may be kept past the end of a window."""

import math
from datetime import datetime

from django.http import HttpResponse

from cspr_portal import clock

LONGEST_SECONDS = 60


def keep_until(response: HttpResponse, closes_at: datetime | None, at: datetime) -> HttpResponse:
    """Let caches keep the answer for a minute at most, and never past `closes_at` (security case D07)."""
    seconds = LONGEST_SECONDS
    if closes_at is not None:
        seconds = max(0, min(LONGEST_SECONDS, math.floor((closes_at - at).total_seconds())))
    response.headers["Cache-Control"] = f"public, max-age={seconds}, must-revalidate"
    return response


def leaves_at(response: HttpResponse, closes_at: datetime) -> HttpResponse:
    """Tell search engines when the address goes, in London's time with its offset."""
    moment = clock.london(closes_at).isoformat(timespec="seconds")
    response.headers["X-Robots-Tag"] = f"unavailable_after: {moment}"
    return response


def never_keep(response: HttpResponse) -> HttpResponse:
    """Forbid every cache to keep the answer."""
    response.headers["Cache-Control"] = "no-store"
    return response


def entity_tag(sha256: str) -> str:
    """Return the ETag of frozen bytes."""
    return f'"{sha256}"'


def is_unchanged(if_none_match: str | None, tag: str) -> bool:
    """Return whether the visitor's copy, named in If-None-Match, is these very bytes."""
    if if_none_match is None:
        return False
    named = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return tag in named or "*" in named
