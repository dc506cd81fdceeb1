"""That something isn't there: every address of it answers as for a key that nobody ever gave. No test lives here."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.reading import everything_but_the_audit_log, words


def answer(response: HttpResponse) -> tuple[Any, ...]:
    """All that a browser gets, but the date."""
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    return response.status_code, headers, response.cookies.output(), response.content


def expect_nothing(
    browser: Client,
    key: uuid.UUID,
    routes: Iterable[tuple[str, str]],
    posted: dict[str, str],
    *,
    least: int,
    unsaid: dict[str, str],
) -> None:
    """Expect of every route (with the name of its view) that it answers as for a made-up key, and does nothing.

    `posted` would do something if a door were open; `least`: how many routes there must be; `unsaid`: what the lists at
    those addresses don't say.
    """
    browser.get("/staff/")  # the session's first answer carries its cookie
    before = everything_but_the_audit_log()
    walked = 0
    for route, name in routes:
        real, made_up = (re.sub("<uuid:[^>]+>", str(one), route) for one in (key, uuid.uuid4()))
        for method in ("get", "post", "head", "put", "options"):
            data = (posted,) if method == "post" else ()
            there, nowhere = (getattr(browser, method)(url, *data) for url in (real, made_up))
            assert answer(there) == answer(nowhere), (name, method)
            assert there.status_code in {404, 405}, (name, method)
        assert browser.get(real).status_code == 404, name
        walked += 1
    assert walked >= least
    assert everything_but_the_audit_log() == before
    for address, text in unsaid.items():
        assert text not in words(browser.get(address)), address
