"""`manage.py dispose`: carries out the disposals that two people have decided, as a role that may delete.

On PostgreSQL the web's role may not, so run it with the owner's `DATABASE_URL`. Only references and kinds are printed.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cspr_portal import clock
from reviews.retention import actions, contents, record_actions


class Command(BaseCommand):
    help = "Carries out the disposals that one person proposed and another one confirmed."

    def handle(self, *args: Any, **options: Any) -> None:
        if not contents.may_delete():
            raise CommandError("This database role may not delete cases. Use the role that owns the tables.")
        refused = 0
        # Parts of cases first: a case that goes takes what is left of them along
        for disposal in record_actions.confirmed():
            sentence = record_actions.carry_out(disposal, at=clock.now())
            refused += sentence is not None
            name = " ".join(filter(None, (disposal.record_kind, disposal.reference or disposal.record)))
            self.stdout.write(f"{name}: {sentence or 'disposed of.'}")
        for disposal in actions.confirmed():
            sentence = actions.carry_out(disposal, at=clock.now())
            refused += sentence is not None
            self.stdout.write(f"{disposal.reference}: {sentence or 'disposed of.'}")
        if refused:
            sys.exit(1)
