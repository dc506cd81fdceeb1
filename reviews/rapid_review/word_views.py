"""The rapid review comes back from Word: the file is read, each section shown beside what is kept, and then saved.

The file that goes out is in views.py.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import note
from reviews.intake.saving import LOST_COUNT
from reviews.models import Case
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, from_word
from .word_forms import BEGAN_FROM, TEXT, BringRapidReviewForm, TakeForm


@require_http_methods(["GET", "HEAD", "POST"])
def bring_rapid_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Read a Word file, and show its sections beside what is kept. Nothing is saved yet."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.write(request.user, case, at))
    sections, kept = list(access.sections(case, at)), access.texts(case)
    is_sent = request.method == "POST"
    form = BringRapidReviewForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        case=case,
        review=access.newest(case),
        sections=sections,
        kept=kept,
    )
    if not form.is_valid():
        return render(request, "reviews/rapid_review/bring_rapid_review.html", {"case": case, "form": form})
    brought: from_word.Brought = form.cleaned_data["file"]
    note(request.user, "rapid_review.word_read", case.reference)
    take = TakeForm(
        sections=[one for one in sections if one.key in brought.texts],
        kept=kept,
        initial=TakeForm.inputs(brought.texts, kept, is_of_newest=brought.is_of_newest),
    )
    return _show(
        request,
        case,
        take,
        sentences=brought.sentences,
        left=brought.left,
        is_older=bool(kept) and not brought.is_of_newest,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_rapid_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Save the sections that were chosen, all of them or none. What comes too late stays, beside what is kept.

    Without a file there is nothing to show: whoever only opens the address is led to where one is chosen.
    """
    at = clock.now()
    case = open_case(request, reference, at)
    if request.method != "POST":
        check(access.write(request.user, case, at))
        return redirect("bring_rapid_review", case.reference)
    sections = [one for one in access.sections(case, at) if TEXT + one.key in request.POST]
    form = TakeForm(request.POST, sections=sections, kept=access.texts(case))
    if form.is_valid():
        try:
            actions.save_sections(case, form.chosen(), by=request.user, at=at)
        except NotYet as refusal:
            return _show_both(request, case, sections, refusal.beside_a_field)
        count = len(form.chosen())
        messages.success(request, f"{count} sections are saved." if count > 1 else "One section is saved.")
        return redirect("rapid_review", case.reference)
    check(access.write(request.user, case, at))
    if form.has_lost_marks:
        return _show_both(request, case, sections, LOST_COUNT)
    return _show(request, case, form)


def _show_both(request: StaffRequest, case: Case, sections: list[Any], sentence: str) -> HttpResponse:
    """Show what is kept now beside what was to be saved. Sent again, that replaces it."""
    kept = access.texts(case)
    again = request.POST.copy()
    for one in sections:
        again[BEGAN_FROM + one.key] = str(actions.mark(kept.get(one.key, "")))
    form = TakeForm(again, sections=sections, kept=kept)
    form.add_error(None, sentence)
    return _show(request, case, form, status=409)


def _show(request: StaffRequest, case: Case, form: TakeForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {"case": case, "form": form, **more}
    return render(request, "reviews/rapid_review/take_rapid_review.html", context, status=status)
