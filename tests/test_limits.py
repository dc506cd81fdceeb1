"""What one person, case or publication may ask of the portal: how many files (C09), searches and made files (E15)."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from cspr_portal import clock
from publications import progress
from reviews.models import Document
from reviews.stages import Stage
from tests import files
from tests import publication_builders as build
from tests.reading import address, words

pytestmark = pytest.mark.django_db

SCENARIOS = ["case", "person"]


@pytest.mark.parametrize("whose", SCENARIOS)
def test_a_case_has_so_many_documents_and_no_more(
    whose: str, cast: Any, make_case: Any, as_user: Any, media: Any, settings: Any, time_machine: Any
) -> None:
    """C09: on the page in place of the button, and to a form that was open already; nothing reaches the disk."""
    case = make_case().case
    settings.FILES_PER_CASE, settings.FILES_PER_PERSON = (2, 9) if whose == "case" else (9, 2)
    browser = as_user(cast.coordinator)
    for number in range(2):
        assert files.add(browser, case, name="a.txt", data=b"%d" % number).status_code == 302
    before = files.on_disk(media)
    sentence = "this case has 2 documents" if whose == "case" else "you have added 2 documents within a day"
    page = words(browser.get(address(case, "documents/")))
    assert sentence in page and "ask whoever looks after the portal" in page and "Add a document" not in page
    assert browser.get(address(case, "documents/add/")).status_code == 409
    refused = files.add(browser, case, name="a.txt", data=b"3")
    assert refused.status_code == 409 and sentence in words(refused)
    assert files.on_disk(media) == before and case.documents.count() == 2
    other = files.add(as_user(cast.la), case, name="a.txt", data=b"4").status_code
    if whose == "person":
        assert other == 302
        time_machine.move_to(clock.now() + timedelta(hours=25))
    else:
        assert other == 409
        removal = {"reason": "Nobody needs it."}
        last = case.documents.latest("added_at")
        assert browser.post(address(case, f"documents/{last.pk}/remove/"), removal).status_code == 302
    assert files.add(as_user(cast.coordinator), case, name="a.txt", data=b"5").status_code == 302


@pytest.mark.parametrize("whose", SCENARIOS)
def test_a_publication_has_so_many_files_and_no_more(
    whose: str, cast: Any, as_user: Any, settings: Any
) -> None:
    """C09: what was taken out again is in the record, so it counts; what is there can still be taken out."""
    publication = build.drafted(cast)
    settings.FILES_PER_PUBLICATION, settings.FILES_PER_PERSON = (2, 9) if whose == "case" else (9, 2)
    browser, url = as_user(cast.publisher), f"/staff/publications/{publication.pk}/files/"

    def add() -> Any:
        number = str(progress.newest_draft(publication).number)
        typed = {"url": "https://video.example/1", "title": "A film", "transcript": "Hello."}
        return browser.post(f"{url}new/video/", {"expected_number": number} | typed)

    assert [add().status_code for _ in range(2)] == [302, 302]
    sentence = "2 files have been added to this" if whose == "case" else "you have added 2 files within a day"
    page = words(browser.get(url))
    assert sentence in page and "Take it out" in page and "What do you want to add?" not in page
    for refused in (add(), browser.post(url, {"kind": "video"}), browser.get(f"{url}new/picture/")):
        assert refused.status_code == 409 and sentence in words(refused)
    one = publication.attachments.latest("added_at")
    taken_out = browser.post(f"{url}{one.pk}/take-out/", {"expected_number": "3"})
    assert (taken_out.status_code, add().status_code) == (302, 409)
    assert publication.attachments.count() == 2


def test_a_page_of_a_thousand_files_answers_in_less_than_a_second(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    """C09: it is paged."""
    case, at = make_case().case, clock.now()
    Document.objects.bulk_create(
        Document(
            case=case,
            title=f"Paper {number}",
            media_type="text/plain",
            extension="txt",
            size=1,
            sha256="0" * 64,
            stored_name=f"{number:064}",
            scan="clean",
            added_at=at,
            added_by=cast.la,
        )
        for number in range(1_000)
    )
    browser = as_user(cast.coordinator)
    for page in ("1", "40"):
        began = time.perf_counter()
        answer = words(browser.get(address(case, "documents/"), {"page": page}))
        assert time.perf_counter() - began < 1
        assert answer.count("Fingerprint") == 25 and f"Page {page} of 40" in answer


def test_searches_are_so_many_a_minute_for_each_person(
    cast: Any, make_case: Any, as_user: Any, settings: Any, time_machine: Any
) -> None:
    """E15: 429 with Retry-After and a sentence; the page itself, and other people, are not held up."""
    case = make_case(Stage.DRAFTING).case
    settings.MOST_A_MINUTE = {"searches": 4, "files": 9}
    time_machine.move_to(clock.now().replace(second=1), tick=False)
    searching = [
        ("/staff/cases/", {"q": "Wren"}),
        (address(case, "correspondence/"), {"party": "coroner"}),
        (address(case, "chronology/"), {"words": "fall"}),
        ("/staff/actions/", {"agency": "x"}),
        ("/staff/publications/", {"state": "open"}),
    ]
    browser = as_user(cast.coordinator)
    answers = [browser.get(url, asked) for url, asked in searching]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert answers[-1]["Retry-After"] == "60" and "Wait a minute, then search again." in words(answers[-1])
    for url, asked in searching:
        assert browser.get(url, asked).status_code == 429
        assert browser.get(url).status_code == 200
    assert as_user(cast.second_coordinator).get(*searching[0]).status_code == 200
    time_machine.shift(60)
    assert browser.get(*searching[0]).status_code == 200


@pytest.mark.django_db
def test_visitors_searches_are_so_many_a_minute_from_one_connection(settings: Any, time_machine: Any) -> None:
    """E15, E13: wherever it says it comes from; lists without words, pages and other connections are not held up."""
    settings.MOST_A_MINUTE = settings.MOST_A_MINUTE | {"public searches": 3}
    time_machine.move_to(clock.now().replace(second=1), tick=False)
    addresses = ["/published/?q=a", "/published/feed.atom?q=b", "/published/catalogue.json?q=c"]
    for number, url in enumerate(addresses):
        assert Client(headers={"X-Forwarded-For": f"198.51.100.{number}"}).get(url).status_code == 200
    for url in addresses:
        refused = Client().get(url)
        assert (refused.status_code, refused["Retry-After"]) == (429, "60")
        assert "Wait a minute, then search again." in words(refused)
    assert Client().get("/published/?kind=brief").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get(addresses[0]).status_code == 200
    settings.BEHIND_PROXY = True
    for place, status in (("192.0.2.8", 200), ("198.51.100.9, 127.0.0.1", 429)):
        assert Client(headers={"X-Forwarded-For": place}).get(addresses[0]).status_code == status
    time_machine.shift(60)
    assert Client().get(addresses[0]).status_code == 200


def test_files_are_made_one_at_a_time_and_so_many_a_minute(
    cast: Any, make_case: Any, as_user: Any, settings: Any, monkeypatch: Any, time_machine: Any
) -> None:
    """E15: the second is refused while the first is being made, also when that fails; nothing of it is recorded."""
    case = make_case(Stage.DRAFTING).case
    settings.MOST_A_MINUTE = {"searches": 9, "files": 6}
    time_machine.move_to(clock.now().replace(second=1), tick=False)
    browser = as_user(cast.coordinator)
    url, export = address(case, "decisions/criteria.pdf"), address(case, "chronology/export.csv")
    meanwhile: list[Any] = []

    def made(*args: Any, **kwargs: Any) -> bytes:
        meanwhile.append(browser.get(export))
        raise Http404  # as good as any other end but one: tests of group E want no fault

    monkeypatch.setattr("reviews.decisions.record_views.staff_pdf", made)
    assert browser.get(url).status_code == 404
    [second] = meanwhile
    assert (second.status_code, second["Retry-After"]) == (429, "60")
    assert "A file is being made for you already." in words(second)
    assert [browser.get(export).status_code for _ in range(5)] == [200] * 4 + [429]
    assert as_user(cast.la).get(export).status_code == 200
    time_machine.shift(60)
    assert browser.get(export).status_code == 200
