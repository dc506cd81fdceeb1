"""The main job, step by step, as people click and type it. Nothing here touches the database. No test lives here.

Each step begins wherever the one before it ended, finds its way by links and buttons alone, and works with
JavaScript and without it.
"""

from datetime import timedelta

from cspr_portal import clock
from reviews.models import DeclarationPoint
from tests.browser import fill_date
from tests.conftest import REPORT

from .conftest import Journey
from .publication_steps import check_and_approve, set_the_day, walk_the_checklist

DELEGATES = ("la-delegate", "police-delegate", "icb-delegate")
TITLE, BRIEF_TITLE = "Child Wren", "Child Wren: seven minutes"
SUMMARY = "A baby whom three services knew."
BRIEF = "## What happened\n\nThree services knew a part.\n\n## What has to change\n\nOne number to ring."
# What the writer leaves in the report: an exact date, the sealed school, and a number that may be printed.
DATE, SCHOOL, NUMBER = "14 March 2025", "Quillmoor Primary", "01632 960145"
WITH_HITS = REPORT.replace("In the spring", f"On {DATE}, at {SCHOOL},").replace(
    "with a small worry.", f"with a small worry: {NUMBER}."
)


def do_the_whole_job(journey: Journey) -> None:
    """From an empty desk to a report and a brief that everybody can read."""
    log(journey)
    seal(journey)
    give_views(journey)
    decide_and_notify(journey)
    hold_the_rapid_review(journey)
    set_the_scope(journey)
    set_up_the_panel(journey)
    appoint_the_reviewer(journey)
    enquire(journey)
    engage(journey)
    write_the_report(journey)
    agree(journey)
    prepare(journey, "cspr", TITLE, WITH_HITS)
    mend_and_clear(journey)
    check_and_approve(journey, TITLE)
    publish(journey, TITLE)
    prepare(journey, "brief", BRIEF_TITLE, BRIEF)
    check_and_approve(journey, BRIEF_TITLE)
    publish(journey, BRIEF_TITLE)


def log(journey: Journey) -> None:
    """Begin an intake, leave it half-finished, take it up again, check the answers, and log the case."""
    today = clock.today(clock.now())
    journey.be("coordinator")
    journey.go("/staff/cases/")
    journey.follow("Log a case")
    journey.pick("area", "Northmere")
    journey.press("Begin")
    journey.follow("The harm")
    journey.write(summary="A baby was badly hurt at home. No account fits.")
    journey.press("Save as it is and come back later")
    journey.says("Incomplete")
    journey.go("/staff/cases/")
    journey.follow("Log a case")
    journey.follow("A child not yet named")
    journey.follow("Are other children safe now?")
    journey.choose("children_safe", "yes")
    journey.press("Save and continue")
    journey.follow("When and where it happened")
    journey.choose("incident_precision", "exact")
    fill_date(journey.page, "incident_from", today - timedelta(days=1))
    journey.press("Save and continue")
    journey.follow("Who knew what, and when")
    fill_date(journey.page, "aware_on", today)
    journey.press("Save and continue")
    journey.follow("The harm")
    journey.says("Choose what happened to the child.")
    journey.choose("abuse", "suspected")
    journey.choose("outcome", "seriously_harmed")
    journey.press("Save and continue")
    journey.follow("The children")
    journey.follow("Add a child")
    journey.write(pseudonym="Child Wren")
    journey.pick("age_band", "Under 1")
    journey.press("Save and continue")
    journey.follow("Continue")
    journey.follow("Agencies known to be involved")
    journey.page.get_by_label("Merefield Hospitals").check()
    journey.press("Save and continue")
    journey.press("Save and continue")
    journey.follow("Check your answers")
    journey.says("A baby was badly hurt at home.")
    journey.press("Log the case")
    journey.says("The case is logged")
    journey.says("Tell the national Panel")


