"""The names of Word's XML elements, and small helps for reading and changing trees of them."""

from collections.abc import Iterable
from typing import TypeAlias

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"

Element: TypeAlias = etree._Element


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def val(element: Element | None, name: str = "val") -> str:
    """The element's value, or an empty text where there is no such element or value."""
    return "" if element is None else element.get(w(name), "")


def number(text: str, otherwise: int = 0) -> int:
    """The text as a number of at most nine digits, or `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def flag(properties: Element | None, name: str) -> bool | None:
    """Whether the properties switch something on (True) or off (False), or say nothing about it (None)."""
    element = None if properties is None else properties.find(w(name))
    return None if element is None else val(element) not in ("0", "false", "off", "none")


def has_text(element: Element) -> bool:
    """Whether a reader would see any words in the element."""
    return any((each.text or "").strip() for each in element.iter(w("t")))


def made(name: str, text: str = "", /, **values: str) -> Element:
    """A new element of WordprocessingML."""
    element = etree.Element(w(name), {w(key): value for key, value in values.items()})
    element.text = text or None
    return element


def remove(element: Element) -> None:
    """Take the element out of its tree, with all that it holds."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def replace(element: Element, others: Iterable[Element]) -> None:
    """Put the others where the element stands."""
    for other in list(others):
        element.addprevious(other)
    remove(element)


def under(element: Element, *names: str) -> bool:
    """Whether the element stands within one of that name."""
    return next(element.iterancestors(*map(w, names)), None) is not None
