"""Reading what came of a request: the page's characters, a case's addresses, the state of the database. No test."""

import html

from django.apps import apps
from django.db import connection
from django.http import HttpResponse

from reviews.models import AuditHead, AuditRow, Case, StaffSession


def words(response: HttpResponse) -> str:
    """The page with its characters as a reader sees them."""
    return html.unescape(response.content.decode())


def address(case: Case, rest: str = "") -> str:
    """An address under the case's reference."""
    return f"/staff/cases/{case.reference}/{rest}"


def everything_but_the_audit_log() -> dict[str, list[str]]:
    """All rows of the portal's own tables as they lie there, to compare what was before with what is after.

    Left out is what every visit writes: the log, and when a session was used.
    """
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for app in ("reviews", "publications"):
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                if model not in (AuditRow, AuditHead, StaffSession):
                    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
                    found[model.__name__] = sorted(map(repr, cursor.fetchall()))
    return found
