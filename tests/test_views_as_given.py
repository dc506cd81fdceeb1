"""A partner's view that the coordinator records as it was given: it counts, and waits for the partner to confirm it."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.criteria import actions
from reviews.models import AuditRow, Case, GivenHow, PartnerDelegate, PartnerView
from reviews.stages import Stage
from tests import typed
from tests.deciding import stage, today
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

NOT_CONFIRMED = "Recorded for Rhona Haldane, not yet confirmed"


@pytest.fixture
def case(make_case) -> Case:
    """A case that has just been logged."""
    return make_case(days_ago=2).case


def record(as_user, cast, case, person="police", **changes):
    """Let the coordinator record the view of a partner's delegate, and return the answer."""
    typed_in = typed.recorded_view(getattr(cast, person), today(), **changes)
    return as_user(cast.coordinator).post(address(case, "view/record/"), typed_in)


def holding(case: Case, role: str = "police") -> PartnerView:
    return case.partner_views.get(partner_role=role, superseded_at__isnull=True)


def confirm_at(case: Case, role: str = "police") -> str:
    return address(case, f"view/{holding(case, role).pk}/confirm/")


# Recording


def test_the_coordinator_records_a_view_with_person_post_day_and_evidence(cast, case, as_user):
    assert record(as_user, cast, case, given_how="telephone").status_code == 302
    view = holding(case)
    assert (view.given_by, view.recorded_by) == (cast.police, cast.coordinator)
    assert (view.given_as, view.agency.name) == (
        "Detective superintendent, Aldermere Police",
        "Aldermere Police",
    )
    assert (view.given_how, view.given_on) == (GivenHow.TELEPHONE, today())
    assert not view.is_confirmed
    page = words(as_user(cast.icb).get(address(case, "decisions/")))
    assert NOT_CONFIRMED in page
    assert "Given by telephone on" in page
    assert "Minutes of the meeting, item 4" in page
    assert "Recorded by Jo Marsh" in page


def test_the_list_has_delegates_and_deputies_of_the_areas_partners_and_no_one_else(cast, case, as_user):
    form = as_user(cast.coordinator).get(address(case, "view/record/")).context["form"]
    assert [label for _key, label in form.fields["person"].choices] == [
        "Ade Bello, Director of children’s services",
        "Mina Farrow, Assistant director",
        "Rhona Haldane, Detective superintendent",
        "Carys Iveson, Chief nurse",
    ]
    assert form.fields["person"].widget.hints[str(cast.la_deputy.pk)] == (
        "Local authority: deputy, Aldermere County Council"
    )
    for person in ("eastfold_delegate", "panel_member", "coordinator", "outsider"):
        response = record(as_user, cast, case, person)
        assert "Choose one of the people." in words(response), person
    assert not case.partner_views.exists()


def test_whose_delegation_has_ended_is_not_in_the_list(cast, case, as_user):
    PartnerDelegate.objects.filter(user=cast.police).update(ends_on=today() - timedelta(days=1))
    assert "Choose one of the people." in words(record(as_user, cast, case))


def test_whoever_is_recused_is_not_in_the_list(cast, case, as_user):
    recusal = {"person": str(cast.la.pk), "reason": "A friend of the family."}
    as_user(cast.coordinator).post(address(case, "recuse/"), recusal)
    assert "Choose one of the people." in words(record(as_user, cast, case, "la"))
    assert record(as_user, cast, case, "la_deputy").status_code == 302


@pytest.mark.parametrize("person", ["la", "police", "panel_member", "reviewer"])
def test_only_the_coordinator_records_for_somebody_else(cast, make_case, as_user, person):
    case = make_case(Stage.GATHERING if person in {"panel_member", "reviewer"} else Stage.LOGGED).case
    browser = as_user(getattr(cast, person))
    for response in (
        browser.get(address(case, "view/record/")),
        browser.post(address(case, "view/record/"), typed.recorded_view(cast.police, today())),
    ):
        assert response.status_code == 403
        assert "Only the coordinator may record a partner’s view" in words(response)


def test_a_day_on_which_the_view_cannot_have_been_given_is_named(cast, case, as_user):
    typed_in = typed.recorded_view(cast.police, today() + timedelta(days=1))
    browser = as_user(cast.coordinator)
    assert "The view can’t be in the future." in words(browser.post(address(case, "view/record/"), typed_in))
    typed_in = typed.recorded_view(cast.police, case.aware_on - timedelta(days=1))
    assert "The view can’t be before the local authority was aware" in words(
        browser.post(address(case, "view/record/"), typed_in)
    )
    PartnerDelegate.objects.filter(user=cast.police).update(starts_on=today())
    typed_in = typed.recorded_view(cast.police, today() - timedelta(days=1))
    response = words(browser.post(address(case, "view/record/"), typed_in))
    assert "Rhona Haldane speaks for the police since" in response
    with pytest.raises(Refused, match="Rhona Haldane did not speak for the police on"):
        record_directly(cast, case, given_on=today() - timedelta(days=1))
    assert not case.partner_views.exists()


