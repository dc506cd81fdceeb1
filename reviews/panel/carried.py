"""The questions that a case's rapid review asked: with them the review's own begin."""

import re

from reviews.models import Case

# A sentence that ends in a question mark; an item's mark before it is none of its words.
QUESTION = re.compile(r"[^.?!\n]*\w[^.?!\n]*\?")
MARKS = " \t-–•*>#"


def questions(case: Case) -> str:
    """Return the questions in the text of the rapid review of `case`, one a line; empty where it asks none."""
    held = case.held_rapid_review
    if held is None:
        return ""
    texts = held.parts.values_list("text", flat=True)
    found = [match.strip(MARKS) for text in texts for match in QUESTION.findall(text)]
    return "\n".join(dict.fromkeys(found))
