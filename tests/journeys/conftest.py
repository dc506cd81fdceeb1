"""How journeys start Chromium, and the portal that they walk through."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from publications.demo.people import Partnership
from tests.browser import assert_accessible, assert_fits, sign_in
from tests.conftest import PASSWORD

# Playwright keeps a loop running in the test's thread, beside which Django won't touch the database otherwise.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SHOTS = Path(os.environ["SCREENSHOTS"]) if os.environ.get("SCREENSHOTS") else None


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@dataclass
class Journey:
    """One person after the other in a browser whose every page is looked at."""

    page: Page
    address: str
    has_script: bool = True
    count: int = 0

    def be(self, account: str) -> None:
        sign_in(self.page, self.address, account, PASSWORD)
        self.look(account)

    def go(self, path: str) -> None:
        response = self.page.goto(self.address + path)
        assert response is not None and response.status == 200, (path, response and response.status)
        self.look(path)

    def follow(self, words: str) -> None:
        """Click a link (or a button-like link) in the page's main part, and look at where it leads."""
        self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
        self.look(words)

    def press(self, words: str) -> None:
        """Press a form's button; there must be no error left, and the next page is looked at."""
        self.page.locator("main").get_by_role("button", name=words).first.click()
        self.look(words)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"input[name={name}][value='{value}']").check()

    def write(self, **fields: str) -> None:
        for name, words in fields.items():
            self.page.locator(f"main [name={name}]").fill(words)

    def look(self, words: str) -> None:
        """No error summary, no axe finding, nothing wider than a narrow screen; a picture where one is asked for."""
        summary = self.page.locator(".govuk-error-summary")
        assert summary.count() == 0, f"{words}: {summary.first.inner_text()}"
        if not self.has_script:
            return  # axe needs timers, which stand still with JavaScript off
        assert_accessible(self.page)
        assert_fits(self.page)
        if SHOTS:
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.count += 1
            name = "".join(letter if letter.isalnum() else "-" for letter in words)[:40]
            for width in (1280, 360):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.screenshot(path=SHOTS / f"{self.count:02}-{name}-{width}.png", full_page=True)
            self.page.set_viewport_size({"width": 1280, "height": 900})

    def says(self, words: str) -> None:
        assert words in self.page.locator("main").inner_text(), words


@pytest.fixture
def journey(browser: Browser, live_server: Any, partnership: Partnership) -> Iterator[Journey]:
    """A browser, signed out. Its console must stay silent: the policy on content has nothing to refuse."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield Journey(page, live_server.url)
    context.close()
    assert problems == []
