"""The site's own pages: what they say, how staff change it, what they are refused, and the helplines."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock, desk, site_text
from publications.models import Helpline, SitePage, SiteText
from publications.site import words
from publications.site.actions import Overtaken, put_up
from publications.site.faults import faults
from reviews.models import AuditRow, GuidanceEdition
from tests import publication_builders as build
from tests.admin_pages import errors, send
from tests.reading import words as read

GUIDANCE = desk.Guidance("Edition *One*", "Health Board", "National Panel", 5, 15, "notification", 6, 12)
URLS = {page: f"/{page.value}/" for page in SitePage} | {SitePage.HOME: "/"}
TEXT = "# Contact\n\nRing us.\n\n## Here {#here}\n\n{contact}\n\nAsk for {partnership}.\n"


def staff_url(page: SitePage, rest: str = "") -> str:
    return f"/staff/publications/site/{page.value}/{rest}"


def main_of(response: Any) -> str:
    return read(response).partition("<main")[2].partition("</main>")[0]


def look(browser: Client, page: SitePage, text: str, number: int = 0) -> Any:
    """Ask to see the text as a page."""
    return browser.post(staff_url(page, "write/"), {"text": text, "expected_number": number})


def put(browser: Client, page: SitePage, text: str, number: int = 0, /, **more: Any) -> Any:
    """Put the text up as a browser does after a look at it; what is None isn't sent."""
    shown = look(browser, page, text, number).context["form"]
    sent = {"text": text, "expected_number": number, "looked_at": shown["looked_at"].value()}
    sent |= {"reason": "The office has moved.", "has_looked": "on", "put_up": "yes"} | more
    return browser.post(
        staff_url(page, "write/"), {name: one for name, one in sent.items() if one is not None}
    )


# The words shipped


def test_the_words_shipped_have_no_fault() -> None:
    for page in SitePage:
        assert faults(page, words.shipped(page), GUIDANCE) == [], page


@pytest.mark.django_db
def test_every_link_of_the_sites_own_pages_leads_to_a_page_and_a_heading_that_are_there(
    django_assert_num_queries: Any,
) -> None:
    found = {"/": Client().get("/")}
    for url in set(URLS.values()) - {"/"}:
        with django_assert_num_queries(1):
            found[url] = Client().get(url)
    seen = 0
    for url, response in found.items():
        assert response.status_code == 200 and not response.cookies, url
        shown = main_of(response)
        assert not re.search(r"[{}]", shown), url
        for link in re.findall(r'href="(/[^"]*|#[^"]*)"', shown):
            path, _, anchor = link.partition("#")
            there = found.get(path) or (response if not path else Client().get(link))
            assert there.status_code == 200, (url, link)
            assert not anchor or f'id="{anchor}"' in read(there), (url, link)
            seen += 1
    assert seen > 40


# What may stand in a text

PARTS = st.sampled_from(
    [
        *(f"{{{word}}}" for word in (*words.WORDS, *words.BLOCKS, "nobody", "partnership ", "")),
        *("{#family}", "{", "}", "{#Bad One}", "## One\n\n", "# Top\n\n", "### Two {#two}\n\n", "\n\n", "- "),
        *(
            "[in](/contact/#x)",
            "[out](https://example.org/)",
            "<script>alert(1)</script>",
            "[js](javascript:x)",
        ),
        *("[^1]", "[^1]: note\n\n", "| a | b |\n|--|--|\n| {contact} | c |\n\n", "> quoted\n", "words "),
    ]
)


@given(st.lists(PARTS, max_size=12).map("".join))
def test_a_text_without_fault_leaves_no_brace_no_lost_block_and_no_script(body: str) -> None:
    text = f"# Title\n\nOpening.\n\n{body}"
    wrong = faults(SitePage.ABOUT_REVIEWS, text, GUIDANCE)
    page = words.rendered(text, GUIDANCE)
    shown = "".join(str(piece.html or "") for piece in page.pieces)
    anchors = [heading.anchor for heading in page.headings]
    assert len(anchors) == len(set(anchors))
    assert "<script" not in shown and "javascript" not in re.findall(r'href="([^"]*)', shown)
    unknown = set(site_text.words_in_braces(text)) - words.WORDS.keys() - words.BLOCKS.keys()
    for word in unknown:
        assert any(f"{{{word}}}" in sentence for sentence in wrong)
    if not wrong:
        assert not re.search(r"[{}]", shown + page.title + page.lede)
        assert page.blocks == {word for word in site_text.words_in_braces(text) if word in words.BLOCKS}


