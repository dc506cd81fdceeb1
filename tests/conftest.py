"""The cast, cases carried to a stage by the real actions, and what several modules need. No test lives here."""

import gc
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.test import Client

from cspr_portal import clock, pace
from publications.demo import people
from publications.demo.walk import Story, Walk
from publications.public import memory
from reviews.models import Agency, Area, Case, CoordinatorArea, SealedKind, User
from reviews.stages import Stage
from tests import answers, migrated, security_cases, signing_in, snapshots
from tests.simultaneous import at_once, real_database  # noqa: F401  # fixtures of two modules

# Slow hashes protect real passwords; here they would only cost time.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.RECOVERY_CODE_WORK = 2**4
# As does waiting, so that an answer's time tells nothing.
settings.LINK_TAKES = 0
# How long an example takes says what else the machine does.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")
# Pages are tested without a collected manifest; the browser gets the files from their sources.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STATIC_ROOT = settings.BASE_DIR / "build" / "nothing-collected"
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

PASSWORD = "a-long-password-for-tests"

REPORT = """## Who they are

A child who liked to laugh, and who was known to three services.

## What happened

In the spring each service saw something small, and wrote it down.

## Systemic reasons

Nobody was asked to put the small worries together.

## Recommended improvements

Give every service one number to ring with a small worry.
"""


# Of each module, so many tests with a database: two minutes are to be enough however many modules there are to come.
QUICK_TESTS = 2


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "run the first case of each parametrised test, and of each module the first tests with a database"
    parser.addoption("--sample", action="store_true", help=words)
    words = "run only what asks the database, and could answer otherwise with another one"
    parser.addoption("--of-database", action="store_true", help=words)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have the database made of which each worker takes a copy, while they collect."""
    if session.config.pluginmanager.has_plugin("dsession"):
        session.config.add_cleanup(migrated.made_meanwhile().wait)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the browser's journeys; keep a sample where that was asked for: `make quick` has two minutes.

    The run on PostgreSQL leaves out what the run on SQLite has shown for both: tests that use no database, or of which
    the answer is marked as the same with each.
    """
    # Long ones at the end would leave one core waiting for the other.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if config.getoption("--of-database"):
        asking, others = [], []
        for item in items:
            (asking if _asks_the_database(item) else others).append(item)
        config.hook.pytest_deselected(items=others)
        items[:] = asking
    if not config.getoption("--sample"):
        return
    seen: set[str] = set()
    count: Counter[Path] = Counter()
    kept, left_out = [], []
    for item in items:
        name = item.nodeid.partition("[")[0]
        has_database = item.get_closest_marker("django_db") is not None
        is_left_out = name in seen or (has_database and count[item.path] >= QUICK_TESTS)
        (left_out if is_left_out else kept).append(item)
        seen.add(name)
        count[item.path] += has_database and not is_left_out
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("same_with_each_database"):
        return False
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server", "first_rows"}
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & set(getattr(item, "fixturenames", ()))
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the report of each test say which security cases it is for; it may be another process that adds them up."""
    item.user_properties.append(("security cases", sorted(_cases_of(item))))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Count what the portal answers to tests of group E, and fail each in which it answers with a fault."""
    if not any(case.startswith("E") for case in _cases_of(item)):
        return (yield)
    with answers.listened_to() as given:
        try:
            yield
        finally:
            faults = [asked for status, asked in given if status == 500]
            item.user_properties.append((answers.COUNTED, [len(given), len(faults)]))
    assert not faults, f"answered with 500: {faults[:3]}"


def _cases_of(item: pytest.Item) -> set[str]:
    return security_cases.cases_of(item.name, getattr(getattr(item, "function", None), "__doc__", None))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many of the security cases were tried, and how often tests of group E were answered."""
    ran: dict[str, set[str]] = {"passed": set(), "failed": set(), "error": set()}
    for outcome, cases in ran.items():
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in getattr(report, "user_properties", []):
                cases.update(value if name == "security cases" else [])
    failed = ran["failed"] | ran["error"]
    terminalreporter.write_line(security_cases.said(ran["passed"] | failed, failed))
    reports = [
        report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])
    ]
    terminalreporter.write_line(answers.said(reports))


def pytest_collection_finish() -> None:
    """Keep what stays until the end out of the garbage collector's sight: it took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Let the test database begin as a copy of one that went through all migrations."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(migrated.copied())
        yield


@pytest.fixture(scope="session", autouse=True)
def media_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the tests' own for the files that they add to cases."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    setting_changed.send(sender=None, setting="MEDIA_ROOT", value=settings.MEDIA_ROOT, enter=True)
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def _nothing_was_asked_for_yet() -> None:
    """Let no test wait for the searches of another, or be shown what another's page was drawn from."""
    pace.forget()
    memory.pages.forget()
    memory.files.forget()
    memory.answers.forget()


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """A folder for the files of one test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@dataclass
class Cast:
    """One person per role, and somebody from another area who may know of nothing."""

    partnership: people.Partnership
    outsider: User

    def __getattr__(self, name: str) -> User:
        account = {"la": "la-delegate", "police": "police-delegate", "icb": "icb-delegate"}.get(name, name)
        return self.partnership[account.replace("_", "-").replace("second-coordinator", "coordinator-2")]


@pytest.fixture
def first_rows(db: None) -> Iterator[None]:
    """The rows that the migrations add."""
    with snapshots.from_first_rows():
        yield


@pytest.fixture(autouse=True)
def _first_rows_for_all(request: pytest.FixtureRequest) -> None:
    """Every test with a database finds the migrations' rows, whichever test came before it."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("first_rows")


