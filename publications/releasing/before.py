"""The pages of the checklist: what a publication needs before its day can be set, recording it, and the NSPCC's pack."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock, errors
from cspr_portal.attachments import attachment
from cspr_portal.pace import makes_a_file
from cspr_portal.refusals import check
from publications.models import Publication, StepKind
from publications.public.bound import Spoilt
from publications.releasing import access, actions, checklist, deposit
from publications.releasing.forms import StepForm
from publications.releasing.needed import OF_THE_EDITION
from publications.releasing.told import IN_THE_REGISTER, told
from publications.staff.opening import case_in_sight, open_publication
from reviews.models import Case, ProceedingStatus, User
from reviews.orders.holding import holds, until
from reviews.requests import StaffRequest


@require_safe
def release_checklist(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show each item of the checklist: who saw to it and when, or that it is missing."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    items = checklist.items(publication, at)
    case = case_in_sight(request.user, publication, at)
    refusal = access.publish(request.user, publication, at)
    context = {
        "publication": publication,
        "edition": publication.edition,
        "rows": _rows(request.user, publication, case, items, at),
        "left": checklist.missing(publication, at),
        "needs_copy": checklist.needs_copy(publication),
        "has_its_copy": checklist.has_its_copy(publication),
        "may_copy": access.record_copy(request.user, publication, at) is None,
        "may_record_several": len(_theirs(request.user, publication, at)) > 1,
        "may_publish": refusal is None,
        "refusal": None if publication.edition else refusal,
    }
    return render(request, "publications/releasing/checklist.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_release_steps(request: StaffRequest, pk: UUID, kind: str = "") -> HttpResponse:
    """Record that one item was seen to, or several with the same facts at once."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    if kind and kind not in StepKind.values:
        raise Http404
    theirs = [StepKind(kind)] if kind else _theirs(request.user, publication, at)
    if kind or not theirs:
        check(access.record_step(request.user, publication, kind or StepKind.COMMUNICATIONS, at))
    form = StepForm(
        request.POST or None,
        today=clock.today(at),
        choices=theirs,
        is_one=bool(kind),
        must_explain=lambda one: checklist.must_explain(publication, one, at),
    )
    if request.method == "POST" and form.is_valid():
        actions.record_steps(publication, by=request.user, at=at, **form.facts())
        messages.success(request, "It is recorded.")
        return redirect("release_checklist", publication.pk)
    context = {
        "publication": publication,
        "edition": publication.edition,
        "form": form,
        "heading": StepKind(kind).label if kind else "Record several at once",
        "is_of_the_edition": kind in OF_THE_EDITION,
    }
    return render(request, "publications/releasing/record_steps.html", context)


@require_safe
@makes_a_file
def deposit_pack(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand out the pack for the NSPCC's collection, made now from what stands approved."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.deposit(request.user, publication, at))
    try:
        packed = actions.make_deposit_pack(publication, by=request.user, at=at)
    except Spoilt:
        return errors.handler500(request)
    return attachment(packed, deposit.PACK_NAME, "application/zip")


def _theirs(user: User, publication: Publication, at: datetime) -> list[StepKind]:
    """Return the items that this person may record."""
    kinds = checklist.kinds_of(publication)
    return [kind for kind in kinds if access.record_step(user, publication, kind, at) is None]


def _rows(
    user: User, publication: Publication, case: Case | None, items: list[checklist.Item], at: datetime
) -> list[dict[str, Any]]:
    """Return what the page says of each item; names and notes only where this person reads them."""
    register = told(publication.case) if publication.case else {}
    return [
        {
            "item": item,
            "may": access.record_step(user, publication, item.kind, at) is None,
            "reads": access.reads_notes(user, item.kind),
            "told": register.get(item.kind) if item.kind in IN_THE_REGISTER else None,
            "case": case,
            "about": _about(case, item.kind, at),
            "is_deposit": item.kind == StepKind.DEPOSIT and access.deposit(user, publication, at) is None,
            "is_of_the_edition": item.kind in OF_THE_EDITION,
        }
        for item in items
    ]


def _about(case: Case | None, kind: str, at: datetime) -> list[tuple[str, str]]:
    """Return what the case says to an item, where it is in sight: orders that hold, processes that have not ended."""
    if case is None:
        return []
    if kind == StepKind.ORDERS:
        orders = case.court_orders.filter(holds(clock.today(at)))
        return [
            (one.title, f"{one.court}. Until: {until(one)}" if until(one) else one.court) for one in orders
        ]
    if kind == StepKind.PROCEEDINGS:
        found = case.proceedings.exclude(status=ProceedingStatus.ENDED)
        return [
            (str(one), one.effect_on_publication or "What it means for publication is not recorded.")
            for one in found
        ]
    return []
