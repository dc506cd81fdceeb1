"""A copy asked for and sent, in a real browser: the visitor asks, staff answer, the link opens it and then nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from tests import copying
from tests import publication_builders as build

from .conftest import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_copy_is_asked_for_and_sent(start: Callable[..., Journey], cast: Any) -> None:
    publication = build.opened(cast, title="Seven minutes on listening")
    build.withdraw(cast, publication, "other")
    frozen = bytes(publication.edition.files.get(name="report.pdf").content)
    journey = start()
    journey.go("/request-a-copy/")
    journey.follow("Ask for a copy")
    journey.write(looking_for=copying.typed()["looking_for"], name="Zzada Reader", email=copying.EMAIL)
    journey.choose("purpose", "family")
    journey.press("Send your request")
    journey.says("Your request is sent")
    assert journey.page.context.cookies() == []

    journey.be("publisher")
    journey.follow("Somebody asked for a copy")
    journey.page.locator("main table a").click()
    journey.look("The request")
    journey.follow("Read and answer")
    journey.says("Zzlooking")
    journey.choose("answer", "link")
    journey.pick("publication", "Seven minutes on listening")
    journey.write(reason="It was public, and it is safe.")
    journey.press("Record and send the answer")
    journey.says("The link is on its way.")

    journey.page.context.clear_cookies()
    address = str(mail.outbox[-1].body).split("/copy/")[1].split()[0]
    journey.go(f"/copy/{address}")
    with journey.page.expect_download() as download:
        journey.page.get_by_role("button", name="Open the PDF").click()
    assert Path(download.value.path()).read_bytes() == frozen
    assert journey.page.context.cookies() == []

    journey.be("publisher")
    journey.go("/staff/publications/copies/")
    journey.page.locator("main table a").click()
    journey.says("the PDF 1 of 5 times")
    journey.press("End this link")
    journey.says("The link is ended.")
    assert journey.page.request.get(f"{journey.address}/copy/{address}").status == 404
