"""A case's papers in a real browser: a file goes up and comes down, a letter is recorded and answered."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cspr_portal import clock
from tests import files
from tests.browser import fill_date

from .conftest import Journey

# The pages without script ask the database what those with it ask.
SCRIPTED = [True, pytest.param(False, marks=pytest.mark.same_with_each_database)]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("has_script", SCRIPTED)
def test_a_letter_comes_in_is_kept_and_is_answered(
    start: Callable[..., Journey], make_case: Callable, tmp_path: Path, has_script: bool
) -> None:
    case = make_case().case
    letter = tmp_path / "Zebedee Quarrington.pdf"
    letter.write_bytes(files.pdf(2))
    today = clock.today(clock.now())
    journey = start(has_script=has_script)
    journey.be("coordinator")

    journey.go(f"/staff/cases/{case.reference}/documents/")
    journey.follow("Add a document")
    journey.write(title="Letter from the coroner")
    journey.choose("document_class", "privileged")
    journey.page.set_input_files("input[name=file]", letter)
    journey.press("Add the document")
    journey.says("“Letter from the coroner” is on the case.")
    journey.says("Legally privileged")
    with journey.page.expect_download() as download:
        journey.page.get_by_role("link", name="Letter from the coroner", exact=True).click()
    assert download.value.suggested_filename == f"{case.reference}-privileged-letter-from-the-coroner.pdf"
    assert Path(download.value.path()).read_bytes() == letter.read_bytes()

    journey.go(f"/staff/cases/{case.reference}/correspondence/")
    journey.follow("Record correspondence")
    journey.choose("direction", "in")
    journey.pick("party", "Coroner")
    fill_date(journey.page, "happened_on", today)
    journey.write(subject="Request for papers")
    fill_date(journey.page, "due_on", today)
    journey.pick("document", "Letter from the coroner")
    journey.press("Record the correspondence")
    journey.says("Due today")
    journey.page.locator("main").get_by_role("link", name="Mark as answered").click()
    journey.look("Mark as answered")
    fill_date(journey.page, "answered_on", today)
    journey.press("Mark as answered")
    journey.says("Answered")

    journey.go(f"/staff/cases/{case.reference}/documents/")
    journey.page.locator("main").get_by_role("link", name="Remove").click()
    journey.look("Remove")
    journey.write(reason="It was sent to us by mistake.")
    journey.press("Remove the document")
    journey.says("It was sent to us by mistake.")
