"""The deadlines page: four dates in, five clocks with their working out, by the guidance in force today. No record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cspr_portal import clock
from reviews.calculator.forms import DATES, DeadlinesForm
from reviews.clock_picture import calendar_picture
from reviews.deadlines import five_clocks
from reviews.models import GuidanceEdition


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """Show C1 to C5 for the dates in the address, as ``manage.py deadlines`` prints them."""
    form = DeadlinesForm(request.GET or None)
    clocks = []
    picture = None
    if form.is_valid():
        today = clock.today(clock.now())
        periods = GuidanceEdition.in_force(today).periods
        clocks = five_clocks(**{name: form.cleaned_data[name] for name in DATES}, periods=periods)
        picture = calendar_picture(clocks, today)
    return render(
        request,
        "reviews/calculator/deadlines.html",
        {"form": form, "clocks": clocks, "picture": picture},
    )
