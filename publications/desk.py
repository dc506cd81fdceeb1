"""What publications add to `/staff/` and to a case's page. Registered in apps.py; the rules are in access.py."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Panel, Task
from publications import access, progress
from publications.elsewhere import access as elsewhere
from publications.models import Publication
from publications.own_names import access as own_names
from publications.progress import Progress
from publications.releasing import access as releasing
from publications.releasing import due
from publications.states import State
from publications.windows import last_day, window_words
from reviews import standing as cases
from reviews.models import Case, Role, User
from reviews.stages import REVIEW_STAGES, Stage

LEAVING_WITHIN_DAYS = 60
LEAVING_SOON_DAYS = 14
MOST_TASKS = 50


def tasks(user: User, at: datetime) -> Iterator[Task]:
    """Yield what of publications waits for `user` at `at`: to check, approve, send, schedule, and what leaves soon."""
    unfinished = Q(opens_at__isnull=True, version_of__isnull=True) | Q(
        version_of__isnull=False, edition__isnull=True
    )
    corrected = Q(drafts__number__gt=F("edition__draft__number"))
    leaving = Q(closes_at__gt=at, closes_at__lte=at + timedelta(days=LEAVING_WITHIN_DAYS + 2))
    wanted = unfinished | corrected | leaving | due.may_be_asked_again(at)
    found = access.visible_to(user, at).filter(wanted)
    unfinished_first = F("publication__closes_at").asc(nulls_first=True)
    listed = progress.of_all(found, at, unfinished_first, most=MOST_TASKS)
    # Read once for all rules. A publisher has no case, and no standing.
    cases.give_standing(user, [one.publication.case for one in listed if one.publication.case], at)
    prepares = user.acts_as(Role.COORDINATOR, Role.PUBLISHER)
    left = due.left_of_all(listed, at) if prepares else {}
    for stands in listed:
        task = _next_for(user, stands, left.get(stands.publication.pk, []), at)
        if task is None and prepares:
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
    rows += _elsewhere(user, case, at)
    if case.stage in REVIEW_STAGES and own_names.read(user, case, at) is None:
        rows.append(("A child’s own name, by decision", reverse("own_names", args=[case.reference]), "", ""))
    if access.create(user, case, at) is None:
        url = f"{reverse('new_publication')}?case={case.reference}"
        return Panel("Publications", rows, "Prepare a publication", url)
    return Panel("Publications", rows) if rows else None


def _elsewhere(user: User, case: Case, at: datetime) -> list[tuple[str, str, str, str]]:
    """Return where else the case's report was published; where it could have been, the way to record that."""
    if case.stage not in elsewhere.CAN_BE_OUT:
        return []
    url = reverse("published_elsewhere", args=[case.reference])
    rows = [
        (f"Published by {one.body}", url, f"Since {clock.day_words(one.published_on)}", "calm")
        for one in case.published_elsewhere.all()
    ]
    waits = case.stage in (Stage.PRE_PUBLICATION, Stage.CONTRIBUTION)
    if waits and not rows and elsewhere.record(user, case, at) is None:
        rows = [("Record that another body published it", url, "", "")]
    return rows


def _next_for(user: User, stands: Progress, left: list[str], at: datetime) -> Task | None:
    publication, draft = stands.publication, stands.draft
    about = f"{publication.get_kind_display()}, draft {draft.number} by {draft.written_by.name}"
    if stands.step == State.DRAFT and _is_asked_to_check(user, stands, at):
        return _task(
            f"Check “{draft.title}” before it goes out", "disclosure_check", publication, about, "Check it"
        )
    if stands.step == State.CHECKED and access.approve(user, draft, at) is None:
        return _task(f"Approve “{draft.title}”", "approve_publication", publication, about, "Read it")
    if releasing.sees_to(user, publication, left, at):
        return due.task(stands, left)
    if stands.state != State.APPROVED or publication.version_of_id is not None:
        return None
    if releasing.publish(user, publication, at, left) is None:
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
