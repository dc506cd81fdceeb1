"""The site's own pages of words: about reviews, questions, asking for a copy, accessibility, privacy."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cspr_portal import clock
from publications.public import headers
from publications.public.methods import read_only


@login_not_required
@read_only
def about_reviews(request: HttpRequest) -> HttpResponse:
    """What a review is for, when there is one, who takes part, and how it goes."""
    return _page(request, "about_reviews")


@login_not_required
@read_only
def questions(request: HttpRequest) -> HttpResponse:
    """The questions that people ask about reviews, answered."""
    return _page(request, "questions")


@login_not_required
@read_only
def request_a_copy(request: HttpRequest) -> HttpResponse:
    """How to ask for a report that has left the site."""
    return _page(request, "request_a_copy")


@login_not_required
@read_only
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, in the order of the model statement (SI 2018/952, regulation 8)."""
    return _page(request, "accessibility")


@login_not_required
@read_only
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site knows of its visitors, and what becomes of it."""
    return _page(request, "privacy")


def _page(request: HttpRequest, name: str) -> HttpResponse:
    response = render(request, f"publications/public/{name}.html", {"nav_current": reverse(name)})
    return headers.keep_until(response, None, clock.now())
