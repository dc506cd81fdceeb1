"""Queries whose SQL is worked out once ask what newly written ones would ask, whoever reads and on whatever day."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.prepared import DAY, TEXT, Prepared
from reviews import standing
from reviews.models import Case
from reviews.orders.holding import with_what_holds

PEOPLE = ["coordinator", "outsider", "la", "police", "panel_member", "reviewer", "lead_partner", "scrutineer"]


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_who_opens_a_case_is_asked_for_themselves_on_that_day(cast, make_case, person):
    user, case = getattr(cast, person), make_case().case
    for at in (clock.now(), clock.now() + timedelta(days=400)):
        named = standing.visible_to(user, at).filter(reference=case.reference).order_by()
        opened = standing._whole(with_what_holds(named, at), user, at)
        day = clock.today(at)
        prepared = standing._OPENED(user.role, user=user.pk, day=day, reference=case.reference)
        assert prepared.query.sql_with_params() == opened.query.sql_with_params()
        assert list(prepared) == list(opened)


@pytest.mark.django_db
def test_what_somebody_is_to_a_case_is_read_for_that_case(cast, make_case):
    mine, other = make_case().case, make_case(area="Eastfold", pseudonym="Child Robin").case
    for _ in range(2):
        assert standing.standing(cast.la, mine, clock.now()).partner_role == "la"
        assert not standing.standing(cast.la, other, clock.now()).is_anybody
        assert standing.standing(cast.eastfold_delegate, other, clock.now()).partner_role == "la"
        assert not standing.standing(cast.eastfold_delegate, mine, clock.now()).is_anybody


@pytest.mark.django_db
def test_a_query_that_works_something_out_of_a_value_is_refused():
    the_day_before = Prepared(
        lambda *, day: Case.objects.filter(incident_from=day - timedelta(days=1)), day=DAY
    )
    with pytest.raises(ValueError, match="works something out of a value"):
        the_day_before(day=clock.today(clock.now()))


@pytest.mark.django_db
def test_a_query_whose_sql_depends_on_a_value_is_refused():
    some = Prepared(
        lambda *, word: Case.objects.filter(**{"reference": word} if "1" in word else {}), word=TEXT
    )
    with pytest.raises(ValueError, match="depends on a value"):
        some(word="SC-BCDF-GHJK")
