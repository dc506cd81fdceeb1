"""A finished PDF comes out with its pages, tags, bookmarks and web links, and nothing else that it carried."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from cspr_portal import limited
from publications import cleaning
from publications.cleaning import CleanPdf, NotClean, cleaned_pdf
from publications.cleaning.faults import SENTENCES, Fault
from tests import cleaning_files as files
from tests.reading_pdfs import all_bytes

GIVEN = {"title": "Child Robin", "author": "Aldermere Safeguarding Children Partnership", "language": "en-GB"}
CANARY = re.compile(rf"{files.SIGN}([a-z]+)")


def clean(content: bytes, **changes: str) -> CleanPdf:
    return cleaned_pdf(content, **{**GIVEN, **changes})


def canaries(content: bytes) -> set[str]:
    """The places whose words are in a file, however they are written there."""
    unpacked = all_bytes(content) + content
    wide = unpacked.replace(b"\0", b"")
    return set(CANARY.findall(unpacked.decode("latin-1"))) | set(CANARY.findall(wide.decode("latin-1")))


@pytest.fixture(scope="module")
def sent() -> bytes:
    return files.loaded()


@pytest.fixture(scope="module")
def made(sent: bytes) -> CleanPdf:
    return clean(sent)


def test_no_word_comes_through_but_those_that_readers_are_given(sent: bytes, made: CleanPdf) -> None:
    """C02, D16: proved on the unpacked bytes, for each place in a PDF that can carry a word."""
    assert len(canaries(sent)) > 50
    assert canaries(made.content) == files.STAY
    assert set(CANARY.findall(made.plain_text)) == files.STAY, "what stays is given to the check"
    assert "ZZCANARYaddress with signs" in made.plain_text, "an address is read as it is meant, too"
    assert b"script" not in made.content and not zipfile.is_zipfile(io.BytesIO(made.content))


def test_what_was_in_it_is_said_for_a_person_to_confirm(made: CleanPdf) -> None:
    assert made.taken_out == [
        "2 comments",
        "3 attached files",
        "a script or program that runs on opening",
        "3 scripts",
        "a form field (what it shows is part of the page now)",
        "a mark laid over the page (what it shows is part of the page now)",
        "2 links that don’t lead to web pages",
        "the names of programs and people and the dates in its properties",
        "an earlier revision",
        "a layer that can be switched off",
        "hidden data in a picture, such as where it was taken",
        "data that a program left in it for itself",
        "a small picture of a page",
        "what stood after the end of the file",
    ]


def test_pages_tags_bookmarks_and_links_stay_under_the_public_title(made: CleanPdf) -> None:
    assert (made.pages, made.is_tagged, made.language, made.pictures_of_pages) == (1, True, "en", [])
    assert "Filled in" in made.plain_text and "Typed over it" in made.plain_text
    assert made.plain_text.count("\f") == made.pages
    assert made.content.count(b"%%EOF") == made.content.count(b"startxref") == 1
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert {key: str(pdf.docinfo[key]) for key in pdf.docinfo} == {
            "/Title": GIVEN["title"],
            "/Author": GIVEN["author"],
        }
        assert str(pdf.Root.Lang) == "en-GB" and bool(pdf.Root.MarkInfo.Marked)
        assert set(pdf.Root.keys()) == {
            "/Type",
            "/Pages",
            "/Lang",
            "/ViewerPreferences",
            "/MarkInfo",
            "/StructTreeRoot",
            "/Outlines",
            "/PageLabels",
        }
        assert "/Extra" not in pdf.trailer
        links = list(pdf.pages[0].Annots)
        assert [str(one.A.URI) for one in links if "/A" in one] == [
            "https://example.invalid/ZZCANARYaddress%20with%20signs"
        ]
        within = [one for one in links if "/Dest" in one]
        assert len(within) == 2 and all(one.Dest[0].objgen == pdf.pages[0].objgen for one in within)
        with pdf.open_outline() as outline:
            assert [one.title for one in outline.root] == ["Robin ZZCANARYbookmark"]
            assert [one.title for one in outline.root[0].children] == ["Second heading"]
        elements = [
            one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Type") == Name.StructElem
        ]
        roles = {str(one.S) for one in elements}
        assert {"/H1", "/P", "/Table", "/TH", "/Figure", "/Link"} <= roles
        assert "/StructParents" in pdf.pages[0].obj and len(pdf.Root.StructTreeRoot.ParentTree.Nums)


def test_the_same_file_gives_the_same_bytes_and_is_clean_already(sent: bytes, made: CleanPdf) -> None:
    assert clean(sent).content == made.content
    again = clean(made.content)
    assert again.taken_out == ["the names of programs and people and the dates in its properties"]
    assert set(CANARY.findall(again.plain_text)) == files.STAY


def test_what_runs_in_a_process_of_its_own_knows_nothing_of_django() -> None:
    program = (
        "import sys; from cspr_portal.pdf import sheets; from reviews.documents import opening; "
        "from publications import cleaning; print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def _locked() -> bytes:
    lock = pikepdf.Encryption(owner="x", user="", allow=pikepdf.Permissions(extract=False))
    return files.saved(files.paper(files.line("Words", 700)), encryption=lock)


def _with(change: Callable[[Pdf], None]) -> Callable[[], bytes]:
    def make() -> bytes:
        pdf = files.paper(files.line("Words", 700))
        change(pdf)
        return files.saved(pdf)

    return make


def _xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


def _layers(**shown: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
        facts = {key: Array([layer]) if value is True else value for key, value in shown.items()}
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(**facts))

    return change


def _mark(kind: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        mark = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([60, 690, 200, 720]), F=4)
        pdf.pages[0].obj.Annots = Array([mark])

    return change


def _huge_picture(pdf: Pdf) -> None:
    huge = files.image(pdf, b"\0" * 100, Filter=Name.FlateDecode, Width=30_000, Height=30_000)
    pdf.pages[0].obj.Resources.XObject = Dictionary(Huge=huge)


REFUSED: dict[str, tuple[Callable[[], bytes], Fault]] = {
    "nothing": (lambda: b"", Fault.EMPTY),
    "a page that says it is a PDF": (lambda: b"<html><script>%PDF-1.7", Fault.NO_PDF),
    "a PDF behind something else": (lambda: b"\n" + _with(lambda pdf: None)(), Fault.NO_PDF),
    "half a PDF": (lambda: _with(lambda pdf: None)()[:300], Fault.BROKEN),
    "no pages": (lambda: files.saved(pikepdf.new()), Fault.BROKEN),
    "501 pages": (lambda: files.saved(files.paper(*[b""] * 501)), Fault.PAGES),
    "a password": (
        lambda: files.saved(files.paper(b""), encryption=pikepdf.Encryption(owner="x", user="x")),
        Fault.LOCKED,
    ),
    "restrictions": (_locked, Fault.LOCKED),
    "XFA": (_with(_xfa), Fault.FORM),
    "redactions not applied": (_with(_mark("Redact")), Fault.REDACTIONS),
    "a box that can't be drawn": (_with(_mark("Square")), Fault.MARKS),
    "a layer that is off": (_with(_layers(OFF=True)), Fault.LAYERS),
    "layers off but for some": (_with(_layers(BaseState=Name.OFF, ON=True)), Fault.LAYERS),
    "too many pixels": (_with(_huge_picture), Fault.PIXELS),
}


@pytest.mark.parametrize(("make", "fault"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_made_safe_is_refused_with_what_to_do(make, fault, monkeypatch) -> None:
    """C01, C02, C04, C10. Here without a process of its own, which the next test has."""
    monkeypatch.setattr(
        limited, "result_of", lambda function, data, *words, **_limits: function(data, *words)
    )
    with pytest.raises(NotClean) as refused:
        clean(make())
    assert refused.value.sentence == SENTENCES[fault]
    assert re.search(r"(Save|Print|Choose|Apply|Take|Make|Open) .*\bcopy\b|Choose", refused.value.sentence)


def test_a_file_of_too_many_bytes_is_not_even_opened(monkeypatch) -> None:
    """C03: the limit and one byte more."""
    monkeypatch.setattr(limited, "result_of", lambda *_words, **_limits: None)
    with pytest.raises(NotClean, match="30 MB or less"):
        clean(b"%PDF-" + bytes(cleaning.MOST_BYTES - 4))
    with pytest.raises(NotClean, match="unpacks"):
        clean(b"%PDF-" + bytes(cleaning.MOST_BYTES - 5))


@pytest.mark.exhaustive
def test_a_bomb_ends_with_its_process() -> None:
    """C04: a page of 400 MB in 400 KB."""
    with pytest.raises(NotClean, match="unpacks"):
        clean(files.bomb())
