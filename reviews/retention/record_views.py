"""Pages of the keeping of one record that is no case, or only part of one: how long and why, and its disposal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.opening import opened, out_of_scope
from reviews.models import Disposal
from reviews.requests import StaffRequest

from . import access, forms, record_access, record_actions, records
from .records import Subject


@require_safe
def keeping(request: StaffRequest, kind: str, key: UUID) -> HttpResponse:
    """Show how long the record is kept, with the working; what forbids its disposal; and the next step of that."""
    at = clock.now()
    subject = _open(request, kind, key, at)
    today = clock.today(at)
    working = records.working_at(subject, at)
    disposal = records.open_disposal(subject)
    seen = set(access.holds(request.user, at).values_list("pk", flat=True))
    context = {
        "subject": subject,
        "working": working,
        "is_over": working.is_over(today),
        "holds": [
            (hold, hold.look_again_on <= today, hold.pk in seen) for hold in records.holds_on(subject, at)
        ],
        "stops": records.stops(subject, at),
        "disposal": disposal,
        "refusal": record_access.propose(subject, at),
        "confirm_refusal": record_access.confirm(request.user, subject, disposal, at) if disposal else None,
    }
    return render(request, "reviews/retention/record_keeping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: StaffRequest, kind: str, key: UUID) -> HttpResponse:
    """Propose that the record is disposed of."""
    at = clock.now()
    subject = _open(request, kind, key, at)
    check(record_access.propose(subject, at))
    form = forms.ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_actions.propose(subject, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The disposal is proposed. Nothing goes until somebody else confirms it.")
        return redirect("record_keeping", kind, key)
    context = {"subject": subject, "form": form, **_what_goes(subject, at)}
    return render(request, "reviews/retention/propose_record_disposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: StaffRequest, kind: str, key: UUID) -> HttpResponse:
    """Confirm the disposal as the second person."""
    at = clock.now()
    subject = _open(request, kind, key, at)
    disposal = _the_open_disposal(subject)
    check(record_access.confirm(request.user, subject, disposal, at))
    form = forms.ConfirmRecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        disposal = record_actions.confirm(subject, disposal, by=request.user, at=at)
        if disposal.carried_out_at is not None:
            messages.success(request, "It is disposed of. What stays of it is here.")
            return redirect("disposed", disposal.pk)
        messages.success(request, "The disposal is confirmed. It is carried out on the server.")
        return redirect("record_keeping", kind, key)
    context = {"subject": subject, "form": form, "disposal": disposal, **_what_goes(subject, at)}
    return render(request, "reviews/retention/confirm_record_disposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: StaffRequest, kind: str, key: UUID) -> HttpResponse:
    """Take the proposed disposal back."""
    at = clock.now()
    subject = _open(request, kind, key, at)
    disposal = _the_open_disposal(subject)
    form = forms.DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_actions.drop(subject, disposal, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The disposal is taken back. The record stays.")
        return redirect("record_keeping", kind, key)
    context = {"subject": subject, "form": form, "disposal": disposal}
    return render(request, "reviews/retention/drop_record_disposal.html", context)


def _open(request: StaffRequest, kind: str, key: UUID, at: datetime) -> Subject:
    """Return the record that the address names. Raises Http404, noted, as for one that never was."""
    subject = record_access.find(request.user, kind, str(key), at)
    if subject is None:
        out_of_scope(request)
    opened(request, subject.reference, kind=subject.kind, record=subject.key)
    return subject


def _the_open_disposal(subject: Subject) -> Disposal:
    found = records.open_disposal(subject)
    if found is None:
        raise NotYet("Not yet: nobody has proposed that it is disposed of.")
    return found


def _what_goes(subject: Subject, at: datetime) -> dict[str, Any]:
    kind = records.of(subject.kind)
    return {
        "working": records.working_at(subject, at),
        "goes": kind.goes(subject),
        "stays": [
            "Its kind, its area, the year from which its period counted, and who disposed of it, when, under which "
            "period and why",
            "The audit log: who opened or changed it and when, in codes and keys",
            *kind.stays(subject),
        ],
    }
