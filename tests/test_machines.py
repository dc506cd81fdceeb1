"""What machines read of the public site: feed, site map, catalogue, the heads and the microdata of pages, the card."""

import io
import json
import uuid
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import etree
from PIL import Image

from cspr_portal import clock
from publications.hashing import facts_hash
from publications.models import Edition, EditionFile, Publication
from publications.public.machines import MOST_ADDRESSES
from publications.public.urls import urlpatterns
from publications.rendering import card, cover
from tests import machine_rules
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "<script>alert(1)</script> & \"two\" 'one' ]]> </title>"


def feed(query: str = "") -> Any:
    """The feed, held against the rules and what they can't say: names differ, newest first, one text per entry."""
    response = Client().get(f"/published/feed.atom{query}")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert machine_rules.ATOM.validate(root), machine_rules.ATOM.error_log
    for one in (root, *root.findall(f"{ATOM}entry")):
        rels = [link.get("rel") for link in one.findall(f"{ATOM}link")]
        assert rels.count("alternate") == 1 and rels.count("self") == (one is root)
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    moments = [datetime.fromisoformat(str(one.text)) for one in root.iter(f"{ATOM}updated")]
    assert moments[0] == max(moments)
    return root


def entry_of(root: Any, number: int = 0) -> dict[str, Any]:
    entry = root.findall(f"{ATOM}entry")[number]
    said = {child.tag.removeprefix(ATOM): child.text for child in entry}
    links = {link.get("rel"): dict(link.attrib) for link in entry.findall(f"{ATOM}link")}
    return said | {
        "links": links,
        "categories": [dict(one.attrib) for one in entry.findall(f"{ATOM}category")],
    }


def titles(root: Any) -> list[str]:
    return [str(one.findtext(f"{ATOM}title")) for one in root.findall(f"{ATOM}entry")]


def catalogue(query: str = "") -> dict[str, Any]:
    response = Client().get(f"/published/catalogue.json{query}")
    assert response["Content-Type"] == "application/json"
    said = json.loads(response.content)
    machine_rules.fits(said, "The catalogue")
    return dict(said)


