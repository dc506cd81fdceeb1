"""Agencies that knew a child of the case: ours and others, each once, with how; struck out when it was a mistake."""

import pytest

from cspr_portal import clock
from reviews.involvement import actions
from reviews.models import AuditRow, InvolvedAgency
from reviews.returns import actions as returns
from reviews.stages import Stage
from tests import asking, besides
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def test_agencies_are_added_each_once(cast, make_case, as_user):
    case = make_case().case
    browser, homes = as_user(cast.icb), cast.partnership.agencies["Aldermere Homes"]
    ours = {"agency": str(homes.pk), "involvement": "The tenancy."}
    page = words(browser.post(address(case, "involved/add/"), ours, follow=True))
    assert "Aldermere Homes is added." in page and "The tenancy." in page
    browser.post(address(case, "involved/add/"), {"other_name": "Lowdale Trust"})
    assert "Not one of our agencies" in words(browser.get(address(case, "involved/")))
    for again in (ours, {"other_name": " aldermere HOMES "}, {"other_name": "lowdale trust"}):
        refused = browser.post(address(case, "involved/add/"), again)
        assert refused.status_code == 200
        assert "is on the list. Change how it was involved there." in words(refused)
    assert case.involved_agencies.count() == 2
    assert AuditRow.objects.filter(verb="case.agency_added", reference=case.reference).count() == 2


@pytest.mark.parametrize(
    ("typed_in", "name", "message"),
    [
        (
            {"involvement": "Knew them."},
            "agency",
            "Choose one of our agencies, or enter the name of another.",
        ),
        (
            {"agency": "ours", "other_name": "Lowdale"},
            "other_name",
            "Leave this empty, or choose “Another agency”",
        ),
        ({"other_name": "x" * 151}, "other_name", "must be 150 characters or fewer"),
    ],
)
def test_an_agency_is_one_of_ours_or_has_a_name(cast, make_case, as_user, typed_in, name, message):
    case = make_case().case
    if "agency" in typed_in:
        typed_in = typed_in | {"agency": str(cast.partnership.agencies["Aldermere Homes"].pk)}
    response = as_user(cast.coordinator).post(address(case, "involved/add/"), typed_in)
    assert message in str(response.context["form"].errors[name])
    assert not case.involved_agencies.exists()


def test_how_an_agency_was_involved_is_changed(cast, make_case, as_user):
    case = make_case().case
    besides.put_beside(case, cast.coordinator)
    url = address(case, f"involved/{case.involved_agencies.get().pk}/")
    assert "Knew them." in words(as_user(cast.police).get(url))
    page = words(as_user(cast.police).post(url, {"involvement": "Two visits in spring."}, follow=True))
    assert "How Lowdale Trust was involved is changed." in page and "Two visits in spring." in page


