"""What is known of a child, in words for a page and as a form begins with it. Changes nothing."""

from typing import Any

from cspr_portal import clock
from cspr_portal.words import listed
from reviews.models import Child

from .forms import UNLESS_KNOWN, ChildFactsForm
from .outcomes import in_words

# Years stand beside the band, and whatever is a name or a list is treated apart.
LABELS = {name: words for name, words in ChildFactsForm.short.items() if name != "age_years"}

# Nobody is a sibling, and whatever happened to the one child is the case's outcome: neither is missing.
SAID_OR_SHARED = ("siblings", "outcome")


def initial(child: Child) -> dict[str, Any]:
    """Return what the form about `child` begins with."""
    found = {name: getattr(child, name) for name in ChildFactsForm.base_fields if name != "siblings"}
    return found | {"siblings": [str(sibling.pk) for sibling in child.siblings.all()]}


def known(child: Child) -> list[dict[str, str]]:
    """Return (key, value) of each fact that is known, in the form's order; first since when a death was known."""
    found = [
        {"key": label, "value": words} for name, label in LABELS.items() if (words := _words(child, name))
    ]
    if child.death_known_on is not None:
        found.insert(0, {"key": "Death known", "value": clock.day_words(child.death_known_on)})
    return found


def not_known(child: Child) -> str:
    """Return what is not known, as one line: "Sex, ethnicity and placement"."""
    missing = [
        label for name, label in LABELS.items() if name not in SAID_OR_SHARED and not _words(child, name)
    ]
    words = listed([label[:1].lower() + label[1:] for label in missing])
    return words[:1].upper() + words[1:]


def happened(child: Child) -> str:
    """Return what happened to a child, in words: its own outcome, or else the case's, which is said."""
    return in_words(child.outcome) if child.outcome else f"{in_words(child.case.outcome)}: the case’s outcome"


def _words(child: Child, name: str) -> str:
    if name == "outcome":
        return happened(child) if len(child.case.children.all()) > 1 else ""
    if name == "siblings":
        return listed([sibling.pseudonym for sibling in child.siblings.all()])
    value = getattr(child, name)
    if value in ("", UNLESS_KNOWN):
        return ""
    display = getattr(child, f"get_{name}_display", None)
    words = str(display()) if display else str(value)
    if name == "age_band" and child.age_years is not None:
        words = f"{words}: {child.age_years} {'year' if child.age_years == 1 else 'years'}"
    return words
