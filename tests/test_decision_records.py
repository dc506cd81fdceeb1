"""The records of the two decisions for the file: what a printed page and its PDF hold, who gets them, what they leave."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.utils.html import strip_tags

from cspr_portal import clock
from reviews.audit.verification import verify
from reviews.decisions import record_views
from reviews.models import AuditRow, Case, PanelAnswerKind, PartnersResponse
from reviews.stages import Stage
from tests import besides, typed
from tests.deciding import give_three_views, today
from tests.reading import address, everything_but_the_audit_log, words
from tests.reading_pdfs import text_of

pytestmark = pytest.mark.django_db

FACTS = {"reason": "The second scan shows an older injury."}
BOTH = ["criteria", "review"]
ADDRESSES = [f"decisions/{kind}{end}" for kind in BOTH for end in ("/", ".pdf")]
DISSENT = "Lasting harm is not likely."


def squeezed(text: str) -> str:
    return " ".join(text.split())


def shown(browser: Any, case: Case, kind: str) -> list[str]:
    """The words of the page and those of the PDF: whoever asserts on each finds the same in both."""
    page = browser.get(address(case, f"decisions/{kind}/"))
    pdf = browser.get(address(case, f"decisions/{kind}.pdf"))
    assert (page.status_code, pdf.status_code) == (200, 200)
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    text = squeezed(unescape(strip_tags(main.split(">", 1)[1].replace("<", " <"))))
    return [re.sub(r" ([,.)])", r"\1", text), squeezed(text_of(pdf.content))]


@pytest.fixture
def disputed(cast, make_case, as_user) -> Case:
    """A case whose criteria are found to be met, against the Integrated Care Board's view."""
    case: Case = make_case().case
    give_three_views(cast, as_user, case, dissenter="icb")
    as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria(rationale="At first."))
    return case


@pytest.fixture
def decided(make_case) -> Case:
    """A case on which both decisions are recorded."""
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review()
    return Case.objects.get(pk=walk.case.pk)


# What a record holds


def test_the_record_of_the_criteria_holds_the_test_the_views_and_the_dissent(cast, as_user, disputed):
    for text in shown(as_user(cast.police), disputed, "criteria"):
        for wanted in (
            disputed.reference,
            "Northmere",
            "Child Wren",
            "Children Act 2004, section 16C(1)",
            "The criteria are met",
            "At first.",
            "Jo Marsh, Review coordinator",
            "Integrated Care Board: “Disagrees: not met”. Carys Iveson, Chief nurse",
            DISSENT,
            "No account fits what was seen.",
            "Detective superintendent, Aldermere Police",
            "Abuse or neglect known or suspected Suspected",
            "Died or seriously harmed Seriously harmed",
            "In the portal, ",
            "None is recorded.",
            f"Aware {clock.weekday_words(disputed.aware_on)}, 5 working days",
        ):
            assert wanted in text, wanted
        assert clock.day_words(disputed.incident_from) in text
        assert re.search(rf"Made (on .* by|for) {cast.police.name}", text)
        assert (
            text.index("Who did not agree") < text.index(DISSENT) < text.index("What each partner had said")
        )


def test_a_view_recorded_for_a_partner_says_how_it_was_given_and_whether_it_is_confirmed(
    cast, as_user, make_case
):
    case = make_case().case
    coordinator = as_user(cast.coordinator)
    for person, how in (("la", "mail"), ("police", "telephone")):
        data = typed.recorded_view(getattr(cast, person), today(), given_how=how)
        coordinator.post(address(case, "view/record/"), data)
    view = case.partner_views.get(partner_role="la")
    as_user(cast.la_deputy).post(address(case, f"view/{view.pk}/confirm/"), {"act": "confirm"})
    assert case.partner_views.filter(partner_role="la", confirmed_by=cast.la_deputy).exists()
    coordinator.post(address(case, "absence/"), typed.absence("icb"))
    coordinator.post(address(case, "criteria/"), typed.criteria())
    for text in shown(as_user(cast.icb), case, "criteria"):
        assert f"By mail, {clock.day_words(today())}. Where that can be seen: Minutes" in text
        assert "Confirmed by Mina Farrow" in text
        assert "Recorded for Rhona Haldane, not confirmed" in text
        assert "Recorded for Ade Bello, not confirmed" not in text
        assert "Recorded by Jo Marsh" in text
        assert "Could give no view in time" in text
        assert "Delegate and deputy are both at a major incident." in text
        assert "No partner gave a view that differs" in text


