"""The staff's pages about the words of the public site: the pages, one with its history, writing, one version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock, desk
from cspr_portal.refusals import check
from publications.models import SitePage
from publications.site import access, actions, forms, history, words
from reviews.audit.opening import opened
from reviews.audit.recording import note
from reviews.requests import StaffRequest


@require_safe
def site_pages(request: StaffRequest) -> HttpResponse:
    """List the pages whose words staff may change: what holds, since when and by whom."""
    check(access.change(request.user))
    note(request.user, "opened.site_pages")
    return render(request, "publications/site/site_pages.html", {"standings": history.standings()})


@require_safe
def site_page(request: StaffRequest, page: str) -> HttpResponse:
    """Show what a page says now, and every version that there was."""
    key = _open(request, page)
    holding = words.held(key)
    context = {
        "key": key,
        "holding": holding,
        "versions": history.versions(key),
        **_shown(key, holding),
    }
    return render(request, "publications/site/site_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write_site_page(request: StaffRequest, page: str) -> HttpResponse:
    """Write the words of a page, look at them as the public would see them, and put them up.

    When somebody else put up a text meanwhile, both are shown and nothing is lost.
    """
    at = clock.now()
    key = _open(request, page)
    given: dict[str, Any] = {"key": key, "guidance": desk.guidance(at)}
    holding = words.held(key)
    if request.method != "POST":
        text = _begin_with(request, key) or holding.text
        initial = {"text": text, "expected_number": holding.number}
        return _write(request, key, forms.SiteTextForm(initial=initial, **given))
    is_put_up = "put_up" in request.POST
    form = (forms.PutUpForm if is_put_up else forms.SiteTextForm)(request.POST, **given)
    if not form.is_valid():
        return _write(request, key, form)
    typed = form.cleaned_data
    if not is_put_up:
        initial = {name: typed[name] for name in ("text", "expected_number")}
        initial["looked_at"] = forms.seen(typed["text"])
        return _write(request, key, forms.PutUpForm(initial=initial, **given))
    try:
        actions.put_up(
            key,
            typed["text"],
            reason=typed["reason"],
            expected_number=typed["expected_number"],
            by=request.user,
            at=at,
        )
    except actions.Overtaken as refusal:
        return _show_both(request, key, given, refusal.sentence)
    messages.success(
        request, "The page is up. Everybody reads it from now on, within a minute at the latest."
    )
    return redirect("site_page", key.value)


@require_safe
def site_page_version(request: StaffRequest, page: str, number: int) -> HttpResponse:
    """Show one version: what it changed, by whom and why, with a way to put it up again."""
    key = _open(request, page)
    text = history.text_of(key, number)
    before = history.text_of(key, number - 1) if number else None
    context = {
        "key": key,
        "number": number,
        "version": history.version(key, number),
        "stretches": history.changes(before, text) if before is not None else None,
        "names": ("the portal’s own words" if number == 1 else f"version {number - 1}", f"version {number}"),
        "holds": words.held(key).number == number,
        **_shown(key, words.Held(text)),
    }
    return render(request, "publications/site/site_page_version.html", context)


def _open(request: StaffRequest, page: str) -> SitePage:
    """Return the page that an address names, and record that it was opened. Raises Refused, Http404."""
    check(access.change(request.user))
    if page not in SitePage.values:
        raise Http404
    opened(request, page)
    return SitePage(page)


def _begin_with(request: StaffRequest, key: SitePage) -> str:
    """Return the text of the version in `?from=`, to be put up again; nothing without one. Raises Http404."""
    asked = request.GET.get("from", "")
    if not asked:
        return ""
    if not asked.isascii() or not asked.isdigit() or len(asked) > 9:
        raise Http404
    return history.text_of(key, int(asked))


def _write(request: StaffRequest, key: SitePage, form: forms.SiteTextForm, **more: Any) -> HttpResponse:
    """Show the form; where the text is sound and was asked to be looked at, with the page and what was found in it."""
    values = words.values(form.guidance)
    context: dict[str, Any] = {
        "key": key,
        "form": form,
        "words": [(word, meaning, values[word]) for word, meaning in words.WORDS.items()],
        "blocks": words.BLOCKS.items(),
        **more,
    }
    text = _sound_text(form)
    if text is not None:
        context |= {"findings": history.findings(text), **_shown(key, words.Held(text))}
    status = 409 if "conflict" in more else 200
    return render(request, "publications/site/write_site_page.html", context, status=status)


def _sound_text(form: forms.SiteTextForm) -> str | None:
    """Return the text to be shown as a page beside the form that puts it up."""
    if not isinstance(form, forms.PutUpForm):
        return None
    if not form.is_bound:
        return form.initial["text"]
    if "text" not in form.cleaned_data:
        return None
    form.look_again()
    return form.cleaned_data["text"]


def _show_both(request: StaffRequest, key: SitePage, given: dict[str, Any], sentence: str) -> HttpResponse:
    """Show what was typed beside the text that came between, ready to be put up on top of it (409)."""
    holding = words.held(key)
    typed = request.POST.copy()
    typed["expected_number"] = str(holding.number)
    form = forms.PutUpForm(typed, **given)
    form.is_valid()
    stretches = history.changes(holding.text, form.cleaned_data["text"])
    names = (f"version {holding.number}", "yours")
    return _write(request, key, form, conflict=sentence, stretches=stretches, names=names)


def _shown(key: SitePage, holding: words.Held) -> dict[str, Any]:
    """Return a page as the public would see it today, with what its blocks need."""
    at = clock.now()
    guidance = desk.guidance(at)
    return {
        "page": words.rendered(holding.text, guidance),
        "guidance": guidance,
        "reviewed_on": words.reviewed_on(holding) or clock.day_words(clock.today(at)),
        "public_url": reverse("home" if key == SitePage.HOME else key.replace("-", "_")),
    }
