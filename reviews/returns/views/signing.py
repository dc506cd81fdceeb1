"""The pages of whoever signs an agency's return off: their list, the return, signing it off, giving it back.

No page here gets the case, nor the subject sheet: what is signed off is what the agency says, in pseudonyms.
"""

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
from reviews.audit.recording import note
from reviews.authorship import open_sign_off, to_sign_off_of
from reviews.models import RequestPurpose, RequestState, Role
from reviews.requests import StaffRequest
from reviews.version_form import VersionForm

from .. import access, forms, sheets, writing
from . import pages

REQUESTS_A_PAGE = 25
# How a request stands, as its approver sees it: in words, with the kind of the tag
STATES = {
    RequestState.ASKED: ("Being written", "quiet"),
    RequestState.BEGUN: ("Being written", "quiet"),
    RequestState.TO_SIGN_OFF: ("To sign off", "soon"),
    RequestState.SUBMITTED: ("Sent", "calm"),
    RequestState.SENT_BACK: ("Sent back for more", "quiet"),
    RequestState.ACCEPTED: ("Accepted", "calm"),
}


@require_safe
def sign_offs(request: StaffRequest) -> HttpResponse:
    """List the returns that the person signs off, those that wait for them first."""
    at = clock.now()
    if not request.user.acts_as(Role.AGENCY_APPROVER):
        raise Http404
    waits = FirstOf(
        When(state=RequestState.TO_SIGN_OFF, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = to_sign_off_of(request.user, at).select_related("agency", "author")
    found = found.prefetch_related("subjects__child").order_by(waits, "due_on", "pk")
    page = Paginator(found, REQUESTS_A_PAGE).get_page(request.GET.get("page"))
    note(request.user, "opened.sign_offs")
    rows = [
        (one, sheets.about(one), *pages.stand(one, STATES[RequestState(one.state)], clock.today(at)))
        for one in page
    ]
    return render(request, "reviews/returns/sign_offs.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Show what was asked and, once the author has sent it, the return; sign exactly that off."""
    at = clock.now()
    found = open_sign_off(request, agency_request, at)
    status, form = 200, None
    if request.method == "POST":
        check(access.sign_off(request.user, found, at))
        try:
            read = VersionForm(request.POST).read
            writing.sign_off(found, version=read, by=request.user, at=at)
        except NotYet as refusal:
            found.refresh_from_db()
            check(access.sign_off(request.user, found, at))
            # Only the text is another one now: it is shown, to be read.
            form, status = VersionForm.anew(found.agency_return.version, refusal.beside_a_field), 409
        else:
            messages.success(request, "The return is signed off and sent.")
            return redirect("sign_offs")
    why_not_read = access.read_to_sign_off(request.user, found, at)
    kept = getattr(found, "agency_return", None) if why_not_read is None else None
    if form is None and kept is not None and access.sign_off(request.user, found, at) is None:
        form = VersionForm(initial={"version": kept.version})
    words, kind, due_words, due_kind = pages.stand(found, STATES[RequestState(found.state)], clock.today(at))
    context = {
        "state": words,
        "kind": kind,
        "due_words": due_words,
        "due_kind": due_kind,
        "is_for_review": found.purpose == RequestPurpose.REVIEW,
        "timeframe": access.timeframe_of(found),
        "why_not_read": why_not_read,
        "kept": kept,
        "names": writing.counts(kept),
        "form": form,
    }
    return pages.show(request, found, "sign_off", status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Give the return back to its author, with a reason."""
    at = clock.now()
    found = open_sign_off(request, agency_request, at)
    check(access.give_back(request.user, found, at))
    form = forms.ReasonForm(
        request.POST or None,
        label="What is missing, or not right?",
        help_text="The author reads this, and nobody outside your agency. Leave names and places out.",
    )
    if request.method == "POST" and form.is_valid():
        writing.give_back(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The author has the return back.")
        return redirect("sign_offs")
    return pages.show(request, found, "give_back_return", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def step_aside(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Declare a conflict of interest: the request is no longer there for this approver."""
    at = clock.now()
    found = open_sign_off(request, agency_request, at)
    form = forms.ReasonForm(
        request.POST or None,
        label="What is the conflict?",
        help_text="For example: you know the family, or you made the decisions yourself. The coordinator reads this.",
    )
    if request.method == "POST" and form.is_valid():
        writing.stand_down(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The conflict of interest is recorded. The coordinator asks somebody else.")
        return redirect("sign_offs")
    return pages.show(request, found, "step_aside", form=form)