def seal(journey: Journey) -> None:
    journey.follow("Seal identities")
    journey.pick("child", "Child Wren")
    journey.write(given_name="Zebedee", family_name="Quarrington", school=SCHOOL)
    journey.press("Seal these facts")
    journey.says("Sealed: 3 facts.")


def give_views(journey: Journey) -> None:
    for account in DELEGATES:
        journey.be(account)
        journey.follow("Child Wren: give your partner’s view")
        journey.choose("abuse", "suspected")
        journey.choose("outcome", "seriously_harmed")
        journey.choose("view", "agrees")
        journey.write(reasons="No account fits what was seen, and lasting harm is likely.")
        journey.press("Give your view")
        journey.says("Your view is recorded.")


def decide_and_notify(journey: Journey) -> None:
    journey.be("coordinator")
    journey.follow("Child Wren: decide the criteria")
    journey.choose("is_met", "yes")
    journey.write(rationale="Abuse is suspected and lasting harm is likely.")
    journey.press("Record the decision")
    journey.says("the criteria are met")
    journey.be("la-delegate")
    journey.follow("Child Wren: tell the national Panel")
    fill_date(journey.page, "sent_on", clock.today(clock.now()))
    journey.write(sent_by="Director of children’s services", what_was_sent="The online notification form.")
    journey.press("Record the notification")
    journey.says("Send the rapid review")


def hold_the_rapid_review(journey: Journey) -> None:
    """Hold it, decide on a local review, send it, and commission the review."""
    today = clock.today(clock.now())
    journey.be("coordinator")
    journey.follow("Child Wren: hold the rapid review")
    journey.follow("The meeting")
    fill_date(journey.page, "meeting_on", today)
    journey.write(attended_by="The three partners")
    journey.press("Save the draft")
    # Its sections are data, so each one that is to be written is.
    for section in journey.page.locator(".govuk-task-list a").all_inner_texts()[1:]:
        journey.follow(section)
        journey.write(text="Three services knew Wren, and all three were at the meeting.")
        journey.press("Save the draft")
    journey.follow("Read it and record it as complete")
    journey.press("Record the rapid review as complete")
    journey.follow("Record the decision on a review")
    for criterion in ("improvements", "recurrent", "working_together", "national_panel"):
        journey.choose(f"{criterion}_met", "no" if criterion == "national_panel" else "yes")
        journey.write(**{f"{criterion}_reason": "Weighed at the meeting."})
    journey.choose("is_learning_likely", "yes")
    journey.choose("is_national_view", "no")
    journey.choose("outcome", "cspr")
    journey.write(
        learning_reason="Practice can change.", national_reason="Nothing unusual.", rationale="We will learn."
    )
    fill_date(journey.page, "decided_on", today)
    for role, who in (("la", "Ade Bello"), ("police", "Rhona Haldane"), ("icb", "Carys Iveson")):
        journey.choose(f"{role}_stand", "agrees")
        journey.write(**{f"{role}_given_as": f"{who}, at the meeting"})
    journey.press("Record the decision")
    journey.follow("Record that the rapid review was sent")
    fill_date(journey.page, "sent_on", today)
    journey.press("Record that it was sent")
    journey.follow("Commission the review")
    journey.write(reason="A local review, as the partners decided.")
    journey.press("Commission the review")
    journey.says("Complete and publish the review")


def set_the_scope(journey: Journey, **more: str) -> None:
    """Set the terms of reference; `more` is written too."""
    today = clock.today(clock.now())
    journey.follow("Set the terms of reference")
    journey.write(terms_of_reference="How did services share what they saw?", **more)
    fill_date(journey.page, "timeframe_from", today - timedelta(days=365))
    fill_date(journey.page, "timeframe_to", today)
    journey.press("Set the terms of reference")


