"""How a case gets from one stage to the next: the ledger, and what each step asks for first.

Which stage may follow which is data in stages.py. Decisions call `advance`; a person's own step
is `move_on`, with a reason.
"""

from datetime import date, datetime
from typing import TypeVar

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from cspr_portal.words import listed
from reviews.audit.recording import action, changed, record
from reviews.engagement.states import ANSWERS
from reviews.hearing import THE
from reviews.models import (
    ActionState,
    AgencyRequest,
    AgreementBody,
    Case,
    Correspondence,
    DecisionKind,
    DecisionQuorum,
    Document,
    EngagedWith,
    InvolvedAgency,
    LearningAction,
    NationalPanelAnswer,
    PartnerRole,
    Review,
    StageChange,
    User,
)
from reviews.report import parts
from reviews.report.agreed import partners_on
from reviews.returns.ledger import withdraw_open
from reviews.stages import DAY_CANCELLED, ENDS, FOLLOWS, MOVED_BY_HAND, REVIEW_STAGES, Stage
from reviews.standing import standing

Part = TypeVar("Part", AgencyRequest, Correspondence, Document, InvolvedAgency, NationalPanelAnswer)


def lock(case: Case) -> Case:
    """Return the case as it stands now, locked until the action ends. Cases are locked first of all.

    What waits on it is worked out again before the action ends: who locks a case changes it.
    """
    changed(case.pk)
    # Only the case's own row: a lock on its area would hold up every other case of that area.
    locked = Case.objects.select_for_update(of=("self",)).select_related("area").filter(pk=case.pk).first()
    if locked is None:
        raise NotYet("Already: the case has been disposed of.")
    locked._is_locked = True  # type: ignore[attr-defined]  # what standing.py may rely on
    return locked


def lock_part(part: Part) -> Part:
    """Return a row of a case as it stands now, with its case: both locked until the action ends, the case first."""
    case = lock(part.case)
    found = type(part).objects.select_for_update(of=("self",)).get(pk=part.pk, case=case)
    found.case = case
    return found


@action
def advance(case: Case, to_stage: Stage, *, by: User, at: datetime, reason: str) -> None:
    """Write the step into the ledger and onto the case, which the caller has locked.

    When the case ends with it, what agencies are still asked is withdrawn. Raises NotYet when `to_stage`
    doesn't follow the case's stage.
    """
    if to_stage not in FOLLOWS[Stage(case.stage)]:
        raise NotYet(f"Already: the case is at “{case.get_stage_display()}”, so this step doesn’t apply.")
    StageChange.objects.create(
        case=case, from_stage=case.stage, to_stage=to_stage, reason=reason, changed_at=at, changed_by=by
    )
    record(by, "case.stage_changed", case.reference, from_stage=case.stage, to_stage=str(to_stage))
    case.stage = to_stage
    case.save(update_fields=["stage"])
    if to_stage in ENDS:
        withdraw_open(case, reason=f"The case has ended: {to_stage.label}.", by=by, at=at)


def next_by_hand(case: Case) -> list[Stage]:
    """Return the stages to which a person may move the case next, forward ones first."""
    here = Stage(case.stage)
    return [stage for stage in FOLLOWS[here] if stage in MOVED_BY_HAND and (here, stage) not in DAY_CANCELLED]


def is_back(case: Case, target: Stage) -> bool:
    """Return whether `target` lies behind the case's stage: the report goes back to the draft."""
    return target == Stage.DRAFTING and case.stage != Stage.ENGAGEMENT


def refusal_to_look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not look at what the case's next stages ask for, or None."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.is_chair):
        return "Only the coordinator or the chair of the review’s panel may move the review on."
    if not next_by_hand(case):
        return f"Already: the case is at “{case.get_stage_display()}”; its next step is not made by hand."
    return None


def refusal_to_move(user: User, case: Case, at: datetime, to_stage: Stage | None = None) -> str | None:
    """Say why `user` may not move the case on (to `to_stage`, or to the next stage), or None."""
    refusal = refusal_to_look(user, case, at)
    if refusal is not None:
        return refusal
    choices = next_by_hand(case)
    target = to_stage or choices[0]
    if target == case.stage:
        return f"Already: the case is at “{case.get_stage_display()}”."
    if target not in choices:
        return f"Not yet: “{Stage(target).label}” doesn’t follow “{case.get_stage_display()}”."
    return missing_for(case, target, at)


def missing_for(case: Case, target: Stage, at: datetime) -> str | None:
    """Say what the case still lacks before it may move to `target`, or None."""
    if is_back(case, target):
        return None  # Going back to the draft is always possible: it is how a disagreement is answered.
    review = Review.objects.filter(case=case).first()
    if review is None:
        return None
    conditions = {
        Stage.GATHERING: _missing_for_gathering,
        Stage.ENGAGEMENT: _missing_for_engagement,
        Stage.DRAFTING: _missing_for_drafting,
        Stage.PANEL_AGREEMENT: _missing_for_panel_agreement,
        Stage.PARTNER_AGREEMENT: _missing_for_partner_agreement,
        Stage.PRE_PUBLICATION: _missing_for_pre_publication,
    }
    condition = conditions.get(target)
    missing = condition(review, at) if condition else []
    return f"Not yet: {listed(missing)}." if missing else None


def not_verified(case: Case) -> list[LearningAction]:
    """Return the actions of `case` that are not verified, by their numbers and with their agencies."""
    left = case.learning_actions.exclude(state=ActionState.VERIFIED)
    return list(left.select_related("agency").order_by("number"))


