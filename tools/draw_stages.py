"""Draws docs/stages.md from reviews/stages.py: the way of a case as a diagram and as a table.

Run it from the repository's root: `.venv/bin/python -m tools.draw_stages`. A test fails while the page is
old. No rule lives here; the only stage that it knows by name is the one that a publication leads to.
"""

from __future__ import annotations

from pathlib import Path

from reviews.stages import (
    DAY_CANCELLED,
    ENDS,
    FOLLOWS,
    HANDED_OVER,
    MOVED_BY_HAND,
    OWNERS,
    REOPENED,
    STARTS,
    Stage,
)

PAGE = Path(__file__).resolve().parent.parent / "docs" / "stages.md"

HEAD = """# The way of a case

Drawn from `reviews/stages.py` by `.venv/bin/python -m tools.draw_stages`. Edit the stages, not this page.

- *by hand*: the coordinator, or the chair of the review’s panel, moves the case on and says why.
- *decided*: the step belongs to a recorded decision, which moves the case itself.
- *reopened*: facts have changed, and the decision is made anew; the earlier one stays on the record.
- *handed over*: the lead of the case goes to another partnership, or comes back.
- *day set*: the step is taken when the report gets its day of publication.
- *day cancelled*: that day is cancelled before it has come.

What each step asks for first is in `missing_for` in `reviews/stage_moves.py`. The notification to the
national Panel is no stage: it can be recorded at any time. A hold is none either: it runs alongside, and
hides no clock.
"""


def way(from_stage: Stage, to_stage: Stage) -> str:
    """Say in two words how a case gets from one stage to the other."""
    if (from_stage, to_stage) in REOPENED:
        return "reopened"
    if (from_stage, to_stage) in HANDED_OVER:
        return "handed over"
    if (from_stage, to_stage) in DAY_CANCELLED:
        return "day cancelled"
    if to_stage in MOVED_BY_HAND:
        return "by hand"
    return "day set" if to_stage == Stage.PUBLISHED else "decided"


def came_from(stage: Stage) -> list[Stage]:
    """Return the stages from which a case gets to `stage`, in the order of the way."""
    return [before for before, after in FOLLOWS.items() if stage in after]


def diagram() -> str:
    """Return the stages and their steps in Mermaid's words."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{stage.label}" as {stage.value}' for stage in Stage]
    lines += [f"    [*] --> {stage.value}: logged" for stage in Stage if stage in STARTS]
    lines += [
        f"    {stage.value} --> {after.value}: {way(stage, after)}"
        for stage in Stage
        for after in FOLLOWS[stage]
    ]
    lines += [f"    {stage.value} --> [*]" for stage in Stage if stage in ENDS]
    return "\n".join(lines)


def table() -> str:
    """Return one row a stage: whose turn it is, how a case comes in, how it goes out."""
    rows = ["| Stage | Whose turn | Way in | Way out |", "|---|---|---|---|"]
    for stage in Stage:
        ways_in = [f"{before.label} ({way(before, stage)})" for before in came_from(stage)]
        if stage in STARTS:
            ways_in.insert(0, "The case is logged")
        ways_out = [f"{after.label} ({way(stage, after)})" for after in FOLLOWS[stage]]
        if stage in ENDS:
            ways_out.insert(0, "None: the record is kept")
        rows.append(f"| {stage.label} | {OWNERS[stage]} | {'; '.join(ways_in)} | {'; '.join(ways_out)} |")
    return "\n".join(rows)


def page() -> str:
    """Return the whole page."""
    return f"{HEAD}\n```mermaid\n{diagram()}\n```\n\n{table()}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Drawn: {PAGE.relative_to(PAGE.parent.parent)}")
