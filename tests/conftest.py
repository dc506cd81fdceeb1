"""The cast, and cases carried to a stage by the real actions. No test lives here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from cspr_portal import clock
from publications.demo import people
from publications.demo.walk import Story, Walk
from reviews.models import Area, Case, CoordinatorArea, SealedKind, User
from reviews.stages import Stage

# Slow hashes protect real passwords; here they would only cost time.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
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


@dataclass
class Cast:
    """One person per role, and somebody from another area who may know of nothing."""

    partnership: people.Partnership
    outsider: User

    def __getattr__(self, name: str) -> User:
        account = {"la": "la-delegate", "police": "police-delegate", "icb": "icb-delegate"}.get(name, name)
        return self.partnership[account.replace("_", "-").replace("second-coordinator", "coordinator-2")]


@pytest.fixture
def first_rows(db: None) -> None:
    """The rows that the migrations add. A test that commits leaves an emptied database to the next one."""
    first_rows = import_module("reviews.migrations.0002_first_rows")
    first_rows.add_first_rows(apps, None)


@pytest.fixture
def partnership(first_rows: None) -> people.Partnership:
    return people.found(at=clock.now() - timedelta(days=700), password=PASSWORD)


@pytest.fixture
def cast(partnership: people.Partnership) -> Cast:
    """The demonstration's people, and a coordinator of a fourth area."""
    first = partnership["coordinator"]
    since = clock.today(clock.now()) - timedelta(days=700)
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
    return Cast(partnership, outsider)


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
        walk = Walk(partnership, story).to(stage)
        walk.case = Case.objects.get(pk=walk.case.pk)
        return walk

    return make


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """Return a function that gives a browser in which the person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
