"""Every page of the public site in every state, in a real browser: read by axe, walked by keyboard, narrowed, printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as portal
from playwright.sync_api import Browser, Page, Route

from tests import public_states
from tests.browser import assert_accessible
from tests.public_states import Shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = {"width": 1280, "height": 720}, {"width": 320, "height": 640}
TABLET = {"width": 1024, "height": 768}
LOW = {"width": 320, "height": 256}  # WCAG 2.2, 1.4.10: 1280 × 1024 at 400 %
# WCAG 2.2, 1.4.12: what a reader may set without losing anything.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
TWICE_AS_LARGE = "html { font-size: 200% !important }"
LOOKS = Path(__file__).with_name("public_site.js").read_text()


@dataclass
class Visitor:
    """Somebody at the site: pages are opened by what they are, and what the browser asks other hosts for is noted."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    def note(self, url: str) -> None:
        if not url.startswith((self.address, "data:")) or "/assets/fonts/" in url:
            self.problems.append(url)

    def open(self, shown: Shown) -> None:
        """Go to a page in the way that it is asked for, and fail when it answers anything unexpected."""
        if shown.method != "GET":
            self.page.route(self.address + shown.path, lambda route: self._ask(route, shown), times=1)
        answer = self.page.goto(self.address + shown.path)
        assert answer is not None and answer.status == shown.status, (shown, answer and answer.status)

    def _ask(self, route: Route, shown: Shown) -> None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if shown.sent else {}
        sent = urlencode(shown.sent) if shown.sent else None
        route.continue_(method=shown.method, post_data=sent, headers=route.request.headers | kind)

    def ask(self, question: str, *given: Any) -> Any:
        """What one of the functions of public_site.js finds on the page as it stands."""
        return self.page.evaluate(f"given => {{ {LOOKS}; return {question}(...given); }}", list(given))


