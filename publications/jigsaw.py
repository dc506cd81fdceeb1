"""The questions that no check can answer: what, put together with what others know, would tell who a child is.

Asked of the person who finishes the disclosure check, kept with it, and shown to whoever approves. Data and rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOTHING, CHANGED, LEFT = "nothing", "changed", "left"
ANSWERS = (
    (NOTHING, "Nothing of that kind"),
    (CHANGED, "There was, and it is changed in the text"),
    (LEFT, "It is left in, because…"),
)
SAID = {NOTHING: "Nothing of that kind", CHANGED: "Changed in the text", LEFT: "Left in"}


@dataclass(frozen=True)
class Question:
    """One question: its key, its words, and what to think of."""

    key: str
    words: str
    hint: str


QUESTIONS = (
    Question(
        "condition",
        "A rare illness, disability or injury",
        "One that few children in the area have, or that was in the news.",
    ),
    Question(
        "siblings",
        "The order, number or ages of brothers and sisters",
        "“The fourth of five”, twins, a gap of many years, a half-sister elsewhere.",
    ),
    Question(
        "press",
        "What the press, a trial or an inquest has told already",
        "Search for it as a journalist would: the same day, the same words, the same sentence of a judge.",
    ),
    Question(
        "place",
        "A small place, a school, a building or a journey",
        "A village, an island, the only refuge, a road that everybody there knows.",
    ),
    Question(
        "events",
        "Unusual days or events",
        "A festival, a storm, a strike, the weeks of a lockdown, the day of a birthday.",
    ),
    Question(
        "family",
        "Unusual facts of the family’s life or work",
        "A rare trade, a uniform, a faith or language that few share, how they came to the country.",
    ),
)


def unanswered(answers: Mapping[str, Any]) -> str | None:
    """Say which question has no answer yet, or None. What is left in needs a reason."""
    for question in QUESTIONS:
        given = answers.get(question.key) or {}
        if given.get("answer") not in SAID:
            return f"Not yet: “{question.words}” has no answer."
        if given["answer"] == LEFT and not str(given.get("reason", "")).strip():
            return f"Not yet: “{question.words}” needs the reason why it is left in."
    return None


def as_words(answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return each question with its answer and the reason, as words; none for a check from before they were asked."""
    return [
        (
            question.words,
            SAID.get(answers[question.key]["answer"], ""),
            answers[question.key].get("reason", ""),
        )
        for question in QUESTIONS
        if question.key in answers
    ]


def nothing_of_the_kind() -> dict[str, dict[str, str]]:
    """Return the answers of somebody who found nothing of any kind."""
    return {question.key: {"answer": NOTHING, "reason": ""} for question in QUESTIONS}