@pytest.fixture
def partnership(first_rows: None) -> people.Partnership:
    """The demonstration's people and places, founded two years ago."""

    def found() -> None:
        people.found(at=clock.now() - timedelta(days=700), password=PASSWORD)

    snapshots.built_once(("partnership", clock.today(clock.now())), found)
    return people.Partnership(
        areas={area.name: area for area in Area.objects.all()},
        agencies={agency.name: agency for agency in Agency.objects.all()},
        people={user.email.split("@")[0]: user for user in User.objects.select_related("agency")},
        password=PASSWORD,
    )


@pytest.fixture
def cast(partnership: people.Partnership) -> Cast:
    """The demonstration's people, and a coordinator of a fourth area."""
    first = partnership["coordinator"]
    since = clock.today(clock.now()) - timedelta(days=700)

    def add() -> None:
        area = Area.objects.create(name="Farholt", front_door_telephone="01632 960445", starts_on=since)
        outsider = User.objects.create_user(
            "outsider@demo.invalid",
            PASSWORD,
            name="Olive Far",
            role="coordinator",
            role_confirmed_at=clock.now(),
            role_confirmed_by=first,
        )
        CoordinatorArea.objects.create(
            user=outsider, area=area, starts_on=since, confirmed_at=clock.now(), confirmed_by=first
        )

    snapshots.built_once(("outsider", since), add)
    return Cast(partnership, User.objects.get(email="outsider@demo.invalid"))


@pytest.fixture
def make_case(partnership: people.Partnership) -> Callable[..., Walk]:
    """Return a function that carries a new case to a stage: `make_case(Stage.DRAFTING).case`."""

    def make(
        stage: Stage = Stage.LOGGED,
        *,
        area: str = "Northmere",
        pseudonym: str = "Child Wren",
        days_ago: int = 180,
    ) -> Walk:
        story = Story(
            area=area,
            pseudonym=pseudonym,
            summary="A child was badly hurt at home. No account fits what was seen.",
            aware_on=clock.today(clock.now()) - timedelta(days=days_ago),
            sealed=[
                (SealedKind.GIVEN_NAME, "Zebedee"),
                (SealedKind.FAMILY_NAME, "Quarrington"),
                (SealedKind.DATE_OF_BIRTH, "2019-03-14"),
                (SealedKind.NHS_NUMBER, "9434765919"),
                (SealedKind.SCHOOL, "Quillmoor Primary"),
                (SealedKind.PRACTITIONER, "Lavinia Tarrow"),
            ],
            report=REPORT,
        )
        walk = Walk(partnership, story)

        def carry() -> tuple[UUID, datetime]:
            walk.to(stage)
            return walk.case.pk, walk.at

        today = clock.today(clock.now())
        # A test that makes the walk go another way gets one of its own.
        way = tuple(step for step in vars(Walk).values() if callable(step))
        pk, walk.at = snapshots.built_once((stage, area, pseudonym, days_ago, today, way), carry)
        walk.case = Case.objects.get(pk=pk)
        return walk

    return make


@pytest.fixture
def in_another_time_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The server's own zone is the one named by the test's parameter."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """Return a function that gives a browser in which the person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def today() -> date:
    """The day in London."""
    return clock.today(clock.now())


@pytest.fixture
def aware(today: date) -> date:
    """A day on which the council may have become aware of a case that is logged now."""
    return today - timedelta(days=3)


@pytest.fixture
def case(make_case: Callable[..., Walk]) -> Case:
    """A case whose review is at work: panel and reviewer are there."""
    return make_case(Stage.GATHERING).case


@pytest.fixture
def rapid(make_case: Callable[..., Walk]) -> Case:
    """A case whose rapid review is under way: agencies are asked now."""
    return make_case(Stage.RAPID_REVIEW, days_ago=5).case


@pytest.fixture
def scoping(make_case: Callable[..., Walk]) -> Case:
    """A case whose review has just been commissioned: three empty seats, nobody appointed."""
    return make_case(Stage.SCOPING, days_ago=40).case


@pytest.fixture
def admin(cast: Cast, as_user: Callable[[User], Client]) -> Client:
    """A browser in which the administrator is signed in."""
    return as_user(cast.administrator)


@pytest.fixture
def person(db: None) -> User:
    """Somebody with a real account, who needs a second factor."""
    return User.objects.create_user(signing_in.EMAIL, signing_in.PASSWORD, name="Jo Marsh", role="auditor")


@pytest.fixture
def demo_person(db: None) -> User:
    """Somebody with a demonstration's account, who needs none."""
    return User.objects.create_user(
        "someone@demo.invalid", signing_in.PASSWORD, name="Some One", role="auditor"
    )
