"""The review in depth, step by step, as people click and type it: returns, chronology, report, agreement, learning.

Each step begins at somebody's desk, and finds its way by links and buttons alone. No test lives here.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from cspr_portal import clock
from tests.browser import fill_date
from tests.chronologies import csv_file

from .conftest import Journey

PARTNERS = ("la-delegate", "police-delegate", "icb-delegate")
HOSPITALS, HEALTH_VISITING, HOMES = "Merefield Hospitals", "Tarn Valley Health Visiting", "Aldermere Homes"
APPROVER = f"Della Roe, Head of safeguarding, {HEALTH_VISITING}"
ASKED = {HEALTH_VISITING: "Sam Okoro, Named nurse", HOMES: "Colm Tiernan, Safeguarding lead"}
QUESTION = "Who put the small worries together?"
EVENT = "Seen in the emergency department with a bruise."
HEADINGS = ("Date", "Event", "Source", "Significance")
PARTS = """## Systemic reasons

Nobody was asked to put the small worries together.

## Recommended improvements

Give every service one number to ring with a small worry.
"""
PICTURE = "A plan of the flat: two rooms and one door."
CHANGED = "Give every service one number to ring with a small worry, and name who answers for it."
WHY_NOT = "One number is not enough: somebody has to answer for what is rung in."
LEFT_OUT = (
    "A tracked insertion is taken in as if it were accepted.",
    "A piece of text that is deleted with tracked changes is left out.",
    "A comment is left out.",
    "A piece of hidden text is left out.",
    "A picture came with the file.",
)


def open_the_case(journey: Journey, account: str) -> None:
    """Be somebody to whom the case is open, on its page."""
    journey.be(account)
    journey.page.goto(f"{journey.address}/staff/cases/")
    journey.follow("Child Wren")


def commission(journey: Journey) -> None:
    journey.be("la-delegate")
    journey.follow("Child Wren: commission the review")
    journey.write(reason="A local review, as the three partners decided.")
    journey.press("Commission the review")
    open_the_case(journey, "coordinator")


def ask_agencies(journey: Journey) -> None:
    """Ask two agencies about what they know, with an answer due in two days."""
    open_the_case(journey, "coordinator")
    journey.follow("Requests to agencies and their returns")
    journey.follow("Ask agencies")
    for agency, author in ASKED.items():
        journey.page.get_by_label(agency, exact=True).check()
        journey.page.get_by_label(f"{author}, {agency}", exact=True).check()
    journey.page.get_by_label(APPROVER, exact=True).check()
    journey.write(asked="What did you know, and what did you do?")
    journey.page.locator("input[name=subjects]").first.check()
    fill_date(journey.page, "due_on", clock.today(clock.now()) + timedelta(days=2))
    journey.press("Ask these agencies")
    journey.says(HEALTH_VISITING)


def say_that_nothing_was_known(journey: Journey) -> None:
    """An agency that knew nobody on the sheet says so in time."""
    journey.be("housing-author")
    journey.follow("Child Wren: write your agency’s return")
    journey.follow("Write the return")
    journey.choose("was_involved", "no")
    journey.press("Save the draft")
    journey.follow("Check and send the return")
    journey.press("Send the return")
    journey.says("The agency had no involvement with anybody on the subject sheet.")


def write_a_return(journey: Journey) -> None:
    """Open the subject sheet, write the return, list who is named in it, and have it signed off inside the agency."""
    journey.be("agency-author")
    journey.follow("Child Wren: write your agency’s return")
    request = journey.page.url
    journey.follow("Open the subject sheet")
    journey.write(reason="To find the family in our records.")
    journey.press("Open the subject sheet")
    journey.says("Zebedee")
    journey.page.goto(request)
    journey.follow("Write the return")
    journey.choose("was_involved", "yes")
    journey.write(
        involvement="We saw Child Wren twice in the spring.",
        episodes="A bruise was written down, and not talked over.",
        analysis="Nobody had time to talk it over.",
        safety="Open cases were looked at again.",
        improvements="Talk a bruise over on the same day.",
        agency_actions="The head of service puts this into supervision by the summer.",
    )
    journey.press("Save the draft")
    journey.follow("List the names in it")
    journey.write(practitioner="Orla Fictionby")
    journey.press("Add these names")
    journey.page.goto(request)
    journey.follow("Check and send the return")
    journey.says("may be asked for by the police, a coroner or a court")
    journey.press("Send the return")
    journey.says("Waiting to be signed off")
    journey.be("agency-approver")
    journey.follow("Child Wren: sign your agency’s return off")
    journey.says("Nobody had time to talk it over.")
    journey.press("Sign the return off")


def accept_the_return(journey: Journey) -> None:
    """Read the return that waits, and accept it."""
    journey.be("coordinator")
    journey.follow("Child Wren: read an agency’s return")
    journey.says("We saw Child Wren twice in the spring.")
    journey.follow("Accept the return")
    journey.press("Accept the return")
    journey.says("Accepted")


def remind_the_late_one(journey: Journey) -> None:
    """What is late says so, and by how much; the reminder is kept."""
    journey.be("coordinator")
    journey.says("over")
    journey.follow("Child Wren: remind an agency of its return")
    journey.write(reason="Rang the named nurse. It is promised for this week.")
    journey.press("Record the reminder")
    journey.says("It is promised for this week.")


def bring_the_chronology(journey: Journey, folder: Path) -> None:
    """Bring a hospital's file, mend its bad row in the preview, confirm; a member of the panel comments."""
    file = folder / "Zebedee.csv"
    rows = [
        ("14/03/2026", EVENT, "Case record", "Key event"),
        ("March 2026", "The family moved house.", "Letter", ""),
        ("soon after", "An appointment was missed.", "Clinic list", ""),
    ]
    file.write_bytes(csv_file([HEADINGS, *rows]))
    open_the_case(journey, "coordinator")
    journey.follow("Chronology")
    journey.follow("Bring an agency’s file")
    journey.pick("agency", HOSPITALS)
    journey.page.set_input_files("input[name=file]", file)
    journey.press("Read the file")
    journey.says("Not yet: 1 row has to be mended or left out first.")
    journey.says("An appointment was missed.")
    journey.page.get_by_label("Date in row 4").fill("2 April 2026")
    journey.press("Save the rows")
    journey.says("Stay as they are")
    journey.press("Put these 3 events into the chronology")
    journey.says("3 events")
    open_the_case(journey, "panel-member")
    journey.follow("Chronology")
    journey.follow(f"Comment on the event of 14 March 2026, {HOSPITALS}")
    journey.write(comment="The bruise was seen by a locum.")
    journey.press("Add the comment")
    journey.says("The bruise was seen by a locum.")


