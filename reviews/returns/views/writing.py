"""The pages of an agency's author: their requests, the subject sheet, the return, the names in it, sending it.

Those of whoever signs it off are in signing.py.

No page here gets the case: neither its reference nor its area, stage or anything else of it may be on one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case as FirstOf
from django.db.models import IntegerField, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews import sealed
from reviews.audit.recording import note
from reviews.authorship import open_request, requests_of, signer_of
from reviews.chronology import access as chronology
from reviews.models import AgencyRequest, AgencyReturn, RequestPurpose, RequestState, ReturnStep, Role
from reviews.requests import StaffRequest
from reviews.version_form import VersionForm

from .. import access, forms, sheets, writing
from . import pages

REQUESTS_A_PAGE = 25
# How a request stands, as its author sees it: in words, with the kind of the tag
STATES = {
    RequestState.ASKED: ("To write", "soon"),
    RequestState.BEGUN: ("Being written", "live"),
    RequestState.TO_SIGN_OFF: ("Waiting to be signed off", "live"),
    RequestState.SUBMITTED: ("Sent", "calm"),
    RequestState.SENT_BACK: ("Sent back for more", "soon"),
    RequestState.ACCEPTED: ("Accepted", "calm"),
}


@require_safe
def my_requests(request: StaffRequest) -> HttpResponse:
    """List the author's requests, those that wait for them first."""
    at = clock.now()
    if not request.user.acts_as(Role.AGENCY_AUTHOR):
        raise Http404
    is_over = FirstOf(
        When(state__in=access.TO_WRITE, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = requests_of(request.user, at).select_related("agency").prefetch_related("subjects__child")
    page = Paginator(found.order_by(is_over, "due_on", "pk"), REQUESTS_A_PAGE).get_page(
        request.GET.get("page")
    )
    note(request.user, "opened.my_requests")
    rows = [
        (one, sheets.about(one), *pages.stand(one, STATES[RequestState(one.state)], clock.today(at)))
        for one in page
    ]
    return render(request, "reviews/returns/my_requests.html", {"page": page, "rows": rows})


@require_safe
def my_request(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Show what is asked, by when, what there is to do, and the return once it is sent."""
    at = clock.now()
    found = open_request(request, agency_request, at)
    kept = getattr(found, "agency_return", None)
    words, kind, due_words, due_kind = pages.stand(found, STATES[RequestState(found.state)], clock.today(at))
    why_not = access.write(request.user, found, at)
    why_no_sheet = access.open_sheet(request.user, found, at)
    names = writing.counts(kept)
    context = {
        "agency_request": found,
        "about": sheets.about(found),
        "state": words,
        "kind": kind,
        "due_words": due_words,
        "due_kind": due_kind,
        "why_not": why_not,
        "why_no_sheet": why_no_sheet,
        "kept": kept,
        "has_text": kept is not None and kept.version > 0,
        "names": names,
        "has_names": any(count for _words, count in names),
        "sheet": sheets.groups_on(found) if why_no_sheet is None else [],
        "is_for_review": found.purpose == RequestPurpose.REVIEW,
        "timeframe": access.timeframe_of(found),
        "signer": signer_of(found),
        "may_take_back": access.take_back(request.user, found, at) is None,
        "own_events": _own_events(request, found, at),
        "came_back": _came_back(found) if why_not is None else [],
        "reminded": found.chases.order_by("-chased_at").first(),
    }
    return render(request, "reviews/returns/my_request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_sheet(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Open the subject sheet for a stated reason. It is shown once, in the answer to the form."""
    at = clock.now()
    found = open_request(request, agency_request, at)
    check(access.open_sheet(request.user, found, at))
    form = forms.OpenSheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            facts = writing.open_sheet(found, note=form.cleaned_data["reason"], by=request.user, at=at)
        except sealed.Unreadable:
            form.add_error(None, "The server’s keys don’t open this subject sheet. Tell your administrator.")
        else:
            rows = [(child, kind, sheets.as_read(words)) for child, kind, words in facts]
            return pages.show(request, found, "sheet", facts=rows)
    return pages.show(request, found, "open_sheet", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def write_return(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Write the return and save it as a draft, any number of times.

    A text that comes too late (saved in another window meanwhile, or sent) stays on the page, beside what is kept.
    """
    at = clock.now()
    found = open_request(request, agency_request, at)
    data = request.POST if request.method == "POST" else None
    form = forms.ReturnForm(data, purpose=found.purpose)
    if form.is_valid():
        try:
            writing.save_return(found, by=request.user, at=at, **form.texts())
        except NotYet as refusal:
            return _kept_text(request, found, form, refusal.beside_a_field)
        messages.success(request, "The draft is saved. Nobody else reads it before you send it.")
        return redirect("my_request", found.pk)
    check(access.write(request.user, found, at))
    if "expected_version" in form.errors:
        # Without the version nobody knows which text this one began from: show both.
        return _kept_text(
            request, found, form, "Compare your text with the one that is kept, and save again."
        )
    if not form.is_bound:
        form = forms.ReturnForm(purpose=found.purpose, initial=forms.typed_of(_return_of(found)))
    return pages.show(request, found, "write_return", form=form, timeframe=access.timeframe_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def list_names(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """List the people and places that the return names. They are sealed at once and not shown again."""
    at = clock.now()
    found = open_request(request, agency_request, at)
    check(access.write(request.user, found, at))
    form = forms.NamesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = writing.list_names(found, form.names(), by=request.user, at=at)
        messages.success(request, _added_words(added))
        return redirect("list_names", found.pk)
    return pages.show(request, found, "list_names", form=form, names=writing.counts(_return_of(found)))


@require_http_methods(["GET", "HEAD", "POST"])
def send_return(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Show the return as it will be sent, and send exactly that."""
    at = clock.now()
    found = open_request(request, agency_request, at)
    check(access.send(request.user, found, at))
    kept, status = found.agency_return, 200
    form = VersionForm(initial={"version": kept.version})
    if request.method == "POST":
        try:
            read = VersionForm(request.POST).read
            state = writing.send_return(found, expected_version=read, by=request.user, at=at)
        except NotYet as refusal:
            found.refresh_from_db()
            check(access.send(request.user, found, at))
            # Only the text is another one now: it is shown, to be checked.
            kept, status = found.agency_return, 409
            form = VersionForm.anew(kept.version, refusal.beside_a_field)
        else:
            is_sent = state == RequestState.SUBMITTED
            messages.success(
                request, "The return is sent." if is_sent else "The return waits to be signed off."
            )
            return redirect("my_request", found.pk)
    return pages.show(
        request,
        found,
        "send_return",
        status,
        form=form,
        kept=kept,
        names=writing.counts(kept),
        signer=signer_of(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_back_return(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Take the return back before it is signed off."""
    at = clock.now()
    found = open_request(request, agency_request, at)
    check(access.take_back(request.user, found, at))
    if request.method == "POST":
        writing.take_back(found, by=request.user, at=at)
        messages.success(request, "You have the return back. Send it again when it is ready.")
        return redirect("my_request", found.pk)
    return pages.show(request, found, "take_back_return", signer=signer_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
def stand_down(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Declare a conflict of interest: the request is no longer there for this author."""
    at = clock.now()
    found = open_request(request, agency_request, at)
    form = forms.ReasonForm(
        request.POST or None,
        label="What is the conflict?",
        help_text="For example: you know the family, or you worked with the child yourself. The coordinator reads this.",
    )
    if request.method == "POST" and form.is_valid():
        writing.stand_down(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The conflict of interest is recorded. The coordinator asks somebody else.")
        return redirect("my_requests")
    return pages.show(request, found, "stand_down", form=form)


def _return_of(found: AgencyRequest) -> AgencyReturn | None:
    return getattr(found, "agency_return", None)


def _came_back(found: AgencyRequest) -> list[ReturnStep]:
    """The steps by which the return came back whose reasons still count: the newest of each kind since it was sent."""
    reasons: dict[str, ReturnStep] = {}
    for step in found.steps.select_related("taken_by").order_by("taken_at"):
        if step.to_state == RequestState.SUBMITTED:
            reasons = {}
        elif step.reason:
            reasons[step.to_state] = step
    return list(reasons.values())


def _own_events(request: StaffRequest, found: AgencyRequest, at: datetime) -> int | None:
    if chronology.keep_own(request.user, found, at) is not None:
        return None
    return found.case.review.chronology.filter(agency=found.agency_id, gone_at__isnull=True).count()


def _added_words(added: int) -> str:
    if added == 0:
        return "These were on the list already."
    return "One is added to the list." if added == 1 else f"{added} are added to the list."


def _kept_text(
    request: StaffRequest, found: AgencyRequest, form: forms.ReturnForm, sentence: str
) -> HttpResponse:
    """What was typed, not kept, with the version that it would replace, beside what is kept."""
    kept = writing.newest(found)
    again: dict[str, Any] = {name: form.data.get(name, "") for name in form.fields}
    again["expected_version"] = kept.version if kept else 0
    form = forms.ReturnForm(again, purpose=found.purpose)
    form.add_error("involvement", sentence)
    return pages.show(
        request,
        found,
        "write_return",
        form=form,
        newest=kept,
        timeframe=access.timeframe_of(found),
        status=409,
    )
