"""The chronology's pages of an agency's author, reached by their request: their own agency's events and files.

No page here gets the case, what another agency put in, or what the review's panel says to an event.
"""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from reviews.requests import StaffRequest

from . import access, doors, file_views, views
from .entries import in_order


@require_safe
def own_chronology(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Show the events of the author's agency, a hundred at a time, and what can be done."""
    at = clock.now()
    door = doors.by_request(request, agency_request, at)
    found = in_order(door.entries()).select_related("agency")
    page = Paginator(found, views.EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **door.context(),
        "page": page,
        "years": views.by_year(page.object_list),
        "waiting": access.waiting(door.files()),
    }
    return render(request, "reviews/chronology/own_chronology.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_own_event(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Type one event of the author's agency in."""
    at = clock.now()
    return views.add(request, doors.by_request(request, agency_request, at), at)


@require_http_methods(["GET", "HEAD", "POST"])
def change_own_event(request: StaffRequest, agency_request: UUID, entry: UUID) -> HttpResponse:
    """Change an event of the author's agency."""
    at = clock.now()
    return views.change(request, doors.by_request(request, agency_request, at), entry, at)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_own_event(request: StaffRequest, agency_request: UUID, entry: UUID) -> HttpResponse:
    """Take an event of the author's agency out, with a reason."""
    at = clock.now()
    return views.remove(request, doors.by_request(request, agency_request, at), entry, at)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_own_chronology(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Bring the chronology of the author's agency as a file."""
    at = clock.now()
    return file_views.bring(request, doors.by_request(request, agency_request, at), at)


@require_http_methods(["GET", "HEAD", "POST"])
def own_chronology_columns(request: StaffRequest, agency_request: UUID, file: UUID) -> HttpResponse:
    """Say which column of the file holds what."""
    at = clock.now()
    return file_views.choose_columns(request, doors.by_request(request, agency_request, at), file, at)


@require_http_methods(["GET", "HEAD", "POST"])
def own_chronology_file(request: StaffRequest, agency_request: UUID, file: UUID) -> HttpResponse:
    """Show a file that waits, mend its rows, and see what it will change."""
    at = clock.now()
    return file_views.preview(request, doors.by_request(request, agency_request, at), file, at)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_own_chronology(request: StaffRequest, agency_request: UUID, file: UUID) -> HttpResponse:
    """Put the events of the file into the chronology."""
    at = clock.now()
    return file_views.confirm(request, doors.by_request(request, agency_request, at), file, at)


@require_http_methods(["GET", "HEAD", "POST"])
def drop_own_chronology(request: StaffRequest, agency_request: UUID, file: UUID) -> HttpResponse:
    """Throw a file away that waits."""
    at = clock.now()
    return file_views.drop(request, doors.by_request(request, agency_request, at), file, at)