def test_what_is_put_in_is_words_and_never_markdown() -> None:
    page = words.rendered(
        "# On {guidance}\n\nBy {guidance}.\n\nSee [{guidance}](https://example.org/).", GUIDANCE
    )
    assert (page.title, page.lede) == ("On Edition *One*", "By Edition *One*.")
    assert ">Edition *One*</a>" in str(page.pieces[0].html)


@pytest.mark.parametrize(
    ("page", "text", "sentence"),
    [
        (SitePage.CONTACT, TEXT.replace("{contact}", "Ring {contact}"), "Put {contact} on a line of its own"),
        (SitePage.CONTACT, TEXT.replace("{contact}", ""), "Keep {contact} on a line of its own"),
        (SitePage.CONTACT, TEXT.removeprefix("# Contact"), "Begin the text with the page’s title"),
        (SitePage.CONTACT, TEXT + "\n[x](/nothing/)", "A link leads to “/nothing/”"),
        (SitePage.CONTACT, TEXT + "\n[x](/staff/)", "A link leads to “/staff/”"),
        (SitePage.CONTACT, TEXT + "\n[x](#nowhere)", "A link leads to “#nowhere”"),
        (SitePage.CONTACT, TEXT + "\n{telephone}", "The portal has nothing to put in for {telephone}"),
        (SitePage.PRIVACY, TEXT, "Keep a heading that ends in {#write}"),
        (SitePage.HOME, TEXT, "The home page has room for a title and one paragraph"),
    ],
)
def test_a_fault_says_what_to_mend(page: SitePage, text: str, sentence: str) -> None:
    assert any(one.startswith(sentence) for one in faults(page, text, GUIDANCE))


# How staff change the words


@pytest.mark.django_db
def test_the_publisher_looks_puts_up_and_takes_back(cast: Any, as_user: Callable[..., Client]) -> None:
    """Nothing is public before somebody has looked; every version stays; what holds is the newest."""
    page, browser = SitePage.CONTACT, as_user(cast.publisher)
    before = main_of(Client().get("/contact/"))
    shown = look(browser, page, TEXT.replace("Ring us.", "We are at SW1A 2AA since 7 July 2026."))
    text = read(shown)
    assert shown.status_code == 200 and "As the public would see it" in text
    assert "SW1A 2AA" in text and "A postcode." in text and "An exact date." in text
    assert "Tick" not in text and "There is a problem" not in text
    unread = put(browser, page, TEXT, has_looked=None)
    assert "then tick that you have" in read(unread)
    changed = put(browser, page, TEXT, text=TEXT + "\nMore.\n")
    assert "The words have changed since you looked" in read(changed)
    assert "Enter why the words change" in read(put(browser, page, TEXT, reason=""))
    assert "The portal has nothing to put in for {office}" in read(look(browser, page, TEXT + "\n{office}"))
    assert main_of(Client().get("/contact/")) == before and not SiteText.objects.exists()

    answer = put(browser, page, TEXT)
    assert answer.status_code == 302 and answer["Location"] == staff_url(page)
    public = main_of(Client().get("/contact/"))
    assert "Ring us." in public and 'id="here"' in public and "If you are worried about a child" in public
    assert put(browser, page, TEXT).status_code == 302  # the same form sent again
    assert SiteText.objects.count() == 1
    assert put(as_user(cast.coordinator), page, TEXT.replace("Ring", "Write to"), 1).status_code == 302
    history = read(browser.get(staff_url(page)))
    assert "Version 2 holds" in history and cast.coordinator.name in history and "moved" in history
    second = read(browser.get(staff_url(page, "versions/2/")))
    assert "removed: </span>Ring" in second and "added: </span>Write to" in second

    again = browser.get(staff_url(page, "write/"), {"from": "0"}).context["form"]
    assert (again["text"].value(), again["expected_number"].value()) == (words.shipped(page), 2)
    assert put(browser, page, words.shipped(page), 2).status_code == 302
    assert main_of(Client().get("/contact/")) == before
    rows = AuditRow.objects.filter(verb="site_text.put_up").order_by("sequence")
    assert [(row.reference, row.detail) for row in rows] == [
        ("contact", {"number": 1, "is_shipped": False}),
        ("contact", {"number": 2, "is_shipped": False}),
        ("contact", {"number": 3, "is_shipped": True}),
    ]


