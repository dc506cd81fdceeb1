"""A partner that can give no view in time: the decision doesn't wait, and the notification never did."""

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews.criteria import actions
from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import typed
from tests.deciding import stage, today
from tests.reading import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(make_case) -> Case:
    """A case that has just been logged."""
    return make_case(days_ago=2).case


def record(as_user, cast, case, role="icb"):
    return as_user(cast.coordinator).post(address(case, "absence/"), typed.absence(role))


def test_the_decision_does_not_wait_for_a_partner_that_can_give_no_view(cast, case, as_user):
    for person in ("la", "police"):
        as_user(getattr(cast, person)).post(address(case, "view/"), typed.view())
    browser = as_user(cast.coordinator)
    assert browser.get(address(case, "criteria/")).status_code == 409
    assert "It is recorded that there is no view in time: Integrated Care Board." in words(
        browser.post(address(case, "absence/"), typed.absence("icb"), follow=True)
    )
    page = words(browser.get(address(case, "criteria/")))
    assert "No view in time" in page
    assert "Delegate and deputy are both at a major incident." in page
    assert browser.post(address(case, "criteria/"), typed.criteria()).status_code == 302
    assert stage(case) == Stage.RAPID_REVIEW
    record_page = words(browser.get(address(case, "decisions/")))
    assert "Who could give no view in time" in record_page
    assert "Delegate and deputy are both at a major incident." in record_page


def test_an_absence_needs_its_reason_and_a_partner(cast, case, as_user):
    response = as_user(cast.coordinator).post(address(case, "absence/"), {"reason": " "})
    page = words(response)
    assert "Choose the partner that can give no view in time." in page
    assert "Enter why the partner can give no view in time, and what was tried." in page
    assert not case.partner_absences.exists()


def test_a_view_that_comes_later_ends_the_absence_and_both_are_kept(cast, case, as_user):
    record(as_user, cast, case)
    assert as_user(cast.icb).post(address(case, "view/"), typed.view()).status_code == 302
    absence = case.partner_absences.get()
    assert absence.ended_at is not None
    page = words(as_user(cast.coordinator).get(address(case, "decisions/")))
    assert "Absences that ended" in page
    assert "Delegate and deputy are both at a major incident." in page


def test_a_view_that_comes_after_the_decision_is_kept_beside_it(cast, case, as_user):
    for person in ("la", "police"):
        as_user(getattr(cast, person)).post(address(case, "view/"), typed.view())
    record(as_user, cast, case)
    as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria())
    late = typed.view(view="disagrees", reasons="The illness explains it.")
    assert as_user(cast.icb).post(address(case, "view/"), late).status_code == 302
    assert stage(case) == Stage.RAPID_REVIEW
    page = words(as_user(cast.coordinator).get(address(case, "decisions/")))
    assert "Given after the decision was recorded." in page
    assert "Who could give no view in time" in page, "the decision shows what it rested on"
    # With that the partner has been heard.
    again = as_user(cast.icb).post(address(case, "view/"), typed.view())
    assert again.status_code == 409


def test_a_late_view_may_also_be_recorded_as_given(cast, case, as_user):
    record(as_user, cast, case)
    typed_in = typed.recorded_view(cast.icb, today())
    assert as_user(cast.coordinator).post(address(case, "view/record/"), typed_in).status_code == 302
    assert case.partner_absences.get().ended_at is not None


def test_a_partner_that_has_been_heard_is_not_in_the_list(cast, case, as_user):
    as_user(cast.icb).post(address(case, "view/"), typed.view())
    assert "Choose one of the partners in the list." in words(record(as_user, cast, case, "icb"))
    with pytest.raises(NotYet, match="Already: there is a view of the Integrated Care Board"):
        actions.record_absence(case, partner_role="icb", reason="Away.", by=cast.coordinator, at=clock.now())
    record(as_user, cast, case, "la")
    record(as_user, cast, case, "police")
    response = as_user(cast.coordinator).get(address(case, "absence/"))
    assert response.status_code == 409
    assert "Already: each partner has given its view or is recorded as absent." in words(response)


def test_no_decision_is_made_on_absences_alone(cast, case, as_user):
    for role in ("la", "police", "icb"):
        record(as_user, cast, case, role)
    response = as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria(False))
    assert response.status_code == 409
    assert "Not yet: no partner has given a view. At least one has to be heard." in words(response)


def test_the_same_absence_sent_twice_is_one(cast, case):
    """E09."""
    for _ in range(2):
        actions.record_absence(case, partner_role="icb", reason="Away.", by=cast.coordinator, at=clock.now())
    assert case.partner_absences.count() == 1
    assert AuditRow.objects.filter(verb="criteria.absence_recorded").count() == 1
    with pytest.raises(NotYet, match="is recorded as absent"):
        actions.record_absence(case, partner_role="icb", reason="Ill.", by=cast.coordinator, at=clock.now())


@pytest.mark.parametrize("person", ["la", "icb"])
def test_a_partner_does_not_declare_another_absent(cast, case, as_user, person):
    response = as_user(getattr(cast, person)).post(address(case, "absence/"), typed.absence("police"))
    assert response.status_code == 403
    assert "Only the coordinator may record a partner’s view, or its absence, for it." in words(response)


def test_the_notification_waits_for_no_view_no_absence_and_no_agreement(cast, case, as_user):
    """The duty is the local authority's alone: against two partners, with one silent, it notifies."""
    as_user(cast.police).post(address(case, "view/"), typed.view(view="disagrees"))
    response = as_user(cast.la).post(address(case, "notification/"), typed.notification(today()))
    assert response.status_code == 302
    case.refresh_from_db()
    assert case.notification is not None
    assert stage(case) == Stage.LOGGED


def test_an_absence_from_before_a_reopening_says_so_and_still_ends_with_the_view(cast, case, as_user):
    for person in ("la", "police"):
        as_user(getattr(cast, person)).post(address(case, "view/"), typed.view())
    record(as_user, cast, case)
    browser = as_user(cast.coordinator)
    browser.post(address(case, "criteria/"), typed.criteria())
    browser.post(address(case, "criteria/reopen/"), {"reason": "A second scan."})
    assert "Recorded before the decision was reopened on" in words(browser.get(address(case, "criteria/")))
    as_user(cast.icb).post(address(case, "view/"), typed.view())
    assert "Recorded before" not in words(browser.get(address(case, "criteria/")))
