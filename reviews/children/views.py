"""Pages about the children of a case: all of them with their facts, adding one, changing facts, another pseudonym."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import Refused, check
from reviews.audit.recording import note
from reviews.cases import access
from reviews.guesses import REFUSED
from reviews.knowledge import access as knowledge
from reviews.models import Case, Child
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import actions, facts
from .forms import AddedChildForm, ChildFactsForm, RenameForm


@require_safe
def children(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what is known of each child, and what is not."""
    at = clock.now()
    case = open_case(request, reference, at)
    context = {
        "case": case,
        "children": [
            (child, facts.known(child), facts.not_known(child))
            for child in case.children.prefetch_related("siblings")
        ],
        "refusal": access.add_child(request.user, case, at),
    }
    return render(request, "reviews/children/children.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_child(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a child to the case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.add_child(request.user, case, at))
    form = AddedChildForm(request.POST or None, case=case, at=at, **_beside(case))
    if request.method == "POST" and form.is_valid():
        try:
            child = actions.add_child(case, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            if refusal.sentence == actions.REAL_NAME:
                note(request.user, REFUSED, case.reference, outcome="denied")
            form.add_error("pseudonym", refusal.beside_a_field)
        else:
            messages.success(request, f"{child.pseudonym} is added to the case.")
            return redirect("case", case.reference)
    return render(request, "reviews/children/add_child.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_child(request: StaffRequest, reference: str, child: UUID) -> HttpResponse:
    """Change what is known of a child, and who its siblings are. What happened to it has a page of its own."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.children, pk=child)
    check(access.add_child(request.user, case, at))
    form = ChildFactsForm(request.POST or None, **_beside(case, found), initial=facts.initial(found))
    if request.method == "POST" and form.is_valid():
        different = actions.change_child(case, found, by=request.user, at=at, **form.cleaned_data)
        words = "are changed" if different else "stay as they were"
        messages.success(request, f"The facts about {found.pseudonym} {words}.")
        return redirect("children", case.reference)
    may_say = form.others and knowledge.change_what_is_known(request.user, case, at) is None
    context = {"case": case, "form": form, "child": found, "may_say_what_happened": may_say}
    return render(request, "reviews/children/change_child.html", context)


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
            if refusal.sentence == actions.REAL_NAME:
                note(request.user, REFUSED, case.reference, outcome="denied")
            form.add_error("pseudonym", refusal.beside_a_field)
        else:
            messages.success(request, f"The child is now called {form.cleaned_data['pseudonym']}.")
            return redirect("case", case.reference)
    context = {"case": case, "form": form, "child": renamed}
    return render(request, "reviews/children/rename_child.html", context)


def _beside(case: Case, child: Child | None = None) -> dict[str, Any]:
    """Return what a form about a child of the case is told of the others, and of the case."""
    others = [other for other in case.children.all() if other != child]
    return {
        "others": [(str(other.pk), other.pseudonym) for other in others],
        "other_outcomes": [other.outcome for other in others],
        "case_outcome": case.outcome,
    }
