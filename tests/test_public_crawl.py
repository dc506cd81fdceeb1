"""Every link of the public site leads somewhere, to the very heading that it names; and nothing comes from elsewhere."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import public_states

pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive]

SITE = "http://testserver"
BEGINNINGS = ("/", "/sitemap.xml", "/published/feed.atom", "/robots.txt")
BEHIND_SIGN_IN = ("/accounts/", "/staff/")  # linked to, and no part of what visitors read
LEADS = {"href", "action", "cite"}
LOADS = {"src", "srcset", "poster", "data", "background", "formaction"}
LOADED_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "manifest",
    "preconnect",
    "dns-prefetch",
    "prefetch",
}
ADDRESS = re.compile(r"<(?:loc|id|uri)>([^<]+)</|\bhref=\"([^\"]+)\"|^Sitemap: (\S+)", re.MULTILINE)
CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
FOREIGN = re.compile(rb"(?:href|src)\s*=\s*[\"'](?:https?:)?//|<script|<foreignObject|@import", re.IGNORECASE)
# What a PDF can do besides showing itself, and what it can fetch.
DOES_MORE = {"/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/JavaScript", "/Rendition"}


class Page(HTMLParser):
    """What a page links to, what it loads, and the ids that a link can lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.ids: Counter[str] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self.ids.update([facts["id"]] if "id" in facts else [])
        is_loaded = tag == "link" and bool(LOADED_LINKS & set(facts.get("rel", "").split()))
        for name, value in facts.items():
            if name in LOADS or (name == "href" and (is_loaded or tag in ("base", "use", "image"))):
                self.loads += [one.split()[0] for one in value.split(",")] if name == "srcset" else [value]
            elif name in LEADS and tag != "form":
                self.leads.append(value)
        if tag == "form" and facts.get("method", "get").lower() == "get":
            self.leads.append(facts.get("action", ""))
        if tag == "meta" and facts.get("property", "") in ("og:image", "og:url"):
            self.loads.append(facts["content"].removeprefix(SITE))


@pytest.fixture
def found(cast: Any, make_case: Any) -> dict[str, Any]:
    """Every answer that following links leads to, by address; a link is followed with its query."""
    words = public_states.built(cast, make_case)
    answers: dict[str, Any] = {}
    waiting = [*BEGINNINGS, f"/published/{words['gone']}/", "/no-such-page/"]
    while waiting:
        url = waiting.pop()
        if url not in answers and not url.startswith("/static/"):
            answers[url] = Client().get(url)
            if not url.startswith(BEHIND_SIGN_IN):
                waiting += [address for address, _ in own_links(url, answers[url])]
    return answers


def own_links(url: str, response: Any) -> Iterator[tuple[str, str]]:
    """The addresses on this site that an answer leads to or loads, each with the place on the page that it names."""
    for link in links(response):
        address, fragment = urldefrag(urljoin(SITE + url, link))
        if address.startswith(f"{SITE}/"):
            yield address.removeprefix(SITE), unquote(fragment)


def links(response: Any) -> list[str]:
    kind = response["Content-Type"].split(";")[0]
    if kind == "text/html":
        page = Page(response.content.decode())
        return page.leads + page.loads
    if kind in ("application/atom+xml", "application/xml", "text/plain"):
        return [next(filter(None, groups)) for groups in ADDRESS.findall(response.content.decode())]
    return []


def test_no_link_is_broken(found: dict[str, Any]) -> None:
    """The page is there, the file is there, and so is the heading; no two places of a page have one name."""
    pages = {
        url: Page(answer.content.decode())
        for url, answer in found.items()
        if answer["Content-Type"].startswith("text/html")
    }
    assert Counter(answer.status_code for answer in found.values()) == {
        200: len(found) - 3,
        302: 1,
        404: 1,
        410: 1,
    }
    assert len(pages) > 15
    for url, answer in found.items():
        if url.startswith(BEHIND_SIGN_IN):
            continue
        for address, fragment in own_links(url, answer):
            if address.startswith("/static/"):
                assert finders.find(unquote(address.removeprefix("/static/"))), (url, address)
                continue
            if address.startswith(BEHIND_SIGN_IN):
                continue
            assert address == url or found[address].status_code == 200, (url, address)
            assert not fragment or pages[address].ids[fragment] == 1, (url, address, fragment)
    assert [(url, name) for url, page in pages.items() for name, count in page.ids.items() if count > 1] == []


def test_nothing_is_loaded_from_elsewhere_and_no_cookie_is_set(found: dict[str, Any]) -> None:
    """D22, practice 30: pages and what they load, style sheets, drawings and PDFs."""
    styles = set()
    for url, answer in found.items():
        if url.startswith(BEHIND_SIGN_IN):
            continue
        assert not answer.cookies and "Cookie" not in answer.get("Vary", ""), url
        assert not {"Link", "Refresh", "Reporting-Endpoints", "Report-To", "NEL"} & set(answer.headers), url
        kind = answer["Content-Type"].split(";")[0]
        if kind == "text/html":
            loads = Page(answer.content.decode()).loads
            assert [
                one for one in loads if urlsplit(one).netloc or urlsplit(one).scheme not in ("", "data")
            ] == []
            assert b'http-equiv="refresh"' not in answer.content.lower()
            styles |= {one.removeprefix("/static/") for one in loads if one.startswith("/static/")}
        elif kind.startswith("image/"):
            assert not FOREIGN.search(answer.content), url
        elif kind == "application/pdf":
            assert_pdf_only_shows_itself(url, answer.content)
    assert {name.rsplit(".", 1)[1] for name in styles} >= {"css", "js", "svg", "woff2"}
    for name in styles:
        content = Path(str(finders.find(name))).read_bytes()
        assert not FOREIGN.search(content) or name.endswith(".js"), name
        if name.endswith(".css"):
            for groups in (one for one in CSS_URL.findall(content.decode()) if not one[0].startswith("#")):
                address = urljoin(f"/static/{name}", "".join(groups))
                assert address.startswith(("/static/", "data:")), (name, address)
                assert address.startswith("data:") or finders.find(address.removeprefix("/static/")), address


def assert_pdf_only_shows_itself(url: str, content: bytes) -> None:
    """Links out are fine; nothing is run, sent or fetched, and no file lies elsewhere."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                assert str(one.get("/S", "")) not in DOES_MORE and str(one.get("/FS", "")) != "/URL", url
