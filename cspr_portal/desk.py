"""The registry through which an app adds to `/staff/` and to a case's page, without the other importing it.

Each app registers its functions in its `ready()`; this module knows neither.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cspr_portal import clock
from cspr_portal.one_statement import Part, ask, facts


@dataclass(frozen=True)
class Task:
    """Something that waits for a person: what, where, by when, and the words of its clock."""

    title: str
    url: str
    about: str
    verb: str
    due: date | None = None
    state: str = "none"
    figure: str = "–"
    unit: str = "no clock"
    due_words: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of the case page that another app fills: a heading and rows of (words, address, state, tone)."""

    heading: str
    rows: list[tuple[str, str, str, str]]
    link_words: str = ""
    link_url: str = ""


_tasks: list[Callable[[Any, datetime], Iterable[Task]]] = []
_panels: list[Callable[[Any, Any, datetime], Panel | None]] = []


def register_tasks(function: Callable[[Any, datetime], Iterable[Task]]) -> None:
    """Add a function (user, at) that returns what waits for the user."""
    _tasks.append(function)


def register_panel(function: Callable[[Any, Any, datetime], Panel | None]) -> None:
    """Add a function (user, case, at) that returns a panel for the case's page, or None."""
    _panels.append(function)


def tasks(user: Any, at: datetime) -> list[Task]:
    """Return all that waits for `user` at `at`, nearest due day first, things without a day last."""
    found = [task for function in _tasks for task in function(user, at)]
    return sorted(found, key=lambda task: (task.due is None, task.due or date.max, task.title))


def panels(user: Any, case: Any, at: datetime) -> list[Panel]:
    """Return the panels for `case` that `user` may see."""
    return [panel for function in _panels if (panel := function(user, case, at)) is not None]


@dataclass(frozen=True)
class FrontDoor:
    """Where to tell somebody about a child in an area, in the day and out of hours."""

    area: str
    telephone: str
    out_of_hours: str


_front_doors: list[Callable[[date], Part]] = []


def register_front_doors(part: Callable[[date], Part]) -> None:
    """Set the function (day in London) that asks for the front doors of all areas."""
    _front_doors[:] = [part]


def front_doors_part(day: date) -> Part:
    """Ask for the front doors as part of a statement, for `front_doors_of`."""
    return _front_doors[0](day)


def front_doors_of(text: str) -> list[FrontDoor]:
    """Return the front doors of all areas: always the same list, so that no page names one area."""
    return [FrontDoor(**door) for door in facts(text)]


def front_doors() -> list[FrontDoor]:
    """Return the front doors of all areas today, for a page that asks for nothing else with them."""
    return front_doors_of(ask(front_doors_part(clock.today(clock.now())))[0])


@dataclass(frozen=True)
class Guidance:
    """What public pages say of the guidance in force: its name, its periods, and what bodies are called."""

    name: str
    health_body: str
    national_panel: str
    notify_working_days: int
    rapid_review_working_days: int
    rapid_review_starts_from: str
    review_months: int
    window_months: int


_guidance: list[Callable[[], Part]] = []
_helplines: list[Callable[[], list[Any]]] = []


def register_guidance(part: Callable[[], Part]) -> None:
    """Set the function that asks for the editions of the guidance, newest first: Guidance's facts and `since`."""
    _guidance[:] = [part]


def guidance_part() -> Part:
    """Ask for the guidance as part of a statement, for `guidance_of`."""
    return _guidance[0]()


def guidance_of(text: str, day: date) -> Guidance:
    """Return the guidance in force on `day`; the earliest for days before any took effect."""
    editions = facts(text)
    since = [date.fromisoformat(edition.pop("since")) for edition in editions]
    in_force = [edition for edition, begins in zip(editions, since, strict=True) if begins <= day]
    return Guidance(**(in_force or editions[-1:])[0])


def guidance(at: datetime) -> Guidance:
    """Return the guidance in force at `at`, for a page that asks for nothing else with it."""
    return guidance_of(ask(guidance_part())[0], clock.today(at))


def register_helplines(function: Callable[[], list[Any]]) -> None:
    """Set the function that returns the helplines."""
    _helplines[:] = [function]


def helplines() -> list[Any]:
    """Return the helplines: always the same whole list, as the front doors."""
    return [line for function in _helplines for line in function()]
