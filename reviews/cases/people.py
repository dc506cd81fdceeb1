"""Who works on a case now, by their part in it, in words. Reading only; who may do what is worked out in standing.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cspr_portal import clock
from reviews.models import (
    Case,
    PanelSeat,
    PanelSubstitute,
    PartnerDelegate,
    PartnerRole,
    Posting,
    ReviewerAppointment,
    User,
)
from reviews.standing import assigned_to, coordinators_of, partners_of, people_on


@dataclass(frozen=True)
class Part:
    """One part in a case: what it is called, the body that has it (or ""), and who does it, each with more words."""

    name: str
    body: str
    people: tuple[tuple[User, str], ...]


def parts_of(case: Case, at: datetime) -> list[Part]:
    """Return the parts in `case` at `at`, those that nobody has too. Whoever the case is closed to is in none."""
    here = {user.pk: user for user in people_on(case, at).select_related("agency")}

    def known(rows: Iterable[tuple[int | None, str]]) -> tuple[tuple[User, str], ...]:
        once = dict(row for row in rows if row[0] in here)
        return tuple((here[key], words) for key, words in once.items() if key is not None)

    coordinators = coordinators_of(case, at).order_by("user__name").values_list("user", flat=True)
    found = [Part("Coordinator", "", known((key, "") for key in coordinators))]
    partners = partners_of(case, at)
    bodies = [partner.agency_id for partner in partners.values()]
    delegates = PartnerDelegate.objects.filter(Posting.current(clock.today(at)), agency__in=bodies)
    posts = list(delegates.order_by("is_deputy", "user__name"))
    for role, partner in partners.items():
        theirs = (
            (one.user_id, "deputy" if one.is_deputy else "delegate")
            for one in posts
            if one.agency_id == partner.agency_id
        )
        found.append(Part(PartnerRole(role).label, partner.agency.name, known(theirs)))
    if hasattr(case, "review"):
        found += [
            Part("Independent Reviewer", "", known(_reviewers(case))),
            Part("The review’s panel", "", known(_panel(case, at))),
        ]
    assigned = assigned_to(case, at).select_related("user").order_by("user__name")
    readers = known((one.user_id, one.user.get_role_display()) for one in assigned)
    return [*found, Part("Who else reads the case", "", readers)] if readers else found


def _reviewers(case: Case) -> list[tuple[int | None, str]]:
    appointed = ReviewerAppointment.objects.filter(review__case=case, ended_at__isnull=True)
    return [(key, "") for key in appointed.order_by("user__name").values_list("user", flat=True)]


def _panel(case: Case, at: datetime) -> list[tuple[int | None, str]]:
    """Who sits in each seat, the chair first, and who sits in for somebody today."""
    day = clock.today(at)
    seats = PanelSeat.objects.filter(review__case=case, left_on__isnull=True, confirmed_at__isnull=False)
    rows: list[tuple[int | None, str]] = [
        (seat.user_id, f"chair, {seat.agency.name}" if seat.is_chair else seat.agency.name)
        for seat in seats.select_related("agency").order_by("-is_chair", "agency__name")
    ]
    sitting = PanelSubstitute.objects.filter(
        seat__in=seats, ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day
    )
    rows += [
        (one.user_id, f"sits in for {one.seat.agency.name} until {clock.day_words(one.ends_on)}")
        for one in sitting.select_related("seat__agency")
    ]
    return rows
