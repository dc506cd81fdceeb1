"""The grounds on which something is not released: what each stands for in law, and for which requests it is offered.

Data, no rule: which ground holds is for people to decide, with legal advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reviews.models import InformationBasis, InformationKind

FOI = "Freedom of Information Act 2000"
DPA = "Data Protection Act 2018"
K, G = InformationKind, InformationBasis
# Those who ask by a power of their own: courts, coroner, police and prosecution, inquiries, ombudsmen.
POWERS = frozenset(K) - {K.FOI, K.SUBJECT_ACCESS}
ALL = frozenset(K)


@dataclass(frozen=True)
class Ground:
    """A ground: for which kinds of request it is offered, and the law by kind where there is one to name."""

    kinds: frozenset[InformationKind]
    law: Mapping[InformationKind, str]


GROUNDS: dict[InformationBasis, Ground] = {
    G.THIRD_PARTY: Ground(
        ALL,
        {K.FOI: f"{FOI}, section 40", K.SUBJECT_ACCESS: f"{DPA}, Schedule 2, paragraph 16"},
    ),
    G.CONFIDENCE: Ground(ALL, {K.FOI: f"{FOI}, section 41"}),
    G.PRIVILEGE: Ground(
        ALL,
        {K.FOI: f"{FOI}, section 42", K.SUBJECT_ACCESS: f"{DPA}, Schedule 2, paragraph 19"},
    ),
    G.INVESTIGATION: Ground(
        ALL,
        {K.FOI: f"{FOI}, sections 30 and 31", K.SUBJECT_ACCESS: f"{DPA}, Schedule 2, paragraph 2"},
    ),
    G.COURT_RECORDS: Ground(
        ALL,
        {
            K.FOI: f"{FOI}, sections 32 and 44",
            K.SUBJECT_ACCESS: f"{DPA}, Schedule 2, paragraph 14, and Schedule 3, paragraphs 9 and 18",
        },
    ),
    G.SERIOUS_HARM: Ground(
        frozenset({K.SUBJECT_ACCESS}),
        {K.SUBJECT_ACCESS: f"{DPA}, Schedule 3: health, social work and education data"},
    ),
    G.CHILD_ABUSE: Ground(
        frozenset({K.SUBJECT_ACCESS}),
        {K.SUBJECT_ACCESS: f"{DPA}, Schedule 3, paragraph 21. Where somebody asks for a child"},
    ),
    G.FUNCTIONS: Ground(
        frozenset({K.FOI, K.SUBJECT_ACCESS}),
        {K.FOI: f"{FOI}, section 36", K.SUBJECT_ACCESS: f"{DPA}, Schedule 2, paragraph 7"},
    ),
    G.SAFETY: Ground(ALL - {K.SUBJECT_ACCESS}, {K.FOI: f"{FOI}, section 38"}),
    G.FUTURE_PUBLICATION: Ground(frozenset({K.FOI}), {K.FOI: f"{FOI}, section 22"}),
    G.OTHER_MEANS: Ground(frozenset({K.FOI}), {K.FOI: f"{FOI}, section 21"}),
    G.COST: Ground(frozenset({K.FOI}), {K.FOI: f"{FOI}, section 12"}),
    G.EXCESSIVE: Ground(
        frozenset({K.FOI, K.SUBJECT_ACCESS}),
        {K.FOI: f"{FOI}, section 14", K.SUBJECT_ACCESS: "UK GDPR, article 12(5)"},
    ),
    G.PUBLIC_INTEREST: Ground(POWERS, {}),
    G.NO_POWER: Ground(POWERS, {}),
    G.OTHER: Ground(ALL, {}),
}


def offered(kind: str) -> list[tuple[str, str]]:
    """Return the grounds that a request of that kind may have: (code, words)."""
    return [(ground.value, str(ground.label)) for ground, facts in GROUNDS.items() if kind in facts.kinds]


def law(ground: str, kind: str) -> str:
    """Return where the law has that ground for a request of that kind, or ""."""
    return GROUNDS[InformationBasis(ground)].law.get(InformationKind(kind), "")
