"""What waits for an agency's author, for the page "What needs me". It names no case, area or stage."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from cspr_portal.words import listed
from reviews.authorship import requests_of
from reviews.models import RequestState, User

from . import due, sheets
from .access import WAITING


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield one task for each return that `user` has to write."""
    today = clock.today(at)
    found = requests_of(user, at).filter(state__in=WAITING).select_related("agency")
    for one in found.prefetch_related("subjects__child"):
        about = listed(sheets.pseudonyms_on(one)) or "Return"
        is_back = one.state == RequestState.SENT_BACK
        figure, unit, state = due.figure(one.due_on, today)
        yield Task(
            title=f"{about}: {'add to your agency’s return' if is_back else 'write your agency’s return'}",
            url=reverse("my_request", args=[one.pk]),
            about=f"{one.agency.name} · {one.get_purpose_display()}",
            verb="Add to the return" if is_back else "Write the return",
            due=one.due_on,
            state=state,
            figure=figure,
            unit=unit,
            due_words=f"due {clock.weekday_words(one.due_on, year=False)}",
        )
