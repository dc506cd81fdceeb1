"""Pages of an intake: begun by its area, a task list whose sections are saved one by one, checked, and logged."""

import uuid
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.audit.recording import note
from reviews.cases import access as cases
from reviews.models import Intake
from reviews.requests import StaffRequest

from . import access, actions, summary
from .answers import LINES, Answers
from .forms import DropForm, PlaceForm, StartForm
from .saving import Page, VersionForm, answer
from .sections import Section


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: StaffRequest) -> HttpResponse:
    """Begin an intake by its area; below, those that are not finished."""
    at = clock.now()
    check(cases.log(request.user, at))
    form = StartForm(request.POST or None, areas=cases.areas_to_log_in(request.user, at))
    if request.method == "POST" and form.is_valid():
        intake = actions.begin(by=request.user, at=at, **form.cleaned_data)
        return redirect("intake", intake.pk)
    unfinished = [summary.line(Answers(intake, at)) for intake in access.unfinished(request.user, at)]
    if request.method != "POST":
        note(request.user, "opened.log_case")
    return render(request, "reviews/intake/start.html", {"form": form, "unfinished": unfinished})


@require_safe
def tasks(request: StaffRequest, intake: UUID) -> HttpResponse:
    """Show the sections of an intake, each with how far it is. One that is logged leads to its case."""
    at = clock.now()
    found = access.open_intake(request, intake, at)
    if found.case is not None:
        return redirect("case", found.case.reference)
    check(access.change(request.user, found, at))
    answers = Answers(found, at)
    context = {"intake": found, "answers": answers, "tasks": summary.tasks(answers)}
    return render(request, "reviews/intake/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: StaffRequest, intake: UUID) -> HttpResponse:
    """Change the area of an intake, or whose review it is."""
    at = clock.now()
    found, answers = _open(request, intake, at)
    initial = {"area": found.area_id, "kind": answers.kind}
    areas = cases.areas_to_log_in(request.user, at)
    form = PlaceForm(request.POST or None, areas=areas, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.choose(found, by=request.user, at=at, **form.cleaned_data)
        return redirect("intake", found.pk)
    return render(request, "reviews/intake/place.html", {"intake": found, "answers": answers, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: StaffRequest, intake: UUID, section: Section) -> HttpResponse:
    """Fill in one section, and save it complete, or as it is."""
    at = clock.now()
    found, answers = _open(request, intake, at, section)
    page = Page(
        slot=section.key,
        heading=section.words,
        template=section.template,
        build=lambda data: answers.form(section, data),
        section=section,
    )
    after = reverse("intake", args=[found.pk])
    if section.key == "agencies":
        return answer(request, answers, page, at, after, lambda: _after_agencies(found, at, after))
    return answer(request, answers, page, at, after)


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: StaffRequest, intake: UUID) -> HttpResponse:
    """Say how each agency that was named was involved."""
    at = clock.now()
    found, answers = _open(request, intake, at)
    if not answers.agencies:
        return redirect("intake_agencies", found.pk)
    page = Page(slot=LINES, heading="How each agency was involved", build=answers.lines_form)
    return answer(request, answers, page, at, reverse("intake", args=[found.pk]))


@require_safe
def entries(request: StaffRequest, intake: UUID, section: Section) -> HttpResponse:
    """List what a section holds (children, proceedings), each to change or to remove, with a way to add one."""
    at = clock.now()
    found, answers = _open(request, intake, at, section)
    context = {
        "intake": found,
        "answers": answers,
        "section": section,
        "blocks": summary.entries(answers, section),
        "new_url": reverse(f"intake_{section.key}_entry", args=[found.pk, uuid.uuid4()]),
    }
    return render(request, "reviews/intake/entries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: StaffRequest, intake: UUID, entry: UUID, section: Section) -> HttpResponse:
    """Fill in one entry of a section. An address that nobody has saved yet is a new one."""
    at = clock.now()
    found, answers = _open(request, intake, at, section)
    is_new = str(entry) not in answers.entries(section)
    page = Page(
        slot=f"{section.key}/{entry}",
        heading=f"Add a {section.one}"
        if is_new
        else f"Change {summary.entry_title(answers, section, str(entry))}",
        template=section.template,
        build=lambda data: answers.form(section, data, str(entry)),
        section=section,
        back=(reverse(f"intake_{section.key}", args=[found.pk]), section.words),
    )
    return answer(request, answers, page, at, reverse(f"intake_{section.key}", args=[found.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, intake: UUID, entry: UUID, section: Section) -> HttpResponse:
    """Take one entry out of a section."""
    at = clock.now()
    found, answers = _open(request, intake, at, section)
    if str(entry) not in answers.entries(section):
        raise Http404
    title = summary.entry_title(answers, section, str(entry))
    if request.method == "POST":
        actions.remove(found, f"{section.key}/{entry}", by=request.user, at=at)
        messages.success(request, f"Removed: {title}.")
        return redirect(f"intake_{section.key}", found.pk)
    context = {"intake": found, "answers": answers, "section": section, "title": title}
    return render(request, "reviews/intake/remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: StaffRequest, intake: UUID) -> HttpResponse:
    """Show all answers to be checked, and log the case."""
    at = clock.now()
    found = access.open_intake(request, intake, at)
    if found.case is not None:
        return redirect("case", found.case.reference)
    form = VersionForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST":
        check(access.log(request.user, found, at))
        try:
            version = form.cleaned_data["version"] if form.is_valid() else -1
            case = actions.log(found, by=request.user, at=at, version=version)
        except actions.Overtaken as overtaken:
            found = access.open_intake(request, intake, at)
            form = VersionForm({"version": found.version})
            form.add_error(None, overtaken.beside_a_field)
        else:
            messages.success(request, f"The case is logged. Its reference is {case.reference}.")
            return redirect("case", case.reference)
    check(access.change(request.user, found, at))
    answers = Answers(found, at)
    context = {
        "intake": found,
        "answers": answers,
        "blocks": summary.blocks(answers),
        "refusal": access.log(request.user, found, at),
        "form": form,
    }
    return render(request, "reviews/intake/check.html", context, status=409 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: StaffRequest, intake: UUID) -> HttpResponse:
    """Give an intake up, with the reason."""
    at = clock.now()
    found, answers = _open(request, intake, at)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.drop(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The intake is dropped. Nothing of it was logged.")
        return redirect("log_case")
    return render(request, "reviews/intake/drop.html", {"intake": found, "answers": answers, "form": form})


def _open(
    request: StaffRequest, key: UUID, at: datetime, section: Section | None = None
) -> tuple[Intake, Answers]:
    """Return the intake and its answers; 404 outside the person's scope, or for a section that it doesn't have."""
    found = access.open_intake(request, key, at)
    check(access.change(request.user, found, at))
    answers = Answers(found, at)
    if section is not None and section not in answers.sections:
        raise Http404
    return found, answers


def _after_agencies(intake: Intake, at: datetime, otherwise: str) -> str:
    intake.refresh_from_db(fields=["answers"])
    named = Answers(intake, at).agencies
    return reverse("intake_lines", args=[intake.pk]) if named else otherwise
