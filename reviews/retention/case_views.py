"""Pages of one case's keeping: how long it is kept and why, its disposal holds, and the steps of its disposal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.models import Case, Disposal, HoldCovers
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, contents, due, forms, listing, records


@require_safe
def keeping(request: StaffRequest, reference: str) -> HttpResponse:
    """Show how long the case is kept, with the working; what forbids its disposal; and the next step of that."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.of_case(request.user, case, at))
    working = due.of(case, at)
    disposal = _open_disposal(case)
    context = {
        "case": case,
        "working": working,
        "is_over": working.is_over(clock.today(at)),
        "holds": [
            (hold, hold.look_again_on <= clock.today(at)) for hold in due.holds_on(case, working.kind, at)
        ],
        "stops": due.stops(case, at, working.kind),
        "disposal": disposal,
        "refusal": access.propose(request.user, case, at),
        "parts": list(records.parts_of(case, at)),
        "confirm_refusal": access.confirm(request.user, case, disposal, at) if disposal else None,
    }
    return render(request, "reviews/retention/keeping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def place_hold(request: StaffRequest, reference: str) -> HttpResponse:
    """Place a disposal hold on the case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.of_case(request.user, case, at))
    form = forms.CaseHoldForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.place_hold(covers=HoldCovers.CASE, case=case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The case can’t be disposed of until the disposal hold is lifted.")
        return redirect("keeping", case.reference)
    return render(request, "reviews/retention/place_case_hold.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    """Propose that the case is disposed of."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.propose(request.user, case, at))
    form = forms.ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.propose(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The disposal is proposed. Nothing goes until somebody else confirms it.")
        return redirect("keeping", case.reference)
    context = {"case": case, "form": form, **_what_goes(case, at)}
    return render(request, "reviews/retention/propose_disposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: StaffRequest, reference: str) -> HttpResponse:
    """Confirm the disposal as the second person."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.of_case(request.user, case, at))
    disposal = _the_open_disposal(case)
    check(access.confirm(request.user, case, disposal, at))
    form = forms.ConfirmForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        disposal = actions.confirm(case, disposal, by=request.user, at=at)
        if disposal.carried_out_at is not None:
            messages.success(request, "The case is disposed of. What stays of it is here.")
            return redirect("disposed", disposal.pk)
        messages.success(request, "The disposal is confirmed. It is carried out on the server.")
        return redirect("keeping", case.reference)
    context = {"case": case, "form": form, "disposal": disposal, **_what_goes(case, at)}
    return render(request, "reviews/retention/confirm_disposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: StaffRequest, reference: str) -> HttpResponse:
    """Take the proposed disposal back."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.of_case(request.user, case, at))
    disposal = _the_open_disposal(case)
    check(access.drop(request.user, case, disposal, at))
    form = forms.DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.drop(case, disposal, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The disposal is taken back. The case stays.")
        return redirect("keeping", case.reference)
    context = {"case": case, "form": form, "disposal": disposal}
    return render(request, "reviews/retention/drop_disposal.html", context)


def _open_disposal(case: Case) -> Disposal | None:
    people = Disposal.objects.of_cases().filter(case=case).select_related("proposed_by", "confirmed_by")
    return people.filter(dropped_at__isnull=True).first()


def _the_open_disposal(case: Case) -> Disposal:
    found = _open_disposal(case)
    if found is None:
        raise NotYet("Not yet: nobody has proposed that the case is disposed of.")
    return found


def _what_goes(case: Case, at: Any) -> dict[str, Any]:
    return {
        "working": due.of(case, at),
        "goes": [*listing.goes(contents.of(case)), *contents.elsewhere_goes(case, at)],
        "stays": [*listing.STAYS, *contents.elsewhere_stays(case, at)],
    }
