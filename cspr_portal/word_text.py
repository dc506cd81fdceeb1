"""A report's rendered text as parts of a Word document: headings, paragraphs, lists, tables, links, footnotes, pictures.

In: cleaned HTML (cspr_portal.text). What stands around it in the file is in word.py; how it is read back, in word_in.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length
from lxml import html as parsed

from cspr_portal.picture_marks import FILES
from cspr_portal.text import CleanHtml

LEVELS = {"h2": 1, "h3": 2, "h4": 3}
LISTS = {"ul": "List Bullet", "ol": "List Number"}
DEEPEST = 3
NOTE, BACK = "#note-", "#back-"
# The most that a picture takes of a page, and how many of a screen's pixels make a centimetre
WIDEST, HIGHEST = Cm(16), Cm(20)
PIXELS = 96 / 2.54


def add_text(document: Any, html: CleanHtml, pictures: Mapping[str, bytes]) -> None:
    """Add the text to a python-docx document. Its h2 becomes Word's first level; notes become footnotes.

    `pictures` are the bytes of those that the text shows, by their names.
    """
    if html:
        _Writer(document, pictures).write(parsed.fragment_fromstring(str(html), create_parent="div"))


class _Writer:
    """Writes one text; footnotes are gathered on the way and become a part of the file at the end."""

    def __init__(self, document: Any, pictures: Mapping[str, bytes]) -> None:
        self.document, self.pictures = document, pictures
        self.notes: dict[str, str] = {}
        self.used: list[str] = []

    def write(self, root: Any) -> None:
        title = root.find("h2[@id='notes']")
        if title is not None:
            last = title.getnext()
            self.notes = {f"#{one.get('id')}": _note_words(one) for one in last.iter("li")}
            root.remove(title)
            root.remove(last)
        for block in root:
            self.block(block)
        if self.used:
            self.add_notes()

    def block(self, block: Any, style: str | None = None, depth: int = 0) -> None:
        if block.tag in LEVELS:
            self.inline(self.document.add_heading("", level=LEVELS[block.tag]), block)
        elif block.tag in LISTS:
            self.items(block, depth + 1)
        elif block.tag == "table":
            self.table(block)
        elif block.tag == "blockquote":
            for part in block:
                self.block(part, style="Quote")
        else:
            paragraph = self.document.add_paragraph(style=style)
            if block.tag == "footer":
                paragraph.add_run("— ")
            self.inline(paragraph, block)

    def items(self, block: Any, depth: int) -> None:
        level = min(depth, DEEPEST)
        style = LISTS[block.tag] + (f" {level}" if level > 1 else "")
        number = self.new_numbers(style, int(block.get("start") or 1)) if block.tag == "ol" else None
        for item in block:
            paragraph = self.document.add_paragraph(style=style)
            if number is not None:
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
            self.run(paragraph, item.text)
            for at, part in enumerate(item):
                if part.tag in ("ul", "ol"):
                    self.items(part, depth + 1)
                elif part.tag in ("table", "blockquote"):
                    self.block(part, depth=depth)
                elif part.tag == "p" and at > 0:
                    self.inline(self.document.add_paragraph(style="List Continue"), part)
                elif part.tag == "p":
                    self.inline(paragraph, part)
                else:
                    self.piece(paragraph, part, {})
                if part.tail and part.tail.strip():
                    self.run(paragraph, part.tail)

    def new_numbers(self, style: str, start: int) -> int:
        """Begin the numbers of a list anew: without that, all lists of a document are one."""
        numbering = self.document.part.numbering_part.element
        its = self.document.styles[style].element.pPr.numPr.numId.val
        number = numbering.add_num(numbering.num_having_numId(its).abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(number.numId)

    def table(self, block: Any) -> None:
        rows = [list(row) for row in block.iter("tr")]
        table = self.document.add_table(len(rows), max(len(row) for row in rows), style="Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, found in zip(row.cells, cells, strict=False):
                self.inline(cell.paragraphs[0], found)
        if block.find("thead") is not None:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def inline(self, paragraph: Any, element: Any, how: dict[str, bool] | None = None) -> None:
        """Add what stands in an element, with its marks, to a paragraph."""
        how = how or {}
        self.run(paragraph, element.text, how)
        for part in element:
            self.piece(paragraph, part, how)
            self.run(paragraph, part.tail, how)

    def piece(self, paragraph: Any, part: Any, how: dict[str, bool]) -> None:
        address = part.get("href") or ""
        if part.tag == "br":
            paragraph.add_run().add_break()
        elif part.tag == "img":
            self.picture(paragraph, part)
        elif part.tag == "strong":
            self.inline(paragraph, part, {**how, "bold": True})
        elif part.tag == "em":
            self.inline(paragraph, part, {**how, "italic": True})
        elif part.tag == "a" and address.startswith(NOTE) and address in self.notes:
            self.refer(paragraph, address)
        elif part.tag == "a" and not address.startswith("#"):
            self.link(paragraph, part, address, how)
        else:
            self.inline(paragraph, part, how)

    def run(self, paragraph: Any, text: str | None, how: dict[str, bool] | None = None) -> None:
        if not text or not (paragraph.runs or text.strip()):
            return
        run = paragraph.add_run(" ".join(text.split("\n")) if text.strip() else " ")
        for name, value in (how or {}).items():
            setattr(run, name, value)

    def link(self, paragraph: Any, part: Any, address: str, how: dict[str, bool]) -> None:
        before = len(paragraph._p)
        self.inline(paragraph, part, {**how, "underline": True})
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
        for run in list(paragraph._p)[before:]:
            link.append(run)
        paragraph._p.append(link)

    def picture(self, paragraph: Any, part: Any) -> None:
        """Add a picture with what it shows in words; its name is how it is known when the file comes back."""
        name = part.get("src").removeprefix(FILES)
        if name not in self.pictures:
            return
        shape = paragraph.add_run().add_picture(BytesIO(self.pictures[name]))
        ratio = shape.height / shape.width
        width = min(Cm(int(part.get("width")) / PIXELS), WIDEST, Length(round(HIGHEST / ratio)))
        shape.width, shape.height = Length(width), Length(round(width * ratio))
        about = shape._inline.docPr
        about.set("name", name)
        about.set("descr", part.get("alt"))

    def refer(self, paragraph: Any, address: str) -> None:
        """Refer to a note. Word knows each use as a note of its own."""
        self.used.append(self.notes[address])
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.used)))
        run._r.append(reference)

    def add_notes(self) -> None:
        """Add the footnotes' part, with the two lines that Word draws between text and notes."""
        lines = "".join(
            f'<w:footnote w:type="{kind}" w:id="{key}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
            for kind, key, mark in (
                ("separator", -1, "separator"),
                ("continuationSeparator", 0, "continuationSeparator"),
            )
        )
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        lines += "".join(
            f'<w:footnote w:id="{key}"><w:p>{mark}<w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p>'
            "</w:footnote>"
            for key, words in enumerate(self.used, start=1)
        )
        blob = f"<w:footnotes {nsdecls('w')}>{lines}</w:footnotes>".encode()
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _note_words(item: Any) -> str:
    """The words of a note, without the links back to where it is used."""
    for link in [one for one in item.iter("a") if (one.get("href") or "").startswith(BACK)]:
        link.drop_tree()
    return " ".join("".join(item.itertext()).split())
