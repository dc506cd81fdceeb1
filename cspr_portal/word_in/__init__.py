"""A Word file that comes in, as the Markdown in which reports are written, with what was left out of it.

Knows nothing of cases, forms or pages, and keeps nothing. The way of a file: package refuses what is none,
leaving_out and pictures take out what must not come along, notes, numbering and shaping make headings, lists,
tables and notes of the rest, writing writes them; found says what happened on the way. Comments are read by remarks,
and only for who asks for them.
"""

import logging
from collections import Counter
from dataclasses import dataclass

from .found import Finding, Picture, findings
from .leaving_out import leave_out
from .names import Element, has_text, w
from .notes import SIDES, settle
from .numbering import Numbering
from .package import BROKEN, NOTHING_IN_IT, TOO_LONG, NotReadable, Package, Relation
from .pictures import Drawn
from .remarks import MOST_REMARKS, Remark, read_remarks
from .styles import Styles

__all__ = [
    "MOST_REMARKS",
    "Finding",
    "NotReadable",
    "Picture",
    "Remark",
    "WordText",
    "read_remarks",
    "read_word",
]

logger = logging.getLogger(__name__)

MOST_PARAGRAPHS = 20_000
MOST_RUNS = 60_000
MOST_LETTERS = 1_000_000
PROPERTIES = {
    "docProps/core.xml": (
        "creator",
        "lastModifiedBy",
        "keywords",
        "description",
        "category",
        "contentStatus",
    ),
    "docProps/app.xml": ("Company", "Manager", "HyperlinkBase"),
    "docProps/custom.xml": ("property",),
}


@dataclass(frozen=True)
class WordText:
    """The text of a Word file, and what was left out of it or changed, for the person who brought it."""

    markdown: str
    findings: list[Finding]
    pictures: list[Picture]


def read_word(data: bytes, *, with_pictures: bool = False) -> WordText:
    """Return the text of a Word file (.docx) as Markdown that cspr_portal.text renders.

    In: the file's bytes; its name is not asked for; `with_pictures` unpacks the pictures too, for
    cspr_portal.pictures to make anew. Out: `WordText`; its findings and Markdown hold no name,
    comment, hidden or deleted word, and no picture. Raises `NotReadable` with a sentence for what is no Word
    file, is locked, has macros, is made to hurt, or has no text. Takes seconds for a long file: call it
    outside of a transaction.
    """
    try:
        return _read(Package(data), with_pictures)
    except NotReadable:
        raise
    except Exception as error:
        # Whatever else a file does to its readers means the same; what it says may be case text, so it isn't logged.
        logger.error("A Word file could not be read: %s", type(error).__name__)
        raise NotReadable(BROKEN) from error


def _read(package: Package, with_pictures: bool) -> WordText:
    # What these use takes 30 MB: a process that reads no Word file doesn't need it.
    from .plain_copy import plain_copy
    from .shaping import Shaping
    from .writing import markdown_of

    document = package.xml(package.main)
    body = None if document is None else document.find(w("body"))
    if document is None or body is None:
        raise NotReadable(NOTHING_IN_IT)
    counts: Counter[str] = Counter()
    styles = Styles(package.part_of_kind("styles"))
    drawn = Drawn(package, counts, with_pictures=with_pictures)
    shaping = Shaping(styles, Numbering(package.part_of_kind("numbering")), counts)
    stories: list[tuple[Element, dict[str, Relation]]] = [(document, package.relations)]
    notes: dict[str, Element] = {}
    for side, kind in SIDES.items():
        part = package.part_of_kind(kind)
        if part is not None:
            notes[side] = part
            name = next(each.target for each in package.relations.values() if each.kind == kind)
            stories.append((part, package.relations_of(name)))
    for root, _relations in stories:
        _check_length(root)
        leave_out(root, styles, counts)
    settle(document, notes)
    for root, relations in stories:
        drawn.leave_out(root, relations)
        shaping.shape(root, relations, has_headings=root is document)
    if not has_text(body):
        raise NotReadable(NOTHING_IN_IT)
    _count_what_stands_beside(package, counts)
    pictures = [
        Picture(
            each.number,
            each.alt,
            each.size,
            shaping.heading_of_picture.get(each.number, ""),
            each.content,
            each.crop,
        )
        for each in drawn.pictures
    ]
    markdown = markdown_of(plain_copy(document, notes, shaping.links))
    return WordText(markdown, findings(counts, pictures), pictures)


def _check_length(root: Element) -> None:
    """Refuse what would take minutes to convert, and is no report."""
    paragraphs = sum(1 for _each in root.iter(w("p")))
    runs = sum(1 for _each in root.iter(w("r")))
    letters = sum(len(each.text or "") for each in root.iter(w("t")))
    if paragraphs > MOST_PARAGRAPHS or runs > MOST_RUNS or letters > MOST_LETTERS:
        raise NotReadable(TOO_LONG)


def _count_what_stands_beside(package: Package, counts: Counter[str]) -> None:
    """What the file holds outside of its text: only that it is there is ever told."""
    comments = package.part_of_kind("comments")
    counts["comments"] += 0 if comments is None else sum(1 for _each in comments.iter(w("comment")))
    for relation in package.relations.values():
        if relation.kind in ("header", "footer") and not relation.is_outside:
            part = package.xml(relation.target)
            counts["headers"] += part is not None and has_text(part)
    for name, kinds in PROPERTIES.items():
        root = package.xml(name)
        for kind in kinds:
            found = [] if root is None else root.iter(f"{{*}}{kind}")
            counts["properties"] += sum(1 for each in found if "".join(each.itertext()).strip())
    counts["other_data"] += sum(
        name.endswith(".xml") and "Props" not in name for name in package.names("customXml/")
    )
