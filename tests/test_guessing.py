"""Guessing: tries are counted where every worker and every restart finds them, and no answer tells who has an account."""

import os
import subprocess
import sys
from time import perf_counter
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client

from reviews.models import User
from reviews.sign_in.passwords import EasyToGuessValidator
from tests.signing_in import EMAIL, PASSWORD, sign_in

# A worker that knows nothing but the database: it prints what it answers to the right password from a place that has
# tried nothing yet, and to somebody else.
ANOTHER_WORKER = f"""
import os, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.STORAGES["staticfiles"] = {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
django.setup()
from django.test import Client
for email, place in (("{EMAIL}", "192.0.2.98"), ("nobody@aldermere.example", "192.0.2.99")):
    typed = {{"login": email, "password": "{PASSWORD}"}}
    print(Client(REMOTE_ADDR=place, SERVER_NAME="localhost").post("/accounts/login/", typed).status_code)
"""


@pytest.mark.django_db(transaction=True)
def test_b09_tries_are_counted_for_all_workers_and_outlast_a_restart(
    real_database: None, person: User
) -> None:
    """Another process refuses what this one counted, under another name of the site too, and nobody else."""
    for number in range(10):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), password="wrong words here")
    worker = subprocess.run(
        [sys.executable, "-c", ANOTHER_WORKER, str(connection.settings_dict["NAME"])],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cspr_portal.settings", "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert worker.stdout.split() == ["429", "200"], worker.stderr


@pytest.mark.django_db
def test_b10_every_failure_costs_one_hash(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown, wrong, closed, invited: the hash takes nearly all of the time, so the times tell as little as the page."""
    accounts = {
        "closed@aldermere.example": {"password": PASSWORD, "is_active": False},
        "invited@aldermere.example": {"password": None},
    }
    for email, facts in accounts.items():
        User.objects.create_user(email, name="Some One", role="auditor", **facts)
    hasher, counted = type(hashers.get_hasher()), []
    real = hasher.encode

    def count(self: Any, *args: Any, **kwargs: Any) -> str:
        counted.append(1)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(hasher, "encode", count)
    costs = {}
    for email in (EMAIL, "nobody@aldermere.example", "no-address", *accounts):
        counted.clear()
        assert (
            sign_in(Client(), email, PASSWORD if email in accounts else "not the password").status_code == 200
        )
        costs[email] = len(counted)
    assert set(costs.values()) == {1}, costs


@pytest.mark.django_db
def test_b10_asking_for_a_link_takes_as_long_whether_there_is_an_account_or_not(
    person: User, settings: Any, mailoutbox: Any
) -> None:
    """A mail takes ten times as long as none; so every answer waits for the same moment."""
    settings.LINK_TAKES = 0.15
    times: dict[str, list[float]] = {EMAIL: [], "nobody@aldermere.example": []}
    for _ in range(3):
        for email, taken in times.items():
            began = perf_counter()
            Client().post("/accounts/password/reset/", {"email": email})
            taken.append(perf_counter() - began)
    known, unknown = (min(taken) for taken in times.values())
    assert len(mailoutbox) == 3 and min(known, unknown) >= 0.15
    assert abs(known - unknown) <= 0.05 * unknown, times


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "is_refused"),
    [
        ("{name}", True),
        ("{name} 2026!", True),
        ("{short}{short}", True),
        ("password password", True),
        ("abcabcabcabcabcabc", True),
        ("qwertyuiopasdfghjkl", True),
        ("Liverpool12345678", True),
        ("iloveyouiloveyou1", True),
        ("x" * 127 + "y", True),
        ("4@8({{[</369&#!1|0$5+7%2" * 100, False),
        ("{short} geese walk slowly", False),
        ("four plain words together", False),
    ],
)
def test_b12_the_partnerships_own_name_and_repetitions_are_refused(password: str, is_refused: bool) -> None:
    names = {"name": settings.PARTNERSHIP["name"], "short": settings.PARTNERSHIP["short_name"]}
    assert bool(EasyToGuessValidator().why_not(password.format(**names))) == is_refused
