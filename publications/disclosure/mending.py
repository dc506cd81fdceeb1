"""Puts a hit's suggestion into its sentence: the word before it and its capital fit afterwards.

"On 14 March 2025" becomes "In spring 2025", "the Quillmoor School" becomes "a school". Texts in, texts out.
"""

import re

from publications.disclosure.check import Hit

# Before a time: these go with the day, and the others stay before a season.
ON_A_DAY = re.compile(r"(?:(?<=\W)|^)(?:on|in|at|during)\s+(?:the\s+)?$", re.IGNORECASE)
BESIDE_A_DAY = re.compile(
    r"(?:(?<=\W)|^)(?:by|from|since|until|till|before|after|between|and|to|of|for)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"(?:(?<=\W)|^)(?:the|an?)\s+$", re.IGNORECASE)
AT_A_PLACE = re.compile(r"(?:(?<=\W)|^)(?:in|at)\s+$", re.IGNORECASE)
WITHIN = re.compile(r"(?:(?<=\W)|^)(?:to|from|of|near|for|outside|around)\s+$", re.IGNORECASE)
REACH = 24  # characters before a hit in which such a word can stand
STARTS_SENTENCE = re.compile(r"(?:(?:^|\n)\s*(?:[#>*\-]+\s*)?|[.!?][\"'”’)]*\s+)$")


def mending(text: str, hit: Hit) -> tuple[int, int, str]:
    """Return what to replace in `text` for a hit that has a suggestion: from, to (offsets) and by which words."""
    start, words = hit.start, hit.suggestion
    before = text[max(start - REACH, 0) : start]
    if words.startswith("in ") and hit.kind in ("date", "exact date", "month"):
        if found := ON_A_DAY.search(before):
            start -= len(found[0])
        elif found := BESIDE_A_DAY.search(before):
            words = words.removeprefix("in ")
            if found[0].rstrip().lower().endswith(" the"):
                start -= len(found[0]) - len(found[0].split()[0]) - 1
    elif words == "nearby":
        if found := AT_A_PLACE.search(before):
            start -= len(found[0])
        elif WITHIN.search(before):
            words = "a place nearby"
    elif words.startswith(("a ", "an ", "the ")) and (found := ARTICLE.search(before)):
        start -= len(found[0])
    is_capital = text[start].isupper() or text[start].isdigit()
    if is_capital and STARTS_SENTENCE.search(text[max(start - REACH, 0) : start]):
        words = words[:1].upper() + words[1:]
    return start, hit.end, words


def mended(text: str, hit: Hit) -> str:
    """Return `text` with the hit's suggestion in its place."""
    start, end, words = mending(text, hit)
    return text[:start] + words + text[end:]
