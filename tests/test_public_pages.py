"""What visitors read: the front page, the list with its search and filters, a publication, the pages of words."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import OperationalError
from django.test import Client

from cspr_portal import clock
from publications.models import Edition, EditionFile, Publication
from publications.public import memory
from publications.withdrawals import actions as withdrawals
from reviews.models import Case
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
BRIEF = "\n\n".join(f"## Part {number}\n\nWords of part {number}." for number in range(1, 8))


def html(url: str, status: int = 200) -> str:
    response = Client().get(url)
    assert response.status_code == status, url
    return response.content.decode()


def titles(url: str) -> set[str]:
    """The titles in the tiles of a page."""
    return set(re.findall(r'<h3><a class="govuk-link" href="/published/[^"]+">([^<]+)</a></h3>', html(url)))


@pytest.fixture
def shelf(cast: Any) -> None:
    """Three open publications of different kinds, themes, years and words."""
    hearing, neglect = build.theme(), build.theme("Neglect", "neglect")
    a_month = clock.now() - timedelta(days=30)
    build.opened(cast, title="Seven minutes on listening", themes=[hearing])
    build.opened(
        cast,
        kind="cspr",
        title="Child Robin",
        text="## One\n\nListening to lanterns.",
        at=a_month,
        themes=[neglect],
    )
    build.opened(
        cast, kind="scr", title="Child Linnet", summary="100% of a_b.", at=clock.now() - timedelta(days=360)
    )


@pytest.mark.parametrize("url", ["/", "/published/"])
def test_an_empty_shelf_says_so(url: str) -> None:
    text = html(url)
    assert "Nothing is published here at the moment" in text
    assert "/request-a-copy/" in text
    assert "<fieldset>" not in text


def test_the_front_page_shows_the_newest_four(cast: Any) -> None:
    for days in range(5, 0, -1):
        build.opened(cast, title=f"Number {days}", at=clock.now() - timedelta(days=days))
    found = re.findall(r">(Number \d)</a>", html("/"))
    assert found == ["Number 1", "Number 2", "Number 3", "Number 4"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Seven minutes on listening", "Child Robin", "Child Linnet"}),
        ("?q=listening", {"Seven minutes on listening", "Child Robin"}),
        ("?q=LISTENING+lanterns", {"Child Robin"}),
        ("?kind=brief", {"Seven minutes on listening"}),
        ("?kind=brief&kind=scr", {"Seven minutes on listening", "Child Linnet"}),
        ("?theme=neglect", {"Child Robin"}),
        ("?theme=neglect&theme=hearing-the-child", {"Seven minutes on listening", "Child Robin"}),
        ("?kind=brief&theme=neglect", set()),
        ("?q=listening&kind=cspr", {"Child Robin"}),
        ("?q=nothing-like-it", set()),
        # A wildcard of the database is a sign like any other, and no part of a word (E06).
        ("?q=%25", set()),
        ("?q=a_b", {"Child Linnet"}),
        ("?q=_", set()),
    ],
)
def test_search_and_filters_combine(query: str, expected: set[str], shelf: None) -> None:
    assert titles(f"/published/{query}") == expected


def test_the_year_is_londons(cast: Any, time_machine: Any) -> None:
    """Published at 00:30 on 1 January in London, when it is that year by every clock that counts here."""
    time_machine.move_to(clock.at_hour(clock.date(2027, 1, 1), 0, 30), tick=False)
    build.opened(cast, title="At the turn")
    assert titles("/published/?year=2027") == {"At the turn"}
    assert 'value="2027"' in html("/published/")
    assert 'value="2026"' not in html("/published/")


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-1",
        "?page=" + "9" * 31,
        "?page=1e400",
        "?page=NaN",
        "?page=%D9%A3",
        "?page=2",
        "?kind=novel",
        "?kind=novel&theme=no-such-theme&year=1850",
        "?year=" + "9" * 300,
        "?q=" + "x" * 2_000,
        "?q=%E2%80%AE%E2%80%8B",
        "?q=%27%3B--",
        "?q=(a%2B)%2B%24",
        "?q[]=1&q=2&q=3",
        "?" + "&".join(f"theme={number}" for number in range(300)),
    ],
)
def test_odd_questions_get_the_list(query: str, shelf: None) -> None:
    """E02, E03, E06, E07."""
    assert Client().get(f"/published/{query}").status_code == 200


def test_a_nul_byte_is_a_bad_request() -> None:
    """E01."""
    for url in ("/published/?q=%00", "/published/a%00b/", "/published/?kind=%00"):
        assert Client().get(url).status_code in (400, 404)


def test_what_is_searched_for_is_shown_as_text(shelf: None) -> None:
    """E05."""
    text = html("/published/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in text
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_filters_are_offered_only_for_what_is_public(cast: Any, shelf: None) -> None:
    """D26: a theme or kind that only a draft has is not offered."""
    build.drafted(cast, kind="response", themes=[build.theme("Rare facts", "rare-facts")])
    text = html("/published/")
    assert "Rare facts" not in text and "Partnership response" not in text
    assert "Neglect" in text and "Practice review (CSPR)" in text


def test_a_chosen_filter_can_be_taken_off(shelf: None) -> None:
    text = html("/published/?q=listening&kind=cspr&theme=neglect")
    assert 'href="/published/?q=listening&amp;theme=neglect"' in text
    assert 'href="/published/?q=listening&amp;kind=cspr"' in text
    assert "Filters, 2 chosen" in text
    assert "1 review or brief mentions “listening”" in text


def test_pages_of_twenty_keep_the_question(cast: Any) -> None:
    first = build.opened(cast, title="Number 0")
    for number in range(1, 22):
        Publication.objects.create(
            kind="brief",
            slug=f"number-{number}",
            created_at=first.created_at,
            created_by=first.created_by,
            edition=first.edition,
            opens_at=first.opens_at - timedelta(minutes=number),
            closes_at=first.closes_at,
            scheduled_at=first.scheduled_at,
            scheduled_by=first.scheduled_by,
        )
    page = html("/published/?kind=brief")
    assert page.count('class="sp-tile"') == 20
    assert 'rel="next" href="/published/?kind=brief&amp;page=2"' in page
    assert html("/published/?kind=brief&page=2").count('class="sp-tile"') == 2


def test_the_page_draws_todays_facts_around_the_frozen_text(cast: Any) -> None:
    publication = build.opened(cast, title="Child Robin", kind="cspr", themes=[build.theme()])
    text = html(f"/published/{publication.slug}/")
    last = clock.add_months(clock.today(publication.opens_at), 12)
    assert f"<dd>{clock.day_words(clock.today(publication.opens_at))}</dd>" in text
    assert f"<dt>On this site until</dt><dd>{clock.day_words(last)}</dd>" in text
    assert re.search(r"\d+ pages?, \d+ KB", text)
    assert 'href="/published/?theme=hearing-the-child"' in text
    assert text.index("Take care as you read.") < text.index('<h2 id="part-1">')
    assert '<a class="govuk-link" href="#part-3">Go to “What we are changing”</a>' in text
    assert [part for part in re.findall(r'href="#(part-\d)"', text) if f'id="{part}"' not in text] == []


def test_a_brief_is_set_in_its_numbered_parts(cast: Any) -> None:
    publication = build.opened(cast, text=BRIEF)
    text = html(f"/published/{publication.slug}/")
    parts = re.search(r'<ol class="sp-seven">(.*?)</ol>', text, re.DOTALL)
    assert parts is not None and parts[1].count("<li") == 7
    for number in range(1, 8):
        assert f'<h2 id="part-{number}">Part {number}</h2>' in text


def test_what_comes_from_one_review_is_named_beside_it_while_it_is_public(
    cast: Any, make_case: Any, time_machine: Any
) -> None:
    """Practice 20: siblings are drawn on each request, and a brief whose report has gone says so."""
    case = make_case(Stage.PRE_PUBLICATION).case
    report = build.opened(cast, case=case, kind="cspr", title="Child Wren")
    time_machine.move_to(clock.now() + timedelta(days=30), tick=False)
    brief = build.opened(cast, case=Case.objects.get(pk=case.pk), title="Wren in seven minutes", text=BRIEF)
    assert f'href="/published/{brief.slug}/"' in html(f"/published/{report.slug}/")
    assert f'href="/published/{report.slug}/"' in html(f"/published/{brief.slug}/")
    assert report.closes_at is not None
    time_machine.move_to(report.closes_at, tick=False)
    html(f"/published/{report.slug}/", status=410)
    text = html(f"/published/{brief.slug}/")
    assert f'href="/published/{report.slug}/"' not in text and "Child Wren" not in text
    assert "has left the site" in text


def test_after_an_early_withdrawal_nothing_is_said_of_it(
    cast: Any, make_case: Any, time_machine: Any
) -> None:
    """Practice 23: the brief of a withdrawn report doesn't speak of the report."""
    case = make_case(Stage.PRE_PUBLICATION).case
    report = build.opened(cast, case=case, kind="cspr", title="Child Wren")
    brief = build.opened(cast, case=Case.objects.get(pk=case.pk), title="Seven minutes", text=BRIEF)
    time_machine.move_to(clock.now() + timedelta(minutes=1), tick=False)
    withdrawals.withdraw_early(
        report,
        kind="other",
        approver=cast.la,
        reason="Somebody could be recognised.",
        by=cast.la,
        at=clock.now(),
    )
    text = html(f"/published/{brief.slug}/")
    assert "Child Wren" not in text and "has left the site" not in text


