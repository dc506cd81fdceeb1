"""What comes out of the printer: a brief on two sides of A4, a report with its dates, its address and whole tables."""

from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests import publication_builders as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = (
    "Nobody was careless, and each worry was too small to share under the rules that people believed in. "
)
PART = f"{SENTENCE * 4}\n\n- {SENTENCE}\n- {SENTENCE}\n\n"
QUESTIONS = (
    "## Talk about it\n\n" + "- When did you last ring somebody with a worry that was not enough?\n" * 4
)
BRIEF = "".join(f"## Part {number}\n\n{PART}" for number in range(1, 7)) + QUESTIONS
COLUMNS = ("Season", "Service", "Known", "Written", "Shared", "Asked", "Since", "Zzlastcell")
TABLE = "\n".join(
    f"| {' | '.join(row)} |" for row in [COLUMNS, ["---"] * 8, *[[f"{SENTENCE[:60]}"] * 7 + ["Zzend"]] * 20]
)


def test_a_brief_fills_two_sides_and_a_report_keeps_its_tables_whole(
    browser: Browser, live_server: Any, cast: Any
) -> None:
    brief = build.opened(cast, text=BRIEF)
    assert 650 < len(BRIEF.split()) < 800
    report = build.opened(cast, kind="cspr", title="Child Robin", text=f"{build.TEXT}\n{TABLE}\n")
    page = browser.new_page()

    def printed(slug: str | None) -> list[str]:
        page.goto(f"{live_server.url}/published/{slug}/")
        document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
        sides = [side.get_textpage().get_text_range() for side in document]
        document.close()
        words = " ".join(" ".join(sides).split())
        for said in ("Take care as you read.", "On this site until", f"{live_server.url}/published/{slug}/"):
            assert said in words, said
        for frame in ("Leave this site", "You are here", "Worried about a child now?", "(/", "Search"):
            assert frame not in words, frame
        return sides

    sides = printed(brief.slug)
    assert len(sides) == 2
    assert "Take care as you read." in sides[0] and "Talk about it" in sides[1]
    sides = printed(report.slug)
    assert "".join(sides).count("Zzend") == 20
    with_rows = [side for side in sides if "Zzend" in side]
    assert len(with_rows) > 1 and all("Zzlastcell" in side for side in with_rows)  # its head on each
    page.close()
