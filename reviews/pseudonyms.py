"""Pure checks on what children are called: a pseudonym must not be, or spell, the real name; NHS numbers' digits."""

import re

ADVICE = "Give the child another pseudonym first: “Change” beside it on the case’s page."


def clash(pseudonym: str, given_name: str, family_name: str) -> str | None:
    """Say why `pseudonym` gives the real name away, or None. A name that isn't known yet can't clash."""
    words = [word for word in re.split(r"[^\w]+", pseudonym.casefold()) if word and word != "child"]
    names = [name for name in re.split(r"[^\w]+", f"{given_name} {family_name}".casefold()) if name]
    if set(words) & set(names):
        return f"The pseudonym has a real name in it. {ADVICE}"
    firsts = [name for name in re.split(r"[^\w]+", given_name.casefold()) if name]
    lasts = [name for name in re.split(r"[^\w]+", family_name.casefold()) if name]
    if not (firsts and lasts):
        return None
    spelled = "".join(words)
    real = {firsts[0][0] + lasts[-1][0], "".join(name[0] for name in firsts + lasts)}
    if spelled in real or spelled[::-1] in real:
        return f"The pseudonym has the child’s real initials. {ADVICE}"
    return None


def is_nhs_number(digits: str) -> bool:
    """Return whether ten digits are an NHS number: the last one is the check digit (modulus 11)."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])
