"""The pages in one plain list, and what leads to them: destinations without names, bookmarks, page labels.

A destination's name is one that somebody gave it; a page that no list of pages leads to is one that was taken out.
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
FITS = {"/XYZ", "/Fit", "/FitH", "/FitV", "/FitR", "/FitB", "/FitBH", "/FitBV"}
MOST_ENTRIES = 20_000
DEEPEST = 40
A4 = (0, 0, 595, 842)


def list_pages(pdf: pikepdf.Pdf) -> None:
    """Put all pages into one list with nothing else in it; each page has what it took from above."""
    pages = [page.obj for page in pdf.pages]
    for page in pages:
        above, steps = page.get("/Parent"), 0
        while isinstance(above, Dictionary) and steps < DEEPEST:
            for key in INHERITED:
                if key not in page and key in above:
                    page[key] = above[key]
            above, steps = above.get("/Parent"), steps + 1
        if "/MediaBox" not in page:
            page.MediaBox = Array(A4)
    top = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages), Kids=Array(pages)))
    for page in pages:
        page.Type = Name.Page
        page.Parent = top
    pdf.Root.Pages = top


class Places:
    """Where destinations lead, whether they are written out or have a name."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._named: dict[str, Object] = {}
        old = pdf.Root.get("/Dests")
        if isinstance(old, Dictionary):
            self._named |= {key[1:]: old[key] for key in old.keys()}  # noqa: SIM118 – a PDF's dictionary
        names = pdf.Root.get("/Names")
        if isinstance(names, Dictionary) and isinstance(names.get("/Dests"), Dictionary):
            self._named |= {str(key): value for key, value in leaves(names.Dests, "/Names")}

    def of(self, target: Object) -> Array | None:
        """Return a destination written out, to a page that is in the file; None when there is none."""
        found: Object | None = target
        if isinstance(target, (String, Name)):
            found = self._named.get(str(target).removeprefix("/"))
        if isinstance(found, Dictionary):
            found = found.get("/D")
        if not isinstance(found, Array) or len(found) < 2 or not isinstance(found[0], Dictionary):
            return None
        page, fit, *rest = list(found)
        if page.objgen not in self.pages or str(fit) not in FITS:
            return None
        return Array([page, fit, *(None if isinstance(one, Object) else one for one in rest[:4])])


def keep_bookmarks(pdf: pikepdf.Pdf, places: Places) -> list[str]:
    """Make the bookmarks anew from their words and where they lead; return the words."""
    words: list[str] = []
    root = pdf.Root.get("/Outlines")
    made = _items(root.get("/First"), places, words, set(), 0) if isinstance(root, Dictionary) else []
    if root is not None:
        del pdf.Root.Outlines
    if made:
        with pdf.open_outline() as outline:
            outline.root.extend(made)
    return words


def _items(
    first: Object | None, places: Places, words: list[str], seen: set[tuple[int, int]], depth: int
) -> list[pikepdf.OutlineItem]:
    made = []
    item = first
    while isinstance(item, Dictionary) and item.objgen not in seen and len(seen) < MOST_ENTRIES:
        seen.add(item.objgen)
        action = item.get("/A")
        target = item.get("/Dest")
        if target is None and isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
            target = action.get("/D")
        title = str(item.get("/Title", ""))
        words.append(title)
        new = pikepdf.OutlineItem(title, places.of(target) if target is not None else None)
        new.is_closed = int(item.get("/Count", 0)) < 0
        if depth < DEEPEST:
            new.children.extend(_items(item.get("/First"), places, words, seen, depth + 1))
        made.append(new)
        item = item.get("/Next")
    return made


def keep_labels(pdf: pikepdf.Pdf) -> list[str]:
    """Make the pages' labels anew ("iv", "A-3"); return the words before their numbers."""
    old = pdf.Root.get("/PageLabels")
    words: list[str] = []
    if not isinstance(old, Dictionary):
        return words
    made = Array()
    for number, label in leaves(old, "/Nums"):
        if isinstance(label, Dictionary) and isinstance(number, int):
            new = Dictionary()
            if isinstance(label.get("/S"), Name):
                new.S = label.S
            if isinstance(label.get("/St"), int):
                new.St = label.St
            if isinstance(label.get("/P"), String):
                new.P = label.P
                words.append(str(label.P))
            made.append(number)
            made.append(new)
    pdf.Root.PageLabels = Dictionary(Nums=made)
    return words


def leaves(root: Object, key: str) -> Iterator[tuple[Object | int, Object]]:
    """The pairs in a tree of names or numbers, each node once."""
    waiting: list[Object] = [root]
    seen: set[object] = set()
    while waiting and len(seen) < MOST_ENTRIES:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen if node.is_indirect else len(seen))
        pairs = node.get(key)
        if isinstance(pairs, Array):
            values = list(pairs)
            yield from zip(values[::2], values[1::2], strict=False)
        kids = node.get("/Kids")
        if isinstance(kids, Array):
            waiting += list(kids)