@pytest.fixture
def site(cast: Any, make_case: Any, settings: Any) -> list[Shown]:
    """Every page of a site on which something of every sort is public, and whose list has a second page."""
    settings.ROOT_URLCONF = public_states.__name__
    return public_states.pages(public_states.built(cast, make_case))


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a browser of its own; in the end it met no other host, no cookie and no fault."""
    opened: list[Visitor] = []

    def open_browser(**options: Any) -> Visitor:
        context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce"} | options)
        visitor = Visitor(context.new_page(), live_server.url)
        visitor.page.on("request", lambda request: visitor.note(request.url))
        visitor.page.on("pageerror", lambda error: visitor.problems.append(str(error)))
        opened.append(visitor)
        return visitor

    yield open_browser
    for visitor in opened:
        assert visitor.page.context.cookies() == []
        visitor.page.context.close()
    assert [problem for visitor in opened for problem in visitor.problems] == []


@pytest.mark.same_with_each_database
def test_axe_finds_nothing_on_an_empty_site(visit: Callable[..., Visitor], cast: Any) -> None:
    visitor = visit()
    for shown in public_states.empty_pages():
        look_in_both_schemes(visitor, shown)


@pytest.mark.same_with_each_database
def test_axe_finds_nothing_on_any_page_in_light_and_dark(
    visit: Callable[..., Visitor], site: list[Shown]
) -> None:
    """Every A and AA rule of WCAG 2.0 to 2.2, and best practice. A new address without a page here is told of."""
    assert public_states.names_without_a_page(site) == set()
    visitor = visit()
    for shown in site:
        look_in_both_schemes(visitor, shown)


def look_in_both_schemes(visitor: Visitor, shown: Shown) -> None:
    visitor.page.emulate_media(color_scheme="light")
    visitor.open(shown)
    assert_accessible(visitor.page)
    visitor.page.emulate_media(color_scheme="dark")
    assert_accessible(visitor.page)


@pytest.mark.same_with_each_database
@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("Tab", {"viewport": NARROW}),  # where a bar is fixed at the foot
        ("Shift+Tab", {}),  # where a bar stays at the top
        ("Tab", {"forced_colors": "active"}),
    ],
    ids=["narrow", "backwards", "forced-colours"],
)
def test_the_focus_goes_everywhere_in_order_and_is_always_seen(
    key: str, options: dict[str, Any], visit: Callable[..., Visitor], site: list[Shown]
) -> None:
    """WCAG 2.2: 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11 and 2.4.12; a field for many lines may be seen in part."""
    visitor = visit(**options)
    for shown in site:
        visitor.open(shown)
        stops = visitor.ask("watchTheFocus")
        for _ in range(len(stops) + 1):  # once it leaves the page
            visitor.page.keyboard.press(key)
        walked = visitor.page.evaluate("walked")
        in_order = stops if key == "Tab" else stops[::-1]
        first = in_order.index(walked["met"][0])  # after an error the page begins at its summary
        assert walked["met"][: len(stops)] == in_order[first:] + in_order[:first], shown
        assert (walked["covered"], walked["unseen"]) == ([], []), shown
        if "forced_colors" in options:  # what colour alone would show keeps an edge
            assert visitor.ask("whatHasNoEdge") == [], shown


@pytest.mark.same_with_each_database
def test_nothing_is_lost_when_it_is_narrow_spaced_or_large(
    visit: Callable[..., Visitor], site: list[Shown]
) -> None:
    """WCAG 2.2: 1.4.4, 1.4.10 and 1.4.12. No script runs, so this is what a visitor without it reads too."""
    visitor = visit(java_script_enabled=False)
    for shown in site:
        visitor.page.set_viewport_size(LOW)  # type: ignore[arg-type]
        visitor.open(shown)
        shown_errors = visitor.page.locator(".govuk-error-summary").count()
        assert bool(shown_errors) == ("errors" in shown.name)
        for size, css in ((LOW, ""), (NARROW, SPACED), (TABLET, ""), (WIDE, SPACED), (WIDE, TWICE_AS_LARGE)):
            visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
            assert visitor.ask("whatIsLost", css) == [], (shown, size, css)


@pytest.mark.same_with_each_database
def test_on_paper_the_frame_is_gone_and_the_rest_is_there(
    visit: Callable[..., Visitor], site: list[Shown]
) -> None:
    """What moves about, asks or leads on is for the screen; what was read, of when, and where to turn is for paper."""
    visitor = visit()
    visitor.page.emulate_media(media="print")
    frame = visitor.page.locator(
        ".govuk-skip-link, .sp-nav, .sp-bar, .sp-search, .sp-filters, .sp-toc, .govuk-button"
    )
    for shown in site:
        visitor.open(shown)
        assert not any(one.is_visible() for one in frame.all()), shown
        assert visitor.page.locator("h1").is_visible(), shown
        read = visitor.page.inner_text("body")
        assert portal.PARTNERSHIP["name"] in read
        if shown.name in ("publication, report", "publication, brief", "publication, statement"):
            for words in (
                "Published",
                "On this site until",
                "Take care as you read.",
                "who liked to be held",
            ):
                assert words in read, (shown, words)
        if shown.name == "publication, report":
            assert "Someone to talk to" in read and "a small worry, put down with care" in read


@pytest.mark.same_with_each_database
def test_three_presses_of_shift_leave_and_nothing_else_does(
    visit: Callable[..., Visitor], site: list[Shown]
) -> None:
    """The page is replaced: “back” leads to what was before it. The first stop leads past the frame (WCAG, 2.4.1)."""
    visitor, leave_to = visit(), str(portal.PARTNERSHIP["leave_to"])
    page = visitor.page
    elsewhere = "<!doctype html><title>Weather</title>"
    page.route(leave_to, lambda route: route.fulfill(body=elsewhere, content_type="text/html"))
    for shown in (one for one in site if one.method == "GET"):
        page.goto("about:blank")
        visitor.open(shown)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
        for key in ("Escape", "Enter", "Tab"):
            page.keyboard.press(key)
        assert visitor.ask("isPastTheFrame"), shown
        for key in ("Shift", "Shift+Tab", "Shift", "a", "Shift", "Control+Shift", "Shift", "Shift"):
            page.keyboard.press(key)
        assert page.url.partition("#")[0] == visitor.address + shown.path
        with page.expect_navigation(url=leave_to):
            page.keyboard.press("Shift")
        page.go_back()
        assert page.url == "about:blank"
    page.goto(visitor.address)
    with page.expect_navigation(url=leave_to):
        page.get_by_role("link", name="Leave this site").press("Enter")
    assert set(visitor.problems) == {leave_to}
    visitor.problems.clear()


def test_without_script_the_list_is_searched_and_narrowed_by_keyboard(
    visit: Callable[..., Visitor], site: list[Shown]
) -> None:
    visitor = visit(java_script_enabled=False, viewport=NARROW)
    page = visitor.page
    page.goto(f"{visitor.address}/")
    page.get_by_role("searchbox").press_sequentially(public_states.SEARCHED)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/published/?q={public_states.SEARCHED}")
    page.locator("summary").first.press("Enter")
    page.get_by_label("Learning brief").press("Space")
    page.get_by_role("button", name="Show results").press("Enter")
    page.wait_for_url("**&kind=brief")
    assert "1 brief mentions" in page.inner_text("main")
    assert not page.get_by_text("Press Shift").is_visible()
    assert (
        page.get_by_role("link", name="Leave this site").get_attribute("href")
        == portal.PARTNERSHIP["leave_to"]
    )
