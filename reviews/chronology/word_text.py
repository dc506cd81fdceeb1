"""The text of a part of a Word file as it is shown: without what is deleted, moved away or hidden."""

from docx.oxml.ns import qn
from lxml import etree

OFF = ("0", "false", "off", "none")
# Deleted and moved text, drawings with their text boxes, fields' codes: none of it is the text of the cell.
LEFT_OUT = {
    qn(name)
    for name in (
        "w:del",
        "w:moveFrom",
        "w:instrText",
        "w:delText",
        "w:drawing",
        "w:pict",
        "w:object",
        "w:rPr",
        "w:pPr",
    )
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
TEXT, RUN, PARAGRAPH, STYLE = qn("w:t"), qn("w:r"), qn("w:p"), qn("w:style")
BREAKS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): " ",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "",
}
VANISH, VALUE = qn("w:vanish"), qn("w:val")
OWN_VANISH = f"{qn('w:rPr')}/{VANISH}"
RUN_STYLE = f"{qn('w:rPr')}/{qn('w:rStyle')}"
PARAGRAPH_STYLE = f"{qn('w:pPr')}/{qn('w:pStyle')}"
DEFAULT_VANISH = "/".join(qn(step) for step in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:vanish"))
MARKS = {qn("w:del"), qn("w:ins"), qn("w:moveFrom"), qn("w:moveTo")}


class Reader:
    """Reads text by the styles of one document, and remembers what it left out: `has_hidden`, `has_changes`."""

    def __init__(self, styles: etree._Element) -> None:
        """Begin with the root of the document's styles."""
        self._hidden_styles = _hidden_styles(styles)
        self.has_hidden = False
        self.has_changes = False

    def text(self, cell: etree._Element) -> str:
        """Return the text in this element, a line for each paragraph."""
        lines = [self._line(paragraph, cell) for paragraph in cell.iter(PARAGRAPH)]
        return "\n".join(line for line in lines if line is not None).strip()

    def _line(self, paragraph: etree._Element, cell: etree._Element) -> str | None:
        """The text of a paragraph; None where all of it is left out."""
        above = paragraph.getparent()
        while above is not cell:
            if above.tag in LEFT_OUT:
                return None
            above = above.getparent()
        pieces: list[str] = []
        self._add(paragraph, pieces, _style(paragraph, PARAGRAPH_STYLE) in self._hidden_styles)
        return "".join(pieces)

    def _add(self, element: etree._Element, pieces: list[str], is_hidden: bool) -> None:
        for child in element:
            if child.tag in MARKS:
                self.has_changes = True
            if child.tag in LEFT_OUT or child.tag == PARAGRAPH:
                continue
            if child.tag == RUN:
                self._add_run(child, pieces, is_hidden)
            elif child.tag == TEXT:
                pieces.append(child.text or "")
            elif child.tag in BREAKS:
                pieces.append(BREAKS[child.tag])
            else:
                self._add(child, pieces, is_hidden)

    def _add_run(self, run: etree._Element, pieces: list[str], is_hidden: bool) -> None:
        own = run.find(OWN_VANISH)
        if own is not None:
            is_hidden = _is_on(own)
        else:
            style = _style(run, RUN_STYLE)
            is_hidden = is_hidden or (bool(style) and style in self._hidden_styles)
        if is_hidden:
            self.has_hidden = self.has_hidden or any(text.text for text in run.iter(TEXT))
        else:
            self._add(run, pieces, False)


def _style(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else str(found.get(VALUE, ""))


def _is_on(toggle: etree._Element) -> bool:
    return str(toggle.get(VALUE, "1")).lower() not in OFF


def _hidden_styles(styles: etree._Element) -> set[str]:
    """The styles that hide text, also through the style that they are based on. "" stands for no style at all."""
    own: dict[str, bool | None] = {}
    based: dict[str, str] = {}
    by_default: set[str] = set()
    for style in styles.iter(STYLE):
        name = str(style.get(qn("w:styleId"), ""))
        toggle = style.find(OWN_VANISH)
        own[name] = None if toggle is None else _is_on(toggle)
        above = style.find(qn("w:basedOn"))
        based[name] = "" if above is None else str(above.get(VALUE, ""))
        if style.get(qn("w:default")) in ("1", "true") and style.get(qn("w:type")) == "paragraph":
            by_default.add(name)
    toggle = styles.find(
        "/".join(qn(step) for step in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:vanish"))
    )
    is_hidden_anyway = toggle is not None and _is_on(toggle)
    hidden = {name for name in own if _hides(name, own, based, is_hidden_anyway)}
    return hidden | ({""} if is_hidden_anyway or hidden & by_default else set())


def _hides(name: str, own: dict[str, bool | None], based: dict[str, str], otherwise: bool) -> bool:
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        answer = own[name]
        if answer is not None:
            return answer
        name = based[name]
    return otherwise


def has_on(element: etree._Element | None, toggle: str) -> bool:
    """Whether the element has this toggle as a child, switched on."""
    found = None if element is None else element.find(toggle)
    return found is not None and _is_on(found)