class Head(HTMLParser):
    """Reads the head of a page: its metas by name, its links by rel; of the body, the microdata."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: dict[tuple[str, str], str] = {}
        self.properties: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if "itemprop" in said:
            self.properties.append((said["itemprop"], said.get("content") or said.get("href") or ""))
        elif tag == "meta" and ("name" in said or "property" in said):
            name = said.get("name") or said["property"]
            assert name not in self.metas, name
            self.metas[name] = said["content"]
        elif tag == "link":
            self.links[said["rel"], said.get("type", "")] = said["href"]


def head(url: str) -> Head:
    response = Client().get(url)
    assert response.status_code == 200, url
    return Head(response.content.decode())


@pytest.fixture
def shelf(cast: Any, time_machine: Any) -> dict[str, Publication]:
    """A report with a translation and files, a brief linked to it, and something in each state that nobody may see."""
    time_machine.move_to(datetime(2027, 5, 4, 9, tzinfo=clock.london(clock.now()).tzinfo), tick=False)
    neglect = build.theme("Neglect", "neglect")
    report = build.drafted(cast, kind="scr", title="Child Robin", themes=[neglect, build.theme()])
    build.with_files(cast, report)
    build.check(cast, report)
    build.approve(cast, report)
    build.version(cast, report, form="translation", language="cy", title="Plentyn Robin")
    build.version(cast, report, title="Robin in short")
    build.set_day(cast, report)
    time_machine.shift(timedelta(days=1))
    brief = build.opened(cast, title="Seven minutes", themes=[neglect])
    brief.linked.add(report)
    draft = build.drafted(cast, title="Zzdraft")
    brief.linked.add(draft)
    build.scheduled(cast, clock.now() + timedelta(days=3), title="Zzscheduled")
    build.withdrawn(cast, title="Zzwithdrawn")
    return {"report": build.fresh(report), "brief": build.fresh(brief)}


def test_the_feed_says_what_the_list_says_and_keeps_its_names(
    cast: Any, shelf: dict[str, Publication], time_machine: Any
) -> None:
    """Filters of the list, lasting names, moments of what is served, the PDF with its size; no text, nothing hidden."""
    report, opened = shelf["report"], shelf["report"].opens_at
    root = feed()
    assert titles(root) == ["Seven minutes", "Child Robin"]
    assert b"CANARYTEXT" not in etree.tostring(root) and b"Zz" not in etree.tostring(root)
    first = entry_of(root, 1)
    pdf = report.edition.files.get(name="report.pdf")  # type: ignore[union-attr]
    assert first["links"]["alternate"]["href"] == f"{HOST}/published/child-robin/"
    assert first["links"]["enclosure"] == {
        "rel": "enclosure",
        "type": "application/pdf",
        "hreflang": "en-GB",
        "length": str(pdf.size),
        "href": f"{HOST}/published/child-robin/report.pdf",
    }
    kinds_and_themes = {(one["scheme"], one["term"], one["label"]) for one in first["categories"]}
    assert kinds_and_themes == {
        (f"{HOST}/published/?kind=", "scr", "Serious case review"),
        (f"{HOST}/published/?theme=", "neglect", "Neglect"),
        (f"{HOST}/published/?theme=", "hearing-the-child", "Hearing the child"),
    }
    assert datetime.fromisoformat(first["published"]) == datetime.fromisoformat(first["updated"]) == opened
    # A correction with another title: the same name, which is no key and no address, and a later moment.
    build.rewrite(cast, report, title="Child Heron", correction_reason="A name was in it.")
    build.check(cast, report)
    build.approve(cast, report)
    again = entry_of(feed(), 1)
    assert again["title"] == "Child Heron" and again["id"] == first["id"]
    assert uuid.UUID(first["id"].removeprefix("urn:uuid:")) not in {report.pk, report.edition_id}
    assert "robin" not in etree.tostring(feed()).decode().lower()
    assert datetime.fromisoformat(again["published"]) == opened
    assert datetime.fromisoformat(again["updated"]) == clock.now()


def test_each_filtered_list_has_its_feed_and_its_catalogue(shelf: dict[str, Publication]) -> None:
    for query, found in (
        ("", ["Seven minutes", "Child Robin"]),
        ("?kind=brief", ["Seven minutes"]),
        ("?theme=neglect", ["Seven minutes", "Child Robin"]),
        ("?theme=neglect&kind=scr&year=2027", ["Child Robin"]),
        ("?q=Robin", ["Child Robin"]),
        ("?q=zzdraft", []),
        ("?kind=nonsense&page=9", ["Seven minutes", "Child Robin"]),
    ):
        page = head(f"/published/{query}")
        atom, data = (
            page.links["alternate", "application/atom+xml"],
            page.links["alternate", "application/json"],
        )
        root = feed(atom.removeprefix("/published/feed.atom"))
        here = root.find(f"{ATOM}id").text
        assert titles(root) == found, query
        assert here == HOST + atom
        assert root.find(f"{ATOM}link[@rel='alternate']").get("href") == page.links["canonical", ""]
        said = catalogue(data.removeprefix("/published/catalogue.json"))
        assert [one["title"] for one in said["publications"]] == found, query
        assert (said["url"], said["list"]) == (HOST + data, page.links["canonical", ""])
        is_asked_for = "q=" in query or query.count("=") > 2
        assert page.metas.get("robots", "") == ("noindex, follow" if is_asked_for else ""), query


def test_an_empty_feed_and_catalogue_are_whole(time_machine: Any) -> None:
    time_machine.move_to(datetime(2027, 5, 4, 9, tzinfo=clock.london(clock.now()).tzinfo), tick=False)
    root = feed()
    assert titles(root) == [] and root.findtext(f"{ATOM}updated") == "2027-05-04T00:00:00+01:00"
    assert (catalogue()["publications"], catalogue()["found"]) == ([], 0)


def test_the_catalogue_says_of_each_what_its_page_says(
    shelf: dict[str, Publication], time_machine: Any
) -> None:
    report = shelf["report"]
    said = catalogue()
    assert [one["title"] for one in said["publications"]] == ["Seven minutes", "Child Robin"]
    one = said["publications"][1]
    assert one["on_this_site_until"] == "2028-05-04" and one["published"] == "2027-05-04T09:00:00+01:00"
    assert one["related"] == [f"{HOST}/published/seven-minutes/"]
    assert [(other["form"], other["language"], other["url"]) for other in one["versions"]] == [
        ("Easy read", "en-GB", f"{HOST}/published/child-robin/easy-read/"),
        ("Translation", "cy", f"{HOST}/published/child-robin/cy/"),
    ]
    for pdf in (one["pdf"], *(other["pdf"] for other in one["versions"])):
        file = EditionFile.objects.get(sha256=pdf["sha256"])
        assert (pdf["bytes"], pdf["pages"]) == (file.size, file.pages)
        assert Client().get(pdf["url"]).content == bytes(file.content)
    assert Client().get(one["cover"]["url"])["Content-Type"] == one["cover"]["media_type"]
    assert (
        "Zz" not in json.dumps(said)
        and "CANARYTEXT" not in json.dumps(said)
        and "harm" not in json.dumps(said)
    )
    # It is kept no longer than the first of them stays.
    assert report.closes_at is not None
    time_machine.move_to(report.closes_at - timedelta(seconds=7), tick=False)
    for name in ("catalogue", "feed", "sitemap"):
        assert Client().get(reverse(name))["Cache-Control"] == "public, max-age=7, must-revalidate"
    time_machine.move_to(report.closes_at, tick=False)
    said = catalogue()
    assert (
        [one["title"] for one in said["publications"]] == ["Zzscheduled", "Seven minutes"] == titles(feed())
    )
    assert said["publications"][1]["related"] == [] and said["found"] == 2


def test_the_catalogue_has_the_pages_of_the_list(cast: Any) -> None:
    """Page by page the same publications, in queries whose number doesn't grow with them."""
    first = build.opened(cast, title="Number 0")
    assert first.opens_at is not None
    keys = ("kind", "created_at", "created_by", "edition", "closes_at", "scheduled_at", "scheduled_by")
    for number in range(1, 25):
        facts: dict[str, Any] = {name: getattr(first, name) for name in keys}
        opens_at = first.opens_at - timedelta(minutes=number)
        Publication.objects.create(slug=f"number-{number}", opens_at=opens_at, **facts)
    url, walked = "/published/catalogue.json?kind=brief", []
    while url:
        asked: list[str] = []
        with connection.execute_wrapper(counting(asked)):
            said = catalogue(url.removeprefix(HOST).removeprefix("/published/catalogue.json"))
        assert 0 < len(asked) < 12
        listed = Client().get(said["list"]).content.decode()
        for one in said["publications"]:
            assert f'href="{one["url"].removeprefix(HOST)}"' in listed
        assert (said["found"], said["pages"]) == (25, 2)
        walked += [one["url"] for one in said["publications"]]
        url = said["next"]
    assert len(set(walked)) == 25 and said["previous"] == f"{HOST}/published/catalogue.json?kind=brief"


