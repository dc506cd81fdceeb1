"""The calendar of everything that will appear on the public site and leave it, month by month."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cspr_portal import clock
from publications import access
from publications.models import HEAVY, Publication
from publications.windows import last_day
from reviews.audit.recording import note
from reviews.models import User
from reviews.requests import StaffRequest

MONTHS_AHEAD = 25  # what opens today with a window of two years still shows its end


@dataclass(frozen=True)
class Event:
    """Something that appears at an hour, or leaves after its last whole day, in London."""

    day: date
    words: str
    title: str
    url: str
    is_end: bool


@require_safe
def publication_calendar(request: StaffRequest) -> HttpResponse:
    """Show what appears and what leaves, from today on."""
    at = clock.now()
    if not request.user.acts_as(*access.STAFF_ROLES):
        raise Http404
    events = _events(request.user, at)
    months = [(month, list(days)) for month, days in groupby(events, lambda event: event.day.replace(day=1))]
    note(request.user, "opened.publication_calendar")
    return render(request, "publications/staff/calendar.html", {"months": months})


def _events(user: User, at: datetime) -> list[Event]:
    """Return what is still to come of the publications that `user` may know of, in its order."""
    until = clock.start_of_day(clock.add_months(clock.today(at), MONTHS_AHEAD))
    coming = Q(opens_at__gt=at, opens_at__lte=until) | Q(opens_at__lte=at, closes_at__gt=at)
    found = access.visible_to(user, at).filter(coming, withdrawn_at__isnull=True)
    return sorted(
        (event for one in found.select_related("edition").defer(*HEAVY) for event in _of_one(one, at, until)),
        key=lambda event: (event.day, event.is_end, event.title),
    )


def _of_one(publication: Publication, at: datetime, until: datetime) -> list[Event]:
    opens_at, closes_at, edition = publication.opens_at, publication.closes_at, publication.edition
    if opens_at is None or closes_at is None or edition is None:
        return []
    url = reverse("manage_publication", args=[publication.pk])
    events = []
    if opens_at > at:
        hour = f"{clock.london(opens_at):%H:%M}"
        events.append(Event(clock.today(opens_at), f"Opens at {hour}", edition.title, url, is_end=False))
    if closes_at <= until:
        events.append(Event(last_day(closes_at), "Its last day", edition.title, url, is_end=True))
    return events
