"""A learning brief as its parts, and back as one text. Pure: words in, words out; the forms are in staff/forms.py.

A brief is kept as any text is. Its parts are the text's headings of the second level, so that whoever writes it can
name them as they like, or leave some out.
"""

import re
from dataclasses import dataclass

# What a brief usually says, in this order. The last part holds the questions for a team meeting.
HEADINGS = (
    "Who this is about",
    "What happened",
    "What worked",
    "What we learned",
    "What we are changing",
    "What you can do now",
    "Talk about it",
)
HEADING = re.compile(r"(?m)^##[ \t]+(?P<words>\S.*?)[ \t]*#*[ \t]*$")


@dataclass(frozen=True)
class Part:
    """One part of a brief."""

    heading: str
    text: str


def parts_of(text: str) -> list[Part] | None:
    """Return the parts of a brief's text, or None when it can't be written part by part.

    That is so when words stand before the first heading, or there are more parts than a brief has.
    """
    found = list(HEADING.finditer(text))
    if len(found) > len(HEADINGS) or (text[: found[0].start()] if found else text).strip():
        return None
    ends = [one.start() for one in found[1:]] + [len(text)] * bool(found)
    return [Part(one["words"], text[one.end() : end].strip()) for one, end in zip(found, ends, strict=True)]


def text_of(parts: list[Part]) -> str:
    """Return the parts that say something as one text."""
    return "\n\n".join(
        f"## {' '.join(part.heading.split())}\n\n{part.text.strip()}" for part in parts if part.text.strip()
    )


def laid_out(parts: list[Part]) -> list[Part]:
    """Return seven parts to be filled in: those that there are, in their places by heading, and empty ones between.

    A heading of one's own takes the first place that is free after the part before it.
    """
    places: list[Part | None] = [None] * len(HEADINGS)
    at = 0
    for number, part in enumerate(parts):
        left = len(parts) - number - 1
        usual = HEADINGS.index(part.heading) if part.heading in HEADINGS else at
        at = min(max(at, usual), len(HEADINGS) - 1 - left)
        places[at] = part
        at += 1
    return [part or Part(heading, "") for part, heading in zip(places, HEADINGS, strict=True)]
