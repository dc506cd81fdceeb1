"""CSV as spreadsheets and databases write it: its encoding, its delimiter, its rows. What columns mean is elsewhere."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from reviews.documents.examining import CONTROLS, MARKUP_START
from reviews.documents.kinds import Unfit

from .neutral import as_written
from .sentences import A_WEB_PAGE, MOST_BYTES, NOT_TEXT, open_quotation
from .tables import Line, Table, table_of

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARACTERS, SAMPLE_ROWS = 256 * 1024, 200
# Stands in a row of its own at the end: where it is read as part of a cell, a quotation mark never closed.
END = "\x1e"
LINE_ENDS = "\r\n"
# UTF-8 that was cut or joined to something else, read as Windows-1252: “â€™” for an apostrophe.
MIXED = re.compile("â€|Ã©|Â£|Â\u00a0")
_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)

# A cell may be as long as its file: what is too long is said beside the cell, and Python's limit would say it without
# the row. The limit is the process's own, and no other code here reads CSV.
csv.field_size_limit(MOST_BYTES)


def read(data: bytes) -> Table:
    """Return the table in a text of bytes, or raise Unfit with the sentence that says what to do."""
    text = decoded(data)
    delimiter = None
    said = _SEP.match(text)
    if said:
        delimiter, text = said[1], text[said.end() :]
    return table_of(_lines(text, delimiter or likely_delimiter(text)))


def decoded(data: bytes) -> str:
    """Return the text: UTF-16 or UTF-8 with a mark, UTF-8, or Windows-1252. Raises Unfit for what is no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _decode(data, "utf-16")
    elif b"\x00" in data[:4] and len(data) > 4:
        # Without a mark, the place of the zero in the first letter tells which half comes first.
        text = _decode(data, "utf-16-be" if data[0] == 0 else "utf-16-le")
    else:
        text = _decode(data, "utf-8-sig", "cp1252")
        if MIXED.search(text) and not _is_utf_8(data):
            raise Unfit(NOT_TEXT)
    plain = text.encode("utf-8", "surrogatepass")
    if CONTROLS.search(plain):
        raise Unfit(NOT_TEXT)
    if MARKUP_START.match(plain):
        raise Unfit(A_WEB_PAGE)
    return text


def _decode(data: bytes, *encodings: str) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unfit(NOT_TEXT)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def likely_delimiter(text: str) -> str:
    """Return the delimiter that cuts most rows of the beginning into the same number of cells."""
    sample = text[:SAMPLE_CHARACTERS]
    return max(DELIMITERS, key=lambda each: (_evenness(sample, each), -DELIMITERS.index(each)))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    rows = [row for row, _ in zip(_reader(sample, delimiter), range(SAMPLE_ROWS), strict=False) if row]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0, 0
    width, many = widths.most_common(1)[0]
    return many / len(rows), width


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    number = 0
    for number, row in enumerate(_reader(f"{text.rstrip(LINE_ENDS)}\n{END}", delimiter), 1):
        if row == [END]:
            return
        if row and END in row[-1]:
            break
        yield Line(number, tuple(as_written(cell) for cell in row))
    raise Unfit(open_quotation(number))


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    # newline="" leaves line ends in cells as they are; a lone carriage return ends a row as well.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
