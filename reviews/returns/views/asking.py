"""Pages on which agencies are asked and their returns are read, under the case's reference.

The author's own pages are in writing.py. Who may do what is in reviews/returns/access.py.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews import sealed
from reviews.authorship import (
    approvers,
    approvers_for,
    authors,
    authors_for,
    lines_of,
    signer_of,
    stepped_aside,
)
from reviews.models import AgencyRequest, Case, RequestPurpose, RequestState
from reviews.requests import StaffRequest
from reviews.standing import open_case
from reviews.version_form import VersionForm

from .. import access, actions, forms, sheets, writing
from . import pages

STATE_KINDS = {
    RequestState.ASKED: "quiet",
    RequestState.BEGUN: "live",
    RequestState.TO_SIGN_OFF: "live",
    RequestState.SUBMITTED: "soon",
    RequestState.SENT_BACK: "live",
    RequestState.ACCEPTED: "calm",
    RequestState.WITHDRAWN: "quiet",
}
# What may be done with a request: label, address, rule
ACTS: tuple[tuple[str, str, access.Rule], ...] = (
    ("Accept the return", "accept_return", access.accept),
    ("Send the return back for more", "send_back_return", access.send_back),
    ("Record a reminder", "chase_agency", access.chase),
    ("Name the author", "name_author", access.change),
    ("Name who signs it off", "name_approver", access.change),
    ("Change the due day", "change_due_day", access.change),
    ("Change the subject sheet", "change_sheet", access.change),
    ("Withdraw the request", "withdraw_request", access.withdraw),
)


@require_safe
def agency_requests(request: StaffRequest, reference: str) -> HttpResponse:
    """List what agencies were asked, with author, due day, state and reminders."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    found = access.shown_to(request.user, case, at).select_related("agency", "author", "approver")
    found = found.annotate(
        chased=Count("chases"), last_chased=Max("chases__chased_at"), approver_is_gone=stepped_aside()
    )
    context = {
        "case": case,
        "refusal": access.ask(request.user, case, at),
        "rows": [(one, *_stand(one, clock.today(at))) for one in found],
        "others": [one.other_name for one in case.involved_agencies.holding() if one.agency_id is None],
    }
    return render(request, "reviews/returns/agency_requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_agencies(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask agencies for what they know, each with its author and all with the same subject sheet."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.ask(request.user, case, at))
    agencies = access.agencies_to_ask(case, at)
    lines = lines_of(list(agencies.values_list("pk", flat=True)), at)
    of_lines = set().union(*lines.values())
    purpose = access.purpose_of(case)
    form = forms.AskForm(
        request.POST or None,
        agencies=agencies,
        authors=authors(case).filter(agency__in=of_lines),
        approvers=approvers(case).filter(agency__in=of_lines),
        groups=sheets.groups(case),
        lines=lines,
        reference=case.reference,
        today=clock.today(at),
        initial={
            "purpose": purpose,
            "asked": forms.usual_words(purpose),
            "due_on": access.usual_day(case, at),
        },
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.ask_agencies(
                case,
                form.chosen,
                purpose=data["purpose"],
                words=data["asked"],
                due_on=data["due_on"],
                subjects=sheets.items_of(case, data["subjects"]),
                approvers=form.to_sign_off,
                by=request.user,
                at=at,
            )
        except NotYet as refusal:
            form.add_error("agencies", refusal.beside_a_field)
        else:
            how_many = "One agency is" if len(made) == 1 else f"{len(made)} agencies are"
            messages.success(request, f"{how_many} asked.")
            return redirect("agency_requests", case.reference)
    context = {
        "case": case,
        "form": form,
        "purpose": purpose,
        "rapid_review_due": access.rapid_review_due(case),
        "is_for_review": purpose == RequestPurpose.REVIEW,
        "timeframe": access.timeframe_on(case),
    }
    return render(request, "reviews/returns/ask_agencies.html", context)


@require_safe
def agency_request(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Show one request: what was asked, how far it is, its return once it is sent, and what can be done."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    why_not = access.read(request.user, found, at)
    kept = getattr(found, "agency_return", None)
    state, kind, due_words, due_kind = _stand(found, clock.today(at))
    context = {
        "case": case,
        "agency_request": found,
        "state": state,
        "kind": kind,
        "due_words": due_words,
        "due_kind": due_kind,
        "why_not": why_not,
        "kept": kept if why_not is None else None,
        "names": writing.counts(kept),
        "is_for_review": found.purpose == RequestPurpose.REVIEW,
        "timeframe": access.timeframe_of(found),
        "signer": signer_of(found),
        "sheet": sheets.groups_on(found),
        "acts": _acts(request, found, at),
        "steps": found.steps.order_by("-taken_at").select_related("taken_by"),
        "chases": found.chases.order_by("-chased_at").select_related("chased_by"),
        "openings": found.openings.select_related("opened_by"),
        "sees_openings": sealed.refusal_to_open(request.user, case, at) is None,
    }
    return render(request, "reviews/returns/agency_request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def name_author(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Name who writes the return, or take it out of somebody's hands."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    check(access.change(request.user, found, at))
    people = authors_for(found.agency, case, at).exclude(requests_to_sign_off=found)
    form = forms.AuthorForm(request.POST or None, people=people, initial={"author": found.author_id})
    if request.method == "POST" and form.is_valid():
        author = form.cleaned_data["author"]
        actions.name_author(found, author, by=request.user, at=at)
        said = f"{author.name} writes" if author else "Nobody is named to write"
        messages.success(request, f"{said} the return of {found.agency.name}.")
        return _back(case, found)
    return _form(request, case, found, form, "name_author")


@require_http_methods(["GET", "HEAD", "POST"])
def name_approver(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Name who signs the return off inside the agency, or nobody."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    check(access.change(request.user, found, at))
    people = approvers_for(found.agency, case, at).exclude(agency_requests=found)
    form = forms.ApproverForm(request.POST or None, people=people, initial={"approver": found.approver_id})
    if request.method == "POST" and form.is_valid():
        approver = form.cleaned_data["approver"]
        actions.name_approver(found, approver, by=request.user, at=at)
        said = f"{approver.name} signs" if approver else "Nobody is named to sign"
        messages.success(request, f"{said} the return of {found.agency.name} off.")
        return _back(case, found)
    return _form(request, case, found, form, "name_approver")


@require_http_methods(["GET", "HEAD", "POST"])
def change_due_day(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Give the agency another day."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    check(access.change(request.user, found, at))
    form = forms.DueForm(request.POST or None, today=clock.today(at), initial={"due_on": found.due_on})
    if request.method == "POST" and form.is_valid():
        actions.change_due_day(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The return is due on {clock.day_words(form.cleaned_data['due_on'])}.")
        return _back(case, found)
    return _form(request, case, found, form, "change_due_day")


@require_http_methods(["GET", "HEAD", "POST"])
def change_sheet(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Choose anew what is on the subject sheet."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    check(access.change(request.user, found, at))
    mark = sheets.mark(found)
    form = forms.SheetForm(
        request.POST or None,
        groups=sheets.groups(case),
        initial={"before": mark, "subjects": [group.key for group in sheets.groups_on(found)]},
    )
    if request.method == "POST" and form.is_valid():
        subjects = sheets.items_of(case, form.cleaned_data["subjects"])
        try:
            actions.change_sheet(
                found, subjects=subjects, before=form.cleaned_data["before"], by=request.user, at=at
            )
        except NotYet as refusal:
            # What is chosen stays chosen; sent again, it replaces the sheet that is shown now.
            again = request.POST.copy()
            again["before"] = str(mark)
            form = forms.SheetForm(again, groups=sheets.groups(case))
            form.add_error("subjects", refusal.beside_a_field)
            now = sheets.groups_on(found)
            return _form(request, case, found, form, "change_sheet", status=409, sheet=now)
        messages.success(request, "The subject sheet is changed.")
        return _back(case, found)
    return _form(request, case, found, form, "change_sheet")


@require_http_methods(["GET", "HEAD", "POST"])
def chase_agency(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Record that the agency was reminded."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    check(access.chase(request.user, found, at))
    form = forms.ReasonForm(
        request.POST or None,
        label="Whom did you remind, and what did they say?",
        help_text="The portal sends nothing by itself. The agency sees the day of the reminder, not your note.",
    )
    if request.method == "POST" and form.is_valid():
        actions.chase(found, note=form.cleaned_data["reason"], by=request.user, at=at)
        messages.success(request, "The reminder is recorded.")
        return _back(case, found)
    return _form(request, case, found, form, "chase_agency")


@require_http_methods(["GET", "HEAD", "POST"])
def send_back_return(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Send a return back for more."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    check(access.send_back(request.user, found, at))
    form = forms.ReasonForm(
        request.POST or None,
        label="What is missing?",
        help_text="The author reads this. Leave names, places and the case’s reference out.",
        secret=case.reference,
    )
    if request.method == "POST" and form.is_valid():
        actions.send_back(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The return is sent back to {found.agency.name}.")
        return _back(case, found)
    return _form(request, case, found, form, "send_back_return")


@require_http_methods(["GET", "HEAD", "POST"])
def accept_return(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Accept a return, which stands above the button."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    check(access.accept(request.user, found, at))
    kept, status = found.agency_return, 200
    form = VersionForm(initial={"version": kept.version})
    if request.method == "POST":
        try:
            actions.accept(found, version=VersionForm(request.POST).read, by=request.user, at=at)
        except NotYet as refusal:
            found.refresh_from_db()
            found.case = case
            check(access.accept(request.user, found, at))
            # Only the return is another one now: it is shown, to be read.
            kept, status = found.agency_return, 409
            form = VersionForm.anew(kept.version, refusal.beside_a_field)
        else:
            messages.success(request, f"The return of {found.agency.name} is accepted.")
            return _back(case, found)
    return _form(request, case, found, form, "accept_return", status, kept=kept, names=writing.counts(kept))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_request(request: StaffRequest, reference: str, agency_request: UUID) -> HttpResponse:
    """Withdraw a request."""
    at = clock.now()
    case, found = _open(request, reference, agency_request, at)
    check(access.withdraw(request.user, found, at))
    form = forms.ReasonForm(request.POST or None, label="Why is it withdrawn?")
    if request.method == "POST" and form.is_valid():
        actions.withdraw(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The request to {found.agency.name} is withdrawn.")
        return _back(case, found)
    return _form(request, case, found, form, "withdraw_request")


def _open(request: StaffRequest, reference: str, key: UUID, at: datetime) -> tuple[Case, AgencyRequest]:
    """The case and one of its requests that this person may know of."""
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    shown = access.shown_to(request.user, case, at)
    found = get_object_or_404(
        shown.select_related("agency__successor", "author", "approver", "sent_by", "agency_return__saved_by"),
        pk=key,
    )
    found.case = case
    return case, found


def _form(
    request: StaffRequest,
    case: Case,
    found: AgencyRequest,
    form: Any,
    name: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"case": case, "agency_request": found, "form": form, **more}
    return render(request, f"reviews/returns/{name}.html", context, status=status)


def _back(case: Case, found: AgencyRequest) -> HttpResponse:
    return redirect("agency_request", case.reference, found.pk)


def _stand(one: AgencyRequest, today: date) -> tuple[str, str, str, str]:
    return pages.stand(one, (one.get_state_display(), STATE_KINDS[RequestState(one.state)]), today)


def _acts(request: StaffRequest, found: AgencyRequest, at: datetime) -> list[dict[str, Any]]:
    """What may be done now, and what may not be done yet. What is somebody else's or over is left out."""
    acts: list[dict[str, Any]] = []
    for label, name, rule in ACTS:
        refusal = rule(request.user, found, at)
        is_said = any(act["reason"] == refusal for act in acts)
        if refusal is None or (refusal.startswith("Not yet:") and not is_said):
            url = reverse(name, args=[found.case.reference, found.pk])
            acts.append({"label": label, "url": url, "reason": refusal})
    return acts