def test_the_record_of_the_decision_on_a_review_holds_each_criterion_and_both_judgements(
    cast, as_user, decided
):
    for text in shown(as_user(cast.la), decided, "review"):
        for wanted in (
            "SI 2018/789), regulation 11",
            "Hold a local child safeguarding practice review",
            "We expect to learn how small worries come together.",
            "The case shows themes that recur Yes An earlier review in the partnership found something alike.",
            "Three services did not speak to one another.",
            "appropriate No The national Panel has not said so.",
            "Practice can change in ways that we can name.",
            "Nothing here is unusual in scale or kind.",
            "No answer is recorded.",
            "Director of children’s services",
            "Decision on the criteria Met, recorded by Jo Marsh",
            "Clocks on the day of the decision",
        ):
            assert wanted in text, wanted


def test_the_national_panels_answer_and_the_partners_response_are_in_it(cast, as_user, decided):
    browser = as_user(cast.coordinator)
    browser.post(
        address(decided, "national-panel/"), typed.panel_answer(today(), PanelAnswerKind.THINK_AGAIN)
    )
    for text in shown(browser, decided, "review"):
        assert "Asks the partners to think again" in text
        assert "CSPR/2026/41" in text
        assert "The partners’ response None is recorded" in text
    decided.panel_answers.update(
        response=PartnersResponse.CHALLENGE,
        response_reason="The learning is clear already.",
        responded_on=today(),
        response_followed="The Panel kept to it.",
        response_recorded_at=clock.now(),
        response_recorded_by=cast.la,
    )
    for text in shown(browser, decided, "review"):
        assert "Challenge it" in text and "The learning is clear already." in text
        assert "The Panel kept to it." in text and "recorded by Ade Bello" in text


def test_a_notification_that_was_withdrawn_stays_on_the_record(cast, as_user, make_case):
    walk = make_case(days_ago=9)
    walk.views()
    walk.decide()
    walk.notify()
    case = walk.case
    coordinator = as_user(cast.coordinator)
    coordinator.post(address(case, "criteria/reopen/"), FACTS)
    coordinator.post(address(case, "criteria/"), typed.criteria(is_met=False))
    answer = as_user(cast.la).post(address(case, "notification/withdraw/"), typed.withdrawal(today()))
    assert answer.status_code == 302
    for text in shown(coordinator, case, "criteria"):
        assert f"Withdrawn {clock.day_words(today())}, recorded by Ade Bello" in text
        assert "Two doctors confirm an illness as the cause." in text


# What was said and decided before


def test_earlier_decisions_stand_with_their_own_dissent_and_the_reason_why_they_were_reopened(
    cast, as_user, disputed
):
    browser = as_user(cast.coordinator)
    browser.post(address(disputed, "criteria/reopen/"), FACTS)
    as_user(cast.icb).post(address(disputed, "view/"), typed.view(reasons="It is now."))
    browser.post(address(disputed, "criteria/"), typed.criteria(rationale="On the second scan."))
    for text in shown(browser, disputed, "criteria"):
        newest, earlier = text.split("Earlier decisions")
        assert "On the second scan." in newest and "At first." in earlier
        assert "No partner gave a view that differs" in newest and "It is now." in newest
        assert DISSENT in earlier and DISSENT not in newest
        assert FACTS["reason"] in earlier and "by Jo Marsh" in earlier
        assert "This decision is open again" not in text


def test_an_earlier_decision_on_a_review_stands_with_its_reason(cast, as_user, decided):
    browser = as_user(cast.police)
    browser.post(address(decided, "review-decision/reopen/"), FACTS)
    browser.post(
        address(decided, "review-decision/"),
        typed.review_decision(today(), "no_review", rationale="We think again."),
    )
    for text in shown(browser, decided, "review"):
        newest, earlier = text.split("Earlier decisions")
        assert "We think again." in newest and "No further review" in newest
        assert "We expect to learn how small worries come together." in earlier
        assert FACTS["reason"] in earlier and "by Rhona Haldane" in earlier


