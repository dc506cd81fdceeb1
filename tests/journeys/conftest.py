"""How journeys start Chromium, and the browser in which a person walks, whose every page is looked at."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from publications.demo.people import Partnership
from tests.browser import assert_accessible, assert_whole, sign_in
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
    problems: list[str] = field(default_factory=list)
    cookies: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def be(self, account: str) -> None:
        """Be this person at `/staff/`: signed in the first time, and from then on still signed in."""
        context = self.page.context
        context.clear_cookies()
        if account in self.cookies:
            context.add_cookies(self.cookies[account])
            self.go("/staff/")
        else:
            sign_in(self.page, self.address, account, PASSWORD)
            self.cookies[account] = context.cookies()
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

    def tick(self, name: str) -> None:
        self.page.locator(f"main input[type=checkbox][name={name}]").check()

    def pick(self, name: str, words: str) -> None:
        """Choose what begins with these words in a list."""
        options = self.page.locator(f"main select[name={name}] option")
        label = next(label for label in options.all_text_contents() if label.startswith(words))
        self.page.locator(f"main select[name={name}]").select_option(label=label)

    def write(self, **fields: str) -> None:
        for name, words in fields.items():
            self.page.locator(f"main [name={name}]").fill(words)

    def says(self, words: str) -> None:
        assert words in self.page.locator("main").inner_text(), words

    def look(self, words: str) -> None:
        """Fail for an answer that is an error, an error summary, a heading too many, and what axe finds.

        Nothing may be wider than a narrow screen. With JavaScript off there is no axe, which needs timers; such
        a browser is narrow throughout. `SCREENSHOTS=folder` in the environment keeps a picture of each page.
        """
        self.page.wait_for_load_state()
        assert self.problems == [], (words, self.page.url)
        assert_whole(self.page)
        if self.has_script:
            assert_accessible(self.page)
        if SHOTS:
            self._keep_pictures(SHOTS, words)

    def _keep_pictures(self, folder: Path, words: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.count += 1
        letters = "".join(letter if letter.isalnum() else "-" for letter in words)[:40]
        name = f"{'' if self.has_script else 'plain-'}{self.count:03}-{letters}"
        before = self.page.viewport_size
        for width in (1280, 360):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        if before:
            self.page.set_viewport_size(before)


@pytest.fixture
def start(browser: Browser, live_server: Any, partnership: Partnership) -> Iterator[Callable[..., Journey]]:
    """Return a function that opens a browser of its own, signed out: `start(has_script=False)`.

    Its console stays silent, for the policy on content has nothing to refuse, and no answer is an error.
    """
    opened: list[Journey] = []

    def open_browser(*, has_script: bool = True) -> Journey:
        width = 1280 if has_script else 320
        context = browser.new_context(
            java_script_enabled=has_script,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",  # a click would wait for smooth scrolling to end
        )
        journey = Journey(context.new_page(), live_server.url, has_script)
        problems = journey.problems
        journey.page.on(
            "console", lambda message: problems.append(message.text) if message.type == "error" else None
        )
        journey.page.on("pageerror", lambda error: problems.append(str(error)))
        journey.page.on(
            "response",
            lambda answer: problems.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
        )
        opened.append(journey)
        return journey

    yield open_browser
    for journey in opened:
        journey.page.context.close()
    assert [problem for journey in opened for problem in journey.problems] == []
