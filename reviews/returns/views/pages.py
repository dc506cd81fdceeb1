"""What the pages about a request share: how it stands, in words, and the frame of those that get no case."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from reviews.models import AgencyRequest
from reviews.requests import StaffRequest

from .. import access, due, sheets


def stand(found: AgencyRequest, state: tuple[str, str], today: date) -> tuple[str, str, str, str]:
    """Return `state` (words, kind of tag) and the same of the due day, while the agency has the request in hand."""
    if found.state not in access.WAITING:
        return *state, "", ""
    return *state, *due.tag(found.due_on, today)


def show(
    request: StaffRequest, found: AgencyRequest, name: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Answer with a page of the agency's own about its request."""
    context |= {"agency_request": found, "about": sheets.about(found)}
    return render(request, f"reviews/returns/{name}.html", context, status=status)
