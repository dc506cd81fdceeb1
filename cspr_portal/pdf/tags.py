"""Mends the structure of a tagged PDF where WeasyPrint leaves it short of PDF/UA-1, in place, with pikepdf.

Header cells get their scope, list items their body, running heads become artifacts, and links get words and
the print flag. No text, layout or metadata is touched here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pikepdf
from pikepdf import Name

PRINT_FLAG = 4  # PDF 32000-1, table 165: the annotation is printed with its page
NOTE = re.compile(r"(note|back)-(\d+)")
PageKey = tuple[int, int]


def mend_tags(pdf: pikepdf.Pdf, headings: dict[str, str]) -> None:
    """Mend the tags of an open PDF. In: the document, and the words of each heading by its id."""
    tagged: dict[PageKey, set[int]] = defaultdict(set)
    for node, is_in_head in _walk(pdf.Root.StructTreeRoot):
        role = node.get("/S")
        if role == Name.TH:
            _scope(node, Name.Column if is_in_head else Name.Row)
        if role == Name.LI:
            _give_body(pdf, node)
        owner = node.get("/Pg")
        if owner is not None:
            tagged[owner.objgen].update(_marks(node))
    parents = _parent_tree(pdf)
    for page in pdf.pages:
        _untag_running_heads(
            pdf, page, tagged[page.obj.objgen], parents.get(int(page.get("/StructParents", -1)))
        )
        for annotation in page.get("/Annots", []):
            annotation.F = int(annotation.get("/F", 0)) | PRINT_FLAG
            if "/Dest" in annotation:
                annotation.Contents = _words_for(str(annotation.Dest), headings)


def _walk(root: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, bool]]:
    """Each structure element below `root`, with whether it stands in a table's head."""
    waiting = [(kid, False) for kid in _kids(root)]
    while waiting:
        node, is_in_head = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
            continue
        is_in_head = is_in_head or node.get("/S") == Name.THead
        yield node, is_in_head
        waiting += [(kid, is_in_head) for kid in _kids(node)]


def _kids(node: pikepdf.Object) -> list[pikepdf.Object | int]:
    kids = node.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _marks(node: pikepdf.Object) -> list[int]:
    return [int(kid) for kid in _kids(node) if not isinstance(kid, pikepdf.Object)]


def _scope(cell: pikepdf.Object, scope: pikepdf.Name) -> None:
    attributes = cell.get("/A", pikepdf.Dictionary(O=Name.Table))
    attributes.Scope = scope
    cell.A = attributes


def _give_body(pdf: pikepdf.Pdf, item: pikepdf.Object) -> None:
    """Put what follows a list item's label into a body, where there is none (ISO 32000-1, 14.8.4.3.3)."""
    kids = _kids(item)
    roles = [kid.get("/S") if isinstance(kid, pikepdf.Dictionary) else None for kid in kids]
    if Name.LBody in roles:
        return
    labels = [kid for kid, role in zip(kids, roles, strict=True) if role == Name.Lbl]
    rest = [kid for kid, role in zip(kids, roles, strict=True) if role != Name.Lbl]
    body = pdf.make_indirect(
        pikepdf.Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, Pg=item.Pg, K=pikepdf.Array(rest))
    )
    for kid in rest:
        if isinstance(kid, pikepdf.Dictionary) and "/P" in kid:
            kid.P = body
    item.K = pikepdf.Array([*labels, body])


def _parent_tree(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    pairs = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(number): entry for number, entry in zip(pairs[::2], pairs[1::2], strict=True)}


def _untag_running_heads(
    pdf: pikepdf.Pdf, page: pikepdf.Page, tagged: set[int], parents: pikepdf.Object | None
) -> None:
    """Mark as artifacts what is painted in the margins: it is painted as content that no element owns."""
    made = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), instruction.operator
        if str(operator) == "BDC" and "/MCID" in operands[1] and int(operands[1].MCID) not in tagged:
            if parents is not None:
                parents[int(operands[1].MCID)] = None
            operands = [Name.Artifact, pikepdf.Dictionary(Type=Name.Pagination)]
        made.append((operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))


def _words_for(target: str, headings: dict[str, str]) -> str:
    """Where a link within the document leads, in words."""
    if target in headings:
        return headings[target]
    found = NOTE.fullmatch(target) or NOTE.match(target)
    if found is None:
        return "Another part of this document"
    return f"Note {found[2]}" if found[1] == "note" else f"Back to note {found[2]} in the text"
