"""Whose business the enquiry, the engagement and the report are; what is read or refused leaves its trace."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.cases.actions import recuse
from reviews.models import AuditRow
from reviews.report import actions
from reviews.stages import Stage
from tests.reading import address, words

pytestmark = pytest.mark.django_db

PAGES = [
    "enquiry/",
    "enquiry/add/",
    "enquiry/{line}/answer/",
    "engagement/",
    "engagement/add/",
    "report/",
    "report/write/",
    "report/agree/",
    "report/1/",
    "report/1/word/",
    "report/1/comment/",
    "report/word/",
    "report/compare/",
    "move/",
]
READ_ONLY = {"enquiry/", "engagement/", "report/", "report/1/", "report/1/word/", "report/compare/"}


@pytest.mark.exhaustive
def test_outsider_gets_the_404_of_a_case_that_never_was(cast, make_case, as_user):
    """A02, A03, A05: byte for byte, also for what has ended."""
    case = make_case(Stage.PANEL_AGREEMENT).case
    line = case.review.key_lines.first().pk
    recuse(case, cast.panel_member, reason="A friend is involved.", by=cast.coordinator, at=clock.now())
    people = (cast.outsider, cast.panel_member, cast.agency_author, cast.publisher, cast.auditor)
    for person in people:
        browser = as_user(person)
        for page in PAGES:
            rest = page.format(line=line)
            for method in ("get",) if page in READ_ONLY else ("get", "post"):
                there = getattr(browser, method)(address(case, rest))
                nowhere = getattr(browser, method)(f"/staff/cases/SC-BCDF-GHJK/{rest}")
                assert there.status_code == nowhere.status_code == 404, (person.role, method, page)
                assert there.content == nowhere.content
                assert there.headers == nowhere.headers


def test_before_a_review_is_commissioned_each_page_says_so(cast, make_case, as_user):
    case = make_case(Stage.LOGGED).case
    browser = as_user(cast.coordinator)
    for page in PAGES:
        response = browser.get(address(case, page.format(line="0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a")))
        if page in ("report/write/", "report/word/"):
            # Who never writes hears that first.
            assert response.status_code == 403
        elif page == "move/":
            assert response.status_code == 409
        else:
            assert response.status_code == 409, page
            assert "Not yet: the review has not been commissioned." in words(response), page


def test_titles_carry_no_more_than_the_pseudonym(cast, make_case, as_user):
    """A10: the sealed names are in no title and on no page."""
    case = make_case(Stage.PANEL_AGREEMENT).case
    browser = as_user(cast.coordinator)
    for rest in ("enquiry/", "engagement/", "report/", "report/1/", "move/", "panel/", "reviewer/"):
        page = words(browser.get(address(case, rest)))
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Child Wren" in title
        assert "Zebedee" not in page and "Quarrington" not in page and "9434765919" not in page


def test_a_refused_write_leaves_no_trace_of_success(cast, make_case):
    """G03: an action that fails has no row that says it succeeded."""
    case = make_case(Stage.DRAFTING).case
    before = AuditRow.objects.filter(verb="report.version_written").count()
    with pytest.raises(Refused):
        actions.write_report(case, text="Mine.", expected_number=0, by=cast.la, at=clock.now())
    with pytest.raises(NotYet):
        actions.write_report(case, text="Late.", expected_number=9, by=cast.reviewer, at=clock.now())
    assert AuditRow.objects.filter(verb="report.version_written").count() == before


def test_reading_the_report_is_recorded(cast, make_case, as_user):
    """G01"""
    case = make_case(Stage.PANEL_AGREEMENT).case
    as_user(cast.panel_member).get(address(case, "report/1/"))
    rows = AuditRow.objects.filter(verb="opened.report_version", reference=case.reference)
    assert [row.actor for row in rows] == [str(cast.panel_member.pk)]
    assert rows[0].at - clock.now() < timedelta(minutes=1)
