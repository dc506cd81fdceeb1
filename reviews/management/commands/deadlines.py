"""`manage.py deadlines`: the five clocks for given dates, as a table or as JSON. Needs no database.

It counts with the default periods of ``reviews.deadlines``; a case is counted with those of the edition of
the guidance in force.
"""

import json
import re
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cspr_portal import clock
from reviews import deadlines

OPTIONS = {
    "aware": "the day when the local authority became aware (starts C1)",
    "notified": "the day when the notification was sent (starts C2)",
    "decided": "the day of the decision to initiate the review (starts C3)",
    "publish": "the day of publication (C4 counts back from it, C5 on)",
}


class Command(BaseCommand):
    help = "Prints when the statutory clocks C1 to C5 are due, for any of four dates."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, words in OPTIONS.items():
            parser.add_argument(f"--{name}", metavar="YYYY-MM-DD", help=words)
        parser.add_argument("--json", action="store_true", help="print JSON with ISO dates")

    def handle(self, *args: Any, **options: Any) -> None:
        days = {name: _date(name, options[name]) for name in OPTIONS}
        clocks = deadlines.five_clocks(**days, periods=deadlines.Periods())
        if options["json"]:
            self.stdout.write(json.dumps(as_json(clocks)))
            return
        for found in clocks:
            self.stdout.write(f"{found.key}  {found.due_words:<21}  {found.name}")
            self.stdout.write(f"    {found.working}")
            if found.second_reading:
                self.stdout.write(f"    {found.second_reading}")


def as_json(clocks: list[deadlines.Clock]) -> dict[str, dict[str, str | None]]:
    """The five clocks as ISO dates; null where there is none. C5 is withdrawn at 00:00 London on its day."""
    c1, c2, c3, c4, c5 = clocks
    withdrawn = c5.due + timedelta(days=1) if c5.due else None
    return {
        "C1": {"due": _iso(c1.due)},
        "C2": {"due": _iso(c2.due), "from_awareness": _iso(c2.from_awareness)},
        "C3": {"due": _iso(c3.due)},
        "C4": {"due": _iso(c4.due)},
        "C5": {"last_day": _iso(c5.due), "withdrawn": _iso(withdrawn)},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(name: str, typed: str | date | None) -> date | None:
    """The option as a date. Raises CommandError, one sentence, for anything but a real day in range."""
    if typed is None:
        return None
    text = str(typed)
    # The shape first: Python alone would also read 20261207 and 2026-W50-1.
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day and clock.EARLIEST_YEAR <= day.year <= clock.LATEST_YEAR:
            return day
    raise CommandError(
        f"--{name} must be a real date between {clock.EARLIEST_YEAR} and {clock.LATEST_YEAR}, written"
        f" year-month-day like 2026-12-07; it was {text[:40]!r}."
    )
