"""What a redacted copy may hold that nobody sees in it, and whoever gets it could still read.

A PDF is read by a function that is registered; of a Word file is asked what the house's reader counts. Other kinds
are for people to look through. No word that is found is ever said.
"""

from collections.abc import Callable

from cspr_portal.refusals import Refused
from cspr_portal.word_in import NotReadable, read_word
from cspr_portal.words import listed
from reviews.documents.examining import Examined

# What read_word finds in a file, and how it is said here.
IN_WORD = {
    "inserted": "tracked changes",
    "deleted": "tracked changes",
    "comments": "comments",
    "hidden": "hidden text",
    "white": "white text on white",
    "embedded": "embedded files",
}
UNREADABLE = (
    "This Word file can’t be looked through for tracked changes and hidden text, so it was not kept. "
    "Save it as PDF, and add that."
)


class HoldsMore(Refused):
    """The copy holds more than is seen, or can't be looked through; `why` is a code for the audit log."""

    def __init__(self, sentence: str, why: str) -> None:
        super().__init__(sentence)
        self.why = why


_readers: list[Callable[[bytes], None]] = []


def register_reader(function: Callable[[bytes], None]) -> None:
    """Add a function that takes a PDF's bytes and raises HoldsMore where more is in it than is seen."""
    if function not in _readers:
        _readers.append(function)


def refuse(file: Examined) -> None:
    """Raise HoldsMore for a PDF or a Word file in which something isn't seen. Takes seconds: no action."""
    file.file.seek(0)
    if file.kind.extension == "pdf":
        data = file.file.read()
        for reader in _readers:
            reader(data)
    elif file.kind.extension == "docx":
        _refuse_word(file.file.read())


def _refuse_word(data: bytes) -> None:
    try:
        found = read_word(data).findings
    except NotReadable as fault:
        raise HoldsMore(UNREADABLE, "word_unfit") from fault
    said = list(dict.fromkeys(IN_WORD[one.kind] for one in found if one.kind in IN_WORD))
    if said:
        raise HoldsMore(
            f"This Word file holds {listed(said)}, which whoever gets it could read, so it was not kept. "
            "Settle or take them out in Word, save it as PDF, and add that.",
            "word_hidden",
        )
