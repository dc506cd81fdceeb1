"""What the three safeguarding partners have said on test A, now or at an earlier moment. Counting only.

Who may say, record or decide something is in reviews/criteria/access.py; nothing is changed here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from cspr_portal.words import listed
from reviews.models import Case, CriteriaDecision, PartnerAbsence, PartnerRole, PartnerView, View

# As the partners are called in the middle of a sentence.
THE: dict[str, str] = {
    PartnerRole.LOCAL_AUTHORITY: "the local authority",
    PartnerRole.POLICE: "the police",
    PartnerRole.ICB: "the Integrated Care Board",
}


@dataclass(frozen=True)
class Seat:
    """One partner's place in a hearing: its view, or that it can give none in time, or neither yet."""

    role: str
    view: PartnerView | None
    absence: PartnerAbsence | None

    @property
    def label(self) -> str:
        return PartnerRole(self.role).label


@dataclass(frozen=True)
class Hearing:
    """The views and the recorded absences that hold at one moment, by partner role."""

    views: dict[str, PartnerView]
    absences: dict[str, PartnerAbsence]

    @property
    def seats(self) -> list[Seat]:
        """The three partners as they are always listed, each with what is known of it."""
        return [Seat(role, self.views.get(role), self.absences.get(role)) for role in PartnerRole.values]

    @property
    def silent(self) -> list[str]:
        """The labels of the partners that have neither given a view nor are recorded as absent."""
        return [seat.label for seat in self.seats if seat.view is None and seat.absence is None]

    @property
    def agreeing(self) -> int:
        """How many partners agree that the criteria are met; views not confirmed yet count."""
        return sum(view.view == View.AGREES for view in self.views.values())

    @property
    def unconfirmed(self) -> list[PartnerView]:
        """The views that somebody else recorded and nobody of the partner has confirmed."""
        return [seat.view for seat in self.seats if seat.view is not None and not seat.view.is_confirmed]

    def differing(self, is_met: bool) -> list[PartnerView]:
        """Return the views that don't say what a decision says: the dissent that is kept beside it."""
        wanted = View.AGREES if is_met else View.DISAGREES
        return [seat.view for seat in self.seats if seat.view is not None and seat.view.view != wanted]


def refusal_to_decide(hearing: Hearing) -> str | None:
    """Say what is still missing before any decision on the criteria may be recorded, or None.

    Source: the partnership decides once each of the three safeguarding partners (Children Act 2004,
    section 16E) has been heard, or could not be. The duty to notify never comes this way.
    """
    if hearing.silent:
        return (
            f"Not yet: no view yet from {listed(hearing.silent)}. "
            "Where a partner can give none in time, the coordinator records that, with the reason."
        )
    if not hearing.views:
        return "Not yet: no partner has given a view. At least one has to be heard."
    return None


def refusal_of_met(hearing: Hearing, needed: int) -> str | None:
    """Say why “met” may not be recorded while `needed` partners have to agree, or None. Pure."""
    if hearing.agreeing >= needed:
        return None
    partners = "1 partner has" if needed == 1 else f"{needed} partners have"
    do = {0: "none does", 1: "1 does"}.get(hearing.agreeing, f"{hearing.agreeing} do")
    return (
        f"Not yet: {partners} to agree before “met” can be recorded; {do}. "
        "If they can’t agree, escalate it to a lead safeguarding partner. "
        "The notification waits for nothing: the local authority sends it on its own judgement."
    )


def now(case: Case) -> Hearing:
    """Return what holds now. Views and absences are read once for this `case` object and kept on it."""
    views, absences = everything(case)
    return Hearing(
        views={view.partner_role: view for view in views if view.superseded_at is None},
        absences={absence.partner_role: absence for absence in absences if absence.ended_at is None},
    )


def at_moment(case: Case, moment: datetime) -> Hearing:
    """Return what held at `moment` (aware), whatever has been given, corrected or ended since."""
    views, absences = everything(case)
    return Hearing(
        views={view.partner_role: view for view in views if _held(view.given_at, view.superseded_at, moment)},
        absences={
            absence.partner_role: absence
            for absence in absences
            if _held(absence.recorded_at, absence.ended_at, moment)
        },
    )


def corrected_since(case: Case, decision: CriteriaDecision) -> list[PartnerView]:
    """Return the views on which `decision` rested and which their partner has replaced before it was reopened."""
    until = decision.reopened_at
    return [
        view
        for view in at_moment(case, decision.decided_at).views.values()
        if view.superseded_at is not None and (until is None or view.superseded_at < until)
    ]


def everything(case: Case) -> tuple[list[PartnerView], list[PartnerAbsence]]:
    """Return all views and absences that there ever were on `case`, with the people whom they name."""
    prefetch_related_objects(
        [case],
        Prefetch(
            "partner_views",
            PartnerView.objects.select_related("agency", "given_by", "recorded_by", "confirmed_by"),
        ),
        Prefetch("partner_absences", PartnerAbsence.objects.select_related("recorded_by")),
    )
    return list(case.partner_views.all()), list(case.partner_absences.all())


def is_older_than_reopening(case: Case, view: PartnerView) -> bool:
    """Return whether the decision was reopened after the partner last stood behind `view`."""
    reopened = case.criteria_decision.reopened_at if case.criteria_decision else None
    return reopened is not None and max(_moments(view)) < reopened


def _moments(view: PartnerView) -> Iterable[datetime]:
    return (view.given_at, view.confirmed_at or view.given_at)


def _held(began: datetime, ended: datetime | None, moment: datetime) -> bool:
    return began <= moment and (ended is None or ended > moment)
