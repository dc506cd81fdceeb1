"""Pages of a subject access request: whose information it is, where the portal holds some, and the working pack."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.attachments import PDF, attachment
from cspr_portal.pace import makes_a_file
from cspr_portal.refusals import check
from reviews.models import InformationRequest
from reviews.people import access as people
from reviews.requests import StaffRequest

from . import access, answer_forms, gathering, pack
from .opening import open_request
from .views import page_of_form


@require_http_methods(["GET", "HEAD", "POST"])
def name_information_subject(request: StaffRequest, key: UUID) -> HttpResponse:
    """Say whose information is asked for."""
    at = clock.now()
    found = _gathered(request, key, at)
    known = gathering.people_of(found)
    form = answer_forms.SubjectForm(
        request.POST if request.method == "POST" else None,
        people=[(code, words) for code, (words, _person) in known.items()],
        accounts=people.people() if access.name_account(request.user) is None else None,
    )
    if form.is_valid():
        given = form.cleaned_data
        chosen = {}
        if given["who"] in known:
            chosen = known[given["who"]][1]
        elif given["who"] == "account":
            chosen = {"person": given["account"]}
        else:
            chosen = {"words": given["words"]}
        gathering.name_subject(found, by=request.user, at=at, **chosen)
        messages.success(request, "It is recorded whose information it is.")
        return redirect("gather_information", found.pk)
    words = "Say whose information it is"
    intro = "So that what is about other people can be flagged. Nobody’s name is needed here."
    return page_of_form(request, found, form, words, "Record whose information it is", intro)


@require_http_methods(["GET", "HEAD", "POST"])
def gather_information(request: StaffRequest, key: UUID) -> HttpResponse:
    """List where the portal holds something about the person, and keep what was looked at."""
    at = clock.now()
    found = _gathered(request, key, at)
    lines = gathering.lines(found, by=request.user, at=at)
    kept = {look.place: look for look in found.looks.select_related("looked_by")}
    form = answer_forms.LooksForm(request.POST or None, found=lines, kept=kept)
    if form.is_valid():
        changed = gathering.look_at(found, form.answers, by=request.user, at=at)
        messages.success(request, "What you looked at is kept." if changed else "Nothing has changed.")
        return redirect("gather_information", found.pk)
    context = {
        "information": found,
        "form": form,
        "subject": gathering.subject_words(found),
        "rows": [
            (line, kept.get(line.key), form[f"looked-{line.key}"], form[f"note-{line.key}"]) for line in lines
        ],
        "looked": sum(bool(kept.get(line.key) and kept[line.key].looked_at) for line in lines),
        "packs": found.packs.select_related("taken_by"),
    }
    return render(request, "reviews/disclosures/gather.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@makes_a_file
def take_working_pack(request: StaffRequest, key: UUID) -> HttpResponse:
    """Say what a working pack is, and give one for a stated reason: each is numbered and recorded."""
    at = clock.now()
    found = _gathered(request, key, at)
    form = answer_forms.TakePackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        taken, made = pack.take(found, by=request.user, at=at, **form.cleaned_data)
        return attachment(made, f"not-redacted-working-pack-{taken.number}.pdf", PDF)
    context = {
        "information": found,
        "form": form,
        "heading": "Take a working pack",
        "button": "Make the pack",
        "cancel_url": reverse("gather_information", args=[found.pk]),
    }
    return render(request, "reviews/disclosures/take_pack.html", context)


def _gathered(request: StaffRequest, key: UUID, at: datetime) -> InformationRequest:
    found = open_request(request, key, at)
    check(access.gather(request.user, found, at))
    return found
