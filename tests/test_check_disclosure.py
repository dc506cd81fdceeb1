"""`manage.py check_disclosure`: files tried against words from a list, through a process and in one."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from weasyprint import HTML

from publications.carriers import reading
from publications.carriers.word_lists import BadWords, terms_of
from publications.disclosure.check import check
from tests.test_disclosure_clean_text import clean_text
from tests.test_disclosure_words import DISGUISES

WORDS = {
    "names": ["Zebedee Quarrington"],
    "initials": ["XQ"],
    "dates": ["14/03/2019", "2 November 2024"],
    "places": ["Quillmoor Primary School"],
    "identifiers": ["LCS/204417"],
    "practitioners": ["Ms Tarrow"],
}
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def words(tmp_path: Path) -> str:
    path = tmp_path / "WORDS.json"
    path.write_text(json.dumps(WORDS))
    return str(path)


def run(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """The exit status, the hits as JSON, and what was said of what couldn't be checked."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_disclosure", *arguments, "--json", stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), json.loads(out.getvalue()), err.getvalue()
    return 0, json.loads(out.getvalue()), err.getvalue()


def pdf(words: str, **more: str) -> bytes:
    head = f"<title>{more.get('title', 'A day')}</title><meta name=author content='{more.get('author', '')}'>"
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    alt = more.get("alt", "A dot")
    body = f"<h1>{more.get('heading', 'One')}</h1><p>{words} <img src='{dot}' alt='{alt}'></p>"
    return bytes(HTML(string=f"<html lang=en>{head}{body}").write_pdf(pdf_variant="pdf/ua-1"))


