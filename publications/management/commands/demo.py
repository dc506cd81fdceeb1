"""`manage.py demo`: fills an empty database with a fictional partnership, its cases and its publications."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cspr_portal import clock
from publications.demo import people
from publications.demo.stories import Stories
from reviews.models import Area, User


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration: fictional areas, people, cases and publications."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing, and say so, when the database has data."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill the database, all of it or nothing. Raises CommandError without DEMO=1 or when there is data."""
        if not settings.DEMO:
            raise CommandError("The demonstration needs DEMO=1 in the environment.")
        if User.objects.exists() or Area.objects.exists():
            if not options["if_empty"]:
                raise CommandError("The database is not empty, so the demonstration is not filled in.")
            self._sign_ins()
            self.stdout.write("The database keeps its data and its password.")
            return
        at = clock.now()
        password = people.new_password()
        self.stdout.write("Filling the demonstration (about half a minute)…")
        with transaction.atomic():
            partnership = people.found(
                at=clock.at_hour(clock.add_months(clock.today(at), -24), 9), password=password
            )
            stories = Stories(partnership, at, self._say)
            self._say("Cases:")
            walks = stories.tell_cases()
            self._say("Publications:")
            stories.tell_publications(walks)
        self._sign_ins()
        self.stdout.write("Password: " + password)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _sign_ins(self) -> None:
        self.stdout.write("Sign in at /accounts/login/ as one of:")
        for account in people.SIGN_INS:
            self.stdout.write(f"  {account}@{people.DOMAIN}")
