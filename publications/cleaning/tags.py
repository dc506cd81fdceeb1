"""The tags of a PDF, from which screen readers read: they stay, without what people wrote beside or called them.

What stands in place of a picture or a passage (Alt, ActualText, E), an element's title and a table's summary stay,
and are handed out to be read by the check.
"""

import re
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from .places import DEEPEST, leaves

# ISO 32000-1, 14.8.4: all other roles are somebody's own, and are mapped to one of these.
STANDARD = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl "
    "LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu "
    "WT WP Figure Formula Form"
)
ROLES = frozenset(STANDARD.split())
# Roles of ISO 32000-2 that the older edition knows under another name.
NEWER = {"Title": "P", "FENote": "Note", "Em": "Span", "Strong": "Span", "Sub": "Span", "Aside": "Div"}
TEXTS = ("/Alt", "/ActualText", "/E", "/T")
ELEMENT = frozenset(("/Type", "/S", "/P", "/Pg", "/K", "/A", "/C", "/R", "/Lang", "/ID", *TEXTS))
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


class Tags:
    """Cleans the tree of tags in place, and keeps the words in it by page (0: of no page)."""

    def __init__(self, pdf: pikepdf.Pdf, pages: dict[tuple[int, int], int]) -> None:
        self.pdf = pdf
        self.pages = pages
        self.words: dict[int, list[str]] = {}
        self.ids: dict[bytes, tuple[bytes, Object | None]] = {}
        self._kept: set[tuple[int, int]] = set()
        self._roles: dict[str, str] = {}

    def clean(self, things: set[tuple[int, int]]) -> bool:
        """Clean the tree; `things` are the links and drawings that stay. Return whether the file is tagged."""
        old = self.pdf.Root.get("/StructTreeRoot")
        if not isinstance(old, Dictionary) or "/K" not in old:
            return False
        roles = old.get("/RoleMap")
        if isinstance(roles, Dictionary):
            self._roles = {key[1:]: str(roles[key])[1:] for key in roles.keys()}  # noqa: SIM118 – a PDF's dictionary
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = old.K
        self._walk(root, things)
        if "/K" not in root:
            return False
        self._rest(root, old)
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
        return True

    def _walk(self, root: Object, things: set[tuple[int, int]]) -> None:
        waiting: list[tuple[Object, int]] = [(root, 0)]
        while waiting:
            parent, page = waiting.pop()
            kids = []
            for kid in _listed(parent.get("/K")):
                kind = self._kind(kid, things)
                if kind == "element":
                    kid = kid if kid.is_indirect else self.pdf.make_indirect(kid)
                    self._kept.add(kid.objgen)
                    kid.P = parent
                    waiting.append((kid, self._element(kid, page)))
                if kind and not (kind == "mark" and parent.objgen == root.objgen):
                    kids.append(kid)
            if kids:
                parent.K = Array(kids) if len(kids) > 1 else kids[0]
            elif "/K" in parent:
                del parent.K

    def _kind(self, kid: Object | int, things: set[tuple[int, int]]) -> str:
        """What a kid is: an element, a mark in what is drawn, or nothing that stays."""
        if isinstance(kid, int):
            return "mark"
        if not isinstance(kid, Dictionary) or isinstance(kid, Stream):
            return ""
        if "/MCID" in kid or "/Obj" in kid:
            key = "/Stm" if "/MCID" in kid else "/Obj"
            thing = kid.get(key)
            if thing is None and key == "/Obj":
                return ""
            if thing is not None and (not isinstance(thing, Object) or thing.objgen not in things):
                return ""
            self._only(kid, {"/Type", "/Pg", "/MCID", key})
            return "mark" if isinstance(kid.get("/MCID", 0), int) else ""
        is_new = isinstance(kid.get("/S"), Name) and kid.objgen not in self._kept
        return "element" if is_new else ""

    def _only(self, found: Object, keys: frozenset[str] | set[str]) -> None:
        for key in list(found.keys()):
            if key not in keys:
                del found[key]
        page = found.get("/Pg")
        if page is not None and (not isinstance(page, Object) or page.objgen not in self.pages):
            del found.Pg

    def _element(self, found: Object, page: int) -> int:
        """Clean one element; return the number of the page that it is on, as far as is known."""
        self._only(found, ELEMENT)
        found.Type = Name.StructElem
        found.S = Name(f"/{self._role(str(found.S)[1:])}")
        page = self.pages[found.Pg.objgen] if "/Pg" in found else page
        for key in TEXTS:
            if key in found:
                self._text(found, key, page)
        if "/Lang" in found and not LANGUAGE.fullmatch(str(found.Lang)):
            del found.Lang
        if "/ID" in found:
            if isinstance(found.ID, String):
                found.ID = self._id(bytes(found.ID), found)
            else:
                del found.ID
        if "/A" in found:
            kept = [one for one in _listed(found.A) if isinstance(one, int) or self._attributes(one, page)]
            found.A = Array(kept)
        for key in ("/C", "/R"):
            if key in found and any(not isinstance(one, (Name, int)) for one in _listed(found[key])):
                del found[key]
        return page

    def _text(self, found: Object, key: str, page: int) -> None:
        if not isinstance(found[key], String):
            del found[key]
        elif str(found[key]).strip():
            self.words.setdefault(page, []).append(str(found[key]))

    def _role(self, name: str) -> str:
        for _step in range(DEEPEST):
            if name in ROLES:
                return name
            name = self._roles.get(name) or NEWER.get(name, "NonStruct")
        return "NonStruct"

    def _id(self, old: bytes, element: Object | None) -> String:
        new, owner = self.ids.get(old, (b"n%05d" % len(self.ids), None))
        self.ids[old] = (new, owner if element is None else element)
        return String(new.decode())

    def _attributes(self, found: Object, page: int) -> bool:
        """Clean the attributes of an element; return whether they may stay."""
        if (
            not isinstance(found, Dictionary)
            or isinstance(found, Stream)
            or found.get("/O") == Name.UserProperties
        ):
            return False
        for key in list(found.keys()):
            value = found[key]
            if key == "/Summary":
                self._text(found, key, page)
            elif key == "/Headers" and isinstance(value, Array):
                found[key] = Array([self._id(bytes(one), None) for one in value if isinstance(one, String)])
            elif any(isinstance(one, (String, Dictionary, Stream, Array)) for one in _listed(value)):
                del found[key]
        return True

    def _rest(self, root: Object, old: Object) -> None:
        """The tree from marks back to elements, the classes of attributes, and the tree of names."""
        if isinstance(old.get("/ParentTree"), Dictionary):
            made: list[Any] = []
            for number, value in sorted(
                (pair for pair in leaves(old.ParentTree, "/Nums") if isinstance(pair[0], int)),
                key=lambda pair: int(pair[0]),
            ):
                if isinstance(value, Array):
                    made += [number, Array([self._if_kept(one) for one in value])]
                elif self._if_kept(value) is not None:
                    made += [number, value]
            root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(made)))
            root.ParentTreeNextKey = max((int(one) for one in made[::2]), default=-1) + 1
        classes = old.get("/ClassMap")
        if isinstance(classes, Dictionary):
            for key in list(classes.keys()):
                kept = [one for one in _listed(classes[key]) if self._attributes(one, 0)]
                classes[key] = Array(kept)
            root.ClassMap = classes
        owned = sorted((new, element) for new, element in self.ids.values() if element is not None)
        if owned:
            pairs = [part for new, element in owned for part in (String(new.decode()), element)]
            root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(pairs)))

    def _if_kept(self, found: object) -> Object | None:
        return found if isinstance(found, Object) and found.objgen in self._kept else None


def _listed(value: Object | int | None) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