def enquire(journey: Journey) -> None:
    """Make a key line of the question that the rapid review left, and link an event and a return to it."""
    open_the_case(journey, "reviewer")
    journey.follow("Key lines of enquiry")
    journey.follow(f"Add as a key line : {QUESTION}")
    assert journey.page.locator("[name=question]").input_value() == QUESTION
    journey.write(why="Three services worried in one month.", method="Returns side by side.")
    journey.press("Add the key line")
    for label, kind in ((EVENT, "entry"), (HEALTH_VISITING, "agency_request")):
        journey.follow(f"Link evidence to: {QUESTION}")
        if kind == "entry":
            journey.page.get_by_label(label).check()
        else:
            journey.pick(kind, label)
        journey.write(words="It was told to nobody.")
        journey.press("Link")
        journey.says(label)


def engage(journey: Journey) -> None:
    """A grandmother is asked and declines; practitioners are met."""
    journey.be("reviewer")
    journey.follow("Child Wren: record engagement with family and practitioners")
    journey.choose("engaged_with", "practitioners")
    journey.choose("outcome", "met")
    fill_date(journey.page, "happened_on", clock.today(clock.now()))
    journey.write(note="One meeting, nine practitioners.")
    journey.press("Record the engagement")
    journey.follow("Add somebody")
    journey.choose("engaged_with", "family")
    journey.write(
        called="The grandmother",
        contact="By telephone in the morning: 07700 900142",
        reach_through="The family liaison officer",
        must_not_know="Her son",
        own_pseudonym="Gran",
    )
    journey.press("Add this person")
    journey.says("Her son")
    journey.follow("Open it, for a reason")
    journey.write(note="To offer a meeting.")
    journey.press("Open it")
    journey.says("07700 900142")
    journey.page.go_back()
    journey.page.go_back()
    journey.follow("Record what happened")
    journey.choose("outcome", "declined")
    fill_date(journey.page, "happened_on", clock.today(clock.now()))
    journey.write(note="She does not want to take part now. Support was offered.")
    journey.press("Record it")
    journey.says("Declined")


