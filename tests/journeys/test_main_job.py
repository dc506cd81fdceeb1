"""The whole job in a real browser: from a logged case to a report that leaves the web on its day."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser

from cspr_portal import clock
from publications.demo.people import Partnership
from reviews.models import Case
from tests.browser import assert_accessible, fill_date
from tests.conftest import REPORT

from .conftest import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF_RANGE = {"HTTP_RANGE": "bytes=0-9"}


def log(journey: Journey) -> str:
    """Log a case as the coordinator and return its reference."""
    today = clock.today(clock.now())
    journey.be("coordinator")
    journey.go("/staff/cases/")
    journey.follow("Log a case")
    journey.choose("children_safe", "yes")
    journey.page.locator("select[name=area]").select_option(label="Northmere")
    journey.choose("incident_precision", "exact")
    fill_date(journey.page, "incident_from", today - timedelta(days=1))
    fill_date(journey.page, "aware_on", today)
    journey.choose("abuse", "suspected")
    journey.choose("outcome", "seriously_harmed")
    journey.write(pseudonym="Child Wren", summary="A baby was badly hurt at home. No account fits.")
    journey.press("Log the case")
    journey.says("The case is logged")
    journey.says("Tell the national Panel")
    return Case.objects.get().reference


def seal(journey: Journey) -> None:
    journey.follow("Seal identities")
    journey.page.locator("select[name=child]").select_option(label="Child Wren")
    journey.write(given_name="Zebedee", family_name="Quarrington", school="Quillmoor Primary")
    journey.press("Seal these facts")
    journey.says("Sealed: 3 facts.")


def give_views(journey: Journey, reference: str) -> None:
    for account in ("la-delegate", "police-delegate", "icb-delegate"):
        journey.be(account)
        journey.follow("Child Wren: give your partner’s view")
        journey.choose("abuse", "suspected")
        journey.choose("outcome", "seriously_harmed")
        journey.choose("view", "agrees")
        journey.write(reasons="No account fits what was seen, and lasting harm is likely.")
        journey.press("Give your view")
        journey.says("Your view is recorded.")


def decide_and_notify(journey: Journey, reference: str) -> None:
    journey.be("coordinator")
    journey.go(f"/staff/cases/{reference}/")
    journey.follow("Record the criteria decision")
    journey.choose("is_met", "yes")
    journey.write(rationale="Abuse is suspected and lasting harm is likely.")
    journey.press("Record the decision")
    journey.says("the criteria are met")
    journey.be("la-delegate")
    journey.go(f"/staff/cases/{reference}/")
    journey.follow("Record the notification")
    fill_date(journey.page, "sent_on", clock.today(clock.now()))
    journey.write(sent_by="Director of children’s services")
    journey.press("Record the notification")
    journey.says("Send the rapid review")


def rapid_review(journey: Journey, reference: str) -> None:
    today = clock.today(clock.now())
    journey.be("coordinator")
    journey.go(f"/staff/cases/{reference}/")
    journey.follow("Record the rapid review")
    fill_date(journey.page, "meeting_on", today)
    journey.write(
        attended_by="The three partners and the hospital.",
        facts="Three services knew Wren.",
        early_learning="Siblings were seen the same day.",
        improvements="Sharing small worries.",
        family_context="Wren likes to laugh.",
    )
    journey.press("Record the rapid review")
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
    journey.press("Record the decision")
    journey.follow("Record that the rapid review was sent")
    fill_date(journey.page, "sent_on", today)
    journey.press("Record that it was sent")
    journey.follow("Commission the review")
    journey.write(reason="A local review, as the partners decided.")
    journey.press("Commission the review")
    journey.says("Complete and publish the review")


def set_up(journey: Journey, reference: str) -> None:
    """Set the scope, fill the panel, appoint the reviewer; a partner checks the declaration."""
    today = clock.today(clock.now())
    case = f"/staff/cases/{reference}/"
    journey.go(case)
    journey.follow("Set the terms of reference")
    journey.write(terms_of_reference="How did services share what they saw?")
    fill_date(journey.page, "timeframe_from", today - timedelta(days=365))
    fill_date(journey.page, "timeframe_to", today)
    journey.page.locator("main form button").first.click()
    journey.look("scope set")
    journey.says("Scoping")
    for role in ("la", "police", "icb"):
        seat = Case.objects.get().review.seats.get(partner_role=role)
        journey.go(f"{case}panel/{seat.pk}/fill/")
        journey.page.locator("main select, main input[type=radio]").first.wait_for()
        pick(journey, "person", {"la": "Ade Bello", "police": "Rhona Haldane", "icb": "Carys Iveson"}[role])
        journey.page.locator("main form button").first.click()
        journey.look(f"seat {role}")
    seat = Case.objects.get().review.seats.get(partner_role="police")
    journey.go(f"{case}panel/{seat.pk}/chair/")
    journey.page.locator("main form button").first.click()
    journey.look("chair chosen")
    journey.go(f"{case}panel/add/")
    pick(journey, "agency", "Merefield Hospitals")
    pick(journey, "person", "Nadia Quill")
    journey.page.locator("main form button").first.click()
    journey.look("member added")
    journey.go(f"{case}reviewer/appoint/")
    pick(journey, "person", "Ingrid Solway")
    journey.write(experience="Twenty years of reviews.", declaration="No link with the area or the family.")
    journey.page.locator("input[name=has_no_link]").first.check()
    fill_date(journey.page, "declared_on", today)
    fill_date(journey.page, "starts_on", today)
    fill_date(journey.page, "ends_on", today + timedelta(days=365))
    journey.page.locator("main form button").first.click()
    journey.look("reviewer appointed")
    journey.be("police-delegate")
    journey.follow("Child Wren: check the reviewer’s declaration")
    journey.write(note="Employers of ten years compared.")
    journey.page.locator("main form button").first.click()
    journey.look("declaration checked")


def pick(journey: Journey, name: str, words: str) -> None:
    """Choose a person or an agency, whether it is offered in a list or as radios."""
    select = journey.page.locator(f"main select[name={name}]")
    if select.count():
        value = select.locator("option", has_text=words).first.get_attribute("value")
        select.select_option(value)
    else:
        journey.page.get_by_label(words).first.check()


def move(journey: Journey, reference: str, stage: str, reason: str) -> None:
    journey.go(f"/staff/cases/{reference}/")
    journey.follow("Move the review on")
    journey.choose("to_stage", stage)
    journey.write(reason=reason)
    journey.page.locator("main form button").first.click()
    journey.look(f"moved to {stage}")


def enquire_and_write(journey: Journey, reference: str) -> None:
    today = clock.today(clock.now())
    case = f"/staff/cases/{reference}/"
    journey.be("coordinator")
    move(journey, reference, "gathering", "The scope is agreed and the panel complete.")
    move(journey, reference, "analysis", "All returns are in.")
    journey.be("reviewer")
    journey.go(f"{case}enquiry/add/")
    journey.write(question="Who knew what, and when?", method="Returns side by side.")
    journey.page.locator("main form button").first.click()
    journey.look("line added")
    journey.be("coordinator")
    move(journey, reference, "engagement", "The key lines are agreed.")
    journey.be("reviewer")
    for whom in ("family", "practitioners"):
        journey.go(f"{case}engagement/add/")
        journey.choose("engaged_with", whom)
        journey.choose("outcome", "met")
        fill_date(journey.page, "happened_on", today)
        journey.write(note="Heard, with support offered.")
        journey.page.locator("main form button").first.click()
        journey.look(f"engaged {whom}")
    journey.be("coordinator")
    move(journey, reference, "drafting", "The family and practitioners were heard.")
    journey.be("reviewer")
    line = Case.objects.get().review.key_lines.get()
    journey.go(f"{case}enquiry/{line.pk}/answer/")
    journey.write(answer="Each service knew a part.")
    journey.page.locator("main form button").first.click()
    journey.look("line answered")
    journey.go(f"{case}report/write/")
    journey.write(text=REPORT)
    journey.page.locator("main form button").first.click()
    journey.look("report written")


def agree(journey: Journey, reference: str) -> None:
    journey.be("coordinator")
    move(journey, reference, "panel_agreement", "The draft is complete.")
    for account in ("la-delegate", "police-delegate", "icb-delegate", "panel-member"):
        journey.be(account)
        journey.follow("Child Wren: say where you stand on the report")
        journey.choose("view", "agrees")
        journey.page.locator("main form button").first.click()
        journey.look(f"{account} agreed in the panel")
    journey.be("coordinator")
    move(journey, reference, "partner_agreement", "The whole panel has answered.")
    for account in ("la-delegate", "police-delegate", "icb-delegate"):
        journey.be(account)
        journey.follow("Child Wren: say where you stand on the report")
        journey.choose("view", "agrees")
        journey.page.locator("main form button").first.click()
        journey.look(f"{account} agreed as partner")
    journey.be("coordinator")
    move(journey, reference, "pre_publication", "The three partners agree.")


def publish(journey: Journey, reference: str, kind: str, title: str, text: str, hits: int) -> None:
    """Prepare, check, approve and publish a text, as three different people."""
    journey.be("coordinator")
    journey.go(f"/staff/publications/new/?case={reference}")
    journey.choose("kind", kind)
    journey.page.locator("select[name=case]").select_option(reference)
    journey.write(title=title, summary="A baby whom three services knew.", text=text)
    journey.press("Save the first draft")
    manage = journey.page.url
    if hits:
        journey.be("icb-delegate")
        journey.page.goto(f"{manage}check/")
        journey.look("check with hits")
        journey.says("Quillmoor")
        journey.be("coordinator")
        journey.page.goto(f"{manage}write/")
        journey.write(
            text=text.replace("Quillmoor Primary", "a primary school").replace("14 March 2025", "spring 2025")
        )
        journey.press("Save the draft")
    journey.be("icb-delegate")
    journey.page.goto(f"{manage}check/")
    journey.page.locator("input[name=has_read]").check()
    journey.press("Finish the check")
    journey.be("la-delegate")
    journey.page.goto(f"{manage}approve/")
    journey.page.locator("input[name=has_read]").check()
    journey.press("Approve draft")
    journey.be("coordinator")
    if kind == "cspr":
        journey.page.goto(f"{manage}copy/")
        fill_date(journey.page, "copied_on", clock.today(clock.now()))
        journey.press("Record the copy")
    journey.page.goto(f"{manage}publish/")
    journey.look("publish form")
    journey.choose("when", "now")
    journey.press("See what follows")
    journey.press(f"Publish {title} now")


def test_the_whole_job_from_a_logged_case_to_gone(
    journey: Journey, browser: Browser, live_server: Any
) -> None:
    reference = log(journey)
    seal(journey)
    give_views(journey, reference)
    decide_and_notify(journey, reference)
    rapid_review(journey, reference)
    set_up(journey, reference)
    enquire_and_write(journey, reference)
    agree(journey, reference)
    with_hits = REPORT.replace("In the spring", "On 14 March 2025, at Quillmoor Primary,")
    publish(journey, reference, "cspr", "Child Wren", with_hits, hits=2)
    publish(
        journey,
        reference,
        "brief",
        "Child Wren: seven minutes",
        "## What happened\n\nThree services knew a part.",
        0,
    )

    journey.go("/staff/people/")
    journey.go("/staff/publications/")
    journey.go("/staff/deadlines/")
    journey.be("auditor")
    journey.go("/staff/audit/")
    journey.says("Publication: approved")

    visitor = Journey(browser.new_context().new_page(), live_server.url)
    visitor.go("/published/")
    visitor.follow("Child Wren")
    visitor.says("each service saw something small")
    address = visitor.page.url.removeprefix(live_server.url)
    pdf = Client().get(f"{address}report.pdf")
    assert pdf.status_code == 200 and b"StructTreeRoot" in inflated(pdf.content)
    assert Client().get(f"{address}cover").status_code == 200
    for public in ("/", "/about-reviews/", "/questions/", "/request-a-copy/", "/accessibility/", "/privacy/"):
        visitor.go(public)
    assert visitor.page.context.cookies() == []

    with time_machine.travel(clock.now() + timedelta(days=396), tick=True):
        outlets = (address, f"{address}report.pdf", f"{address}cover")
        headers = ({}, PDF_RANGE, {"HTTP_IF_NONE_MATCH": pdf.headers.get("ETag", '"x"')})
        for outlet in outlets:
            for method in ("get", "head"):
                for extra in headers:
                    gone = getattr(Client(), method)(outlet, **extra)
                    assert gone.status_code == 410, (outlet, method, extra)
        for listing in ("/", "/published/", "/published/?q=Wren", "/published/feed.atom", "/sitemap.xml"):
            assert b"Child Wren" not in Client().get(listing).content, listing
        # A browser of its own: the first one may keep the page for its 60 seconds, by its own clock.
        later = browser.new_context()
        page = later.new_page()
        response = page.goto(live_server.url + address)
        assert response is not None and response.status == 410
        assert page.locator("h1").inner_text() == "This is no longer published"
        assert_accessible(page)
        later.close()
    visitor.page.context.close()


def test_staff_and_public_pages_work_without_javascript(
    browser: Browser, live_server: Any, partnership: Partnership
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = Journey(context.new_page(), live_server.url, has_script=False)
    reference = log(plain)
    seal(plain)
    give_views(plain, reference)
    decide_and_notify(plain, reference)
    rapid_review(plain, reference)
    for public in ("/", "/published/", "/questions/"):
        plain.go(public)
    plain.page.get_by_role("link", name="Leave this site").first.wait_for()
    context.close()


def inflated(pdf: bytes) -> bytes:
    """Return the PDF with its streams unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()
