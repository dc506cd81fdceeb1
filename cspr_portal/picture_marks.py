"""How a text names a picture: `![what it shows](picture:picture-hkqmzx.png)`, alone in its paragraph.

Pure. How the text is drawn, and which mark of a text is one, is in text.py; the pictures' bytes are in pictures.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

PICTURE, FILES = "picture:", "files/"
NAME = re.compile(r"picture-[bcdfghjkmnpqrstvwxz]{6}\.(?:png|jpg)\Z")
LONGEST_ALT = 300
# A line of a text that names a picture, for what looks at lines: its words as they are written, and its name
LINE = re.compile(r"(?m)^!\[((?:\\.|[^\]\\\n])*)\]\(picture:([^()\s]*)\)[ \t]*$")
LINE_AND_GAP = re.compile(rf"{LINE.pattern}\n*")
MARKDOWN = re.compile(r"[\\*_\[\]<&]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
TAG = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
IN_ORDER = ("src", "alt", "width", "height")


@dataclass(frozen=True)
class PictureMark:
    """Where a text names a picture: the name, what it is said to show, and whether it is alone in its paragraph."""

    name: str
    alt: str
    is_alone: bool

    @property
    def is_shown(self) -> bool:
        """Whether a text that has the picture shows it. Without words it would be for some readers only."""
        return self.is_alone and 0 < len(self.alt) <= LONGEST_ALT and is_name(self.name)


def is_name(name: str) -> bool:
    """Whether a picture may be called so."""
    return bool(NAME.match(name))


def picture_mark(name: str, alt: str) -> str:
    """The paragraph that shows the picture of that name, with what it shows in words (empty: not said yet)."""
    words = MARKDOWN.sub(r"\\\g<0>", " ".join(alt.split()))
    return f"![{words}]({PICTURE}{name})"


def named_in_lines(markdown: str) -> set[str]:
    """The names of the pictures that have a line of the text to themselves."""
    return {found[2] for found in LINE.finditer(markdown)}


def each_mark(markdown: str, written: Callable[[str, str], str | None]) -> str:
    """Return the text with each line that names a picture as `written(name, what it shows)` has it; None: as it is."""

    def line(found: re.Match[str]) -> str:
        new = written(found[2], ESCAPED.sub(r"\1", found[1]))
        return found[0] if new is None else new

    return LINE.sub(line, markdown)


def without_picture(markdown: str, name: str) -> str:
    """Return the text without the lines that name the picture."""
    return LINE_AND_GAP.sub(lambda found: "" if found[2] == name else found[0], markdown)


def is_picture_address(src: str) -> bool:
    """Whether a page may show what stands at that address: a picture beside itself."""
    return src.startswith(FILES) and is_name(src.removeprefix(FILES))


def is_length(value: str) -> bool:
    """Whether it is a width or a height in pixels."""
    return value.isascii() and value.isdigit() and len(value) <= 4


def settled(html: str) -> str:
    """Return cleaned HTML with each picture's tag in one form; one without an address, or without words, goes."""
    return TAG.sub(_settled, html)


def _settled(found: re.Match[str]) -> str:
    kept = dict(ATTRIBUTE.findall(found[1]))
    if "src" not in kept or "alt" not in kept:
        return ""
    # The cleaner leaves these as they are, and other readers of the page's HTML end a tag there.
    kept["alt"] = kept["alt"].replace("<", "&lt;").replace(">", "&gt;")
    return "<img" + "".join(f' {name}="{kept[name]}"' for name in IN_ORDER if name in kept) + ">"
