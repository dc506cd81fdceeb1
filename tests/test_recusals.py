"""Recusals: whoever steps aside finds nothing, and no post is left empty."""

import pytest

from reviews.models import AuditRow, Recusal
from reviews.stages import Stage
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
