"""What happened last on a case, in words, and how it got to its stage, for whoever sees its page.

Which events those are is data here: everybody to whom the case is open reads some, the coordinator and the partners'
delegates some more, and some are left out for a reason. The log itself is the auditor's (reviews/audit/): nothing of
what it holds in detail is shown, and nobody learns here who opened, read or downloaded anything.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from reviews.models import AuditRow, Case, StageChange, User
from reviews.stages import Stage
from reviews.standing import Standing

MOST = 5
# Of the same thing done again and again by one person the newest is shown: so many rows are read for five lines.
MOST_READ = 40

FOR_EVERYBODY = {
    "assignment.ended": "Reading the case ended for somebody who was assigned",
    "assignment.made": "Somebody was assigned to read the case",
    "case.agency_added": "An agency was added as involved",
    "case.agency_changed": "An agency’s involvement was changed",
    "case.agency_removed": "An agency was struck out as not involved",
    "case.child_added": "A child was added",
    "case.child_changed": "The facts about a child were changed",
    "case.child_renamed": "A child was given another pseudonym",
    "case.ended_told": "The case was ended as told: no review is required",
    "case.handed_over": "The lead was handed over",
    "case.hold_began": "The case was put on hold",
    "case.hold_ended": "The hold was ended",
    "case.knowledge_changed": "What is known was changed",
    "case.logged": "The case was logged",
    "case.proceeding_added": "Parallel proceedings were added",
    "case.proceeding_changed": "Parallel proceedings were changed",
    "case.stage_changed": "The case was moved to “{stage}”",
    "chronology.commented": "An event of the chronology was commented on",
    "chronology.event_added": "An event was added to the chronology",
    "chronology.event_changed": "An event of the chronology was changed",
    "chronology.event_removed": "An event was taken out of the chronology",
    "chronology.file_confirmed": "An agency’s chronology was brought in",
    "contribution.asked_for": "Our contribution to another partnership’s review was asked for",
    "contribution.returned": "Our contribution was returned",
    "correspondence.answered": "Correspondence was marked as answered",
    "correspondence.corrected": "The days of an answer were corrected",
    "correspondence.recorded": "Correspondence was recorded",
    "correspondence.removed": "Correspondence was struck out",
    "criteria.absence_recorded": "It was recorded that a partner can give no view in time",
    "criteria.decided": "The decision on the criteria was recorded",
    "criteria.reopened": "The decision on the criteria was reopened",
    "criteria.view_confirmed": "A partner’s view on the criteria was confirmed",
    "criteria.view_given": "A partner’s view on the criteria was given",
    "criteria.view_recorded": "A partner’s view on the criteria was recorded as it was given",
    "engagement.participant_added": "Somebody who takes part was added",
    "engagement.participant_changed": "The facts about somebody who takes part were changed",
    "engagement.recorded": "Engagement with family or practitioners was recorded",
    "enquiry.line_added": "A key line of enquiry was added",
    "enquiry.line_answered": "A key line of enquiry was answered",
    "enquiry.line_changed": "A key line of enquiry was changed",
    "escalation.closed": "What came of an escalation was recorded",
    "escalation.raised": "An escalation was raised",
    "learning.action_added": "An action was added",
    "learning.finding_added": "A finding was added",
    "learning.finding_changed": "A finding was changed",
    "learning.impact_recorded": "What an action changed was recorded",
    "learning.recommendation_added": "A recommendation was added",
    "learning.recommendation_changed": "A recommendation was changed",
    "learning.responded": "The partners’ response to a recommendation was recorded",
    "learning.shared_early": "Learning was shared early",
    "learning.step_taken": "A step of an action was recorded",
    "meeting.called": "A meeting of the review’s panel was called",
    "meeting.cancelled": "A meeting of the review’s panel was cancelled",
    "meeting.changed": "A meeting of the review’s panel was changed",
    "meeting.minuted": "The minutes of a meeting were recorded",
    "national_panel.answered": "The national Panel’s answer was recorded",
    "national_panel.challenge_followed": "What followed a challenge to the national Panel was recorded",
    "national_panel.responded": "The partners’ response to the national Panel was recorded",
    "notification.corrected": "The notification to the national Panel was corrected",
    "notification.recorded": "The notification to the national Panel was recorded",
    "notification.withdrawn": "The withdrawal of the notification was recorded",
    "order.lifted": "It was recorded that a court order was lifted",
    "order.recorded": "A court order was recorded",
    "panel.chair_chosen": "The chair of the review’s panel was chosen",
    "panel.member_added": "A member was added to the review’s panel",
    "panel.member_left": "It was recorded that a member left the review’s panel",
    "panel.seat_confirmed": "A seat on the review’s panel was confirmed",
    "panel.seat_filled": "A seat on the review’s panel was filled",
    "panel.substitute_ended": "Sitting in for a member of the review’s panel was ended",
    "panel.substitute_named": "Somebody was named to sit in for a member of the review’s panel",
    "rapid_review.recorded": "The rapid review was recorded as complete",
    "rapid_review.sent": "The rapid review was sent to the national Panel",
    "report.agreement_given": "An answer on the report was given",
    "report.comment_answered": "A comment on the report was answered",
    "report.passage_commented": "The report was commented on",
    "report.version_written": "A version of the report was written",
    "review.commissioned": "The review was commissioned",
    "review.decided": "The decision on a review was recorded",
    "review.reopened": "The decision on a review was reopened",
    "review.scoped": "The terms of reference were set",
    "reviewer.appointed": "An Independent Reviewer was appointed",
    "reviewer.appointment_ended": "The Independent Reviewer’s appointment was ended",
    "reviewer.appointment_extended": "The Independent Reviewer’s appointment was extended",
    "reviewer.asked": "The Independent Reviewer was asked in writing",
    "reviewer.declaration_checked": "The Independent Reviewer’s declaration was checked",
    "reviewer.link_decided": "A link that the Independent Reviewer declared was decided on",
    "reviewer.replied": "What was asked of the Independent Reviewer was answered",
    "telling.recorded": "It was recorded who else was told",
}

# Agencies' returns are not for the panel or for people who are assigned to the case, advice not for all of them.
FOR_THE_PARTNERSHIP = {
    "advice.given": "A scrutineer’s advice was given",
    "advice.responded": "The response to a scrutineer’s advice was recorded",
    "information.answer_decided": "The answer to a request for information was decided",
    "information.days_corrected": "The days of a request for information were corrected",
    "information.extended": "The time of a request for information was extended",
    "information.recorded": "A request for information was recorded",
    "information.reply_recorded": "What was sent on a request for information was recorded",
    "information.withdrawn": "A request for information was recorded as withdrawn",
    "retention.disposal_confirmed": "The disposal of the case was confirmed",
    "retention.disposal_dropped": "The disposal of the case was taken back",
    "retention.disposal_proposed": "The disposal of the case was proposed",
    "retention.record_carried_out": "A part of the case was disposed of",
    "retention.record_confirmed": "The disposal of a part of the case was confirmed",
    "retention.record_dropped": "The disposal of a part of the case was taken back",
    "retention.record_proposed": "The disposal of a part of the case was proposed",
    "retention.hold_kept": "A disposal hold was looked at and kept",
    "retention.hold_lifted": "A disposal hold was lifted",
    "retention.hold_placed": "A disposal hold was placed",
    "request.approver_named": "It was named who signs an agency’s return off",
    "request.author_named": "It was named who writes an agency’s return",
    "request.chased": "An agency was reminded of its return",
    "request.due_changed": "The day of an agency’s return was changed",
    "request.sent": "An agency was asked for a return",
    "request.withdrawn": "A request to an agency was withdrawn",
    "return.accepted": "An agency’s return was accepted",
    "return.sent": "An agency’s return was sent",
    "return.sent_back": "An agency’s return was sent back to it",
    "return.signed_off": "An agency’s return was signed off and sent",
}

LEFT_OUT = {
    # Who opened, read or took a copy of what
    "document.opened",
    "meeting.copy_settled",
    "meeting.pack_taken",
    "order.read",
    "reviewer.materials_confirmed",
    "sealed.opened",
    # What is sealed, other cases of a child, and why somebody has no part in the case any more
    "case.recused",
    "case.related_found",
    "case.related_seen",
    "request.sheet_changed",
    "sealed.added",
    "sealed.compared",
    # Some documents are legally privileged, and some evidence is of agencies' returns
    "document.added",
    "document.removed",
    "enquiry.evidence_linked",
    "enquiry.evidence_removed",
    # With it the case is gone, and nobody reads its page
    "retention.disposed",
    # Who asked for information, what was gathered and advised, and answers on their way
    "information.advised",
    "information.answer_prepared",
    "information.answer_set_aside",
    "information.copy_added",
    "information.copy_removed",
    "information.looked_at",
    "information.pack_taken",
    "information.requester_opened",
    "information.requester_sealed",
    "information.subject_named",
    # What is still being prepared: by the coordinator, the reviewer, an agency within itself, at intake
    "chronology.columns_chosen",
    "chronology.file_brought",
    "chronology.file_dropped",
    "chronology.rows_mended",
    "intake.logged",
    "rapid_review.saved",
    "report.picture_added",
    "report.picture_left_out",
    "report.pictures_kept",
    "return.given_back",
    "return.names_listed",
    "return.saved",
    "return.taken_back",
    "return.to_sign_off",
}


@dataclass(frozen=True)
class Happening:
    """One event: in words, by whom (by the name of the account; empty for the server), and when."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Move:
    """One step of the case along its stages: to which, by whom, when and why."""

    stage: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Story:
    """What happened last on a case, and how it got to its stage: both the newest first."""

    last: list[Happening]
    moves: list[Move]


