"""What is done when more is known of a case, or something else, than when it was logged."""

from datetime import date, datetime

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.children.outcomes import check_together, in_words
from reviews.models import Case, Knowledge, User
from reviews.stage_moves import lock

from . import access, states
from .states import Known

# What the audit log calls the outcome of a child that shares the case's
SHARED = "as_the_case"


@action
def change_what_is_known(
    case: Case, *, known: Known, reason: str, by: User, at: datetime, read: str | None = None
) -> None:
    """Write what is known of the case from `at` on: its row, the case's own facts and the children's.

    `read` is the fingerprint of what the page had shown; None where nothing was shown. The same form sent again
    changes nothing. Raises NotYet when somebody changed a fact in between, or when the outcomes contradict one
    another; Refused when nothing is new or the day can't be.
    """
    case = lock(case)
    check(access.change_what_is_known(by, case, at))
    if states.is_said(case, known, reason, by):
        return
    before = states.now(case)
    if read not in (None, before.fingerprint) or set(known.children) != set(before.children):
        raise NotYet(access.READ_ANOTHER)
    check(access.nothing_new(before, known))
    check(access.wrong_day(case, known.both_limbs_on, at))
    check_together(known.outcome, list(known.children.values()))
    if not case.knowledge.exists():
        states.as_logged(case).save(force_insert=True)
    said = "\n\n".join(part for part in (reason, _of_the_children(case, before, known)) if part)
    Knowledge.objects.create(
        case=case,
        abuse=known.abuse,
        outcome=known.outcome,
        both_limbs_on=known.both_limbs_on,
        earlier_both_limbs_on=before.both_limbs_on,
        reason=said,
        set_at=at,
        set_by=by,
    )
    case.abuse, case.outcome = known.abuse, known.outcome
    if known.both_limbs_on != before.both_limbs_on:
        case.both_limbs_on, case.both_limbs_reason = known.both_limbs_on, said
    case.save(update_fields=["abuse", "outcome", "both_limbs_on", "both_limbs_reason"])
    for key, outcome in known.children.items():
        if outcome != before.children[key]:
            case.children.filter(pk=key).update(outcome=outcome)
    record(by, "case.knowledge_changed", case.reference, **_codes(before, known))


def _of_the_children(case: Case, before: Known, known: Known) -> str:
    """Return one line for each child of which something else is known. The row keeps it with the reason."""
    lines = []
    for child in case.children.all():
        was, now = before.children[child.pk], known.children[child.pk]
        if was != now:
            lines.append(f"{child.pseudonym}: {_words(now)}. Before: {_words(was)}.")
    return "\n".join(lines)


def _words(outcome: str) -> str:
    return in_words(outcome).lower() if outcome else "the same as the case’s outcome"


def _codes(before: Known, known: Known) -> dict[str, str]:
    """Return what is different, as the audit log keeps it: codes, keys and ISO dates."""
    found: dict[str, str] = {}
    for name in ("abuse", "outcome", "both_limbs_on"):
        was, now = getattr(before, name), getattr(known, name)
        if was != now:
            found |= {f"{name}_was": _code(was), f"{name}_now": _code(now)}
    for key, now in known.children.items():
        if now != before.children[key]:
            found[f"child_{key}"] = f"{before.children[key] or SHARED} {now or SHARED}"
    return found


def _code(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