@action
def move_on(case: Case, to_stage: Stage, *, by: User, at: datetime, reason: str, why_open: str = "") -> None:
    """Move the case to `to_stage` by hand. Raises Refused or NotYet with the sentence that says why not.

    A case closes when every action is verified; where one is not, whoever closes it says why (`why_open`), and
    the ledger keeps which. The last stage is there for "actions → evidence → impact → closed".
    """
    case = lock(case)
    check(refusal_to_move(by, case, at, to_stage))
    if to_stage == Stage.CLOSED and (left := not_verified(case)):
        numbers = listed([str(one.number) for one in left])
        is_one = len(left) == 1
        if not why_open:
            which = f"action {numbers} is" if is_one else f"actions {numbers} are"
            raise NotYet(f"Not yet: {which} not verified. Verify what can be, or say why the case closes so.")
        which = f"action {numbers} was" if is_one else f"actions {numbers} were"
        reason = f"{reason}\nWhen the case closed, {which} not verified: {why_open}"
    advance(case, to_stage, by=by, at=at, reason=reason)


@action
def report_published(case: Case, *, by: User, at: datetime, opens_at: datetime) -> None:
    """Note that the case's report has its day: publications calls this in its own transaction."""
    opens = clock.london(opens_at)
    reason = f"The report opens on {clock.day_words(opens.date())} at {opens:%H:%M}."
    _to_published(lock(case), opens.date(), by=by, at=at, reason=reason)


@action
def report_published_elsewhere(case: Case, *, body: str, day: date, by: User, at: datetime) -> None:
    """Note that the case's report was published by another body on `day`: publications calls this, as above."""
    reason = f"The report was published by {body} on {clock.day_words(day)}."
    _to_published(lock(case), day, by=by, at=at, reason=reason)


def _to_published(case: Case, day: date, *, by: User, at: datetime, reason: str) -> None:
    advance(case, Stage.PUBLISHED, by=by, at=at, reason=reason)
    Review.objects.filter(case=case).update(published_on=day)


def day_cancelled(case: Case, *, by: User, at: datetime, reason: str) -> None:
    """Take the case back from “Published”, because its report's day is cancelled before it has come."""
    case = lock(case)
    if case.stage == Stage.PUBLISHED:
        advance(case, Stage.PRE_PUBLICATION, by=by, at=at, reason=reason)
        Review.objects.filter(case=case).update(published_on=None)


def is_under_review(case: Case) -> bool:
    """Return whether a commissioned review is running."""
    return Stage(case.stage) in REVIEW_STAGES


def _missing_for_gathering(review: Review, at: datetime) -> list[str]:
    missing = []
    if review.scoped_at is None:
        missing.append("the terms of reference and the timeframe are not set")
    seats = list(review.seats.filter(left_on__isnull=True))
    empty = [
        seat.partner_role
        for seat in seats
        if seat.is_statutory and (seat.user_id is None or seat.confirmed_at is None)
    ]
    if empty:
        names = listed([THE[role] for role in sorted(empty, key=PartnerRole.place)])
        missing.append(f"nobody is confirmed in the seat of {names}")
    if not any(seat.is_chair and seat.confirmed_at for seat in seats):
        missing.append("the panel has no chair")
    if not has_reviewer(review, at):
        missing.append("no Independent Reviewer with a checked declaration is in post")
    return missing


def has_reviewer(review: Review, at: datetime) -> bool:
    """Return whether an Independent Reviewer is appointed, checked and not ended on the day of `at`."""
    day = clock.today(at)
    return review.appointments.filter(
        checked_at__isnull=False, ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day
    ).exists()


def _missing_for_engagement(review: Review, at: datetime) -> list[str]:
    return [] if review.key_lines.exists() else ["the review has no key line of enquiry"]


def _missing_for_drafting(review: Review, at: datetime) -> list[str]:
    # An offer without its answer is none yet: "offered", support or a draft do not count.
    answered = review.engagements.filter(outcome__in=ANSWERS)
    engaged = set(answered.values_list("engaged_with", flat=True))
    words = {
        EngagedWith.FAMILY: "what came of the offer to the family is not recorded",
        EngagedWith.PRACTITIONERS: "what came of the offer to practitioners is not recorded",
    }
    return [sentence for key, sentence in words.items() if key not in engaged]


def _missing_for_panel_agreement(review: Review, at: datetime) -> list[str]:
    text = review.report_versions.values_list("text", flat=True).first()
    if text is None:
        missing = ["the report has no version"]
    else:
        without = " nor on ".join(parts.missing(text))
        missing = [f"the report has no part on {without}"] if without else []
    if review.key_lines.filter(answered_at__isnull=True).exists():
        missing.append("a key line of enquiry has no answer")
    return missing


def _missing_for_partner_agreement(review: Review, at: datetime) -> list[str]:
    version = review.report_versions.first()
    if version is None:
        return ["the report has no version"]
    given = set(version.agreements.filter(body=AgreementBody.PANEL).values_list("seat_id", flat=True))
    seated = review.seats.filter(left_on__isnull=True, confirmed_at__isnull=False)
    silent = [seat for seat in seated.select_related("agency") if seat.pk not in given]
    if not silent:
        return []
    names = listed(sorted(seat.agency.name for seat in silent))
    return [f"there is no answer yet on version {version.number} from {names}"]


def _missing_for_pre_publication(review: Review, at: datetime) -> list[str]:
    version = review.report_versions.first()
    if version is None:
        return ["the report has no version"]
    views = version.agreements.filter(body=AgreementBody.PARTNERS).values_list("partner_role", "view")
    found = partners_on(dict(views), DecisionQuorum.needed(DecisionKind.AGREEMENT, clock.today(at)))
    if found.is_agreed:
        return []
    names = listed([THE[role] for role in found.silent or found.opposed])
    if found.silent:
        return [f"there is no answer yet on version {version.number} from {names}"]
    return [f"version {version.number} is not agreed by {names}"]
