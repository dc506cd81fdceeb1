"""The registry through which an app adds to `/staff/` and to a case's page, without the other importing it.

Each app registers its functions in its `ready()`; this module knows neither.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


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


_front_doors: list[Callable[[], list[FrontDoor]]] = []


def register_front_doors(function: Callable[[], list[FrontDoor]]) -> None:
    """Set the function that returns the front doors of all areas."""
    _front_doors[:] = [function]


def front_doors() -> list[FrontDoor]:
    """Return the front doors of all areas: always the same list, so that no page names one area."""
    return [door for function in _front_doors for door in function()]
