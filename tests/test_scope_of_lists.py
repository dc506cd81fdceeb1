"""Pages that list read what a person holds once: they find what each single case says of itself, for everybody."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.cases.actions import recuse
from reviews.models import Area, Case, User
from reviews.scope import keep_scope, kept_scope
from reviews.stages import Stage
from reviews.standing import read, standing, visible_to
from tests.assigned import assign
from tests.convened import sit_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(cast, make_case) -> None:
    """Cases that come to people by every way there is, and one from which people are recused."""
    reviewed = make_case(Stage.PANEL_AGREEMENT).case
    sit_in(reviewed, cast.hospital_author, cast.coordinator)
    shunned = make_case(Stage.PANEL_AGREEMENT, pseudonym="Child Robin").case
    eastern = make_case(area="Eastfold", pseudonym="Child Finch").case
    make_case(area="Saltbarrow", pseudonym="Child Dove")
    for person in (cast.lead_partner, cast.scrutineer, cast.legal_adviser):
        assign(eastern, person, cast.coordinator)
        assign(shunned, person, cast.coordinator)
    for person in (cast.la, cast.panel_member, cast.reviewer, cast.scrutineer, cast.second_coordinator):
        recuse(shunned, person, reason="A friend.", by=cast.coordinator, at=clock.now())


def found_one_by_one(person: User, at) -> dict:
    """Each case that is open to the person, with what they are to it."""
    user = User.objects.get(pk=person.pk)
    found = {case.pk: standing(user, case, at) for case in Case.objects.all()}
    assert {pk for pk, who in found.items() if who.is_anybody} == {case.pk for case in visible_to(user, at)}
    return {pk: who for pk, who in found.items() if who.is_anybody}


@pytest.mark.parametrize("is_merged", [False, True])
def test_a_list_finds_for_everybody_what_each_case_says(cast, cases, is_merged):
    if is_merged:
        north, east = (cast.partnership.areas[name] for name in ("Northmere", "Eastfold"))
        yesterday = clock.today(clock.now()) - timedelta(days=1)
        Area.objects.filter(pk=north.pk).update(successor=east, ends_on=yesterday)
    somebody = 0
    for days in (0, 4, 400):
        at = clock.now() + timedelta(days=days)
        for person in [*cast.partnership.people.values(), cast.outsider]:
            expected = found_one_by_one(person, at)
            user = User.objects.get(pk=person.pk)
            keep_scope(user, at)
            assert {case.pk for case in visible_to(user, at)} == set(expected), person
            listed = read(user, [case.pk for case in Case.objects.all()], at)
            assert {pk: standing(user, case, at) for pk, case in listed.items()} == expected, person
            somebody += len(expected)
    assert somebody > 50


def test_it_is_kept_for_that_person_and_that_moment_only(cast):
    at, user = clock.now(), User.objects.get(pk=cast.coordinator.pk)
    keep_scope(user, at)
    assert kept_scope(user, at) is not None
    assert kept_scope(user, at + timedelta(microseconds=1)) is None
    assert kept_scope(User.objects.get(pk=user.pk), at) is None
