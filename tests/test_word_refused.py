"""Files that are no Word document, or are made to hurt, are refused with a sentence before anything of them is read."""

import io
import os
import tracemalloc
import zipfile

import pytest
from lxml import etree

from cspr_portal.refusals import Refused
from cspr_portal.word_in import MOST_PARAGRAPHS, MOST_RUNS, NotReadable, package, read_word
from tests.word_files import W, cell, changed, document_xml, paragraph, table, with_body, word_file

CONTENT_TYPES, DOCUMENT = "[Content_Types].xml", "word/document.xml"
LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
FETCHES = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def types(data: bytes) -> str:
    return part(data, CONTENT_TYPES)


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_types(old: str, new: str) -> bytes:
    data = paragraph("Text.")
    assert old in types(data)
    return changed(data, {CONTENT_TYPES: types(data).replace(old, new)})


def encrypted() -> bytes:
    """A zip whose list says that its parts are locked."""
    data = bytearray(paragraph("Text."))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def damaged() -> bytes:
    """Whole as a zip, and one part of it isn't what its sum says."""
    data = changed(paragraph("Text."), {DOCUMENT: document_xml("<w:p/>")}, zipfile.ZIP_STORED)
    return data.replace(b"<w:p/>", b"<w:q/>")


def nested(depth: int) -> str:
    return (
        "<w:tbl><w:tr><w:tc>" * depth
        + "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
        + "</w:tc></w:tr></w:tbl>" * depth
    )


REFUSED = {
    "nothing": (lambda: b"", package.EMPTY_FILE),
    "text": (lambda: b"Minutes of the meeting.", package.NOT_WORD),
    "PDF": (lambda: b"%PDF-1.7\n", package.NOT_WORD),
    "rich text": (lambda: b"{\\rtf1 Text}", package.NOT_WORD),
    "web page": (lambda: b"<html><body>Text</body></html>", package.NOT_WORD),
    "old Word": (lambda: OLE, package.OLD_WORD),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), package.LOCKED),
    "locked zip": (encrypted, package.LOCKED),
    "another zip": (lambda: changed(b_zip(), {"a.txt": "Text."}), package.NOT_WORD),
    "spreadsheet": (
        lambda: with_types("wordprocessingml.document.main", "spreadsheetml.sheet.main"),
        package.NOT_WORD,
    ),
    "template": (
        lambda: with_types("wordprocessingml.document.main", "wordprocessingml.template.main"),
        package.NOT_WORD,
    ),
    "macros by type": (
        lambda: with_types(package.MAIN_TYPE, "application/vnd.ms-word.document.macroEnabled.main+xml"),
        package.MACROS,
    ),
    "macros by part": (lambda: changed(paragraph("Text."), {"word/vbaProject.bin": b"x"}), package.MACROS),
    "active controls": (
        lambda: changed(paragraph("Text."), {"word/activeX/activeX1.xml": "<a/>"}),
        package.MACROS,
    ),
    "half a zip": (lambda: cut(paragraph("Text.")), package.BROKEN),
    "only a zip's first bytes": (lambda: b"PK\x03\x04" + bytes(40), package.BROKEN),
    "a damaged part": (damaged, package.BROKEN),
    "two parts of one name": (
        lambda: changed(paragraph("Text."), {"WORD/document.xml": "<a/>"}),
        package.BROKEN,
    ),
    "a part that leads out": (lambda: changed(paragraph("Text."), {"../../x": "x"}), package.BROKEN),
    "broken XML": (lambda: changed(paragraph("Text."), {DOCUMENT: "<w:document"}), package.BROKEN),
    "entities": (
        lambda: changed(
            paragraph("Text."), {DOCUMENT: document_xml("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>", LAUGHS)}
        ),
        package.BROKEN,
    ),
    "a file by entity": (
        lambda: changed(
            paragraph("Text."), {DOCUMENT: document_xml("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", FETCHES)}
        ),
        package.BROKEN,
    ),
    "a document type": (
        lambda: changed(paragraph("Text."), {"word/styles.xml": f"<!DOCTYPE a><w:styles {W}/>"}),
        package.BROKEN,
    ),
    "tables within tables": (lambda: with_body(nested(40)), package.TOO_DEEP),
    "very many": (lambda: with_body(nested(400)), package.TOO_DEEP),
    "no document": (lambda: changed(paragraph("Text."), {DOCUMENT: None}), package.NOT_WORD),
    "another root": (lambda: changed(paragraph("Text."), {DOCUMENT: "<a/>"}), package.NOTHING_IN_IT),
    "no text": (lambda: word_file(lambda document: document.add_paragraph(" ")), package.NOTHING_IN_IT),
    "only hidden text": (
        lambda: with_body("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Canary</w:t></w:r></w:p>"),
        package.NOTHING_IN_IT,
    ),
    "more paragraphs than a report": (lambda: with_body("<w:p/>" * (MOST_PARAGRAPHS + 1)), package.TOO_LONG),
    "more elements than a report": (
        lambda: changed(with_body("<w:p/>" * 1_000_001), {"word/media/a.bin": os.urandom(200_000)}),
        package.TOO_LONG,
    ),
    "more pieces than a report": (
        lambda: with_body(f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * (MOST_RUNS + 1)}</w:p>"),
        package.TOO_LONG,
    ),
    "more cells than a report": (
        lambda: with_body(table(*[cell("x", '<w:gridSpan w:val="63"/>')] * 1_000)),
        package.TOO_LONG,
    ),
    "one word of a million letters": (
        lambda: with_body(f"<w:p><w:r><w:t>{'word ' * 250_000}</w:t></w:r></w:p>"),
        package.TOO_LONG,
    ),
}


