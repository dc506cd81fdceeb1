"""Pages about a case itself: the list, logging, the case's page, children, sealed identities, holds, recusals."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock, desk
from cspr_portal.refusals import Refused, check
from reviews import clocks, sealed, steps
from reviews.audit.recording import note
from reviews.clock_picture import calendar_picture
from reviews.deadlines import Clock
from reviews.models import Case, Hold
from reviews.requests import StaffRequest
from reviews.stages import OWNERS, Stage
from reviews.standing import areas_of, open_case, people_on, standing, visible_to

from . import access, actions
from .forms import (
    ChildForm,
    FindForm,
    HoldForm,
    LogCaseForm,
    OpenForm,
    ReasonForm,
    RecuseForm,
    RenameForm,
    SealForm,
)

CASES_A_PAGE = 25


@require_safe
def case_list(request: StaffRequest) -> HttpResponse:
    """List the cases that the person may know of, newest first, by stage and area."""
    at = clock.now()
    cases = visible_to(request.user, at)
    if not request.user.may_hold_cases:
        raise Http404
    form = FindForm(request.GET or None, areas=areas_of(cases), stages=list(Stage.choices))
    if form.is_bound and form.is_valid():
        if form.cleaned_data["stage"]:
            cases = cases.filter(stage=form.cleaned_data["stage"])
        if form.cleaned_data["area"]:
            cases = cases.filter(area=form.cleaned_data["area"])
    found = cases.select_related(
        "area", "criteria_decision", "notification", "rapid_review", "review", "review_decision"
    ).prefetch_related("children", "holds")
    page = Paginator(found.order_by("-logged_at", "pk"), CASES_A_PAGE).get_page(request.GET.get("page"))
    note(request.user, "opened.cases")
    today = clock.today(at)
    rows = [(case, clocks.running(clocks.of_case(case)), _hold(case)) for case in page]
    rows_with_words = [
        (
            case,
            one,
            one.tag_words(today) if one else "No clock",
            one.tag_kind(today) if one else "quiet",
            hold,
        )
        for case, one, hold in rows
    ]
    context = {
        "page": page,
        "rows": rows_with_words,
        "form": form,
        "query": _query(request),
        "may_log": access.log(request.user, at) is None,
    }
    return render(request, "reviews/cases/case_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def log_case(request: StaffRequest) -> HttpResponse:
    """Log a case."""
    at = clock.now()
    check(access.log(request.user, at))
    areas = access.areas_to_log_in(request.user, at)
    form = LogCaseForm(request.POST or None, areas=areas, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        case = actions.log_case(by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The case is logged. Its reference is {case.reference}.")
        return redirect("case", case.reference)
    return render(request, "reviews/cases/log_case.html", {"form": form})


@require_safe
def case(request: StaffRequest, reference: str) -> HttpResponse:
    """Show a case: whose turn it is, its clocks, what can be done, how it got here, its people and facts."""
    at = clock.now()
    case = open_case(request, reference, at)
    who = standing(request.user, case, at)
    today = clock.today(at)
    all_clocks = clocks.of_case(case)
    offers = steps.offers(request.user, case, at)
    first = next((offer for offer in offers if offer.is_waiting), None)
    context = {
        "case": case,
        "who": who,
        "owner": OWNERS[Stage(case.stage)],
        "first": first,
        "waits_for": next((offer.reason for offer in offers if offer.reason), None),
        "clocks": [(one, one.tag_words(today), one.tag_kind(today)) for one in all_clocks],
        "running": clocks.running(all_clocks),
        "figure": _figure(all_clocks, today),
        "picture": calendar_picture([one for one in all_clocks if one.counts_working_days], today),
        "offers": offers,
        "history": case.stage_changes.select_related("changed_by"),
        "hold": _hold(case),
        "views": case.partner_views.holding().in_order(),
        "decision": getattr(case, "criteria_decision", None),
        "notification": getattr(case, "notification", None),
        "rapid_review": getattr(case, "rapid_review", None),
        "review_decision": getattr(case, "review_decision", None),
        "review": getattr(case, "review", None),
        "answers": case.panel_answers.all(),
        "may_open_sealed": sealed.refusal_to_open(request.user, case, at) is None,
        "may_add_children": access.add_child(request.user, case, at) is None,
        "has_sealed": case.sealed_items.exists(),
        "panels": desk.panels(request.user, case, at),
    }
    return render(request, "reviews/cases/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_child(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a child to the case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.add_child(request.user, case, at))
    form = ChildForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            child = actions.add_child(case, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("pseudonym", refusal.beside_a_field)
        else:
            messages.success(request, f"{child.pseudonym} is added to the case.")
            return redirect("case", case.reference)
    return render(request, "reviews/cases/add_child.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def rename_child(request: StaffRequest, reference: str, child: UUID) -> HttpResponse:
    """Give a child another pseudonym."""
    at = clock.now()
    case = open_case(request, reference, at)
    renamed = get_object_or_404(case.children, pk=child)
    check(access.add_child(request.user, case, at))
    form = RenameForm(request.POST or None, initial={"pseudonym": renamed.pseudonym})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_child(case, renamed, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("pseudonym", refusal.beside_a_field)
        else:
            messages.success(request, f"The child is now called {form.cleaned_data['pseudonym']}.")
            return redirect("case", case.reference)
    return render(request, "reviews/cases/rename_child.html", {"case": case, "form": form, "child": renamed})


@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: StaffRequest, reference: str) -> HttpResponse:
    """Put identifying facts under seal."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.add_child(request.user, case, at))
    form = SealForm(request.POST or None, children=case.children.all(), today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        items = form.items()
        actions.seal_identities(case, items, by=request.user, at=at, child=form.cleaned_data["child"])
        messages.success(request, f"Sealed: {len(items)} {'fact' if len(items) == 1 else 'facts'}.")
        return redirect("case", case.reference)
    return render(request, "reviews/cases/seal.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def open_sealed(request: StaffRequest, reference: str) -> HttpResponse:
    """Open what is sealed, for a stated reason. It is shown once, in the answer to the form."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(sealed.refusal_to_open(request.user, case, at))
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            facts = sealed.open_identities(case, by=request.user, at=at, **form.cleaned_data)
        except sealed.Unreadable:
            form.add_error(None, "The server’s keys don’t open these identities. Tell your administrator.")
        else:
            return render(request, "reviews/cases/opened.html", {"case": case, "facts": facts})
    context = {"case": case, "form": form, "openings": case.openings.select_related("opened_by")[:10]}
    return render(request, "reviews/cases/open_sealed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: StaffRequest, reference: str) -> HttpResponse:
    """Put the case on hold."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.hold(request.user, case, at))
    form = HoldForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.put_on_hold(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The case is on hold. Its clocks run on, and show the reason.")
        return redirect("case", case.reference)
    return render(request, "reviews/cases/hold.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def end_hold(request: StaffRequest, reference: str) -> HttpResponse:
    """End the hold on the case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.end_hold(request.user, case, at))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_hold(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The hold has ended.")
        return redirect("case", case.reference)
    return render(request, "reviews/cases/end_hold.html", {"case": case, "form": form, "hold": _hold(case)})


@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: StaffRequest, reference: str) -> HttpResponse:
    """Take somebody (or oneself) off the case because of a conflict of interest."""
    at = clock.now()
    case = open_case(request, reference, at)
    is_coordinator = standing(request.user, case, at).is_coordinator
    people = people_on(case, at) if is_coordinator else people_on(case, at).filter(pk=request.user.pk)
    form = RecuseForm(
        request.POST or None, people=people, initial={} if is_coordinator else {"person": request.user}
    )
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            actions.recuse(case, person, reason=form.cleaned_data["reason"], by=request.user, at=at)
        except Refused as refusal:
            form.add_error("person", refusal.sentence)
        else:
            messages.success(request, "The recusal is recorded. The case is no longer there for them.")
            return redirect("needs") if person == request.user else redirect("case", case.reference)
    return render(request, "reviews/cases/recuse.html", {"case": case, "form": form})


def _hold(case: Case) -> Hold | None:
    return next((one for one in case.holds.all() if one.ended_at is None), None)


def _figure(all_clocks: list[Clock], today: date) -> tuple[str, str, str, str] | None:
    one = clocks.running(all_clocks)
    if one is None:
        return None
    return (*one.figure_words(today), one.state(today))


def _query(request: StaffRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
