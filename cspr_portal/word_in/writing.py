"""Writes the plain copy of a Word file as Markdown, so that cspr_portal.text renders the words that stood there.

mammoth makes HTML of the copy and markdownify walks it; how each thing is written is said here.
"""

import io
import re
import unicodedata
from typing import Any

import mammoth
from bs4 import NavigableString, Tag
from markdownify import MarkdownConverter

from .pictures import PICTURE_MARK
from .shaping import DEEPEST_LIST, HEADING, ITEM_MARK, QUOTATION

NOTE = re.compile(r"#?(?:footnote|endnote)-(\d+)\Z")
LINE_END = "\\\n"
INLINE_MARKS = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,32};)")
# What would begin a heading, a quotation, a list, a fence, a rule or a table's second line
LINE_MARKS = re.compile(r"(?m)^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|~~~|[-=:](?=[-=:\\| ]*$))")
LINE_NUMBER = re.compile(r"(?m)^(\d{1,9})([.)])(?=\s|$)")
NOTE_DEFINED = re.compile(r"(?m)^(\[\^\d+\]):")
OPEN_CHARACTER = re.compile(r"&(?=#?\w{0,32}\Z)")
STRESSED = ("strong", "em")
MARKED = "*"
BLANKS = re.compile(r"[ \n]+")


def markdown_of(copy: io.BytesIO) -> str:
    """Return the copy's text as Markdown, with a line end at its end."""
    html = mammoth.convert_to_html(
        copy,
        style_map=STYLE_MAP,
        include_default_style_map=False,
        include_embedded_style_map=False,
        external_file_access=False,
    ).value
    return _Writer().convert(html).strip("\n") + "\n"


def _style_map() -> str:
    lines = [f"p.{HEADING}{level} => h{level}:fresh" for level in (2, 3, 4)]
    lines.append(f"p.{QUOTATION} => blockquote > p:fresh")
    for depth in range(DEEPEST_LIST + 1):
        above = "ul|ol > li > " * depth
        lines.append(f"p:unordered-list({depth + 1}) => {above}ul > li:fresh > p:fresh")
        lines.append(f"p:ordered-list({depth + 1}) => {above}ol > li:fresh > p:fresh")
    return "\n".join(lines)


STYLE_MAP = _style_map()


class _Writer(MarkdownConverter):
    """The methods' names and arguments are markdownify's: the element, and what its inside was written as."""

    def __init__(self) -> None:
        super().__init__()
        self._notes: set[str] = set()

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Words stay words, whatever they look like in Markdown; beginnings of lines are seen to by _lines."""
        return INLINE_MARKS.sub(r"\\\g<0>", text)

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text = self.escape(BLANKS.sub(" ", str(el)), parent_tags or set())
        # Beside what follows, an exclamation mark would make a picture of a link, and "&" a character of "amp;".
        following = _neighbour(el, "next_sibling")
        if text.endswith("!") and isinstance(following, Tag):
            text = f"{text[:-1]}\\!"
        if following is not None:
            text = OPEN_CHARACTER.sub(r"\\&", text)
        # And a bracket after a note would make a link of it.
        if text.startswith("(") and isinstance(_neighbour(el, "previous_sibling"), Tag):
            text = f"\\{text}"
        return text

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = _lines(text)
        return f"\n\n{text}\n\n" if text else ""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"#(?=#*\Z)", r"\\#", _one_line(text))
        return f"\n\n{'#' * n} {text}\n\n" if text else ""

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = text.strip("\n").split("\n")
        return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip("\n")
        return f"\n{text}\n" if "li" in parent_tags else f"\n\n{text}\n\n"

    convert_ul = convert_list
    convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        note = NOTE.match(str(el.get("id", "")))
        if note:
            # mammoth writes a note as often as the text refers to it.
            is_new = note[1] not in self._notes
            self._notes.add(note[1])
            return "" if not is_new else f"\n\n[^{note[1]}]: {_indented(text, 4)}\n\n"
        mark = _mark_of(el)
        text = re.sub(r"\n{2,}", "\n", text.strip("\n"))
        return f"\n{mark} {_indented(text, len(mark) + 1)}\n"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else LINE_END

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        key, address = str(el.get("id", "")), str(el.get("href", ""))
        if key.startswith(PICTURE_MARK):
            # A picture's Markdown without an address: it shows where the picture stood and never renders.
            return f"![Picture {key.removeprefix(PICTURE_MARK)} left out]()"
        if address.startswith("#"):
            note = NOTE.match(address)
            return f"[^{note[1]}]" if note else ""
        if not address or not text.strip():
            return text
        return _around(text, "[", f"]({_address(address)})")

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasis(el, text, "**", parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasis(el, text, "*", parent_tags)

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        head, *rows = [line for line in text.split("\n") if line]
        ruler = "|" + " --- |" * max(len(row.find_all(["td", "th"])) for row in el.find_all("tr"))
        return "\n\n" + "\n".join([head, ruler, *rows]) + "\n\n"

    def convert_thead(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    convert_tbody = convert_thead

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n|{text}\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {_one_line(text)} |"

    convert_th = convert_td


def _lines(text: str) -> str:
    """A paragraph's lines, none of which begins as a heading, a list or a rule would."""
    lines = [BLANKS.sub(" ", line).strip() for line in text.split(LINE_END)]
    text = LINE_END.join(line for line in lines if line)
    text = LINE_MARKS.sub(r"\\\1", text)
    return NOTE_DEFINED.sub(r"\1\\:", LINE_NUMBER.sub(r"\1\\\2", text))


