"""Who may say something on test A, record it for somebody, decide it, and decide it anew.

Each rule returns the sentence that says why not, or None. What has been said is counted in reviews/hearing.py.
The duty to notify is the local authority's alone and asks none of these (reviews/notifications/access.py).
"""

from dataclasses import dataclass
from datetime import date, datetime

from cspr_portal import clock
from cspr_portal.words import listed
from reviews import hearing
from reviews.models import (
    Case,
    DecisionKind,
    DecisionQuorum,
    PartnerDelegate,
    PartnerRole,
    PartnerView,
    Posting,
    Role,
    User,
)
from reviews.stages import Stage
from reviews.standing import partners_of, standing

# Where a decision on the criteria can still be taken back: nothing has been commissioned on it.
REOPENABLE = (Stage.NOT_MET, Stage.TOLD, Stage.RAPID_REVIEW)


@dataclass(frozen=True)
class Speaker:
    """Somebody who may speak for a partner today: its delegate or a deputy."""

    user: User
    role: str
    agency: str
    is_deputy: bool
    since: date

    @property
    def words(self) -> str:
        """Name and post, as the form lists them."""
        return f"{self.user.name}, {self.user.post}" if self.user.post else self.user.name

    @property
    def about(self) -> str:
        """The partner, and in what capacity."""
        return f"{PartnerRole(self.role).label}: {'deputy' if self.is_deputy else 'delegate'}, {self.agency}"


