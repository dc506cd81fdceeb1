"""A request's id: the same in each line of the log, in each audit row and on the page that says that we failed.

It is made when somebody first asks for it, so a public page that goes well costs nothing. It says nothing of anybody.
"""

import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# The id of the request that is being answered, once it has been asked for; None outside of requests.
_of_request: ContextVar[list[str] | None] = ContextVar("of_request", default=None)


def named(get_response: GetResponse) -> GetResponse:
    """Let what is done for a request share one id. It stands before all other middleware."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = _of_request.set([])
        try:
            return get_response(request)
        finally:
            _of_request.reset(token)

    return middleware


def current() -> str:
    """Return the id of the request that is being answered, 32 characters, or an empty text outside of requests."""
    made = _of_request.get()
    if made is None:
        return ""
    if not made:
        made.append(uuid.uuid4().hex)
    return made[0]
