"""Refusals: the sentence that says why something may not be done, and the exception that carries it.

A rule is one function that returns its sentence or None. A page shows the sentence in place of the
button, and the action raises it, so the two can't differ.
"""


class Refused(Exception):
    """The person may know of the thing, and may not do this to it. Answered with 403 and the sentence."""

    status = 403

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @property
    def beside_a_field(self) -> str:
        """The sentence as an error beside a form's field: without its "Already:"."""
        words = self.sentence.removeprefix("Already: ")
        return words[:1].upper() + words[1:]


class NotYet(Refused):
    """The step may be theirs, but its time has not come (or has gone). Answered with 409."""

    status = 409


class Gone(Refused):
    """What the person may know of has been disposed of. Answered with 410 and the sentence."""

    status = 410


def check(sentence: str | None) -> None:
    """Raise what `sentence` says, or return when it is None.

    Sentences about time begin with "Not yet:" or "Already:"; all others are about the person.
    """
    if sentence is None:
        return
    if sentence.startswith(("Not yet:", "Already:")):
        raise NotYet(sentence)
    raise Refused(sentence)
