"""Whether a case has a review: the sentence that many nouns' rules begin with."""

from reviews.models import Case

NOT_YET = "Not yet: the review has not been commissioned."


def refusal(case: Case) -> str | None:
    """Say that the review of `case` has not been commissioned; None once it has."""
    return None if hasattr(case, "review") else NOT_YET
