"""What a page shows of the duties of a case: who is to be told by when, and who was. Nothing is decided here."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from cspr_portal import clock
from reviews import paths
from reviews.deadlines import Clock
from reviews.models import Case, GuidanceEdition, Told
from reviews.paths.facts import Asked, Body, Path, Strength, Verdict

from . import access

WORDS = {
    Verdict.YES: ("Needed", "Follows", "Decided on"),
    Verdict.NO: ("Not needed", "Does not follow", "Does not follow"),
    Verdict.NOT_YET: ("Not yet", "Not yet", "Not yet"),
}


@dataclass(frozen=True)
class Row:
    """One body that is to be told: why, by when, and where that is recorded while it isn't."""

    name: str
    is_must: bool
    because: str
    due: date | None
    state: str  # words of its tag: "Told 7 July 2027", "Not told yet"
    kind: str  # colour of its tag
    url: str  # empty once told


def asked(case: Case, path: Path, clocks: list[Clock], edition: GuidanceEdition, today: date) -> list[Row]:
    """Return a row for each duty of the case. The other partners and areas share the notification's due day."""
    due = {(one.key, one.starts if one.key == "C1b" else None): one.due for one in clocks}
    first = next((one.starts for one in clocks if one.key == "C1b"), None)
    return [
        _row(
            case,
            one,
            due.get(("C1b", one.duty.known_on or first) if one.duty.deaths else ("C1", None)),
            edition,
            today,
        )
        for one in paths.asked_of(case, path)
    ]


def ahead(path: Path) -> list[dict[str, str]]:
    """Return what has to be decided and what can follow, each with its reason, for a list of facts."""
    answers = (path.criteria, path.rapid_review, path.review)
    keys = ("Decision on the criteria", "Rapid review", "Local review")
    return [
        {"key": key, "value": f"{WORDS[answer.verdict][place]}. {answer.because}"}
        for place, (key, answer) in enumerate(zip(keys, answers, strict=True))
    ]


def by_reason(clocks: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the clocks that don't run as each reason with the names that share it."""
    found: dict[str, list[str]] = {}
    for name, reason in clocks:
        found.setdefault(reason, []).append(name)
    return found


def _row(case: Case, one: Asked, due: date | None, edition: GuidanceEdition, today: date) -> Row:
    duty = one.duty
    name = access.name_of(duty.body, duty.area, edition)
    if one.told_on is not None:
        is_late = due is not None and one.told_on > due
        state, kind = f"Told {clock.day_words(one.told_on)}", "late" if is_late else "calm"
    elif due is not None and due < today:
        state, kind = "Not told: overdue", "late"
    else:
        state, kind = "Not told yet", "soon"
    return Row(
        name=name[:1].upper() + name[1:],
        is_must=duty.strength == Strength.MUST,
        because=duty.because,
        due=due,
        state=state,
        kind=kind,
        url="" if one.told_on else _where(case, one),
    )


def _where(case: Case, one: Asked) -> str:
    if one.duty.body == Body.PANEL:
        return reverse("notify", args=[case.reference])
    known: dict[str, str | list[str]] = {"told": Told(one.duty.body).value}
    if one.duty.deaths:
        known["children"] = [death.key for death in one.duty.deaths]
    if one.duty.area:
        known["who"] = one.duty.area
    return f"{reverse('record_telling', args=[case.reference])}?{urlencode(known, doseq=True)}"
