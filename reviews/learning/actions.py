"""Learning that does not wait: shared early, found, recommended, responded to, acted on, verified, seen to last."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db.models import Max

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import (
    ActionStep,
    Agency,
    Case,
    Document,
    EarlyLearning,
    Finding,
    Impact,
    LearningAction,
    Recommendation,
    Theme,
    User,
)
from reviews.stage_moves import lock
from reviews.standing import standing

from . import access


class Wanted(TypedDict):
    """What a recommendation asks for; days are days in London."""

    change: str
    measure: str
    by_day: date | None
    other_owners: str


class Task(TypedDict):
    """What an action is, whose it is and by when; an agency of ours or another body by its name."""

    what: str
    agency: Agency | None
    other_owner: str
    led_by: str
    due_on: date


@action
def share_early(
    case: Case, *, learning: str, reason: str, shared_with: str, shared_on: date, by: User, at: datetime
) -> EarlyLearning:
    """Record learning that was shared before a report. The same form sent again returns what it recorded."""
    case = lock(case)
    check(access.act(by, case, at))
    facts = {"learning": learning, "reason": reason, "shared_with": shared_with, "shared_on": shared_on}
    same = case.early_learning.filter(**facts).first()
    if same is not None:
        return same
    found = EarlyLearning.objects.create(case=case, recorded_at=at, recorded_by=by, **facts)
    record(by, "learning.shared_early", case.reference)
    return found


@action
def add_finding(
    case: Case, *, title: str, text: str, themes: Iterable[Theme] = (), by: User, at: datetime
) -> Finding:
    """Add a finding with the next number. The same form sent again returns what it added."""
    case = lock(case)
    check(access.find(by, case, at))
    same = case.findings.filter(title=title, text=text).first()
    if same is not None:
        return same
    number = _next(case.findings.aggregate(Max("number")))
    found = Finding.objects.create(case=case, number=number, title=title, text=text, added_at=at, added_by=by)
    found.themes.set(themes)
    record(by, "learning.finding_added", case.reference, number=number)
    return found


@action
def change_finding(
    finding: Finding, *, title: str, text: str, themes: Iterable[Theme] = (), by: User, at: datetime
) -> None:
    """Change the words and themes of a finding."""
    case = lock(finding.case)
    check(access.find(by, case, at))
    finding.title, finding.text, finding.changed_at, finding.changed_by = title, text, at, by
    finding.save(update_fields=["title", "text", "changed_at", "changed_by"])
    finding.themes.set(themes)
    record(by, "learning.finding_changed", case.reference, number=finding.number)


@action
def add_recommendation(
    case: Case,
    *,
    findings: Iterable[Finding],
    owners: Iterable[Agency],
    by: User,
    at: datetime,
    **wanted: Unpack[Wanted],
) -> Recommendation:
    """Add a recommendation with the next number. The same form sent again returns what it added."""
    case = lock(case)
    check(access.find(by, case, at))
    same = case.recommendations.filter(**wanted).first()
    if same is not None:
        return same
    number = _next(case.recommendations.aggregate(Max("number")))
    found = Recommendation.objects.create(case=case, number=number, added_at=at, added_by=by, **wanted)
    found.findings.set(findings)
    found.owners.set(owners)
    record(by, "learning.recommendation_added", case.reference, number=number)
    return found


@action
def change_recommendation(
    recommendation: Recommendation,
    *,
    findings: Iterable[Finding],
    owners: Iterable[Agency],
    by: User,
    at: datetime,
    **wanted: Unpack[Wanted],
) -> None:
    """Change a recommendation to which the partners have not responded yet."""
    case = lock(recommendation.case)
    recommendation = case.recommendations.get(pk=recommendation.pk)
    check(access.change(by, recommendation, at))
    case.recommendations.filter(pk=recommendation.pk).update(**wanted, changed_at=at, changed_by=by)
    recommendation.findings.set(findings)
    recommendation.owners.set(owners)
    record(by, "learning.recommendation_changed", case.reference, number=recommendation.number)


@action
def respond(recommendation: Recommendation, *, response: str, reason: str, by: User, at: datetime) -> None:
    """Record what the safeguarding partners make of a recommendation: once, with their reasons."""
    case = lock(recommendation.case)
    recommendation = case.recommendations.get(pk=recommendation.pk)
    recommendation.case = case
    check(access.respond(by, recommendation, at))
    recommendation.response, recommendation.response_reason = response, reason
    recommendation.responded_at, recommendation.responded_by = at, by
    recommendation.responded_as = standing(by, case, at).words
    recommendation.save(
        update_fields=["response", "response_reason", "responded_at", "responded_by", "responded_as"]
    )
    record(by, "learning.responded", case.reference, number=recommendation.number, response=response)


@action
def add_action(
    case: Case,
    *,
    recommendations: Iterable[Recommendation] = (),
    by: User,
    at: datetime,
    **task: Unpack[Task],
) -> LearningAction:
    """Add an action with the next number: before, during or after the report. The same form again adds no second."""
    case = lock(case)
    check(access.act(by, case, at))
    same = case.learning_actions.filter(**task).first()
    if same is not None:
        return same
    number = _next(case.learning_actions.aggregate(Max("number")))
    found = LearningAction.objects.create(case=case, number=number, added_at=at, added_by=by, **task)
    found.recommendations.set(recommendations)
    record(by, "learning.action_added", case.reference, number=number)
    return found


@action
def take_step(
    one: LearningAction,
    *,
    to_state: str,
    note: str,
    due_on: date | None = None,
    document: Document | None = None,
    seen_state: str,
    by: User,
    at: datetime,
) -> ActionStep:
    """Say how an action stands: with progress, what blocks it, the evidence, or what was verified.

    `due_on` moves its day. `seen_state` is the state that the person saw: raises NotYet where somebody else
    has taken a step since. The same step sent again returns the one that was taken.
    """
    case = lock(one.case)
    one = case.learning_actions.get(pk=one.pk)
    one.case = case
    newest = one.steps.order_by("-taken_at").first()
    if newest is not None and (newest.to_state, newest.note, newest.taken_by_id) == (to_state, note, by.pk):
        return newest
    check(access.take_step(by, one, at, to_state))
    if seen_state != one.state:
        raise NotYet(f"Already: action {one.number} has moved to “{one.get_state_display()}” since.")
    step = ActionStep.objects.create(
        learning_action=one,
        to_state=to_state,
        note=note,
        due_on=due_on,
        document=document,
        taken_at=at,
        taken_by=by,
        taken_as=standing(by, case, at).words,
    )
    one.state, one.due_on = to_state, due_on or one.due_on
    one.save(update_fields=["state", "due_on"])
    record(by, "learning.step_taken", case.reference, number=one.number, to_state=to_state)
    return step


@action
def record_impact(
    one: LearningAction,
    *,
    kind: str,
    seen: str,
    seen_on: date,
    look_again_on: date | None,
    by: User,
    at: datetime,
) -> Impact:
    """Record what was seen to have changed. It takes the place of the look that was due by then."""
    case = lock(one.case)
    check(access.act(by, case, at))
    facts = {"kind": kind, "seen": seen, "seen_on": seen_on, "look_again_on": look_again_on}
    same = one.impacts.filter(**facts).first()
    if same is not None:
        return same
    found = Impact.objects.create(learning_action=one, recorded_at=at, recorded_by=by, **facts)
    record(by, "learning.impact_recorded", case.reference, number=one.number, kind=kind)
    return found


def _next(highest: dict[str, int | None]) -> int:
    return (highest["number__max"] or 0) + 1
