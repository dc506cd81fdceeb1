"""Fills an empty database with many cases and times the staff's pages on it.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 .venv/bin/python -m bench.staff_pages
    DATABASE_URL=postgres://… .venv/bin/python -m bench.staff_pages --cases 10000

The rows are inserted in bulk, as far as the pages read them; what waits is worked out by reviews.turns as after
any change. A database that is filled already is only timed. Server time is taken around Django's test client.
"""

import argparse
import os
import random
import statistics
import sys
import time
import uuid
from datetime import timedelta
from typing import Any


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    from django.core.management import call_command

    import cspr_portal.wsgi  # noqa: F401  Django as the server sets it up
    from reviews.models import Case

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Case.objects.exists():
        fill(options.cases)
    measure(options.rounds)


def fill(cases: int) -> None:
    """Insert the demonstration's people, `cases` cases with a child each, and four returns a case."""
    from django.db import connection, transaction

    from cspr_portal import clock
    from publications.demo import people
    from reviews import references
    from reviews.models import (
        AgencyRequest,
        AgencyReturn,
        Case,
        Child,
        CriteriaDecision,
        Notification,
        PartnerView,
        StageChange,
    )
    from reviews.stages import Stage
    from reviews.turns import working_out

    at = clock.now()
    found = people.found(at=at - timedelta(days=700), password=people.new_password())
    areas, agencies = list(found.areas.values()), list(found.agencies.values())
    coordinator = found["coordinator"]
    chance = random.Random(7)  # noqa: S311  the same database each time
    stages = [Stage.LOGGED, Stage.RAPID_REVIEW, Stage.NOT_MET, Stage.NO_REVIEW]
    began = time.perf_counter()
    for start in range(0, cases, 1000):
        batch, decisions, notifications, children, views, changes, requests, returns = ([] for _ in range(8))
        for number in range(start, min(start + 1000, cases)):
            aware = clock.today(at) - timedelta(days=chance.randrange(1, 600))
            logged_at = clock.at_hour(aware, 11)
            stage = stages[number % len(stages)]
            case = Case(
                reference=references.new(),
                area=areas[number % len(areas)],
                stage=stage,
                children_safe="yes",
                incident_precision="unknown",
                aware_on=aware,
                both_limbs_on=aware,
                abuse="suspected",
                outcome="seriously_harmed",
                summary="A child was badly hurt at home.",
                logged_at=logged_at,
                logged_by=coordinator,
                form_key=uuid.uuid4(),
            )
            batch.append(case)
            children.append(
                Child(case=case, pseudonym=f"Child {number}", added_at=logged_at, added_by=coordinator)
            )
            changes.append(
                StageChange(
                    case=case, to_stage=stage, reason="Logged.", changed_at=logged_at, changed_by=coordinator
                )
            )
            if stage != Stage.LOGGED:
                decision = CriteriaDecision(
                    case=case,
                    is_met=stage != Stage.NOT_MET,
                    rationale="As weighed.",
                    decided_at=logged_at,
                    decided_by=coordinator,
                    decided_as="Review coordinator",
                )
                notification = Notification(
                    case=case,
                    sent_on=aware,
                    sent_by="The council",
                    recorded_at=logged_at,
                    recorded_by=coordinator,
                )
                decisions.append(decision)
                notifications.append(notification)
            elif number % 8 == 0:
                area = areas[number % len(areas)]
                partner = found.partners(area)[1]
                views.append(
                    PartnerView(
                        case=case,
                        partner_role="police",
                        agency=partner.agency,
                        abuse="suspected",
                        outcome="died",
                        view="agrees",
                        reasons="As weighed.",
                        given_at=logged_at,
                        given_by=partner,
                        given_as="Police",
                    )
                )
            for agency in chance.sample(agencies, 4):
                request = AgencyRequest(
                    case=case,
                    agency=agency,
                    purpose="rapid_review",
                    state="accepted" if stage != Stage.RAPID_REVIEW else "asked",
                    asked="What you know.",
                    due_on=clock.add_working_days(aware, 10),
                    sent_at=logged_at,
                    sent_by=coordinator,
                )
                requests.append(request)
                returns.append(
                    AgencyReturn(
                        request=request,
                        involvement="We knew the family.",
                        saved_at=logged_at,
                        saved_by=coordinator,
                    )
                )
        with transaction.atomic():
            for rows in (batch, decisions, notifications, children, changes, views, requests, returns):
                if rows:
                    type(rows[0]).objects.bulk_create(rows)
            for decision in decisions:
                decision.case.criteria_decision = decision
            for notification in notifications:
                notification.case.notification = notification
            Case.objects.bulk_update(batch, ["criteria_decision", "notification"])
            for case in batch:
                working_out.refresh(case.pk)
        print(f"{start + len(batch)} cases, {time.perf_counter() - began:.0f} s", file=sys.stderr)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what a server in use has done by itself


class Counting:
    """Counts the statements of a connection, transactions included."""

    def __init__(self, connection: Any) -> None:
        self.wrapper = connection.execute_wrapper(self)
        self.count = 0

    def __call__(self, run: Any, *statement: Any) -> Any:
        self.count += 1
        return run(*statement)

    def __enter__(self) -> "Counting":
        self.wrapper.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self.wrapper.__exit__(*failure)


def measure(rounds: int) -> None:
    """Print, for each page and role, the queries and the median and slowest server time of `rounds` requests."""
    from django.db import connection
    from django.test import Client

    import cspr_portal.wsgi  # noqa: F401  so that Python's collector keeps out as it does in the server
    from reviews.models import AgencyReturn, Case, Turn, User

    print(f"{connection.vendor}: {Case.objects.count()} cases, {AgencyReturn.objects.count()} returns,")
    print(f"{Turn.objects.count()} things waiting; {rounds} requests each")
    print(f"{'page':44} {'as':16} {'queries':>7} {'median ms':>10} {'slowest':>8}")
    case = Case.objects.filter(stage="rapid_review").first()
    assert case is not None  # noqa: S101  the filling made one
    pages = [
        "/staff/",
        "/staff/?page=40",
        "/staff/cases/",
        "/staff/cases/?page=200",
        "/staff/cases/?q=Child+77",
        "/staff/cases/?sort=clock",
        f"/staff/cases/{case.reference}/",
    ]
    for account in ("coordinator", "police-delegate", "la-delegate"):
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(email=f"{account}@demo.invalid"))
        for page in pages:
            answer = client.get(page)
            if answer.status_code != 200:
                continue
            with Counting(connection) as queries:
                client.get(page)
            times = []
            for _ in range(rounds):
                began = time.perf_counter()
                client.get(page)
                times.append((time.perf_counter() - began) * 1000)
            shown = page.replace(case.reference, "…")
            middle, slowest = statistics.median(times), max(times)
            print(f"{shown:44} {account:16} {queries.count:7} {middle:10.1f} {slowest:8.1f}")


if __name__ == "__main__":
    main()
