"""The whole job in a real browser: from a logged case to a report that leaves the web on its day."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser

from cspr_portal import clock
from tests.browser import assert_accessible

from .conftest import Journey
from .steps import do_the_whole_job, look_round, read

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF_RANGE = {"HTTP_RANGE": "bytes=0-9"}


def test_the_whole_job_from_a_logged_case_to_gone(
    start: Callable[..., Journey], browser: Browser, live_server: Any
) -> None:
    """H02: on all these pages the browser has nothing to refuse, or its console would say so."""
    journey = start()
    do_the_whole_job(journey)
    look_round(journey)
    address = read(start())
    pdf = Client().get(f"{address}report.pdf")
    assert pdf.status_code == 200 and b"StructTreeRoot" in inflated(pdf.content)
    assert Client().get(f"{address}cover").status_code == 200

    with time_machine.travel(clock.now() + timedelta(days=396), tick=True):
        outlets = (address, f"{address}report.pdf", f"{address}cover")
        headers = ({}, PDF_RANGE, {"HTTP_IF_NONE_MATCH": pdf.headers.get("ETag", '"x"')})
        for outlet in outlets:
            for method in ("get", "head"):
                for extra in headers:
                    gone = getattr(Client(), method)(outlet, **extra)
                    assert gone.status_code == 410, (outlet, method, extra)
        for listing in ("/", "/published/", "/published/?q=Wren", "/published/feed.atom", "/sitemap.xml"):
            assert b"Child Wren" not in Client().get(listing).content, listing
        # A browser of its own: the first one may keep the page for its 60 seconds, by its own clock.
        later = browser.new_context()
        page = later.new_page()
        response = page.goto(live_server.url + address)
        assert response is not None and response.status == 410
        assert page.locator("h1").inner_text() == "This is no longer published"
        assert_accessible(page)
        later.close()


@pytest.mark.same_with_each_database
def test_the_whole_job_without_javascript_on_a_narrow_screen(start: Callable[..., Journey]) -> None:
    plain = start(has_script=False)
    do_the_whole_job(plain)
    look_round(plain)
    visitor = start(has_script=False)
    assert Client().get(f"{read(visitor)}report.pdf").status_code == 200


def inflated(pdf: bytes) -> bytes:
    """Return the PDF with its streams unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()
