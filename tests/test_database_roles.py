"""PostgreSQL's role of the web processes: it does the portal's work, and changes nothing that is only ever added."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from cspr_portal import clock
from publications.models import Publication
from reviews.audit.verification import verify
from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db
ROLE = "portal_web_of_a_test"


@pytest.fixture
def as_web(capsys: Any) -> Iterator[None]:
    """Everything that follows is done by a role that has the rights that the command prints."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles.")
    call_command("database_roles", web=ROLE)
    printed = [line for line in capsys.readouterr().out.splitlines() if line not in ("BEGIN;", "COMMIT;")]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        for statement in printed:
            cursor.execute(statement)
        cursor.execute(f"SET ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def only_added() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "is_only_added", False)]


def test_g04_the_webs_role_cannot_alter_the_log_the_ledger_or_an_edition(cast: Any, as_web: None) -> None:
    tables = only_added()
    assert {"reviews_auditrow", "reviews_stagechange", "publications_edition"} <= set(tables)
    for table in [*tables, "reviews_audithead", "django_migrations"]:
        column = "sequence" if "audit" in table else "id"
        for statement in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            if (table, statement[:6]) == ("reviews_audithead", "UPDATE"):
                continue
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
    for forbidden in ("CREATE TABLE mine (id int)", "ALTER TABLE reviews_auditrow DISABLE TRIGGER ALL"):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            connection.cursor().execute(forbidden)


@pytest.mark.exhaustive
def test_g04_the_portals_main_job_is_done_under_the_webs_role(
    cast: Any, as_web: None, make_case: Any, as_user: Any
) -> None:
    """From logging a case to its report, a publication that opens and is withdrawn, and the pages on the way."""
    case = make_case(
        Stage.PRE_PUBLICATION, pseudonym="Child Wheatear"
    ).case  # built here, and by nobody before
    assert Case.objects.get(pk=case.pk).stage == Stage.PRE_PUBLICATION
    publication = build.opened(cast)
    assert as_user(cast.coordinator).get("/staff/").status_code == 200
    build.withdraw(publication=publication, cast=cast)
    assert not Publication.objects.public(clock.now()).filter(pk=publication.pk).exists()
    assert verify().is_whole and AuditRow.objects.filter(verb="publication.withdrawn_early").exists()


@pytest.mark.same_with_each_database
def test_every_table_of_the_portal_has_its_rights_and_no_other_has_any(capsys: Any) -> None:
    call_command("database_roles", web=ROLE)
    printed = capsys.readouterr().out
    granted = re.findall(r"GRANT ([A-Z, ]+) ON ((?:\"\w+\"(?:, )?)+) TO", printed)
    rights = {table: kind for kind, tables in granted for table in re.findall(r"\"(\w+)\"", tables)}
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert set(rights) == models | {"house_cache", "django_migrations"}
    assert {table for table, kind in rights.items() if kind == "SELECT, INSERT"} == set(only_added())
    with pytest.raises(CommandError):
        call_command("database_roles", web='x"; DROP TABLE reviews_auditrow; --')
