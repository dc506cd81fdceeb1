"""A Word file's text as plain text under the headings of a form, and what of it has no place there.

For forms whose fields hold words alone. In: the Markdown that cspr_portal.word_in made of the file. What a form
asks, and what becomes of the text, is known elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import html as parsed

from cspr_portal.text import render

HEADINGS = {"h2", "h3", "h4"}
BACK, NOTE = "#back-", "#note-"
# What Word or its user puts before a heading, and what may be missing after it
NUMBER = re.compile(r"\A\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s+")
ENDS = " .:;?"


@dataclass
class Part:
    """A heading and the text under it, up to the next heading. Before the first heading the heading is empty."""

    heading: str
    text: str


@dataclass
class Sorted:
    """What a file says under which known heading, and what it holds beside.

    `texts`: for each key whose heading is there, its text, which may be empty. `joined`: headings that nobody
    knows, each with the key under whose text it now stands, as a line of it. `left`: what has no place.
    """

    texts: dict[str, str] = field(default_factory=dict)
    joined: list[tuple[str, str]] = field(default_factory=list)
    left: list[Part] = field(default_factory=list)


def parts_of(markdown: str, headings: Iterable[str] = ()) -> list[Part]:
    """Return the text as its parts, in their order.

    A paragraph that says just what one of `headings` says counts as that heading where the file has no other of
    these words: some programs lose the styles.
    """
    root = parsed.fragment_fromstring(str(render(markdown).html), create_parent="div")
    notes = _notes(root)
    styled = {same(block.text_content()) for block in root if block.tag in HEADINGS}
    known = {same(words) for words in headings} - styled
    parts: list[tuple[str, list[str], list[str]]] = [("", [], [])]
    for block in root:
        links = [link.get("href") or "" for link in block.iter("a")]
        words = "\n".join(_lines(block))
        is_heading = block.tag in HEADINGS or (block.tag == "p" and same(words) in known)
        if is_heading:
            parts.append((" ".join(words.split()), [], []))
        elif words:
            parts[-1][1].append(words)
        parts[-1][2].extend(notes.pop(link) for link in links if link in notes)
    found = [Part(heading, "\n\n".join(texts + after)) for heading, texts, after in parts]
    return [part for part in found if part.heading or part.text]


def sort(parts: Iterable[Part], known: Mapping[str, str], around: Iterable[Part] = ()) -> Sorted:
    """Sort a file's parts by the headings of a form (`known`: key → heading).

    `around` is what the form's own file holds beside its headings: where it stands unchanged it is passed over,
    and where it was changed it is among what has no place.
    """
    keys = {same(heading): key for key, heading in known.items()}
    own = {same(part.heading): same(part.text) for part in around}
    found = Sorted()
    here = ""
    for part in parts:
        heading = same(part.heading)
        if heading in keys:
            here = keys[heading]
            _add(found.texts, here, part.text)
        elif heading in own:
            if same(part.text) not in ("", own[heading]):
                found.left.append(part)
        elif here:
            found.joined.append((part.heading, here))
            _add(found.texts, here, "\n".join(filter(None, (part.heading, part.text))))
        else:
            found.left.append(part)
    return found


def same(words: str) -> str:
    """Return words as they are compared: without case, kind of apostrophe, spacing, number before and mark after."""
    plain = words.replace("’", "'").replace("‘", "'").casefold()
    return NUMBER.sub("", " ".join(plain.split())).rstrip(ENDS)


def _add(texts: dict[str, str], key: str, text: str) -> None:
    texts[key] = "\n\n".join(filter(None, (texts.get(key, ""), text)))


def _notes(root: Any) -> dict[str, str]:
    """Take the notes off the end of the text: link to each → its words."""
    title = root.find("h2[@id='notes']")
    if title is None:
        return {}
    items = title.getnext()
    root.remove(title)
    root.remove(items)
    found = {}
    for item in items.iter("li"):
        if not item.get("id"):
            continue
        for link in [one for one in item.iter("a") if (one.get("href") or "").startswith(BACK)]:
            link.drop_tree()
        number = item.get("id").removeprefix(NOTE[1:])
        found[f"{NOTE}{number}"] = f"Note {number}: {' '.join(item.text_content().split())}"
    return found


def _lines(block: Any, depth: int = 0) -> Iterator[str]:
    """Yield the lines of a block as plain text: items with their mark, a table's rows with their cells side by side."""
    if block.tag in ("ul", "ol"):
        number = int(block.get("start") or 1)
        for place, item in enumerate(block, number):
            mark = "-" if block.tag == "ul" else f"{place}."
            yield from _item(item, mark, depth)
    elif block.tag == "table":
        for row in block.iter("tr"):
            yield " | ".join(" ".join(_words(cell).split()) for cell in row)
    elif block.tag == "blockquote":
        for part in block:
            yield from _lines(part, depth)
    elif block.tag == "footer":
        yield f"— {_words(block)}"
    else:
        yield from _words(block).split("\n")


def _item(item: Any, mark: str, depth: int) -> Iterator[str]:
    inner = [part for part in item if part.tag in ("ul", "ol", "table", "blockquote")]
    for part in inner:
        part.drop_tree()
    indent = "  " * depth
    first, *rest = _words(item).split("\n")
    yield f"{indent}{mark} {first}"
    yield from (f"{indent}  {line}" for line in rest if line)
    for part in inner:
        yield from _lines(part, depth + 1)


def _words(element: Any) -> str:
    """The words of an element, one line for each line of it; a link keeps its address where the words don't say it."""
    pieces: list[str] = []

    def walk(one: Any) -> None:
        pieces.append((one.text or "").replace("\n", " "))
        for child in one:
            if child.tag == "br" or (child.tag == "p" and "".join(pieces).strip()):
                pieces.append("\n")
            before = len(pieces)
            walk(child)
            address = child.get("href") or ""
            if child.tag == "a" and not address.startswith("#") and address not in "".join(pieces[before:]):
                pieces.append(f" ({address})")
            pieces.append((child.tail or "").replace("\n", " "))

    walk(element)
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()
