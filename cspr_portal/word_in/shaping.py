"""Makes of a Word file's text the little that a report knows: headings, lists, tables, notes, links, bold and italic.

Works on the trees from which all that must not come along has been taken (leaving_out, pictures). What is
not named here as kept goes, whatever it is: a new thing in Word's format can't get in unseen.
"""

import re
from collections import Counter
from collections.abc import Iterable
from textwrap import shorten

from lxml import etree
from mammoth.docx.dingbats import dingbats

from .characters import plain
from .names import Element, R, has_text, made, number, remove, replace, under, val, w
from .numbering import Label, Numbering
from .package import TOO_LONG, NotReadable, Relation
from .pictures import PICTURE_MARK
from .styles import TITLE_LEVEL, Styles

HEADING, QUOTATION, ITEM_MARK = "Heading", "Quote", "item-"
NUMBERED, BULLETS = "1", "2"  # the two lists of the plain copy
TOP, DEEPEST = 2, 4  # the report's page has the only heading above; see cspr_portal.text
DEEPEST_LIST = 4  # from 0: as deep as mammoth reads
LINK_OUT = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.IGNORECASE)
WIDEST = 63  # columns of a table in Word
MOST_CELLS = 30_000
LONGEST_PLACE = 100  # letters of a heading by which a place is told
ENDED = (".", "!", "?", ":", ";", ",")
NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
UNWRAPPED = tuple(map(w, ("sdt", "sdtContent", "smartTag", "customXml", "fldSimple", "bdo", "dir")))

# All that is left in the end: what each element may hold, and the attributes that it may keep
_RUNS = ("r", "bookmarkStart")
_BLOCKS = ("p", "tbl")
_KEPT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "document": (("body",), ()),
    "body": (_BLOCKS, ()),
    "footnotes": (("footnote",), ()),
    "footnote": (_BLOCKS, (w("id"),)),
    "endnotes": (("endnote",), ()),
    "endnote": (_BLOCKS, (w("id"),)),
    "p": (("pPr", "hyperlink", *_RUNS), ()),
    "pPr": (("pStyle", "numPr"), ()),
    "numPr": (("ilvl", "numId"), ()),
    "hyperlink": (_RUNS, (f"{{{R}}}id",)),
    "r": (("rPr", "t", "br", "bookmarkStart", "footnoteReference", "endnoteReference"), ()),
    "rPr": (("b", "i"), ()),
    "tbl": (("tr",), ()),
    "tr": (("trPr", "tc"), ()),
    "trPr": (("tblHeader",), ()),
    "tc": (("p",), ()),
    "bookmarkStart": ((), (w("name"),)),
    **{name: ((), (w("val"),)) for name in ("pStyle", "ilvl", "numId")},
    **{name: ((), (w("id"),)) for name in ("footnoteReference", "endnoteReference")},
    **dict.fromkeys(("t", "br", "b", "i", "tblHeader"), ((), ())),
}
KEPT = {w(name): (frozenset(map(w, children)), keys) for name, (children, keys) in _KEPT.items()}