def _one_line(text: str) -> str:
    return BLANKS.sub(" ", text.replace(LINE_END, " ")).strip()


def _indented(text: str, width: int) -> str:
    return text.strip("\n").replace("\n", "\n" + " " * width).replace("\n" + " " * width + "\n", "\n\n")


def _mark_of(item: Tag) -> str:
    """A list item's bullet or number. Two lists of numbers side by side are told apart by . and )."""
    anchor = item.find("a", id=lambda key: key and key.startswith(ITEM_MARK))
    paragraph = item.find("p")
    if anchor is None or anchor.find_parent("p") is not paragraph:
        return "-"
    count, _dash, is_other = str(anchor["id"]).removeprefix(ITEM_MARK).partition("-")
    return f"{count}{')' if is_other == '1' else '.'}"


def _address(address: str) -> str:
    """The address as it can stand between a link's brackets and in a table."""
    for letter, code in (("(", "%28"), (")", "%29"), ("|", "%7C"), ("[", "%5B"), ("]", "%5D"), ("*", "%2A")):
        address = address.replace(letter, code)
    return re.sub(r"&(?=#?\w{1,32};)", "&amp;", address)


def _around(text: str, opening: str, closing: str) -> str:
    """The marks close around the words, outside of them the spaces."""
    inside = text.strip(" \n")
    before, _inside, after = text.partition(inside)
    return f"{before}{opening}{inside}{closing}{after}"


def _emphasis(element: Tag, text: str, mark: str, parent_tags: set[str]) -> str:
    """Mark whole words. A star within a word, or between two full stops, opens or closes as it likes."""
    inside, before, after = element.get_text(), _before(element), _after(element)
    is_marked = (
        inside.strip()
        and text.strip()
        and LINE_END not in text
        and not any(re.fullmatch(r"h\d", name) for name in parent_tags)
        and MARKED not in (before, after)
        and _may_stand(before + inside[: len(inside) - len(inside.lstrip())], inside.strip()[0])
        and _may_stand(after + inside[len(inside.rstrip()) :], inside.strip()[-1])
    )
    return _around(text, mark, mark) if is_marked else text


def _may_stand(outside: str, inside: str) -> bool:
    """Whether a star between the two letters can be read in one way only; an empty text is a paragraph's edge."""
    if not outside or any(letter.isspace() for letter in outside):
        return True
    return inside.isalnum() and unicodedata.category(outside[-1]).startswith("P")


def _before(element: Tag) -> str:
    return _beside(element, "previous_sibling", -1)


def _after(element: Tag) -> str:
    return _beside(element, "next_sibling", 0)


def _beside(element: Tag, side: str, place: int) -> str:
    """The letter beside the element: a star where words are marked already, empty at the edge of its paragraph."""
    neighbour = _neighbour(element, side)
    if neighbour is None:
        return ""
    if isinstance(neighbour, Tag) and neighbour.name not in STRESSED:
        return "" if neighbour.name == "br" else "]"
    letters = neighbour.get_text()
    if isinstance(neighbour, Tag) and letters and not letters[place].isspace():
        return MARKED
    return letters[place] if letters else MARKED


def _neighbour(element: Any, side: str) -> Any:
    """What stands beside it in its paragraph, whether or not the marks of bold and italic come between."""
    while getattr(element, side) is None and element.parent.name in STRESSED:
        element = element.parent
    return getattr(element, side)
