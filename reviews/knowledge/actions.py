"""What is done when more is known of a case, or something else, than when it was logged."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.children.outcomes import check_together, in_words
from reviews.models import Case, Child, Knowledge, User
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

    A death for which `known` has no day became known on the day of `at`, in London.
    `read` is the fingerprint of what the page had shown; None where nothing was shown. The same form sent again
    changes nothing. Raises NotYet when somebody changed a fact in between, or when the outcomes contradict one
    another; Refused when nothing is new or the day can't be.
    """
    case = lock(case)
    check(access.change_what_is_known(by, case, at))
    before = states.now(case)
    today = clock.today(at)
    deaths = {key: known.deaths.get(key) or before.deaths.get(key, today) for key in known.died}
    known = replace(known, deaths=deaths)
    if states.is_said(case, known, reason, by):
        return
    if read not in (None, before.fingerprint) or set(known.children) != set(before.children):
        raise NotYet(access.READ_ANOTHER)
    check(access.nothing_new(before, known))
    check(access.wrong_day(case, known.both_limbs_on, at))
    check_together(known.outcome, list(known.children.values()))
    children = {child.pk: child for child in case.children.all()}
    for key, day in deaths.items():
        if day != before.deaths.get(key):
            check(access.wrong_death(case, children[key].pseudonym, day, at))
    if not case.knowledge.exists():
        states.as_logged(case).save(force_insert=True)
    different = [child for key, child in children.items() if _of(before, key) != _of(known, key)]
    of_children = "\n".join(_of_the_child(child, before, known) for child in different)
    said = "\n\n".join(part for part in (reason, of_children) if part)
    Knowledge.objects.create(
        case=case,
        abuse=known.abuse,
        outcome=known.outcome,
        both_limbs_on=known.both_limbs_on,
        earlier_both_limbs_on=before.both_limbs_on,
        reason=said,
        children_before={str(child.pk): _kept(child) for child in different},
        set_at=at,
        set_by=by,
    )
    case.abuse, case.outcome = known.abuse, known.outcome
    if known.both_limbs_on != before.both_limbs_on:
        case.both_limbs_on, case.both_limbs_reason = known.both_limbs_on, said
    case.save(update_fields=["abuse", "outcome", "both_limbs_on", "both_limbs_reason"])
    for child in different:
        child.outcome = known.children[child.pk]
        if deaths.get(child.pk) != before.deaths.get(child.pk):
            child.death_known_on = deaths.get(child.pk)
        child.save(update_fields=["outcome", "death_known_on"])
    record(by, "case.knowledge_changed", case.reference, **_codes(before, known))


def _of(known: Known, key: UUID) -> tuple[str, date | None]:
    return known.children[key], known.deaths.get(key)


def _kept(child: Child) -> list[str | None]:
    """Return what the row keeps of a child as it was before: the outcome, and the day its death was known."""
    return [child.outcome, child.death_known_on.isoformat() if child.death_known_on else None]


def _of_the_child(child: Child, before: Known, known: Known) -> str:
    """Return one line on a child of which something else is known. The row keeps it with the reason."""
    (was, was_known_on), (now, now_known_on) = _of(before, child.pk), _of(known, child.pk)
    line = (
        f"{child.pseudonym}: {_words(now)}. Before: {_words(was)}." if was != now else f"{child.pseudonym}:"
    )
    if now_known_on is not None and now_known_on != was_known_on:
        line += f" {'T' if was != now else 't'}he death was known on {clock.day_words(now_known_on)}."
    if was_known_on is not None and now_known_on is not None and was_known_on != now_known_on:
        line += f" Before: {clock.day_words(was_known_on)}."
    return line


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
    for key, day in known.deaths.items():
        if day != before.deaths.get(key):
            found[f"death_of_{key}"] = f"{before.deaths[key]} {day}" if key in before.deaths else f"{day}"
    return found


def _code(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
