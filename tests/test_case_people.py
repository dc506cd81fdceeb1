"""Who works on a case: everybody with the case reads it, by the part that each has today."""

import pytest

from cspr_portal import clock
from reviews.cases import actions
from reviews.cases.people import parts_of
from reviews.models import Case
from reviews.stages import Stage
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def parts(case: Case) -> dict[str, list[tuple[str, str]]]:
    found = parts_of(Case.objects.get(pk=case.pk), clock.now())
    return {part.name: [(person.name, said) for person, said in part.people] for part in found}


def test_everybody_with_the_case_reads_who_works_on_it(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    for person in ("coordinator", "la", "la_deputy", "police", "icb", "panel_member", "reviewer"):
        user = getattr(cast, person)
        browser = as_user(user)
        assert f'href="{address(case, "people/")}"' in words(browser.get(address(case))), person
        page = words(browser.get(address(case, "people/")))
        assert user.name in page, person
    assert "Nobody at present" not in page


def test_each_stands_under_their_part_with_the_body_they_decide_for(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    found = parts(case)
    assert (cast.coordinator.name, "") in found["Coordinator"]
    assert found["Local authority"] == [(cast.la.name, "delegate"), (cast.la_deputy.name, "deputy")]
    assert (cast.reviewer.name, "") in found["Independent Reviewer"]
    assert found["The review’s panel"][0][1].startswith("chair, ")
    assert cast.panel_member.name in [name for name, _said in found["The review’s panel"]]
    page = words(as_user(cast.police).get(address(case, "people/")))
    assert cast.la.delegations.get().agency.name in page


def test_before_there_is_a_review_nobody_is_shown_in_one(cast, make_case):
    assert {"Independent Reviewer", "The review’s panel"} & set(parts(make_case().case)) == set()


def test_who_was_recused_is_in_no_part_and_gets_what_an_outsider_gets(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    actions.recuse(case, cast.la, reason="A relative.", by=cast.coordinator, at=clock.now())
    assert cast.la.name not in {name for people in parts(case).values() for name, _said in people}
    page = words(as_user(cast.police).get(address(case, "people/")))
    assert cast.la.name not in page
    for person in (cast.la, cast.outsider, cast.agency_author):
        assert as_user(person).get(address(case, "people/")).status_code == 404
    assert as_user(cast.police).post(address(case, "people/")).status_code == 405
