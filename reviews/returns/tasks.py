"""What waits for an agency's author and approver, for the page "What needs me". It names no case, area or stage."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from reviews.authorship import OPEN, requests_of, to_sign_off_of
from reviews.models import AgencyRequest, ChronologyFile, RequestPurpose, RequestState, ReturnStep, Role, User

from . import due, sheets
from .access import TO_WRITE


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield one task for each return that `user` has to write or sign off, and each file of theirs that waits."""
    if not user.acts_as(Role.AGENCY_AUTHOR, Role.AGENCY_APPROVER):
        return  # nobody else has a return, and their page asks nothing for it
    today = clock.today(at)
    newest = ReturnStep.objects.filter(request=OuterRef("pk")).order_by("-taken_at")
    to_write = requests_of(user, at).filter(state__in=TO_WRITE)
    to_write = to_write.annotate(newest_reason=Subquery(newest.values("reason")[:1]))
    for one in _known(to_write):
        words, verb = "write your agency’s return", "Write the return"
        if one.state == RequestState.SENT_BACK:
            words, verb = "add to your agency’s return", "Add to the return"
        elif one.newest_reason:  # type: ignore[attr-defined]  # inside the agency it was given back
            words, verb = "look at your agency’s return again", "Look at the return"
        yield _task(one, words, verb, reverse("my_request", args=[one.pk]), today)
    waiting = ChronologyFile.objects.filter(
        review__case=OuterRef("case"),
        agency=OuterRef("agency"),
        sent_by=user,
        confirmed_at__isnull=True,
        dropped_at__isnull=True,
    )
    asked = requests_of(user, at).filter(state__in=OPEN, purpose=RequestPurpose.REVIEW)
    asked = asked.annotate(file=Subquery(waiting.order_by("sent_at").values("pk")[:1]))
    for one in _known(asked.filter(file__isnull=False)):
        url = reverse("own_chronology_file", args=[one.pk, one.file])  # type: ignore[attr-defined]
        yield _task(one, "finish your agency’s chronology", "Finish the chronology", url, today)
    for one in _known(to_sign_off_of(user, at).filter(state=RequestState.TO_SIGN_OFF)):
        yield _task(
            one, "sign your agency’s return off", "Read the return", reverse("sign_off", args=[one.pk]), today
        )


def _known(found: QuerySet[AgencyRequest]) -> QuerySet[AgencyRequest]:
    return found.select_related("agency").prefetch_related("subjects__child")


def _task(one: AgencyRequest, words: str, verb: str, url: str, today: date) -> Task:
    figure, unit, state = due.figure(one.due_on, today)
    return Task(
        title=f"{sheets.about(one)}: {words}",
        url=url,
        about=f"{one.agency.name} · {one.get_purpose_display()}",
        verb=verb,
        due=one.due_on,
        state=state,
        figure=figure,
        unit=unit,
        due_words=f"due {clock.weekday_words(one.due_on, year=False)}",
    )
