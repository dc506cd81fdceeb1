"""Pages about a case itself: the list, logging, the case's page, children, sealed identities, holds, recusals."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock, desk
from cspr_portal.pace import searches
from cspr_portal.refusals import Refused, check
from reviews import clocks, lately, paths, sealed, steps
from reviews.audit.recording import note
from reviews.clock_picture import calendar_picture
from reviews.deadlines import Clock
from reviews.models import Guidance
from reviews.requests import StaffRequest
from reviews.scope import keep_scope
from reviews.stages import ENDS, OWNERS, Stage
from reviews.standing import open_case, read, standing, visible_to

from . import access, actions
from .forms import (
    FindForm,
    HoldForm,
    OpenForm,
    ReasonForm,
    RecuseForm,
    SealForm,
)
from .people import parts_of

CASES_A_PAGE = 25


@require_safe
@searches
def case_list(request: StaffRequest) -> HttpResponse:
    """List the cases that the person may know of: found by reference or pseudonym, by stage and area, and sorted."""
    at = clock.now()
    user = request.user
    if not user.may_hold_cases:
        raise Http404
    scope = keep_scope(user, at)
    form = FindForm(request.GET or None, areas=scope.areas_named, stages=list(Stage.choices))
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    keys = access.found(visible_to(user, at), **asked).values_list("pk", flat=True)
    page = Paginator(keys, CASES_A_PAGE).get_page(request.GET.get("page"))
    listed = read(user, page, at)
    prefetch_related_objects(list(listed.values()), paths.with_days_told())
    today, guidance = clock.today(at), Guidance()
    rows = []
    for case in (listed[key] for key in page):
        one = clocks.running(clocks.of_case(case, guidance))
        words, kind = (one.tag_words(today), one.tag_kind(today)) if one else ("No clock", "quiet")
        rows.append((case, one, words, kind, case.open_hold))
    note(user, "opened.cases")
    context = {
        "page": page,
        "rows": rows,
        "form": form,
        "query": _query(request),
        "may_log": access.log(user, at) is None,
    }
    return render(request, "reviews/cases/case_list.html", context)


@require_safe
def case(request: StaffRequest, reference: str) -> HttpResponse:
    """Show a case: whose turn it is, its clocks, what can be done, how it got here, its people and facts."""
    at = clock.now()
    case = open_case(request, reference, at)
    who = standing(request.user, case, at)
    today = clock.today(at)
    guidance = Guidance()
    all_clocks = clocks.of_case(case, guidance)
    offers = steps.offers(request.user, case, at)
    first = next((offer for offer in offers if offer.is_waiting), None)
    context = {
        "case": case,
        "who": who,
        "owner": OWNERS[Stage(case.stage)] if not (first and case.stage in ENDS) else "You",
        "first": first,
        "waits_for": next((offer.reason for offer in offers if offer.reason), None),
        "clocks": [(one, one.tag_words(today), one.tag_kind(today)) for one in all_clocks],
        "running": clocks.running(all_clocks),
        "figure": _figure(all_clocks, today),
        "picture": calendar_picture([one for one in all_clocks if one.counts_working_days], today),
        "not_running": clocks.not_running(case, guidance),
        "acts": steps.grouped(offers),
        "story": lately.story(case, who),
        "hold": case.open_hold,
        "views": case.partner_views.holding().in_order() if case.stage == Stage.LOGGED else [],
        "notification": case.notification,
        "rapid_review": case.held_rapid_review,
        "review": getattr(case, "review", None),
        "may_open_sealed": sealed.refusal_to_open(request.user, case, at) is None,
        "may_add_children": access.add_child(request.user, case, at) is None,
        "panels": desk.panels(request.user, case, at),
    }
    return render(request, "reviews/cases/case.html", context)


@require_safe
def case_people(request: StaffRequest, reference: str) -> HttpResponse:
    """Show who works on a case now, by their part in it."""
    at = clock.now()
    case = open_case(request, reference, at)
    return render(request, "reviews/cases/people.html", {"case": case, "parts": parts_of(case, at)})


@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: StaffRequest, reference: str) -> HttpResponse:
    """Put identifying facts under seal."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.add_child(request.user, case, at))
    form = SealForm(request.POST or None, children=case.children.all(), today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        items = form.items()
        try:
            actions.seal_identities(case, items, by=request.user, at=at, child=form.cleaned_data["child"])
        except Refused as refusal:
            note(request.user, "refused.pseudonym", case.reference, outcome="denied")
            form.add_error("child", refusal.beside_a_field)
        else:
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
    context = {"case": case, "form": form, "hold": case.open_hold}
    return render(request, "reviews/cases/end_hold.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: StaffRequest, reference: str) -> HttpResponse:
    """Take somebody (or oneself) off the case because of a conflict of interest."""
    at = clock.now()
    case = open_case(request, reference, at)
    is_coordinator = standing(request.user, case, at).is_coordinator
    people = access.people_to_recuse(request.user, case, at)
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


def _figure(all_clocks: list[Clock], today: date) -> tuple[str, str, str, str] | None:
    one = clocks.running(all_clocks)
    if one is None:
        return None
    return (*one.figure_words(today), one.state(today))


def _query(request: StaffRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
