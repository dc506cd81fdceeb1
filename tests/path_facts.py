"""Facts of a case for the rules of its path: children, strategies for any facts, and how a path is read. No test."""

from hypothesis import strategies as st

from reviews.paths.facts import Age, ChildFacts, Facts, Harm
from reviews.paths.rules import path

THREE = st.sampled_from([True, False, None])
CHILDREN = st.builds(
    ChildFacts,
    st.sampled_from(["Child Wren", "Child Robin"]),
    st.sampled_from(Age),
    is_looked_after=THREE,
    is_care_leaver=THREE,
    harm=st.sampled_from([None, *Harm]),
)
FACTS = st.builds(
    Facts,
    children=st.lists(CHILDREN, max_size=3).map(tuple),
    has_abuse=THREE,
    harm=st.sampled_from(Harm),
    is_contribution=st.booleans(),
    is_met=THREE,
    is_notified=st.booleans(),
    was_withdrawn=st.booleans(),
    is_review_wanted=THREE,
    is_commissioned=st.booleans(),
    other_areas=st.sampled_from([(), ("Westmere",), ("Westmere", "Farholt")]),
    counts_from_awareness=st.booleans(),
)


def told(facts: Facts) -> dict[str, str]:
    """Who is told, each with its strength; another area by its name."""
    return {duty.area or duty.body: duty.strength for duty in path(facts).duties}


def harm_of(facts: Facts, child: ChildFacts) -> Harm:
    """What happened to one child: its own outcome, or the case's where nothing else is said of it."""
    return facts.harm if child.harm is None else child.harm


def running(facts: Facts) -> set[str]:
    return {one.key for one in path(facts).clocks if one.runs}
