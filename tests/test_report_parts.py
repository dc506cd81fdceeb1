"""Which headings are taken for the parts that a report must hold."""

import pytest

from publications.demo import texts
from reviews.report.parts import look_for, missing
from tests.conftest import REPORT

IMPROVEMENTS = "recommended improvements"
REASONS = "systemic or underlying reasons"


@pytest.mark.parametrize("text", [REPORT, texts.ROBIN, texts.HERON, texts.REPORT_OF])
def test_our_own_reports_hold_both(text):
    assert missing(text) == []


@pytest.mark.parametrize(
    "heading",
    [
        "## Recommendations",
        "# 5. **Recommended improvements**",
        "### What needs to change ###",
        "Improvements\n---",
    ],
)
def test_headings_for_improvements(heading):
    assert missing(f"{heading}\n\nOne number to ring.") == [REASONS]


@pytest.mark.parametrize(
    "heading",
    [
        "## Underlying causes",
        "## Analysis of the systemic and underlying reasons",
        "# Why it happened",
        "Systemic reasons\n==",
    ],
)
def test_headings_for_reasons(heading):
    assert missing(f"{heading}\r\n\r\nNobody was asked.") == [IMPROVEMENTS]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Recommended improvements and systemic reasons are in the text only.",
        "## Recommended improvements\n\n## Systemic reasons\n",
        "## The school’s immune system\n\nWords.\n\n##Recommendations\n\nNo heading without a space.",
        "| Recommendations |\n|---|\n| One |\n\nUnderlying reasons\n",
    ],
)
def test_words_elsewhere_and_empty_parts_are_no_part(text):
    assert missing(text) == [IMPROVEMENTS, REASONS]


def test_text_under_a_further_heading_belongs_to_the_part():
    text = "## Recommended improvements\n\n### One number\n\nTo ring.\n\n"
    text += "## Systemic reasons\n\n### Worries\n## End\n\nEnd."
    assert missing(text) == [REASONS]
    assert [found.heading for found in look_for(text)] == ["Recommended improvements", ""]
