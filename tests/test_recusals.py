"""Recusals: whoever steps aside finds nothing, and no post is left empty."""

import pytest

from cspr_portal import clock
from reviews.models import AgencyRequest, AuditRow, Recusal
from reviews.returns import actions as returns
from reviews.stages import Stage
from tests import asking
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def recuse(browser, case, person, reason="I taught the family’s older child."):
    return browser.post(address(case, "recuse/"), {"person": str(person.pk), "reason": reason})


def test_whoever_recuses_themselves_finds_nothing_on_the_next_page(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.la)
    assert recuse(browser, case, cast.la).headers["Location"] == "/staff/"
    assert browser.get(address(case)).status_code == 404
    assert case.reference not in words(browser.get("/staff/cases/"))
    assert case.reference not in words(browser.get("/staff/"))
    assert as_user(cast.la_deputy).get(address(case)).status_code == 200
    assert AuditRow.objects.filter(verb="case.recused", reference=case.reference).exists()


def test_a_coordinator_recuses_somebody_else(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    for person in (cast.la, cast.panel_member, cast.reviewer, cast.second_coordinator):
        assert recuse(as_user(cast.coordinator), case, person).status_code == 302
        assert as_user(person).get(address(case)).status_code == 404, person
    assert as_user(cast.coordinator).get(address(case)).status_code == 200


def test_nobody_else_recuses_another_person(cast, make_case, as_user):
    case = make_case().case
    response = recuse(as_user(cast.police), case, cast.la)
    assert "Choose one of the people in the list." in words(response)
    assert "Ade Bello" not in words(as_user(cast.police).get(address(case, "recuse/")))
    assert not Recusal.objects.exists()


def test_the_last_person_in_a_post_is_not_recused(cast, make_case, as_user):
    """A case must not be left without a coordinator, nor a partner without a voice."""
    case = make_case().case
    alone = recuse(as_user(cast.police), case, cast.police)
    assert (
        "Not yet: Rhona Haldane is the only delegate of the Police. A deputy has to be named first."
        in words(alone)
    )
    assert "I taught the family’s older child." in words(alone)
    recuse(as_user(cast.coordinator), case, cast.second_coordinator)
    last = recuse(as_user(cast.coordinator), case, cast.coordinator)
    assert "Not yet: Jo Marsh is the area’s only coordinator." in words(last)
    assert list(Recusal.objects.values_list("user__name", flat=True)) == ["Alex Thorne"]


def test_a_coordinator_whose_role_is_not_confirmed_doesnt_count_as_the_other_one(cast, make_case, as_user):
    case = make_case().case
    other = cast.second_coordinator
    other.role_confirmed_at = other.role_confirmed_by = None
    other.save()
    assert "the area’s only coordinator" in words(recuse(as_user(cast.coordinator), case, cast.coordinator))
    assert not Recusal.objects.exists()


# Authors, to whom a case is not open but who are asked about it


def test_a_coordinator_recuses_an_author_whose_request_then_waits_for_another(cast, rapid, as_user):
    """A16: for the author it is gone on the next request."""
    asking.asked(rapid, cast)
    found = AgencyRequest.objects.filter(case=rapid, author=cast.agency_author).first()
    author = as_user(cast.agency_author)
    url = f"/staff/requests/{found.pk}/"
    assert author.get(url).status_code == 200
    browser = as_user(cast.coordinator)
    assert "Sam Okoro" in words(browser.get(address(rapid, "recuse/")))
    assert recuse(browser, rapid, cast.agency_author).status_code == 302
    for rest in ("", "sheet/", "return/", "names/", "send/", "conflict/"):
        assert author.get(f"{url}{rest}").status_code == 404
        assert author.post(f"{url}{rest}", {"note": "x"}).status_code in {404, 405}
    assert rapid.reference not in words(author.get("/staff/requests/"))
    found.refresh_from_db()
    assert found.author is None
    assert "name who writes an agency’s return" in words(browser.get("/staff/"))
    assert "Sam Okoro" not in words(browser.get(address(rapid, f"requests/{found.pk}/author/")))
    assert "Sam Okoro" not in words(browser.get(address(rapid, "recuse/")))


def test_only_authors_who_are_asked_about_the_case_can_be_recused(cast, rapid, as_user):
    browser = as_user(cast.coordinator)
    assert "Sam Okoro" not in words(browser.get(address(rapid, "recuse/")))
    assert "Choose one of the people in the list." in words(recuse(browser, rapid, cast.agency_author))
    asking.asked(rapid, cast)
    assert "Sam Okoro" not in words(as_user(cast.la).get(address(rapid, "recuse/")))
    for found in AgencyRequest.objects.filter(case=rapid, author=cast.agency_author):
        returns.withdraw(found, reason="Not needed.", by=cast.coordinator, at=clock.now())
    assert "Sam Okoro" not in words(browser.get(address(rapid, "recuse/")))
    assert not Recusal.objects.exists()
