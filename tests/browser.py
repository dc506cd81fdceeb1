"""What browser journeys share: Chromium as it is started here, signing in, axe, and looking at a page."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "build" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def sign_in(page: Page, address: str, account: str, password: str) -> None:
    """Sign in as a person of the demonstration, after whoever was there before has gone."""
    page.context.clear_cookies()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(f"{account}@demo.invalid")
    page.locator("input[name=password]").fill(password)
    page.locator("main form button").click()
    page.wait_for_url("**/staff/")


def assert_accessible(page: Page) -> None:
    """Fail with axe's findings, if it has any on the page as it stands."""
    # Run through the debugger and not through the page, whose policy allows no foreign script.
    page.evaluate(AXE.read_text())
    # Only what is wrong is worked out and sent over: the whole answer is long, and takes longer than the check.
    problems: Any = page.evaluate(
        """async tags => {
            const options = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']};
            const {violations} = await axe.run(document, options);
            return violations.map(({id, help, nodes}) =>
                ({rule: id, help, at: nodes.slice(0, 3).map(node => node.target)}));
        }""",
        TAGS,
    )
    assert problems == [], f"{page.url}\n{json.dumps(problems, indent=1)}"


def assert_whole(page: Page, width: int = 320) -> None:
    """Fail when the page scrolls sideways on a narrow screen, has not one main heading, or says what went wrong.

    It needs no script of the page's own, so it works with JavaScript off.
    """
    size = page.viewport_size
    if size and size["width"] != width:
        page.set_viewport_size({"width": width, "height": size["height"]})
    found: Any = page.evaluate(
        """width => ({
            wide: document.documentElement.scrollWidth,
            out: [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > width)
                .map(one => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`).slice(0, 5),
            headings: document.querySelectorAll('h1').length,
            errors: [...document.querySelectorAll('.govuk-error-summary')].map(one => one.innerText),
        })""",
        width,
    )
    if size and size["width"] != width:
        page.set_viewport_size(size)
    assert found["errors"] == [], page.url
    assert found["headings"] == 1, f"{page.url} has {found['headings']} main headings"
    assert found["wide"] <= width, f"{page.url} is {found['wide']} px wide, not {width}: {found['out']}"


def fill_date(page: Page, name: str, day: Any) -> None:
    """Type a date into its three inputs."""
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"input[name={name}_{part}]").fill(str(value))
