"""What a page of the site says at a moment: the newest text that staff put up, or the one that the portal ships with.

The public side reads here. Who may change a text is in access.py, what is wrong with one in faults.py.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from cspr_portal import clock, desk, site_text
from cspr_portal.one_statement import Part, ask, facts, moment, rows
from publications.models import SiteText

SHIPPED = Path(__file__).parent / "texts"
# What the portal puts into a sentence, and what the form says of it.
WORDS = {
    "partnership": "the partnership’s name",
    "short_name": "its short name",
    "guidance": "the edition of the statutory guidance in force today",
    "health_body": "what the health body among the three safeguarding partners is called",
    "national_panel": "the national Panel’s name",
    "months": "for how many months a report stays on this site",
    "review_months": "within how many months a review is to be published",
    "notify_days": "within how many working days the national Panel is told",
    "rapid_review_days": "within how many working days a rapid review is done",
}
# What it puts on a line of its own. Each is a template of that name in publications/public/blocks.
BLOCKS = {
    "contact": "how to write to the partnership or ring it",
    "helplines": "all helplines",
    "steps": "the steps of a review, as a picture with words",
    "ask_for_a_copy": "the button that leads to the form for a copy",
    "nspcc": "how to find the NSPCC’s national collection of reviews",
    "reviewed_on": "the day on which the accessibility statement was last reviewed",
}


@dataclass(frozen=True)
class Held:
    """The text that holds: number 0 is the one shipped, which nobody wrote on any day."""

    text: str
    number: int = 0
    written_at: datetime | None = None


@cache
def shipped(page: str) -> str:
    """Return the words of `page` (a SitePage) that the portal ships with."""
    return (SHIPPED / f"{page}.md").read_text(encoding="utf-8")


def held_part(page: str) -> Part:
    """Ask for the words of `page` (a SitePage) that hold now, as part of a statement, for `held_of`."""
    newest = SiteText.objects.filter(page=page).order_by("-number")[:1]
    return rows(newest, text="text", number="number", written_at="written_at")


def held_of(text: str, page: str) -> Held:
    """Return the words of `page` that hold now."""
    for row in facts(text):
        return Held(row["text"], row["number"], moment(row["written_at"]))
    return Held(shipped(page))


def held(page: str) -> Held:
    """Return the words of `page` that hold now, for a page that asks for nothing else with them."""
    return held_of(ask(held_part(page))[0], page)


def rendered(text: str, guidance: desk.Guidance) -> site_text.PageText:
    """Return a text as a page shows it while `guidance` is in force."""
    return site_text.render(text, tuple(values(guidance).items()))


def values(guidance: desk.Guidance) -> dict[str, str]:
    """Return what stands for each of WORDS."""
    return {
        "partnership": settings.PARTNERSHIP["name"],
        "short_name": settings.PARTNERSHIP["short_name"],
        "guidance": guidance.name,
        "health_body": guidance.health_body,
        "national_panel": guidance.national_panel,
        "months": str(guidance.window_months),
        "review_months": str(guidance.review_months),
        "notify_days": str(guidance.notify_working_days),
        "rapid_review_days": str(guidance.rapid_review_working_days),
    }


def reviewed_on(words: Held) -> str:
    """Return the day of the accessibility statement's last review, in words; empty when nobody has named one.

    Putting the statement up is a review of it (SI 2018/952, regulation 8: it is kept under review), so from then on
    that day counts; until then the one in the settings does.
    """
    if words.written_at is not None:
        return clock.day_words(clock.today(words.written_at))
    return str(settings.PARTNERSHIP["statement_reviewed_on"])
