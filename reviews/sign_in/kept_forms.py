"""A form that was sent when its sender had to prove first who they are: kept for them, encrypted, for a few minutes.

It belongs to one person and to one browser, whose session names it, and goes when it is sent to its address. Files
are not kept. Pages of sign-in keep nothing: what is typed there is secret. When proof is asked for is said in
weighty.py.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cspr_portal import clock
from reviews.audit.recording import note
from reviews.models import KeptForm, User

from . import keeping

NAME = "kept_form"
NOT_FROM = "/accounts/"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105
# From here on a value is somebody's own words, which they want to see again.
PROSE = 20


@dataclass(frozen=True)
class Kept:
    """What was sent: where to, its fields with all their values, and whether files came with it."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool
    was_signed_out: bool

    @property
    def prose(self) -> list[str]:
        """The longer texts among the fields, to be read again."""
        return [value for _, value in self.fields if len(value) >= PROSE and " " in value.strip()]


def may_keep(request: HttpRequest) -> bool:
    """Return whether this request is a form whose fields may be kept."""
    return request.method == "POST" and not request.path.startswith(NOT_FROM)


def keep(request: HttpRequest, user: User, *, was_signed_out: bool) -> str:
    """Keep the form and return the key under which the session is to name it (`put`)."""
    at = clock.now()
    forget_old(at)
    facts = {
        "user": user.pk,
        "address": request.get_full_path(),
        "fields": [
            (name, value) for name, values in request.POST.lists() if name != TOKEN for value in values
        ],
        "had_files": bool(request.FILES),
        "was_signed_out": was_signed_out,
    }
    row = KeptForm.objects.create(user=user, closed=keeping.close(json.dumps(facts)), kept_at=at)
    note(user, "form.kept")
    return str(row.pk)


def put(request: HttpRequest, key: str) -> None:
    """Let the browser's session name the form: no other browser gets at it."""
    forget(request)
    request.session[NAME] = key


def of(request: HttpRequest) -> Kept | None:
    """Return the form that waits for this person in this browser. Another person's is wiped unread."""
    key = request.session.get(NAME)
    if key is None or request.user.pk is None:
        return None
    fresh = KeptForm.objects.filter(pk=key, kept_at__gt=clock.now() - _lifetime())
    row = fresh.filter(user_id=request.user.pk).first()
    facts = _facts(row) if row else None
    if facts is None or facts.pop("user") != request.user.pk:
        forget(request)
        return None
    return Kept(**{**facts, "fields": [(name, value) for name, value in facts["fields"]]})


def forget(request: HttpRequest) -> None:
    """Wipe the form that this browser's session names, if it names one."""
    key = request.session.pop(NAME, None)
    if key is not None:
        KeptForm.objects.filter(pk=key).delete()


def arrived(request: HttpRequest) -> None:
    """Wipe the form that waits when this request sends it: it has come where it was going."""
    if NAME in request.session and may_keep(request):
        waiting = of(request)
        if waiting is not None and waiting.address == request.get_full_path():
            forget(request)


def forget_old(at: datetime) -> None:
    """Wipe what nobody came back for."""
    KeptForm.objects.filter(kept_at__lte=at - _lifetime()).delete()


def _lifetime() -> timedelta:
    return timedelta(minutes=settings.KEPT_FORM_MINUTES)


def _facts(row: KeptForm) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(keeping.disclose(row.closed))
    except keeping.Unreadable:
        return None
    return found
