"""Pages about a child's own name, under the case: what was decided, proposing, agreeing, ending."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.forms import PortalForm
from cspr_portal.refusals import check
from publications import progress
from publications.models import OwnName
from publications.own_names import access, actions, forms
from reviews.models import PartnerRole
from reviews.requests import StaffRequest
from reviews.standing import open_case


@require_safe
def own_names(request: StaffRequest, reference: str) -> HttpResponse:
    """Show each own name that was proposed: what it rests on, which partners have agreed, and whether it ended."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.read(request.user, case, at))
    found = access.all_of(case)
    decided = set(access.decided(case).values_list("pk", flat=True))
    context = {
        "case": case,
        "rows": [
            (
                one,
                one.pk in decided,
                _partners(one),
                access.agree(request.user, case, one, at) is None,
                access.end(request.user, case, one, at) is None,
            )
            for one in found
        ],
        "refusal": access.propose(request.user, case, at),
    }
    return render(request, "publications/own_names/own_names.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_own_name(request: StaffRequest, reference: str) -> HttpResponse:
    """Propose that a child's own name be said."""
    at = clock.now()
    case = open_case(request, reference, at)
    if request.method != "POST":
        check(access.propose(request.user, case, at))
    else:
        # A form sent twice meets a child that is proposed already: the action knows whether by the same person.
        check(access.proposes(request.user, case, at))
    children = case.children.all() if request.method == "POST" else access.to_propose(case)
    form = forms.ProposeForm(request.POST or None, children=children)
    if request.method == "POST" and form.is_valid():
        actions.propose(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The own name is proposed. Each of the three partners is to agree.")
        return redirect("own_names", case.reference)
    return render(request, "publications/own_names/propose_own_name.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def agree_own_name(request: StaffRequest, reference: str, own_name: UUID) -> HttpResponse:
    """Agree to a child's own name for one's partner, after reading what it rests on."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(access.all_of(case), pk=own_name)
    check(access.agree(request.user, case, found, at))
    if request.method == "POST":
        actions.agree(case, found, by=request.user, at=at)
        messages.success(request, "Your partner’s agreement is recorded.")
        return redirect("own_names", case.reference)
    context = {"case": case, "form": PortalForm(), "own_name": found}
    return render(request, "publications/own_names/agree_own_name.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_own_name(request: StaffRequest, reference: str, own_name: UUID) -> HttpResponse:
    """End that a child's own name may be said, with a look at what is public or has its day."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(access.all_of(case), pk=own_name)
    check(access.end(request.user, case, found, at))
    form = forms.EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "It has ended. From now on the disclosure check finds the name again.")
        return redirect("own_names", case.reference)
    going_out = progress.of_all(access.going_out(case, at), at, "publication__opens_at")
    context = {"case": case, "form": form, "own_name": found, "going_out": going_out}
    return render(request, "publications/own_names/end_own_name.html", context)


def _partners(own_name: OwnName) -> list[tuple[str, object]]:
    """Return each partner with its agreement, or None."""
    given = {one.partner_role: one for one in own_name.agreements.all()}
    return [(str(label), given.get(role)) for role, label in PartnerRole.choices]
