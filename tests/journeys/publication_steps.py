"""Publication, step by step, as people click and type it: the check, the approval, the files, the day and what follows.

Each step begins at somebody's desk, and finds its way by links and buttons alone. No test lives here.
"""

from datetime import datetime
from pathlib import Path

from cspr_portal import clock
from publications import jigsaw
from tests.browser import fill_date

from .conftest import Journey

CHECKER, APPROVER = "icb-delegate", "la-delegate"


def open_publication(journey: Journey, account: str, title: str) -> None:
    """Be somebody who may know of a publication, on its page."""
    journey.be(account)
    journey.go("/staff/publications/")
    journey.follow(title)


def check_and_approve(
    journey: Journey, title: str, *, checker: str = CHECKER, approver: str = APPROVER, **left_in: str
) -> None:
    """Finish the check as a second person, and approve as a third. `left_in`: what gives nobody away, and why."""
    journey.be(checker)
    journey.follow(f"Check “{title}” before it goes out")
    journey.says("No hit is open.")
    for question in jigsaw.QUESTIONS:
        journey.choose(question.key, "left" if question.key in left_in else "nothing")
    journey.write(**{f"{key}_reason": reason for key, reason in left_in.items()})
    journey.tick("has_read")
    journey.press("Finish the check")
    journey.be(approver)
    journey.follow(f"Approve “{title}”")
    for reason in left_in.values():
        journey.says(reason)
    journey.tick("has_read")
    journey.press("Approve draft")


def add_a_file(journey: Journey, kind: str, file: Path, **words: str) -> None:
    """Let a file go out with the next draft, from the publication's page and back to it."""
    journey.follow("See what goes out with it")
    journey.choose("kind", kind)
    journey.press("Continue")
    journey.page.set_input_files("input[name=file]", file)
    journey.write(**words)
    journey.press("Add it")
    journey.page.locator(".govuk-back-link").click()
    journey.look("back from the files")


def set_the_day(
    journey: Journey, title: str, opens_at: datetime | None, account: str = "coordinator"
) -> None:
    """Set the day and hour (London's), or none for now; see what follows from it, and confirm."""
    journey.be(account)
    journey.follow(f"Set the day of publication of “{title}”")
    if opens_at is None:
        journey.choose("when", "now")
    else:
        journey.choose("when", "later")
        fill_date(journey.page, "day", opens_at)
        journey.write(hour=f"{opens_at:%H:%M}")
    journey.press("See what follows")
    journey.press(f"Publish {title} now" if opens_at is None else "Set this day")


def walk_the_checklist(journey: Journey, title: str) -> None:
    """See to all that it needs before its day can be set: a report's copy to the national Panel, and the rest at once."""
    journey.be("coordinator")
    journey.follow(f"See to what “{title}” needs")
    today = clock.today(clock.now())
    if journey.page.get_by_role("link", name="A copy is sent to the national Panel").count():
        journey.follow("A copy is sent to the national Panel and the Secretary of State")
        fill_date(journey.page, "copied_on", today)
        journey.press("Record the copy")
    journey.follow("Record several at once")
    for item in journey.page.locator("main input[type=checkbox][name=kinds]").all():
        item.check()
    journey.choose("outcome", "done")
    fill_date(journey.page, "done_on", today)
    journey.write(who="The business unit", note="Agreed with the three partners.")
    journey.press("Record it")
    journey.says("All of it is seen to.")
