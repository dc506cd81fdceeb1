"""Takes out of a Word file's text what must not come along, and counts it: changes, comments, hidden text, fields.

It works on the tree of one part (the document, its footnotes, its endnotes), before anything reads its words.
"""

import re
from collections import Counter

from lxml import etree

from .names import MATH, MC, Element, flag, has_text, made, remove, replace, val, w
from .styles import Styles

# Fields whose result is a fact about the file or the person, and lists that a report makes for itself.
DETAILS = {
    *("AUTHOR", "LASTSAVEDBY", "USERNAME", "USERINITIALS", "USERADDRESS", "FILENAME", "TEMPLATE", "COMMENTS"),
    *(
        "KEYWORDS",
        "DOCPROPERTY",
        "DOCVARIABLE",
        "INFO",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "EDITTIME",
        "REVNUM",
    ),
}
CONTENTS = {"TOC", "TOA", "INDEX"}
BOUND_DETAILS = re.compile(r":(creator|lastModifiedBy|Company|Manager|keywords|description|category)\b")
REFORMATTED = (
    *("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange"),
    *("tblPrExChange", "numberingChange", "cellMerge"),
)
# What a field's result is made of: all in a run that a reader may see
SEEN = {
    *map(w, ("t", "tab", "br", "cr", "sym", "drawing", "pict", "object", "noBreakHyphen", "ptab")),
    *map(w, ("footnoteReference", "endnoteReference")),
}


def leave_out(root: Element, styles: Styles, counts: Counter[str]) -> None:
    """Take out what must not come along; `counts` is added to under the keys of found.SENTENCES."""
    # The file's own bookmarks go before anything is marked with ours.
    etree.strip_elements(root, w("bookmarkStart"), w("bookmarkEnd"), with_tail=False)
    _settle_alternatives(root)
    _settle_changes(root, counts)
    _drop_prompts_and_lists(root, styles, counts)
    _settle_fields(root, counts)
    _drop_unseen(root, styles, counts)
    _flatten_formulas(root, counts)


def _settle_alternatives(root: Element) -> None:
    """Of two ways to draw the same thing keep one: the newer, or the older where the newer is empty."""
    for element in list(root.iter(f"{{{MC}}}AlternateContent")):
        ways = [way for way in element if isinstance(way.tag, str) and len(way)]
        replace(element, list(ways[0]) if ways else [])


def _settle_changes(root: Element, counts: Counter[str]) -> None:
    """Take tracked changes as accepted: what they delete goes, what they insert stays."""
    counts["reformatted"] += sum(1 for _each in root.iter(*map(w, REFORMATTED)))
    etree.strip_elements(root, *map(w, REFORMATTED), with_tail=False)
    for row in list(root.iter(w("tr"))):
        properties = row.find(w("trPr"))
        if properties is not None and properties.find(w("del")) is not None:
            counts["deleted"] += 1
            remove(row)
        elif flag(properties, "hidden"):
            counts["hidden"] += 1
            remove(row)
        elif properties is not None and properties.find(w("ins")) is not None:
            counts["inserted"] += 1
    for cell in list(root.iter(w("tc"))):
        if cell.find(f"{w('tcPr')}/{w('cellDel')}") is not None:
            counts["deleted"] += 1
            for block in cell.findall(w("p")) + cell.findall(w("tbl")) + cell.findall(w("sdt")):
                cell.remove(block)
    for paragraph in reversed(list(root.iter(w("p")))):
        mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
        if mark is None:
            continue
        if mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None:
            _join_to_next(paragraph)
        # Neither words nor hidden: it stands for the paragraph's end.
        remove(mark)
    for key, names in (("deleted", ("del", "moveFrom")), ("inserted", ("ins", "moveTo"))):
        counts[key] += sum(1 for each in root.iter(*map(w, names)) if len(each))
    etree.strip_elements(root, w("del"), w("moveFrom"), w("delText"), w("delInstrText"), with_tail=False)
    etree.strip_tags(root, w("ins"), w("moveTo"))


def _join_to_next(paragraph: Element) -> None:
    """A paragraph whose end is deleted runs on into the next."""
    following = paragraph.getnext()
    if following is None or following.tag != w("p"):
        return
    properties = following.find(w("pPr"))
    moved = [child for child in paragraph if child.tag != w("pPr")]
    for place, child in enumerate(moved, start=0 if properties is None else 1):
        following.insert(place, child)
    remove(paragraph)


def _drop_prompts_and_lists(root: Element, styles: Styles, counts: Counter[str]) -> None:
    """Content controls: lists of contents go, and prompts that nobody has filled in, and the file's own details."""
    for control in list(root.iter(w("sdt"))):
        properties = control.find(w("sdtPr"))
        if properties is None:
            continue
        if val(properties.find(f"{w('docPartObj')}/{w('docPartGallery')}")) == "Table of Contents":
            counts["contents"] += 1
            remove(control)
        elif flag(properties, "showingPlcHdr"):
            remove(control)
        elif BOUND_DETAILS.search(val(properties.find(w("dataBinding")), "xpath")):
            counts["details"] += 1
            remove(control)
    listed = [paragraph for paragraph in root.iter(w("p")) if styles.is_contents(paragraph)]
    if listed and not counts["contents"]:
        counts["contents"] += 1
    for paragraph in listed:
        remove(paragraph)


