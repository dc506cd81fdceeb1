"""Pages of what the local authority told whom: the notification, others told, and the end that may follow."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import Refused, check
from reviews import clocks, paths
from reviews.models import Guidance, Told
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms, rows


@require_http_methods(["GET", "HEAD", "POST"])
def notify(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the notification to the national Panel."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.notify(request.user, case, at))
    guidance = Guidance()
    edition = guidance.in_force(clock.today(at))
    form = forms.NotificationForm(request.POST or None, case=case, at=at, edition=edition)
    if request.method == "POST" and form.is_valid():
        notification = actions.record_notification(case, by=request.user, at=at, **form.cleaned_data)
        case.notification = notification
        running = any(one.key == "C2" for one in clocks.of_case(case, guidance))
        more = " The rapid review’s clock is running." if running else ""
        messages.success(request, f"The notification is recorded.{more}")
        return redirect("case", case.reference)
    first = next((one for one in clocks.of_case(case, guidance) if one.key == "C1"), None)
    context = {"case": case, "form": form, "edition": edition, "first": first}
    return render(request, "reviews/notifications/notify.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_notification(request: StaffRequest, reference: str) -> HttpResponse:
    """Correct the reference and the note of the notification, and add what was left empty."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.correct(request.user, case, at))
    notification = case.notifications.latest("recorded_at")
    form = forms.CorrectForm(request.POST or None, case=case, notification=notification)
    if request.method == "POST" and form.is_valid():
        actions.correct_notification(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The notification is corrected as you typed it.")
        return redirect("told", case.reference)
    context = {"case": case, "form": form, "notification": notification}
    return render(request, "reviews/notifications/correct_notification.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_notification(request: StaffRequest, reference: str) -> HttpResponse:
    """Record that the notification was withdrawn, since the criteria turned out not to be met."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.withdraw(request.user, case, at))
    form = forms.WithdrawForm(request.POST or None, case=case, at=at)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_notification(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The withdrawal is recorded. The notification stays on the record.")
        return redirect("told", case.reference)
    context = {"case": case, "form": form, "notification": case.notification}
    return render(request, "reviews/notifications/withdraw_notification.html", context)


@require_safe
def told(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what the case asks for: who is told and by when, who was, what can follow and which clocks don't run."""
    at = clock.now()
    case = open_case(request, reference, at)
    guidance = Guidance()
    today = clock.today(at)
    path = paths.of_case(case)
    edition = guidance.in_force(today)
    running = clocks.of_case(case, guidance)
    user = request.user
    context = {
        "case": case,
        "first": next((one for one in running if one.key == "C1" and one.is_running), None),
        "asked": rows.asked(case, path, running, edition, today),
        "ahead": rows.ahead(path),
        "questions": path.questions,
        "not_running": rows.by_reason(clocks.not_running(case, guidance)),
        "notifications": case.notifications.select_related("recorded_by", "withdrawn_by").prefetch_related(
            "children"
        ),
        "holding": access.holding(case),
        "died_since": access.known_since(case, access.holding(case)),
        "tellings": [
            (telling, access.name_of(telling.told, telling.who, edition))
            for telling in case.tellings.select_related("recorded_by").prefetch_related("children")
        ],
        "may_notify": access.notify(user, case, at) is None,
        "may_correct": access.correct(user, case, at) is None,
        "may_withdraw": access.withdraw(user, case, at) is None,
        "tell_refusal": access.tell(user, case, at),
        "may_end": access.end_told(user, case, at) is None,
    }
    return render(request, "reviews/notifications/told.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_telling(request: StaffRequest, reference: str) -> HttpResponse:
    """Record that somebody beside the national Panel was told. The address may name them beforehand."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.tell(request.user, case, at))
    edition = Guidance().in_force(clock.today(at))
    form = forms.TellingForm(request.POST or None, case=case, at=at, edition=edition, initial=_named(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_telling(case, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("told", refusal.beside_a_field)
        else:
            messages.success(request, "It is recorded who was told.")
            return redirect("told", case.reference)
    return render(request, "reviews/notifications/record_telling.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def end_told(request: StaffRequest, reference: str) -> HttpResponse:
    """End a case for which telling is all that is asked."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.end_told(request.user, case, at))
    missing = access.still_to_tell(case, at)
    form = forms.EndToldForm(request.POST or None, missing=missing)
    if request.method == "POST" and form.is_valid():
        actions.end_told(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The case has ended: no review is required. The record is kept.")
        return redirect("case", case.reference)
    context = {"case": case, "form": form, "missing": missing, "why": paths.of_case(case).criteria.because}
    return render(request, "reviews/notifications/end_told.html", context)


def _named(request: StaffRequest) -> dict[str, str | list[str]]:
    """Whom the address names, so that the form begins with it: one of Told, an area's name, whose death."""
    told = request.GET.get("told", "")
    if told not in Told.values:
        return {}
    return {
        "told": told,
        "who": request.GET.get("who", "")[:200],
        "children": request.GET.getlist("children")[:20],
    }