class Shaping:
    """Shapes the parts of one file, the document first."""

    def __init__(self, styles: Styles, numbering: Numbering, counts: Counter[str]) -> None:
        self._styles, self._numbering, self._counts = styles, numbering, counts
        self.heading_of_picture: dict[int, str] = {}
        self.links: dict[str, str] = {}
        self._cells = 0

    def shape(self, root: Element, relations: dict[str, Relation], *, has_headings: bool = True) -> None:
        """Shape one part's tree in place. Notes have no headings."""
        etree.strip_elements(root, *map(w, ("sdtPr", "sdtEndPr", "rt", "rubyPr")), with_tail=False)
        etree.strip_tags(root, *UNWRAPPED)
        self._settle_links(root, relations)
        self._settle_runs(root)
        self._open_single_cells(root)
        self._settle_paragraphs(root, has_headings)
        self._flatten_tables(root)
        _keep_only_the_known(root)

    def _settle_links(self, root: Element, relations: dict[str, Relation]) -> None:
        """Keep links to the web; of all others only the words."""
        for link in list(root.iter(w("hyperlink"))):
            relation = relations.get(link.get(f"{{{R}}}id", ""))
            address = relation.target if relation and relation.is_outside else ""
            is_web = bool(LINK_OUT.match(address)) and "@" not in address
            is_kept = is_web and has_text(link) and not under(link, "hyperlink")
            if has_text(link):
                self._counts["links_out" if is_kept else "links_dropped"] += 1
            if is_kept:
                key = f"link{len(self.links) + 1}"
                self.links[key] = address
                link.set(f"{{{R}}}id", key)
            else:
                link.tag = "dropped"
        etree.strip_tags(root, "dropped")

    def _settle_runs(self, root: Element) -> None:
        """Of a run keep its words, whether it is bold or italic, its notes and line ends."""
        before: tuple[bool, bool] | None = None
        for run in list(root.iter(w("r"))):
            look = self._styles.look(run)
            is_bold, is_italic = look.is_bold, look.is_italic
            for properties in run.findall(w("rPr")):
                run.remove(properties)
            self._settle_words(run)
            earlier = run.getprevious()
            if before == (is_bold, is_italic) and earlier is not None and earlier.tag == w("r"):
                # Word cuts a sentence into many runs; each of them would be read, and marked, on its own.
                _move_words(run, earlier)
                remove(run)
                continue
            before = (is_bold, is_italic)
            if is_bold or is_italic:
                properties = made("rPr")
                properties.extend([made(name) for name, is_on in (("b", is_bold), ("i", is_italic)) if is_on])
                run.insert(0, properties)
        for text in root.iter(w("t")):
            text.text = plain(text.text or "", self._counts)

    def _settle_words(self, run: Element) -> None:
        for each in list(run):
            if each.tag in (w("tab"), w("ptab")):
                replace(each, [made("t", " ")])
            elif each.tag == w("noBreakHyphen"):
                replace(each, [made("t", "-")])
            elif each.tag == w("cr"):
                replace(each, [made("br")])
            elif each.tag == w("br") and val(each, "type") in ("page", "column"):
                replace(each, [made("t", " ")])
            elif each.tag == w("sym"):
                replace(each, [made("t", self._symbol(each))])
            elif each.tag == w("ruby"):
                replace(each, [made("t", _words(each))])

    def _symbol(self, element: Element) -> str:
        font, code = val(element, "font"), val(element, "char")
        try:
            point = int(code, 16)
        except ValueError:
            point = 0
        found = dingbats.get((font, point)) or dingbats.get((font, point & 0xFF))
        if found is None:
            self._counts["symbols"] += 1
            return ""
        return chr(found)

    def _open_single_cells(self, root: Element) -> None:
        """A table of one cell is a frame around text."""
        for table in list(root.iter(w("tbl"))):
            cells = [cell for row in table.findall(w("tr")) for cell in row.findall(w("tc"))]
            if len(cells) == 1:
                self._counts["single_cells"] += has_text(table)
                replace(table, [block for block in cells[0] if block.tag in (w("p"), w("tbl"))])

    def _settle_paragraphs(self, root: Element, has_headings: bool) -> None:
        """Give each paragraph what it is, and each item of a list its number."""
        paragraphs = list(root.iter(w("p")))
        levels = {
            at: level
            for at, paragraph in enumerate(paragraphs)
            if has_headings
            and not under(paragraph, "tc")
            and has_text(paragraph)
            and (level := self._styles.heading_level(paragraph)) is not None
        }
        self._counts["title"] += sum(level == TITLE_LEVEL for level in levels.values())
        highest = min((max(level, 1) for level in levels.values()), default=1)
        heading, lists = "", _Lists()
        for at, paragraph in enumerate(paragraphs):
            label = self._label(paragraph)
            is_quotation = self._styles.is_quotation(paragraph)
            for properties in paragraph.findall(w("pPr")):
                paragraph.remove(properties)
            for mark in paragraph.iter(w("bookmarkStart")):
                picture = number(val(mark, "name").removeprefix(PICTURE_MARK))
                self.heading_of_picture[picture] = heading
            if at in levels:
                lists.end()
                level = TOP + max(levels[at], 1) - highest
                self._counts["deep_headings"] += level > DEEPEST
                self._write_out(paragraph, label)
                _set_style(paragraph, f"{HEADING}{min(level, DEEPEST)}")
                heading = shorten(_words(paragraph), LONGEST_PLACE, placeholder="…")
            elif under(paragraph, "tc"):
                lists.end()
                self._write_out(paragraph, label)
            elif label is not None and has_text(paragraph):
                self._make_item(paragraph, label, lists)
            elif has_text(paragraph) or paragraph.find(f".//{w('bookmarkStart')}") is not None:
                lists.end()
                if is_quotation:
                    _set_style(paragraph, QUOTATION)

    def _label(self, paragraph: Element) -> tuple[str, int, Label] | None:
        where = self._styles.list_of(paragraph)
        if where is None:
            return None
        key, level = where
        label = self._numbering.label(key, level)
        return None if label is None else (key, level or self._styles.depth_by_name(paragraph), label)

    def _write_out(self, paragraph: Element, found: tuple[str, int, Label] | None) -> None:
        """Put the number that Word draws into the text, where no list of a report can draw it."""
        if found is None or not found[2].words or not has_text(paragraph):
            return
        self._counts["labels"] += 1
        run = made("r")
        run.append(made("t", f"{plain(found[2].words, self._counts)} "))
        paragraph.insert(0, run)

    def _make_item(self, paragraph: Element, found: tuple[str, int, Label], lists: "_Lists") -> None:
        key, level, label = found
        is_text = not label.is_bullet and not label.is_plain
        if is_text:
            self._write_out(paragraph, found)
            if not re.search(r"[^\W\d]", label.words) or len(label.words) > 8:
                # "1.2" numbers a paragraph, and "Recommendation 1:" begins one; "(a)" is an item of a list.
                lists.end()
                return
        depth = lists.depth(level)
        is_numbered = not label.is_bullet and label.is_plain
        properties = made("pPr")
        listed = made("numPr")
        listed.extend([made("ilvl", val=str(depth)), made("numId", val=NUMBERED if is_numbered else BULLETS)])
        properties.append(listed)
        paragraph.insert(0, properties)
        if is_numbered:
            is_other = lists.is_other(depth, key, label.number)
            paragraph.insert(1, made("bookmarkStart", name=f"{ITEM_MARK}{label.number}-{int(is_other)}"))
        else:
            lists.forget(depth)

    def _flatten_tables(self, root: Element) -> None:
        for table in [each for each in root.iter(w("tbl")) if not under(each, "tbl")]:
            if not has_text(table) and next(table.iter(w("bookmarkStart")), None) is None:
                remove(table)
                continue
            self._counts["tables_nested"] += sum(1 for each in table.iter(w("tbl"))) - 1
            is_merged = False
            rows = table.findall(w("tr"))
            for row in rows:
                is_merged |= _flatten_row(row)
                self._cells += len(row)
                if self._cells > MOST_CELLS:
                    raise NotReadable(TOO_LONG)
            self._counts["tables_merged"] += is_merged
            columns = max((len(row.findall(w("tc"))) for row in rows), default=0)
            for row in rows:
                row.extend(_empty_cell() for _each in range(columns - len(row.findall(w("tc")))))
            # Merged cells often lie over columns in which nothing stands anywhere.
            for column in list(zip(*(row.findall(w("tc")) for row in rows), strict=True)):
                if not any(map(_is_filled, column)):
                    for cell in column:
                        remove(cell)
            has_header = bool(rows) and rows[0].find(f"{w('trPr')}/{w('tblHeader')}") is not None
            self._counts["tables_without_header"] += not has_header