@pytest.mark.parametrize("kind", BOTH)
def test_a_decision_that_is_open_again_says_so_and_is_kept(cast, as_user, decided, kind):
    browser = as_user(cast.coordinator)
    browser.post(address(decided, "review-decision/reopen/"), FACTS)
    if kind == "criteria":
        browser.post(address(decided, "criteria/reopen/"), FACTS)
    for text in shown(browser, decided, kind):
        assert "This decision is open again." in text
        assert FACTS["reason"] in text
        assert "Earlier decisions" not in text


def test_a_view_that_was_corrected_afterwards_stands_as_it_was_given(cast, as_user, make_case):
    case = make_case().case
    coordinator = as_user(cast.coordinator)
    for person in ("la", "icb"):
        as_user(getattr(cast, person)).post(address(case, "view/"), typed.view())
    data = typed.recorded_view(cast.police, today(), reasons="As we heard it.")
    coordinator.post(address(case, "view/record/"), data)
    coordinator.post(address(case, "criteria/"), typed.criteria())
    as_user(cast.police).post(
        address(case, "view/"), typed.view(view="disagrees", reasons="That is not what we said.")
    )
    assert case.partner_views.filter(reasons="That is not what we said.").exists()
    for text in shown(coordinator, case, "criteria"):
        assert "As we heard it." in text and "That is not what we said." not in text
        assert "Police: the view that this decision rested on was corrected afterwards." in text


# The clocks of its day


def test_clocks_stand_as_they_were_on_the_day_of_the_decision(cast, as_user, make_case):
    """What was sent, decided and commissioned later has not happened yet."""
    walk = make_case(Stage.GATHERING)
    case = walk.case
    criteria, review = case.criteria_decision, case.review_decision
    assert clock.today(criteria.decided_at) < case.notification.sent_on < review.decided_on
    late = review.decided_on + timedelta(days=1)
    case.rapid_review.sent_on = late
    case.rapid_review.save()
    browser = as_user(cast.coordinator)
    before = everything_but_the_audit_log()
    for text in shown(browser, case, "criteria"):
        clocks = text.split("Clocks on the day of the decision, ")[1]
        assert clocks.startswith(clock.day_words(clock.today(criteria.decided_at)))
        assert "Sent" not in clocks
        assert "Send the rapid review. It starts on the day on which the notification is sent." in clocks
        assert re.search(r"Complete and publish the review\. .* decide on a local review", clocks)
    for text in shown(browser, case, "review"):
        clocks = text.split("Clocks on the day of the decision, ")[1]
        assert f"Sent {clock.weekday_words(case.notification.sent_on)}" in clocks
        assert f"Sent {clock.weekday_words(late)}" not in clocks
        assert f"Decided {clock.weekday_words(review.decided_on)}, 6 months." in clocks
    assert everything_but_the_audit_log() == before, "reading changes nothing"


# The PDF


@pytest.mark.parametrize("kind", BOTH)
def test_the_pdf_is_tagged_names_its_language_and_has_the_reference_for_its_title(
    cast, as_user, decided, kind
):
    made = as_user(cast.la).get(address(decided, f"decisions/{kind}.pdf")).content
    with pikepdf.open(BytesIO(made)) as opened:
        assert bool(opened.Root.MarkInfo.Marked) is True
        assert str(opened.Root.Lang) == "en-GB"
        assert str(opened.docinfo["/Title"]) == f"Record of decision, {decided.reference}"
        assert set(opened.docinfo) == {"/Title", "/Author"}
        metadata = opened.Root.Metadata.read_bytes()
        every = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        elements = [one for one in every if "/S" in one and "/P" in one]
        roles = [str(one.S) for one in elements]
        scopes = {str(one.A.Scope) for one in elements if one.S == "/TH"}
        assert not [link for page in opened.pages for link in page.get("/Annots", [])]
    assert b"Wren" not in metadata and cast.la.name.encode() not in metadata
    assert roles.count("/H1") == 1
    assert {"/H2", "/H3", "/Table", "/Caption", "/TH", "/TD", "/P", "/L"} <= set(roles)
    assert scopes == {"/Row", "/Column"}


def test_a_long_reason_is_printed_to_its_end_and_markup_stays_words(cast, as_user, make_case):
    case = make_case().case
    give_three_views(cast, as_user, case)
    rationale = "<b>First</b> line.\n" + "All that was weighed, at length. " * 290 + "The very end."
    as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria(rationale=rationale))
    for text in shown(as_user(cast.la), case, "criteria")[1:]:
        assert "<b>First</b> line." in text
        assert text.count("weighed,") == 290
        assert "The very end." in text


