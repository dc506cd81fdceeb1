"""The site's own pages of words, which staff may change. The words themselves are in publications/site."""

from datetime import date, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cspr_portal import clock, desk
from cspr_portal.one_statement import Part, Statement, Texts
from cspr_portal.prepared import DAY
from cspr_portal.site_text import PageText
from publications.models import SitePage
from publications.public import headers
from publications.public.helplines import helplines_of, helplines_part
from publications.public.methods import read_only
from publications.site import words


@login_not_required
@read_only
def about_reviews(request: HttpRequest) -> HttpResponse:
    """What a review is for, when there is one, who takes part, and how it goes."""
    return _page(request, SitePage.ABOUT_REVIEWS)


@login_not_required
@read_only
def questions(request: HttpRequest) -> HttpResponse:
    """The questions that people ask about reviews, answered."""
    return _page(request, SitePage.QUESTIONS)


@login_not_required
@read_only
def request_a_copy(request: HttpRequest) -> HttpResponse:
    """How to ask for a report that has left the site."""
    return _page(request, SitePage.REQUEST_A_COPY)


@login_not_required
@read_only
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the partnership; first, what to do about a child who may be in danger."""
    return _page(request, SitePage.CONTACT)


@login_not_required
@read_only
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, in the order of the model statement (SI 2018/952, regulation 8)."""
    return _page(request, SitePage.ACCESSIBILITY)


@login_not_required
@read_only
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site knows of its visitors, and what becomes of it."""
    return _page(request, SitePage.PRIVACY)


def home_parts() -> list[Part]:
    """Ask for what the home page says as parts of a statement, for `home_words_of`."""
    return [words.held_part(SitePage.HOME), desk.guidance_part()]


def home_words_of(texts: Texts, at: datetime) -> PageText:
    """Return the title and the opening words of the home page."""
    held, guidance = texts
    return words.rendered(
        words.held_of(held, SitePage.HOME).text, desk.guidance_of(guidance, clock.today(at))
    )


def _parts(key: SitePage, *, day: date) -> list[Part]:
    """Ask for all that stands on one of the pages, its foot included."""
    return [words.held_part(key), desk.guidance_part(), desk.front_doors_part(day), helplines_part()]


_STATEMENT = Statement(_parts, day=DAY)


def _page(request: HttpRequest, key: SitePage) -> HttpResponse:
    at = clock.now()
    day = clock.today(at)
    held, edition, doors, lines = _STATEMENT(key, day=day)
    holding, guidance = words.held_of(held, key), desk.guidance_of(edition, day)
    page = words.rendered(holding.text, guidance)
    context = {
        "page": page,
        "guidance": guidance,
        "front_doors": desk.front_doors_of(doors),
        "helplines": helplines_of(lines),
        "reviewed_on": words.reviewed_on(holding),
        "nav_current": reverse(key.replace("-", "_")),
        "is_contact": key == SitePage.CONTACT,
        "takes_writing": key in (SitePage.CONTACT, SitePage.REQUEST_A_COPY),
    }
    return headers.keep_until(render(request, "publications/public/site_page.html", context), None, at)
