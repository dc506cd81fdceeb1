"""What the portal answers in tests of group E, however they ask: counted, and none may be a 500. No test lives here."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COUNTED = "answers of group E"
_get_response = BaseHandler.get_response


@contextmanager
def listened_to() -> Iterator[list[tuple[int, str]]]:
    """Give a list to which each answer of this process is added: its status, and what was asked."""
    given: list[tuple[int, str]] = []

    def get_response(handler: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        answer = _get_response(handler, request)
        given.append((answer.status_code, f"{request.method} {request.path}"))
        return answer

    # The client of tests, the live server and handlers of their own all come through here.
    BaseHandler.get_response = get_response
    try:
        yield given
    finally:
        BaseHandler.get_response = _get_response


def said(reports: Iterable[Any]) -> str:
    """Return in a few words how many answers the reports of tests tell of, and how many of them were a 500."""
    told = [value for report in reports for name, value in report.user_properties if name == COUNTED]
    answers, faults = sum(each for each, _ in told), sum(each for _, each in told)
    return f"Group E: {answers:,} answers, {f'{faults:,}' if faults else 'none'} of 500."