def set_up_the_panel(journey: Journey) -> None:
    """Fill the three seats, choose a chair, and add a hospital's member."""
    journey.follow("Set up the panel")
    for agency, person in (
        ("Aldermere County Council", "Ade Bello"),
        ("Aldermere Police", "Rhona Haldane"),
        ("Aldermere Integrated Care Board", "Carys Iveson"),
    ):
        journey.follow(f"Fill this seat in the seat of {agency}")
        journey.pick("person", person)
        journey.press("Fill the seat")
        journey.says(f"Make {person} the chair")
    journey.follow("Make Rhona Haldane the chair")
    journey.press("Make Rhona Haldane the chair")
    journey.says("Rhona Haldane (chair)")
    journey.follow("Add a member")
    journey.pick("person", "Nadia Quill")
    journey.pick("agency", "Merefield Hospitals")
    journey.press("Add the member")
    journey.says("Nadia Quill")


def appoint_the_reviewer(journey: Journey) -> None:
    """Appoint the Independent Reviewer, whose declaration a second person checks."""
    today = clock.today(clock.now())
    journey.follow("The Independent Reviewer")
    journey.follow("Appoint the Independent Reviewer")
    journey.pick("person", "Ingrid Solway")
    journey.write(experience="Twenty years of reviews.", declaration="No link with the area or the family.")
    for point in DeclarationPoint.values:
        journey.choose(f"{point}_link", "none")
    fill_date(journey.page, "declared_on", today)
    fill_date(journey.page, "starts_on", today)
    fill_date(journey.page, "ends_on", today + timedelta(days=365))
    journey.press("Appoint the Independent Reviewer")
    journey.be("police-delegate")
    journey.follow("Child Wren: check the reviewer’s declaration")
    journey.choose("is_complete", "yes")
    journey.write(note="Employers of ten years compared.")
    journey.press("Record that the declaration is checked")
    journey.says("By Rhona Haldane")


def move(journey: Journey, stage: str, reason: str) -> None:
    """Move the review on as the coordinator, to a stage by its name in the form."""
    journey.be("coordinator")
    journey.follow("Child Wren: move the review on")
    journey.choose("to_stage", stage)
    journey.write(reason=reason)
    journey.press("Move the review")
    journey.says(reason)


def enquire(journey: Journey) -> None:
    move(journey, "gathering", "The scope is agreed and the panel complete.")
    move(journey, "analysis", "All returns are in.")
    journey.be("reviewer")
    journey.follow("Child Wren: add the key lines of enquiry")
    journey.write(question="Who knew what, and when?", method="Returns side by side.")
    journey.press("Add the key line")
    journey.says("Who knew what, and when?")


def engage(journey: Journey) -> None:
    move(journey, "engagement", "The key lines are agreed.")
    journey.be("reviewer")
    journey.follow("Child Wren: record engagement with family and practitioners")
    for whom in ("family", "practitioners"):
        journey.choose("engaged_with", whom)
        journey.choose("outcome", "met")
        fill_date(journey.page, "happened_on", clock.today(clock.now()))
        journey.write(note=f"Heard, with support offered to {whom}.")
        journey.press("Record the engagement")
        journey.says(f"Heard, with support offered to {whom}.")
        if whom == "family":
            journey.follow("Record engagement")


def write_the_report(journey: Journey) -> None:
    move(journey, "drafting", "The family and practitioners were heard.")
    journey.be("reviewer")
    journey.follow("Child Wren: answer the key lines of enquiry")
    journey.follow("Answer this key line : Who knew what, and when?")
    journey.write(answer="Each service knew a part.")
    journey.press("Record the answer")
    journey.be("reviewer")
    journey.follow("Child Wren: write the report")
    journey.write(text=REPORT)
    journey.press("Write version 1")
    journey.says("each service saw something small")


def agree(journey: Journey) -> None:
    """Let the panel agree, then the partners."""
    move(journey, "panel_agreement", "The draft is complete.")
    for account in (*DELEGATES, "panel-member"):
        say_yes(journey, account)
    move(journey, "partner_agreement", "The whole panel has answered.")
    for account in DELEGATES:
        say_yes(journey, account)
    move(journey, "pre_publication", "The three partners agree.")


