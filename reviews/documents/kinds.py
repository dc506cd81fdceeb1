"""The kinds of file that a case may hold, and the sentence that refuses a file. How a kind is told is elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of file: its words on screen, its ending, and the type that a download carries."""

    words: str
    extension: str
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"

KINDS: dict[str, Kind] = {
    kind.extension: kind
    for kind in (
        Kind("PDF", "pdf", "application/pdf"),
        Kind("Word", "docx", f"{_OFFICE}.wordprocessingml.document"),
        Kind("Excel", "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("PowerPoint", "pptx", f"{_OFFICE}.presentationml.presentation"),
        Kind("OpenDocument text", "odt", "application/vnd.oasis.opendocument.text"),
        Kind("PNG picture", "png", "image/png"),
        Kind("JPEG picture", "jpg", "image/jpeg"),
        Kind("Text", "txt", "text/plain"),
        Kind("CSV", "csv", "text/csv"),
        Kind("E-mail", "eml", "message/rfc822"),
    )
}

ALLOWED = (
    "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument text (.odt), a picture (.png or .jpg), "
    "plain text (.txt), CSV or an e-mail (.eml)"
)


class Unfit(Exception):
    """The file may not be added; `sentence` names it and says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


NOT_ALLOWED = f"The file must be one of these: {ALLOWED}. Save it as one of them and choose that copy."
EMPTY = "The file is empty. Choose another."
BROKEN = (
    "The file can’t be opened: it is damaged or not complete. "
    "Open it where you have it, save it again and choose that copy."
)
LOCKED = "The file is locked with a password. Save a copy without one and choose that copy."
OLD_OFFICE = (
    "The file is in an older Office or Outlook format, or it is locked with a password. "
    "Save it as .docx, .xlsx, .pptx or PDF, without a password, and choose that copy."
)
MACROS = (
    "The file has macros or other programs in it. "
    "Save it without them, for example as .docx and not .docm, and choose that copy."
)
BOMB = (
    "The file unpacks to far more than its size. "
    "Save it again in the program that made it, or as PDF, and choose that copy."
)
TWO_IN_ONE = (
    "The file holds a second file behind its end. "
    "Print it to PDF, or save it again in the program that made it, and choose that copy."
)
TOO_MANY_PAGES = "The file has more than 5,000 pages. Split it and add the parts one by one."
TOO_MANY_PIXELS = "The picture has more than 50 million pixels. Save it smaller and choose that copy."
MARKUP = "The file is a web page, a drawing or rich text. Save it as PDF and choose that copy."
NOT_TEXT = "The file can’t be read as text. Save it as plain text in UTF-8, or as PDF, and choose that copy."
NOT_AN_EMAIL = (
    "The file ends in .eml and doesn’t begin as an e-mail does. "
    "Save the message again from your mail program, or as PDF, and choose that copy."
)
