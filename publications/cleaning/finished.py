"""Finished PDFs from elsewhere: in as bytes, out known-good, with what was taken out and what a person must look at.

Knows no model and no request. The work is done in a process of its own, whose memory and time have an end.
"""

import json
from dataclasses import dataclass

from cspr_portal import limited

from .faults import SENTENCES, Fault, NotClean, refuse_size

MEMORY = 600 * 1024 * 1024
CPU_SECONDS = 90
PATIENCE = 150
START = b"%PDF-"


@dataclass(frozen=True)
class Hidden:
    """What a reader doesn't see: on which page (from 1), the words (empty: no program can read them), and why."""

    page: int
    words: str
    why: str


@dataclass(frozen=True)
class CleanPdf:
    """A PDF that holds its pages, tags, bookmarks and links, and the title, author and language given; nothing else.

    `plain_text` is what the disclosure check must read: page by page, each ended by a form feed, with alternative
    texts, link addresses and what stands in place of words; after the last page bookmarks and page labels.
    `taken_out` names what was in it, in plain English, for a person to confirm; `counts` has it under the keys of
    found.WORDS. `pictures_of_pages` are pages (from 1) that show a picture, or outlines, and almost no words that a
    program can read: people must read them.
    `language` and `has_title` are what the file said of itself; `is_tagged` is true of the content that comes out.
    """

    content: bytes
    pages: int
    plain_text: str
    taken_out: list[str]
    counts: dict[str, int]
    hidden: list[Hidden]
    pictures_of_pages: list[int]
    is_tagged: bool
    language: str
    has_title: bool


def cleaned_pdf(content: bytes, *, title: str, author: str, language: str) -> CleanPdf:
    """Clean a PDF and read it. The same arguments always give the same bytes.

    `title` is the public one, `author` the partnership, `language` a tag like "en-GB". Slow (up to some seconds):
    not for within a transaction. Raises NotClean with a sentence that says what to do: for what is no PDF from its
    first byte, is locked, too large or too long, asks for too much, or can't be made safe.
    """
    # pikepdf and PDFium are the process's own; this one needs no more than its name.
    from .program import cleaned

    refuse_size(content)
    if not content.startswith(START):
        raise NotClean(SENTENCES[Fault.NO_PDF])
    said = limited.result_of(
        cleaned,
        content,
        title,
        author,
        language,
        memory=MEMORY,
        cpu_seconds=CPU_SECONDS,
        patience=PATIENCE,
    )
    if said is None:
        raise NotClean(SENTENCES[Fault.HEAVY])
    line, _, made = said.partition(b"\n")
    about = json.loads(line)
    if "fault" in about:
        raise NotClean(SENTENCES[Fault(about["fault"])])
    hidden = [Hidden(*one) for one in about.pop("hidden")]
    return CleanPdf(content=made, hidden=hidden, **about)
