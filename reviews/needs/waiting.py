"""Which turns wait for a person, found by their posts and put in the order of the clocks. Nothing is worked out here."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from reviews import clocks, paths
from reviews.models import Case, Guidance, Role, Turn, User, WaitsFor
from reviews.returns import due
from reviews.scope import scope_of
from reviews.standing import Standing, read
from reviews.turns.tasks import PLACES, TASKS

# Nobody turns twenty pages of things to do: what comes after is reached when some of these are done.
MOST_LISTED = 500


class Row(NamedTuple):
    """What a list needs of a turn: five hundred of them are read for a page of twenty-five."""

    sort_on: date
    case_id: UUID
    task: str
    subject: UUID | None


IN_ORDER = ("sort_on", "case_id", "task")


def turns_of(user: User, at: datetime) -> list[Row]:
    """Return the first turns that wait for `user` at `at`, those whose clock is due first before the others.

    No more than MOST_LISTED, and one that says that there are more.
    """
    if not user.may_hold_cases:
        return []
    scope = scope_of(user, at)
    theirs = Turn.objects.filter(scope.within("case"), waits_for=WaitsFor.PERSON, user=user)
    by_post = Q(pk__in=[])
    if user.role == Role.COORDINATOR:
        by_post = Q(waits_for=WaitsFor.COORDINATOR, case__area__in=list(scope.areas))
    if user.role == Role.DELEGATE:
        areas_by_role: dict[str, list[UUID]] = defaultdict(list)
        for area, role in scope.areas.items():
            areas_by_role[role].append(area)
        for role, area_keys in areas_by_role.items():
            by_post |= Q(waits_for=WaitsFor.PARTNER, partner_role=role, case__area__in=area_keys)
    by_post_turns = Turn.objects.filter(by_post).exclude(case__in=scope.recused)
    # Each half goes along its own index, no further than the list is long; asked for with "or", or put in order
    # only when both are found, the database would read them all.
    halves = [_first(_shown_now(half, user, at)) for half in (theirs, by_post_turns)]
    found = halves[0].union(halves[1], all=True).order_by(*IN_ORDER)
    return [Row(*values) for values in found.values_list(*Row._fields)[: MOST_LISTED + 1]]


def _first(turns: QuerySet[Turn]) -> QuerySet[Turn]:
    first = turns.order_by(*IN_ORDER)[: MOST_LISTED + 1]
    if connection.features.supports_slicing_ordering_in_compound:
        return first
    return Turn.objects.filter(pk__in=first.values("pk"))  # SQLite takes no limit inside a union


def _shown_now(turns: QuerySet[Turn], user: User, at: datetime) -> QuerySet[Turn]:
    today = clock.today(at)
    begun = Q(shown_from__isnull=True) | Q(shown_from__lte=today)
    goes_on = Q(shown_until__isnull=True) | Q(shown_until__gte=today)
    # A plain exclude of a column that may be empty would leave out the empty ones too.
    return turns.filter(begun, goes_on, Q(not_for__isnull=True) | ~Q(not_for=user))


def turns_on(case: Case, who: Standing, at: datetime) -> list[Turn]:
    """Return the turns of one case that wait for somebody with that standing, in the order of TASKS."""
    today = clock.today(at)
    mine = [
        turn
        for turn in case.turns.all()
        if _is_theirs(turn, who)
        and turn.not_for_id != who.user.pk
        and (turn.shown_from is None or turn.shown_from <= today)
        and (turn.shown_until is None or today <= turn.shown_until)
    ]
    return sorted(mine, key=lambda turn: PLACES[turn.task])


def _is_theirs(turn: Turn, who: Standing) -> bool:
    if turn.waits_for == WaitsFor.COORDINATOR:
        return who.is_coordinator
    if turn.waits_for == WaitsFor.PARTNER:
        return bool(who.partner_role) and turn.partner_role == who.partner_role
    return turn.user_id == who.user.pk


def address(turn: Turn | Row, case: Case) -> str:
    """Return where the turn is taken."""
    task = TASKS[turn.task]
    return reverse(
        task.url_name, args=[case.reference, turn.subject] if task.needs_subject else [case.reference]
    )


class Waiting:
    """Turns and the other apps' tasks as one list in the order of their days, of which a page shows its part."""

    def __init__(self, turns: list[Row], others: list[Task]) -> None:
        self.has_more = len(turns) > MOST_LISTED
        dated: list[tuple[date, Row | Task]] = [(turn.sort_on, turn) for turn in turns[:MOST_LISTED]]
        dated += [(task.due or date.max, task) for task in others]
        self.listed = [each for _, each in sorted(dated, key=lambda pair: pair[0])]

    def __len__(self) -> int:
        return len(self.listed)

    def __getitem__(self, part: slice) -> "list[Row | Task]":
        return self.listed[part]


def in_words(listed: list[Row | Task], user: User, at: datetime) -> list[Task]:
    """Return rows for `/staff/`: tasks as they are, turns with their clocks counted afresh.

    A turn whose case went out of the person's sight since it was read is left out.
    """
    cases = read(user, [each.case_id for each in listed if isinstance(each, Row)], at)
    prefetch_related_objects(list(cases.values()), paths.with_days_told())
    guidance, today = Guidance(), clock.today(at)
    rows = []
    for each in listed:
        if isinstance(each, Task):
            rows.append(each)
        elif each.case_id in cases:
            rows.append(_task(each, cases[each.case_id], today, guidance))
    return rows


def _task(turn: Row, case: Case, today: date, guidance: Guidance) -> Task:
    task = TASKS[turn.task]
    running = clocks.running(clocks.of_case(case, guidance))
    about = f"{case.reference} · {case.area.name} · {case.get_stage_display()}"
    hold = case.open_hold
    if hold is not None:
        about += f" · On hold: {hold.get_kind_display().lower()}, since {clock.day_words(hold.since)}"
    title, url = f"{case.title}: {task.words}", address(turn, case)
    if task.has_own_day:
        figure, unit, state = due.figure(turn.sort_on, today)
        verb = "was due" if turn.sort_on < today else "due"
        due_words = f"{verb} {clock.weekday_words(turn.sort_on, year=False)}"
        return Task(title, url, about, task.verb, turn.sort_on, state, figure, unit, due_words)
    if running is None:
        return Task(title, url, about, task.verb)
    figure, unit, due_words = running.figure_words(today)
    state = running.state(today)
    if hold is not None and state == "late":
        state, unit = "hold", f"{unit}, on hold"
    return Task(
        title, url, f"{about} · {running.name}", task.verb, running.due, state, figure, unit, due_words
    )
