"""Pages of the register of processes that run beside a case: all of them, adding one, bringing one up to date."""

from uuid import UUID

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions
from .forms import ProceedingForm


@require_safe
def proceedings(request: StaffRequest, reference: str) -> HttpResponse:
    """List the processes that run beside the case, with what they mean for it."""
    at = clock.now()
    case = open_case(request, reference, at)
    context = {
        "case": case,
        "proceedings": case.proceedings.select_related("added_by", "changed_by"),
        "refusal": access.record_proceeding(request.user, case, at),
    }
    return render(request, "reviews/proceedings/proceedings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_proceeding(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a process to the register."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_proceeding(request.user, case, at))
    form = ProceedingForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        found = actions.add_proceeding(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"Added: {found.get_kind_display()}.")
        return redirect("proceedings", case.reference)
    return render(request, "reviews/proceedings/add_proceeding.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_proceeding(request: StaffRequest, reference: str, proceeding: UUID) -> HttpResponse:
    """Bring a process up to date."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.proceedings, pk=proceeding)
    check(access.record_proceeding(request.user, case, at))
    initial = model_to_dict(found, fields=list(ProceedingForm.base_fields))
    form = ProceedingForm(request.POST or None, today=clock.today(at), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_proceeding(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The register is up to date.")
        return redirect("proceedings", case.reference)
    context = {"case": case, "form": form, "proceeding": found}
    return render(request, "reviews/proceedings/change_proceeding.html", context)
