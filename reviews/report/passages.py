"""Where a passage stands in a report's text: whether its words occur, and in which paragraph. Pure."""

import re
from dataclasses import dataclass

from lxml import html as parsed

from cspr_portal.text import CleanHtml

WORD = re.compile(r"\w+")
NOTE = re.compile(r"\[note \d+\]")
HEADINGS = {"h2", "h3", "h4"}


@dataclass(frozen=True)
class Places:
    """The words of a rendered report, and the number of the paragraph in which each word stands."""

    words: str
    numbers: list[int]

    def of(self, passage: str) -> int:
        """Return the number of the paragraph in which `passage` begins, or 0 when its words don't stand there.

        Spaces, line ends, punctuation and marks of notes make no difference; words and capitals do.
        """
        wanted = _words(passage)
        if not wanted:
            return 0
        at = self.words.find(f" {' '.join(wanted)} ")
        return self.numbers[self.words.count(" ", 0, at)] if at >= 0 else 0


def places(html: CleanHtml) -> Places:
    """Return where each word of a rendered report stands.

    Paragraphs, lists, tables and quotations are counted from 1, as the page numbers them (`sp-prose--numbered`);
    a heading belongs to what follows it.
    """
    words: list[str] = []
    numbers: list[int] = []
    number = 0
    for block in parsed.fragment_fromstring(str(html), create_parent="div") if html else ():
        is_heading = block.tag in HEADINGS
        number += not is_heading
        found = _words(" ".join(block.itertext()))
        words += found
        numbers += [number + is_heading] * len(found)
    return Places(f" {' '.join(words)} ", numbers)


def _words(text: str) -> list[str]:
    return WORD.findall(NOTE.sub(" ", text))
