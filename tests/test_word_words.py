"""Links, notes and single characters of a Word file, each as a report holds it."""

import pytest

from cspr_portal.text import render
from tests.word_files import cell, field, found, notes, para, read, referred, related, run, table

LINKED = '<w:hyperlink r:id="rL" w:tooltip="Canary">{}</w:hyperlink>'


@pytest.mark.parametrize(
    ("address", "markdown", "key"),
    [
        ("https://example.invalid/a?b=1&c=2", "[words](https://example.invalid/a?b=1&c=2)", "links_out"),
        ("http://example.invalid/a_(b)|c*", "[words](http://example.invalid/a_%28b%29%7Cc%2A)", "links_out"),
        ("https://example.invalid/?a&copy;b", "[words](https://example.invalid/?a&amp;copy;b)", "links_out"),
        ("mailto:canary@demo.invalid", "words", "links_dropped"),
        ("https://canary:secret@example.invalid/", "words", "links_dropped"),
        ("file:///C:/Canary/case.docx", "words", "links_dropped"),
        ("\\\\server\\Canary", "words", "links_dropped"),
        ("javascript:alert(1)", "words", "links_dropped"),
        ("https://example.invalid/a b", "words", "links_dropped"),
    ],
)
def test_only_links_to_the_web_stay_links(address: str, markdown: str, key: str) -> None:
    text = read(para(run("See ") + LINKED.format(run("words")) + run(".")), **related({"rL": address}))
    assert text.markdown == f"See {markdown}.\n"
    assert found(text) == {key: 1}
    assert "words" in render(text.markdown).html
    assert ("<a " in render(text.markdown).html) == (key == "links_out")


def test_a_link_within_the_file_and_one_without_words() -> None:
    inside = '<w:hyperlink w:anchor="Canary">' + run("above") + "</w:hyperlink>" + LINKED.format(run(" "))
    assert (
        read(para(run("See ") + inside), **related({"rL": "https://example.invalid/"})).markdown
        == "See above\n"
    )


def test_words_beside_a_link_or_a_note_do_not_change_it() -> None:
    body = para(
        run("Stop!") + LINKED.format(run("a]b")) + run("(c)") + referred("footnote", 1) + run("(d): e")
    )
    first = para(referred("footnote", 1) + run(": begins"))
    more = related({"rL": "https://example.invalid/"}, footnotes=notes("footnote", n1=para(run("Note: a"))))
    bold = para(run("f") + referred("footnote", 1) + run("(g) &amp;", "<w:b/>") + run("amp;"))
    html = render(read(body, first, bold, **more).markdown).html
    assert 'Stop!<a href="https://example.invalid/" rel="noreferrer">a]b</a>(c)<sup>' in html
    assert "</sup>(d): e</p>" in html and "</sup>: begins</p>" in html
    assert "</sup>(g) &amp;amp;</p>" in html
    assert html.count("<li id=") == 1


def test_footnotes_and_endnotes_are_numbered_as_the_text_comes_to_them() -> None:
    text = read(
        para(
            run("a")
            + referred("endnote", 5)
            + run(" b")
            + referred("footnote", 3)
            + run(" c")
            + referred("endnote", 5)
        ),
        table(f"<w:tc>{para(run('d') + referred('footnote', 2))}</w:tc>{cell('e')}"),
        **related(
            {},
            footnotes=notes("footnote", n2=para(run("Two.")), n3=para(run("Three.")), n4=para(run("Canary"))),
            endnotes=notes(
                "endnote", n5=para("<w:r><w:footnoteRef/></w:r>" + run(" Five.")) + para(run("More."))
            ),
        ),
    )
    assert text.markdown == (
        "a[^1] b[^2] c[^1]\n\n| d[^3] | e |\n| --- | --- |\n\n[^1]: Five.\n\n    More.\n\n[^2]: Three.\n\n[^3]: Two.\n"
    )
    html = render(text.markdown).html
    assert html.count("<li id=") == 3 and "Five." in html and "Canary" not in html


def test_a_note_that_only_deleted_or_hidden_words_refer_to_goes_with_them() -> None:
    hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    deleted = f'<w:del w:id="1">{referred("footnote", 2)}</w:del>'
    more = related({}, footnotes=notes("footnote", n1=para(run("Canary")), n2=para(run("Canary"))))
    assert (
        read(
            para(run("Text.") + hidden + deleted + referred("footnote", 77) + referred("footnote", -1)),
            **more,
        ).markdown
        == "Text.\n"
    )


def test_what_may_not_come_along_goes_from_notes_too() -> None:
    deleted = '<w:del w:author="Canary"><w:r><w:delText>Canary</w:delText></w:r></w:del>'
    note = para(run("Note.") + run("Canary", "<w:vanish/>") + deleted + field("AUTHOR", run("Canary")))
    text = read(
        para(run("Text") + referred("footnote", 1)), **related({}, footnotes=notes("footnote", n1=note))
    )
    assert text.markdown == "Text[^1]\n\n[^1]: Note.\n"
    assert found(text) == {"deleted": 1, "hidden": 1, "details": 1}


@pytest.mark.parametrize(
    ("words", "markdown", "counts"),
    [
        ("\u200bno\u200bbody\ufeff", "nobody", {"invisible": 3}),
        ("safe\u00adguarding", "safeguarding", {}),
        ("7\u00a0July\u202f2027\u2003or", "7 July 2027 or", {}),
        ("a\u202eb\u2066c", "abc", {"invisible": 2}),
        ("well\u2011being", "well-being", {}),
        ("a\uf0b7b", "ab", {"symbols": 1}),
        (
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            {},
        ),
        ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467", {}),
        ("a\u200cb", "ab", {"invisible": 1}),
    ],
)
def test_characters_that_nobody_sees_are_left_out_and_counted(
    words: str, markdown: str, counts: dict
) -> None:
    text = read(para(run(words)))
    assert text.markdown == markdown + "\n"
    assert found(text) == counts


def test_marks_that_word_keeps_apart_from_letters_become_letters() -> None:
    inside = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Nobody" w:char="F0FC"/><w:sym w:char="x"/>'
        '<w:br w:type="page"/><w:t>e</w:t><w:br/><w:t>f</w:t><w:cr/></w:r>'
    )
    text = read(para(inside))
    assert text.markdown == "a b-cd✓ e\\\nf\n"
    assert found(text) == {"symbols": 2}


def test_formulas_become_characters_and_struck_words_are_said() -> None:
    formula = "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"
    text = read(para(run("Rate ") + formula + run(" not", "<w:strike/>")))
    assert text.markdown == "Rate ab not\n"
    assert found(text) == {"formulas": 1, "struck": 1}