def record_directly(cast, case, **changes):
    """The action itself, past the form."""
    said = {"given_on": today(), "given_how": "mail", "evidence": "Mail of today", **typed.view(), **changes}
    person = said.pop("person", cast.police)
    return actions.record_view(case, person=person, by=cast.coordinator, at=clock.now(), **said)


def test_the_action_refuses_somebody_who_speaks_for_no_partner_here(cast, case):
    for person in (cast.eastfold_delegate, cast.panel_member, cast.coordinator):
        with pytest.raises(Refused, match="is not a delegate or deputy of one of this area’s"):
            record_directly(cast, case, person=person)
    assert not case.partner_views.exists()


def test_the_same_record_sent_twice_is_one_view(cast, case, as_user):
    """E09."""
    for _ in range(2):
        assert record(as_user, cast, case).status_code == 302
    assert case.partner_views.count() == 1
    assert AuditRow.objects.filter(verb="criteria.view_recorded").count() == 1


def test_a_partners_own_word_is_not_replaced_by_a_record(cast, case, as_user):
    as_user(cast.police).post(address(case, "view/"), typed.view(view="disagrees", reasons="It was a fall."))
    assert "Choose one of the people." in words(record(as_user, cast, case))
    with pytest.raises(NotYet, match="the police gave or confirmed its view itself"):
        record_directly(cast, case)
    assert holding(case).view == "disagrees"


def test_a_wrong_record_is_replaced_by_the_next_one_while_nobody_has_confirmed_it(cast, case, as_user):
    record(as_user, cast, case, view="needs_more", reasons="Misheard.")
    record(as_user, cast, case)
    assert case.partner_views.count() == 2
    assert holding(case).view == "agrees"


# One person, one partner


def test_one_persons_view_for_two_partners_is_refused(cast, case, as_user):
    """A delegate who changes bodies in the middle of a case doesn't take their voice along."""
    as_user(cast.police).post(address(case, "view/"), typed.view())
    become_delegate_of(cast.police, "Aldermere Integrated Care Board", cast)
    browser = as_user(cast.police)
    before = everything_but_the_audit_log()
    own = browser.post(address(case, "view/"), typed.view())
    assert own.status_code == 409
    assert "Rhona Haldane spoke for the police on this case. One person speaks for one partner." in words(own)
    with pytest.raises(NotYet, match="One person speaks for one partner"):
        record_directly(cast, case)
    assert everything_but_the_audit_log() == before


def test_who_confirmed_for_one_partner_confirms_for_no_other(cast, case, as_user):
    record(as_user, cast, case)
    record(as_user, cast, case, "icb")
    assert as_user(cast.police).post(confirm_at(case)).status_code == 302
    become_delegate_of(cast.police, "Aldermere Integrated Care Board", cast)
    response = as_user(cast.police).post(confirm_at(case, "icb"))
    assert response.status_code == 409
    assert "One person speaks for one partner." in words(response)
    assert not holding(case, "icb").is_confirmed


def become_delegate_of(person, agency, cast):
    PartnerDelegate.objects.filter(user=person).update(agency=cast.partnership.agencies[agency])


# Confirming and correcting


@pytest.mark.parametrize("person", ["la", "la_deputy"])
def test_the_delegate_or_a_deputy_confirms_in_one_step(cast, case, as_user, person):
    record(as_user, cast, case, "la")
    user = getattr(cast, person)
    assert "Confirm this view" in words(as_user(user).get(confirm_at(case, "la")))
    page = words(as_user(user).post(confirm_at(case, "la"), follow=True))
    assert "The view is confirmed." in page
    view = holding(case, "la")
    assert (view.is_confirmed, view.confirmed_by, view.given_by) == (True, user, cast.la)
    assert "not yet confirmed" not in words(as_user(cast.icb).get(address(case, "decisions/")))
    again = as_user(cast.la if person == "la_deputy" else cast.la_deputy).post(confirm_at(case, "la"))
    assert (again.status_code, "Already: this view is confirmed." in words(again)) == (409, True)


def test_a_double_click_confirms_once(cast, case, as_user):
    """E09."""
    record(as_user, cast, case)
    url = confirm_at(case)
    as_user(cast.police).post(url)
    actions.confirm_view(case, holding(case), by=cast.police, at=clock.now())
    assert AuditRow.objects.filter(verb="criteria.view_confirmed").count() == 1


