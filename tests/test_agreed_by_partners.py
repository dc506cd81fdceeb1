"""One rule says when the partners have agreed a report: for the next stage, for sending it back, for publishing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from publications import sources
from reviews import stage_moves
from reviews.models import AgreementView, Case, DecisionKind, DecisionQuorum, PartnerRole
from reviews.report import actions as report
from reviews.report.agreed import partners_on
from reviews.stages import Stage
from tests.deciding import today


@given(
    st.dictionaries(st.sampled_from(PartnerRole.values), st.sampled_from(AgreementView.values)),
    st.integers(1, 3),
)
def test_a_version_is_agreed_once_all_answered_and_enough_agree_and_never_both_agreed_and_refused(
    views, needed
):
    found = partners_on(views, needed)
    agreeing = [view for view in views.values() if view != AgreementView.DISAGREES]
    assert found.is_agreed is (len(views) == 3 and len(agreeing) >= needed)
    assert found.is_refused is (len(agreeing) + 3 - len(views) < needed)
    assert set(found.silent) == set(PartnerRole.values) - set(views)
    assert len(found.opposed) == len(views) - len(agreeing)
    if len(views) == 3:
        assert found.is_agreed is not found.is_refused


@pytest.mark.django_db
def test_all_three_must_agree_a_report_where_no_row_says_otherwise():
    DecisionQuorum.objects.all().delete()
    assert DecisionQuorum.needed(DecisionKind.AGREEMENT, today()) == 3
    assert DecisionQuorum.needed(DecisionKind.CRITERIA, today()) == 2
    assert DecisionQuorum.needed(DecisionKind.REVIEW, today()) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("needed", "is_agreed"), [(3, False), (2, True)])
def test_the_next_stage_the_way_back_and_the_publication_go_by_the_same_rule(make_case, needed, is_agreed):
    DecisionQuorum.objects.filter(decision=DecisionKind.AGREEMENT).delete()
    DecisionQuorum.objects.create(decision="agreement", effective_from=today(), partners_needed=needed)
    walk = make_case(Stage.PARTNER_AGREEMENT)
    version = walk.case.review.report_versions.first()
    for person, view in zip(walk.partners, ("disagrees", "with_comments", "agrees"), strict=True):
        assert sources.agreed_report(walk.case, clock.now()) is None
        report.give_agreement(
            walk.case, version, view=AgreementView(view), comments="Why.", by=person, at=clock.now()
        )
    case = Case.objects.get(pk=walk.case.pk)
    assert (stage_moves.missing_for(case, Stage.PRE_PUBLICATION, clock.now()) is None) is is_agreed
    assert (sources.agreed_report(case, clock.now()) == version) is is_agreed
    tasks = set(case.turns.values_list("task", flat=True))
    assert ("move_on" in tasks, "send_back" in tasks) == (is_agreed, not is_agreed)
