"""The register of court orders: recorded, read by each, shown wherever somebody writes, lifted and kept."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.cases import actions as cases
from reviews.models import AuditRow, Case, CourtOrder, DocumentClass, OrderSeen, Turn
from reviews.stages import Stage
from tests import files
from tests.assigned import assign
from tests.ordering import SCOPE, order_form, ordered
from tests.reading import address, everything_but_the_audit_log, words
from tests.test_staff_queries import MOST, asked
from tests.typed import day

pytestmark = pytest.mark.django_db

NOTICE = "A reporting restriction applies: "


@pytest.fixture
def adviser(cast, case):
    """A legal adviser who is assigned to the case."""
    assign(case, cast.legal_adviser, cast.coordinator)
    return cast.legal_adviser


def of(order: CourtOrder, rest: str = "") -> str:
    return address(order.case, f"orders/{order.pk}/{rest}")


def waiting(browser) -> bool:
    """Whether the person is asked to read an order."""
    return ": read a court order" in words(browser.get("/staff/"))


@pytest.mark.parametrize("person", ["coordinator", "legal_adviser"])
def test_an_order_is_recorded_and_everybody_with_the_case_reads_it(
    cast, case, adviser, as_user, today, person
):
    browser = as_user(getattr(cast, person))
    page = words(browser.post(address(case, "orders/add/"), order_form(today), follow=True))
    assert "“Reporting restriction order” is in the register." in page
    for shown in (SCOPE, "Child Wren and the siblings", "Until further order", "Family Court at Aldermere"):
        assert shown in page
    order = CourtOrder.objects.get()
    assert (order.recorded_by, order.made_on) == (getattr(cast, person), today)
    assert AuditRow.objects.filter(verb="order.recorded", reference=case.reference).count() == 1
    for reader in ("coordinator", "la", "panel_member", "reviewer", "legal_adviser"):
        assert SCOPE in words(as_user(getattr(cast, reader)).get(of(order))), reader
        assert SCOPE in words(as_user(getattr(cast, reader)).get(address(case, "orders/"))), reader


@pytest.mark.parametrize("person", ["la", "panel_member", "reviewer", "scrutineer", "lead_partner"])
def test_nobody_else_records_or_lifts_one(cast, case, as_user, today, person):
    order = ordered(case, cast.coordinator)
    for assigned in (cast.scrutineer, cast.lead_partner):
        assign(case, assigned, cast.coordinator)
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    for url, form in (
        (address(case, "orders/add/"), order_form(today)),
        (of(order, "lift/"), day("lifted_on", today)),
    ):
        for response in (browser.get(url), browser.post(url, form)):
            assert response.status_code == 403
            assert "Only the coordinator, or a legal adviser who is assigned" in words(response)
    page = words(browser.get(address(case, "orders/"))) + words(browser.get(of(order)))
    assert "Record an order" not in page and "Record that the court lifted it" not in page
    assert everything_but_the_audit_log() == before


@pytest.mark.parametrize("person", ["outsider", "agency_author", "legal_adviser", "publisher"])
def test_outside_the_case_there_is_no_order(cast, case, as_user, today, person):
    order = ordered(case, cast.coordinator)
    browser = as_user(getattr(cast, person))
    for url in (address(case, "orders/"), address(case, "orders/add/"), of(order), of(order, "lift/")):
        assert browser.get(url).status_code == 404
    assert browser.post(of(order)).status_code == 404
    assert OrderSeen.objects.count() == 1


def test_the_same_form_sent_again_is_the_same_order(cast, case, as_user, today):
    browser = as_user(cast.coordinator)
    for _turn in range(2):
        assert browser.post(address(case, "orders/add/"), order_form(today)).status_code == 302
    assert CourtOrder.objects.count() == 1


def test_what_is_wrong_is_named_and_nothing_is_kept(cast, case, as_user, today):
    browser, url = as_user(cast.coordinator), address(case, "orders/add/")
    tomorrow, before = today + timedelta(days=1), today - timedelta(days=1)
    for changes, sentence in (
        ({"title": ""}, "Enter what the order is called."),
        ({"scope": ""}, "Enter what may not be said, shown or done."),
        ({"protects": ""}, "Enter whom it protects, by pseudonym."),
        ({"until_words": ""}, "Enter the last day on which it holds, or say in words until when."),
        (day("until", before), "The last day can’t be before the day on which the order was made."),
        (day("made_on", tomorrow), "The day it was made can’t be in the future"),
        ({"protects": "Zebedee"}, "Say whom it protects by pseudonym."),
        ({"document": "0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a"}, "Choose one of the documents in the list."),
    ):
        response = browser.post(url, order_form(today, **changes))
        assert response.status_code == 200 and sentence in words(response), sentence
    assert not CourtOrder.objects.exists()
    assert AuditRow.objects.filter(verb="refused.pseudonym", outcome="denied").count() == 1


def test_the_orders_file_keeps_the_rule_of_its_document(cast, case, adviser, as_user, media):
    """Practice 17: a privileged file is named to those who may open it, and to nobody else."""
    files.papers(case, cast.coordinator)
    document = case.documents.get()
    order = ordered(case, cast.coordinator, document=document)
    case.documents.update(document_class=DocumentClass.PRIVILEGED)
    link = f"documents/{document.pk}/"
    for person, is_shown in (
        ("la", True),
        ("legal_adviser", True),
        ("reviewer", False),
        ("panel_member", False),
    ):
        assert (link in words(as_user(getattr(cast, person)).get(of(order)))) == is_shown, person


# Who has read it


def test_each_says_for_themselves_that_they_have_read_it(cast, case, as_user):
    order = ordered(case, cast.coordinator)
    browser = as_user(cast.panel_member)
    assert "You haven’t read it" in words(browser.get(address(case, "orders/")))
    assert "I have read this order" in words(browser.get(of(order)))
    for _turn in range(2):
        page = words(browser.post(of(order), follow=True))
    assert "It is recorded that you have read “Reporting restriction order”." in page
    assert f"Nadia Quill, {clock.day_words(clock.today(clock.now()))}" in page
    assert "I have read this order" not in page
    assert "You have read it" in words(browser.get(address(case, "orders/")))
    assert [seen.user for seen in order.seen_by.all()] == [cast.coordinator, cast.panel_member]
    assert AuditRow.objects.filter(verb="order.read").count() == 1


def test_who_writes_and_steers_the_report_is_asked_to_read_it(cast, case, as_user):
    order = ordered(case, cast.coordinator)
    chair = case.review.seats.get(is_chair=True).user
    for person in (cast.second_coordinator, cast.reviewer, chair):
        browser = as_user(person)
        assert waiting(browser), person
        assert of(order) in words(browser.get(address(case)))
        browser.post(of(order))
        assert not waiting(browser), person
    for person in (cast.coordinator, cast.la, cast.panel_member):
        assert person == chair or not waiting(as_user(person))


def test_an_order_that_was_lifted_asks_nobody(cast, case, as_user, today):
    order = ordered(case, cast.coordinator)
    assert Turn.objects.filter(task="read_order").count() >= 3
    as_user(cast.coordinator).post(of(order, "lift/"), day("lifted_on", today))
    assert not Turn.objects.filter(task="read_order").exists()


# The notice, and the end


@pytest.mark.parametrize("rest", ["", "report/", "report/write/", "engagement/"])
def test_a_notice_stands_where_people_write_and_speak(cast, make_case, as_user, rest):
    case = make_case(Stage.DRAFTING).case
    browser = as_user(cast.reviewer)
    assert NOTICE not in words(browser.get(address(case, rest)))
    ordered(case, cast.coordinator)
    page = words(browser.get(address(case, rest)))
    assert NOTICE in page and address(case, "orders/") in page and ", and 1 more" not in page
    ordered(case, cast.coordinator, title="Anonymity order")
    assert ", and 1 more." in words(browser.get(address(case, rest)))


@pytest.mark.parametrize("person", ["coordinator", "la", "reviewer"])
def test_the_notice_costs_the_cases_page_no_question(cast, make_case, as_user, person):
    case = make_case(Stage.PANEL_AGREEMENT).case
    browser = as_user(getattr(cast, person))
    before = asked(browser, address(case))
    for title in ("One order", "Another order"):
        ordered(case, cast.coordinator, title=title)
    assert asked(browser, address(case)) <= max(before, MOST)


def test_the_register_asks_no_more_for_more_orders(cast, case, as_user):
    browser = as_user(cast.coordinator)
    ordered(case, cast.coordinator)
    few = asked(browser, address(case, "orders/"))
    for number in range(4):
        ordered(case, cast.coordinator, title=f"Order {number}")
    assert asked(browser, address(case, "orders/")) == few


def test_an_order_is_lifted_once_and_stays(cast, case, adviser, as_user, today):
    order = ordered(case, cast.coordinator)
    browser, url = as_user(adviser), of(order, "lift/")
    too_early = browser.post(url, day("lifted_on", today - timedelta(days=2)))
    assert "The day it was lifted can’t be before" in words(too_early)
    page = words(browser.post(url, day("lifted_on", today), follow=True))
    assert f"Lifted on {clock.day_words(today)}" in page and SCOPE in page
    assert NOTICE not in words(browser.get(address(case)))
    again = browser.post(url, day("lifted_on", today))
    assert again.status_code == 409 and "Already: this order was lifted on" in words(again)
    order.refresh_from_db()
    assert (order.lifted_on, order.lifted_by) == (today, adviser)


def test_an_order_ends_by_itself_after_its_last_day(cast, case, as_user, today, time_machine):
    ordered(case, cast.coordinator, until=today)
    assert NOTICE in words(as_user(cast.coordinator).get(address(case)))
    time_machine.move_to(clock.now() + timedelta(days=1), tick=False)
    browser = as_user(cast.coordinator)
    assert NOTICE not in words(browser.get(address(case)))
    register = words(browser.get(address(case, "orders/")))
    assert "Ended" in register and SCOPE in register
    refused = browser.get(of(CourtOrder.objects.get(), "lift/"))
    assert refused.status_code == 409 and "Already: this order ended on" in words(refused)


def test_an_order_can_be_recorded_when_the_case_is_closed(cast, make_case, as_user, today):
    """Orders outlast a case: its report may still be public."""
    case = make_case().case
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED)
    assert as_user(cast.coordinator).post(address(case, "orders/add/"), order_form(today)).status_code == 302
    assert not Turn.objects.filter(case=case, task="read_order").exists()


def test_for_somebody_recused_the_order_is_gone_too(cast, case, as_user):
    order = ordered(case, cast.coordinator)
    cases.recuse(case, cast.reviewer, reason="A friend.", by=cast.coordinator, at=clock.now())
    browser = as_user(cast.reviewer)
    assert browser.get(of(order)).status_code == browser.post(of(order)).status_code == 404
    assert not waiting(browser)