@pytest.mark.parametrize("outlet", ["", "report.pdf", "cover"])
def test_bytes_that_were_altered_are_not_served(outlet: str, cast: Any, caplog: Any) -> None:
    """What no longer has its approved SHA-256 is a fault of ours: 500, logged, and nothing of it in the answer."""
    publication = build.opened(cast)
    Edition.objects.update(body_html="<p>ALTERED</p>")
    EditionFile.objects.update(content=b"ALTERED")
    response = Client().get(f"/published/{publication.slug}/{outlet}")
    assert response.status_code == 500
    assert b"ALTERED" not in response.content
    assert response["Cache-Control"] == "no-store"
    assert "not what was approved" in caplog.text


def test_the_feed_is_atom_and_carries_no_text(cast: Any) -> None:
    publication = build.opened(cast, title="Listening & <hearing>")
    response = Client().get("/published/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Listening & <hearing>"
    assert entry.find(f"{ATOM}link").attrib["href"] == f"http://testserver/published/{publication.slug}/"
    assert b"CANARYTEXT" not in response.content


def test_the_site_map_is_xml_and_lists_pages_and_publications(cast: Any) -> None:
    publication = build.opened(cast)
    found = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    addresses = {element.text for element in found.iter() if element.tag.endswith("loc")}
    assert f"http://testserver/published/{publication.slug}/" in addresses
    assert "http://testserver/questions/" in addresses
    assert not any("staff" in str(address) for address in addresses)


def test_a_forged_host_is_refused_and_what_is_said_of_another_is_not_believed(cast: Any) -> None:
    """E13: no address of ours is ever made from what a visitor says the host is."""
    publication = build.opened(cast)
    forged = {
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example",
        "X-Original-URL": "/staff/",
    }
    for url in (
        "/",
        "/published/feed.atom",
        "/sitemap.xml",
        "/robots.txt",
        f"/published/{publication.slug}/",
    ):
        for host in ("evil.example", "testserver.evil.example", "evil.example:80", "testserver/x"):
            refused = Client().get(url, headers={"Host": host})
            assert refused.status_code == 400 and host.encode() not in refused.content, (url, host)
        for said in (forged, forged | {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "444"}):
            assert Client().get(url, headers=said).content == Client().get(url).content, url


def test_health_says_only_ok_or_not(monkeypatch: Any) -> None:
    """A19, F01: nothing about why."""
    assert Client().get("/healthz").content == b"ok\n"

    def refuse(*args: object) -> None:
        raise OperationalError("could not connect to portal-db-7 as portal")

    monkeypatch.setattr("publications.public.machines.connection.cursor", refuse)
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (503, b"not ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/about-reviews/", ["abuse or neglect of the child is known or suspected", "Integrated Care Board"]),
        (
            "/questions/",
            [
                "by initials?",
                "difference between a CSPR and an SCR?",
                "Who takes part in a review?",
                "no longer published?",
                "take long",
                "Who decides whether there is a review?",
                "the steps of a review?",
            ],
        ),
        ("/request-a-copy/", ["Do not write here", "10 working days", "NSPCC’s national collection"]),
        ("/accessibility/", ["partially compliant", "Equality and Human Rights Commission"]),
        ("/privacy/", ["set no cookies", "Information Commissioner’s Office"]),
    ],
)
def test_the_pages_of_words_say_what_they_must(url: str, words: list[str]) -> None:
    text = html(url)
    for part in words:
        assert part in text, part
    assert "Clinical Commissioning" not in text


