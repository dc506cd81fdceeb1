"""A disk that is full, wherever something is written: a plain answer, nothing by halves, and the public site goes on."""

import errno
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client

from cspr_portal.pdf import tagged
from reviews.audit.verification import verify
from tests import files, typed
from tests import publication_builders as build
from tests.reading import address, everything_but_the_audit_log, words
from tests.simultaneous import rows

pytestmark = pytest.mark.django_db


def no_room_in(*tables: str) -> Callable[..., Any]:
    """What PostgreSQL and SQLite say when a row has no room any more."""

    def run(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(tuple(f'INSERT INTO "{table}"' for table in tables)):
            raise OperationalError("ZZCANARY: could not extend file: No space left on device")
        return execute(sql, *rest)

    return run


def no_room(*args: Any, **kwargs: Any) -> Any:
    raise OSError(errno.ENOSPC, "ZZCANARY: No space left on device")


def whole() -> dict[str, list[str]]:
    found = everything_but_the_audit_log()
    found.pop("StaffSession", None)
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("real_database")
def test_f04_without_room_for_a_row_or_its_audit_row_nothing_is_done_or_shown(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    """F04, G03: the step, its audit row, or a page that has to be noted: refused whole; visitors read on."""
    case, publication = make_case().case, build.opened(cast)
    checked = build.checked(cast, title="Another")
    police = as_user(cast.police)
    police.raise_request_exception = False
    view = (address(case, "view/"), typed.view())
    approval = (f"/staff/publications/{checked.pk}/approve/", {"number": "1", "has_read": "on"})
    sound = police.get(address(case)).content.decode()
    assert case.children.get().pseudonym in sound
    before = whole()
    for table, wish in (
        ("reviews_partnerview", view),
        ("reviews_auditrow", view),
        ("publications_edition", approval),
        ("publications_editionfile", approval),
        ("reviews_auditrow", approval),
        ("reviews_auditrow", (address(case), None)),
    ):
        with connection.execute_wrapper(no_room_in(table)):
            answer = police.post(*wish) if wish[1] else police.get(wish[0])
            outlets = ("", "report.pdf", "cover")
            assert [Client().get(f"/published/{publication.slug}/{one}").status_code for one in outlets] == [
                200
            ] * 3
        page = words(answer)
        assert answer.status_code == 503 and answer.headers["Retry-After"], (table, wish)
        assert "check whether it was kept before you send it again" in page
        assert "ZZCANARY" not in page and case.children.get().pseudonym not in page
        assert (whole(), verify().fault) == (before, None), (table, wish)
    assert (rows("criteria.view_given"), rows("publication.approved")) == (0, 1)
    assert police.post(*view).status_code == 302 and police.post(*approval).status_code == 302


def test_f04_without_room_for_what_is_on_its_way_in_or_out_nothing_is_kept(
    cast: Any, make_case: Any, as_user: Any, media: Path
) -> None:
    """F04: a file that is being sent, and a PDF that is being drawn."""
    case, checked = make_case().case, build.checked(cast)
    browsers = {person: as_user(person) for person in (cast.coordinator, cast.police)}
    before = whole()
    with open("/dev/full", "w+b", buffering=0) as full:
        for person, (path, data), broken in (
            (
                cast.coordinator,
                (address(case, "documents/add/"), files.typed()),
                patch.object(tempfile, "TemporaryFile", lambda **_: full),
            ),
            (
                cast.police,
                (f"/staff/publications/{checked.pk}/approve/", {"number": "1", "has_read": "on"}),
                patch.object(tagged, "_fonts", no_room),
            ),
        ):
            browsers[person].raise_request_exception = False
            with broken:
                answer = browsers[person].post(path, data)
            assert answer.status_code == 503 and "ZZCANARY" not in words(answer), path
            assert "check whether it was kept before you send it again" in words(answer)
            assert (whole(), files.on_disk(media), verify().fault) == (before, [], None)