class _Lists:
    """How deep the lists are in which a paragraph stands, and which numbers they have reached."""

    def __init__(self) -> None:
        self._levels: list[int] = []
        self._last: dict[int, tuple[str, int, bool]] = {}

    def end(self) -> None:
        self._levels, self._last = [], {}

    def depth(self, level: int) -> int:
        """The depth, from 0, of an item of Word's `level`: no level is left out on the way down."""
        while self._levels and self._levels[-1] > level:
            self._levels.pop()
        if not self._levels or self._levels[-1] < level:
            self._levels.append(level)
        depth = min(len(self._levels) - 1, DEEPEST_LIST)
        self._last = {each: last for each, last in self._last.items() if each <= depth}
        return depth

    def is_other(self, depth: int, key: str, count: int) -> bool:
        """Whether the numbered item is drawn in the second of two ways, by which Markdown tells two lists apart."""
        last_key, last_count, is_other = self._last.get(depth, (key, count - 1, False))
        if (last_key, last_count + 1) != (key, count):
            is_other = not is_other
        self._last[depth] = (key, count, is_other)
        return is_other

    def forget(self, depth: int) -> None:
        """An item without a number ends the counting at its depth."""
        self._last.pop(depth, None)


def _flatten_row(row: Element) -> bool:
    """Make of each cell one paragraph, and of what is merged a filled cell and empty ones; say if any was merged."""
    is_merged = False
    properties = row.find(w("trPr"))
    for name, place in (("gridBefore", 0), ("gridAfter", None)):
        skipped = 0 if properties is None else min(number(val(properties.find(w(name)))), WIDEST)
        for _each in range(skipped):
            row.insert(1 if place == 0 else len(row), _empty_cell())
    for cell in row.findall(w("tc")):
        settings = cell.find(w("tcPr"))
        wide = merged = None
        if settings is not None:
            wide, merged = settings.find(w("gridSpan")), settings.find(w("vMerge"))
            cell.remove(settings)
        is_rest = merged is not None and val(merged) != "restart"
        columns = max(1, min(number(val(wide), 1), WIDEST))
        is_merged |= columns > 1 or is_rest
        pieces = [] if is_rest else [each for each in cell.iter(w("p")) if _is_filled(each)]
        for block in list(cell):
            cell.remove(block)
        cell.append(_joined(pieces))
        for _each in range(columns - 1):
            cell.addnext(_empty_cell())
    return is_merged