@pytest.mark.django_db(transaction=True)
def test_the_pdf_is_made_outside_any_transaction(cast, as_user, make_case, monkeypatch):
    case = make_case(Stage.RAPID_REVIEW).case
    inside: list[bool] = []

    def made(*_args: Any, **_kwargs: Any) -> bytes:
        inside.append(connection.in_atomic_block)
        return b"%PDF-"

    monkeypatch.setattr(record_views, "staff_pdf", made)
    assert as_user(cast.la).get(address(case, "decisions/criteria.pdf")).content == b"%PDF-"
    assert inside == [False]


@pytest.mark.parametrize("kind", BOTH)
def test_the_download_is_kept_by_no_browser_and_named_after_the_reference_alone(cast, as_user, decided, kind):
    """H03."""
    response = as_user(cast.la).get(address(decided, f"decisions/{kind}.pdf"))
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == f'attachment; filename="{decided.reference}-{kind}.pdf"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]
    assert headers["Content-Security-Policy"].startswith("sandbox")


# Who gets it, and what that leaves


@pytest.mark.parametrize("rest", ADDRESSES)
def test_before_a_decision_there_is_no_record_of_it(cast, as_user, make_case, rest):
    case = make_case().case
    response = as_user(cast.coordinator).get(address(case, rest))
    assert response.status_code == 409
    on = "a review" if "review" in rest else "the criteria"
    assert f"Not yet: the decision on {on} has not been recorded." in words(response)
    assert not AuditRow.objects.filter(verb="decision_record.downloaded").exists()
    assert "Print the record of this decision" not in words(
        as_user(cast.coordinator).get(address(case, "decisions/"))
    )


@pytest.mark.parametrize("rest", ADDRESSES)
def test_on_another_partnerships_case_there_is_none_to_wait_for(cast, as_user, partnership, rest):
    case = besides.contribution(partnership.areas["Northmere"], cast.coordinator)
    response = as_user(cast.coordinator).get(address(case, rest))
    assert response.status_code == 403
    assert "Another partnership decides on" in words(response)


@pytest.mark.exhaustive
def test_whoever_has_the_case_may_read_and_keep_both_records(cast, as_user, make_case):
    case = make_case(Stage.GATHERING).case
    for person in ("coordinator", "la_deputy", "police", "panel_member", "reviewer"):
        browser = as_user(getattr(cast, person))
        page = words(browser.get(address(case, "decisions/")))
        assert page.count("Print the record of this decision") == 2, person
        for rest in ADDRESSES:
            assert f'href="{address(case, rest)}"' in page, (person, rest)
            assert browser.get(address(case, rest)).status_code == 200, (person, rest)


@pytest.mark.parametrize("person", ["outsider", "agency_author", "eastfold_delegate", "auditor", "la"])
def test_outside_ones_cases_a_record_is_not_found_and_nothing_is_made(
    cast, as_user, decided, monkeypatch, person
):
    """A01: the delegate of the local authority is recused."""
    as_user(cast.coordinator).post(
        address(decided, "recuse/"), {"person": str(cast.la.pk), "reason": "A friend of the family."}
    )
    monkeypatch.setattr(record_views, "staff_pdf", lambda *_args, **_kwargs: pytest.fail("was made"))
    for rest in ADDRESSES:
        response = as_user(getattr(cast, person)).get(address(decided, rest))
        assert response.status_code == 404, rest
        assert decided.reference not in words(response)


def test_each_download_leaves_its_row_with_codes_only(cast, as_user, decided):
    """G01, G06: a page that is read leaves that it was opened, a PDF that it was taken."""
    browser = as_user(cast.police)
    rows = AuditRow.objects.filter(verb="decision_record.downloaded")
    for kind in BOTH:
        browser.get(address(decided, f"decisions/{kind}/"))
        assert AuditRow.objects.filter(verb=f"opened.{kind}_record", reference=decided.reference).exists()
    assert not rows.exists()
    for kind in ("criteria", "review", "review"):
        browser.get(address(decided, f"decisions/{kind}.pdf"))
    assert [row.detail for row in rows.order_by("sequence")] == [
        {"decision": "criteria"},
        {"decision": "review"},
        {"decision": "review"},
    ]
    assert {(row.actor, row.reference, row.outcome) for row in rows} == {
        (str(cast.police.pk), decided.reference, "done")
    }
    assert verify().fault is None