def test_panel_and_reviewer_read_and_change_nothing(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    besides.put_beside(case, cast.coordinator)
    for person in ("panel_member", "reviewer"):
        browser = as_user(getattr(cast, person))
        assert "Lowdale Trust" in words(browser.get(address(case, "involved/")))
        refused = browser.post(address(case, "involved/add/"), {"other_name": "Mine"})
        assert refused.status_code == 403
        assert "Only the coordinator and the safeguarding partners may record" in words(refused)
    assert case.involved_agencies.count() == 1


# Struck out


@pytest.fixture
def involved(cast, rapid):
    """The health visitors, recorded as involved in a case in which agencies are asked."""
    visitors = asking.agency()
    return actions.add_agency(
        rapid, agency=visitors, other_name="", involvement="", by=cast.coordinator, at=clock.now()
    )


def remove(browser, involved, reason="Chosen by mistake."):
    url = address(involved.case, f"involved/{involved.pk}/remove/")
    return browser.post(url, {"reason": reason}, follow=True)


def test_an_agency_that_was_a_mistake_is_struck_out_and_counts_nowhere(cast, rapid, involved, as_user):
    browser = as_user(cast.police)
    offer = as_user(cast.coordinator)
    assert "Involved in the case" in words(offer.get(address(rapid, "requests/ask/")))
    page = words(remove(browser, involved))
    assert f"{involved.name} is removed." in page
    assert f"<s>{involved.name}</s>" in page
    today = clock.day_words(clock.today(clock.now()))
    assert f"Removed on {today} by {cast.police.name}: " in page and "Chosen by mistake." in page
    assert f"involved/{involved.pk}/" not in page
    assert not rapid.involved_agencies.holding().exists()
    assert "Involved in the case" not in words(offer.get(address(rapid, "requests/ask/")))
    row = AuditRow.objects.get(verb="case.agency_removed", reference=rapid.reference)
    assert (row.actor, row.detail) == (str(cast.police.pk), {"involved": str(involved.pk)})


def test_one_of_elsewhere_is_no_longer_named_beside_the_requests(cast, rapid, as_user):
    besides.put_beside(rapid, cast.coordinator)
    browser = as_user(cast.coordinator)
    assert "Lowdale Trust" in words(browser.get(address(rapid, "requests/")))
    remove(browser, rapid.involved_agencies.get())
    browser.get(address(rapid))  # what was said about it is read there
    assert "Lowdale Trust" not in words(browser.get(address(rapid, "requests/")))


def test_it_needs_a_reason(cast, rapid, involved, as_user):
    assert "Enter why the agency is removed." in words(remove(as_user(cast.coordinator), involved, " "))
    assert rapid.involved_agencies.holding().count() == 1


def test_what_was_removed_is_neither_removed_again_nor_changed(cast, involved, as_user):
    browser = as_user(cast.coordinator)
    remove(browser, involved)
    for rest in ("remove/", ""):
        url = address(involved.case, f"involved/{involved.pk}/{rest}")
        for response in (browser.get(url), browser.post(url, {"reason": "So.", "involvement": "So."})):
            assert response.status_code == 409
            assert f"Already: {involved.name} was removed on " in words(response)
    assert AuditRow.objects.filter(verb="case.agency_removed").count() == 1


def test_it_may_be_added_again(cast, rapid, involved, as_user):
    browser = as_user(cast.coordinator)
    remove(browser, involved)
    page = words(
        browser.post(address(rapid, "involved/add/"), {"agency": str(involved.agency.pk)}, follow=True)
    )
    assert f"{involved.name} is added." in page and f"<s>{involved.name}</s>" in page
    assert InvolvedAgency.objects.filter(case=rapid).count() == 2


def test_an_agency_that_is_asked_stays_until_the_request_is_withdrawn(cast, rapid, involved, as_user):
    found = asking.asked(rapid, cast)
    browser = as_user(cast.coordinator)
    assert f"involved/{involved.pk}/remove/" not in words(browser.get(address(rapid, "involved/")))
    refused = remove(browser, involved)
    assert refused.status_code == 409
    assert "has been asked for a return. Withdraw the request first." in words(refused)
    returns.withdraw(found, reason="A mistake.", by=cast.coordinator, at=clock.now())
    assert remove(browser, involved).status_code == 200
    assert not rapid.involved_agencies.holding().exists()


def test_an_agency_whose_return_was_accepted_stays(cast, rapid, involved, as_user):
    asking.accepted(asking.asked(rapid, cast), cast.coordinator)
    refused = remove(as_user(cast.coordinator), involved)
    assert refused.status_code == 409
    assert "has been accepted, so it stays on the list." in words(refused)
    assert rapid.involved_agencies.holding().count() == 1


def test_a_reader_does_not_strike_out_and_an_outsider_finds_nothing(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    besides.put_beside(case, cast.coordinator)
    found = case.involved_agencies.get()
    for person, status in (("panel_member", 403), ("reviewer", 403), ("outsider", 404)):
        assert remove(as_user(getattr(cast, person)), found).status_code == status
    assert "Removed on" not in words(as_user(cast.panel_member).get(address(case, "involved/")))
    assert case.involved_agencies.holding().count() == 1


def test_an_agency_of_another_case_is_not_found_under_ones_own(cast, involved, make_case, as_user):
    """A06."""
    mine = make_case(pseudonym="Child Robin").case
    url = address(mine, f"involved/{involved.pk}/remove/")
    assert as_user(cast.coordinator).post(url, {"reason": "So."}).status_code == 404
    assert InvolvedAgency.objects.holding().count() == 1
