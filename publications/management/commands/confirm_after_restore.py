"""`manage.py confirm_after_restore`: what is held since the database was put back, and lets it go in a person's name."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from cspr_portal import clock
from cspr_portal.refusals import Refused
from publications.models import Publication
from publications.restoring import confirming
from publications.windows import window_words
from reviews.models import User


class Command(BaseCommand):
    help = (
        "Lists the publications that are held after a restore; with keys and --by, lets them be public again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "keys", nargs="*", metavar="KEY", help="a publication that somebody has looked at"
        )
        parser.add_argument("--by", metavar="EMAIL", help="who has looked at them")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or confirm; status 1 for a key that is none, or a person who doesn't decide this."""
        at = clock.now()
        if not options["keys"]:
            for one in confirming.held(at).select_related("version_of"):
                timed = one.version_of or one
                window = window_words(timed.opens_at, timed.closes_at) or "no day set"
                self.stdout.write(f"{one.pk}  {timed.slug or ''} {one.version_word}  {window}")
            return
        by = User.objects.filter(email=str(options["by"] or "").lower()).first()
        if by is None:
            raise CommandError("Name who has looked at them: --by EMAIL of their account.")
        try:
            keys = {UUID(key) for key in options["keys"]}
        except ValueError as error:
            raise CommandError("Name publications by their keys, as the list has them.") from error
        found = Publication.objects.in_bulk(keys)
        if len(found) != len(keys):
            raise CommandError("No publication has one of these keys. Name them as the list has them.")
        try:
            done = confirming.confirm_each(found.values(), by=by, at=at)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Confirmed: {done}. Still held: {confirming.held(at).count()}")
