"""The characters of a Word file's text as a report holds them: plain spaces, nothing invisible, nothing of one font."""

import re
import unicodedata
from collections import Counter

SPACES = re.compile(r"[\s\x85\u2028\u2029]+")
JOINERS = "\u200c\u200d"
SOFT_HYPHEN = "\u00ad"
HYPHEN_THAT_HOLDS = "\u2011"
NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
NOT_PLAIN = re.compile(r"[^\x20-\x7e‘’“”–—…£]")


def plain(text: str, counts: Counter[str]) -> str:
    """Return the text with ordinary spaces and without what can't be seen, counting what is left out.

    Zero-width joiners stay where writing needs them: between letters of other scripts, and within emoji.
    """
    if not NOT_PLAIN.search(text):
        return text
    text = SPACES.sub(" ", text).replace(HYPHEN_THAT_HOLDS, "-").replace(SOFT_HYPHEN, "")
    kept = []
    for at, letter in enumerate(text):
        category = unicodedata.category(letter)
        if letter in JOINERS and _is_needed(text[at - 1 : at], text[at + 1 : at + 2]):
            kept.append(letter)
        elif category == "Cf":
            counts["invisible"] += 1
        elif category == "Co":
            counts["symbols"] += 1
        elif category not in ("Cc", "Cs") and not NO_CHARACTER.match(letter):
            kept.append(letter)
    return "".join(kept)


def _is_needed(before: str, after: str) -> bool:
    return bool(before and after) and min(before, after) > "\u02ff"
