"""Pages of keeping and disposing: what is due, disposal holds, what stays of cases, and what is held at all."""

from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.audit.opening import opened, out_of_scope
from reviews.audit.recording import note
from reviews.models import RetentionPeriod
from reviews.requests import StaffRequest
from reviews.scope import scope_of

from . import access, actions, due, forms, listing, record_access, records

MOST = 50


@require_safe
def retention(request: StaffRequest) -> HttpResponse:
    """Show the disposals that wait, the cases whose period is over, the holds, and what was disposed of."""
    at = clock.now()
    user = request.user
    check(access.look(user, at))
    today = clock.today(at)
    waiting = list(
        access.open_disposals(user, at).select_related("case", "proposed_by").order_by("proposed_at")
    )
    records_waiting = list(
        record_access.open_disposals(user, at).select_related("proposed_by").order_by("proposed_at")
    )
    asked = [disposal.case_id for disposal in waiting if disposal.case_id is not None]
    over = due.each_over(access.cases(user, at).exclude(pk__in=asked), at)
    cases = [(case, working, due.stops(case, at, working.kind)) for case, working in islice(over, MOST)]
    asked_for = {(one.record_kind, one.record) for one in records_waiting}
    others = [
        (subject, working, records.stops(subject, at))
        for subject, working in records.each_over(scope_of(user, at), at, MOST)
        if (subject.kind, subject.key) not in asked_for
    ]
    holds = access.holds(user, at).filter(lifted_at__isnull=True).select_related("case", "area", "theme")
    context = {
        "waiting": [(one, one.proposed_by_id == user.pk) for one in waiting],
        "cases": cases,
        "records_waiting": [(one, one.proposed_by_id == user.pk) for one in records_waiting],
        "others": others,
        "most": MOST,
        "holds": [(hold, hold.look_again_on <= today) for hold in holds],
        "disposed": access.disposed(user, at).select_related("area")[:MOST],
        "has_periods": bool(RetentionPeriod.in_force(today)),
    }
    note(user, "opened.retention", cases=len(cases))
    return render(request, "reviews/retention/retention.html", context)


@require_safe
def what_is_held(request: StaffRequest) -> HttpResponse:
    """Show what the portal holds, for what, on which ground and for how long. It names no case."""
    at = clock.now()
    periods = RetentionPeriod.in_force(clock.today(at))
    with_counts = access.counts(request.user)
    context = {
        "rows": listing.held(periods, with_counts=with_counts),
        "with_counts": with_counts,
        "may_look": access.look(request.user, at) is None,
    }
    note(request.user, "opened.what_is_held")
    return render(request, "reviews/retention/what_is_held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def place_hold(request: StaffRequest) -> HttpResponse:
    """Place a disposal hold on an area, a theme or a kind of record."""
    at = clock.now()
    check(access.look(request.user, at))
    areas = access.areas(request.user, at)
    form = forms.HoldForm(request.POST or None, areas=areas, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.place_hold(by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Nothing that it covers can be disposed of until the hold is lifted.")
        return redirect("retention")
    return render(request, "reviews/retention/place_disposal_hold.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_hold(request: StaffRequest, hold: UUID) -> HttpResponse:
    """Look at a disposal hold again: keep it, or lift it."""
    at = clock.now()
    holds = access.holds(request.user, at).select_related("case", "area", "theme", "placed_by", "looked_by")
    found = _found(request, holds, hold)
    reference = found.case.reference if found.case else ""
    opened(request, reference, hold=str(found.pk))
    check(access.change_hold(found))
    form = forms.ChangeHoldForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["answer"] == form.KEEP:
            actions.look_again(found, look_again_on=said["look_again_on"], by=request.user, at=at)
            messages.success(request, "The disposal hold stays.")
        else:
            actions.lift_hold(found, reason=said["reason"], by=request.user, at=at)
            messages.success(request, "The disposal hold is lifted.")
        return redirect("keeping", reference) if reference else redirect("retention")
    return render(request, "reviews/retention/disposal_hold.html", {"hold": found, "form": form})


@require_safe
def disposed(request: StaffRequest, disposal: UUID) -> HttpResponse:
    """Show what stays of a case, or of another record, that was disposed of."""
    at = clock.now()
    found = access.disposed(request.user, at).select_related("area", "period", "proposed_by", "confirmed_by")
    stub = _found(request, found, disposal)
    note(request.user, "opened.disposed", stub.reference)
    context = {"disposal": stub, "is_of_case": not stub.record}
    return render(request, "reviews/retention/disposed.html", context)


def _found(request: StaffRequest, theirs: QuerySet[Any], key: UUID) -> Any:
    """Return the one of `theirs` that the address names. Raises Http404, noted, as for one that never was."""
    one = theirs.filter(pk=key).first()
    if one is None:
        out_of_scope(request)
    return one