@pytest.mark.parametrize("person", ["coordinator", "la", "icb"])
def test_somebody_of_another_partner_may_not_confirm(cast, case, as_user, person):
    record(as_user, cast, case)
    browser = as_user(getattr(cast, person))
    for response in (browser.get(confirm_at(case)), browser.post(confirm_at(case))):
        assert response.status_code == 403
        assert "Only the delegate or a deputy of the police may confirm this view." in words(response)
    assert not holding(case).is_confirmed


def test_a_view_of_another_case_is_not_found(cast, case, make_case, as_user):
    """A06."""
    record(as_user, cast, case)
    other = make_case(pseudonym="Child Robin").case
    url = confirm_at(case).replace(case.reference, other.reference)
    assert as_user(cast.police).post(url).status_code == 404


def test_a_correction_is_a_new_view_and_the_record_stays(cast, case, as_user):
    record(as_user, cast, case, "la")
    page = words(as_user(cast.la_deputy).get(address(case, "view/")))
    assert "Confirm or correct the view of the local authority" in page
    assert 'value="agrees" checked' in page, "a correction begins with what was recorded"
    corrected = typed.view(view="needs_more", reasons="I asked for the second scan first.")
    as_user(cast.la_deputy).post(address(case, "view/"), corrected)
    view = holding(case, "la")
    assert (view.given_by, view.is_confirmed, view.recorded_by) == (cast.la_deputy, True, None)
    page = words(as_user(cast.icb).get(address(case, "decisions/")))
    assert page.index("I asked for the second scan first.") < page.index("Earlier views")
    assert page.index("Earlier views") < page.index("Recorded for Ade Bello, not yet confirmed")


def test_a_record_that_was_replaced_meanwhile_is_not_confirmed(cast, case, as_user):
    record(as_user, cast, case, view="needs_more", reasons="Misheard.")
    url = confirm_at(case)
    record(as_user, cast, case)
    response = as_user(cast.police).post(url)
    assert response.status_code == 409
    assert "Already: a later view has taken the place of this one." in words(response)
    assert not holding(case).is_confirmed


def test_the_same_words_given_in_the_portal_confirm_the_record(cast, case, as_user):
    record(as_user, cast, case)
    as_user(cast.police).post(address(case, "view/"), typed.view())
    assert (holding(case).is_confirmed, case.partner_views.count()) == (True, 1)


def test_a_successor_confirms_what_was_recorded_for_who_was_there_before(cast, case, as_user):
    """What waits passes on; the name and post of the day stay."""
    record(as_user, cast, case, "la")
    PartnerDelegate.objects.filter(user=cast.la).update(ends_on=today() - timedelta(days=1))
    assert as_user(cast.la_deputy).post(confirm_at(case, "la")).status_code == 302
    page = words(as_user(cast.icb).get(address(case, "decisions/")))
    assert "Recorded for Ade Bello, confirmed by Mina Farrow" in page
    assert "Director of children’s services, Aldermere County Council" in page


# Beside the decision


def test_records_count_unconfirmed_and_are_marked_where_the_decision_is_made(cast, case, as_user):
    for person in ("la", "police", "icb"):
        record(as_user, cast, case, person)
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(case, "criteria/")))
    assert "3 views are not confirmed." in page
    assert NOT_CONFIRMED in page
    assert browser.post(address(case, "criteria/"), typed.criteria()).status_code == 302
    assert stage(case) == Stage.RAPID_REVIEW
    assert NOT_CONFIRMED in words(browser.get(address(case, "decisions/")))


def test_a_record_can_be_confirmed_after_the_decision(cast, case, as_user):
    for person in ("la", "police", "icb"):
        record(as_user, cast, case, person)
    as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria())
    assert as_user(cast.police).post(confirm_at(case)).status_code == 302
    late = as_user(cast.police).post(address(case, "view/"), typed.view(view="disagrees"))
    assert late.status_code == 409, "what the partner itself stands behind is closed"


def test_a_record_corrected_after_the_decision_changes_no_decision_and_is_flagged(cast, case, as_user):
    for person in ("la", "police", "icb"):
        record(as_user, cast, case, person)
    browser = as_user(cast.coordinator)
    browser.post(address(case, "criteria/"), typed.criteria())
    corrected = typed.view(view="disagrees", reasons="I never said so.")
    assert as_user(cast.police).post(address(case, "view/"), corrected).status_code == 302
    assert stage(case) == Stage.RAPID_REVIEW
    page = words(browser.get(address(case, "decisions/")))
    assert "Police: the view that this decision rested on was corrected afterwards." in page
    assert "Given after the decision was recorded." in page
    assert "I never said so." in page
