"""A Word file becomes the Markdown of a report: what stays, what never comes along, and what is said of it."""

import html
import re
import unicodedata
from pathlib import Path

import pytest
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cspr_portal.text import plain_text, render
from cspr_portal.word_in import WordText, read_word
from tests import word_files
from tests.word_files import cell, found, para, paragraph, read, run, table, word_file

REPORT = """## Who Robin is

Robin is a *name*[^1] chosen with the **family**.[^2] It was kept with care.

Seen by nobody: nothing.

Written by in .

> Everyone was kind.

### The first conversation

1. One
   - a door
     - (a) repaired
   - a window
2. Two

Between them a thought.

3. Three

| Service | What it knew | When |
| --- | --- | --- |
| School | a small worry; and another \\| one | Spring |
|  | the same, later |  |

The plan:![Picture 1 left out]()

A box stands here.

Words in the box.

See [the guidance](https://example.invalid/guide?a=1&b=2) or write to us, or not.

## What we are changing

\\# not a heading

\\* not a list

One number for thinking aloud \\&amp; \\<b>more\\</b>.

[^1]: The name was chosen by a grandmother.

    She was asked.

[^2]: Told in March.
"""
FOUND = {
    **{
        "inserted": 1,
        "deleted": 1,
        "comments": 1,
        "hidden": 1,
        "white": 1,
        "struck": 1,
        "pictures": 1,
        "boxes": 1,
    },
    **{"headers": 2, "contents": 1, "details": 2, "properties": 5, "links_out": 1, "links_dropped": 1},
    **{"labels": 1, "tables_merged": 1, "invisible": 1},
}


@pytest.fixture(scope="session")
def from_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> WordText:
    """The report of word_files, as LibreOffice saves it for Word, read."""
    folder: Path = tmp_path_factory.mktemp("libreoffice")
    return read_word(word_files.by_libreoffice(word_files.report(), folder))


@pytest.mark.exhaustive
def test_a_real_file_keeps_its_headings_lists_tables_and_notes(from_libreoffice: WordText) -> None:
    assert from_libreoffice.markdown == REPORT


@pytest.mark.exhaustive
def test_what_may_not_come_along_is_in_neither_text_nor_findings(from_libreoffice: WordText) -> None:
    """D17: deleted, hidden and white text, comments, names, headers, metadata and alternative texts."""
    said = from_libreoffice.markdown + " ".join(each.sentence for each in from_libreoffice.findings)
    assert "canary" not in said.lower()
    assert "2027" not in said
    assert {each.kind: each.count for each in from_libreoffice.findings} == FOUND


@pytest.mark.exhaustive
def test_a_picture_is_listed_with_its_heading_and_never_rendered(from_libreoffice: WordText) -> None:
    (picture,) = from_libreoffice.pictures
    assert (picture.number, picture.alt, picture.under) == (1, "A plan. Canary alt", "The first conversation")
    assert picture.size == len(word_files.png())
    sentence = next(each.sentence for each in from_libreoffice.findings if each.kind == "pictures")
    where, marked = "picture 1 under “The first conversation”", "A mark in the text shows where it stood"
    assert sentence == f"A picture is left out: {where}. {marked}; it is never published."
    assert "Picture 1" not in render(from_libreoffice.markdown).html
    assert "Picture 1" not in plain_text(from_libreoffice.markdown)


@pytest.mark.exhaustive
def test_a_real_file_renders_as_a_report(from_libreoffice: WordText) -> None:
    rendered = render(from_libreoffice.markdown)
    assert rendered.contents == [
        ("part-1", "Who Robin is"),
        ("part-2", "What we are changing"),
        ("notes", "Notes"),
    ]
    assert '<ol start="3">\n<li>Three</li>' in rendered.html
    assert '<th scope="col">What it knew</th>' in rendered.html
    assert rendered.html.count("<li id=") == 2
    assert "&lt;b&gt;more&lt;/b&gt;" in rendered.html


