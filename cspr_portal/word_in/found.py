"""What was left out of a Word file, or changed: the counts, and the sentences that tell the person who brought it.

No sentence holds anything of what was left out: no name, no comment, no deleted word.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cspr_portal.words import listed


@dataclass(frozen=True)
class Finding:
    """One kind of thing that was left out or changed: a key, how many, and a sentence for the screen."""

    kind: str
    count: int
    sentence: str


@dataclass(frozen=True)
class Picture:
    """A picture that was left out, numbered in the order of the text; in the text stands a mark of that number.

    `alt` is what the file says that it shows, `size` its bytes, `under` the heading that it stood under, in
    the words that were taken in; each may be empty or 0. Where pictures were asked for, `content` is the file's
    own, as nobody may see it yet, and `crop` what of it Word doesn't show, left, above, right and below, as
    parts of the whole.
    """

    number: int
    alt: str
    size: int
    under: str
    content: bytes = b""
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


# In the order of the screen: for one, and for {n} of them.
SENTENCES = {
    "inserted": (
        "A tracked insertion is taken in as if it were accepted. If it shouldn’t be, settle it in Word first.",
        "{n} tracked insertions are taken in as if they were accepted. If they shouldn’t be, settle them in Word first.",
    ),
    "deleted": (
        "A piece of text that is deleted with tracked changes is left out.",
        "{n} pieces of text that are deleted with tracked changes are left out.",
    ),
    "reformatted": (
        "A tracked change of formatting is taken in as if it were accepted.",
        "{n} tracked changes of formatting are taken in as if they were accepted.",
    ),
    "comments": (
        "A comment is left out. Check in Word that nothing in it still has to be done.",
        "{n} comments are left out. Check in Word that nothing in them still has to be done.",
    ),
    "hidden": (
        "A piece of hidden text is left out.",
        "{n} pieces of hidden text are left out.",
    ),
    "white": (
        "A piece of white text on white is left out, because nobody sees it in Word.",
        "{n} pieces of white text on white are left out, because nobody sees them in Word.",
    ),
    "white_kept": (
        "A piece of white text in a table, in a box or on a colour is taken in. Check that it is meant to be read.",
        "{n} pieces of white text in tables, in boxes or on a colour are taken in. Check that they are meant to be read.",
    ),
    "struck": (
        "A piece of text is struck through in the file and stands here as ordinary text. Check whether it should stay.",
        "{n} pieces of text are struck through in the file and stand here as ordinary text. "
        "Check whether they should stay.",
    ),
    "pictures": (
        "A picture is left out: {where}. A mark in the text shows where it stood; it is never published.",
        "{n} pictures are left out: {where}. Marks in the text show where they stood; they are never published.",
    ),
    "shapes": (
        "A drawn shape, such as a line or an arrow, is left out.",
        "{n} drawn shapes, such as lines or arrows, are left out.",
    ),
    "embedded": (
        "A file that is embedded in the document is left out, with the picture that stands for it.",
        "{n} files that are embedded in the document are left out, with the pictures that stand for them.",
    ),
    "elsewhere": (
        "A part that the document fetches from another file is left out.",
        "{n} parts that the document fetches from other files are left out.",
    ),
    "boxes": (
        "The text of a text box now follows the paragraph at which the box stood. Check that it reads well there.",
        "The text of {n} text boxes now follows the paragraphs at which they stood. Check that it reads well there.",
    ),
    "headers": (
        "A page header or footer is left out.",
        "{n} page headers and footers are left out.",
    ),
    "contents": (
        "The list of contents is left out: a report gets its own from its headings.",
        "{n} lists of contents or of tables are left out: a report gets its own from its headings.",
    ),
    "details": (
        "A place where Word fills in a detail of the file, such as its author or its name, is left out.",
        "{n} places where Word fills in details of the file, such as its author or its name, are left out.",
    ),
    "properties": (
        "The file’s properties say something about who wrote it or where. They are left out here; "
        "the file itself still holds them.",
        "{n} of the file’s properties say something about who wrote it or where. They are left out here; "
        "the file itself still holds them.",
    ),
    "other_data": (
        "Data that another program has put into the file are left out.",
        "Data that other programs have put into the file, in {n} parts, are left out.",
    ),
    "links_out": (
        "A link leads out to the web and is kept. Check that it leads to something public.",
        "{n} links lead out to the web and are kept. Check that they lead to something public.",
    ),
    "links_dropped": (
        "A link to an e-mail address, a file or a place in the document is left out; its words are kept.",
        "{n} links to e-mail addresses, files or places in the document are left out; their words are kept.",
    ),
    "title": (
        "The document’s title stands here as a heading. Take it out if the report’s page says it already.",
        "{n} lines that are titles in the document stand here as headings. "
        "Take out what the report’s page says already.",
    ),
    "deep_headings": (
        "A heading stood deeper than a report’s third level and is raised to that level.",
        "{n} headings stood deeper than a report’s third level and are raised to that level.",
    ),
    "labels": (
        "A number or letter that Word draws, such as (a) or 1.2, is now part of the text.",
        "{n} numbers or letters that Word draws, such as (a) or 1.2, are now part of the text.",
    ),
    "single_cells": (
        "A table of one cell is taken in as ordinary text.",
        "{n} tables of one cell are taken in as ordinary text.",
    ),
    "tables_merged": (
        "A table has merged cells: the text stands in the first of them and the others are empty. Check that table.",
        "{n} tables have merged cells: the text stands in the first of them and the others are empty. "
        "Check those tables.",
    ),
    "tables_without_header": (
        "A table has no row that is marked as its header, so its first row is taken as that. Check that table.",
        "{n} tables have no row that is marked as their header, so their first rows are taken as that. "
        "Check those tables.",
    ),
    "tables_nested": (
        "A table within a table’s cell is now text in that cell.",
        "{n} tables within cells of tables are now text in those cells.",
    ),
    "formulas": (
        "A formula is taken in as plain characters. Check that it still says the same.",
        "{n} formulas are taken in as plain characters. Check that they still say the same.",
    ),
    "symbols": (
        "A symbol that only a special font can draw is left out.",
        "{n} symbols that only special fonts can draw are left out.",
    ),
    "invisible": (
        "An invisible character within a word is left out.",
        "{n} invisible characters within words are left out.",
    ),
}


def findings(counts: Counter[str], pictures: Iterable[Picture]) -> list[Finding]:
    """Return what was found, in the order of the screen; `counts` uses the keys of SENTENCES."""
    counts = counts + Counter(pictures=len(list(pictures)))
    where = _places(list(pictures))
    return [
        Finding(kind, counts[kind], (one if counts[kind] == 1 else many).format(n=counts[kind], where=where))
        for kind, (one, many) in SENTENCES.items()
        if counts[kind]
    ]


def _places(pictures: list[Picture]) -> str:
    """Say which pictures stood under which heading: "1 and 2 under “What happened”"."""
    under: dict[str, list[str]] = {}
    for picture in pictures:
        under.setdefault(picture.under, []).append(str(picture.number))
    return "; ".join(
        f"picture{'s' if len(numbers) > 1 else ''} {listed(numbers)} "
        + (f"under “{heading}”" if heading else "before the first heading")
        for heading, numbers in under.items()
    )
