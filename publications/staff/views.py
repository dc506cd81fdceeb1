"""Pages about a publication as a piece of work: the list, preparing one, its page, writing, reading.

The disclosure check is in checks.py, approving in approving.py, files in attachments/, the day of publication in
releasing/ and what follows it in withdrawals/.
"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.attachments import attachment
from cspr_portal.pace import searches
from cspr_portal.refusals import check
from publications import access, actions, progress, sources, steps, themes
from publications.briefs import parts_of
from publications.files import PDF_NAME
from publications.models import HEAVY, Draft, Kind, Publication
from publications.releasing.checklist import needs_copy
from publications.staff.brief_forms import NewBriefForm, NextBriefForm
from publications.staff.forms import NewPublicationForm, NextDraftForm
from publications.staff.opening import case_in_sight, open_publication
from publications.states import LOOKS, State
from publications.windows import last_day
from reviews import references
from reviews.audit.recording import note
from reviews.deadlines import copy_to_panel
from reviews.models import Case, GuidanceEdition
from reviews.requests import StaffRequest

A_PAGE = 20


@require_safe
@searches
def publications(request: StaffRequest) -> HttpResponse:
    """List the publications that the person may know of, newest first, by state."""
    at = clock.now()
    if not request.user.acts_as(*access.STAFF_ROLES):
        raise Http404
    wanted = request.GET.get("state", "")
    if wanted not in set(State):
        wanted = ""
    visible = access.visible_to(request.user, at)
    listed = progress.of_all(visible, at, "-publication__created_at")
    found = [stands for stands in listed if stands.state == wanted or not wanted]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    note(request.user, "opened.publications")
    context = {
        "page": page,
        "states": _state_filters(wanted),
        "query": f"state={wanted}" if wanted else "",
        "may_prepare": access.create(request.user, None, at) is None,
        "is_some_held": any(stands.is_held for stands in listed),
    }
    return render(request, "publications/staff/publications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_publication(request: StaffRequest) -> HttpResponse:
    """Prepare a publication: from a case, filled with its agreed report, or from nothing."""
    at = clock.now()
    check(access.create(request.user, None, at))
    cases = access.cases_to_publish_from(request.user, at)
    case = _case_asked_for(request, at)
    is_brief = request.GET.get("kind") == Kind.BRIEF
    initial = sources.beginnings(case, at) if case else {}
    if is_brief:
        initial.pop("text", None)
    form_class = NewBriefForm if is_brief else NewPublicationForm
    form = form_class(request.POST or None, cases=cases, initial=initial)
    if request.method == "POST" and form.is_valid():
        publication = actions.create_publication(
            kind=form.cleaned_data["kind"],
            case=form.cleaned_data.get("case"),
            key=form.cleaned_data["key"],
            by=request.user,
            at=at,
            **form.texts(),
        )
        messages.success(request, "The first draft is saved. Somebody else checks it next.")
        return redirect("manage_publication", publication.pk)
    note(request.user, "opened.new_publication", case.reference if case else "")
    context = {"form": form, "case": case, "is_brief": is_brief}
    return render(request, "publications/staff/new_publication.html", context)


@require_safe
def manage_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a publication: whose turn it is, its facts, its drafts, what can be done and what not yet."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    stands = progress.of(publication, at)
    drafts = publication.drafts.select_related(
        "written_by", "finished_check__checked_by", "edition__approver"
    ).defer("text", "summary", "care_note", *HEAVY)
    edition, left = publication.edition, steps.left(stands, at)
    context = {
        "publication": publication,
        "stands": stands,
        "case": case_in_sight(request.user, publication, at),
        "turn": steps.turn(request.user, stands, left, at),
        "offers": steps.offers(request.user, stands, left, at),
        "drafts": drafts,
        "themes": list(themes.chosen(stands.draft)),
        "versions": publication.versions.order_by("version_form", "language"),
        "extensions": publication.extensions.select_related("extended_by"),
        "withdrawals": publication.withdrawals.select_related("withdrawn_by", "approver", "reinstated_by"),
        "pdf": edition.files.filter(name=PDF_NAME).defer("content").first() if edition else None,
        "last_day": last_day(publication.closes_at) if publication.closes_at else None,
        "copy_clock": _copy_clock(publication) if needs_copy(publication) else None,
        "is_public": stands.state == State.OPEN and publication.held_since is None,
        "today": clock.today(at),
    }
    return render(request, "publications/staff/manage_publication.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write_draft(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write the next draft. When somebody else saved one meanwhile, both texts are shown and nothing is lost."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.write(request.user, publication, at))
    newest = progress.newest_draft(publication)
    initial = {name: getattr(newest, name) for name in progress.TEXTS}
    form_class = _form_for(request, publication, newest)
    form = form_class(
        request.POST or None,
        publication=publication,
        initial=initial | {"expected_number": newest.number, "themes": themes.chosen(newest)},
    )
    context = {
        "publication": publication,
        "draft": newest,
        "form": form,
        "by_parts": form_class is NextBriefForm,
    }
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.write_draft(
                publication,
                expected_number=form.cleaned_data["expected_number"],
                by=request.user,
                at=at,
                **form.texts(),
                **form.correction(),
            )
        except actions.Overtaken as refusal:
            return _show_both(request, publication, context, refusal.sentence)
        messages.success(request, f"Draft {draft.number} is saved. It needs a new check and a new approval.")
        return redirect("manage_publication", publication.pk)
    return render(request, "publications/staff/write_draft.html", context)


@require_safe
def preview_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show the newest draft as readers would see it."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    draft = progress.newest_draft(publication)
    context = {
        "publication": publication,
        "draft": draft,
        "rendered": progress.rendered(draft),
        "themes": list(themes.chosen(draft)),
    }
    return render(request, "publications/staff/preview_publication.html", context)


@require_safe
def approved_pdf(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand out the PDF of the approved edition, for the copy to the national Panel."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    edition = publication.edition
    file = edition.files.filter(name=PDF_NAME).first() if edition else None
    if file is None:
        raise Http404
    return attachment(bytes(file.content), f"{publication.slug}.pdf", file.media_type)


def _state_filters(wanted: str) -> list[tuple[str, str, bool]]:
    """Return the ways to narrow the list: words, address, and whether it is the chosen one."""
    filters = [("All", reverse("publications"), not wanted)]
    return filters + [(LOOKS[state].words, f"?state={state}", state == wanted) for state in State]


def _case_asked_for(request: StaffRequest, at: datetime) -> Case | None:
    """Return the case in `?case=`, if it is one from which this person may publish. Raises Http404 if not."""
    asked = request.GET.get("case", "")
    if not asked:
        return None
    cases = access.cases_to_publish_from(request.user, at)
    case = cases.filter(reference=references.plain(asked)).prefetch_related("children").first()
    if case is None:
        raise Http404
    return case


def _form_for(request: StaffRequest, publication: Publication, newest: Draft) -> type[NextDraftForm]:
    """Return the form of the next draft: a brief is written part by part, unless it can't be or nobody wants to."""
    is_brief = publication.kind == Kind.BRIEF and publication.version_of_id is None
    as_text = request.GET.get("as") == "text" or "text" in request.POST
    if is_brief and not as_text and parts_of(newest.text) is not None:
        return NextBriefForm
    return NextDraftForm


def _show_both(
    request: StaffRequest, publication: Publication, context: dict[str, object], sentence: str
) -> HttpResponse:
    """Show what was typed beside the draft that came between, ready to be saved on top of it (409)."""
    newest = progress.newest_draft(publication)
    typed = request.POST.copy()
    typed["expected_number"] = str(newest.number)
    form_class = _form_for(request, publication, newest)
    form = form_class(typed, publication=publication)
    form.is_valid()
    context |= {
        "form": form,
        "draft": newest,
        "conflict": sentence,
        "themes": list(themes.chosen(newest)),
    }
    return render(request, "publications/staff/write_draft.html", context, status=409)


def _copy_clock(publication: Publication) -> object:
    opens_on = clock.today(publication.opens_at) if publication.opens_at else None
    day = opens_on or publication.copied_on or clock.today(publication.created_at)
    return copy_to_panel(opens_on, publication.copied_on, GuidanceEdition.in_force(day).periods)
