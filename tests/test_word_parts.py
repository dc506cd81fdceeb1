"""A Word file's text comes back as plain text under the headings of a form, whatever stands in it."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.word import WordFile
from cspr_portal.word_in import read_word
from cspr_portal.word_parts import Part, parts_of, same, sort
from tests import word_files

KNOWN = {"first": "What is known", "second": "Each agency’s involvement", "third": "Next steps"}
LETTERS = string.ascii_letters + string.digits + string.punctuation + "’“–£é"
# Words that Markdown, a list or a heading might take for its own
ODD = [
    "#",
    "##",
    "-",
    "*",
    "1.",
    "(a)",
    ">",
    "|",
    "[^1]",
    "**",
    "_x_",
    "~~~",
    "---",
    "&amp;",
    "<b>",
    "\\",
    "![a](b)",
]
WORDS = st.one_of(st.sampled_from(ODD), st.text(LETTERS, min_size=1, max_size=8))
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
TEXTS = st.lists(st.lists(LINES, min_size=1, max_size=3).map("\n".join), max_size=3).map("\n\n".join)


def file_of(texts: dict[str, str]) -> bytes:
    """The portal's own file with these texts under their headings."""
    file = WordFile("A form", reference="A form", reader="Reader", at=clock.now())
    file.paragraphs("Something above.")
    for key, heading in KNOWN.items():
        file.heading(heading)
        file.paragraphs(texts[key])
    return file.bytes()


def sorted_of(data: bytes, around: tuple[Part, ...] = ()):
    parts = parts_of(read_word(data).markdown, KNOWN.values())
    return sort(parts, KNOWN, around)


@settings(max_examples=60, deadline=None)
@given(texts=st.fixed_dictionaries(dict.fromkeys(KNOWN, TEXTS)))
def test_what_goes_out_comes_back_with_its_words_lines_and_paragraphs(texts):
    found = sorted_of(file_of(texts), (Part("A form", "Something above."),))
    assert not found.left and not found.joined
    for key, text in texts.items():
        assert found.texts[key] == text, text


def test_two_parts_under_one_heading_are_one_and_a_heading_in_the_text_divides_nothing():
    def write(document):
        for heading, text in (("What is known", "A."), ("Next steps", "B."), ("1.2 WHAT IS KNOWN:", "C.")):
            document.add_heading(heading, level=3)
            document.add_paragraph(text)
        document.add_paragraph("Next steps")
        document.add_paragraph("D.")

    found = sorted_of(word_files.word_file(write))
    assert found.texts == {"first": "A.\n\nC.\n\nNext steps\n\nD.", "third": "B."}


def test_what_stands_before_the_first_heading_has_no_place_unless_it_was_there():
    data = file_of(dict.fromkeys(KNOWN, "A."))
    assert [part.heading for part in sorted_of(data).left] == ["A form"]
    assert sorted_of(data, (Part("A form", "Something else."),)).left == [Part("A form", "Something above.")]


def test_notes_stand_under_the_text_that_refers_to_them_and_links_keep_their_address():
    markdown = (
        "## What is known\n\nSeen[^1] by [one](https://example.org/a) of https://example.org/b.\n\n"
        "> Nobody asked.\n>\n> — Mother\n\n1. One\n   - inner *one*\n2. Two\n\n## Next steps\n\nNone.\n\n[^1]: In March."
    )
    found = sort(parts_of(markdown), KNOWN)
    assert found.texts["first"] == (
        "Seen[note 1] by one (https://example.org/a) of https://example.org/b.\n\nNobody asked.\n— Mother\n\n"
        "1. One\n  - inner one\n2. Two\n\nNote 1: In March."
    )
    assert found.texts["third"] == "None."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Your agency’s  involvement", "your agency's involvement:"),
        ("Next steps", "10. Next Steps"),
        ("Next steps", "2.1) Next steps."),
    ],
)
def test_headings_are_the_same_whatever_word_made_of_them(one, other):
    assert same(one) == same(other)
    assert same(one) != same(other + " again")