def _is_filled(paragraph: Element) -> bool:
    return has_text(paragraph) or next(paragraph.iter(w("bookmarkStart"), *NOTES), None) is not None


def _joined(paragraphs: Iterable[Element]) -> Element:
    """One paragraph with the words of all."""
    joined = made("p")
    for paragraph in paragraphs:
        before = _words(joined).rstrip()
        if before:
            run = made("r")
            run.append(made("t", " " if before.endswith(ENDED) else "; "))
            joined.append(run)
        joined.extend([child for child in paragraph if child.tag != w("pPr")])
    for line_end in list(joined.iter(w("br"))):
        replace(line_end, [made("t", " ")])
    return joined


def _empty_cell() -> Element:
    cell = made("tc")
    cell.append(made("p"))
    return cell


def _set_style(paragraph: Element, style: str) -> None:
    properties = made("pPr")
    properties.append(made("pStyle", val=style))
    paragraph.insert(0, properties)


def _move_words(run: Element, earlier: Element) -> None:
    for child in list(run):
        last = earlier[-1] if len(earlier) else None
        if child.tag == w("t") and last is not None and last.tag == w("t"):
            last.text = (last.text or "") + (child.text or "")
        else:
            earlier.append(child)


def _words(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(w("t")))


def _keep_only_the_known(element: Element) -> None:
    """Keep what _KEPT says, where it says so: nothing unknown, and nothing within another time and again."""
    children, keys = KEPT[element.tag]
    for child in list(element):
        if child.tag in children:
            _keep_only_the_known(child)
        else:
            element.remove(child)
    for key in [key for key in element.attrib if key not in keys]:
        del element.attrib[key]
    element.tail = None
    if element.tag != w("t"):
        element.text = None
