"""`manage.py maintenance`: closes the portal for all that writes, on this machine, and opens it again."""

import re
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from cspr_portal import clock, maintenance
from reviews.audit.recording import note

TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Command(BaseCommand):
    help = "Closes the portal for all that writes while it is being looked after. Public pages stay up."
    requires_system_checks: list[str] = []  # some of them ask the database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["on", "off", "status"])
        parser.add_argument(
            "--until", metavar="HH:MM", help="when it is expected to open again, by London's clocks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["until"] and options["what"] != "on":
            raise CommandError("--until belongs to: maintenance on.")
        try:
            if options["what"] == "on":
                maintenance.begin(_next(options["until"]))
                self._note("maintenance.began")
            elif options["what"] == "off" and maintenance.is_on():
                maintenance.end()
                self._note("maintenance.ended")
        except OSError as error:
            raise CommandError(f"The file that says so can't be written: {error.strerror}.") from error
        self.stdout.write(_status())

    def _note(self, verb: str) -> None:
        try:
            note(None, verb)
        except (DatabaseError, InterfaceError):
            self.stderr.write("The database doesn’t answer, so the audit log has no row of this.")


def _status() -> str:
    if not maintenance.is_on():
        return "The portal is open."
    until = maintenance.until()
    return (
        f"The portal is closed until about {maintenance.in_words(until)}."
        if until
        else "The portal is closed."
    )


def _next(time: str | None) -> datetime | None:
    """The next moment at which London's clocks show this time."""
    if time is None:
        return None
    found = TIME.fullmatch(time)
    if found is None:
        raise CommandError("Give --until as hours and minutes, such as 14:00.")
    now = clock.now()
    hour, minute = (int(part) for part in found.groups())
    then = clock.at_hour(clock.today(now), hour, minute)
    return then if then > now else clock.at_hour(clock.today(now) + timedelta(days=1), hour, minute)
