"""Every stage of a case has an owner, a way in and a way out, and the page that draws them is up to date."""

import pytest

from reviews.stages import (
    ENDS,
    FOLLOWS,
    HANDED_OVER,
    MOVED_BY_HAND,
    OWNERS,
    REOPENED,
    REVIEW_STAGES,
    STARTS,
    Stage,
)
from tools import draw_stages


def reached_from(stage: Stage) -> set[Stage]:
    found = {stage}
    waiting = [stage]
    while waiting:
        new = set(FOLLOWS[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


def test_stages_page_is_up_to_date() -> None:
    assert draw_stages.PAGE.read_text(encoding="utf-8") == draw_stages.page(), (
        "Draw it anew: .venv/bin/python -m tools.draw_stages"
    )


def test_every_stage_is_in_both_tables() -> None:
    assert set(FOLLOWS) == set(OWNERS) == set(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_an_owner(stage: Stage) -> None:
    assert OWNERS[stage].strip()
    assert OWNERS[stage].startswith("Nobody") == (stage in ENDS)


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_way_in(stage: Stage) -> None:
    assert any(stage in reached_from(start) for start in STARTS)
    back = REOPENED | HANDED_OVER
    assert (stage in STARTS) == all((before, stage) in back for before in draw_stages.came_from(stage))


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_way_out(stage: Stage) -> None:
    assert reached_from(stage) & ENDS


def test_cases_that_are_closed_not_met_or_only_told_go_no_further_unless_reopened() -> None:
    assert {Stage.CLOSED, Stage.NOT_MET, Stage.TOLD} == ENDS
    assert [after for stage in ENDS for after in FOLLOWS[stage] if (stage, after) not in REOPENED] == []


def test_no_stage_follows_itself() -> None:
    assert [stage for stage in Stage if stage in FOLLOWS[stage]] == []


def test_review_stages_and_steps_by_hand_are_stages_that_something_leads_to() -> None:
    reached = {after for stages in FOLLOWS.values() for after in stages}
    assert reached >= MOVED_BY_HAND
    assert reached >= REVIEW_STAGES