@pytest.mark.django_db
def test_of_two_who_write_at_once_nobody_loses_a_word(cast: Any, as_user: Callable[..., Client]) -> None:
    page, first, second = SitePage.CONTACT, as_user(cast.publisher), as_user(cast.coordinator)
    assert put(first, page, TEXT).status_code == 302
    late = put(second, page, TEXT.replace("Ring us.", "Write to us."))
    assert late.status_code == 409
    text = read(late)
    assert "Somebody else put up other words meanwhile" in text
    assert "removed: </span>Ring" in text and "added: </span>Write to" in text
    form = late.context["form"]
    assert "Write to us." in form["text"].value() and form["expected_number"].value() == "1"
    assert "Ring us." in main_of(Client().get("/contact/"))
    sent = {name: form[name].value() for name in form.fields} | {"has_looked": "on", "put_up": "yes"}
    assert second.post(staff_url(page, "write/"), sent).status_code == 302
    assert "Write to us." in main_of(Client().get("/contact/"))
    with pytest.raises(Overtaken):
        put_up(page, TEXT, reason="Late.", expected_number=1, by=cast.publisher, at=clock.now())
    assert list(SiteText.objects.values_list("number", flat=True)) == [2, 1]


@pytest.mark.django_db
def test_nobody_else_changes_the_words(cast: Any, as_user: Callable[..., Client]) -> None:
    """A01: others are told why; a page or a version that there isn't is a 404."""
    paths = [
        reverse("site_pages"),
        *(staff_url(SitePage.HOME, rest) for rest in ("", "write/", "versions/0/")),
    ]
    for person in (cast.la, cast.reviewer, cast.auditor, cast.panel_member, cast.agency_author):
        for path in paths:
            answer = as_user(person).get(path)
            assert answer.status_code == 403 and "Only a coordinator or the publisher" in read(answer)
        assert as_user(person).post(paths[2], {"text": TEXT, "put_up": "yes"}).status_code == 403
    browser = as_user(cast.publisher)
    assert [browser.get(path).status_code for path in paths] == [200, 200, 200, 200]
    for rest in (
        "nothing/",
        "home/versions/1/",
        "home/write/?from=7",
        "home/write/?from=x",
        "home/write/?from=²",
    ):
        assert browser.get(f"/staff/publications/site/{rest}").status_code == 404, rest


# What comes from data


@pytest.mark.django_db
def test_pages_follow_the_guidance_in_force_and_the_day_of_the_review(
    cast: Any, settings: Any, time_machine: Any
) -> None:
    day = clock.today(clock.now()) + timedelta(days=10)
    newer = GuidanceEdition.objects.get()
    newer.pk, newer.effective_from, newer.name, newer.health_body_name = None, day, "Zz Edition", "Zz Board"
    newer.save(force_insert=True)
    settings.PARTNERSHIP = settings.PARTNERSHIP | {"statement_reviewed_on": "1 May 2025"}
    assert "Zz Edition" not in read(Client().get("/about-reviews/"))
    assert "last reviewed on 1 May 2025" in read(Client().get("/accessibility/"))
    time_machine.move_to(clock.start_of_day(day) + timedelta(hours=12), tick=False)
    about = read(Client().get("/about-reviews/"))
    assert "Zz Edition" in about and "Zz Board" in about and "Integrated Care Board" not in about
    shipped = words.shipped(SitePage.ACCESSIBILITY)
    told = {
        "reason": "Reviewed, nothing to change.",
        "expected_number": 0,
        "by": cast.publisher,
        "at": clock.now(),
    }
    put_up(SitePage.ACCESSIBILITY, shipped, **told)
    assert f"last reviewed on {clock.day_words(day)}" in read(Client().get("/accessibility/"))


@pytest.mark.django_db
def test_helplines_are_the_same_whole_list_everywhere_and_administrators_keep_them(
    cast: Any, admin: Client
) -> None:
    """Practice 28: no page has a list of its own, which could say where a child lived."""
    report = build.opened(cast)
    pages = ("/questions/", "/contact/", f"/published/{report.slug}/")
    lists = [
        re.findall(r'<ul class="[^"]*sp-helplines">.*?</ul>', read(Client().get(url)), re.S) for url in pages
    ]
    assert lists[0] and lists[0] == lists[1] == lists[2]
    assert all(f'"tel:{number}"' in lists[0][0] for number in ("08001111", "08088005000", "116123"))
    line = Helpline.objects.get(name="Childline")
    assert "can be reached" in errors(send(admin, Helpline, line, telephone="", writing="", url=""))
    assert send(admin, Helpline, line, name="Zz line", url="zz.example").status_code == 302
    assert send(admin, Helpline, Helpline.objects.get(name="Samaritans"), is_shown=None).status_code == 302
    row = AuditRow.objects.filter(verb="helpline.changed").latest("sequence")
    assert row.detail["fields"] == "is_shown"
    for url in pages:
        shown = read(Client().get(url))
        assert 'href="https://zz.example"' in shown and "Zz line" in shown and "Samaritans" not in shown
