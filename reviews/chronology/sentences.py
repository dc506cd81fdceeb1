"""What is said about a chronology's file: the sentence of each refusal, each with what to do about it."""

from collections.abc import Sequence

from cspr_portal import sizes
from cspr_portal.words import listed

MOST_BYTES = 10 * sizes.MEGABYTE
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_NAMED = 10

KINDS = "CSV, an Excel workbook (.xlsx) or a Word file (.docx) with a table"

NOT_A_TABLE = f"The chronology must be {KINDS}. Save it as one of these and choose that copy."
A_PDF = f"A chronology can’t be read from a PDF. Choose the file that it was made from: {KINDS}."
OLD_OR_LOCKED = (
    "The file is in an older Office format, or it is locked with a password. "
    "Save it as .xlsx, .docx or CSV, without a password, and choose that copy."
)
MACROS = "The file has macros or other programs in it. Save it as .xlsx or .docx, which have none, and choose that copy."
LINKS = (
    "The workbook takes values from another file or database. "
    "In Excel, break these links under Data, save the workbook and choose it again; or save the sheet as CSV."
)
STRICT = (
    "The file is saved as “Strict Open XML”. Save it as an ordinary Excel workbook (.xlsx) or Word document (.docx) "
    "and choose that copy."
)
MERGED_CELLS = "Some cells are merged over several rows. What they say was put into each of these rows."
UNCALCULATED = (
    "The cell holds a formula whose result is not in the file. Type what the cell shows; or open the file in Excel, "
    "save it and choose it again."
)
UNREADABLE_WORKBOOK = (
    "The workbook can’t be read: it is damaged, or another program has written it in its own way. "
    "Open it in Excel, save the sheet as CSV and choose that copy."
)
UNREADABLE_WORD = (
    "The Word file can’t be read: it is damaged, or another program has written it in its own way. "
    "Open it in Word, save it again as .docx and choose that copy."
)
TOO_MUCH = (
    "The file holds far more than a chronology, for example formatting below its last row. "
    "Copy the rows alone into a new file and choose that."
)
A_WEB_PAGE = (
    "The file is a web page or rich text, whatever its name says. Open it in Excel or Word, save it as .xlsx or .docx "
    "and choose that copy."
)
NOT_TEXT = "The file can’t be read as text. In the spreadsheet, save it as “CSV UTF-8” or as .xlsx and choose that copy."
NO_TABLE = (
    "The Word file has no table. Put the chronology into a table with headings, save it and choose it again."
)
NO_ROWS = (
    "The file has no rows to read. Check that the right one was chosen, and that its rows aren’t hidden."
)
TOO_MANY_ROWS = (
    f"The file has more than {MOST_ROWS:,} rows. Split the file, or keep the rows that matter to this case, "
    f"and choose one with {MOST_ROWS:,} rows or fewer."
)
TOO_MANY_COLUMNS = (
    f"The file has more than {MOST_COLUMNS} columns. Keep the columns of the chronology and choose that copy. "
    "If it has fewer, save it as .xlsx and choose that."
)


def too_large(size: int) -> str:
    """Return what is said about a file of `size` bytes that is beyond MOST_BYTES."""
    advice = "Take pictures out, or split the file, and choose that copy."
    return sizes.too_large(size, MOST_BYTES, advice)


def open_quotation(number: int) -> str:
    """Return what is said when a quotation mark in row `number` of a CSV never closes."""
    return (
        f"A cell in row {number} begins with a quotation mark that never ends, so the rows after it can’t be told "
        "apart. Close it, or save the file as .xlsx, and choose that copy."
    )


def quoted(names: Sequence[str]) -> str:
    """Return names in quotation marks as English lists them; after MOST_NAMED it says how many more there are."""
    return _listed([f"“{' '.join(name.split())[:60]}”" for name in names])


def numbers(them: Sequence[object]) -> str:
    """Return numbers, or names like numbers, as English lists them; after MOST_NAMED it says how many more there are."""
    return _listed([str(each) for each in them])


def _listed(words: Sequence[str]) -> str:
    if len(words) > MOST_NAMED:
        return listed([*words[:MOST_NAMED], f"{len(words) - MOST_NAMED:,} more"])
    return listed(words)
