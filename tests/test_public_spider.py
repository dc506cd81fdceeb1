"""A visitor who follows every link: nothing that was planted in private is in any byte of what they reach."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.test import Client

from cspr_portal import clock
from publications import progress
from publications.attachments import actions as attaching
from publications.attachments.taking_in import take_in
from publications.linking.actions import link
from publications.models import Attachment, Publication
from publications.releasing import actions as releasing
from publications.versions import actions as versions
from publications.withdrawals import actions as withdrawals
from reviews.stages import Stage
from tests import copying
from tests import publication_builders as build
from tests.reading_pdfs import all_bytes, text_of

pytestmark = pytest.mark.django_db

WORD = "zzsecret"
# What the builders write where no reader comes, what visitors wrote, and what is sealed in the case.
PLANTED = (WORD, "zznote", "zzperson", *copying.CANARIES, "Zebedee", "Quarrington", "9434765919", "Lavinia")
BEGINNINGS = (
    "/",
    "/sitemap.xml",
    "/published/feed.atom",
    "/published/catalogue.json",
    "/robots.txt",
    "/no-such-page/",
)
LINKS = re.compile(
    r'(?:href|src|action)="([^"]+)"|<loc>([^<]+)</loc>|<id>([^<]+)</id>'
    r'|(?:content=|"\w+": |^ +)"(http://testserver[^"]+)"',
    re.MULTILINE,
)
OPEN_TITLE, VERSION_TITLE, BRIEF_TITLE = "A child who was not heard", "Not heard, in short", "Listening again"


@pytest.fixture
def site(cast: Any, make_case: Any, time_machine: Any) -> dict[str, Publication]:
    """A site with something public of every sort, and a planted word in each place that is not."""
    time_machine.move_to(clock.now(), tick=False)
    case = make_case(Stage.PRE_PUBLICATION).case
    report = build.drafted(cast, case=case, kind="cspr", title="Zzsecret first title", themes=[build.theme()])
    build.with_files(cast, report)
    build.check(cast, report)
    build.approve(cast, report)
    build.rewrite(cast, report, title=OPEN_TITLE)
    leave_a_file_out(cast, report)
    easy = build.version(cast, report, title=VERSION_TITLE)
    other = versions.create_version(
        report,
        form="bsl",
        language="en-GB",
        title="Zzsecret signs",
        summary="Zzsecret.",
        care_note="",
        text="## Zzsecret",
        by=cast.publisher,
        at=clock.now(),
    )
    words = {"title": "Zzsecret", "url": "https://video.example/zzsecret", "transcript": "Zzsecret words."}
    facts: dict[str, Any] = {"expected_number": 1, "by": cast.publisher, "at": clock.now()}
    attaching.add_file(other, None, kind="video", words=words, **facts)
    build.check(cast, report)
    build.approve(cast, report)
    time_machine.shift(timedelta(minutes=1))
    build.set_day(cast, report)
    build.rewrite(cast, report, text="## Zzsecret correction", correction_reason="Zzsecret reason")
    last = clock.add_months(clock.today(clock.now()), 30)
    build.extend(cast, report, last)
    brief = build.opened(cast, title=BRIEF_TITLE)
    gone = build.opened(cast, title="Zzsecret gone", text="## Zzsecret")
    draft = build.drafted(cast, title="Zzsecret draft", themes=[build.theme("Zzsecret theme", "zzsecret")])
    link(build.fresh(brief), [draft, gone], by=cast.publisher, at=clock.now())
    later = build.scheduled(cast, clock.now() + timedelta(days=9), title="Zzsecret to come")
    time_machine.shift(timedelta(hours=1))
    at = clock.now()
    releasing.cancel_day(later, reason="Zzsecret.", by=cast.publisher, at=at)
    build.set_day(cast, later, at + timedelta(days=8))
    for one in (brief, gone):
        withdrawals.withdraw_early(
            build.fresh(one), kind="other", reason="Zzsecret.", approver=cast.la, by=cast.la, at=at
        )
    withdrawals.reinstate(
        build.fresh(brief),
        reason="Zzsecret.",
        adds_days_back=True,
        by=cast.police,
        at=at + timedelta(hours=1),
    )
    time_machine.shift(timedelta(hours=2))
    copying.ask()
    named = {"report": report, "easy": easy, "brief": brief, "gone": gone, "later": later, "draft": draft}
    return {name: build.fresh(one) for name, one in named.items()}


def leave_a_file_out(cast: Any, publication: Publication) -> None:
    """Add a document with the planted word in title, words and name, and take it out again."""
    taken = take_in("document", build.pdf_of("Zzsecret pages."), title="Zzsecret", publication=publication)
    newest = progress.newest_draft(publication)
    facts = {"by": newest.written_by, "at": clock.now()}
    words = {"title": "Zzsecret file", "reason": "Zzsecret."}
    attaching.add_file(
        publication, taken, kind="document", words=words, expected_number=newest.number, **facts
    )
    build.check(cast, publication)
    build.approve(cast, publication)
    attaching.take_out(
        Attachment.objects.get(title="Zzsecret file"), expected_number=newest.number + 1, **facts
    )


def crawled(beginnings: Any) -> dict[str, Any]:
    """Every answer that following links from `beginnings` leads to, by address. Queries are followed too."""
    found: dict[str, Any] = {}
    waiting = list(beginnings)
    while waiting:
        url = waiting.pop()
        if url in found or url.startswith("/static/"):
            continue
        found[url] = response = Client().get(url)
        if not response["Content-Type"].startswith(
            ("text/html", "application/atom", "application/xml", "application/json")
        ):
            continue
        for groups in LINKS.findall(response.content.decode()):
            address = next(filter(None, groups)).replace("&amp;", "&").removeprefix("http://testserver")
            address = address.split("#")[0]
            if address.startswith("files/"):
                address = url + address
            if address.startswith("/") and not address.startswith("//"):
                waiting.append(address)
    return found


def searched(response: Any) -> str:
    """All that a patient reader finds in an answer: headers, text, unpacked streams, parts of a Word file."""
    content = response.content
    looked_at = [str(dict(response.headers)).encode(), content]
    if content.startswith(b"%PDF"):
        unpacked = all_bytes(content)
        looked_at += [unpacked, unpacked.replace(b"\x00", b""), text_of(content).encode()]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            looked_at += [archive.read(name) for name in archive.namelist()]
            looked_at += [name.encode() for name in archive.namelist()]
    return b"\n".join(looked_at).decode(errors="replace").lower()


def test_nothing_private_is_anywhere_that_links_lead(site: dict[str, Publication], cast: Any) -> None:
    """D24, D19, D01: pages, feed, site map, files, notices and headers; a name of an earlier title is in no address."""
    unseen = [f"/published/{site[name].slug}/" for name in ("gone", "later")]
    found = crawled([*BEGINNINGS, *unseen])
    base = f"/published/{site['report'].slug}/"
    assert site["report"].slug == "a-child-who-was-not-heard"
    for url in (
        base,
        f"{base}report.pdf",
        f"{base}cover",
        f"{base}card.png",
        f"{base}easy-read/",
        f"{base}easy-read/report.pdf",
    ):
        assert found[url].status_code == 200, url
    for ending, at_least in ((".png", 2), (".docx", 1), ("checklist.pdf", 1), ("&kind=cspr", 0)):
        assert len([url for url in found if url.endswith(ending)]) >= at_least, ending
    assert [found[url].status_code for url in unseen] == [410, 404]
    people = (cast.coordinator, cast.second_coordinator, cast.police, cast.la, cast.publisher)
    secrets = {*PLANTED, str(site["report"].case.reference), *(person.name for person in people)}  # type: ignore[union-attr]
    for url, response in found.items():
        assert response.status_code < 500, url
        assert url in unseen or WORD not in url
        everything = searched(response)
        for secret in secrets:
            # The address of what is to come stands in no link: it was asked for above, and its notice repeats nothing.
            assert secret.lower() not in everything, (url, secret)


def test_searching_and_guessing_lead_no_further(site: dict[str, Publication]) -> None:
    """D24, D26, D19: no count, no filter and no old name of a file tells of what is not public."""
    page = Client().get("/published/")
    assert page.context["page"].count == 2
    for secret in (*PLANTED, "Northmere", "CANARYOTHER"):
        assert Client().get("/published/", {"q": secret}).context["page"].count == 0, secret
    narrowed = "/published/?area=Northmere&age=4&case=1&theme=zzsecret&state=draft&author=Jo"
    assert Client().get(narrowed).context["page"].count == 2
    made_up = Client().get("/published/there-never-was/")
    base = f"/published/{site['report'].slug}/"
    assert site["draft"].slug is None
    left_out = "files/zzsecret-file.pdf"
    for guess in (
        f"{base}{left_out}",
        f"{base}easy-read/{left_out}",
        f"{base}bsl/",
        f"{base}bsl/report.pdf",
        "/published/zzsecret-first-title/",
        "/published/zzsecret-first-title/report.pdf",
        f"/published/{site['later'].slug}/{left_out}",
    ):
        response = Client().get(guess)
        assert (response.status_code, response.content) == (404, made_up.content), guess


def test_no_file_that_goes_out_says_more_than_its_public_title(site: dict[str, Publication]) -> None:
    """D16, C07: every PDF and Word file that links lead to: title, partnership and language; no date, program or path."""
    titles = {OPEN_TITLE, VERSION_TITLE, BRIEF_TITLE, "Zzlistening checklist"}
    files = {
        url: response.content
        for url, response in crawled(BEGINNINGS).items()
        if response.content.startswith((b"%PDF", b"PK"))
    }
    assert {url.rsplit("/", 1)[1] for url in files} >= {"report.pdf", "editable-copy.docx"}
    for url, content in files.items():
        headers = Client().head(url).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
                core = archive.read("docProps/core.xml").decode()
            said = {words for words in re.findall(r">([^<>]+)<", core) if words.strip()}
            assert said <= {*titles, settings.PARTNERSHIP["name"], "en-GB", "1"}, url
            continue
        with pikepdf.open(io.BytesIO(content)) as opened:
            assert str(opened.docinfo["/Title"]) in titles, url
            assert str(opened.docinfo["/Author"]) == settings.PARTNERSHIP["name"]
            assert set(opened.docinfo.keys()) == {"/Title", "/Author"}
            hidden = {"/AF", "/OpenAction", "/AA", "/AcroForm", "/OCProperties"}
            assert len(opened.attachments) == 0 and not hidden & set(opened.Root.keys()), url
        assert content.count(b"%%EOF") == 1
        assert not re.search(
            rb"CreationDate|ModDate|/Producer|/Creator|file:|/tmp/|/home/", all_bytes(content)
        ), url