def word(words: str, **more: str) -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for letter in words:  # as Word cuts a text into runs
        paragraph.add_run(letter)
    document.sections[0].header.paragraphs[0].text = more.get("header", "")
    document.core_properties.author = more.get("author", "")
    document.add_table(1, 1).cell(0, 0).text = more.get("cell", "")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def picture(comment: str, *, is_png: bool) -> bytes:
    image, file = Image.new("RGB", (4, 4)), io.BytesIO()
    if is_png:
        said = PngInfo()
        said.add_text("Description", comment)
        image.save(file, "PNG", pnginfo=said)
    else:
        exif = image.getexif()
        exif[0x010E] = comment
        exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 30.0, 36.0), 3: "W", 4: (1.0, 15.0, 7.2)})
        image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_draft_is_tried_from_the_command_line_with_words_from_standard_input(tmp_path: Path) -> None:
    """Exit status 1 with a hit, 0 with none, 2 with one sentence where it could not check; no database is asked."""
    (tmp_path / "draft.md").write_text("# One\n\nThey met Ms  Tarrow\non 14 March 2019.\n")
    (tmp_path / "clean.txt").write_text("They met.\n")

    def started(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "manage.py"), "check_disclosure", "--words", "-", *arguments]
        nowhere = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
        return subprocess.run(
            command,
            input=json.dumps(WORDS),
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=nowhere,
            check=False,
        )

    done = started("draft.md", "clean.txt", "--json")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout) == [
        {
            "file": "draft.md",
            "part": "text",
            "line": line,
            "kind": kind,
            "offset": offset,
            "match": match,
        }
        for line, kind, offset, match in (
            (3, "practitioner", 16, "**  ******"),
            (4, "date", 30, "** ***** ****"),
        )
    ]
    table = started("draft.md", "--show")
    assert "draft.md:3  practitioner  Ms Tarrow" in table.stdout and "2 hits." in table.stdout
    assert (started("clean.txt").returncode, started("clean.txt", "--json").stdout) == (0, "[]\n")
    missing = started("clean.txt", "no-such.pdf")
    assert (missing.returncode, missing.stderr) == (2, "no-such.pdf: there is no such file.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"clean.txt", "draft.md"}


def test_every_part_of_a_pdf_a_word_file_and_a_picture_is_read(tmp_path: Path, words: str) -> None:
    """D16, D17, D18: bookmarks, metadata, alternative text; headers, tables, comments, deleted words; EXIF."""
    deleted = (
        '<w:p><w:ins w:author="Tarrow"><w:r><w:t>Quill</w:t></w:r></w:ins><w:r><w:t>moor</w:t></w:r>'
        "<w:del><w:r><w:delText>Zebedee</w:delText></w:r></w:del></w:p>"
    )
    plain, patched = (
        word("At Quillmoor.", author="Quarrington", header="Ms Tarrow", cell="LCS/204417"),
        io.BytesIO(),
    )
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(patched, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:tbl>", deleted.encode() + b"<w:tbl>")
            new.writestr(name, content)
    files = {
        "a.pdf": pdf("At Quill&shy;moor.", title="Zebedee", author="Tarrow", heading="XQ", alt="LCS/204417"),
        "a.docx": patched.getvalue(),
        "a.png": picture("Zebedee", is_png=True),
        "a.jpg": picture("Zebedee", is_png=False),
        "Zebedee.txt": b"They met.",
        "utf16.txt": "On 2.11.24.".encode("utf-16"),
    }
    found = {}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        status, hits, said = run("--words", words, "--show", str(tmp_path / name))
        assert (status, said) == (1, ""), (name, said)
        found[name] = {(hit["part"].split("/")[-1], hit["match"].strip()) for hit in hits}
    assert {("page 1", "Quillmoor"), ("bookmarks", "XQ")} <= found["a.pdf"]
    assert {match for _, match in found["a.pdf"]} >= {"Zebedee", "Tarrow", "LCS/204417"}
    assert found["a.docx"] >= {
        ("document.xml", "Quillmoor"),
        ("document.xml", "LCS/204417"),
        ("document.xml, deleted", "Zebedee"),
        ("document.xml, names and descriptions", "Tarrow"),
        ("header1.xml", "Ms Tarrow"),
        ("core.xml", "Quarrington"),
    }
    assert found["a.png"] == {("EXIF", "Zebedee")}
    assert found["a.jpg"] == {("EXIF", "Zebedee"), ("EXIF", "54.510000, -1.252000")}
    assert found["Zebedee.txt"] == {("file name", "Zebedee")}
    assert found["utf16.txt"] == {("text", "2.11.24")}


def test_a_clean_file_of_each_kind_is_clean(tmp_path: Path, words: str) -> None:
    """The day on which a file was made is nobody's, and a long text raises no more than a handful."""
    for name, content in {"a.pdf": pdf("They met."), "a.docx": word("They met."), "a.md": b"# One"}.items():
        (tmp_path / name).write_bytes(content)
    assert run("--words", words, *(str(tmp_path / name) for name in ("a.pdf", "a.docx", "a.md"))) == (
        0,
        [],
        "",
    )
    (tmp_path / "long.docx").write_bytes(word(clean_text(1_000)))
    assert len(run("--words", words, str(tmp_path / "long.docx"))[1]) <= 5


def test_what_cannot_be_checked_is_said_and_ends_with_status_2(tmp_path: Path, words: str) -> None:
    """C04, C10: a scan, a bomb, a false name, a locked or broken file; the others are checked all the same."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 150_000_000)
    scan = HTML(string="<img src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9"
                       "QDwADhgGAWjR9awAAAABJRU5ErkJggg=='>").write_pdf()  # fmt: skip
    files = {
        "scan.pdf": (scan, "there is no text in it"),
        "bomb.docx": (bomb.getvalue(), "it unpacks to far more than its size"),
        "false.pdf": (b"<html>%PDF-1.7", "it is no PDF file"),
        "cut.pdf": (pdf("They met.")[:300], "it is damaged"),
        "binary.txt": (b"a\x00b", "it is no text"),
        "zip.docx": (b"PK\x03\x04 and nothing", "it is damaged"),
    }
    (tmp_path / "hit.txt").write_text("Zebedee")
    for name, (content, _) in files.items():
        (tmp_path / name).write_bytes(content)
    paths = [str(tmp_path / name) for name in ("hit.txt", *files)]
    status, hits, said = run("--words", words, *paths, str(tmp_path), "/dev/zero")
    assert (status, [hit["match"] for hit in hits]) == (2, ["*******"])
    lines = said.strip().splitlines()
    assert len(lines) == len(files) + 2
    for (name, (_, sentence)), line in zip(files.items(), lines, strict=False):
        assert f"{name}: {sentence}" in line


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("nonsense", "The words are no JSON."),
        ("[" * 100_000, "The words are no JSON."),
        ("[]", "must be a JSON object"),
        ('{"names": "Zebedee"}', "The list names must hold texts"),
        ('{"Zebedee": []}', "may have these lists and no others"),
        ('{"dates": ["2019-03-14", "soon"]}', "Date 2 of the list dates can’t be read"),
    ],
)
def test_bad_words_are_refused_without_naming_one(tmp_path: Path, written: str, sentence: str) -> None:
    with pytest.raises(BadWords, match=sentence) as refused:
        terms_of(written)
    assert "Zebedee" not in str(refused.value) and "soon" not in str(refused.value)
    (tmp_path / "w.json").write_text(written)
    with pytest.raises(CommandError) as stopped:
        call_command("check_disclosure", "--words", str(tmp_path / "w.json"), str(tmp_path / "w.json"))
    assert stopped.value.returncode == 2


CARRIERS = (
    "text",
    "PDF",
    "PDF title",
    "PDF description",
    "Word",
    "Word author",
    "Word header",
    "PNG",
    "EXIF",
)
SEEN_AS_WRITTEN = sorted(
    set(DISGUISES)
    # What these do is a mark of Markdown, of HTML, or nothing that such a file can hold.
    - {
        "bold",
        "link",
        "whole link",
        "address of a link",
        "entities",
        "hexadecimal entity",
        "tag",
        "glued by a zero width",
    }
    - {"hyphen as read from a PDF"}
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(CARRIERS),
    st.sampled_from(SEEN_AS_WRITTEN),
    st.sampled_from(["Quarrington", "Quillmoor Primary School", "Ms Tarrow"]),
)
@example("text", "line break", "Ms Tarrow")  # a single letter on the first line
def test_a_planted_word_is_found_through_every_disguise_in_every_carrier(
    carrier: str, disguise: str, planted: str
) -> None:
    """D16, D17, D18: whatever it is written as, and wherever in a file."""
    said = DISGUISES[disguise](planted)
    if carrier in ("PDF title", "PDF description", "Word author", "PNG", "EXIF"):
        said = said.replace("\n", "")  # of one line
    makers: dict[str, Any] = {
        "text": lambda: said.encode(),
        "PDF": lambda: pdf(f"<span style='white-space: pre-wrap'>{said}</span>"),
        "PDF title": lambda: pdf("They met.", title=said),
        "PDF description": lambda: pdf("They met.", alt=said.replace("'", "’")),
        "Word": lambda: word(said),
        "Word author": lambda: word("They met.", author=said),
        "Word header": lambda: word("They met.", header=said),
        "PNG": lambda: picture_of_unicode(said),
        "EXIF": lambda: picture_of_unicode(said),
    }
    read = reading.read_bytes(makers[carrier]())
    hits = check({part.name: part.words for part in read.parts}, terms_of(json.dumps(WORDS)))
    assert any(hit.source == "case" for hit in hits), (carrier, disguise, read.parts)


def picture_of_unicode(words: str) -> bytes:
    """A PNG whose international text chunk says so."""
    said, file = PngInfo(), io.BytesIO()
    said.add_itxt("Comment", words)
    Image.new("RGB", (2, 2)).save(file, "PNG", pnginfo=said)
    return file.getvalue()
