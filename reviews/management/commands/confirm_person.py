"""`manage.py confirm_person`: confirms whom no coordinator can confirm, such as the first coordinator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews.models import User
from reviews.people.actions import confirm_everything


class Command(BaseCommand):
    help = "Confirms the role, areas and delegations of a person, in the name of an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="the administrator who answers for it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person, administrator = _account(options["email"]), _account(options["by"])
        try:
            done = confirm_everything(person, by=administrator, at=clock.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        words = ", ".join(done) or "nothing, all was confirmed already"
        self.stdout.write(f"Confirmed for {person.name}: {words}.")


def _account(email: str) -> User:
    """Raises CommandError, one sentence, where there is none."""
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise CommandError(f"No account has the address {email}.")
    return person
