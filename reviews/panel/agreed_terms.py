"""The sets of terms of reference that a review has had, and what changed from each to the next. Reading only."""

from dataclasses import dataclass

from cspr_portal import clock
from reviews.models import EarlierTerms, Review
from reviews.report.blocks import of_plain
from reviews.report.compare import Stretch, compare, stretches

Terms = EarlierTerms | Review


@dataclass(frozen=True)
class Change:
    """How terms became those with the next number: what they were, who changed them, why, and which parts differ."""

    number: int
    earlier: EarlierTerms
    later: Terms
    # What the part is called, and the two texts of it side by side
    parts: list[tuple[str, list[Stretch]]]

    @property
    def names(self) -> tuple[str, str]:
        """What the two sets are called."""
        return f"terms {self.earlier.number}", f"terms {self.number}"


def changes(review: Review) -> list[Change]:
    """Return how the terms of `review` changed, the newest change first."""
    earlier = list(review.earlier_terms.select_related("scoped_by"))
    laters: list[Terms] = [*earlier[1:], review]
    pairs = zip(earlier, laters, strict=False)
    return [Change(old.number + 1, old, new, _parts(old, new)) for old, new in pairs][::-1]


def _parts(old: Terms, new: Terms) -> list[tuple[str, list[Stretch]]]:
    now = dict(_texts(new))
    rows = {name: compare(of_plain(text), of_plain(now[name])) for name, text in _texts(old)}
    found = {name: stretches(of_part) for name, of_part in rows.items()}
    return [(name, of_part) for name, of_part in found.items() if any(not one.is_alike for one in of_part)]


def _texts(terms: Terms) -> list[tuple[str, str]]:
    days = [clock.day_words(day) for day in (terms.timeframe_from, terms.timeframe_to) if day is not None]
    return [
        ("Timeframe", " to ".join(days)),
        ("What the review looks at", terms.terms_of_reference),
        ("How it is done", terms.methodology),
        ("Questions that the rapid review left open", terms.questions),
    ]
