"""Word files as people send them: real ones, which LibreOffice makes, and small ones built by hand. No test lives here.

What must never come out of them holds the word "Canary".
"""

import base64
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from PIL import Image

from cspr_portal.word_in import WordText, read_word

MISSING = "LibreOffice Writer is missing: `make setup` installs it (Debian package libreoffice-writer-nogui)."
NAMES = """
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"
"""
CHANGE = (
    "<office:change-info><dc:creator>Canary Reviser</dc:creator><dc:date>2027-01-04T10:00:00</dc:date>"
    "</office:change-info>"
)
LEVELS = "".join(
    f'<text:list-level-style-{kind} text:level="{level}" {how}>'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" '
    f'fo:text-indent="-0.5cm" fo:margin-left="{level}cm"/></style:list-level-properties>'
    f"</text:list-level-style-{kind}>"
    for level, kind, how in (
        (1, "number", 'style:num-format="1" style:num-suffix="."'),
        (2, "bullet", 'text:bullet-char="•"'),
        (3, "number", 'style:num-format="a" style:num-prefix="(" style:num-suffix=")"'),
    )
)
STYLES = f"""
<office:styles>
 <style:style style:name="Standard" style:family="paragraph" style:class="text"/>
 <style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard"/>
 <style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>
 <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
  style:parent-style-name="Heading" style:default-outline-level="1"/>
 <style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
  style:parent-style-name="Heading" style:default-outline-level="2"/>
 <style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard"/>
 <style:style style:name="Unseen" style:family="text">
  <style:text-properties text:display="none"/></style:style>
</office:styles>
<office:automatic-styles>
 <style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
 <style:style style:name="Italic" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
 <style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
 <style:style style:name="White" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>
 <style:style style:name="Struck" style:family="text">
  <style:text-properties style:text-line-through-style="solid"/></style:style>
 <text:list-style style:name="Steps">{LEVELS}</text:list-style>
 <style:page-layout style:name="Page"><style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles>
 <style:master-page style:name="Standard" style:page-layout-name="Page">
  <style:header><text:p>Canary header</text:p></style:header>
  <style:footer><text:p>Canary footer</text:p></style:footer>
 </style:master-page>
</office:master-styles>
"""
META = """
<office:meta><dc:title>Canary title</dc:title><dc:creator>Canary Saver</dc:creator>
<meta:initial-creator>Canary Author</meta:initial-creator><dc:description>Canary description</dc:description>
<meta:keyword>Canary keyword</meta:keyword>
<meta:user-defined meta:name="Case">Canary property</meta:user-defined></office:meta>
"""
# A little of all that a reviewer's report has, and of all that may not come along
REPORT = """
<text:tracked-changes>
 <text:changed-region text:id="i1"><text:insertion>{change}</text:insertion></text:changed-region>
 <text:changed-region text:id="d1"><text:deletion>{change}<text:p>Canary deleted</text:p></text:deletion>
 </text:changed-region>
</text:tracked-changes>
<text:table-of-content text:name="Contents"><text:table-of-content-source text:outline-level="2"/>
 <text:index-body><text:p>Canary contents 1</text:p></text:index-body></text:table-of-content>
<text:h text:style-name="Heading_20_1" text:outline-level="1">Who Robin is</text:h>
<text:p>Robin is a <text:span text:style-name="Italic">name</text:span><text:note text:note-class="footnote">
<text:note-citation>1</text:note-citation><text:note-body><text:p>The name was chosen by a grandmother.</text:p>
<text:p>She was asked.</text:p></text:note-body></text:note> chosen with the
<text:span text:style-name="Bold">family</text:span>.<text:note text:note-class="endnote">
<text:note-citation>i</text:note-citation><text:note-body><text:p>Told in March.</text:p></text:note-body>
</text:note> It was kept<text:change-start text:change-id="i1"/> with care<text:change-end text:change-id="i1"/>.
<text:change text:change-id="d1"/></text:p>
<text:p>Seen by nobody<office:annotation><dc:creator>Canary Commenter</dc:creator>
<dc:date>2027-01-04T10:00:00</dc:date><text:p>Canary comment</text:p></office:annotation>:
<text:span text:style-name="Hidden">Canary hidden run </text:span><text:span text:style-name="Unseen">Canary hidden
style </text:span><text:span text:style-name="White">Canary white </text:span>nothing.</text:p>
<text:p>Written by <text:author-name text:fixed="true">Canary Author</text:author-name> in
<text:file-name text:fixed="true">Canary.odt</text:file-name>.</text:p>
<text:p text:style-name="Quotations">Everyone was kind.</text:p>
<text:h text:style-name="Heading_20_2" text:outline-level="2">The first conversation</text:h>
<text:list text:style-name="Steps" xml:id="l1">
 <text:list-item><text:p>One</text:p>
  <text:list><text:list-item><text:p>a door</text:p>
   <text:list><text:list-item><text:p>repaired</text:p></text:list-item></text:list></text:list-item>
   <text:list-item><text:p>a window</text:p></text:list-item></text:list></text:list-item>
 <text:list-item><text:p>Two</text:p></text:list-item>
</text:list>
<text:p>Between them a thought.</text:p>
<text:list text:style-name="Steps" text:continue-list="l1">
 <text:list-item><text:p>Three</text:p></text:list-item></text:list>
<table:table table:name="Known"><table:table-column table:number-columns-repeated="3"/>
 <table:table-header-rows><table:table-row>
  <table:table-cell><text:p>Service</text:p></table:table-cell>
  <table:table-cell><text:p>What it knew</text:p></table:table-cell>
  <table:table-cell><text:p>When</text:p></table:table-cell></table:table-row></table:table-header-rows>
 <table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>School</text:p></table:table-cell>
  <table:table-cell><text:p>a small worry</text:p><text:p>and another | one</text:p></table:table-cell>
  <table:table-cell><text:p>Spring</text:p></table:table-cell></table:table-row>
 <table:table-row><table:covered-table-cell/>
  <table:table-cell table:number-columns-spanned="2"><text:p>the same, later</text:p></table:table-cell>
  <table:covered-table-cell/></table:table-row>
</table:table>
<text:p>The plan:<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm" draw:name="Canary name">
<draw:image><office:binary-data>{picture}</office:binary-data></draw:image><svg:title>Canary short alt</svg:title>
<svg:desc>A plan. Canary alt</svg:desc></draw:frame></text:p>
<text:p>A box<draw:frame text:anchor-type="paragraph" svg:width="5cm" svg:height="2cm"><draw:text-box>
<text:p>Words in the box.</text:p></draw:text-box></draw:frame> stands here.</text:p>
<text:p>See <text:a xlink:type="simple" xlink:href="https://example.invalid/guide?a=1&amp;b=2">the guidance</text:a>
or <text:a xlink:type="simple" xlink:href="mailto:canary@demo.invalid">write to us</text:a>,
<text:span text:style-name="Struck">or not</text:span>.</text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">What we are changing</text:h>
<text:p># not a heading</text:p>
<text:p>* not a list</text:p>
<text:p>One num\u200bber for thin\u00adking\u00a0aloud &amp;amp; &lt;b&gt;more&lt;/b&gt;.</text:p>
"""


