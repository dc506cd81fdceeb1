"""Where anybody asks for a copy, and where a link to one leads. Neither says what exists, and no cookie is set."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from cspr_portal import clock, errors
from cspr_portal.attachments import attachment
from publications.copies import actions, links
from publications.files import PDF_NAME
from publications.models import CopyLink, EditionFile
from publications.public import bound, headers
from publications.public.copy_form import AskForm, key_of, new_key
from publications.public.methods import read_only, reads_and_takes

AN_HOUR = 60 * 60
TOO_MANY = (
    "Too many requests for copies came in a short time. Try again in an hour, or write or ring instead."
)


@csrf_exempt  # The form's own signed key is what is asked for: a token of Django's would set a cookie.
@login_not_required
@reads_and_takes
def ask_for_a_copy(request: HttpRequest) -> HttpResponse:
    """The form. What is answered never depends on what was asked for."""
    at = clock.now()
    if request.method != "POST":
        return _form(request, AskForm(initial={"key": new_key()}))
    key = key_of(request)
    if key is None:
        return errors.csrf_failure(request)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    if not ratelimit.consume(request, action="ask_for_a_copy", key="everybody"):
        return errors.handler429(request, retry_after=AN_HOUR, sentence=TOO_MANY)
    actions.ask(form.asked, key=key, at=at)
    return headers.never_keep(redirect("copy_asked_for"))


@login_not_required
@read_only
def copy_asked_for(request: HttpRequest) -> HttpResponse:
    """What happens next: the same page whatever was asked for."""
    response = render(
        request, "publications/public/copy_asked_for.html", {"nav_current": reverse("copy_asked_for")}
    )
    return headers.keep_until(response, None, clock.now())


@csrf_exempt  # Who has the address may open it anyway, and it sends no referrer, which Django's check asks for.
@login_not_required
@reads_and_takes
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """What a link leads to: a page with a button, which hands out the frozen PDF. Programs that only look get none.

    A link that is over answers what an address answers that never was.
    """
    at = clock.now()
    link = links.find(token, at)
    if link is None:
        raise Http404
    file = EditionFile.objects.filter(edition=link.edition_id, name=PDF_NAME)
    if request.method == "POST":
        return _hand_out(request, link, file.get())
    actions.note_opening(link, at=at)
    context = {
        "link": link,
        "file": file.defer("content").get(),
        "left": links.MOST_OPENINGS - link.handed_out,  # type: ignore[attr-defined]  # annotated by find
    }
    return _for_one_person(render(request, "publications/public/copy.html", context))


def _hand_out(request: HttpRequest, link: CopyLink, file: EditionFile) -> HttpResponse:
    """Give the bytes that were approved, or nothing."""
    try:
        body = bound.approved_bytes(file)
    except bound.Spoilt:
        return errors.handler500(request)
    if not actions.hand_out(link, at=clock.now()):
        raise Http404
    return _for_one_person(attachment(body, PDF_NAME, file.media_type))


def _form(request: HttpRequest, form: AskForm) -> HttpResponse:
    context = {"form": form, "nav_current": reverse("request_a_copy")}
    return headers.never_keep(render(request, "publications/public/ask_for_a_copy.html", context))


def _for_one_person(response: HttpResponse) -> HttpResponse:
    """Keep the address from caches, search engines and the sites that the page links to."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return headers.never_keep(response)
