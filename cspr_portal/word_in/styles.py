"""What a Word file's styles say of a paragraph or a run, by the styles that they are based on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .names import Element, flag, number, val, w

WHITE = 0xF0  # of each of red, green and blue: from here on nobody reads it on white
UNREADABLE = 4  # half points
HEADING = re.compile(r"heading ([1-9])\Z", re.IGNORECASE)
LIST_STYLE = re.compile(r"list (?:bullet|number|continue) ([2-5])\Z", re.IGNORECASE)
CONTENTS = re.compile(
    r"(toc( heading| \d)|contents( heading| \d)|table of (figures|authorities))\Z", re.IGNORECASE
)
TITLE_LEVEL = 0


@dataclass(frozen=True)
class Look:
    """How a run is shown: what makes it unseen, and what stresses it."""

    is_hidden: bool
    is_tiny: bool
    is_white: bool
    is_on_colour: bool
    is_struck: bool
    is_bold: bool
    is_italic: bool


class Styles:
    """The styles of one file; made of its styles part, or of None where it has none."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._looks: dict[tuple[str, tuple[Any, ...]], Look] = {}
        self._default = ""
        for style in [] if root is None else root.iter(w("style")):
            key = val(style, "styleId")
            self._styles.setdefault(key, style)
            if val(style, "type") == "paragraph" and val(style, "default") in ("1", "true", "on"):
                self._default = key
        self._everywhere = (
            None if root is None else root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        )

    def heading_level(self, paragraph: Element) -> int | None:
        """The level of a heading: 1 to 9, 0 for a title; None for what isn't one."""
        own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
        for style in self._chain(_style(paragraph)):
            name = val(style.find(w("name")))
            if name.lower() == "title":
                return TITLE_LEVEL
            if found := HEADING.match(name):
                return int(found[1])
            if own is None:
                own = style.find(f"{w('pPr')}/{w('outlineLvl')}")
        level = number(val(own), 9)
        return level + 1 if level < 9 else None

    def is_contents(self, paragraph: Element) -> bool:
        """Whether the paragraph belongs to a list of contents."""
        return any(CONTENTS.match(val(style.find(w("name")))) for style in self._chain(_style(paragraph)))

    def is_quotation(self, paragraph: Element) -> bool:
        """Whether the paragraph is in one of Word's styles for quotations."""
        names = {val(style.find(w("name"))).lower() for style in self._chain(_style(paragraph))}
        return bool(names & {"quote", "intense quote", "quotations"})

    def list_of(self, paragraph: Element) -> tuple[str, int] | None:
        """The number of the list that the paragraph belongs to and its level there, from 0; None for none."""
        key, level = "", ""
        sources = [paragraph, *self._chain(_style(paragraph))]
        for source in sources:
            found = source.find(f"{w('pPr')}/{w('numPr')}")
            if found is not None:
                key = key or val(found.find(w("numId")))
                level = level or val(found.find(w("ilvl")))
        return (key, min(number(level), 8)) if key not in ("", "0") else None

    def depth_by_name(self, paragraph: Element) -> int:
        """How deep, from 0, Word's own styles "List Bullet 2" and so on set an item, each with a list of its own."""
        names = (val(style.find(w("name"))) for style in self._chain(_style(paragraph)))
        return next((int(found[1]) - 1 for name in names if (found := LIST_STYLE.match(name))), 0)

    def look(self, run: Element) -> Look:
        """How the run is shown. A file has few looks and many thousand runs, so each is worked out once."""
        own = run.find(w("rPr"))
        paragraph = next(run.iterancestors(w("p")), None)
        style = self._default if paragraph is None else _style(paragraph) or self._default
        said = () if own is None else tuple((each.tag, *each.attrib.items()) for each in own.iter())
        if (style, said) not in self._looks:
            self._looks[style, said] = self._look(own, style)
        return self._looks[style, said]

    def _look(self, own: Element | None, style: str) -> Look:
        of_run = [own, *(each.find(w("rPr")) for each in self._chain(val(_find(own, "rStyle"))))]
        of_paragraph = [*(each.find(w("rPr")) for each in self._chain(style)), self._everywhere]
        every = [each for each in (*of_run, *of_paragraph) if each is not None]
        size = next((size for each in every if (size := val(_find(each, "sz")))), "")
        colour = next((colour for each in every if (colour := _find(each, "color")) is not None), None)
        return Look(
            is_hidden=_is_on(every, "vanish", "specVanish", "webHidden")
            or any(each.find("{*}textFill/{*}noFill") is not None for each in every),
            is_tiny=number(size, UNREADABLE + 1) <= UNREADABLE,
            is_white=is_white(val(colour))
            or (val(colour, "themeColor") == "background1" and not val(colour, "themeShade")),
            is_on_colour=any(
                _is_coloured(_find(each, "shd")) or val(_find(each, "highlight")) not in ("", "none", "white")
                for each in every
            ),
            is_struck=_is_on(every, "strike", "dstrike"),
            # What a paragraph's style says is the look of a heading or a table, and no stress on words.
            is_bold=_is_on([each for each in of_run if each is not None], "b"),
            is_italic=_is_on([each for each in of_run if each is not None], "i"),
        )

    def is_on_colour(self, run: Element) -> bool:
        """Whether something lies behind the run's letters that white can be read on."""
        if self.look(run).is_on_colour:
            return True
        paragraph = next(run.iterancestors(w("p")), None)
        if paragraph is None:
            return False
        of_styles = (style.find(w("pPr")) for style in self._chain(_style(paragraph)))
        return any(_is_coloured(_find(each, "shd")) for each in (_settings(paragraph), *of_styles))

    def _chain(self, key: str) -> Iterator[Element]:
        """The style and those that it is based on; a style that is based on itself ends it."""
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = val(self._styles[key].find(w("basedOn")))


def is_white(colour: str) -> bool:
    """Whether six hexadecimal digits are white or nearly so; other words, such as "auto", are not."""
    try:
        parts = bytes.fromhex(colour)
    except ValueError:
        return False
    return len(parts) == 3 and min(parts) >= WHITE


def _is_on(properties: list[Element], *names: str) -> bool:
    """Whether one of these is on, as the first of the properties says that speaks of them."""
    for each in properties:
        said = [flag(each, name) for name in names]
        if any(said):
            return True
        if False in said:
            return False
    return False


def _is_coloured(shade: Element | None) -> bool:
    fill = val(shade, "fill")
    return fill not in ("", "auto") and not is_white(fill)


def _find(properties: Element | None, name: str) -> Element | None:
    return None if properties is None else properties.find(w(name))


def _style(paragraph: Element) -> str:
    return val(_find(_settings(paragraph), "pStyle"))


def _settings(block: Element) -> Element | None:
    """What is set for a paragraph: its first child, if anything; looking further would cost as much as its words."""
    first = next(iter(block), None)
    return first if first is not None and first.tag == w("pPr") else None
