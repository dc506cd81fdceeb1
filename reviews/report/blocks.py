"""A text as blocks of words, in the order of reading: headings, paragraphs, points, rows of tables, notes. Pure.

Two texts are compared by them (compare.py), and shown by them: nothing of how a text was marked up is left but how its
words look. No version and no page live here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import html as parsed

from cspr_portal.text import CleanHtml

HEADING, PARAGRAPH, BULLET, NUMBERED, UNDER_POINT = (
    "heading",
    "paragraph",
    "bullet",
    "numbered",
    "under_point",
)
HEAD, ROW, NOTE, SOURCE = "head", "row", "note", "source"
FORMS = {
    HEADING: "heading",
    PARAGRAPH: "paragraph",
    BULLET: "point of a list",
    NUMBERED: "numbered point of a list",
    UNDER_POINT: "paragraph under a point",
    HEAD: "first row of a table",
    ROW: "row of a table",
    NOTE: "note",
    SOURCE: "source of a quotation",
}
HEADING_LEVELS = {"h2": 1, "h3": 2, "h4": 3}
# How a word may look beside plain; a word may be both of the first two.
STRONG, EM, ADDRESS, MARK, EMPTY, PICTURE = "strong", "em", "address", "mark", "empty", "picture"
INLINE = {STRONG, EM, "sup", "a", "br", "img"}
BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")
WORD_OR_SPACE = re.compile(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the space after it. Two are the same when they say the same and look the same.

    `key` is what is compared: for the mark of a note what the note says, for its number tells nothing.
    """

    text: str = field(compare=False)
    key: str
    look: str = ""
    starts_cell: bool = False


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, point, row or note. `number` is what a point or note is numbered; it isn't compared."""

    kind: str
    words: tuple[Word, ...]
    level: int = 1
    is_quoted: bool = False
    starts_at: int = 1
    number: int = field(default=0, compare=False)

    @property
    def form(self) -> str:
        """What the block is, in words: "heading, level 2"."""
        parts = [FORMS[self.kind]]
        if self.kind == HEADING or self.level > 1:
            parts.append(f"level {self.level}")
        if self.starts_at != 1:
            parts.append(f"the first of a list that begins with {self.starts_at}")
        if self.is_quoted and self.kind != SOURCE:
            parts.append("in a quotation")
        return ", ".join(parts)

    @property
    def text(self) -> str:
        """Its words, as they are read."""
        return "".join(word.text for word in self.words).strip()


def of_plain(text: str) -> list[Block]:
    """Return the paragraphs of a text that was typed in without marks: an empty line ends one, its line ends stay."""
    found = []
    for paragraph in BETWEEN_PARAGRAPHS.split("\n".join(text.splitlines())):
        line = _Line()
        for one in paragraph.split("\n"):
            line.add(one, "")
            # The last line has its end too, so that it's the same with more lines behind it.
            line.space("\n")
        if line.words:
            found.append(Block(PARAGRAPH, line.closed()))
    return found


def of_report(html: CleanHtml) -> list[Block]:
    """Return the blocks of a rendered text (cspr_portal.text): all that is read, but for the ways back from notes.

    After a link stands the address that it leads to, so that no change of it is overlooked; a picture is what it
    shows, in words.
    """
    if not html:
        return []
    root = parsed.fragment_fromstring(str(html), create_parent="div")
    reader = _Reader({})
    # What a note says is read first: its mark in the text is compared by it.
    for note in root.iterfind("./ol/li[@id]"):
        said = " ".join(block.text for block in _Reader({}).blocks(note, Block(NOTE, ())))
        reader.notes[f"#{note.get('id')}"] = said
    return list(reader.blocks(root, Block(PARAGRAPH, ())))


class _Line:
    """Words as they come in, each taking the space that follows it."""

    def __init__(self) -> None:
        self.words: list[tuple[str, str, str, bool]] = []
        self._begins_cell = False

    def add(self, text: str, look: str) -> None:
        for found in WORD_OR_SPACE.findall(text):
            if found.isspace():
                self.space(" ")
            else:
                self.put(found, found, look)

    def put(self, text: str, key: str, look: str) -> None:
        self.words.append((text, key, look, self._begins_cell))
        self._begins_cell = False

    def space(self, space: str) -> None:
        """Put a space or a line end behind the last word; a line end stays."""
        if self.words and not self.words[-1][0].endswith("\n"):
            text, key, look, starts_cell = self.words[-1]
            self.words[-1] = (text.rstrip() + space, key.rstrip() + space, look, starts_cell)

    def cell(self) -> None:
        """Close a cell and begin the next one."""
        self.space(" ")
        if self._begins_cell:
            self.put("", "", EMPTY)
        self._begins_cell = True

    def closed(self) -> tuple[Word, ...]:
        """Return the words; the last one has its space too, so that it's the same with more words behind it."""
        self.space(" ")
        return tuple(Word(*word) for word in self.words)


