"""What reading a Word file found, on its way from the upload through the form to the version. Nothing is stored here.

The form carries it, signed, so that nobody can make it up or take it to another case.
"""

from dataclasses import dataclass

from django.core import signing

from cspr_portal.word_in import WordText
from reviews.models import Case, User

SALT = "reviews.report.brought"
# A text may be worked on in the form for a day; afterwards it is kept without what was found.
LONGEST_SECONDS = 24 * 60 * 60
MOST_SENTENCES = 100
LONGEST_SENTENCE = 2_000
NOTHING_FOUND = "Nothing in the file had to be left out or changed."


@dataclass(frozen=True)
class Brought:
    """A Word file as it was read: the text for the form, and what was found, as sentences."""

    text: str
    sentences: list[str]


def of(word: WordText) -> Brought:
    """Return what the form needs of a Word file that was read."""
    sentences = [_short(found.sentence) for found in word.findings][:MOST_SENTENCES]
    return Brought(word.markdown, sentences or [NOTHING_FOUND])


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
