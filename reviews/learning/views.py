"""Pages of a case's learning: what was found, recommended and done about it, and what was shared early."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.pace import searches
from cspr_portal.refusals import check
from reviews.audit.recording import note
from reviews.authorship import successors
from reviews.involvement.access import agencies_on
from reviews.models import Case
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, across, actions, forms, states

ACTIONS_A_PAGE = 50


@require_safe
def learning(request: StaffRequest, reference: str) -> HttpResponse:
    """Show a case's learning: findings, recommendations with the partners' response, actions, early learning."""
    at = clock.now()
    case = open_case(request, reference, at)
    today = clock.today(at)
    found = case.learning_actions.select_related("agency").prefetch_related("recommendations")
    recommended = case.recommendations.select_related("responded_by").prefetch_related("findings", "owners")
    may_act = access.act(request.user, case, at)
    context = {
        "case": case,
        "findings": case.findings.prefetch_related("themes"),
        "recommendations": recommended,
        "actions": [(one, states.look(one.state, one.due_on, today)) for one in found],
        "early": case.early_learning.select_related("recorded_by"),
        "may_find": access.find(request.user, case, at) is None,
        "may_act": may_act is None,
        "refusal": may_act,
    }
    return render(request, "reviews/learning/learning.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def share_early(request: StaffRequest, reference: str) -> HttpResponse:
    """Record learning that was shared without waiting for a report."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.act(request.user, case, at))
    form = forms.EarlyLearningForm(request.POST or None, case=case, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.share_early(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The early learning is recorded.")
        return _to_learning(case, "early")
    return render(request, "reviews/learning/share_early.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def add_finding(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a finding."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.find(request.user, case, at))
    form = forms.FindingForm(request.POST or None, themes=access.themes())
    if request.method == "POST" and form.is_valid():
        finding = actions.add_finding(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"Finding {finding.number} is added.")
        return _to_learning(case, "findings")
    return render(request, "reviews/learning/add_finding.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_finding(request: StaffRequest, reference: str, finding: UUID) -> HttpResponse:
    """Change the words and themes of a finding."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.findings.select_related("case"), pk=finding)
    check(access.find(request.user, case, at))
    kept = {"title": found.title, "text": found.text, "themes": found.themes.all()}
    form = forms.FindingForm(request.POST or None, initial=kept, themes=access.themes())
    if request.method == "POST" and form.is_valid():
        actions.change_finding(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"Finding {found.number} is changed.")
        return _to_learning(case, "findings")
    context = {"case": case, "form": form, "finding": found}
    return render(request, "reviews/learning/change_finding.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_recommendation(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a recommendation."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.find(request.user, case, at))
    agencies = agencies_on(clock.today(at))
    form = forms.RecommendationForm(request.POST or None, case=case, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        one = actions.add_recommendation(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"Recommendation {one.number} is added.")
        return _to_learning(case, "recommendations")
    return render(request, "reviews/learning/add_recommendation.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_recommendation(request: StaffRequest, reference: str, recommendation: UUID) -> HttpResponse:
    """Change a recommendation to which the partners have not responded yet."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.recommendations.all(), pk=recommendation)
    found.case = case
    check(access.change(request.user, found, at))
    names = ("change", "measure", "by_day", "other_owners")
    kept: dict[str, Any] = {name: getattr(found, name) for name in names}
    kept |= {"findings": found.findings.all(), "owners": found.owners.all()}
    agencies = agencies_on(clock.today(at))
    form = forms.RecommendationForm(request.POST or None, initial=kept, case=case, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        actions.change_recommendation(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"Recommendation {found.number} is changed.")
        return _to_learning(case, "recommendations")
    context = {"case": case, "form": form, "recommendation": found}
    return render(request, "reviews/learning/change_recommendation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: StaffRequest, reference: str, recommendation: UUID) -> HttpResponse:
    """Record what the safeguarding partners make of a recommendation."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.recommendations.all(), pk=recommendation)
    found.case = case
    check(access.respond(request.user, found, at))
    form = forms.ResponseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.respond(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The response to recommendation {found.number} is recorded.")
        return _to_learning(case, "recommendations")
    context = {"case": case, "form": form, "recommendation": found}
    return render(request, "reviews/learning/respond.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_action(request: StaffRequest, reference: str) -> HttpResponse:
    """Add an action, before, during or after the report."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.act(request.user, case, at))
    today = clock.today(at)
    form = forms.ActionForm(request.POST or None, case=case, agencies=agencies_on(today), today=today)
    if request.method == "POST" and form.is_valid():
        one = actions.add_action(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"Action {one.number} is added.")
        return _to_learning(case, "actions")
    return render(request, "reviews/learning/add_action.html", {"case": case, "form": form})


@require_safe
def learning_action(request: StaffRequest, reference: str, action: UUID) -> HttpResponse:
    """Show an action: whose it is, how it stands, each step with its evidence, and its impact."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.learning_actions.select_related("agency"), pk=action)
    context = {
        "case": case,
        "action": found,
        "look": states.look(found.state, found.due_on, clock.today(at)),
        "steps": found.steps.select_related("taken_by", "document").order_by("-taken_at"),
        "impacts": found.impacts.select_related("recorded_by"),
        "recommendations": found.recommendations.all(),
        "refusal": access.act(request.user, case, at),
    }
    return render(request, "reviews/learning/learning_action.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: StaffRequest, reference: str, action: UUID) -> HttpResponse:
    """Say how an action stands."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.learning_actions.all(), pk=action)
    found.case = case
    check(access.take_step(request.user, found, at))
    papers = case.documents.filter(removed_at__isnull=True, document_class="ordinary")
    form = forms.StepForm(request.POST or None, one=found, documents=papers, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.take_step(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"How action {found.number} stands is recorded.")
        return redirect("learning_action", case.reference, found.pk)
    return render(request, "reviews/learning/take_step.html", {"case": case, "form": form, "action": found})


@require_http_methods(["GET", "HEAD", "POST"])
def record_impact(request: StaffRequest, reference: str, action: UUID) -> HttpResponse:
    """Record what was seen to have changed through an action."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.learning_actions.all(), pk=action)
    found.case = case
    check(access.act(request.user, case, at))
    form = forms.ImpactForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.record_impact(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The impact of action {found.number} is recorded.")
        return redirect("learning_action", case.reference, found.pk)
    context = {"case": case, "form": form, "action": found}
    return render(request, "reviews/learning/record_impact.html", context)


@require_safe
@searches
def actions_by_agency(request: StaffRequest) -> HttpResponse:
    """List the actions of all cases that the person may know of: by agency, and by how they stand."""
    at = clock.now()
    if not across.may_look(request.user):
        raise Http404
    today = clock.today(at)
    all_found = across.in_sight(request.user, at)
    tallies = across.tallies(all_found, at)
    form = forms.FindActionsForm(request.GET or None, agencies=[(one.key, one.name) for one in tallies])
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = all_found.filter(across.stands(asked.get("show", ""), today))
    if asked.get("agency"):
        found = found.filter(across.owned_by(asked["agency"], successors(today)))
    found = found.select_related("agency", "case__area").prefetch_related("case__children")
    page = Paginator(across.in_order(found), ACTIONS_A_PAGE).get_page(request.GET.get("page"))
    note(request.user, "opened.actions_by_agency")
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "tallies": tallies,
        "page": page,
        "rows": [(one, states.look(one.state, one.due_on, today)) for one in page],
        "query": kept.urlencode(),
    }
    return render(request, "reviews/learning/actions_by_agency.html", context)


def _to_learning(case: Case, part: str) -> HttpResponse:
    return redirect(f"{reverse('learning', args=[case.reference])}#{part}")
