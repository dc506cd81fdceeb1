"""`manage.py refresh_turns`: works out anew, for every case that is not over, what waits on it and for whom.

Each change of a case does this for that case. Run the command each night, and after an upgrade: days that
pass (an appointment that ends) and guidance that changes move things without anybody touching the case.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reviews.audit.recording import action
from reviews.models import Case, Turn
from reviews.stage_moves import lock
from reviews.stages import ENDS

SAID_EVERY = 500


class Command(BaseCommand):
    help = "Works out anew what waits on each open case. Pages stay right without it; lists stay in order."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-none", action="store_true", help="do nothing where it has been worked out before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        cases = Case.objects.exclude(stage__in=ENDS).only("pk")
        if options["if_none"] and (Turn.objects.exists() or not cases.exists()):
            return
        count = 0
        for count, case in enumerate(cases.iterator(chunk_size=500), start=1):
            _refresh(case)
            if count % SAID_EVERY == 0:
                self.stdout.write(f"{count} cases…")
        self.stdout.write(f"What waits is worked out for {count} {'case' if count == 1 else 'cases'}.")


@action
def _refresh(case: Case) -> None:
    """Lock the case and work out its turns, one case at a time so that nobody waits long."""
    lock(case)
