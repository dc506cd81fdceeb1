"""Notices that a window ends soon: whose are due, and sending them. Whether anything is public never depends on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail

from cspr_portal import clock
from publications import access
from publications.actions import lock
from publications.models import Notice, Publication
from publications.windows import last_day
from reviews.audit.recording import action, record
from reviews.models import Role, User

DAYS = (7, 30, 60)  # before the end, the nearest first


@dataclass(frozen=True)
class Due:
    """A notice that has to go: for which publication, how many days are left, which of DAYS it stands for."""

    publication: Publication
    days_left: int
    notices: tuple[int, ...]


def due(at: datetime) -> Iterator[Due]:
    """Yield the notices that are due at `at`: one a publication, however many days the command did not run."""
    ending = Publication.objects.public(at).filter(closes_at__lte=at + timedelta(days=max(DAYS) + 2))
    for publication in ending.order_by("closes_at").prefetch_related("notices"):
        if publication.closes_at is None:
            continue
        left = (last_day(publication.closes_at) - clock.today(at)).days
        sent = {one.days for one in publication.notices.all() if one.closes_at == publication.closes_at}
        reached = tuple(days for days in DAYS if left <= days and days not in sent)
        if reached:
            yield Due(publication, left, reached)


def recipients(publication: Publication, at: datetime) -> list[str]:
    """Return the addresses of those who prepare this publication: its coordinators, and publishers."""
    people = User.objects.filter(role__in=(Role.COORDINATOR, Role.PUBLISHER), is_active=True)
    return [person.email for person in people if access.prepares(person, publication, at)]


def send(notice: Due, at: datetime) -> int:
    """Send one notice, note that it went, and return to how many. What the mail server raises comes through.

    The mails name nothing: no title, no case. It is noted only once all have gone, so that a mail server that is
    away costs a second mail at worst, never a missing one.
    """
    closes_at = notice.publication.closes_at
    to = recipients(notice.publication, at)
    if closes_at is None or not to:
        return 0
    left = f"{notice.days_left} day{'' if notice.days_left == 1 else 's'}"
    for address in to:
        send_mail(
            f"A publication leaves the public site in {left}",
            f"Its last day is {clock.day_words(last_day(closes_at))}. It leaves by itself.\n\n"
            "Sign in to the portal to see which it is: it is listed under “What needs me”, where its window can be "
            f"extended with a reason.\n\n{settings.PARTNERSHIP['name']}\n",
            None,
            [address],
        )
    _note(notice, closes_at, people=len(to), at=at)
    return len(to)


@action
def _note(notice: Due, closes_at: datetime, *, people: int, at: datetime) -> None:
    publication = lock(notice.publication)
    Notice.objects.bulk_create(
        [
            Notice(publication=publication, days=days, closes_at=closes_at, sent_at=at)
            for days in notice.notices
        ],
        ignore_conflicts=True,
    )
    record(None, "publication.notice_sent", str(publication.pk), days=min(notice.notices), people=people)
