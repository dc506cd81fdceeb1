"""What publications add to `/staff/` and to a case's page. Registered in apps.py; the rules are in access.py."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Panel, Task
from publications import access, progress
from publications.models import Publication
from publications.progress import Progress
from publications.states import State
from publications.windows import last_day, window_words
from reviews import standing as cases
from reviews.models import Case, Role, User

LEAVING_WITHIN_DAYS = 60
LEAVING_SOON_DAYS = 14
MOST_TASKS = 50


def tasks(user: User, at: datetime) -> Iterator[Task]:
    """Yield what of publications waits for `user` at `at`: to check, approve, send, schedule, and what leaves soon."""
    unfinished = Q(opens_at__isnull=True, withdrawn_at__isnull=True)
    leaving = Q(closes_at__gt=at, closes_at__lte=at + timedelta(days=LEAVING_WITHIN_DAYS + 2))
    found = access.visible_to(user, at).filter(unfinished | leaving)
    unfinished_first = F("publication__closes_at").asc(nulls_first=True)
    listed = progress.of_all(found, at, unfinished_first, most=MOST_TASKS)
    read = cases.read(user, [stands.publication.case_id for stands in listed], at)
    for stands in listed:
        # Read with the standing, which the rules then need not ask for case by case. A publisher has no case.
        stands.publication.case = read.get(stands.publication.case_id, stands.publication.case)
        task = _next_for(user, stands, at) if stands.publication.opens_at is None else None
        if task is None and user.acts_as(Role.COORDINATOR, Role.PUBLISHER):
            task = _leaving(stands, at)
        if task is not None:
            yield task


def panel(user: User, case: Case, at: datetime) -> Panel | None:
    """Return the publications of `case` for its page, or None where there is nothing to show or do."""
    found = access.visible_to(user, at).filter(case=case)
    rows = [
        (
            f"{stands.draft.title}, {_kind(stands)}",
            _address(stands.publication),
            stands.look.words,
            stands.look.tone,
        )
        for stands in progress.of_all(found, at, "-publication__created_at")
    ]
    if access.create(user, case, at) is None:
        url = f"{reverse('new_publication')}?case={case.reference}"
        return Panel("Publications", rows, "Prepare a publication", url)
    return Panel("Publications", rows) if rows else None


def _next_for(user: User, stands: Progress, at: datetime) -> Task | None:
    publication, draft = stands.publication, stands.draft
    about = f"{publication.get_kind_display()}, draft {draft.number} by {draft.written_by.name}"
    if stands.state == State.DRAFT and _is_asked_to_check(user, stands, at):
        return _task(
            f"Check “{draft.title}” before it goes out", "disclosure_check", publication, about, "Check it"
        )
    if stands.state == State.CHECKED and access.approve(user, draft, at) is None:
        return _task(f"Approve “{draft.title}”", "approve_publication", publication, about, "Read it")
    if stands.state != State.APPROVED:
        return None
    if publication.copied_on is None and access.record_copy(user, publication, at) is None:
        words = f"Send “{draft.title}” to the national Panel and the Secretary of State"
        return _task(words, "record_copy", publication, about, "Record the copy")
    if access.publish(user, publication, at) is None:
        words = f"Set the day of publication of “{draft.title}”"
        return _task(words, "publish_publication", publication, about, "Set the day")
    return None


def _is_asked_to_check(user: User, stands: Progress, at: datetime) -> bool:
    """Coordinators are asked; the partners only where the coordinator is the one who wrote it."""
    if access.finish_check(user, stands.draft, at) is not None:
        return False
    return user.role != Role.DELEGATE or stands.draft.written_by.role == Role.COORDINATOR


def _leaving(stands: Progress, at: datetime) -> Task | None:
    """Return the task of seeing that a publication leaves soon, or None: it is not open, or has long to go."""
    publication = stands.publication
    if stands.state != State.OPEN or publication.closes_at is None or publication.edition is None:
        return None
    day = last_day(publication.closes_at)
    left = (day - clock.today(at)).days
    if left > LEAVING_WITHIN_DAYS:
        return None
    return Task(
        title=f"“{publication.edition.title}” leaves the public site",
        url=_address(publication),
        about=f"{publication.get_kind_display()}. {window_words(publication.opens_at, publication.closes_at)}.",
        verb="See its window",
        due=day,
        state="soon" if left <= LEAVING_SOON_DAYS else "calm",
        figure=str(left),
        unit="day left" if left == 1 else "days left",
        due_words=f"last day {clock.weekday_words(day, year=False)}",
    )


def _task(title: str, url_name: str, publication: Publication, about: str, verb: str) -> Task:
    return Task(title=title, url=reverse(url_name, args=[publication.pk]), about=about, verb=verb)


def _address(publication: Publication) -> str:
    return reverse("manage_publication", args=[publication.pk])


def _kind(stands: Progress) -> str:
    words = stands.publication.get_kind_display()
    return words[:1].lower() + words[1:]
