"""A report that another body published: recorded on its case, which goes on as with a report of our own."""

from datetime import timedelta
from typing import Any

import pytest

from cspr_portal import clock
from publications.models import PublishedElsewhere
from reviews.models import Case
from reviews.stages import Stage
from tests.reading import address, words
from tests.typed import day

pytestmark = pytest.mark.django_db

PAGE = "published-elsewhere/"


def typed(**changes: Any) -> dict[str, Any]:
    facts = {"body": "Zzother partnership", "address": "https://other.invalid/wren", "note": "Zzas agreed."}
    return facts | day("published_on", clock.today(clock.now()) - timedelta(days=1)) | changes


def test_it_takes_the_case_on_and_stands_on_its_page(cast: Any, make_case: Any, as_user: Any) -> None:
    """Practice 24."""
    case, browser = make_case(Stage.PRE_PUBLICATION).case, as_user(cast.coordinator)
    url, today = address(case, PAGE), clock.today(clock.now())
    assert "Record that another body published it" in words(browser.get(address(case)))
    for wrong, sentence in (
        (typed(body=""), "Enter who published it."),
        (typed() | day("published_on", today + timedelta(days=1)), "can’t be in the future"),
        (typed() | day("until", today - timedelta(days=9)), "not before the day it was published"),
        (typed(address="javascript:alert(1)"), "Enter the whole address"),
    ):
        assert sentence in words(browser.post(url, wrong))
    assert as_user(cast.police).post(url, typed()).status_code == 403
    assert Case.objects.get(pk=case.pk).stage == Stage.PRE_PUBLICATION
    for _ in range(2):
        assert browser.post(url, typed()).status_code == 302
    assert PublishedElsewhere.objects.count() == 1
    case = Case.objects.get(pk=case.pk)
    assert case.stage == Stage.PUBLISHED and case.review.published_on == today - timedelta(days=1)
    assert case.stage_changes.filter(reason__contains="Zzother partnership").exists()
    assert "Published by Zzother partnership" in words(as_user(cast.police).get(address(case)))
    assert "https://other.invalid/wren" in words(as_user(cast.police).get(url))
    assert as_user(cast.publisher).get(url).status_code == 404


def test_no_report_is_out_before_it_is_agreed(cast: Any, make_case: Any, as_user: Any) -> None:
    case, browser = make_case(Stage.PARTNER_AGREEMENT).case, as_user(cast.coordinator)
    assert "has not reached “Pre-publication”" in words(browser.get(address(case, PAGE)))
    assert browser.post(address(case, PAGE), typed()).status_code == 409
    assert "another body" not in words(browser.get(address(case)))
    assert not PublishedElsewhere.objects.exists()
