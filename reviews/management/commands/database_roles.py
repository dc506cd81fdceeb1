"""`manage.py database_roles`: prints the SQL that gives PostgreSQL's role of the web processes its rights."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cspr_portal.database_roles import statements

ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Command(BaseCommand):
    help = "Prints SQL for the owner of the tables: what the web's role may do. Run it after each migration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--web", default="portal_web", metavar="ROLE", help="the web's role (portal_web)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not ROLE.fullmatch(options["web"]):
            raise CommandError("A role’s name has small letters, digits and low lines.")
        self.stdout.write("\n".join(statements(options["web"])))
