"""Pages of the decisions, the notification and the rapid review."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.models import Case, PartnerRole, View
from reviews.requests import StaffRequest
from reviews.standing import open_case, partners_of, standing

from . import access, actions, forms


@require_http_methods(["GET", "HEAD", "POST"])
def give_view(request: StaffRequest, reference: str) -> HttpResponse:
    """Give the view of the partner for which one decides."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.give_view(request.user, case, at))
    form = forms.ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.give_view(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Your view is recorded.")
        return redirect("case", case.reference)
    partner = PartnerRole(standing(request.user, case, at).partner_role).label
    return render(
        request, "reviews/decisions/give_view.html", {"case": case, "form": form, "partner": partner}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide_criteria(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the decision on test A, with the three views beside the form."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.decide_criteria(request.user, case, at))
    form = forms.CriteriaDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = actions.decide_criteria(case, by=request.user, at=at, **form.cleaned_data)
        words = "met. The rapid review is next." if decision.is_met else "not met. The record is kept."
        messages.success(request, f"The decision is recorded: the criteria are {words}")
        return redirect("case", case.reference)
    views = case.partner_views.holding().in_order()
    context = {
        "case": case,
        "form": form,
        "views": views,
        "dissents": [view for view in views if view.view != View.AGREES],
        "partners": partners_of(case, at),
    }
    return render(request, "reviews/decisions/decide_criteria.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def notify(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the notification to the national Panel."""
    return _dated_step(
        request,
        reference,
        rule=access.notify,
        form_class=forms.NotificationForm,
        act=lambda case, form, at: actions.record_notification(
            case, by=request.user, at=at, **form.cleaned_data
        ),
        template="reviews/decisions/notify.html",
        done="The notification is recorded. The rapid review’s clock is running.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rapid_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the rapid review."""
    return _dated_step(
        request,
        reference,
        rule=access.hold_rapid_review,
        form_class=forms.RapidReviewForm,
        act=lambda case, form, at: actions.record_rapid_review(
            case, by=request.user, at=at, **form.cleaned_data
        ),
        template="reviews/decisions/rapid_review.html",
        done="The rapid review is recorded. The decision on a review is next.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rapid_review_sent(request: StaffRequest, reference: str) -> HttpResponse:
    """Record that the rapid review was sent."""
    return _dated_step(
        request,
        reference,
        rule=access.send_rapid_review,
        form_class=forms.SentForm,
        act=lambda case, form, at: actions.record_rapid_review_sent(
            case, by=request.user, at=at, **form.cleaned_data
        ),
        template="reviews/decisions/rapid_review_sent.html",
        done="It is recorded that the rapid review was sent.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the decision on test B and the view on test C."""
    return _dated_step(
        request,
        reference,
        rule=access.decide_review,
        form_class=forms.ReviewDecisionForm,
        act=lambda case, form, at: actions.decide_review(case, by=request.user, at=at, **form.for_action()),
        template="reviews/decisions/decide_review.html",
        done="The decision on a review is recorded.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def panel_answer(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the national Panel's answer."""
    return _dated_step(
        request,
        reference,
        rule=access.record_answer,
        form_class=forms.PanelAnswerForm,
        act=lambda case, form, at: actions.record_panel_answer(
            case, by=request.user, at=at, **form.cleaned_data
        ),
        template="reviews/decisions/panel_answer.html",
        done="The national Panel’s answer is recorded.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def commission(request: StaffRequest, reference: str) -> HttpResponse:
    """Commission the review."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.commission(request.user, case, at))
    form = forms.CommissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.commission_review(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(
            request, "The review is commissioned. The three statutory seats of its panel are there."
        )
        return redirect("case", case.reference)
    context = {"case": case, "form": form, "decision": case.review_decision}
    return render(request, "reviews/decisions/commission.html", context)


@require_safe
def record(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the decisions on the case in full, with every view, to read or to print."""
    at = clock.now()
    case = open_case(request, reference, at)
    context = {
        "case": case,
        "views": case.partner_views.holding().in_order(),
        "earlier_views": case.partner_views.filter(superseded_at__isnull=False).in_order(),
        "decision": getattr(case, "criteria_decision", None),
        "rapid_review": getattr(case, "rapid_review", None),
        "review_decision": getattr(case, "review_decision", None),
        "answers": case.panel_answers.all(),
    }
    return render(request, "reviews/decisions/record.html", context)


def _dated_step(
    request: StaffRequest,
    reference: str,
    *,
    rule: Callable[[Any, Case, datetime], str | None],
    form_class: type[forms.DatedForm],
    act: Callable[[Case, Any, datetime], Any],
    template: str,
    done: str,
) -> HttpResponse:
    at = clock.now()
    case = open_case(request, reference, at)
    check(rule(request.user, case, at))
    form = form_class(request.POST or None, case=case, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        act(case, form, at)
        messages.success(request, done)
        return redirect("case", case.reference)
    return render(request, template, {"case": case, "form": form})