INSERTED = '<w:ins w:id="1" w:author="Canary">{}</w:ins>'
DELETED = '<w:del w:id="2" w:author="Canary"><w:r><w:delText>Canary</w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("body", "markdown", "counts"),
    [
        (
            para(run("Kept") + INSERTED.format(run(" new")) + DELETED),
            "Kept new",
            {"inserted": 1, "deleted": 1},
        ),
        (
            para(run("a ") + f'<w:moveTo w:id="1">{run("here")}</w:moveTo>')
            + para(f'<w:moveFrom w:id="2">{run("Canary")}</w:moveFrom>'),
            "a here",
            {"inserted": 1, "deleted": 1},
        ),
        (para(INSERTED.format(DELETED + run("in"))), "in", {"inserted": 1, "deleted": 1}),
        (para(run("stray") + "<w:r><w:delText>Canary</w:delText></w:r>"), "stray", {}),
        (para(run("One "), '<w:rPr><w:del w:id="1"/></w:rPr>') + para(run("sentence.")), "One sentence.", {}),
        (
            para(run("bold", '<w:b/><w:rPrChange w:id="1" w:author="Canary"><w:rPr/></w:rPrChange>')),
            "**bold**",
            {"reformatted": 1},
        ),
        (
            table(
                f"<w:trPr><w:tblHeader/></w:trPr>{cell('a')}{cell('Canary', '<w:cellDel/>')}",
                f"<w:trPr><w:del/></w:trPr>{cell('Canary')}{cell('Canary')}",
            ),
            "| a |\n| --- |",
            {"deleted": 2},
        ),
    ],
)
def test_tracked_changes_are_taken_as_accepted_and_counted(body: str, markdown: str, counts: dict) -> None:
    text = read(body)
    assert text.markdown == markdown + "\n"
    assert found(text) == counts


W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
STYLES = word_files.W.join(
    (
        "<w:styles ",
        "><w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Based"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="character" w:styleId="Shown"><w:basedOn w:val="Base"/>'
        '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Pale"><w:rPr><w:color w:val="FDFDFD"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Banner"><w:pPr><w:shd w:fill="003078"/></w:pPr>'
        '<w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style></w:styles>',
    )
)


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        (run("Canary", "<w:vanish/>"), {"hidden": 1}),
        (run("Canary", '<w:vanish w:val="true"/>') + run("Canary", "<w:webHidden/>"), {"hidden": 1}),
        (run("Canary", "<w:specVanish/>") + run(".") + run("Canary", "<w:vanish/>"), {"hidden": 2}),
        (run("Canary", '<w:rStyle w:val="Based"/>'), {"hidden": 1}),
        (run("Seen", '<w:rStyle w:val="Shown"/>'), {}),
        (run("Seen", '<w:rStyle w:val="Based"/><w:vanish w:val="0"/>'), {}),
        (run("Canary", '<w:sz w:val="2"/>'), {"hidden": 1}),
        (run("Canary", f"<w14:textFill {W14}><w14:noFill/></w14:textFill>"), {"hidden": 1}),
        (run("Canary", '<w:color w:val="FFFFFF"/>'), {"white": 1}),
        (run("Canary", '<w:color w:val="auto" w:themeColor="background1"/>'), {"white": 1}),
        (run("Seen", '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>'), {"white_kept": 1}),
        (run("Seen", '<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>'), {"white_kept": 1}),
        (run("Seen", '<w:color w:val="1D70B8"/>'), {}),
        ('<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="2"/></w:r>', {"hidden": 1}),
    ],
)
def test_text_that_word_does_not_show_is_left_out(words: str, counts: dict) -> None:
    text = read(
        para(run("Before ") + words + run(" after.")), **{"word/styles.xml": STYLES.format(defaults="")}
    )
    assert "Canary" not in text.markdown
    assert found(text) == counts
    assert ("Seen" in words) == ("Seen" in text.markdown)


def test_text_is_hidden_by_its_paragraphs_style_or_the_files_defaults_too() -> None:
    blocks = (
        para(run("Canary"), '<w:pStyle w:val="Unseen"/>'),
        para(run("Canary"), '<w:pStyle w:val="Pale"/>'),
        para(run("Seen."), '<w:pStyle w:val="Banner"/>'),
    )
    text = read(*blocks, **{"word/styles.xml": STYLES.format(defaults="")})
    assert text.markdown == "Seen.\n"
    assert found(text) == {"hidden": 1, "white": 1, "white_kept": 1}
    everywhere = {"word/styles.xml": STYLES.format(defaults="<w:vanish/>")}
    assert (
        read(para(run("Canary")), para(run("Seen.", '<w:vanish w:val="0"/>')), **everywhere).markdown
        == "Seen.\n"
    )