def speak(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` speaks for no partner of the case's area. Asks no more than the standing."""
    if not standing(user, case, at).partner_role:
        return "Only the delegates of the area’s three safeguarding partners give a view."
    return None


def give_view(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not give a partner's view on test A, or correct what was recorded for it."""
    role = standing(user, case, at).partner_role
    return speak(user, case, at) or closed_to(case, role) or spoke_for_another(user, case, role)


def keep_record(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` records nothing about other partners' views. Asks no more than the standing."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record a partner’s view, or its absence, for it."
    return None


def record_view(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record a view as a partner gave it elsewhere."""
    refusal = keep_record(user, case, at)
    if refusal is not None:
        return refusal
    refusals = [closed_to(case, role) or settled(case, role) for role in PartnerRole.values]
    return None if None in refusals else refusals[0]


def record_view_of(user: User, person: User, case: Case, given_on: date, at: datetime) -> str | None:
    """Say why `user` may not record the view that `person` gave on `given_on` (a day in London)."""
    refusal = record_view(user, case, at)
    if refusal is not None:
        return refusal
    role = standing(person, case, at).partner_role
    if not role:
        return f"{person.name} is not a delegate or deputy of one of this area’s safeguarding partners."
    agency = partners_of(case, at)[role].agency
    if not PartnerDelegate.objects.filter(Posting.current(given_on), user=person, agency=agency).exists():
        day = clock.day_words(given_on)
        return f"{person.name} did not speak for {hearing.THE[role]} on {day}. Choose who did."
    return closed_to(case, role) or settled(case, role) or spoke_for_another(person, case, role)


def speakers(case: Case, at: datetime) -> list[Speaker]:
    """Return the delegates and deputies in force whose partner's view may be recorded now, partner by partner."""
    roles = {
        partner.agency_id: role
        for role, partner in partners_of(case, at).items()
        if closed_to(case, role) is None and settled(case, role) is None
    }
    posts = (
        PartnerDelegate.objects.filter(
            Posting.current(clock.today(at)),
            agency__in=roles,
            user__is_active=True,
            user__role=Role.DELEGATE,
            user__role_confirmed_at__isnull=False,
        )
        .exclude(user__recusals__case=case)
        .select_related("user", "agency")
    )
    found = [
        Speaker(post.user, roles[post.agency_id], post.agency.name, post.is_deputy, post.starts_on)
        for post in posts
    ]
    return sorted(found, key=lambda one: (PartnerRole.place(one.role), one.is_deputy, one.user.name))


def confirm_view(user: User, case: Case, view: PartnerView, at: datetime) -> str | None:
    """Say why `user` may not confirm `view` as it was recorded. It takes that partner's delegate or a deputy."""
    role = standing(user, case, at).partner_role
    if role != view.partner_role:
        the = hearing.THE[view.partner_role]
        return f"Only the delegate or a deputy of {the} may confirm this view."
    if view.superseded_at is not None:
        return "Already: a later view has taken the place of this one."
    if view.is_confirmed:
        return "Already: this view is confirmed."
    if case.stage == Stage.CLOSED:
        return "Already: the case is closed, so views are closed."
    return spoke_for_another(user, case, role)


def confirm_own(user: User, case: Case, at: datetime) -> str | None:
    """Say why there is nothing for `user` to confirm on `case`, or None when a view waits for that."""
    view = hearing.now(case).views.get(standing(user, case, at).partner_role)
    if view is None:
        return "Already: no view is recorded for your partner."
    return confirm_view(user, case, view, at)


def record_absence(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that a partner can give no view in time."""
    refusal = keep_record(user, case, at) or _past(case)
    if refusal is not None:
        return refusal
    if not hearing.now(case).silent:
        return "Already: each partner has given its view or is recorded as absent."
    return None


def record_absence_of(user: User, case: Case, role: str, at: datetime) -> str | None:
    """Say why `user` may not record that the partner in `role` can give no view in time."""
    refusal = record_absence(user, case, at)
    if refusal is not None:
        return refusal
    said = hearing.now(case)
    if role in said.views:
        return f"Already: there is a view of {hearing.THE[role]}."
    return f"Already: {hearing.THE[role]} is recorded as absent." if role in said.absences else None


def decide_criteria(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record the decision on test A, for which each of the three partners is heard."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may record this decision."
    return _past(case) or missing_for_criteria(case, at)


def missing_for_criteria(case: Case, at: datetime) -> str | None:
    """Say what the decision on test A still lacks, whoever records it, or None. “Met” asks more: `decide_met`."""
    missing = hearing.refusal_to_decide(hearing.now(case))
    if missing is not None:
        return missing
    acting = partners_of(case, at)
    unfilled = [label for role, label in PartnerRole.choices if role not in acting]
    return f"Not yet: nobody acts as {listed(unfilled)} in this area." if unfilled else None


def needed_for_met(at: datetime) -> int:
    """Return how many partners have to agree before “met” may be recorded at `at`: data, from a day on."""
    return DecisionQuorum.needed(DecisionKind.CRITERIA, clock.today(at))


def decide_met(case: Case, at: datetime) -> str | None:
    """Say why “met” may not be recorded on `case`, or None when enough partners agree."""
    return hearing.refusal_of_met(hearing.now(case), needed_for_met(at))


def reopen_criteria(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not reopen the decision on test A because facts have changed."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may reopen this decision."
    if case.stage in REOPENABLE and not hasattr(case, "review"):
        return None
    if case.stage == Stage.LOGGED:
        is_open_again = case.criteria_decision is not None
        return (
            "Already: the decision on the criteria is open again."
            if is_open_again
            else "Not yet: the decision on the criteria has not been recorded."
        )
    if case.stage in (Stage.NO_REVIEW, Stage.NATIONAL):
        return "Not yet: reopen the decision on a review first."
    if case.stage == Stage.CONTRIBUTION:
        return "Another partnership decides on the criteria of this case."
    if case.stage == Stage.CLOSED:
        return "Already: the case is closed."
    return "Already: the review is commissioned, so the decision on the criteria stands."


def closed_to(case: Case, role: str) -> str | None:
    """Say why no view of the partner in `role` is taken now.

    After the decision only two kinds are: of a partner that was recorded as absent, and the correction of
    a view that nobody of the partner has confirmed. Neither changes the decision, which can be reopened.
    """
    past = _past(case)
    if past is None or case.stage in (Stage.TOLD, Stage.CONTRIBUTION):
        return past
    if case.stage == Stage.CLOSED:
        return "Already: the case is closed, so views are closed."
    said = hearing.now(case)
    view = said.views.get(role)
    if role in said.absences or (view is not None and not view.is_confirmed):
        return None
    return "Already: the decision on the criteria has been recorded, so views are closed."


def settled(case: Case, role: str) -> str | None:
    """Say that the partner in `role` itself stands behind its view, so that nobody records another for it."""
    view = hearing.now(case).views.get(role)
    if view is None or not view.is_confirmed or hearing.is_older_than_reopening(case, view):
        return None
    the = hearing.THE[role]
    return (
        f"Already: {the} gave or confirmed its view itself, so only its delegate or a deputy can change it."
    )


def spoke_for_another(user: User, case: Case, role: str) -> str | None:
    """Say that `user` has spoken for another partner than `role`: each partner decides for itself.

    Source: three separate decisions of the safeguarding partners (Children Act 2004, section 16E).
    """
    for other in hearing.now(case).views.values():
        if other.partner_role != role and user.pk in (other.given_by_id, other.confirmed_by_id):
            the = hearing.THE[other.partner_role]
            return f"Already: {user.name} spoke for {the} on this case. One person speaks for one partner."
    return None


def _past(case: Case) -> str | None:
    """Say why test A is not being decided now: it has been, or it is not this partnership's to decide."""
    if case.stage == Stage.CONTRIBUTION:
        return "Another partnership decides on the criteria of this case."
    if case.stage == Stage.TOLD:
        return "Already: this death only had to be told. Reopen the decision first if facts have changed."
    decision = case.criteria_decision
    if case.stage != Stage.LOGGED or (decision is not None and decision.reopened_at is None):
        return "Already: the decision on the criteria has been recorded."
    return None
