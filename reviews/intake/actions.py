"""What is done with an intake: begun, its sections saved, dropped, and logged as a case in one transaction."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from cspr_portal.refusals import NotYet, Refused, check
from reviews.audit.recording import action, record
from reviews.cases import access as cases_access
from reviews.cases import actions as cases
from reviews.children import actions as children
from reviews.contributions import actions as contributions
from reviews.involvement import actions as involvement
from reviews.models import Agency, Area, Case, CaseKind, Intake, Outcome, Precision, User
from reviews.notifications import actions as notifications
from reviews.proceedings import actions as proceedings

from . import access
from .answers import LINES, Answers, Typed
from .sections import BY_KEY


class Overtaken(NotYet):
    """Somebody else saved the same answers after this page was opened."""


@action
def begin(*, by: User, at: datetime, form_key: uuid.UUID, area: Area, kind: str) -> Intake:
    """Begin an intake and return it. The same form sent again returns the one that it began.

    Raises Refused outside the areas in which `by` may log.
    """
    check(cases_access.log(by, at))
    _check_area(by, at, area)
    before = Intake.objects.filter(pk=form_key, started_by=by).first()
    if before is not None:
        return before
    start = {"version": 1, "added": 1, "typed": {"kind": [kind]}}
    intake = Intake(
        pk=form_key,
        area=area,
        answers={"start": start},
        version=1,
        started_at=at,
        started_by=by,
        changed_at=at,
        changed_by=by,
    )
    try:
        with transaction.atomic():
            intake.save(force_insert=True)
    except IntegrityError as error:
        # The same form arrived twice at the same moment and the other one was first.
        other = Intake.objects.filter(pk=form_key, started_by=by).first()
        if other is None:
            raise NotYet("Already: this form has been used. Open “Log a case” again.") from error
        return other
    record(by, "intake.begun", intake=str(intake.pk))
    return intake


@action
def choose(intake: Intake, *, area: Area, kind: str, by: User, at: datetime) -> None:
    """Change the area of an intake, or whose review it is."""
    intake = _lock(intake)
    check(access.change(by, intake, at))
    _check_area(by, at, area)
    intake.area = area
    _keep(intake, "start", {"kind": [kind]})
    _save(intake, by, at)
    record(by, "intake.changed", intake=str(intake.pk), section="start")


@action
def save(intake: Intake, slot: str, typed: Typed, *, version: int, by: User, at: datetime) -> None:
    """Keep what was typed into one slot, complete or not. Nothing typed leaves the slot empty.

    `version` is the intake's when the page was opened. Raises Overtaken when somebody saved this slot since.
    """
    intake = _lock(intake)
    check(access.change(by, intake, at))
    answers = Answers(intake, at)
    if answers.typed(slot) == typed:
        return
    if answers.version(slot) > version:
        raise Overtaken(
            "Already: these answers were saved again after you opened this page. The last change of the intake "
            f"was by {intake.changed_by.name}. Compare both, and save again."
        )
    section = BY_KEY[slot.partition("/")[0]]
    is_new = slot not in intake.answers
    if section.many and is_new and len(answers.entries(section)) >= access.MOST_ENTRIES:
        raise NotYet(f"Already: an intake takes {access.MOST_ENTRIES} entries of a kind.")
    _keep(intake, slot, typed)
    if section.key == "children":
        _keep_siblings_alike(intake, slot.partition("/")[2])
    _save(intake, by, at)
    record(by, "intake.changed", intake=str(intake.pk), section=slot)


@action
def remove(intake: Intake, slot: str, *, by: User, at: datetime) -> None:
    """Take one entry (a child, a process) out of an intake."""
    intake = _lock(intake)
    check(access.change(by, intake, at))
    if slot not in intake.answers:
        return
    _keep(intake, slot, {})
    if slot.startswith("children/"):
        _keep_siblings_alike(intake, slot.partition("/")[2])
    _save(intake, by, at)
    record(by, "intake.changed", intake=str(intake.pk), section=slot)


@action
def drop(intake: Intake, *, reason: str, by: User, at: datetime) -> None:
    """Give an intake up, with the reason. It stays on record and is offered to nobody any more."""
    intake = _lock(intake)
    check(access.change(by, intake, at))
    intake.dropped_at, intake.dropped_by, intake.drop_reason = at, by, reason
    intake.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    record(by, "intake.dropped", intake=str(intake.pk))


@action
def log(intake: Intake, *, version: int, by: User, at: datetime) -> Case:
    """Log the case that the intake describes, with all that belongs to it, and return it. Twice makes one case.

    `version` is the intake's when the answers were read. Raises Overtaken when somebody changed them since,
    NotYet while a section is missing. The answers leave the intake: from now on the case has them.
    """
    intake = _lock(intake)
    if intake.case is not None and access.visible_to(by, at).filter(pk=intake.pk).exists():
        return intake.case
    check(access.log(by, intake, at))
    if intake.version != version:
        raise Overtaken(f"Already: {intake.changed_by.name} changed the answers. Read them again, then log.")
    answers = Answers(intake, at)
    logs = contributions.log_contribution if answers.kind == CaseKind.CONTRIBUTION else cases.log_case
    case = logs(by=by, at=at, form_key=intake.pk, area=intake.area, **_facts(answers))
    _log_children(case, answers, by, at)
    _log_agencies(case, answers, by, at)
    for entry in answers.entries(BY_KEY["proceedings"]):
        proceedings.add_proceeding(case, by=by, at=at, **answers.cleaned("proceedings", entry))
    told = answers.cleaned("notified") if answers.kind == CaseKind.INCIDENT else {}
    if told.pop("is_notified", "") == "yes":
        notifications.record_notification(case, by=by, at=at, **told)
    intake.case, intake.answers = case, {}
    _save(intake, by, at)
    record(by, "intake.logged", case.reference, intake=str(intake.pk))
    return case


def _facts(answers: Answers) -> dict[str, Any]:
    if answers.kind == CaseKind.CONTRIBUTION:
        # We hear of the incident through whoever leads; its dates are theirs.
        asked = answers.cleaned("contribution")
        heard = {"incident_precision": Precision.UNKNOWN, "aware_on": asked["asked_on"]}
        asked["note"] = asked.pop("contribution_note")
        return {**answers.cleaned("safe"), **answers.cleaned("harm"), **heard, **asked}
    keys = ("safe", "incident", "known", "harm")
    return {name: value for key in keys for name, value in answers.cleaned(key).items()}


def _log_children(case: Case, answers: Answers, by: User, at: datetime) -> None:
    made: dict[str, uuid.UUID] = {}
    entries = list(enumerate(answers.entries(BY_KEY["children"])))
    facts = {entry: answers.cleaned("children", entry) for _place, entry in entries}
    # Whoever died comes first: a case about a death has at no moment only children who live.
    entries.sort(key=lambda one: facts[one[1]]["outcome"] not in ("", Outcome.DIED))
    for place, entry in entries:
        # Those that are made already; the later ones link back to this one.
        siblings = [made[key] for key in facts[entry].pop("siblings") if key in made]
        # A moment apart, so that the case keeps them in the order in which they were entered.
        in_turn = at + timedelta(microseconds=place)
        made[entry] = children.add_child(case, siblings=siblings, by=by, at=in_turn, **facts[entry]).pk


def _log_agencies(case: Case, answers: Answers, by: User, at: datetime) -> None:
    if not answers.agencies:
        return
    ours = {f"agency_{agency.pk.hex}": agency for agency in answers.cleaned("agencies")["agencies"]}
    lines = answers.lines_form(answers.typed(LINES))
    lines.is_valid()
    for key, name in answers.agencies:
        agency: Agency | None = ours.get(key)
        involvement.add_agency(
            case,
            agency=agency,
            other_name="" if agency else name,
            involvement=lines.cleaned_data.get(key, ""),
            by=by,
            at=at,
        )


def _lock(intake: Intake) -> Intake:
    # Without a join: who waits here would lose the row when the one before them changes what is joined.
    return Intake.objects.select_for_update().get(pk=intake.pk)


def _check_area(by: User, at: datetime, area: Area) -> None:
    if not cases_access.areas_to_log_in(by, at).filter(pk=area.pk).exists():
        raise Refused("Only your own areas: choose one of those that you work for.")


def _keep(intake: Intake, slot: str, typed: Typed) -> None:
    """Put what was typed into a slot under the version that `_save` is about to give, or empty the slot."""
    if not typed:
        intake.answers.pop(slot, None)
        return
    new = intake.version + 1
    added = intake.answers.get(slot, {}).get("added", new)
    intake.answers[slot] = {"version": new, "added": added, "typed": typed}


def _keep_siblings_alike(intake: Intake, child: str) -> None:
    """Who is a sibling of one child has that child as a sibling, and nobody else has."""
    siblings = intake.answers.get(f"children/{child}", {}).get("typed", {}).get("siblings", [])
    for slot, kept in list(intake.answers.items()):
        section, _slash, other = slot.partition("/")
        if section != "children" or other == child:
            continue
        theirs = kept["typed"].get("siblings", [])
        wanted = [key for key in theirs if key != child] + ([child] if other in siblings else [])
        if sorted(wanted) != sorted(theirs):
            typed = {name: values for name, values in kept["typed"].items() if name != "siblings"}
            _keep(intake, slot, typed | ({"siblings": wanted} if wanted else {}))


def _save(intake: Intake, by: User, at: datetime) -> None:
    intake.version += 1
    intake.changed_at, intake.changed_by = at, by
    intake.save(update_fields=["area", "answers", "version", "changed_at", "changed_by", "case"])
