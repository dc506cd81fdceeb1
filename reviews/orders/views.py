"""Pages of a case's court orders: the register, one order with who has read it, recording and lifting one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.forms import PortalForm
from cspr_portal.refusals import Refused, check
from reviews.audit.recording import note
from reviews.documents import actions as documents
from reviews.guesses import REFUSED
from reviews.models import Case, CourtOrder
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms, holding


@require_safe
def court_orders(request: StaffRequest, reference: str) -> HttpResponse:
    """List all court orders on the case; those that hold come first, and those that ended stay."""
    at = clock.now()
    case = open_case(request, reference, at)
    today = clock.today(at)
    found = list(case.court_orders.prefetch_related("seen_by"))
    found.sort(key=lambda order: holding.is_over(order, today))
    rows = [
        (
            order,
            holding.look(order, today),
            holding.until(order),
            any(seen.user_id == request.user.pk for seen in order.seen_by.all()),
        )
        for order in found
    ]
    context = {"case": case, "rows": rows, "refusal": access.record_order(request.user, case, at)}
    return render(request, "reviews/orders/court_orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_order(request: StaffRequest, reference: str) -> HttpResponse:
    """Record a court order or reporting restriction."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_order(request.user, case, at))
    form = forms.RecordOrderForm(
        request.POST if request.method == "POST" else None,
        documents=documents.to_link(case, by=request.user, at=at),
        today=clock.today(at),
    )
    if form.is_valid():
        try:
            order = actions.record_order(case, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            is_name = refusal.sentence == actions.REAL_NAME
            if is_name:
                note(request.user, REFUSED, case.reference, outcome="denied")
            form.add_error("protects" if is_name else "document", refusal.beside_a_field)
        else:
            messages.success(request, f"“{order.title}” is in the register.")
            return redirect("court_orders", case.reference)
    return render(request, "reviews/orders/record_order.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def court_order(request: StaffRequest, reference: str, order: UUID) -> HttpResponse:
    """Show an order in full, with who has read it. Sent back, it says that the reader has."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _order(case, order)
    if request.method == "POST":
        actions.say_read(case, found, by=request.user, at=at)
        messages.success(request, f"It is recorded that you have read “{found.title}”.")
        return redirect("court_order", case.reference, found.pk)
    linked = documents.linked(case, [found.document_id], by=request.user, at=at)
    seen = list(found.seen_by.select_related("user"))
    context: dict[str, Any] = {
        "case": case,
        "order": found,
        "form": PortalForm(),
        "look": holding.look(found, clock.today(at)),
        "until": holding.until(found),
        "document": found.document if found.document_id in linked else None,
        "seen": seen,
        "is_read": any(one.user_id == request.user.pk for one in seen),
        "may_lift": access.lift_order(request.user, found, at) is None,
    }
    return render(request, "reviews/orders/court_order.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lift_order(request: StaffRequest, reference: str, order: UUID) -> HttpResponse:
    """Record that the court lifted an order."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _order(case, order)
    check(access.lift_order(request.user, found, at))
    form = forms.LiftOrderForm(
        request.POST if request.method == "POST" else None, order=found, today=clock.today(at)
    )
    if form.is_valid():
        actions.lift_order(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"“{found.title}” is recorded as lifted. It stays in the register.")
        return redirect("court_orders", case.reference)
    return render(request, "reviews/orders/lift_order.html", {"case": case, "form": form, "order": found})


def _order(case: Case, key: UUID) -> CourtOrder:
    orders = case.court_orders.select_related("document", "recorded_by", "lifted_by")
    found: CourtOrder = get_object_or_404(orders, pk=key)
    found.case = case
    return found
