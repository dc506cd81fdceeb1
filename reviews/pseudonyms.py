"""Pure checks on what children are called: a pseudonym must not be, or spell, the real name; NHS numbers' digits."""

import re
import unicodedata
from collections.abc import Iterable

ADVICE = "Give the child another pseudonym first. “Change” stands beside it on the case’s page."
STANDS_FOR_A_PERSON = {"child", "children", "baby", "sibling", "siblings", "boy", "girl", "young", "person"}
# What people are called by who they are: such a word in a sealed “Grandmother: …” is no name.
ROLES = set(
    re.findall(
        r"\w+",
        """
        a an the and of mother father mum dad parent parents step half foster grand grandmother grandfather
        grandparent grandparents grandma grandad nan nana aunt auntie uncle cousin niece nephew brother sister
        son daughter wife husband partner carer carers friend neighbour relative family maternal paternal older
        younger elder eldest youngest first second third surviving former ex mr mrs miss ms mx dr prof sir
        health visitor midwife nurse doctor gp consultant paediatrician social worker teacher head headteacher
        officer police constable sergeant inspector pc dc ds school nursery hospital practitioner manager
        psychologist therapist support key housing youth lead named designated
        """,
    )
)
# Shorter words are near to too many others to say anything.
NEAR_FROM = 5


def clash(pseudonym: str, given_name: str, family_name: str) -> str | None:
    """Say why `pseudonym` gives the real name away, or None. A name that isn't known yet can't clash."""
    chosen = [word for word in _words(pseudonym) if word not in STANDS_FOR_A_PERSON]
    firsts, lasts = _words(given_name), _words(family_name)
    names = {*firsts, *lasts, "".join(firsts + lasts)} - {""}
    for word in {*chosen, "".join(chosen)}:
        if word in names or any(_is_one_slip_apart(word, name) for name in names if len(name) >= NEAR_FROM):
            return f"The pseudonym has a real name in it, or nearly. {ADVICE}"
    if not (firsts and lasts):
        return None
    real = {firsts[0][0] + lasts[-1][0], "".join(name[0] for name in firsts + lasts)}
    spelled = {"".join(chosen), "".join(word[0] for word in chosen)}
    if spelled & (real | {initials[::-1] for initials in real}):
        return f"The pseudonym has the child’s real initials. {ADVICE}"
    return None


def has_name(called: str, name: str) -> bool:
    """Return whether what somebody is called has a word of the real `name` in it, or nearly; roles are no names."""
    chosen = [word for word in _words(called) if word not in ROLES | STANDS_FOR_A_PERSON]
    names = [word for word in _words(name) if len(word) > 1 and word not in ROLES and not word.isdigit()]
    return any(
        word == real or (len(real) >= NEAR_FROM and _is_one_slip_apart(word, real))
        for word in {*chosen, "".join(chosen)}
        for real in {*names, "".join(names)} - {""}
    )


def without(called: str, names: Iterable[str]) -> str:
    """Return what somebody is called without the words of `names`: those may be said."""
    allowed = {word for name in names for word in _words(name)}
    return " ".join(word for word in _words(called) if word not in allowed)


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits are an NHS number: the last one is the check digit (modulus 11)."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])


def _words(text: str) -> list[str]:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return [word for word in re.split(r"[^\w]+", plain.casefold().replace("’", "").replace("'", "")) if word]


def _is_one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out or changed makes one word the other."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    skip = 0 if len(shorter) < len(longer) else 1
    return shorter[start + skip :] == longer[start + 1 :]