def b_zip() -> bytes:
    """An empty zip."""
    made = io.BytesIO()
    zipfile.ZipFile(made, "w").close()
    return made.getvalue()


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_word_document_is_refused_with_a_sentence(kind: str) -> None:
    """C01, C04: told by what is in it, not by its name."""
    make, sentence = REFUSED[kind]
    with pytest.raises(NotReadable) as refused:
        read_word(make())
    assert refused.value.sentence == sentence
    assert isinstance(refused.value, Refused)


def test_a_sound_file_is_read() -> None:
    assert read_word(paragraph("Text.")).markdown == "Text.\n"
    assert read_word(with_body(nested(3))).markdown == "x\n"


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    data = paragraph("Text.") + bytes(package.LARGEST_FILE)
    tracemalloc.start()
    with pytest.raises(NotReadable, match="20 MB or less"):
        read_word(data)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000


@pytest.mark.parametrize(
    "name", ["word/media/image1.png", DOCUMENT, "word/styles.xml", "customXml/item9.xml"]
)
def test_a_bomb_is_refused_before_it_is_unpacked(name: str) -> None:
    """C04: in a few megabytes of memory."""
    bomb = changed(paragraph("Text."), {name: bytes(60 * 1024 * 1024)})
    assert len(bomb) < 200_000
    tracemalloc.start()
    with pytest.raises(NotReadable) as refused:
        read_word(bomb)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.sentence == package.BOMB
    assert most < 5_000_000


def test_a_part_that_is_larger_than_the_list_says_is_not_unpacked_further() -> None:
    """The list of a zip is only its word: reading stops where the list ends, and the sum is then wrong."""
    honest = changed(paragraph("Text."), {DOCUMENT: document_xml("<w:p/>" * 2_000_000)})
    size = len(document_xml("<w:p/>" * 2_000_000)).to_bytes(4, "little")
    lying = honest.replace(size, (1000).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(NotReadable) as refused:
        read_word(lying)
    assert refused.value.sentence == package.BROKEN


def test_too_many_parts_are_refused() -> None:
    many: dict[str, str | bytes | None] = {
        f"word/media/{number}": b"" for number in range(package.MOST_PARTS)
    }
    with pytest.raises(NotReadable) as refused:
        read_word(changed(paragraph("Text."), many))
    assert refused.value.sentence == package.BOMB


def test_pictures_and_embedded_files_are_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    unpack = zipfile.ZipFile.open

    def watched(archive: zipfile.ZipFile, name, *rest, **more):
        opened.append(getattr(name, "filename", name))
        return unpack(archive, name, *rest, **more)

    data = changed(paragraph("Text."), {"word/media/image1.png": b"x", "word/embeddings/a.xlsx": b"x"})
    monkeypatch.setattr(zipfile.ZipFile, "open", watched)
    read_word(data)
    assert "word/document.xml" in opened
    assert not [name for name in opened if "media" in name or "embeddings" in name]


def test_what_the_file_points_to_outside_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """C12: reading opens no connection."""
    data = paragraph("Text.")
    relations = part(data, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        '<Relationship Id="rX" TargetMode="External" Target="http://127.0.0.1:9/x.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>',
    )

    def no_line(*_all, **_more):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", no_line)
    assert read_word(changed(data, {"word/_rels/document.xml.rels": relations})).markdown == "Text.\n"


def test_a_relation_cannot_lead_out_of_the_package() -> None:
    data = paragraph("Text.")
    relations = part(data, "word/_rels/document.xml.rels").replace('"styles.xml"', '"../../../etc/passwd"')
    assert read_word(changed(data, {"word/_rels/document.xml.rels": relations})).markdown == "Text.\n"


def test_styles_and_lists_that_go_round_in_circles_end() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:t>Text.</w:t></w:r></w:p>"
    )
    more = {"word/styles.xml": styles, "word/numbering.xml": numbering}
    assert read_word(with_body(body, **more)).markdown == "Text.\n"


@pytest.mark.parametrize(
    "cell",
    [
        '<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>',
        '<w:tcPr><w:gridSpan w:val="many"/></w:tcPr>',
        '<w:tcPr><w:gridSpan w:val="-4"/></w:tcPr>',
        "<w:tcPr><w:gridSpan/></w:tcPr>",
    ],
)
def test_a_cell_is_never_wider_than_word_allows(cell: str) -> None:
    words = "<w:p><w:r><w:t>Text.</w:t></w:r></w:p>"
    row = f"<w:tr><w:tc>{cell}{words}</w:tc><w:tc>{words}</w:tc></w:tr>"
    assert read_word(with_body(f"<w:tbl>{row}{row}</w:tbl>")).markdown.count("---") <= 64


def test_strict_open_xml_is_read_too() -> None:
    data = paragraph("Text.")
    strict = {
        name: part(data, name)
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/",
            "http://purl.oclc.org/ooxml/wordprocessingml/",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        )
        for name in (DOCUMENT, "word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels")
    }
    assert "purl.oclc.org" in strict[DOCUMENT]
    etree.fromstring(strict[DOCUMENT].encode())
    assert read_word(changed(data, dict(strict))).markdown == "Text.\n"
