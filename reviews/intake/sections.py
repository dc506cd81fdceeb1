"""The sections of an intake as data: their order, their words, their forms, and which a case can't be logged without."""

from dataclasses import dataclass
from typing import Any

from reviews.children.forms import ChildForm
from reviews.involvement.forms import AgenciesForm
from reviews.models import CaseKind
from reviews.proceedings.forms import ProceedingForm

from .forms import ContributionForm, HarmForm, IncidentForm, NotifiedForm, SafeForm
from .knowledge_form import KnowledgeForm

EVERY = (CaseKind.INCIDENT, CaseKind.CONTRIBUTION)
INCIDENT = (CaseKind.INCIDENT,)


@dataclass(frozen=True)
class Section:
    """One task of the list. `one` is what one entry is called where there may be several."""

    key: str
    words: str
    form: type[Any]
    is_required: bool = False
    kinds: tuple[str, ...] = INCIDENT
    hint: str = ""
    lead: str = ""
    one: str = ""
    template: str = "reviews/intake/section.html"

    @property
    def many(self) -> bool:
        """Whether it may have several entries."""
        return bool(self.one)


SECTIONS: tuple[Section, ...] = (
    Section(
        "safe",
        "Are other children safe now?",
        SafeForm,
        is_required=True,
        kinds=EVERY,
        hint="And who told us, and when they were answered",
        template="reviews/intake/safe.html",
    ),
    Section(
        "contribution",
        "What we are asked for",
        ContributionForm,
        is_required=True,
        kinds=(CaseKind.CONTRIBUTION,),
        hint="Who leads, and by when they need our part",
    ),
    Section(
        "incident",
        "When and where it happened",
        IncidentForm,
        is_required=True,
        hint="As far as it is known",
    ),
    Section(
        "known",
        "Who knew what, and when",
        KnowledgeForm,
        is_required=True,
        hint="The five working days to tell the national Panel start here",
        lead="Enter what you know. The first clock runs from the day on which the local authority had both the "
        "harm and known or suspected abuse or neglect, whenever you log the case.",
    ),
    Section(
        "harm",
        "The harm",
        HarmForm,
        is_required=True,
        kinds=EVERY,
        hint="What happened, and whether abuse or neglect is suspected",
        template="reviews/intake/harm.html",
    ),
    Section(
        "children",
        "The children",
        ChildForm,
        kinds=EVERY,
        hint="Under pseudonyms. No named child is needed to notify",
        lead="Each child under a pseudonym that is neither the real name nor the real initials. No named child is "
        "needed to notify or to log: children can be added later.",
        one="child",
    ),
    Section(
        "agencies",
        "Agencies known to be involved",
        AgenciesForm,
        kinds=EVERY,
        lead="Agencies that knew a child or the family. The next page asks how each was involved.",
    ),
    Section(
        "proceedings",
        "Parallel proceedings",
        ProceedingForm,
        kinds=EVERY,
        hint="Police, courts, coroner, other reviews",
        lead="Processes that run beside the case, or are expected. They may decide whom we can speak to, and when.",
        one="process",
    ),
    Section(
        "notified",
        "Notification already sent",
        NotifiedForm,
        hint="If the national Panel has been told before you log",
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}


def sections_for(kind: str) -> tuple[Section, ...]:
    """Return the sections that an intake of this kind (CaseKind) is asked for, in order."""
    return tuple(section for section in SECTIONS if kind in section.kinds)
