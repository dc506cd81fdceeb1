"""What browser journeys share: Chromium as it is started here, signing in, axe, and reading errors of the page."""

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
    found: Any = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    problems = [
        {"rule": one["id"], "help": one["help"], "at": [node["target"] for node in one["nodes"]][:3]}
        for one in found["violations"]
    ]
    assert problems == [], f"{page.url}\n{json.dumps(problems, indent=1)}"


def assert_fits(page: Page, width: int = 320) -> None:
    """Fail when the page scrolls sideways on a narrow screen."""
    size = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    sticking_out = page.evaluate(
        "width => [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > width)"
        ".map(one => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`).slice(0, 5)",
        width,
    )
    assert wide <= width, f"{page.url} is {wide} px wide on a screen of {width} px: {sticking_out}"
    if size:
        page.set_viewport_size(size)


def fill_date(page: Page, name: str, day: Any) -> None:
    """Type a date into its three inputs."""
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"input[name={name}_{part}]").fill(str(value))
