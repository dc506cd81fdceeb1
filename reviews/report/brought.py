"""What reading a Word file found, on its way from the upload through the form to the version. Nothing is stored here.

The form carries it, signed, so that nobody can make it up or take it to another case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing

from cspr_portal.word_in import Picture, WordText
from reviews.models import Case, User

from .brought_pictures import Taken

SALT = "reviews.report.brought"
# A text may be worked on in the form for a day; afterwards it is kept without what was found.
LONGEST_SECONDS = 24 * 60 * 60
MOST_SENTENCES = 100
LONGEST_SENTENCE = 2_000
ONE_SAME = "A picture is the one that the report has already, and stands where it stood."
SAME = "{n} pictures are those that the report has already, and stand where they stood."
ONE_WAITING = (
    "A picture came with the file. It is shown once it is added to the text, with words for what it shows."
)
WAITING = "{n} pictures came with the file. Each is shown once it is added to the text, with words for what it shows."
NOTHING_FOUND = "Nothing in the file had to be left out or changed."


@dataclass(frozen=True)
class Brought:
    """A Word file as it was read: the text for the form, and what was found, as sentences."""

    text: str
    sentences: list[str]
    pictures: list[Picture]


def of(word: WordText) -> Brought:
    """Return what the form needs of a Word file that was read. Its pictures are for `with_pictures`."""
    sentences = [found.sentence for found in word.findings if found.kind != "pictures"]
    return Brought(word.markdown, sentences, word.pictures)


def with_pictures(found: Brought, taken: Sequence[Taken], refused: Sequence[str]) -> list[str]:
    """Return all that was found, as sentences, with what became of the pictures."""
    same = sum(one.known is not None and bool(one.known.described) for one in taken)
    waiting = len(taken) - same
    said = [sentence.format(n=count) for count, sentence in ((same, SAME), (waiting, WAITING)) if count > 1]
    said += [sentence for count, sentence in ((same, ONE_SAME), (waiting, ONE_WAITING)) if count == 1]
    return [_short(sentence) for sentence in (*found.sentences, *said, *refused)][:MOST_SENTENCES] or [
        NOTHING_FOUND
    ]


def sealed(sentences: list[str], case: Case, user: User) -> str:
    """Return the sentences as the form carries them: for this case and this person only."""
    return signing.dumps([str(case.pk), str(user.pk), sentences], salt=SALT, compress=True)


def opened(carried: str, case: Case, user: User) -> list[str] | None:
    """Return the sentences that a form of this case and person carried; None when they aren't what was sealed."""
    try:
        case_key, user_key, sentences = signing.loads(carried, salt=SALT, max_age=LONGEST_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return sentences if (case_key, user_key) == (str(case.pk), str(user.pk)) else None


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_SENTENCE else f"{sentence[: LONGEST_SENTENCE - 1]}…"
