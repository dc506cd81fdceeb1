"""Every outlet of a publication, in every state, asked for in every way: what is not public is nowhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from publications.models import Attachment, EditionFile, Publication
from publications.public.urls import urlpatterns
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

START = datetime(2027, 2, 1, 9, tzinfo=UTC)
CANARIES = ("CANARYTEXT", "CANARYSUMMARY", "Zzlistening", "zzlistening")
TITLE = "Zzlistening for seven minutes"


@dataclass(frozen=True)
class Outlet:
    """One address at which a publication may come out: its own, or a page that gathers many."""

    name: str
    url: Callable[[str], str]
    is_own: bool
    names_it_when_open: bool = True


def own(name: str, *more: str) -> Outlet:
    """One of its own addresses; what stands behind the publication's word is found in the database by its kind."""
    return Outlet(name, lambda slug: reverse(name, args=[slug, *(found(one) for one in more)]), is_own=True)


def found(what: str) -> str:
    """The name of the picture or document that was made for the test, or the word itself."""
    if what not in ("picture", "document", "version’s picture"):
        return what
    is_of_version = what.startswith("version")
    attachments = Attachment.objects.filter(publication__version_of__isnull=not is_of_version)
    return attachments.get(kind=what.removeprefix("version’s ")).name


def gathering(name: str, query: str = "", names_it: bool = True) -> Outlet:
    return Outlet(
        f"{name}{query}", lambda slug: reverse(name) + query, is_own=False, names_it_when_open=names_it
    )


OUTLETS = [
    own("publication"),
    own("publication_pdf"),
    own("publication_cover"),
    own("publication_file", "picture"),
    own("publication_file", "document"),
    own("publication_card"),
    own("publication_version", "easy-read"),
    own("version_pdf", "easy-read"),
    own("version_card", "easy-read"),
    own("version_file", "easy-read", "version’s picture"),
    gathering("home"),
    gathering("published"),
    gathering("published", "?q=nothing-like-it", names_it=False),
    gathering("published", "?q=outwards"),
    gathering("published", "?kind=brief"),
    gathering("published", "?theme=hearing-the-child"),
    gathering("published", "?year=2027"),
    gathering("published", "?page=2"),
    *(gathering(name, query) for name in ("feed", "catalogue") for query in ("", "?q=outwards&kind=brief")),
    gathering("sitemap"),
    *(
        gathering(name, names_it=False)
        for name in (
            "robots",
            "healthz",
            "about_reviews",
            "questions",
            "request_a_copy",
            "copy_asked_for",
            "contact",
            "accessibility",
            "privacy",
        )
    ),
]
GATHERING = ("home", "published", "feed", "catalogue", "sitemap")
# A form with a key in it, and what a private link leads to: tried in test_copies_asked.py and test_copy_links.py.
OF_COPIES = {"ask_for_a_copy", "copy"}
OWN = [outlet for outlet in OUTLETS if outlet.is_own]
OF_ANY = OWN[:3]  # what has no files beside it answers at these
FILES = [outlet for outlet in OWN if outlet.name not in ("publication", "publication_version")]


@pytest.fixture(autouse=True)
def _a_day_in_2027(time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)


@pytest.fixture
def in_state(cast: Any, time_machine: Any) -> Callable[[str], Publication]:
    """Return a function that makes a publication and moves the clock so that it is in a state."""

    def make(state: str) -> Publication:
        publication = build.drafted(cast, title=TITLE, themes=[build.theme()])
        build.with_files(cast, publication)
        build.version(cast, publication, title="Zzlistening in short")
        if state == "draft":
            return publication
        build.check(cast, publication)
        if state == "checked":
            return publication
        build.approve(cast, publication)
        if state == "approved":
            return build.fresh(publication)
        opens_at = START + timedelta(days=5) if state == "scheduled" else None
        build.set_day(cast, publication, opens_at)
        if state == "corrected":
            texts = {"text": "## One\n\nOther words.", "summary": "Another one."}
            build.rewrite(cast, publication, **texts, correction_reason="A name was in it.")
            build.check(cast, publication)
            build.approve(cast, publication)
        if state == "ended":
            time_machine.move_to(build.fresh(publication).closes_at, tick=False)
        if state == "withdrawn":
            time_machine.shift(timedelta(hours=1))
            build.withdraw(cast, publication)
        return build.fresh(publication)

    return make


