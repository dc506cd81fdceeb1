"""Pages on the way to an answer: legal advice, redacted copies, preparing, deciding, setting aside, what was sent."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cspr_portal import clock
from cspr_portal.attachments import guarded
from cspr_portal.refusals import NotYet, Refused, check
from reviews.documents import storing
from reviews.models import InformationDecision, InformationRequest, RedactedCopy, User
from reviews.requests import StaffRequest

from . import access, actions, answer_forms, copies, deciding, due
from .opening import open_request
from .recording import note_on
from .views import page_of_form

LONGEST_NAME = 60
Rule = Callable[[User, InformationRequest, InformationDecision | None, datetime], str | None]


@require_http_methods(["GET", "HEAD", "POST"])
def record_information_advice(request: StaffRequest, key: UUID) -> HttpResponse:
    """Record legal advice on a request."""
    at = clock.now()
    found = open_request(request, key, at)
    check(access.advise(request.user, found, at))
    data = request.POST if request.method == "POST" else None
    form = answer_forms.AdviceForm(data, today=clock.today(at))
    if form.is_valid():
        actions.advise(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The advice is recorded.")
        return redirect("information_request", found.pk)
    intro = "Legally privileged: read by the coordinator, the partners’ delegates and the case’s legal advisers alone."
    return page_of_form(request, found, form, "Record legal advice", "Record the advice", intro)


@require_http_methods(["GET", "HEAD", "POST"])
def add_redacted_copy(request: StaffRequest, key: UUID) -> HttpResponse:
    """Add a file that a person made ready to be released."""
    at = clock.now()
    found = open_request(request, key, at)
    check(access.go_on(request.user, found, at) or copies.full(found, request.user, at))
    is_sent = request.method == "POST"
    form = answer_forms.AddCopyForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        try:
            copy = copies.add(found, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("file", refusal.beside_a_field)
        else:
            messages.success(request, f"“{copy.title}” is added.")
            return redirect("information_request", found.pk)
    intro = (
        "The portal redacts nothing: add the file as it is to go out, best as PDF. Black boxes drawn over a text leave "
        "it there: take the words out. A PDF in which something can’t be seen is refused, as is a Word file with "
        "tracked changes, comments or hidden text. Other files are not looked through. Titles, authors, bookmarks and "
        "descriptions of pictures go out as they are: look for the words there yourself."
    )
    return page_of_form(request, found, form, "Add a redacted copy", "Add the copy", intro)


@require_safe
def redacted_copy(request: StaffRequest, key: UUID, copy: UUID) -> HttpResponseBase:
    """Give the copy's bytes as a download, once they are proved to be those that were added."""
    at = clock.now()
    found = open_request(request, key, at)
    one: RedactedCopy = get_object_or_404(found.copies, pk=copy)
    if one.removed_at is not None:
        raise NotYet("Already: this copy was removed.")
    try:
        file = storing.opened(one)
    except storing.Damaged as damaged:
        note_on(
            found,
            request.user,
            "information.copy_damaged",
            outcome="denied",
            copy=str(one.pk),
            fault=str(damaged.fault),
        )
        raise NotYet(
            "Not yet: the file is missing or damaged, so it is not given out. Tell whoever looks after the portal."
        ) from damaged
    try:
        note_on(found, request.user, "information.copy_opened", copy=str(one.pk))
    except BaseException:
        file.close()
        raise
    name = f"request-{slugify(one.title)[:LONGEST_NAME].strip('-_') or 'copy'}.{one.extension}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=one.media_type)
    response.headers["Accept-Ranges"] = "none"
    return guarded(response)


