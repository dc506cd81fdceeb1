"""The pages for what has its window: extending it, withdrawing it early, reinstating it, and who still holds it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import Refused, check
from publications.releasing.checklist import needs_copy
from publications.staff.opening import open_publication
from publications.windows import last_day, window_words
from publications.withdrawals import access, actions, people
from publications.withdrawals.forms import ExtendForm, HolderForm, ReinstateForm, WithdrawForm
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def extend_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make the window of a publication longer."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.extend(request.user, publication, at))
    assert publication.closes_at is not None  # noqa: S101
    form = ExtendForm(request.POST or None, last=last_day(publication.closes_at))
    if request.method == "POST" and form.is_valid():
        kept = actions.extend(
            publication,
            last=form.cleaned_data["last"],
            expected_until=form.cleaned_data["stands"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=at,
        )
        messages.success(request, f"It stays until the end of {clock.day_words(last_day(kept.until))}.")
        return redirect("manage_publication", publication.pk)
    context = {
        "publication": publication,
        "edition": publication.edition,
        "form": form,
        "window": window_words(publication.opens_at, publication.closes_at),
    }
    return render(request, "publications/withdrawals/extend.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a publication down before its last day."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.withdraw(request.user, publication, at))
    form = WithdrawForm(
        request.POST or None,
        today=clock.today(at),
        approvers=people.deciding(publication, at),
        asks_for_panel=needs_copy(publication),
    )
    if request.method == "POST" and form.is_valid():
        actions.withdraw_early(publication, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "It is withdrawn. Its addresses show the notice that it is gone.")
        if publication.opens_at is not None and publication.opens_at <= at:
            return redirect("withdrawn_holders", publication.pk)
        return redirect("manage_publication", publication.pk)
    context = {
        "publication": publication,
        "edition": publication.edition,
        "form": form,
        "window": window_words(publication.opens_at, publication.closes_at),
        "is_open": publication.opens_at is not None and publication.opens_at <= at,
    }
    return render(request, "publications/withdrawals/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reinstate_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put back what was withdrawn early: a decision of its own."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.reinstate(request.user, publication, at))
    withdrawal = access.standing_withdrawal(publication)
    if withdrawal is None:  # somebody else has put it back between the two lines above
        raise Refused(access.NOT_WITHDRAWN)
    form = ReinstateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        publication = actions.reinstate(publication, by=request.user, at=at, **form.cleaned_data)
        words = window_words(publication.opens_at, publication.closes_at)
        messages.success(request, f"It is reinstated. {words}.")
        return redirect("manage_publication", publication.pk)
    context = {
        "publication": publication,
        "edition": publication.edition,
        "withdrawal": withdrawal,
        "form": form,
        "days": actions.days_off(publication, withdrawal, at),
        "window": window_words(publication.opens_at, publication.closes_at),
    }
    return render(request, "publications/withdrawals/reinstate.html", context)


@require_http_methods(["GET", "HEAD"])
def withdrawn_holders(request: StaffRequest, pk: UUID) -> HttpResponse:
    """List who may still hold what was withdrawn, and how far they have come."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    withdrawal = publication.withdrawals.select_related("withdrawn_by", "approver").first()
    if withdrawal is None:
        raise Http404
    context = {
        "publication": publication,
        "edition": publication.edition,
        "withdrawal": withdrawal,
        "holders": withdrawal.holders.select_related("changed_by"),
        "refusal": access.follow_up(request.user, publication, at),
    }
    return render(request, "publications/withdrawals/holders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_holder(request: StaffRequest, pk: UUID, holder: UUID) -> HttpResponse:
    """Record when one of them was asked, and when it was gone."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    withdrawal = access.standing_withdrawal(publication)
    found = withdrawal.holders.filter(pk=holder).first() if withdrawal else None
    if found is None:
        raise Http404
    check(access.follow_up(request.user, publication, at))
    known = {"who": found.who, "asked_on": found.asked_on, "done_on": found.done_on, "words": found.note}
    form = HolderForm(request.POST or None, today=clock.today(at), holder=found, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.record_holder(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "It is recorded.")
        return redirect("withdrawn_holders", publication.pk)
    context = {"publication": publication, "edition": publication.edition, "holder": found, "form": form}
    return render(request, "publications/withdrawals/holder.html", context)
