"""What of a Word file goes into the rapid review's sections. The file that goes out is made in word.py."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cspr_portal.word_in import NotReadable, WordText
from cspr_portal.word_parts import Part, parts_of, same, sort
from reviews.models import Case, RapidReview, RapidReviewSection
from reviews.word_upload import left_behind, put_elsewhere

from . import word

REFERENCE = re.compile(r"^Reference (SC-\S+)", re.MULTILINE)
DRAFT = re.compile(r"^Draft (\d{1,6})\b", re.MULTILINE)
OF_ANOTHER = "This is the rapid review of another case. Choose the file of this one."
NO_HEADING = (
    "None of the rapid review’s headings is in this file. Download the draft, write under its headings, and "
    "choose it again."
)
NOTHING_WRITTEN = "Nothing is written under the headings of this file. Write under them, and choose it again."
NOTHING_NEW = "Under the sections’ headings the file says what is kept already: there is nothing to save."


@dataclass(frozen=True)
class Brought:
    """The sections for which a file has another text than is kept, what there is to say, and what has no place.

    `is_of_newest`: the file was made from the rapid review as it is kept now.
    """

    texts: dict[str, str]
    sentences: list[str]
    left: list[Part]
    is_of_newest: bool


def brought(
    case: Case,
    review: RapidReview | None,
    sections: Iterable[RapidReviewSection],
    kept: dict[str, str],
    text: WordText,
) -> Brought:
    """Return what a file holds for the sections (key → text). Raises NotReadable for a file of another kind.

    A section without text in the file stays as it is: nothing is emptied.
    """
    known = {section.key: section.heading for section in sections}
    parts = parts_of(text.markdown, known.values())
    top = "\n".join(part.text for part in parts if same(part.heading) == same(word.TITLE))
    reference, draft = REFERENCE.search(top), DRAFT.search(top)
    if reference is not None and reference[1] != case.reference:
        raise NotReadable(OF_ANOTHER)
    number = int(draft[1]) if draft else 0
    around = [Part(word.TITLE, word.about(case, number)), Part(word.MEETING, word.meeting(review))]
    found = sort(parts, known, around)
    if not found.texts:
        raise NotReadable(NO_HEADING)
    if not any(found.texts.values()):
        raise NotReadable(NOTHING_WRITTEN)
    texts = {
        key: said for key, said in found.texts.items() if said and said.split() != kept.get(key, "").split()
    }
    if not texts:
        raise NotReadable(NOTHING_NEW)
    is_of_newest = draft is not None and number == (review.version if review else 0)
    said = [
        f"“{heading}” has no text in the file: what is kept stays."
        for key, heading in known.items()
        if key in kept and not found.texts.get(key)
    ]
    return Brought(texts, [*said, *put_elsewhere(found, known), *left_behind(text)], found.left, is_of_newest)
