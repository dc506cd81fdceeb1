"""Where a picture goes in a text, and which of a Word file's pictures are unpacked at all."""

import io

import pytest

from cspr_portal.text import render
from cspr_portal.word_in import read_word
from reviews.models import ReportPicture
from reviews.report import brought_pictures, parts, pictures
from reviews.report.brought_pictures import Known, made_anew, named
from tests import pictured, word_files

MARK = "![a](picture:picture-hkqmzx.png)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.\n\n![Picture 1 left out]()\n\nB.", f"A.\n\n{MARK}\n\nB."),
        ("A:![Picture 1 left out]() and on.\n\nB.", f"A: and on.\n\n{MARK}\n\nB."),
        ("A.\\\n![Picture 1 left out]()\\\nB.", f"A.\\\nB.\n\n{MARK}"),
        ("A.\\\n![Picture 1 left out]()", f"A.\n\n{MARK}"),
        ("- ![Picture 1 left out]()\n- B", f"- B\n\n{MARK}"),
        ("| A | ![Picture 1 left out]() |\n| --- | --- |", f"| A |  |\n| --- | --- |\n\n{MARK}"),
        ("> ![Picture 1 left out]()", MARK),
        ("## ![Picture 1 left out]()\n\nA.", f"{MARK}\n\nA."),
        (
            "A.[^1]\n\n[^1]: N ![Picture 1 left out]()\n\n    More.\n\nB.",
            f"A.[^1]\n\n[^1]: N\n\n    More.\n\nB.\n\n{MARK}",
        ),
        ("![Picture 2 left out]()![Picture 1 left out]()", f"![Picture 2 left out]()\n\n{MARK}"),
    ],
)
def test_a_picture_that_stood_among_words_follows_them_alone(text, expected):
    made = named(text, {1: MARK})
    assert made == expected + "\n"
    assert render(made, {"picture-hkqmzx.png": (1, 1)}).html.count("<img") == 1


def test_a_place_is_the_end_of_a_part_and_outlasts_changes_elsewhere():
    text = "Before.\n\n# One\n\nFirst.\n\nTwo\n---\n\nSecond.\n\n## One\n\nThird.\n"
    one, two, again = pictures.places(text)
    assert [place.words for place in (one, two, again)] == ["One", "Two", "One"]
    assert one.key != again.key
    changed = text.replace("First.", "## Nought\n\nMore.\n\nFirst.")
    assert pictures.put_in(changed, MARK, two.key).index(MARK) > changed.index("Second.")
    assert f"Second.\n\n{MARK}\n\n## One" in pictures.put_in(changed, MARK, two.key)
    for key in (again.key, pictures.AT_THE_END, "no place"):
        assert pictures.put_in(text, MARK, key).endswith(f"Third.\n\n{MARK}")
    assert pictures.put_in("", MARK) == MARK


def test_a_described_picture_goes_where_it_is_named_or_under_its_heading():
    picture = ReportPicture(name="picture-hkqmzx.png", stood_under="What they’d *said*")
    named_there = "![](picture:picture-hkqmzx.png)\n\nB."
    assert pictures.described(named_there, picture, "a") == f"{MARK}\n\nB."
    assert pictures.described("## What they’d \\*said\\*\n\nA.\n\n## B", picture, "a").startswith(
        f"## What they’d \\*said\\*\n\nA.\n\n{MARK}\n\n## B"
    )


def test_a_part_of_pictures_alone_holds_nothing():
    """A recommendation that nobody can hear read out is none."""
    assert "recommended improvements" in parts.missing(f"## Recommendations\n\n{MARK}")
    assert "recommended improvements" not in parts.missing(f"## Recommendations\n\n{MARK}\n\nRing.")


def drawn(change=""):
    """A Word file with one picture, in whose XML something is put behind or in place of its bytes."""
    picture = io.BytesIO(pictured.plan())
    made = word_files.word_file(lambda one: (one.add_paragraph("Text."), one.add_picture(picture)))
    with word_files.zipfile.ZipFile(io.BytesIO(made)) as archive:
        xml = archive.read("word/document.xml").decode()
    return word_files.changed(made, {"word/document.xml": change(xml) if change else xml})


def cropped(sides):
    return lambda xml: xml.replace("<a:stretch>", f"<a:srcRect {sides}/><a:stretch>")


def test_pictures_are_unpacked_for_who_asks_and_come_without_what_word_hides():
    (picture,) = read_word(drawn()).pictures
    assert picture.content == b""
    (picture,) = read_word(drawn(), with_pictures=True).pictures
    known = {brought_pictures.hashlib.sha256(picture.content).hexdigest(): Known("picture-hkqmzx.png", "a")}
    (same,), refused = made_anew([picture], "", known)
    assert same.known is not None and same.picture is None and not refused
    # Cropped, the same bytes are another picture.
    (picture,) = read_word(drawn(cropped('l="50000" r="25000"')), with_pictures=True).pictures
    assert picture.crop == (0.5, 0.0, 0.25, 0.0)
    (other,), refused = made_anew([picture], "", known)
    assert other.known is None and other.picture is not None and other.picture.width == 15
    for change in (
        cropped('l="60000" r="60000"'),
        cropped('l="half"'),
        lambda xml: xml.replace("<wp:docPr ", '<wp:docPr hidden="1" '),
    ):
        read = read_word(drawn(change), with_pictures=True)
        taken, (sentence,) = made_anew(read.pictures, read.markdown, known)
        assert taken == [] and sentence.startswith(
            "Picture 1, before the first heading, is left out: it is hidden"
        )