def slug_of(publication: Publication) -> str:
    """Its address word, or the one that it would get."""
    return publication.slug or "zzlistening-for-seven-minutes"


def requests_for(url: str, etags: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The ways in which D06 asks: as (address, headers)."""
    etag = etags.get(url, '"0"')
    yield url, {}
    yield url, {"Range": "bytes=0-9"}
    yield url, {"If-None-Match": etag}
    yield url, {"If-None-Match": "*"}
    yield url, {"If-Modified-Since": "Mon, 01 Feb 2027 09:00:00 GMT"}
    yield url, {"If-Range": etag, "Range": "bytes=0-9"}
    yield url, {"Accept-Encoding": "gzip, br"}
    yield f"{url}?download=1", {}
    yield f"{url}?x=1", {}


def answered(url: str, headers: dict[str, str]) -> Iterator[Any]:
    for method in ("get", "head"):
        yield getattr(Client(), method)(url, headers=headers)


def body(response: Any) -> str:
    return response.content.decode(errors="replace")


def test_no_public_address_is_left_out() -> None:
    """A new outlet has to be listed here, so that it is tested."""
    listed = {outlet.name.split("?")[0] for outlet in OUTLETS} | OF_COPIES
    assert listed == {pattern.name for pattern in urlpatterns}


# Each state with the server in one of the zones: whatever zone it is, the moments are London's (D10).
@pytest.mark.parametrize(
    ("state", "in_another_time_zone"),
    [
        pytest.param("draft", "UTC", marks=pytest.mark.exhaustive),
        pytest.param("checked", "Europe/London", marks=pytest.mark.exhaustive),
        pytest.param("approved", "Asia/Tokyo", marks=pytest.mark.exhaustive),
        ("scheduled", "Asia/Tokyo"),
    ],
    indirect=["in_another_time_zone"],
)
@pytest.mark.usefixtures("in_another_time_zone")
def test_before_its_moment_it_is_nowhere(state: str, in_state: Callable[[str], Publication]) -> None:
    """D01, D02, D03, D06: 404 with the bytes and headers of a made-up address; no page names it."""
    publication = in_state(state)
    made_up = Client().get("/published/there-never-was-such-a-thing/")
    for outlet in OUTLETS:
        for url, headers in requests_for(outlet.url(slug_of(publication)), {}):
            for response in answered(url, headers):
                if outlet.is_own:
                    assert response.status_code == 404, (outlet.name, headers)
                    assert response.content in (b"", made_up.content), (outlet.name, headers)
                    assert set(response.headers.items()) ^ set(made_up.headers.items()) == set()
                else:
                    assert response.status_code == 200
                    assert_not_named(response, outlet)


def assert_not_named(response: Any, outlet: Outlet) -> None:
    for canary in CANARIES:
        assert canary not in body(response), outlet.name
        assert canary not in str(response.headers), outlet.name


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("state", "in_another_time_zone"),
    [("ended", "Asia/Tokyo"), ("withdrawn", "UTC")],
    indirect=["in_another_time_zone"],
)
@pytest.mark.usefixtures("in_another_time_zone")
def test_after_its_time_it_is_gone_everywhere(
    state: str, in_state: Callable[[str], Publication], time_machine: Any
) -> None:
    """D01, D04, D05, D06, D15: 410, no-store and noindex, the same bytes for all; no page names it."""
    publication = in_state(state)
    etags = {outlet.url(slug_of(publication)): etag_of(outlet.url(slug_of(publication))) for outlet in FILES}
    tombstones = set()
    for outlet in OUTLETS:
        for url, headers in requests_for(outlet.url(slug_of(publication)), etags):
            for response in answered(url, headers):
                if not outlet.is_own:
                    assert_not_named(response, outlet)
                    continue
                assert response.status_code == 410, (outlet.name, headers)
                assert response["Cache-Control"] == "no-store"
                assert response["X-Robots-Tag"] == "noindex, noarchive"
                assert "ETag" not in response.headers
                assert_not_named(response, outlet)
                tombstones.add(response.content)
    assert len(tombstones - {b""}) == 1


def etag_of(url: str) -> str:
    """The ETag that a browser has kept of a file: its address ends with the file's name."""
    is_of_version = "/easy-read/" in url
    file = EditionFile.objects.get(
        edition__publication__version_of__isnull=not is_of_version, name=url.rsplit("/", 1)[1]
    )
    return f'"{file.sha256}"'


@pytest.mark.parametrize("in_another_time_zone", ["Europe/London"], indirect=True)
@pytest.mark.usefixtures("in_another_time_zone")
def test_what_was_corrected_is_nowhere(in_state: Callable[[str], Publication]) -> None:
    """D14, D06: in part, since a day or under its old ETag: the new bytes, those that stayed the same, or none."""
    publication = in_state("corrected")
    assert publication.edition is not None
    kept = set(publication.edition.files.values_list("sha256", flat=True))
    old = publication.editions.get(number=1).files.exclude(sha256__in=kept)
    assert {file.name for file in old} >= {"report.pdf", found("picture")}
    base = f"/published/{publication.slug}/"
    etags = {f"{base}{prefix}{file.name}": f'"{file.sha256}"' for file in old for prefix in ("", "files/")}
    for outlet in (one for one in OUTLETS if "version" not in one.name):
        for url, headers in requests_for(outlet.url(str(publication.slug)), etags):
            for response in answered(url, headers):
                assert response.content not in {bytes(file.content) for file in old}, (url, headers)
                assert not any(word in body(response) for word in ("CANARYTEXT", "CANARYSUMMARY")), url
                if url in etags and headers.get("If-None-Match") == etags[url]:
                    assert response.status_code == (200 if url.endswith("report.pdf") else 410), url


@pytest.mark.parametrize("in_another_time_zone", ["UTC"], indirect=True)
@pytest.mark.usefixtures("in_another_time_zone")
def test_while_open_it_is_at_every_outlet(in_state: Callable[[str], Publication]) -> None:
    """The other side of the tests above: they would notice."""
    publication = in_state("open")
    for outlet in OUTLETS:
        response = Client().get(outlet.url(publication.slug))
        assert response.status_code == 200
        if not outlet.is_own and outlet.names_it_when_open:
            assert "zzlistening" in body(response), outlet.name


def test_live_answers_say_how_long_they_may_be_kept(
    in_state: Callable[[str], Publication], time_machine: Any
) -> None:
    """D07, D15: a minute at most, never past the end, and never without asking again."""
    publication = in_state("open")
    assert publication.closes_at is not None
    for before_the_end, longest in (
        (timedelta(days=30), 60),
        (timedelta(seconds=20), 20),
        (timedelta(milliseconds=400), 0),
    ):
        time_machine.move_to(publication.closes_at - before_the_end, tick=False)
        for outlet in OUTLETS:
            response = Client().get(outlet.url(publication.slug))
            kept = response["Cache-Control"]
            if outlet.name == "healthz":
                assert kept == "no-store"
                continue
            assert re.fullmatch(r"public, max-age=\d+, must-revalidate", kept)
            about_it = outlet.is_own or outlet.name.split("?")[0] in GATHERING
            assert int(kept.split("=")[1].split(",")[0]) <= (longest if about_it else 60), outlet.name
            assert "Expires" not in response.headers
            if outlet.is_own:
                assert response["X-Robots-Tag"] == "unavailable_after: 2028-02-02T00:00:00+00:00"


def test_the_end_is_told_in_londons_time_with_its_offset(cast: Any, time_machine: Any) -> None:
    """D15: a window that ends in summer time ends at +01:00."""
    time_machine.move_to(datetime(2027, 7, 7, 9, tzinfo=UTC), tick=False)
    publication = build.opened(cast)
    for outlet in OF_ANY:
        response = Client().get(outlet.url(str(publication.slug)))
        assert response["X-Robots-Tag"] == "unavailable_after: 2028-07-08T00:00:00+01:00"


def test_frozen_bytes_are_not_sent_twice_while_they_are_public(
    in_state: Callable[[str], Publication],
) -> None:
    """D06, D07: 304 for the same bytes, whole bytes for a part of them."""
    publication = in_state("open")
    for outlet in FILES:
        url = outlet.url(publication.slug)
        first = Client().get(url)
        for header in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
            again = Client().get(url, headers={"If-None-Match": header})
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == first["ETag"]
            assert again["Cache-Control"] == first["Cache-Control"]
        assert Client().get(url, headers={"If-None-Match": '"other"'}).status_code == 200
        part = Client().get(url, headers={"Range": "bytes=0-9"})
        assert (part.status_code, part.content) == (200, first.content)


@pytest.mark.parametrize(
    "guess",
    [
        "/published/zzlistening-for-eight-minutes/",
        "/published/zzlistening-for-seven-minutes-2/",
        "/published/ZZLISTENING-FOR-SEVEN-MINUTES/",
        "/published/zzlistening-for-seven-minutes/report.PDF",
        "/published/zzlistening-for-seven-minutes/cover.svg",
        "/published/zzlistening-for-seven-minutes/files/report.pdf",
        "/published//zzlistening-for-seven-minutes/",
        "/media/report.pdf",
        "/static/report.pdf",
    ],
)
def test_a_guess_near_an_open_one_finds_nothing(guess: str, in_state: Callable[[str], Publication]) -> None:
    """D02, D06: nothing lies beside a public address, under its other spellings or in a public folder."""
    in_state("open")
    response = Client().get(guess)
    assert response.status_code == 404
    assert_not_named(response, OWN[0])


def test_the_next_report_is_not_under_the_next_title(cast: Any) -> None:
    """D02: an open report, and a second one of the same title ready for its day: no address leads from one to it."""
    first = build.opened(cast, title=TITLE)
    second = build.scheduled(cast, START + timedelta(days=3), title=TITLE)
    assert second.slug != first.slug
    assert re.fullmatch(rf"{first.slug}-[2-9b-z]{{4}}", str(second.slug))
    assert Client().get(f"/published/{second.slug}/").status_code == 404


def test_addresses_that_went_may_be_crawled(in_state: Callable[[str], Publication]) -> None:
    """D15: a forbidden address would never be asked for again, and would stay listed."""
    in_state("withdrawn")
    text = body(Client().get("/robots.txt"))
    assert "/published" not in text.replace("Sitemap", "")
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_nothing_comes_from_elsewhere_and_no_cookie_is_set(in_state: Callable[[str], Publication]) -> None:
    """D22: every picture, style and script is our own; links out are only links."""
    publication = in_state("open")
    for outlet in OUTLETS:
        browser = Client()
        response = browser.get(outlet.url(publication.slug))
        assert not browser.cookies and "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
        if not response["Content-Type"].startswith("text/html"):
            continue
        for tag in re.findall(r"<(?:img|script|link|source|iframe|audio|video)\b[^>]*>", body(response)):
            for address in re.findall(r'(?:src|href|srcset)="([^"]+)"', tag):
                assert re.match(r"/(?!/)|files/", address.removeprefix("http://testserver")), tag
        assert "csrfmiddlewaretoken" not in body(response)


def test_somebody_signed_in_gets_the_same_bytes(
    cast: Any, as_user: Any, in_state: Callable[[str], Publication]
) -> None:
    """D09: nothing of the visitor is on a public page, so nothing of theirs can be kept in a cache."""
    publication = in_state("open")
    browser = as_user(cast.coordinator)
    for outlet in OUTLETS:
        url = outlet.url(publication.slug)
        assert browser.get(url).content == Client().get(url).content, outlet.name


def test_every_method_but_get_and_head_is_refused(in_state: Callable[[str], Publication]) -> None:
    """E14."""
    publication = in_state("open")
    for outlet in OUTLETS:
        for method in ("post", "put", "patch", "delete", "options"):
            response = getattr(Client(), method)(outlet.url(publication.slug))
            assert response.status_code == 405, (method, outlet.name)
            assert response["Allow"] == "GET, HEAD"
