"""A made-up case's sealed words, and what the disclosure check finds of them in one text. No test lives here."""

from datetime import date

from publications.disclosure.check import Hit, check
from publications.disclosure.terms import Terms

TERMS = Terms(
    names=("Ann-Marie Delaunay", "Tobiah Zéphyrine Okonjo"),
    initials=("QZ",),
    dates=(date(2025, 3, 14), date(2019, 11, 2)),
    places=(
        "Quillmoor Primary School",
        "12 Mill Lane, Saltbarrow NM1 2AB",
        "St Mary’s Church of England School",
    ),
    identifiers=("943 476 5919", "SC-7KQ2-M9XT", "LCS/204417"),
    practitioners=("Ms Tarrow (class teacher)", "Dr Siobhán Fletcher"),
    relatives=("Jo Pemberley",),
)
NOTHING = Terms()


def hits(text: str, terms: Terms = TERMS, **more: tuple[str, ...]) -> list[Hit]:
    """What is found in one text."""
    return check({"text": text}, terms, **more)


def found(text: str, terms: Terms = TERMS, **more: tuple[str, ...]) -> list[tuple[str, str]]:
    """What is found in one text, as its own letters and what they are."""
    return [(hit.text, hit.kind) for hit in hits(text, terms, **more)]