def story(case: Case, who: Standing) -> Story:
    """Return the story of `case` for somebody with that standing on it. One query, for the log and the ledger.

    Of the same thing done several times running by one person there is the newest alone.
    """
    words = dict(FOR_EVERYBODY)
    if who.is_coordinator or who.partner_role:
        words |= FOR_THE_PARTNERSHIP
    events, moves = [], []
    for is_move, code, place, name, at, text in _log(case, words).union(_ledger(case), all=True):
        by = name or ""
        if is_move:
            moves.append(Move(Stage(code).label, by, at, text))
        else:
            stage = Stage(text).label if text else ""
            events.append((place, Happening(words[code].format(stage=stage), by, at)))
    moves.sort(key=lambda move: move.at, reverse=True)
    events.sort(key=lambda event: event[0], reverse=True)
    newest = (event for _place, event in events)
    runs = [next(run) for _same, run in groupby(newest, key=lambda event: (event.words, event.by))]
    return Story(runs[:MOST], moves)


def _log(case: Case, words: Collection[str]) -> QuerySet[AuditRow, tuple[Any, ...]]:
    """Return the newest rows of the log on `case` that have words, for one query with `_ledger`."""
    rows = AuditRow.objects.filter(reference=case.reference, verb__in=words, outcome="done")
    newest = rows.order_by("-sequence").values("pk")[:MOST_READ]
    people = User.objects.annotate(_key=Cast("pk", CharField())).filter(_key=OuterRef("actor"))
    return (
        AuditRow.objects.filter(pk__in=newest)
        .order_by()
        .annotate(
            _is_move=Value(False), _name=Subquery(people.values("name")[:1]), _text=KT("detail__to_stage")
        )
        .values_list("_is_move", "verb", "sequence", "_name", "at", "_text")
    )


def _ledger(case: Case) -> QuerySet[StageChange, tuple[Any, ...]]:
    return (
        case.stage_changes.order_by()
        .annotate(_is_move=Value(True), _place=Value(0))
        .values_list("_is_move", "to_stage", "_place", "changed_by__name", "changed_at", "reason")
    )
