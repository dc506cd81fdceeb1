"""How one page of an intake is answered: shown, saved complete or as it is, or shown beside what somebody else saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cspr_portal.forms import PortalForm
from reviews.requests import StaffRequest

from . import access, actions
from .answers import Answers, begin_with, differences, kept_unfinished, typed_into
from .sections import Section

LOST_COUNT = "This page no longer knew which answers it began from. Check what is here, and save again."


@dataclass(frozen=True)
class Page:
    """One page of an intake: the slot that it fills, and how its form is built from what was typed (or None)."""

    slot: str
    heading: str
    build: Callable[[Mapping[str, Any] | None], Any]
    template: str = "reviews/intake/section.html"
    section: Section | None = None
    # Where "back" leads: (address, words); the task list, unless another page lies between
    back: tuple[str, str] | None = None


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class VersionForm(PortalForm):
    """Which version of the answers was read."""

    version = _version()


def answer(
    request: StaffRequest,
    answers: Answers,
    page: Page,
    at: datetime,
    after: str,
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """Answer a request for one page. Complete answers lead to `then()`, or to `after`; unfinished ones to the list."""
    intake = answers.intake
    if request.method != "POST":
        form = _numbered(page.build(None))
        form.initial["version"] = intake.version
        typed = answers.typed(page.slot)
        begin_with(form, typed)
        return _show(request, answers, page, form, missing=_problems(page.build(typed)) if typed else [])
    form = _numbered(page.build(request.POST))
    is_complete = form.is_valid()
    if "version" in form.errors:
        return _show_both(request, answers, page, at, LOST_COUNT)
    comes_back = "later" in request.POST
    unfinished = kept_unfinished(form) if comes_back and not is_complete else None
    if not is_complete and unfinished is None:
        return _show(request, answers, page, form)
    typed = typed_into(form) if unfinished is None else unfinished
    version = form.cleaned_data["version"]
    try:
        actions.save(intake, page.slot, typed, version=version, by=request.user, at=at)
    except actions.Overtaken as overtaken:
        return _show_both(request, answers, page, at, overtaken.beside_a_field)
    if comes_back:
        messages.success(request, f"“{page.heading}” is kept as it is. You can come back to it.")
        return redirect("intake", intake.pk)
    return redirect(then() if then else after)


def _numbered(form: Any) -> Any:
    """Give a form the hidden field with the version of the intake that it began from."""
    form.fields["version"] = _version()
    return form


def _problems(form: Any) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _show(
    request: StaffRequest, answers: Answers, page: Page, form: Any, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "intake": answers.intake,
        "answers": answers,
        "page": page,
        "section": page.section,
        "form": form,
        "heading": page.heading,
        **more,
    }
    return render(request, page.template, context, status=status)


def _show_both(
    request: StaffRequest, answers: Answers, page: Page, at: datetime, sentence: str
) -> HttpResponse:
    """Show what somebody else saved beside what was typed. Sent again, what was typed replaces it."""
    fresh = Answers(access.open_intake(request, answers.intake.pk, at), at)
    again = request.POST.copy()
    again["version"] = str(fresh.intake.version)
    mine = _numbered(page.build(again))
    mine.add_error(None, sentence)
    saved = fresh.typed(page.slot)
    rows = differences(page.build(saved), mine) if saved else []
    return _show(request, answers, page, mine, status=409, differences=rows)