def take_the_report_from_word(journey: Journey, file: Path) -> None:
    """Answer the key line, bring the report as a Word file, read what was left out, say what its picture shows, and add
    the parts it must hold."""
    journey.be("reviewer")
    journey.follow("Child Wren: answer the key lines of enquiry")
    journey.follow(f"Answer this key line : {QUESTION}")
    journey.write(answer="Nobody did.")
    journey.press("Record the answer")
    journey.be("reviewer")
    journey.follow("Child Wren: write the report")
    journey.follow("Take the text from a Word file")
    journey.page.set_input_files("input[name=file]", file)
    journey.press("Read the file")
    for sentence in LEFT_OUT:
        journey.says(sentence)
    journey.page.get_by_label("What picture 1 shows").fill(PICTURE)
    journey.page.get_by_label("Add it to the text").check()
    journey.press("Put the pictures into the text")
    text = journey.page.locator("[name=text]").input_value()
    assert "[^1]" in text and "| School |" in text and "Canary" not in text
    journey.write(text=f"{text}\n{PARTS}")
    journey.press("Write version 1")
    journey.says("Taken from a Word file")
    journey.says("The name was chosen by a grandmother.")
    picture = journey.page.get_by_role("img", name=PICTURE)
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 12
    assert "Canary" not in journey.page.content() and "Missing" not in journey.page.content()


def comment_on_a_passage(journey: Journey) -> None:
    open_the_case(journey, "panel-member")
    journey.follow("The report and who agrees")
    journey.follow("Comment on a passage")
    journey.write(passage="one number to ring", comment="Who answers it at night?")
    journey.press("Add the comment")
    journey.says("Who answers it at night?")


def stand(journey: Journey, account: str, view: str = "agrees", **words: str) -> None:
    """Say where one stands on the newest version."""
    journey.be(account)
    journey.follow("Child Wren: say where you stand on the report")
    journey.choose("view", view)
    journey.write(**words)
    journey.press("Record where you stand")


def send_back(journey: Journey) -> None:
    journey.be("coordinator")
    journey.follow("Child Wren: send the report back to the draft")
    journey.choose("to_stage", "drafting")
    journey.write(reason="One partner does not agree.")
    journey.press("Move the review")


def write_the_next_version(journey: Journey) -> None:
    """Answer the comment, write version 2, and compare the two."""
    journey.be("reviewer")
    journey.follow("Child Wren: answer the comments on the report")
    journey.page.locator("main article").get_by_role("link").click()
    journey.look("Answer")
    journey.write(answer="The second version names a person.")
    journey.press("Keep the answer")
    journey.be("reviewer")
    journey.follow("Child Wren: write the report")
    text = journey.page.locator("[name=text]").input_value()
    last = PARTS.splitlines()[-1]
    assert last in text
    journey.write(text=text.replace(last, CHANGED))
    journey.press("Write version 2")
    journey.says(WHY_NOT)
    journey.says("Not resolved")
    journey.follow("Compare versions")
    journey.says("From version 1 to version 2")
    assert "and name who answers for it" in journey.page.locator("ins").inner_text()


def learn(journey: Journey) -> None:
    """The reviewer finds and recommends, a partner responds, the coordinator has something done."""
    open_the_case(journey, "reviewer")
    journey.follow("Learning and actions")
    journey.follow("Add a finding")
    journey.write(title="Small worries stayed alone", text="Three services worried in the same month.")
    journey.press("Add the finding")
    journey.follow("Add a recommendation")
    journey.write(change=CHANGED, measure="Calls a month, and what came of them.")
    journey.page.get_by_label("1. Small worries stayed alone").check()
    journey.page.get_by_label(HEALTH_VISITING).check()
    journey.press("Add the recommendation")
    journey.be("icb-delegate")
    journey.follow("Child Wren: respond to a recommendation")
    journey.choose("response", "in_part")
    journey.write(reason="One person for each area, not for all three.")
    journey.press("Record the response")
    journey.says("Accepted in part.")
    journey.follow("Add an action")
    journey.write(what="Name the person for Northmere.", led_by="Dana Reed, head of service")
    journey.pick("agency", HEALTH_VISITING)
    fill_date(journey.page, "due_on", clock.today(clock.now()) + timedelta(days=30))
    journey.page.get_by_label("1. Give every service").check()
    journey.press("Add the action")
    journey.says("1. Name the person for Northmere.")


def end_the_appointment(journey: Journey) -> None:
    open_the_case(journey, "coordinator")
    journey.follow("Independent Reviewer")
    journey.follow("End the appointment of Ingrid Solway")
    journey.write(reason="The report is agreed.")
    journey.press("End the appointment")
    journey.says("No answer yet")


def finds_nothing(journey: Journey, words: str) -> None:
    """Click a link that led somewhere a moment ago: what answers is the page of every made-up address."""
    link: Any = journey.page.locator("main").get_by_role("link", name=words, exact=True)
    # The browser itself says in the console that the answer is none.
    with journey.page.expect_console_message(), journey.page.expect_navigation() as arrived:
        link.click()
    assert arrived.value is not None and arrived.value.status == 404
    assert journey.page.locator("h1").inner_text() == "There is no page here"
    assert "Wren" not in journey.page.content()
    assert all("404" in problem for problem in journey.problems)
    journey.problems.clear()
