"""What happens to a publication that has its day: cancelled, extended, withdrawn early, followed up, reinstated."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from publications.models import Extension, Publication, Withdrawal
from publications.releasing import actions as releasing
from publications.withdrawals import actions
from reviews.models import StageChange
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

START = datetime(2027, 2, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_day_in_2027(time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)


def address(publication: Publication, step: str = "") -> str:
    return f"/staff/publications/{publication.pk}/{step}"


def status(publication: Publication) -> int:
    return Client().get(f"/published/{publication.slug}/").status_code


def withdrawn(cast: Any, time_machine: Any, kind: str = "other", days: int = 10) -> Publication:
    """One that was open for some days and has just been withdrawn."""
    publication = build.opened(cast)
    time_machine.shift(timedelta(days=days))
    build.withdraw(cast, publication, kind)
    return build.fresh(publication)


def test_one_click_extends_a_window_with_a_reason(cast: Any, as_user: Any, time_machine: Any) -> None:
    """E09: sent twice, it is extended once."""
    publication = build.opened(cast)
    browser = as_user(cast.publisher)
    page = browser.get(address(publication, "extend/")).content.decode()
    assert "12 more months, until the end of 1 February 2029" in page
    missing = browser.post(address(publication, "extend/"), {"until": "12", "stands": "2028-02-01"})
    assert "Enter why it stays longer." in missing.content.decode()
    typed = {"until": "12", "stands": "2028-02-01", "reason": "Still asked for."}
    assert browser.post(address(publication, "extend/"), typed).status_code == 302
    assert browser.post(address(publication, "extend/"), typed).status_code == 409
    extension = Extension.objects.get()
    assert (extension.extended_by, extension.reason) == (cast.publisher, "Still asked for.")
    time_machine.move_to(datetime(2029, 2, 1, 23, 59, 59, tzinfo=UTC), tick=False)
    assert status(publication) == 200
    time_machine.shift(timedelta(seconds=1))
    assert status(publication) == 410
    with pytest.raises(NotYet, match="does not come back"):
        facts: dict[str, Any] = {
            "expected_until": date(2029, 2, 1),
            "reason": "x",
            "by": cast.publisher,
            "at": clock.now(),
        }
        actions.extend(publication, last=date(2029, 6, 1), **facts)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Enter its last day"),
        ("2028-02-01", "Enter a day after 1 February 2028"),
        ("2027-06-01", "Enter a day after 1 February 2028"),
    ],
)
def test_a_window_is_never_made_shorter(day: str, sentence: str, cast: Any, as_user: Any) -> None:
    publication = build.opened(cast)
    year, month, number = day.split("-") if day else ("", "", "")
    chosen = {"until": "day", "day_day": number, "day_month": month, "day_year": year}
    typed = chosen | {"stands": "2028-02-01", "reason": "x"}
    page = as_user(cast.publisher).post(address(publication, "extend/"), typed).content.decode()
    assert sentence in page and not Extension.objects.exists()
    facts: dict[str, Any] = {
        "expected_until": date(2028, 2, 1),
        "reason": "x",
        "by": cast.publisher,
        "at": clock.now(),
    }
    for last in (date(2028, 2, 1), date(2027, 6, 1), date(2040, 1, 1)):
        with pytest.raises(NotYet):
            actions.extend(publication, last=last, **facts)


def test_others_neither_extend_nor_cancel(cast: Any, as_user: Any) -> None:
    publication = build.opened(cast)
    assert as_user(cast.la).post(address(publication, "extend/"), {"reason": "x"}).status_code == 403
    for step in ("extend/", "publish/cancel/", "reinstate/", "holders/", "withdraw/"):
        assert as_user(cast.panel_member).get(address(publication, step)).status_code == 404


def test_an_early_withdrawal_lists_who_to_ask_and_keeps_what_came_of_it(
    cast: Any, as_user: Any, time_machine: Any
) -> None:
    """Practice 23."""
    publication = withdrawn(cast, time_machine)
    assert status(publication) == 410
    browser = as_user(cast.publisher)
    page = browser.get(address(publication, "holders/")).content.decode()
    for words in ("The NSPCC’s national collection", "Partners’ own sites", "Web archives", "Search engines"):
        assert words in page
    holder = Withdrawal.objects.get().holders.get(kind="nspcc")
    typed = {"asked_on_day": "11", "asked_on_month": "2", "asked_on_year": "2027", "words": "By mail."}
    before = {"done_on_day": "10", "done_on_month": "2", "done_on_year": "2027"}
    refused = browser.post(address(publication, f"holders/{holder.pk}/"), typed | before)
    assert "not before the day on which they were asked" in refused.content.decode()
    assert browser.post(address(publication, f"holders/{holder.pk}/"), typed).status_code == 302
    assert "Asked on 11 February 2027" in browser.get(address(publication, "holders/")).content.decode()


def test_the_approver_decides_for_a_partner(cast: Any) -> None:
    publication = build.opened(cast)
    with pytest.raises(Refused, match="decides for a safeguarding partner"):
        actions.withdraw_early(
            publication, kind="error", reason="x", approver=cast.coordinator, by=cast.la, at=clock.now()
        )
    assert status(publication) == 200 and not Withdrawal.objects.exists()


@pytest.mark.parametrize(("adds", "last"), [("yes", date(2028, 2, 8)), ("no", date(2028, 2, 1))])
def test_it_comes_back_only_by_a_partners_decision(
    adds: str, last: date, cast: Any, as_user: Any, time_machine: Any
) -> None:
    publication = withdrawn(cast, time_machine)
    time_machine.shift(timedelta(days=6, hours=2))
    typed = {"reason": "The order was lifted.", "adds_days_back": adds}
    assert as_user(cast.publisher).post(address(publication, "reinstate/"), typed).status_code == 403
    assert status(publication) == 410
    assert as_user(cast.police).post(address(publication, "reinstate/"), typed).status_code == 302
    assert status(publication) == 200
    assert clock.today(build.fresh(publication).closes_at) == last + timedelta(days=1)
    again = as_user(cast.police).post(address(publication, "reinstate/"), typed)
    assert again.status_code == 403
    build.withdraw(cast, build.fresh(publication))
    assert status(publication) == 410


@pytest.mark.parametrize("kind", ["error", "identification"])
def test_a_text_that_was_wrong_does_not_come_back_as_it_was(
    kind: str, cast: Any, as_user: Any, time_machine: Any
) -> None:
    publication = withdrawn(cast, time_machine, kind)
    typed = {"reason": "It is corrected.", "adds_days_back": "yes"}
    refused = as_user(cast.police).post(address(publication, "reinstate/"), typed)
    assert refused.status_code == 409 and status(publication) == 410
    build.rewrite(cast, publication, text="## One\n\nCorrected.", correction_reason="A name.")
    time_machine.shift(timedelta(days=1))
    build.check(cast, publication)
    build.approve(cast, publication)
    assert status(publication) == 410
    assert as_user(cast.la).post(address(publication, "reinstate/"), typed).status_code == 302
    assert b"Corrected." in Client().get(f"/published/{publication.slug}/").content


def test_a_day_is_cancelled_before_it_has_come_and_only_then(
    cast: Any, as_user: Any, time_machine: Any
) -> None:
    """D13: the approval stands, the day does not, and nothing opens when it comes."""
    opens_at = START + timedelta(days=5)
    publication = build.scheduled(cast, opens_at)
    browser = as_user(cast.publisher)
    assert (
        "Enter why" in browser.post(address(publication, "publish/cancel/"), {"reason": ""}).content.decode()
    )
    answer = browser.post(address(publication, "publish/cancel/"), {"reason": "A hearing."})
    assert answer.status_code == 302
    time_machine.move_to(opens_at + timedelta(minutes=1), tick=False)
    publication = build.fresh(publication)
    assert status(publication) == 404 and publication.edition is not None
    releasing.publish(publication, by=cast.publisher, at=clock.now())
    assert status(publication) == 200
    with pytest.raises(NotYet, match="it has opened"):
        releasing.cancel_day(publication, reason="Too late.", by=cast.publisher, at=clock.now())
    assert status(publication) == 200


def test_the_case_goes_back_with_the_day_of_its_report(cast: Any, make_case: Any, time_machine: Any) -> None:
    time_machine.move_to(datetime.now(UTC), tick=False)
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.scheduled(
        cast, clock.now() + timedelta(days=20), case=case, kind="cspr", title="Child Wren"
    )
    case.refresh_from_db()
    assert case.stage == Stage.PUBLISHED
    releasing.cancel_day(publication, reason="The family asked.", by=cast.coordinator, at=clock.now())
    case.refresh_from_db()
    assert case.stage == Stage.PRE_PUBLICATION and case.review.published_on is None
    assert StageChange.objects.get(case=case, from_stage=Stage.PUBLISHED).reason == "The family asked."
    build.set_day(cast, publication, clock.now() + timedelta(days=30))
    case.refresh_from_db()
    assert case.stage == Stage.PUBLISHED


@given(
    withdrawn_after=st.integers(0, 400 * 24), off_for=st.integers(0, 500 * 24), opens_in=st.integers(0, 48)
)
def test_days_off_are_those_within_the_window(withdrawn_after: int, off_for: int, opens_in: int) -> None:
    """Never negative, never more than the window has, whole days, begun ones counted."""
    opens_at = START + timedelta(hours=opens_in)
    closes_at = clock.withdrawn_from(clock.last_day_of_window(clock.today(opens_at)))
    publication = Publication(opens_at=opens_at, closes_at=closes_at)
    withdrawal = Withdrawal(withdrawn_at=START + timedelta(hours=withdrawn_after))
    at = withdrawal.withdrawn_at + timedelta(hours=off_for)
    days = actions.days_off(publication, withdrawal, at)
    within = (min(at, closes_at) - max(withdrawal.withdrawn_at, opens_at)) / timedelta(days=1)
    assert days == 0 if within <= 0 else within <= days < within + 1
