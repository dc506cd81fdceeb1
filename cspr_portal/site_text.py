"""From the Markdown of one of the site's own pages to its title, its first paragraph and trusted HTML in pieces.

Such a text may do two things that a report may not: link to pages of this site, and have the portal put something
in its place: a word in braces within a sentence, or a block on a line of its own. Which there are, and what they
say, is the caller's. No database and no page frame live here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from cspr_portal import text

OWN_PAGE = re.compile(r"/(?!/)[a-z0-9/._-]*(\?[a-z0-9=&_-]*)?(#[a-z0-9-]+)?\Z")
ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,79}\Z")
GIVEN_ANCHOR = re.compile(r"\s*\{#(?P<anchor>[a-z][a-z0-9-]*)\}\s*\Z")
TITLE = re.compile(r"\A\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*(?:\n|\Z)")
LEDE = re.compile(r"\A\s*(?P<lede>[^\s#{>|*-][^\n]*(?:\n[ \t]*[^\s][^\n]*)*)")
IN_BRACES = re.compile(r"\{(?P<word>[^{}\n#]*)\}")
MARKS = re.compile(r"([!-/:-@\[-`{-~])")
LONGEST_ANCHOR = 60
CONTENTS_FROM = 3


class PageHtml(text.CleanHtml):
    """As CleanHtml, with links to pages of this site and with ids in words. Making one cleans it."""

    def __new__(cls, html: str) -> "PageHtml":
        return str.__new__(cls, text.clean(html, _attribute))


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, or the name of a block that the page puts there."""

    html: PageHtml | None = None
    block: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading: its id, its words, and whether others stand under it (level 2) or not (3, 4)."""

    anchor: str
    words: str
    level: int


@dataclass(frozen=True)
class PageText:
    """A page ready to be shown. `title` is empty where the text begins with no title."""

    title: str
    lede: str
    pieces: tuple[Piece, ...]
    headings: tuple[Heading, ...]

    @property
    def contents(self) -> list[Heading]:
        """The list for "On this page": the headings of level 2, from the third on that there is."""
        found = [heading for heading in self.headings if heading.level == text.TOP_LEVEL]
        return found if len(found) >= CONTENTS_FROM else []

    @property
    def blocks(self) -> set[str]:
        """The names of the blocks that stand in it."""
        return {piece.block for piece in self.pieces if piece.block}


@lru_cache(maxsize=64)
def render(markdown: str, values: tuple[tuple[str, str], ...]) -> PageText:
    """Return the page that `markdown` is.

    In: "# Title", a first paragraph, then the text; and what stands for each word in braces. A heading's id is what
    stands in {#braces} behind it, or else made of its words. A paragraph that is one word in braces, and none of
    `values`, is a block.
    """
    written = put_in(markdown.replace("\r\n", "\n"), dict(values))
    title, lede = "", ""
    if found := TITLE.match(written):
        title, written = text.plain_text(found["title"]), written[found.end() :]
        if opening := LEDE.match(written):
            lede, written = " ".join(text.plain_text(opening["lede"]).split()), written[opening.end() :]
    tokens = text.parse(written, keeps=_is_kept_address)
    headings = tuple(_with_anchors(tokens))
    return PageText(title, lede, tuple(_pieces(tokens)), headings)


def put_in(markdown: str, values: Mapping[str, str]) -> str:
    """Return the text with the words in braces said; a value is words and never Markdown. Unknown ones stay."""

    def said(found: re.Match[str]) -> str:
        value = values.get(found["word"])
        return found[0] if value is None else MARKS.sub(r"\\\1", " ".join(value.split()))

    return IN_BRACES.sub(said, markdown)


def words_in_braces(markdown: str) -> list[str]:
    """Return each word in braces once, in the order of the text, without the braces."""
    return list(dict.fromkeys(found["word"] for found in IN_BRACES.finditer(markdown)))


def links_of(page: PageText) -> list[str]:
    """Return the addresses that the text leads to, those of this site and to its own headings alone."""
    found = [
        link for piece in page.pieces if piece.html for link in re.findall(r'href="([^"]+)"', piece.html)
    ]
    return [link for link in dict.fromkeys(found) if link.startswith(("/", "#"))]


def _pieces(tokens: list[Token]) -> Iterator[Piece]:
    start = 0
    for at, token in enumerate(tokens):
        if token.type != "paragraph_open" or token.level:
            continue
        if found := IN_BRACES.fullmatch(tokens[at + 1].content.strip()):
            yield from _html(tokens[start:at])
            yield Piece(block=found["word"])
            start = at + 3
    yield from _html(tokens[start:])


def _html(tokens: list[Token]) -> Iterator[Piece]:
    if tokens:
        yield Piece(html=PageHtml(text.to_html(tokens)))


def _with_anchors(tokens: list[Token]) -> Iterator[Heading]:
    """Give each heading an id that no other one has, and yield it."""
    taken: set[str] = set()
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        inline = tokens[at + 1]
        given = _take_anchor(inline)
        anchor = wanted = given or _in_words(inline.content) or "part"
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{wanted}-{number}"
        taken.add(anchor)
        token.attrs = {"id": anchor}
        yield Heading(anchor, inline.content, int(token.tag[1]))


def _take_anchor(inline: Token) -> str:
    """Take {#anchor} off the end of a heading and return it, or nothing."""
    last = (inline.children or [Token("text", "", 0)])[-1]
    found = GIVEN_ANCHOR.search(last.content) if last.type == "text" else None
    if found is None:
        return ""
    last.content = last.content[: found.start()]
    inline.content = GIVEN_ANCHOR.sub("", inline.content)
    return found["anchor"]


def _in_words(words: str) -> str:
    """Return words as an id: small letters, digits and hyphens, cut behind a whole word."""
    plain = (
        re.sub(r"[^a-z0-9]+", "-", words.lower().replace("’", "").replace("'", ""))
        .strip("-")
        .lstrip("0123456789-")
    )
    return plain if len(plain) <= LONGEST_ANCHOR else plain[:LONGEST_ANCHOR].rpartition("-")[0]


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and _is_kept_address(value):
        return value
    if name == "id" and ANCHOR.match(value):
        return value
    return text.kept_attribute(tag, name, value)


def _is_kept_address(href: str) -> bool:
    return bool(OWN_PAGE.match(href)) or bool(text.LINK_OUT.match(href)) or _is_own_heading(href)


def _is_own_heading(href: str) -> bool:
    return href.startswith("#") and bool(ANCHOR.match(href[1:]))
