"""What waits on a case because of its Independent Reviewers: links, checks, ends that come near, written requests."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from cspr_portal import clock
from reviews.enquiry.access import ENQUIRY_STAGES
from reviews.models import Case, PartnerRole, ReviewerRequest, Turn
from reviews.stages import Stage

# Time enough to agree on an extension, or to find somebody else.
DAYS_BEFORE_THE_END = 14
# A report that is being agreed may go back to the draft, and then needs whoever wrote it.
NEEDS_A_REVIEWER = (*ENQUIRY_STAGES, Stage.PANEL_AGREEMENT, Stage.PARTNER_AGREEMENT)


def all_of(case: Case) -> Iterator[Turn]:
    """Yield what waits because of the appointments of `case`, and of what is asked in writing."""
    today = clock.today(clock.now())
    current = list(
        case.review.appointments.filter(ended_at__isnull=True, ends_on__gte=today).prefetch_related(
            "link_decisions"
        )
    )
    for one in current:
        about: dict[str, Any] = {"subject": one.pk}
        decided = {decision.partner_role for decision in one.link_decisions.all()}
        missing = [] if one.has_no_link else [role for role in PartnerRole.values if role not in decided]
        for role in missing:
            yield Turn.of_partner(case, "decide_links", role, **about)
        if one.checked_at is None and not missing:
            yield from Turn.of_coordinator_and_partners(
                case, "check_declaration", not_for_id=one.appointed_by_id, **about
            )
    last = max(current, key=lambda one: one.ends_on, default=None)
    if case.stage in ENQUIRY_STAGES:
        # When the last one ends, the next one is to be appointed.
        day_after: date | None = last.ends_on + timedelta(days=1) if last else None
        yield from Turn.of_coordinator_and_partners(case, "appoint", shown_from=day_after)
    if case.stage in NEEDS_A_REVIEWER and last is not None:
        shown_from = last.ends_on - timedelta(days=DAYS_BEFORE_THE_END)
        yield Turn.of_coordinator(
            case, "extend_appointment", subject=last.pk, sort_on=last.ends_on, shown_from=shown_from
        )
    if current:
        yield from _asked(case, [one.pk for one in current])


def each(case: Case, task: str) -> Iterator[Turn]:
    """Yield what waits for each Independent Reviewer of the review of `case` whose declaration is checked."""
    appointed = case.review.appointments.filter(checked_at__isnull=False, ended_at__isnull=True)
    for key in appointed.values_list("user", flat=True):
        yield Turn.of_person(case, task, key)


def _asked(case: Case, appointments: list[Any]) -> Iterator[Turn]:
    waiting = ReviewerRequest.objects.filter(appointment__in=appointments, replied_at__isnull=True)
    for one in waiting.select_related("appointment"):
        yield Turn.of_person(
            case, "reply_to_request", one.appointment.user_id, subject=one.pk, sort_on=one.answer_by
        )
