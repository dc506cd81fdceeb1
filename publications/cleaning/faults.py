"""Why a file can't be cleaned, and the sentence that says what to do instead."""

from enum import StrEnum

from cspr_portal.sizes import MEGABYTE, too_large

MOST_BYTES = 30 * MEGABYTE
MOST_PAGES = 500
MOST_PIXELS = 50_000_000

PRINT = "Print it to PDF from a program that shows it as it should be, and choose that copy."


class Fault(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    NO_PDF = "no pdf"
    NO_MP3 = "no mp3"
    BROKEN = "broken"
    HEAVY = "heavy"
    LOCKED = "locked"
    PAGES = "pages"
    FORM = "form"
    REDACTIONS = "redactions"
    LAYERS = "layers"
    MARKS = "marks"
    PICTURE = "picture"
    PIXELS = "pixels"


SENTENCES = {
    Fault.EMPTY: "The file is empty. Choose another.",
    Fault.NO_PDF: "The file isn’t a PDF. Save it as PDF and choose that copy.",
    Fault.NO_MP3: (
        "The file isn’t an MP3 recording, or is damaged. Save it as MP3 in the program that made it, "
        "and choose that copy."
    ),
    Fault.BROKEN: (
        "The file can’t be opened: it is damaged or not complete. "
        "Open it where you have it, save it again and choose that copy."
    ),
    Fault.HEAVY: f"The file is damaged, or unpacks to far more than a report needs. {PRINT}",
    Fault.LOCKED: (
        "The file is locked with a password, or what may be done with it is restricted. "
        "Save a copy without either and choose that copy."
    ),
    Fault.PAGES: f"The file has more than {MOST_PAGES} pages. Choose a file of the part that is to go out.",
    Fault.FORM: f"The file is a form that draws itself while it is open (XFA). {PRINT}",
    Fault.REDACTIONS: (
        "It has redactions that were marked but not applied, so the words under them are still there. "
        "Apply them in the program in which they were marked, and choose that copy."
    ),
    Fault.LAYERS: (
        "It has layers that are switched off, or shown only at times, so readers may not see all that is in it. "
        "Take out what isn’t meant for them, show all other layers, and choose that copy."
    ),
    Fault.MARKS: (
        "It has boxes, highlights or other marks laid over its pages that can’t be made part of them, "
        f"and something may be under them. {PRINT}"
    ),
    Fault.PICTURE: f"A picture in the file can’t be read. {PRINT}",
    Fault.PIXELS: "A picture in the file has more than 50 million pixels. Make it smaller and choose that copy.",
}


class Unclean(Exception):
    """The file has this fault: said where it is found, and put in words for people by NotClean."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class NotClean(Exception):
    """The file can't be cleaned; `sentence` names the reason and says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def refuse_size(content: bytes, limit: int = MOST_BYTES) -> None:
    """Raise NotClean when a file is empty or has more bytes than `limit`."""
    if not content:
        raise NotClean(SENTENCES[Fault.EMPTY])
    if len(content) > limit:
        raise NotClean(too_large(len(content), limit, "Save it smaller and choose that copy."))
