"""The day of publication: what speaks against it without saying which date it is, and the pack for the NSPCC."""

import io
import zipfile
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from publications.models import Publication
from reviews import sealed
from reviews.anniversaries import is_close
from reviews.models import AuditRow, ProceedingStatus, SealedKind
from reviews.proceedings import actions as proceedings
from reviews.stages import Stage
from tests import publication_builders as build
from tests.reading import words
from tests.test_release_checklist import at_
from tests.typed import day

FAMILY = "a date that matters to the family"
HEARING = "a listed hearing"


@given(
    st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    st.integers(-40, 40),
    st.integers(-7, 7),
    st.integers(8, 170),
)
def test_a_week_round_each_anniversary_is_close_and_no_day_more(
    known: date, years: int, near: int, far: int
) -> None:
    """Practice 21: across the year's end, and for 29 February."""
    year = known.year + years
    leapt = known.month == 2 and known.day == 29
    anniversary = known.replace(year=year, day=28 if leapt else known.day)
    assert is_close(anniversary + timedelta(days=near), [known])
    for days in (far + 1, -far - 1):
        assert not is_close(anniversary + timedelta(days=days), [known])


@pytest.fixture
def report(db: Any, cast: Any, make_case: Any) -> Publication:
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    build.see_to_everything(cast, publication)
    return build.fresh(publication)


def test_the_day_is_warned_of_without_saying_which(cast: Any, as_user: Any, report: Publication) -> None:
    """Practice 21: births, deaths, the incident and hearings; the same words for a publisher, and a row in the log."""
    case, today = report.case, clock.today(clock.now())
    assert case is not None
    child = case.children.get()
    free = next(
        one
        for one in (today + timedelta(days=number) for number in range(60, 400))
        if not is_close(one, [date(2019, 3, 14), case.incident_from or today])
    )
    near = free + timedelta(days=30)
    while is_close(free, [near]):
        near += timedelta(days=1)
    died = near.replace(year=near.year - 2, day=min(near.day, 28))
    facts = [(SealedKind.DATE_OF_DEATH, died.isoformat())]
    sealed.seal(case, facts, child=child, by=cast.coordinator, at=clock.now())
    hearing = {"kind": "criminal", "status": ProceedingStatus.OPEN, "expected_end": free + timedelta(days=7)}
    for person in (cast.coordinator, cast.publisher):
        browser = as_user(person)

        def follows(chosen: date) -> str:
            data = {"when": "later", "hour": "10:00"} | day("day", chosen)
            return words(browser.post(at_(report, "publish/"), data))  # noqa: B023

        assert FAMILY not in follows(free) and FAMILY in follows(died.replace(year=near.year))
        assert FAMILY in follows(date(free.year + 1, 3, 10))
        assert clock.day_words(died) not in follows(near) and "14 March 2019" not in follows(near)
        rows = AuditRow.objects.filter(verb="sealed.compared", actor=str(person.pk), reference=case.reference)
        assert rows.count() == 5
    assert HEARING not in follows(free)
    proceedings.add_proceeding(case, by=cast.coordinator, at=clock.now(), **hearing)
    build.see_to_everything(cast, report)
    assert HEARING in follows(free) and HEARING not in follows(free - timedelta(days=1))


def pack_of(browser: Any, publication: Publication) -> tuple[bytes, dict[str, bytes]]:
    answer = browser.get(at_(publication, "before/deposit-pack.zip"))
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return answer.content, {name: archive.read(name) for name in archive.namelist()}


def test_the_pack_holds_what_the_public_reads_and_no_more(
    cast: Any, as_user: Any, report: Publication
) -> None:
    """D23: made from what stands approved at that moment; the same bytes each time, and nothing of the case."""
    browser = as_user(cast.publisher)
    whole, held = pack_of(browser, report)
    assert set(held) == {"report.pdf", "about-this-report.txt"} and pack_of(browser, report)[0] == whole
    sheet = held["about-this-report.txt"].decode()
    assert report.edition is not None and report.case is not None
    assert sha256(held["report.pdf"]).hexdigest() in sheet
    assert "Title: Child Wren" in sheet and report.edition.summary in sheet and "Not set yet" in sheet
    people = (cast.coordinator, cast.second_coordinator, cast.police, cast.publisher)
    for secret in (report.case.reference, "Quarrington", "Northmere", *(person.name for person in people)):
        assert secret.encode() not in whole and secret not in sheet
    assert AuditRow.objects.filter(
        verb="publication.deposit_pack_made", actor=str(cast.publisher.pk)
    ).exists()
    build.rewrite(cast, report, summary="Zzanother summary.")
    assert browser.get(at_(report, "before/deposit-pack.zip")).status_code == 409
    build.check(cast, report)
    build.approve(cast, report)
    build.set_day(cast, report)
    later = pack_of(browser, report)[1]["about-this-report.txt"].decode()
    assert "Zzanother summary." in later and clock.day_words(clock.today(clock.now())) in later
    assert as_user(cast.police).get(at_(report, "before/deposit-pack.zip")).status_code == 403
    for held_since in (clock.now(), None):  # D25
        Publication.objects.filter(pk=report.pk).update(held_since=held_since)
        found = browser.get(at_(report, "before/deposit-pack.zip"))
        assert found.status_code == (409 if held_since else 200)
    build.withdraw(cast, build.fresh(report))
    assert browser.get(at_(report, "before/deposit-pack.zip")).status_code == 409
