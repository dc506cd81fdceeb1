"""Pages of the register of requests for information: the list, one request, recording and correcting it, who asks."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.pace import searches
from cspr_portal.refusals import Refused, check
from reviews import sealed
from reviews.audit.recording import note
from reviews.documents.kinds import KINDS
from reviews.models import InformationRequest, User
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, deciding, due, forms, requester
from . import gathering as gathered
from .opening import open_request

A_PAGE = 25
FORM = "reviews/disclosures/form.html"


@require_safe
@searches
def information_requests(request: StaffRequest) -> HttpResponse:
    """List the requests that are asked for: the open ones, those that are due first at the top."""
    at = clock.now()
    if access.look(request.user) is not None:
        raise Http404
    today = clock.today(at)
    areas = access.areas(request.user, at)
    form = forms.FindRequestsForm(request.GET or None, areas=areas)
    asked = form.cleaned_data if form.is_valid() else {}
    visible = access.visible_to(request.user, at)
    found = _asked_for(visible, asked, today).select_related("area").prefetch_related("about__case__children")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    note(request.user, "opened.information_requests")
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [(one, due.state(one, today)) for one in page],
        "query": kept.urlencode(),
        "is_search": form.is_bound and any(kept.values()),
        "overdue": _open(visible).filter(sort_on__lt=today).count(),
        "refusal": access.record(request.user, at),
    }
    return render(request, "reviews/disclosures/information_requests.html", context)


@require_safe
def case_information_requests(request: StaffRequest, reference: str) -> HttpResponse:
    """List the requests about one case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look_at_case(request.user, case, at))
    found = access.visible_to(request.user, at).filter(about__case=case).select_related("area")
    today = clock.today(at)
    context = {
        "case": case,
        "rows": [(one, due.state(one, today)) for one in _in_order(found)],
        "refusal": access.record(request.user, at),
    }
    return render(request, "reviews/disclosures/case_information_requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_information_request(request: StaffRequest) -> HttpResponse:
    """Record a request for information."""
    at = clock.now()
    if access.look(request.user) is not None:
        raise Http404
    check(access.record(request.user, at))
    if request.method != "POST":
        note(request.user, "opened.record_information_request")
    form = forms.RecordRequestForm(
        request.POST if request.method == "POST" else None,
        areas=access.areas(request.user, at),
        by=request.user,
        at=at,
        case=request.GET.get("case", ""),
        today=clock.today(at),
    )
    if form.is_valid():
        data = form.cleaned_data
        refusal = access.record_about(request.user, data["area"], data["cases"], at)
        if refusal is None:
            found = actions.record_request(by=request.user, at=at, **data)
            messages.success(request, "The request is recorded.")
            return redirect("information_request", found.pk)
        form.add_error("cases", refusal)
    context = {
        "form": form,
        "heading": "Record a request for information",
        "intro": "From a coroner, the police, a court or anybody else outside. Nothing is sent from here.",
        "button": "Record the request",
        "cancel_url": reverse("information_requests"),
    }
    return render(request, FORM, context)


@require_safe
def information_request(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show one request: what was asked, its clock with the working, advice, copies, the answer and what was sent."""
    at = clock.now()
    found = open_request(request, key, at)
    holding = access.holding(found)
    decisions = found.decisions.select_related("prepared_by", "decided_by", "set_aside_by")
    context = {
        "information": found,
        "due": due.of(found),
        "state": due.state(found, clock.today(at)),
        "told_by": due.told_by(found),
        "cases": [one.case for one in found.about.select_related("case").prefetch_related("case__children")],
        "subject": gathered.subject_words(found),
        "advice": found.advice.select_related("recorded_by"),
        "copies": [
            (copy, KINDS[copy.extension].words, access.remove_copy(request.user, copy, at) is None)
            for copy in found.copies.select_related("added_by", "removed_by", "request")
        ],
        "decisions": [
            (one, deciding.words_of(one, found.kind))
            for one in decisions.prefetch_related("grounds", "copies")
        ],
        "holding": holding,
        "replies": found.replies.select_related("recorded_by").prefetch_related("released__copy"),
        "acts": _acts(request.user, found, at),
        "may_work": access.work(request.user, found, at) is None,
        "is_open": due.is_open(found),
    }
    return render(request, "reviews/disclosures/information_request.html", context)


def _acts(user: User, found: InformationRequest, at: datetime) -> list[dict[str, Any]]:
    """What can be done with a request, each with its address and the reason why not, or None."""
    holding = access.holding(found)
    steps: list[tuple[str, str, str | None]] = [
        ("Record legal advice", "record_information_advice", access.advise(user, found, at)),
        ("Add a redacted copy", "add_redacted_copy", access.go_on(user, found, at)),
        (
            "Prepare the answer",
            "prepare_information_answer",
            access.prepare(user, found, holding, at),
        ),
        ("Decide the answer", "decide_information", access.decide(user, found, holding, at)),
        ("Set the answer aside", "set_information_aside", access.set_aside(user, found, holding, at)),
        (
            "Record what was sent",
            "record_information_reply",
            access.reply(user, found, holding, at),
        ),
        ("Seal who asks", "seal_requester", access.go_on(user, found, at)),
        ("Correct the days", "correct_information_days", access.go_on(user, found, at)),
        ("Record that it was withdrawn", "withdraw_information_request", access.withdraw(user, found, at)),
    ]
    if due.told_by(found) is not None:
        steps.append(("Extend the time", "extend_information_request", access.extend(user, found, at)))
    if found.kind == "subject_access":
        words = "Gather what we hold about the person"
        steps.insert(0, (words, "gather_information", access.gather(user, found, at)))
    if access.work(user, found, at) is not None:
        steps = [step for step in steps if step[2] is None]
    return [
        {"label": label, "url": reverse(name, args=[found.pk]), "reason": reason}
        for label, name, reason in steps
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def correct_information_days(request: StaffRequest, key: UUID) -> HttpResponse:
    """Put right from which and to which day the time counts."""
    at = clock.now()
    found = open_request(request, key, at)
    check(access.go_on(request.user, found, at))
    data = request.POST or None
    form = forms.CorrectDaysForm(data, request=found, today=clock.today(at))
    if form.is_valid():
        actions.correct_days(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The days are corrected.")
        return redirect("information_request", found.pk)
    return page_of_form(request, found, form, "Correct the days", "Correct the days", due.of(found).working)


@require_http_methods(["GET", "HEAD", "POST"])
def extend_information_request(request: StaffRequest, key: UUID) -> HttpResponse:
    """Extend the time once, as the law allows."""
    at = clock.now()
    found = open_request(request, key, at)
    check(access.extend(request.user, found, at))
    last = due.told_by(found)
    data = request.POST if request.method == "POST" else None
    form = forms.ExtendForm(data, request=found, today=clock.today(at))
    if form.is_valid():
        try:
            actions.extend(found, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("told_on", refusal.beside_a_field)
        else:
            messages.success(request, "The time is extended.")
            return redirect("information_request", found.pk)
    further = "20 further working days" if found.kind == "foi" else "two further months"
    intro = (
        f"By {further}, once. Whoever asked has to be told why by {clock.day_words(last)}: the portal tells nobody."
        if last
        else ""
    )
    return page_of_form(request, found, form, "Extend the time", "Extend the time", intro)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_information_request(request: StaffRequest, key: UUID) -> HttpResponse:
    """Record that a request was taken back, or recorded by mistake."""
    at = clock.now()
    found = open_request(request, key, at)
    check(access.withdraw(request.user, found, at))
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.withdraw(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The request is recorded as withdrawn.")
        return redirect("information_request", found.pk)
    words = "Record that it was withdrawn"
    return page_of_form(
        request, found, form, words, words, "Nothing waits for it any more. It stays in the register."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def seal_requester(request: StaffRequest, key: UUID) -> HttpResponse:
    """Seal who asks."""
    at = clock.now()
    found = open_request(request, key, at)
    check(access.go_on(request.user, found, at))
    form = forms.RequesterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = requester.Requester(**form.cleaned_data)
        requester.seal(found, person, by=request.user, at=at)
        messages.success(request, "Who asks is sealed.")
        return redirect("information_request", found.pk)
    intro = "Only for private persons. It takes the place of what was sealed before, which is not shown here."
    return page_of_form(request, found, form, "Seal who asks", "Seal who asks", intro)


@require_http_methods(["GET", "HEAD", "POST"])
def open_requester(request: StaffRequest, key: UUID) -> HttpResponse:
    """Open who asks, for a stated reason. It is shown once, in the answer to the form."""
    at = clock.now()
    found = open_request(request, key, at)
    check(access.work(request.user, found, at))
    form = forms.OpenRequesterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = requester.disclose(found, by=request.user, at=at, **form.cleaned_data)
        except sealed.Unreadable:
            form.add_error(None, "The server’s keys don’t open this. Tell your administrator.")
        else:
            context = {"information": found, "person": person}
            return render(request, "reviews/disclosures/requester.html", context)
    words = "Open who asks"
    return page_of_form(
        request, found, form, words, words, "Each opening is recorded, for the safety of whoever asks."
    )


def page_of_form(
    request: StaffRequest,
    found: InformationRequest,
    form: Any,
    heading: str,
    button: str,
    intro: str = "",
) -> HttpResponse:
    """Show one form about one request."""
    context = {"form": form, "information": found, "heading": heading, "button": button, "intro": intro}
    return render(request, FORM, context)


def _open(found: QuerySet[InformationRequest]) -> QuerySet[InformationRequest]:
    return found.filter(answered_on__isnull=True, withdrawn_at__isnull=True)


def _in_order(found: QuerySet[InformationRequest]) -> QuerySet[InformationRequest]:
    """Those that wait first, by their due day; then the others, the newest first."""
    return found.order_by(
        F("withdrawn_at").asc(nulls_first=True),
        F("answered_on").desc(nulls_first=True),
        F("sort_on").asc(nulls_last=True),
        "-received_on",
        "pk",
    )


def _asked_for(
    visible: QuerySet[InformationRequest], asked: dict[str, Any], today: date
) -> QuerySet[InformationRequest]:
    show = asked.get("show", "")
    found = visible
    if show in {"", "overdue"}:
        found = _open(found)
    if show == "overdue":
        found = found.filter(sort_on__lt=today)
    elif show == "answered":
        found = found.filter(answered_on__isnull=False, withdrawn_at__isnull=True)
    elif show == "withdrawn":
        found = found.filter(withdrawn_at__isnull=False)
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("area"):
        found = found.filter(area=asked["area"])
    return _in_order(found)