def test_white_text_in_a_cell_is_kept_and_said_and_a_hidden_row_goes() -> None:
    white = run("Seen", '<w:color w:val="FFFFFF"/>')
    blank = "<w:tc><w:p/></w:tc>"
    seen = f"<w:tc>{para(white)}</w:tc>{cell('b')}"
    text = read(table(seen, f"<w:trPr><w:hidden/></w:trPr>{cell('Canary')}{blank}"))
    assert text.markdown == "| Seen | b |\n| --- | --- |\n"
    assert found(text) == {"white_kept": 1, "hidden": 1, "tables_without_header": 1}


def test_comments_and_their_authors_are_counted_and_left_out() -> None:
    def write(document) -> None:
        words = document.add_paragraph().add_run("Words.")
        document.add_comment(words, text="Canary", author="Canary", initials="CA")
        document.add_comment(words, text="Canary again", author="Canary", initials="CA")

    text = read_word(word_file(write))
    assert text.markdown == "Words.\n"
    assert found(text) == {"comments": 2}


def test_properties_are_counted_and_never_told() -> None:
    def write(document) -> None:
        document.add_paragraph("Words.")
        about = document.core_properties
        about.author, about.last_modified_by, about.comments, about.keywords = (
            "Canary",
            "Canary",
            "",
            "Canary",
        )

    text = read_word(word_file(write))
    (finding,) = [each for each in text.findings if each.kind == "properties"]
    assert finding.count == 3
    assert "Canary" not in text.markdown + finding.sentence


# Texts that mean much in Markdown or HTML, or hold what nobody sees; and texts of any letters at all.
MARKS = list("ab1 #*_-+=>|<&;:!?()[]{}`~^\\/.\t\n\u00a0\u200b\u00ad")
HARD = st.one_of(
    st.text(alphabet=st.sampled_from(MARKS), max_size=30),
    st.text(
        alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        max_size=30,
    ),
)


def visible(text: str) -> str:
    """What the eye sees: letters and marks, with one space for any gap."""
    text = "".join(" " if each.isspace() else each for each in text.replace("\u2011", "-"))
    return " ".join("".join(each for each in text if unicodedata.category(each)[0] != "C").split())


def shown(text: WordText) -> str:
    return visible(html.unescape(re.sub(r"<[^>]*>", " ", render(text.markdown).html)))


@pytest.mark.exhaustive
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(HARD, min_size=1, max_size=6))
def test_whatever_a_paragraph_says_the_report_says_the_same(texts: list[str]) -> None:
    """The words of the file are words on the page, whatever they would mean in Markdown or HTML."""
    text = read_word(paragraph(*texts, "End."))
    assert shown(text) == visible(" ".join([*texts, "End."]))


@pytest.mark.exhaustive
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HARD, HARD, HARD, HARD)
def test_a_heading_an_item_a_cell_and_a_quotation_say_the_same_too(
    head: str, item: str, cell: str, said: str
) -> None:
    def write(document) -> None:
        document.add_heading(f"H {head}", 1)
        document.add_paragraph(f"{item}", style="List Number")
        document.add_paragraph(f"{item}", style="List Bullet")
        table = document.add_table(2, 2)
        for place in ((0, 0), (1, 1)):
            table.cell(*place).text = cell
        document.add_paragraph(f"Q {said}", style="Quote")
        document.add_paragraph("End.")

    text = shown(read_word(word_file(write)))
    assert text == visible(f"H {head} {item} {item} {cell} {cell} Q {said} End.")


@pytest.mark.exhaustive
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(HARD, st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_bold_and_italic_never_leave_their_stars_on_the_page(pieces: list[tuple[str, bool, bool]]) -> None:
    def write(document) -> None:
        whole = document.add_paragraph("Begin ")
        for words, is_bold, is_italic in pieces:
            piece = whole.add_run(words)
            piece.bold, piece.italic, piece.font.size = is_bold, is_italic, Pt(11)

    said = re.sub(r"</?(?:strong|em)>", "", render(read_word(word_file(write)).markdown).html)
    said = visible(html.unescape(re.sub(r"<[^>]*>", " ", said)))
    assert said == visible("Begin " + "".join(words for words, _bold, _italic in pieces))
