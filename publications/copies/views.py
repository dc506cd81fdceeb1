"""The staff's pages about requests for copies: the list, one request, reading and answering it, ending a link."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from publications.copies import access, actions, due, links
from publications.copies.forms import DECLINE, LINK, AnswerForm, LinkForm
from publications.models import HEAVY, CopyRequest, CopyState
from reviews import sealed
from reviews.audit.opening import opened, out_of_scope
from reviews.audit.recording import note
from reviews.requests import StaffRequest

A_PAGE = 25
UNREAD = tuple(f"publication__{name}" for name in HEAVY)


@require_safe
def copy_requests(request: StaffRequest) -> HttpResponse:
    """List the requests: those that wait first, the longest waiting at the top, then the answered ones."""
    at = clock.now()
    if not request.user.acts_as(*access.ROLES):
        raise Http404
    found = access.visible_to(request.user, at).select_related("publication__edition", "decided_by")
    found = found.defer("sealed", *UNREAD)
    page = Paginator(due.in_order(found, at), A_PAGE).get_page(request.GET.get("page"))
    note(request.user, "opened.copy_requests")
    today = clock.today(at)
    rows = [(one, due.look(one, today, is_readable=access.read(one, at) is None)) for one in page]
    return render(request, "publications/copies/copy_requests.html", {"page": page, "rows": rows})


@require_safe
def copy_request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show how a request stands, its answer and its links. What was written is not on this page."""
    at = clock.now()
    found = _open(request, pk, at)
    context = {
        "copy_request": found,
        "look": due.look(found, clock.today(at), is_readable=access.read(found, at) is None),
        "links": links.standings(found.links.all(), at),
        "most": links.MOST_OPENINGS,
        "cannot_read": access.read(found, at),
        "may_answer": access.answer(found, at) is None,
        "may_send_again": access.send_again(request.user, found, at) is None,
    }
    return render(request, "publications/copies/copy_request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def read_copy_request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open what was written, which is recorded, and answer it there."""
    at = clock.now()
    found = _open(request, pk, at)
    form = None
    if request.method == "POST":
        check(_refusal_to_send(request, found, at))
        form = _form(request, found, at)
        if form.is_valid():
            return _answered(request, found, form, at)
    try:
        asked = actions.read(found, by=request.user, at=at)
    except sealed.Unreadable:
        return render(request, "publications/copies/unreadable.html", {"copy_request": found}, status=500)
    if form is None and _refusal_to_send(request, found, at) is None:
        form = _form(request, found, at, initial={"email": asked.sent_to or asked.email})
    context = {"copy_request": found, "asked": asked, "form": form}
    return render(request, "publications/copies/read_copy_request.html", context)


@require_POST
def end_copy_link(request: StaffRequest, pk: UUID, link: UUID) -> HttpResponse:
    """End a link before its time."""
    at = clock.now()
    found = _open(request, pk, at)
    actions.end_link(get_object_or_404(found.links, pk=link), by=request.user, at=at)
    messages.success(request, "The link is ended. Whoever opens it finds no page.")
    return redirect("copy_request", found.pk)


def _open(request: StaffRequest, pk: UUID, at: datetime) -> CopyRequest:
    """Return the request that an address names, and record that it was opened. Raises Http404 outside the scope."""
    visible = access.visible_to(request.user, at).select_related("publication__edition", "decided_by")
    found = visible.defer(*UNREAD).filter(pk=pk).first()
    if found is None:
        out_of_scope(request)
    opened(request, str(found.pk))
    return found


def _refusal_to_send(request: StaffRequest, found: CopyRequest, at: datetime) -> str | None:
    if found.state == CopyState.SENT:
        return access.send_again(request.user, found, at)
    return access.answer(found, at)


def _form(
    request: StaffRequest, found: CopyRequest, at: datetime, initial: dict[str, str] | None = None
) -> LinkForm:
    """Return the form that fits how the request stands: the answer, or a new link where one was sent before."""
    data = request.POST if request.method == "POST" else None
    if found.state == CopyState.SENT:
        return LinkForm(data, initial=initial)
    return AnswerForm(data, initial=initial, offered=access.offered(request.user, at))


def _answered(request: StaffRequest, found: CopyRequest, form: LinkForm, at: datetime) -> HttpResponse:
    """Do what the form says, and say what became of the mail."""
    given: dict[str, Any] = form.cleaned_data
    common: dict[str, Any] = {"by": request.user, "at": at}
    site = request.build_absolute_uri("/")
    kind = given.get("answer", LINK)
    if kind == LINK:
        common |= {"email": given["email"], "days": given["days"], "site": site}
        if "answer" in given:
            common |= {"publication": given["publication"], "reason": given["reason"]}
            mailed = actions.send_link(found, **common)
        else:
            mailed = actions.send_again(found, **common)
        words = "The link is on its way." if mailed.went else ""
    elif kind == DECLINE:
        mailed = actions.decline(found, reason=given["reason"], **common)
        words = "It is declined, and the person is told by e-mail." if mailed.went else "It is declined."
        if not mailed.went:
            messages.warning(request, "No message went out: tell the person in the way that they gave.")
    else:
        actions.send_on_paper(found, publication=given["publication"], reason=given["reason"], **common)
        words = "It is recorded that the copy was sent on paper."
    if words:
        messages.success(request, words)
    else:
        messages.warning(
            request, "The link is made, but its message did not go out. End the link, then send a new one."
        )
    return redirect("copy_request", found.pk)
