"""Agencies that knew a child of the case: ours and others, each once, with how, by the right people."""

import pytest

from reviews.models import AuditRow
from reviews.stages import Stage
from tests import besides
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