def flat_odt(body: str, meta: str = META) -> str:
    """An OpenDocument text in one XML file, with this between the body's ends."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES}>{meta}{STYLES}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def report() -> str:
    """The report above with its picture."""
    picture = base64.b64encode(png()).decode()
    return flat_odt(REPORT.format(change=CHANGE, picture=picture))


def long_report(words: int = 30_000, tables: int = 40, notes: int = 200) -> str:
    """A report of about sixty pages."""
    sentence = "In the spring each service saw something small and wrote it down for the others to read . "
    parts, every = [], 10 * len(sentence.split())
    paragraphs = words // every
    for number in range(paragraphs):
        if number % 12 == 0:
            parts.append(
                f'<text:h text:style-name="Heading_20_1" text:outline-level="1">Part {number}</text:h>'
            )
        note = (
            '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
            f"<text:p>Note {number}.</text:p></text:note-body></text:note>"
        )
        here = notes // paragraphs + (number < notes % paragraphs)
        styled = sentence.replace("small", '<text:span text:style-name="Bold">small</text:span>')
        parts.append(f"<text:p>{sentence * 5}{styled * 5}{note * here}</text:p>")
        if number < tables:
            row = "<table:table-row>" + "<table:table-cell><text:p>cell</text:p></table:table-cell>" * 4
            parts.append(
                f'<table:table table:name="T{number}"><table:table-column table:number-columns-repeated="4"/>'
                + f"{row}</table:table-row>" * 8
                + "</table:table>"
            )
    return flat_odt("".join(parts))


def by_libreoffice(flat: str, folder: Path) -> bytes:
    """The OpenDocument text as the Word file that LibreOffice saves it as; `folder` is for its own use."""
    source = folder / "report.fodt"
    source.write_text(flat, encoding="utf-8")
    return _converted(source, folder)


def resaved(data: bytes, folder: Path) -> bytes:
    """A Word file as LibreOffice saves it again; `folder` is for its own use."""
    source = folder / "sent" / "report.docx"
    source.parent.mkdir()
    source.write_bytes(data)
    return _converted(source, folder)


def _converted(source: Path, folder: Path) -> bytes:
    program = shutil.which("soffice")
    assert program, MISSING
    done = subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "docx", "--outdir", str(folder), str(source)),
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    made = folder / "report.docx"
    assert made.exists(), f"LibreOffice made no Word file: {done.stderr.decode(errors='replace')[-500:]}"
    return made.read_bytes()


def png() -> bytes:
    """A small picture."""
    made = io.BytesIO()
    Image.new("RGB", (12, 9)).save(made, "PNG")
    return made.getvalue()


def word_file(write: Callable[[Any], object]) -> bytes:
    """A Word file as python-docx saves it, with what `write` puts into its document."""
    document, made = Document(), io.BytesIO()
    write(document)
    document.save(made)
    return made.getvalue()


def paragraph(*texts: str) -> bytes:
    """A Word file with one paragraph for each text."""
    return word_file(lambda document: [document.add_paragraph(text) for text in texts])


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE_NAMES = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def with_body(body: str, **more: str) -> bytes:
    """A Word file whose document holds this XML, beside the styles and lists that python-docx brings."""
    return changed(paragraph("."), {"word/document.xml": document_xml(body), **more})


def document_xml(body: str, before: str = "") -> str:
    """The document's part."""
    return f"{before}<w:document {MORE_NAMES}><w:body>{body}</w:body></w:document>"