@require_POST
def remove_redacted_copy(request: StaffRequest, key: UUID, copy: UUID) -> HttpResponse:
    """Remove a copy that no answer names."""
    at = clock.now()
    found = open_request(request, key, at)
    one: RedactedCopy = get_object_or_404(found.copies.select_related("request"), pk=copy)
    copies.remove(one, by=request.user, at=at)
    messages.success(request, f"“{one.title}” is removed.")
    return redirect("information_request", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def prepare_information_answer(request: StaffRequest, key: UUID) -> HttpResponse:
    """Prepare the answer, for a second person to decide."""
    at = clock.now()
    found = open_request(request, key, at)
    check(access.prepare(request.user, found, access.holding(found), at))
    data = request.POST if request.method == "POST" else None
    form = answer_forms.PrepareAnswerForm(data, request=found)
    if form.is_valid():
        given = form.cleaned_data
        deciding.prepare(
            found,
            outcome=given["outcome"],
            chosen_grounds=given["grounds"],
            reasons=given["reasons"],
            chosen_copies=given["copies"],
            by=request.user,
            at=at,
        )
        messages.success(request, "The answer is prepared. Somebody else decides it.")
        return redirect("information_request", found.pk)
    intro = "A delegate or another coordinator decides what you prepare. " + due.of(found).working
    return page_of_form(request, found, form, "Prepare the answer", "Prepare the answer", intro)


@require_http_methods(["GET", "HEAD", "POST"])
def decide_information(request: StaffRequest, key: UUID) -> HttpResponse:
    """Decide the answer that somebody else has prepared."""
    at = clock.now()
    found = open_request(request, key, at)
    holding = _holding(request.user, found, access.decide, at)
    form = answer_forms.DecideForm(request.POST if request.method == "POST" else None, holding=holding)
    if form.is_valid():
        as_words = request.user.post or request.user.get_role_display()
        deciding.decide(found, form.read(), as_words=as_words, by=request.user, at=at)
        messages.success(request, "The answer is decided. Somebody sends it, and records that here.")
        return redirect("information_request", found.pk)
    context = {
        "form": form,
        "information": found,
        "decision": holding,
        "grounds": deciding.words_of(holding, found.kind),
        "copies": holding.copies.all(),
    }
    return render(request, "reviews/disclosures/decide.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_information_aside(request: StaffRequest, key: UUID) -> HttpResponse:
    """Send an answer back, or think over one that is decided."""
    at = clock.now()
    found = open_request(request, key, at)
    holding = _holding(request.user, found, access.set_aside, at)
    form = answer_forms.SetAsideForm(request.POST if request.method == "POST" else None, holding=holding)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        deciding.set_aside(found, form.read(), reason=reason, by=request.user, at=at)
        messages.success(request, "The answer is set aside. Another one can be prepared.")
        return redirect("information_request", found.pk)
    words = "Set the answer aside"
    return page_of_form(request, found, form, words, words, "What was sent already stays recorded as sent.")


@require_http_methods(["GET", "HEAD", "POST"])
def record_information_reply(request: StaffRequest, key: UUID) -> HttpResponse:
    """Record that the decided answer was sent: what, to whom, when and how."""
    at = clock.now()
    found = open_request(request, key, at)
    holding = _holding(request.user, found, access.reply, at)
    data = request.POST if request.method == "POST" else None
    form = answer_forms.ReplyForm(data, request=found, holding=holding, today=clock.today(at))
    if form.is_valid():
        given = dict(form.cleaned_data)
        files = given.pop("copies", ())
        deciding.record_reply(found, chosen_copies=files, by=request.user, at=at, **given)
        messages.success(request, "What was sent is recorded.")
        return redirect("information_request", found.pk)
    intro = "The portal sends nothing. Send it first, then record here what went out, to whom and how."
    return page_of_form(request, found, form, "Record what was sent", "Record what was sent", intro)


def _holding(user: User, found: InformationRequest, rule: Rule, at: datetime) -> InformationDecision:
    """Return the answer that holds, for a step that `rule` allows. Raises its refusal."""
    holding = access.holding(found)
    check(rule(user, found, holding, at))
    if holding is None:
        raise AssertionError("No rule allows a step on an answer that is not there.")
    return holding
