"""Words that a reader of a PDF doesn't see are named, with the page and what hides them; ordinary pages raise nothing."""

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from publications.cleaning import CleanPdf, Hidden, cleaned_pdf
from publications.cleaning.hidden import COVERED, OFF_PAGE, SAME_COLOUR, TINY, UNDRAWN, UNSEEN
from publications.cleaning.program import IN_PATTERN
from publications.cleaning.reading import NO_LETTERS, RECOGNISED
from publications.cleaning.shapes import BOXED, CUT_OFF
from tests import cleaning_files as files
from tests.cleaning_files import HELVETICA, line

SECRET = "Real Name"
SEEN = line("Ordinary words, enough of them to make a page that is read.", 800)
PHOTO = b"q 200 0 0 150 72 400 cm /Photo Do Q\n"
# Over the 200 by 20 points in which the secret is drawn.
OVER = b"60 695 200 20 re f\n"

# How it is hidden: what is drawn, and the reason that is named.
HIDING: dict[str, tuple[bytes, str]] = {
    "white on white": (line(SECRET, 700, "1 g"), SAME_COLOUR),
    "white on white, in a form": (b"/Form Do\n", SAME_COLOUR),
    "nearly white": (line(SECRET, 700, "0.97 0.98 0.98 rg"), SAME_COLOUR),
    "black on a black box": (b"0 g " + OVER + line(SECRET, 700), SAME_COLOUR),
    "one pixel high": (line(SECRET, 700, size=1), TINY),
    "drawn without a size": (line(SECRET, 700, size=0), TINY),
    "off the page": (line(SECRET, 900), OFF_PAGE),
    "left of the page": (line(SECRET, 700, across=-200), OFF_PAGE),
    "outside the crop": (line(SECRET, 10), OFF_PAGE),
    "under a black box": (line(SECRET, 700) + b"0 g " + OVER, COVERED),
    "under a white box": (line(SECRET, 700) + b"1 g " + OVER, COVERED),
    "under a box with words on it": (
        line(SECRET, 700) + b"1 g " + OVER + line("REDACTED", 699, "0 g", 14, 73),
        COVERED,
    ),
    "under a picture": (line(SECRET, 500) + PHOTO, COVERED),
    "under a mark": (line(SECRET, 300), COVERED),
    "not drawn": (line(SECRET, 700, "3 Tr"), UNDRAWN),
    "without opacity": (line(SECRET, 700, "/Clear gs"), UNDRAWN),
    "clipped away": (line(SECRET, 700, "0 0 10 10 re W n"), UNSEEN),
}
ORDINARY: dict[str, bytes] = {
    "white on a dark box": b"0.1 0.1 0.4 rg " + OVER + line("White words", 700, "1 g"),
    "a footnote": line("A footnote of six points, and rather long.", 60, size=6),
    "light grey": line("Grey words of seven points", 700, "0.75 g", size=7),
    "on a picture": PHOTO + line("Red words on a picture", 470, "1 0 0 rg"),
    "a caption on a box on a picture": PHOTO
    + b"0 g 80 410 150 20 re f\n"
    + line("Caption", 414, "1 g", across=90),
    "sideways": b"BT /F1 12 Tf 0 1 -1 0 500 300 Tm (Sideways words) Tj ET\n",
    "with a shadow": line("Shadow", 700, "0.6 g", 14, 73) + line("Shadow", 701, size=14),
    "drawn twice to be bold": line("Bold words", 700) * 2,
    "in outline": line("Outlined words", 700, "1 Tr 0.3 w"),
    "underlined": line("Underlined", 700) + b"72 698 60 1 re f\n",
    "a picture within a frame": b"q 72 400 200 150 re W n " + PHOTO + b"Q\n",
}


def document(*pages: bytes) -> Pdf:
    """A PDF of these pages with what they draw with."""
    pdf = files.paper(*(SEEN + page for page in pages))
    photo = files.image(pdf, files.photo())
    box = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 595, 842])}
    fonts = Dictionary(Font=Dictionary(F1=HELVETICA))
    form = pdf.make_stream(line(SECRET, 700, "1 g"), **box, Resources=fonts)
    for page in pdf.pages:
        page.obj.CropBox = Array([0, 30, 595, 842])
        page.obj.Resources.XObject = Dictionary(Photo=photo, Form=form)
        page.obj.Resources.ExtGState = Dictionary(Clear=Dictionary(ca=0, CA=0))
    return pdf


