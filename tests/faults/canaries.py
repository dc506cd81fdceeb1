"""A program that fills the database of DATABASE_URL with people and a case that is full of words to look for. No test."""

import sys

from tests.faults import prepare

PASSWORD = "zzcanary password for tests"
PERSON = "zzperson@aldermere.example"
SEALED = {"given_name": "Zzebedee", "family_name": "Zzquarrington", "date_of_birth": "2019-03-14"}


def main() -> None:
    """Print the case's reference and its child's key."""
    prepare.make_tables()
    from datetime import timedelta

    from cspr_portal import clock
    from publications.demo import people
    from publications.demo.walk import Story, Walk
    from reviews.models import SealedKind, User
    from reviews.stages import Stage

    now = clock.now()
    partnership = people.found(at=now, password=PASSWORD)
    User.objects.create_user(PERSON, PASSWORD, name="Zz Person", role="auditor")
    story = Story(
        area="Northmere",
        pseudonym="Child Zzwren",
        summary="Zzsummary: a child was badly hurt.",
        aware_on=clock.today(now) - timedelta(days=3),
        sealed=[(SealedKind(kind), value) for kind, value in SEALED.items()],
        report="",
    )
    walk = Walk(partnership, story)
    walk.to(Stage.LOGGED)
    sys.stdout.write(f"{walk.case.reference} {walk.case.children.get().pk}\n")


if __name__ == "__main__":
    main()
