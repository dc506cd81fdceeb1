"""How one piece of the rapid review is answered: shown, saved as a draft, or shown beside what was saved meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cspr_portal.refusals import NotYet, check
from reviews.intake.answers import differences
from reviews.intake.saving import LOST_COUNT
from reviews.models import Case
from reviews.requests import StaffRequest

from . import access


@dataclass(frozen=True)
class Piece:
    """One piece: its form from what was typed, what is kept of it now as the form's inputs, and how it is saved."""

    heading: str
    build: Callable[[Mapping[str, Any] | None], Any]
    kept: Callable[[], dict[str, Any]]
    save: Callable[[dict[str, Any]], None]
    beside: dict[str, Any] = field(default_factory=dict)


def answer(request: StaffRequest, case: Case, piece: Piece, at: datetime) -> HttpResponse:
    """Answer a request for one piece. What comes too late to be kept stays on the page, beside what is kept."""
    form = piece.build(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            piece.save(form.cleaned_data)
        except NotYet as refusal:
            return _show_both(request, case, piece, refusal.beside_a_field)
        messages.success(request, f"“{piece.heading}” is saved.")
        return redirect("rapid_review", case.reference)
    check(access.write(request.user, case, at))
    if form is None:
        return _show(request, case, piece, piece.build(piece.kept()))
    if "began_from" in form.errors:
        return _show_both(request, case, piece, LOST_COUNT)
    return _show(request, case, piece, form)


def _show(request: StaffRequest, case: Case, piece: Piece, form: Any, **more: Any) -> HttpResponse:
    context = {"case": case, "form": form, "heading": piece.heading, **piece.beside, **more}
    return render(request, "reviews/rapid_review/piece.html", context, status=409 if more else 200)


def _show_both(request: StaffRequest, case: Case, piece: Piece, sentence: str) -> HttpResponse:
    """Show what is kept beside what was typed. Sent again, what was typed replaces it."""
    kept = piece.kept()
    again = request.POST.copy()
    again["began_from"] = str(kept["began_from"])
    mine = piece.build(again)
    mine.add_error(None, sentence)
    return _show(request, case, piece, mine, differences=differences(piece.build(kept), mine))