def counting(asked: list[str]) -> Any:
    """Keep what the database is asked, as it is asked."""

    def note(run: Any, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return run(sql, *more)

    return note


def test_the_site_map_lists_every_page_and_version_with_its_day(shelf: dict[str, Publication]) -> None:
    """The protocol's rules; every page without a private answer is in it, and nothing that is not public."""
    content = Client().get("/sitemap.xml").content
    root = etree.fromstring(content)
    assert machine_rules.URL_SET.validate(root), machine_rules.URL_SET.error_log
    listed = {url.findtext(f"{SITEMAP}loc"): url for url in root}
    assert len(listed) == len(root) < MOST_ADDRESSES and b"zz" not in content.lower()
    pages = {
        HOST + reverse(str(pattern.name))
        for pattern in urlpatterns
        if "<" not in str(pattern.pattern) and not is_kept_out(reverse(str(pattern.name)))
    }
    base = f"{HOST}/published/child-robin/"
    of_report = {base, f"{base}cy/", f"{base}easy-read/"}
    assert set(listed) == pages | of_report | {f"{HOST}/published/seven-minutes/"}
    for url in of_report:
        assert listed[url].findtext(f"{SITEMAP}lastmod") == "2027-05-04T09:00:00+01:00"
        others = {one.get("hreflang"): one.get("href") for one in listed[url] if one.get("rel")}
        assert others == ({} if "easy" in url else {"en-GB": base, "cy": f"{base}cy/"})


def is_kept_out(url: str) -> bool:
    """Whether an address is no page, or one that search engines are asked to leave out."""
    response = Client().get(url)
    is_page = response["Content-Type"].startswith("text/html")
    return not is_page or "noindex" in Head(response.content.decode()).metas.get("robots", "")


def test_every_public_page_has_a_name_and_a_description_of_its_own(shelf: dict[str, Publication]) -> None:
    """Canonical address without the odd question, and what a card needs; notices of what is not there have none."""
    urls = [
        str(one.text).removeprefix(HOST)
        for one in etree.fromstring(Client().get("/sitemap.xml").content).iter(f"{SITEMAP}loc")
    ]
    heads = {url: head(f"{url}?utm_source=somewhere") for url in urls}
    for url, found in heads.items():
        assert found.links["canonical", ""] == found.metas["og:url"] == HOST + url
        assert found.metas["og:title"] and found.metas["og:description"] == found.metas["description"]
        assert "robots" not in found.metas, url
    assert len({found.metas["og:title"] for found in heads.values()}) == len(urls)
    missing = Client().get("/published/never-was/").content.decode()
    assert "canonical" not in missing and "og:" not in missing


def test_a_page_shows_its_card_and_says_what_it_is(shelf: dict[str, Publication]) -> None:
    base = "/published/child-robin/"
    for url, title in ((base, "Child Robin"), (f"{base}cy/", "Plentyn Robin")):
        found = head(url)
        assert found.metas["og:type"] == "article" and found.metas["twitter:card"] == "summary_large_image"
        assert found.metas["og:image"] == f"{HOST}{url}card.png" and title in found.metas["og:image:alt"]
        assert found.metas["article:expiration_time"] == "2028-05-05T00:00:00+01:00"
        picture = Client().get(f"{url}card.png")
        assert picture["Content-Type"] == "image/png"
        assert Image.open(io.BytesIO(picture.content)).size == (1200, 630) and len(picture.content) <= 60_000
        said = dict(found.properties)
        assert (said["datePublished"], said["expires"]) == (
            "2027-05-04T09:00:00+01:00",
            "2028-05-05T00:00:00+01:00",
        )
        assert said["contentUrl"] == f"{HOST}{url}report.pdf" and said["image"] == f"{HOST}{url}card.png"
        assert ("name", title) in found.properties
        assert (("name", "Neglect") in found.properties) == (url == base)
    # What was approved before there were cards has none, and says so nowhere.
    EditionFile.objects.filter(name="card.png").delete()
    edition = Edition.objects.get(title="Child Robin")
    Edition.objects.filter(pk=edition.pk).update(facts_sha256=facts_hash(edition, edition.files.all()))
    plain = head(base)
    assert "og:image" not in plain.metas and plain.metas["twitter:card"] == "summary"
    assert Client().get(f"{base}card.png").status_code == 404


def test_behind_the_proxy_every_address_is_https(shelf: dict[str, Publication], settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for url in ("/published/feed.atom", "/sitemap.xml", "/published/catalogue.json", "/robots.txt"):
        text = Client().get(url, headers={"X-Forwarded-Proto": "https"}).content.decode()
        assert "http://testserver" not in text and "https://testserver" in text, url


def test_hostile_titles_stay_inert(cast: Any) -> None:
    """E05: in XML, JSON, attributes and the card; signs that XML can't hold are left out of it."""
    publication = build.opened(cast, title="Zzodd")
    edition = publication.edition
    assert edition is not None
    title, summary = f"{HOSTILE}\x0b\x1f\ufffe\U0001f7e2", f"\x0c{HOSTILE}"
    Edition.objects.filter(pk=edition.pk).update(title=title, summary=summary)
    edition.refresh_from_db()
    Edition.objects.filter(pk=edition.pk).update(facts_sha256=facts_hash(edition, edition.files.all()))
    entry = entry_of(feed())
    assert (entry["title"], entry["summary"]) == (f"{HOSTILE}\U0001f7e2", HOSTILE)
    assert catalogue()["publications"][0]["title"] == title
    for url in (f"/published/{publication.slug}/", "/published/", "/"):
        assert "<script>alert" not in Client().get(url).content.decode(), url
    assert head(f"/published/{publication.slug}/").metas["og:title"] == title
    assert "<script>" in feed("?q=%3Cscript%3E").findtext(f"{ATOM}title")


@pytest.mark.parametrize("kind", sorted(cover.FAMILIES))
def test_a_card_is_small_and_always_the_same(kind: str) -> None:
    """Frozen bytes: the same facts draw the same card, however long, broad or odd the title is."""
    noise = io.BytesIO()
    Image.effect_noise((600, 450), 80).convert("RGB").save(noise, "JPEG")
    drawn = (cover.cover_svg(kind, "Robin"), "image/svg+xml")
    for title, (content, media_type) in (
        ("Robin", drawn),
        ("W" * 120, drawn),
        (HOSTILE, (noise.getvalue(), "image/jpeg")),
    ):
        facts: dict[str, Any] = {
            "title": title,
            "kind_name": "A kind",
            "partnership": "A & B",
            "language": "en-GB",
        }
        first = card.card_png(**facts, cover=content, cover_type=media_type)
        assert first == card.card_png(**facts, cover=content, cover_type=media_type)
        picture = Image.open(io.BytesIO(first))
        assert (picture.format, picture.size) == ("PNG", (1200, 630)) and len(first) <= card.MOST_BYTES
        assert not picture.info.keys() - {"transparency"}