class _Reader:
    """Walks the elements of one text. `notes`: what each note says, by the address that leads to it."""

    def __init__(self, notes: dict[str, str]) -> None:
        self.notes = notes

    def blocks(self, element: Any, like: Block) -> Iterator[Block]:
        """Yield the blocks of `element`. Words of its own become blocks like `like`: the first one bears its number."""
        line = _Line()
        line.add(element.text or "", "")
        for child in element:
            if child.tag in INLINE:
                self._inline(child, line, "")
                continue
            if line.words:
                yield replace(like, words=line.closed())
                like, line = _after(like), _Line()
            for block in self._of_child(child, like):
                yield block
                like = _after(like)
            line.add(child.tail or "", "")
        if line.words:
            yield replace(like, words=line.closed())

    def _of_child(self, child: Any, like: Block) -> Iterator[Block]:
        if child.tag in HEADING_LEVELS:
            yield from self.blocks(child, Block(HEADING, (), HEADING_LEVELS[child.tag], like.is_quoted))
        elif child.tag in ("ul", "ol"):
            yield from self._list(child, like)
        elif child.tag == "table":
            for row in child.iter("tr"):
                yield self._row(row, like.is_quoted)
        elif child.tag == "blockquote":
            yield from self.blocks(child, Block(PARAGRAPH, (), is_quoted=True))
        elif child.tag == "footer":
            yield from self.blocks(child, Block(SOURCE, (), is_quoted=True))
        else:
            yield from self.blocks(child, like)

    def _list(self, element: Any, like: Block) -> Iterator[Block]:
        is_nested = like.kind in (BULLET, NUMBERED, UNDER_POINT, NOTE)
        kind = BULLET if element.tag == "ul" else NUMBERED
        start = int(element.get("start", 1))
        for at, item in enumerate(element.iterfind("li")):
            point = Block(
                kind,
                (),
                level=like.level + 1 if is_nested else 1,
                is_quoted=like.is_quoted,
                starts_at=start if at == 0 else 1,
                number=start + at if kind == NUMBERED else 0,
            )
            if item.get("id"):
                point = Block(NOTE, (), number=at + 1)
            yield from self.blocks(item, point)

    def _row(self, row: Any, is_quoted: bool) -> Block:
        line = _Line()
        for cell in row:
            line.cell()
            self._inside(cell, line, "")
        line.cell()
        kind = HEAD if row.getparent().tag == "thead" else ROW
        return Block(kind, line.closed(), is_quoted=is_quoted)

    def _inline(self, element: Any, line: _Line, look: str) -> None:
        """Add the words of an inline element, and those that stand behind it."""
        address = element.get("href", "")
        if address.startswith("#note-"):
            line.put(element.text or "", self.notes.get(address, ""), MARK)
        elif element.tag == "img":
            line.put("Picture: ", f"Picture {element.get('src')}", PICTURE)
            line.add(element.get("alt", ""), PICTURE)
        elif element.tag == "br":
            line.space("\n")
        elif element.tag == "a" and not address.startswith("#back-"):
            is_bare = "".join(element.itertext()) == address
            self._inside(element, line, ADDRESS if is_bare else look)
            if address and not is_bare:
                line.space(" ")
                line.put(f"({address})", address, ADDRESS)
        elif element.tag != "a":
            kinds = {*look.split(), element.tag} & {STRONG, EM}
            self._inside(element, line, " ".join(sorted(kinds)))
        line.add(element.tail or "", look)

    def _inside(self, element: Any, line: _Line, look: str) -> None:
        line.add(element.text or "", look)
        for child in element:
            self._inline(child, line, look)


def _after(like: Block) -> Block:
    """What comes after the first block of a point or note: it bears no number."""
    if like.kind in (BULLET, NUMBERED):
        return Block(UNDER_POINT, (), like.level, like.is_quoted)
    return replace(like, number=0)