def _settle_fields(root: Element, counts: Counter[str]) -> None:
    """Keep what a field shows and drop how it is worked out; drop it whole where it shows a detail of the file."""
    for simple in list(root.iter(w("fldSimple"))):
        key = _fate(val(simple, "instr"))
        if key:
            counts[key] += 1
            remove(simple)
    ends = _whole_fields(root)
    inside: list[_Field] = []
    dropped: list[Element] = []
    for element in root.iter():
        if element in ends:
            kind = val(element, "fldCharType")
            if kind == "begin":
                inside.append(_Field(element))
            elif kind == "separate":
                inside[-1].is_shown = True
                if key := _fate(inside[-1].instruction):
                    counts[key] += 1
                    inside[-1].is_dropped = True
            else:
                _tick(inside.pop())
        elif element.tag == w("instrText") and inside and not inside[-1].is_shown:
            inside[-1].instruction += element.text or ""
        elif element.tag in SEEN and any(each.is_dropped or not each.is_shown for each in inside):
            dropped.append(element)
    for element in dropped:
        remove(element)
    etree.strip_elements(root, w("fldChar"), w("instrText"), with_tail=False)


class _Field:
    """A field that the reading stands in."""

    def __init__(self, begin: Element) -> None:
        self.begin = begin
        self.instruction = ""
        self.is_shown = self.is_dropped = False


def _whole_fields(root: Element) -> set[Element]:
    """The marks of the fields that have a beginning and an end: a stray mark may not swallow what follows it."""
    whole: set[Element] = set()
    opened: list[list[Element]] = []
    for mark in root.iter(w("fldChar")):
        kind = val(mark, "fldCharType")
        if kind == "begin":
            opened.append([mark])
        elif kind == "separate" and opened and len(opened[-1]) == 1:
            opened[-1].append(mark)
        elif kind == "end" and opened:
            whole.update([*opened.pop(), mark])
    return whole


def _fate(instruction: str) -> str:
    """What a field's result is counted under when it is dropped; empty when it stays."""
    name = (instruction.split() or [""])[0].upper()
    return "contents" if name in CONTENTS else "details" if name in DETAILS else ""


def _tick(field: _Field) -> None:
    """A box to tick has no result of its own: it is drawn."""
    box = field.begin.find(f"{w('ffData')}/{w('checkBox')}")
    if box is not None:
        is_ticked = flag(box, "checked")
        is_ticked = flag(box, "default") if is_ticked is None else is_ticked
        field.begin.addprevious(made("t", "☒" if is_ticked else "☐"))


def _drop_unseen(root: Element, styles: Styles, counts: Counter[str]) -> None:
    """Drop the runs that Word doesn't show, or shows so that nobody reads them; pieces side by side count once."""
    # Something else than white may lie behind a page, a table's cell or a box.
    on_colour = root.find(w("background")) is not None
    before = ""
    for run in list(root.iter(w("r"))):
        look, fate = styles.look(run), ""
        if look.is_hidden or look.is_tiny:
            fate = "hidden"
        elif look.is_white and has_text(run):
            is_seen = on_colour or styles.is_on_colour(run) or _is_in_cell_or_box(run)
            fate = "white_kept" if is_seen else "white"
        elif look.is_struck and has_text(run):
            fate = "struck"
        if fate and fate != before and (has_text(run) or (fate == "hidden" and len(run) > 1)):
            counts[fate] += 1
        if fate in ("hidden", "white"):
            paragraph = run.getparent()
            remove(run)
            if paragraph is not None and paragraph.tag == w("p") and paragraph.find(f".//{w('r')}") is None:
                # Nothing of it is seen, so no number of a list is either.
                remove(paragraph)
        before = fate


def _is_something(run: Element) -> bool:
    return has_text(run) or next(run.iter(*SEEN - {w("t"), w("br"), w("tab")}), None) is not None


def _is_in_cell_or_box(run: Element) -> bool:
    return next(run.iterancestors(w("tc"), w("txbxContent")), None) is not None


def _flatten_formulas(root: Element, counts: Counter[str]) -> None:
    for formula in list(root.iter(f"{{{MATH}}}oMath")):
        words = "".join(each.text or "" for each in formula.iter(f"{{{MATH}}}t"))
        if words.strip():
            counts["formulas"] += 1
        run = made("r")
        run.append(made("t", words))
        replace(formula, [run])
    etree.strip_tags(root, f"{{{MATH}}}oMathPara")