def test_every_public_page_has_its_own_title_and_one_heading(cast: Any) -> None:
    publication = build.opened(cast)
    pages = ["/", "/published/", f"/published/{publication.slug}/", "/about-reviews/", "/questions/"]
    pages += ["/request-a-copy/", "/accessibility/", "/privacy/"]
    found = [re.search(r"<title>(.*?)</title>", html(url)) for url in pages]
    assert len({match[1] for match in found if match}) == len(pages)
    for url in pages:
        text = html(url)
        assert len(re.findall(r"<h1\b", text)) == 1, url
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), url


def test_links_within_a_page_lead_somewhere(cast: Any) -> None:
    publication = build.opened(cast)
    for url in ("/about-reviews/", "/questions/", "/privacy/", f"/published/{publication.slug}/"):
        text = html(url)
        for target in re.findall(r'href="#([^"]+)"', text):
            assert f'id="{target}"' in text, (url, target)


@pytest.fixture
def count_queries(django_assert_max_num_queries: Any) -> Callable[[int, str], None]:
    def count(most: int, url: str) -> None:
        with django_assert_max_num_queries(most):
            Client().get(url)

    return count


def test_public_pages_ask_the_database_little(
    cast: Any, shelf: None, count_queries: Callable[[int, str], None]
) -> None:
    """The number of queries doesn't grow with what is on the shelf; what is the same as before needs one."""
    slug = Publication.objects.public(clock.now())[0].slug
    for first, again, url in (
        (4, 4, "/"),
        (2, 1, "/published/"),
        (2, 2, "/published/?kind=brief"),
        (2, 1, f"/published/{slug}/"),
        (2, 1, f"/published/{slug}/report.pdf"),
        (2, 1, f"/published/{slug}/cover"),
    ):
        memory.pages.forget()
        count_queries(first, url)
        count_queries(again, url)
