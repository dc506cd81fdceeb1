"""How a file is handed to a browser to keep: named, taken for what it is, powerless, and stored nowhere on the way.

Who may have it, and that it is noted, is the caller's concern.
"""

from typing import TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
# What a file may do if a browser shows it after all: nothing.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"

Answer = TypeVar("Answer", bound=HttpResponseBase)


def attachment(body: bytes, name: str, media_type: str) -> HttpResponse:
    """Return the answer that makes a browser save `body` under `name`, guarded."""
    response = HttpResponse(body, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return guarded(response)


def guarded(response: Answer) -> Answer:
    """Return the answer that holds a file: it does nothing, isn't taken for another kind, and no cache keeps it."""
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
