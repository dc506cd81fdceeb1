"""Who may not give a view, decide, notify or commission, and is told why."""

import pytest

from cspr_portal import clock
from reviews.criteria import actions
from reviews.models import AuditRow
from reviews.stages import Stage
from tests.deciding import stage
from tests.reading import address, words

pytestmark = pytest.mark.django_db

REFUSED = [
    ("view/", "coordinator", "Only the delegates of the area’s three safeguarding partners give a view."),
    ("view/", "reviewer", "Only the delegates of the area’s three safeguarding partners give a view."),
    ("criteria/", "panel_member", "Only the coordinator or a safeguarding partner may record this decision."),
    (
        "notification/",
        "police",
        "Only the local authority notifies: its delegate or the coordinator records it.",
    ),
    (
        "notification/",
        "reviewer",
        "Only the local authority notifies: its delegate or the coordinator records it.",
    ),
    ("rapid-review/meeting/", "la", "Only the coordinator may record the rapid review."),
    ("rapid-review/sections/facts/", "reviewer", "Only the coordinator may record the rapid review."),
    ("rapid-review/complete/", "police", "Only the coordinator may record the rapid review."),
    ("rapid-review/sent/", "icb", "Only the coordinator may record that the rapid review was sent."),
    (
        "review-decision/",
        "panel_member",
        "Only the coordinator or a safeguarding partner may record this decision.",
    ),
    ("national-panel/", "la", "Only the coordinator may record the national Panel’s answer."),
    ("commission/", "reviewer", "Only the coordinator or a safeguarding partner may commission a review."),
]


def test_who_may_not_is_told_why(cast, make_case, as_user):
    """The sentence of the rule stands on the page, the status is 403, and the audit log has the refusal."""
    case = make_case(Stage.GATHERING).case
    for rest, person, sentence in REFUSED:
        browser = as_user(getattr(cast, person))
        before = AuditRow.objects.filter(outcome="denied", reference=case.reference).count()
        for response in (
            browser.get(address(case, rest)),
            browser.post(address(case, rest), {"reason": "Now."}),
        ):
            assert response.status_code == 403, (rest, person)
            assert sentence in words(response), (rest, person)
            assert case.title not in words(response)
        assert AuditRow.objects.filter(outcome="denied", reference=case.reference).count() == before + 2
    assert stage(case) == Stage.GATHERING


def test_the_action_asks_again_whatever_the_page_has_let_through(cast, make_case):
    """A11: a page can't be gone round."""
    case = make_case().case
    with pytest.raises(Exception, match="Only the coordinator or a safeguarding partner"):
        actions.decide_criteria(case, is_met=True, rationale="…", by=cast.reviewer, at=clock.now())
    with pytest.raises(Exception, match="Not yet: no view yet from"):
        actions.decide_criteria(case, is_met=True, rationale="…", by=cast.coordinator, at=clock.now())
    assert stage(case) == Stage.LOGGED
