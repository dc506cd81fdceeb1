"""Whether a pseudonym gives away the child it stands for. Keeps nothing and opens nothing."""

from publications.disclosure.normal import fold
from publications.disclosure.terms import (
    NEAR_FROM,
    WORD,
    initials_of,
    is_one_slip_apart,
    ways_to_say,
)
from publications.disclosure.words import STANDS_FOR_A_PERSON

IS_THE_NAME = (
    "Choose another pseudonym: this one is the child’s real name, a part of it, or one letter from it."
)
IS_THE_INITIALS = "Choose another pseudonym: these are the child’s real initials."


def initials_clash(pseudonym: str, real_name: str) -> str | None:
    """Why a pseudonym may not stand for this child, as a sentence; None where it may.

    It may not be the real name, a part of it or one letter from it, nor the real initials (as in "Child AB").
    The sentence repeats nothing of the name: whoever chooses the pseudonym need not know it.
    """
    chosen = [
        word for word in WORD.findall(fold(pseudonym).replace("'", "")) if word not in STANDS_FOR_A_PERSON
    ]
    real = {"".join(words) for words in ways_to_say(real_name)}
    for word in {*chosen, "".join(chosen)}:
        is_near = any(len(part) >= NEAR_FROM and is_one_slip_apart(word, part) for part in real)
        if word in real or is_near:
            return IS_THE_NAME
    initials = initials_of(real_name)
    said = {word for word in chosen if len(word) <= 4}
    if all(len(word) == 1 for word in chosen):
        said.add("".join(chosen))
    if len(chosen) > 1:
        said.add("".join(word[0] for word in chosen))
    first = next(iter(ways_to_say(real_name)), ("",))[0][:1]
    if said & initials or (first and said == {first}):
        return IS_THE_INITIALS
    return None