def say_yes(journey: Journey, account: str) -> None:
    """Read the report and agree to it."""
    journey.be(account)
    journey.follow("Child Wren: say where you stand on the report")
    journey.page.get_by_text("Read version 1", exact=True).click()
    journey.says("each service saw something small")
    journey.choose("view", "agrees")
    journey.press("Record where you stand")


def prepare(journey: Journey, kind: str, title: str, text: str) -> None:
    """Prepare a publication from the case, whose agreed report is in the form already."""
    journey.be("coordinator")
    journey.go("/staff/cases/")
    journey.follow("Child Wren")
    journey.follow("Prepare a publication")
    journey.choose("kind", kind)
    assert journey.page.locator("[name=text]").input_value() == REPORT.strip()
    journey.write(title=title, summary=SUMMARY, text=text)
    journey.press("Save the first draft")
    journey.says("Draft 1 by Jo Marsh has not been checked.")


def mend_and_clear(journey: Journey) -> None:
    """Of three hits the checker clears one with a reason; the writer takes a suggestion, and mends the last."""
    journey.be("icb-delegate")
    journey.follow(f"Check “{TITLE}” before it goes out")
    journey.says("Not yet: 3 hits are open.")
    hit = journey.page.locator("main ol.sp-hits > li", has_text=NUMBER)
    hit.get_by_text("Clear with a reason").click()
    hit.locator("[name=reason]").fill("The front door’s own number, which is on every page.")
    hit.get_by_role("button", name="Clear hit").click()
    journey.look("hit cleared")
    journey.says("Cleared by Carys Iveson")
    journey.says("Not yet: 2 hits are open.")
    journey.be("coordinator")
    journey.go("/staff/publications/")
    journey.follow(TITLE)
    journey.follow("Check it for words that must not get out")
    journey.press("Use “In spring 2025”")
    journey.says("stands there now, in draft 2")
    journey.says("Only somebody who did not write this draft may check it.")
    journey.follow("Write the next draft")
    text = journey.page.locator("[name=text]").input_value()
    assert DATE not in text and SCHOOL in text
    journey.write(text=text.replace(SCHOOL, "a primary school"))
    journey.press("Save the draft")


def publish(journey: Journey, title: str) -> None:
    """See to the checklist, set the day, see what follows from it, and confirm."""
    walk_the_checklist(journey, title)
    set_the_day(journey, title, None)
    journey.says("Nobody: it leaves by itself")


def look_round(journey: Journey) -> None:
    """Open the lists of the coordinator and of the auditor."""
    journey.be("coordinator")
    for path in ("/staff/people/", "/staff/publications/", "/staff/deadlines/"):
        journey.go(path)
    journey.be("auditor")
    journey.go("/staff/audit/")
    journey.says("A publication was approved")


def read(visitor: Journey) -> str:
    """Find the report and the brief as anybody would, and return the report's address. No cookie is set."""
    visitor.go("/published/")
    visitor.write(q="primary school")
    visitor.press("Search")
    visitor.says("1 review or brief mentions")
    visitor.follow(TITLE)
    report = visitor.page.url.removeprefix(visitor.address)
    visitor.says("In spring 2025, at a primary school, each service saw something small")
    visitor.says(NUMBER)
    visitor.follow(BRIEF_TITLE)
    visitor.says("Three services knew a part.")
    for path in (
        "/",
        "/about-reviews/",
        "/questions/",
        "/request-a-copy/",
        "/contact/",
        "/accessibility/",
        "/privacy/",
    ):
        visitor.go(path)
        leave = visitor.page.get_by_role("link", name="Leave this site")
        assert leave.is_visible() and (leave.get_attribute("href") or "").startswith("https://")
    assert visitor.page.context.cookies() == []
    return report
