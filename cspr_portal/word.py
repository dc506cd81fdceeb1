"""Word files that the portal makes. On one that a member of staff takes away it stands on each page whose copy it is.

What stands inside comes from the caller; who may have it, and that it is noted, is the caller's concern too.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from cspr_portal import clock
from cspr_portal.text import CleanHtml
from cspr_portal.word_text import add_text

FONT = "Arial"
# What XML can't hold; forms refuse it, older rows may have it
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class WordDocument:
    """A document: headings and paragraphs are added, `bytes` makes the file."""

    def __init__(self, heading: str, *, title: str, author: str = "", language: str = "en-GB") -> None:
        """Begin a document with its first heading; `title` and `author` are all that its metadata say."""
        self._word: Any = Document()
        self._dress(language)
        section = self._word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Cm(2.5))
        self._number_pages(section.footer.paragraphs[0])
        self._empty_metadata(title, author)
        if heading:
            self._word.add_heading(_fit(heading), level=1)

    def heading(self, words: str) -> None:
        """Add a heading of the second level."""
        self._word.add_heading(_fit(words), level=2)

    def paragraphs(self, text: str) -> None:
        """Add plain text: an empty line begins a new paragraph, a line end stays one."""
        for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
            self._word.add_paragraph(_fit(paragraph))

    def report_text(self, html: CleanHtml, pictures: Mapping[str, bytes]) -> None:
        """Add a report's rendered text, with its headings, lists, tables, links and footnotes.

        `pictures` are the bytes of those that it shows, by their names.
        """
        add_text(self._word, CleanHtml(_fit(html)), pictures)

    def bytes(self) -> bytes:
        """Return the file."""
        out = BytesIO()
        self._word.save(out)
        return out.getvalue()

    def _dress(self, language: str) -> None:
        styles = self._word.styles
        for name, size in (
            ("Normal", 11),
            ("Heading 1", 20),
            ("Heading 2", 14),
            ("Heading 3", 12),
            ("Header", 9),
            ("Footer", 9),
        ):
            style = styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            # The template's theme would win over the font that is named.
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[key]
            for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(script), FONT)
            if style.type == WD_STYLE_TYPE.PARAGRAPH and name.startswith("Heading"):
                style.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C)
        for tag in styles.element.iter(qn("w:lang")):
            tag.set(qn("w:val"), language)

    def _number_pages(self, paragraph: Any) -> None:
        paragraph.add_run("Page ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        _field(paragraph, "NUMPAGES")

    def _empty_metadata(self, title: str, author: str) -> None:
        """Leave the title and the author that are given, and nothing of who wrote it, with what, or when."""
        core = self._word.core_properties
        for child in list(core._element):
            core._element.remove(child)
        core.title = _fit(title)
        if author:
            core.author = _fit(author)
        # What the library's template brings along: its program, its picture, its list of sources
        about = {
            RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
            RELATIONSHIP_TYPE.THUMBNAIL,
            RELATIONSHIP_TYPE.CUSTOM_XML,
        }
        for rels in (self._word.part.package.rels, self._word.part.rels):
            for key in [key for key, one in rels.items() if one.reltype in about]:
                del rels[key]


class WordFile(WordDocument):
    """One document for one reader, who stands on each page."""

    def __init__(self, title: str, *, reference: str, reader: str, at: datetime, mark: str = "") -> None:
        """Begin a document about the case `reference` (also the only fact in its metadata) for `reader`.

        `title` is its first heading; without one it begins with what is added.
        `at` is an aware datetime, shown by London's clocks; `mark` stands in the header, such as "Draft".
        """
        super().__init__(title, title=reference)
        made = clock.london(at)
        copy = f"Copy for {reader}, {clock.day_words(made.date())} at {made:%H:%M}"
        head = " · ".join(part for part in ("OFFICIAL-SENSITIVE", reference, mark) if part)
        header = self._word.sections[0].header
        header.paragraphs[0].add_run(_fit(head)).bold = True
        header.add_paragraph(_fit(copy), style="Header")


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", "instr", "separate", "text", "end"):
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = code
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
