"""A link to a copy: one person, a few times, for a while; and what it is afterwards, which is nothing."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from publications.models import CopyLink, CopyOpening, EditionFile, Publication
from publications.withdrawals import actions as withdrawals
from reviews.models import AuditRow
from tests import copying
from tests import publication_builders as build
from tests.reading import words

pytestmark = pytest.mark.django_db

NONSENSE = f"/copy/{'A' * 43}/"
FORBIDDEN = ("court_order", "identification", "safety")


@pytest.fixture
def link(
    cast: Any, as_user: Any, time_machine: Any, django_capture_on_commit_callbacks: Any
) -> tuple[Publication, str]:
    """A publication in its last days, and the address that somebody got for it, for the usual fourteen days."""
    publication = build.opened(cast, title="Child Zzwren", kind="scr")
    assert publication.closes_at is not None
    time_machine.move_to(publication.closes_at - timedelta(days=5), tick=False)
    browser = as_user(cast.publisher)
    return publication, copying.link_to(browser, publication, django_capture_on_commit_callbacks)


def test_looking_opens_nothing_and_the_button_hands_out_the_frozen_bytes(
    link: tuple[Publication, str],
) -> None:
    """Programs that follow the links in a mail get a page without a title; each opening is recorded."""
    publication, address = link
    file = EditionFile.objects.get(edition=publication.edition_id, name="report.pdf")
    visitor = Client()
    page = visitor.get(address)
    assert visitor.head(address).status_code == 200
    assert "Zzwren" not in words(page) and address not in words(page)
    assert not CopyOpening.objects.filter(is_file=True).exists()
    given = visitor.post(address, headers={"Origin": "null"})
    assert b"".join(given) == bytes(file.content)
    assert given["Content-Disposition"] == 'attachment; filename="report.pdf"'
    for answer in (page, given):
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, noarchive"
    assert "sandbox" in given["Content-Security-Policy"]
    assert not visitor.cookies and "Cookie" not in page.get("Vary", "")
    assert visitor.put(address).status_code == 405
    openings = list(CopyOpening.objects.order_by("opened_at").values_list("is_file", flat=True))
    assert openings == [False, False, True]
    rows = AuditRow.objects.filter(verb__in=["copy.link_opened", "copy.file_opened"]).order_by("sequence")
    assert [(row.verb, row.actor, row.request) for row in rows] == [
        *([("copy.link_opened", "server", {})] * 2),
        ("copy.file_opened", "server", {}),
    ]
    assert {row.reference for row in rows} == {str(CopyLink.objects.get().request_id)}


def ended(cast: Any, publication: Publication, browser: Client, time_machine: Any) -> None:
    only = CopyLink.objects.get()
    browser.post(copying.at(only.request, f"links/{only.pk}/end/"))


def expired(cast: Any, publication: Publication, browser: Client, time_machine: Any) -> None:
    time_machine.move_to(CopyLink.objects.get().expires_at, tick=False)


def opened_often(cast: Any, publication: Publication, browser: Client, time_machine: Any) -> None:
    for _ in range(5):
        assert Client().post(copying.newest_address()).status_code == 200


def corrected(cast: Any, publication: Publication, browser: Client, time_machine: Any) -> None:
    """D14: bytes that were replaced are nowhere."""
    build.rewrite(cast, publication, text=f"{build.TEXT}\nAnd more.", correction_reason="A word was wrong.")
    build.check(cast, publication)
    build.approve(cast, publication)


def held_beyond_its_end(cast: Any, publication: Publication, browser: Client, time_machine: Any) -> None:
    """D25: a restore may have lost why it left, and the end of the window, which nobody waits for, proves nothing."""
    Publication.objects.filter(pk=publication.pk).update(held_since=clock.now())
    time_machine.shift(timedelta(days=9))
    assert Client().get(f"/published/{publication.slug}/").status_code == 410


def withdrawn_for(kind: str) -> Callable[..., None]:
    def withdraw(cast: Any, publication: Publication, browser: Client, time_machine: Any) -> None:
        build.withdraw(cast, publication, kind)

    return withdraw


def reinstated(cast: Any, publication: Publication, browser: Client, time_machine: Any) -> None:
    """What a court order has killed stays dead when the publication comes back."""
    time_machine.shift(timedelta(hours=1))
    build.withdraw(cast, publication, "court_order")
    time_machine.shift(timedelta(hours=1))
    withdrawals.reinstate(
        build.fresh(publication),
        reason="The order was lifted.",
        adds_days_back=True,
        by=cast.la,
        at=clock.now(),
    )
    assert Client().get(f"/published/{publication.slug}/").status_code == 200


@pytest.mark.parametrize(
    "way",
    [
        ended,
        *(
            pytest.param(way, marks=pytest.mark.exhaustive, id=name)
            for name, way in {
                "expired": expired,
                "opened often": opened_often,
                "corrected": corrected,
                "reinstated": reinstated,
                "held beyond its end": held_beyond_its_end,
                **{kind: withdrawn_for(kind) for kind in FORBIDDEN},
            }.items()
        ),
    ],
)
def test_when_it_is_over_it_is_what_nonsense_is(
    way: Callable[..., None],
    link: tuple[Publication, str],
    cast: Any,
    as_user: Any,
    time_machine: Any,
) -> None:
    """D20, practice 23: on the next request, byte for byte, for every method, and nothing more is recorded."""
    publication, address = link
    assert Client().get(address).status_code == 200
    way(cast, publication, as_user(cast.publisher), time_machine)
    before = CopyOpening.objects.count()
    for method in ("get", "head", "post", "put"):
        there, nowhere = (getattr(Client(), method)(url) for url in (address, NONSENSE))
        assert there.status_code == nowhere.status_code == (405 if method == "put" else 404)
        assert there.content == nowhere.content
        assert dict(there.headers) == dict(nowhere.headers)
    for odd in ("/copy/x/", f"/copy/{'é' * 43}/", f"/copy/{'A' * 900}/"):
        assert Client().get(odd).content == Client().get(NONSENSE).content
    assert CopyOpening.objects.count() == before
    page = words(as_user(cast.publisher).get(copying.at(CopyLink.objects.get().request)))
    assert "End this link" not in page and "Works until" not in page


def test_an_ordinary_end_and_another_reason_leave_it_alive(
    link: tuple[Publication, str], cast: Any, time_machine: Any
) -> None:
    """The other side of the test above: what has left the site is what copies are for."""
    publication, address = link
    time_machine.shift(timedelta(days=1))
    build.withdraw(cast, publication, "other")
    assert Client().get(f"/published/{publication.slug}/").status_code == 410
    assert Client().get(address).status_code == Client().post(address).status_code == 200
    withdrawals.reinstate(
        build.fresh(publication), reason="It is right.", adds_days_back=False, by=cast.la, at=clock.now()
    )
    time_machine.shift(timedelta(days=9))
    assert Client().get(f"/published/{publication.slug}/").status_code == 410
    assert Client().get(address).status_code == Client().post(address).status_code == 200


def test_spoilt_bytes_are_not_handed_out_and_the_log_does_not_hold_the_address(
    link: tuple[Publication, str],
) -> None:
    """F03, I05: what is handed out is what was approved; Django logs the address of an error."""
    _publication, address = link
    EditionFile.objects.filter(name="report.pdf").update(content=b"%PDF-1.7 something else")
    assert Client().post(address).status_code == 500
    assert not CopyOpening.objects.filter(is_file=True).exists()
    console = next(one for one in logging.getLogger().handlers if one.name == "console")
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Wrong", address), None)
    console.handle(record)
    assert record.getMessage() == "Wrong: /copy/…/"