def changed(data: bytes, parts: dict[str, str | bytes | None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with these parts put in place of its own, or beside them; None takes a part out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", method) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def run(words: str, properties: str = "") -> str:
    """Words in a paragraph."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def para(inside: str, properties: str = "") -> str:
    """A paragraph of such words."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def cell(words: str, properties: str = "") -> str:
    """A table's cell with these words."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(run(words))}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows, each of them cells that may follow on <w:trPr>."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(links: dict[str, str], **parts: str) -> dict[str, str]:
    """More parts for `with_body`: links of these ids, and a part of each kind, such as footnotes, with its XML."""
    lines = [
        f'<Relationship Id="{key}" Type="{OFFICE}/hyperlink" Target="{escape(target)}" TargetMode="External"/>'
        for key, target in links.items()
    ]
    lines += [f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in parts]
    with zipfile.ZipFile(io.BytesIO(paragraph("."))) as archive:
        relations = archive.read(RELATIONS).decode()
    return {
        RELATIONS: relations.replace("</Relationships>", "".join(lines) + "</Relationships>"),
        **{f"word/{kind}.xml": xml for kind, xml in parts.items()},
    }


def notes(side: str, **texts: str) -> str:
    """A part of footnotes or endnotes: "n2" is the note of the id 2, with these blocks."""
    rows = "".join(f'<w:{side} w:id="{key[1:]}">{blocks}</w:{side}>' for key, blocks in texts.items())
    line = f'<w:{side} w:type="separator" w:id="-1">{para(run("Canary"))}</w:{side}>'
    return f"<w:{side}s {MORE_NAMES}>{line}{rows}</w:{side}s>"


def referred(side: str, key: int) -> str:
    """The place in the text that a note belongs to."""
    return f'<w:r><w:{side}Reference w:id="{key}"/></w:r>'


def mark(kind: str, inside: str = "") -> str:
    """A mark where a field begins, where its result begins, or where it ends."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def field(instruction: str, result: str) -> str:
    """A field: how it is worked out, and what it shows."""
    told = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return mark("begin") + told + mark("separate") + result + mark("end")


def read(*blocks: str, **more: str) -> WordText:
    """A Word file of these blocks, read."""
    return read_word(with_body("".join(blocks), **more))


def found(text: WordText) -> dict[str, int]:
    """The findings but for those that python-docx's own file brings."""
    return {each.kind: each.count for each in text.findings if each.kind not in ("properties", "other_data")}
