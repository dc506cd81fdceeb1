"""Fields, boxes, lists, headings, tables and pictures of a Word file, each as a report holds it."""

import re

import pytest

from cspr_portal.text import render
from cspr_portal.word_in import Picture
from tests.word_files import W, cell, field, found, mark, para, read, run, table


def fixed(instruction: str, result: str) -> str:
    return f'<w:fldSimple w:instr=" {instruction} ">{result}</w:fldSimple>'


BOX = "<w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"


@pytest.mark.parametrize(
    ("inside", "markdown", "counts"),
    [
        (run("See ") + field("REF Canary", run("part 2")) + run("."), "See part 2.", {}),
        (run("See ") + fixed("PAGEREF Canary", run("page 3")), "See page 3", {}),
        (run("By ") + field("AUTHOR", run("Canary")) + run("."), "By .", {"details": 1}),
        (run("In ") + fixed("FILENAME \\p", run("Canary")) + run("."), "In .", {"details": 1}),
        (run("By ") + field("DOCPROPERTY Canary", run("Canary")), "By", {"details": 1}),
        (
            run("a ")
            + field(f"IF </w:instrText></w:r>{field('REF x', run('Canary'))}<w:r><w:instrText>", run("b")),
            "a b",
            {},
        ),
        (run("a ") + field("AUTHOR", field("REF x", run("Canary"))) + run("b"), "a b", {"details": 1}),
        (
            run("a ") + mark("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + run("and all of it"),
            "a and all of it",
            {},
        ),
        (run("a ") + mark("separate") + mark("end") + run("b"), "a b", {}),
        (field('HYPERLINK "mailto:canary@demo.invalid"', run("us")), "us", {}),
        (
            mark("begin", BOX)
            + "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
            + mark("end")
            + run(" yes"),
            "☒ yes",
            {},
        ),
    ],
)
def test_a_field_keeps_what_it_shows_unless_that_is_a_detail_of_the_file(
    inside: str, markdown: str, counts: dict
) -> None:
    text = read(para(inside))
    assert text.markdown == markdown + "\n"
    assert found(text) == counts


def control(settings: str, inside: str) -> str:
    return f"<w:sdt><w:sdtPr>{settings}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


GALLERY = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'


def test_lists_of_contents_are_left_out_however_they_were_made() -> None:
    of_field = para(
        mark("begin") + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>" + mark("separate") + run("Canary")
    )
    ended = para(run("Canary") + mark("end"))
    assert read(of_field, ended, para(run("Text."))).markdown == "Text.\n"
    text = read(control(GALLERY, para(run("Canary"))), para(run("Text.")))
    assert text.markdown == "Text.\n"
    assert found(text) == {"contents": 1}
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style></w:styles>'
    text = read(
        para(run("Canary"), '<w:pStyle w:val="T1"/>'), para(run("Text.")), **{"word/styles.xml": styles}
    )
    assert (text.markdown, found(text)) == ("Text.\n", {"contents": 1})


def test_a_control_keeps_what_was_filled_in_and_drops_prompts_and_details() -> None:
    author = '<w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:creator[1]"/>'
    inside = (
        control("<w:text/>", run("Filled "))
        + control("<w:showingPlcHdr/>", run("Canary"))
        + control(author, run("Canary"))
        + run("in.")
    )
    text = read(para(inside), control("<w:richText/>", para(run("A block."))))
    assert text.markdown == "Filled in.\n\nA block.\n"
    assert found(text) == {"details": 1}


BOXED = "<w:txbxContent>{}</w:txbxContent>"
NEW_BOX = f"<w:drawing><wps:txbx>{BOXED}</wps:txbx></w:drawing>"
OLD_BOX = f"<w:pict><v:shape><v:textbox>{BOXED}</v:textbox></v:shape></w:pict>"
TWO_WAYS = "<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"


def test_the_words_of_a_box_follow_its_paragraph_once() -> None:
    words = para(run("First.")) + para(run("Second."))
    both = TWO_WAYS.format(NEW_BOX.format(words), OLD_BOX.format(para(run("Canary"))))
    text = read(para(run("Before") + both + run(" and after.")), para(run("Next.")))
    assert text.markdown == "Before and after.\n\nFirst.\n\nSecond.\n\nNext.\n"
    assert found(text) == {"boxes": 1}
    old = read(para(run("Old.") + f"<w:r>{OLD_BOX.format(words)}</w:r>"))
    assert old.markdown == "Old.\n\nFirst.\n\nSecond.\n"


def test_a_box_within_a_box_and_hidden_words_in_one() -> None:
    inner = para(
        f"<w:r>{NEW_BOX.format(para(run('Inner.')))}</w:r>" + run("Outer.") + run("Canary", "<w:vanish/>")
    )
    text = read(para(run("Host.") + f"<w:r>{NEW_BOX.format(inner)}</w:r>"))
    assert text.markdown == "Host.\n\nOuter.\n\nInner.\n"


def test_embedded_files_shapes_and_parts_from_elsewhere_are_counted() -> None:
    inside = run("Text.") + '<w:r><w:object><v:shape o:title="Canary"/><o:OLEObject/></w:object></w:r>'
    text = read(para(inside + "<w:r><w:pict><v:line/></w:pict></w:r>"), '<w:altChunk r:id="rId1"/>')
    assert text.markdown == "Text.\n"
    assert found(text) == {"embedded": 1, "shapes": 1, "elsewhere": 1}


def test_what_nobody_thought_of_does_not_come_along() -> None:
    new = '<x:thing xmlns:x="urn:x"><w:p><w:r><w:t>Canary</w:t></w:r></w:p></x:thing>'
    text = read(
        para(run("Text.") + new + "Canary"), new, "<w:novelty><w:r><w:t>Canary</w:t></w:r></w:novelty>"
    )
    assert text.markdown == "Text.\n"


def test_bookmarks_of_the_file_are_not_taken_for_marks_of_ours() -> None:
    inside = '<w:bookmarkStart w:id="1" w:name="picture-7"/><w:bookmarkStart w:id="2" w:name="item-9-1"/>'
    text = read(para(inside + run("Text.")))
    assert (text.markdown, text.pictures) == ("Text.\n", [])


def test_pictures_say_under_which_heading_they_stood_and_never_their_words() -> None:
    drawn = '<w:r><w:pict><v:shape alt="Canary of a plan"><v:imagedata o:title="Canary"/></v:shape></w:pict></w:r>'
    text = read(
        para(drawn), para(run("Plans"), '<w:pStyle w:val="Heading1"/>'), para(run("See") + drawn + drawn)
    )
    assert text.pictures == [
        Picture(1, "Canary of a plan", 0, ""),
        Picture(2, "Canary of a plan", 0, "Plans"),
        Picture(3, "Canary of a plan", 0, "Plans"),
    ]
    (finding,) = [each for each in text.findings if each.kind == "pictures"]
    assert finding.sentence == (
        "3 pictures are left out: picture 1 before the first heading; pictures 2 and 3 under “Plans”. "
        "Marks in the text show where they stood; they are never published."
    )
    assert "Canary" not in text.markdown
    assert render(text.markdown).html == '<h2 id="part-1">Plans</h2>\n<p>See</p>\n'


def styled(style: str, words: str) -> str:
    return para(run(words), f'<w:pStyle w:val="{style}"/>')


@pytest.mark.parametrize(
    ("levels", "marks", "counts"),
    [
        ([1, 2, 3], [2, 3, 4], {}),
        ([2, 3, 4], [2, 3, 4], {}),
        ([3, 2, 3], [3, 2, 3], {}),
        ([1, 4, 6], [2, 4, 4], {"deep_headings": 2}),
        ([9], [2], {}),
    ],
)
def test_the_highest_heading_becomes_the_reports_first_level(
    levels: list[int], marks: list[int], counts: dict
) -> None:
    text = read(*(styled(f"Heading{level}", f"Level {level}") for level in levels))
    assert (
        text.markdown
        == "\n\n".join(f"{'#' * mark} Level {level}" for mark, level in zip(marks, levels, strict=True))
        + "\n"
    )
    assert found(text) == counts


def test_a_title_stands_beside_the_highest_headings_and_is_said() -> None:
    text = read(styled("Title", "Child Robin"), styled("Heading1", "One"), styled("Heading2", "Two"))
    assert text.markdown == "## Child Robin\n\n## One\n\n### Two\n"
    assert found(text) == {"title": 1}


def test_a_heading_is_told_by_its_outline_level_too_and_loses_its_dress() -> None:
    text = read(
        para(run("Bold", "<w:b/>") + "<w:r><w:br/></w:r>" + run("head #"), '<w:outlineLvl w:val="1"/>')
    )
    assert text.markdown == "## Bold head \\#\n"
    assert read(styled("Heading1", " "), para(run("Text."))).markdown == "Text.\n"


def lists(*kinds: tuple[str, str], overrides: str = "") -> dict[str, str]:
    """A numbering part: a definition with these levels (form, words), used by the lists 1 and 2."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for at, (form, words) in enumerate(kinds)
    )
    return {
        "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num></w:numbering>'
    }


def item(words: str, level: int = 0, key: int = 1) -> str:
    return para(run(words), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')


GONE = item("Canary").replace("<w:rPr>", "<w:rPr><w:vanish/>")
DECIMAL = (("decimal", "%1."), ("bullet", "•"), ("decimal", "%3)"))
AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("parts", "blocks", "markdown"),
    [
        (
            lists(*DECIMAL),
            [item("a"), item("b", 1), item("c", 2), item("d")],
            "1. a\n   - b\n     1. c\n2. d",
        ),
        (lists(*DECIMAL), [item("a"), para(run("between")), item("b")], "1. a\n\nbetween\n\n2. b"),
        (lists(*DECIMAL), [item("a"), item(""), item("c")], "1. a\n3) c"),
        (lists(*DECIMAL), [item("a"), GONE, item("c")], "1. a\n2. c"),
        (lists(*DECIMAL), [item("a"), item("b", 2), item("c")], "1. a\n   1. b\n2. c"),
        (lists(*DECIMAL), [item("a", 1), item("b", 1)], "- a\n- b"),
        (lists(*DECIMAL, overrides=AGAIN), [item("a"), item("b", 0, 2), item("c", 0, 2)], "1. a\n1) b\n2) c"),
        (lists(*DECIMAL), [item(str(number)) for number in range(1, 11)] + [item("sub", 1)], None),
        (lists(("lowerLetter", "(%1)")), [item("a"), item("b")], "- (a) a\n- (b) b"),
        (lists(("upperRoman", "%1.")), [item("a")] * 4, "- I. a\n- II. a\n- III. a\n- IV. a"),
        (
            lists(("decimal", "%1."), ("decimal", "%1.%2")),
            [item("a"), item("b", 1), item("c", 1)],
            "1. a\n\n1.1 b\n\n1.2 c",
        ),
        (
            lists(("decimal", "Recommendation %1:")),
            [item("a"), item("b")],
            "Recommendation 1: a\n\nRecommendation 2: b",
        ),
        (
            lists(("decimal", "%1."), ("decimal", "%1.%2"), ("bullet", "•")),
            [item("a"), item("b", 1), item("c", 2)],
            "1. a\n\n1.1 b\n\n- c",
        ),
        (
            lists(("decimal", "%1."), ("decimal", "%2.")),
            [item("a"), item("b", 1), item("c"), item("d", 1)],
            "1. a\n   1. b\n2. c\n   1. d",
        ),
        (lists(("none", "")), [item("a")], "a"),
        (lists(*DECIMAL), [item("- a"), item("2. b"), item("# c")], "1. \\- a\n2. 2\\. b\n3. \\# c"),
    ],
)
def test_lists_keep_their_levels_and_numbers(
    parts: dict[str, str], blocks: list[str], markdown: str | None
) -> None:
    text = read(*blocks, **parts)
    if markdown is None:
        markdown = "\n".join(f"{number}. {number}" for number in range(1, 11)) + "\n    - sub"
    assert text.markdown == markdown + "\n"
    assert render(text.markdown).html.count("<li>") == len(re.findall(r"(?m)^ *(?:-|\d+[.)]) ", markdown))


def test_a_numbered_heading_keeps_its_number() -> None:
    numbered = '<w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    text = read(para(run("One"), numbered), para(run("Two"), numbered), **lists(("decimal", "%1.")))
    assert text.markdown == "## 1. One\n\n## 2. Two\n"
    assert found(text) == {"labels": 2}


SPAN = '<w:gridSpan w:val="2"/>'


@pytest.mark.parametrize(
    ("tables", "markdown", "counts"),
    [
        (
            table(f"<w:trPr><w:tblHeader/></w:trPr>{cell('a')}{cell('b')}", cell("c") + cell("d|e")),
            "| a | b |\n| --- | --- |\n| c | d\\|e |",
            {},
        ),
        (
            table(cell("a", SPAN) + cell("b"), cell("c", SPAN) + cell("d")),
            "| a | b |\n| --- | --- |\n| c | d |",
            {"tables_merged": 1, "tables_without_header": 1},
        ),
        (
            table(cell("a", SPAN), cell("b") + cell("c")),
            "| a |  |\n| --- | --- |\n| b | c |",
            {"tables_merged": 1, "tables_without_header": 1},
        ),
        (
            table(
                cell("a", '<w:vMerge w:val="restart"/>') + cell("b"),
                cell("", "<w:vMerge/>") + cell("c"),
            ),
            "| a | b |\n| --- | --- |\n|  | c |",
            {"tables_merged": 1, "tables_without_header": 1},
        ),
        (
            table(cell("a") + cell("b"), f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("c")}', cell("d")),
            "| a | b |\n| --- | --- |\n|  | c |\n| d |  |",
            {"tables_without_header": 1},
        ),
        (table(f"<w:tc>{para(run('One.'))}{item('Two')}</w:tc>"), "One.\n\n- Two", {"single_cells": 1}),
        (
            table(f"<w:tc>{para(run('a'))}{table(cell('b') + cell('c'))}<w:p/></w:tc>{cell('d')}"),
            "| a; b; c | d |\n| --- | --- |",
            {"tables_nested": 1, "tables_without_header": 1},
        ),
        (table(cell("") + cell("")) + para(run("Text.")), "Text.", {}),
    ],
)
def test_tables_become_rows_of_plain_cells(tables: str, markdown: str, counts: dict) -> None:
    text = read(tables, **lists(("bullet", "•")))
    assert text.markdown == markdown + "\n"
    assert found(text) == counts
    assert render(text.markdown).html.count("<tr>") == len(re.findall(r"(?m)^\|(?! ---)", markdown))