def read(pdf: Pdf) -> CleanPdf:
    return cleaned_pdf(files.saved(pdf), title="Child Robin", author="Aldermere", language="en-GB")


def test_each_way_of_hiding_is_named_with_its_page_and_words() -> None:
    """D17: hidden words are named, and are in the text that the check reads all the same."""
    pdf = document(*(drawn for drawn, _why in HIDING.values()))
    black = pdf.make_stream(
        b"0 g 0 0 200 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20])
    )
    where = {"Rect": Array([60, 295, 260, 315]), "AP": Dictionary(N=black), "F": 4}
    marked = pdf.pages[list(HIDING).index("under a mark")]
    marked.obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Square, **where)])
    made = read(pdf)
    named = {
        name: [(one.words, one.why) for one in made.hidden if one.page == page]
        for page, name in enumerate(HIDING, 1)
    }
    assert named == {name: [(SECRET, why)] for name, (_drawn, why) in HIDING.items()}
    assert all(SECRET in page for page in made.plain_text.split("\f")[:-1])
    assert not made.pictures_of_pages


@pytest.mark.parametrize("turned", [0, 90])
def test_ordinary_pages_raise_nothing(turned: int) -> None:
    pdf = document(*ORDINARY.values())
    for page in pdf.pages:
        page.obj.Rotate = turned
    made = read(pdf)
    assert made.hidden == [] and made.pictures_of_pages == []


def test_pictures_of_pages_and_what_no_program_reads_are_left_to_people() -> None:
    """C10: a scan can't pass as checked, whether or not a program has put words behind it."""
    behind = b"".join(
        line(f"Words that were recognised {number}", 700 - 20 * number, "3 Tr") for number in range(9)
    )
    whole = b"q 595 0 0 842 0 0 cm /Photo Do Q\n"
    pages = {
        "a scan": whole,
        "a scan with words behind": whole + behind,
        "a logo": PHOTO,
        "a report": SEEN,
        "no letters": b"BT /Odd 12 Tf 72 700 Td <00240025002600270028002900300031003200330034> Tj ET",
        "a cropped picture": SEEN + b"q 72 400 70 150 re W n " + PHOTO + b"Q\n",
        "a box on a picture": SEEN + PHOTO + b"0 g 90 450 60 30 re f\n",
        "words in a pattern": SEEN + b"/Pattern cs /Words scn 72 100 300 300 re f\n",
    }
    pdf = document(*pages.values())
    for page, drawn in zip(pdf.pages, pages.values(), strict=True):
        page.obj.Contents = pdf.make_stream(drawn)
    last = pdf.pages[-1].obj
    last.Resources.Pattern = Dictionary(Words=_pattern(pdf))
    for page in pdf.pages:
        page.obj.Resources.Font.Odd = _font_without_letters()
    made = read(pdf)
    assert made.pictures_of_pages == [1, 2, 3, 5]
    numbers = {name: number for number, name in enumerate(pages, 1)}
    said = [one for one in made.hidden if one.why != RECOGNISED]
    assert sorted(said, key=lambda one: one.page) == [
        Hidden(numbers["no letters"], "", NO_LETTERS),
        Hidden(numbers["a cropped picture"], "", CUT_OFF),
        Hidden(numbers["a box on a picture"], "", BOXED),
        Hidden(numbers["words in a pattern"], "", IN_PATTERN),
    ]
    recognised = [one for one in made.hidden if one.why == RECOGNISED]
    assert [one.page for one in recognised] == [2] and recognised[0].words.startswith("Words that were")


def _pattern(pdf: Pdf) -> Dictionary:
    return pdf.make_stream(
        line(SECRET, 5, across=5),
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 100, 30]),
        XStep=100,
        YStep=30,
        Resources=Dictionary(Font=Dictionary(F1=HELVETICA)),
    )


def _font_without_letters() -> Dictionary:
    """A font whose signs have numbers and no letters, as some programs embed them."""
    system = Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0)
    facts = Dictionary(Type=Name.FontDescriptor, FontName=Name.Odd, Flags=4, FontBBox=Array([0, 0, 900, 900]))
    signs = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Odd,
        CIDSystemInfo=system,
        FontDescriptor=facts,
        DW=600,
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Odd,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([signs]),
    )
