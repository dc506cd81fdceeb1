"""Binds pages of other PDFs into one of ours: each is drawn small on a sheet that our PDF keeps for it at its end.

So that every page, theirs too, has our running header and one count of pages. The other PDFs come from sheets.py,
which leaves nothing in them but their pages.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

POINTS_A_MM = 72 / 25.4
# Where a page is drawn on its sheet, in millimetres from the lower left corner of an A4 page: below the header and
# the line that names the paper, above the number of the page. `.sheet` in staff.css leaves it free.
PLACE = (15.0, 22.0, 195.0, 246.0)


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF that `sheets.cleaned` made has."""
    import pikepdf  # here: few requests need it, and every process would hold it

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def bound(ours: bytes, theirs: Sequence[bytes]) -> bytes:
    """Return `ours` with the pages of `theirs`, in order, drawn on its last pages: one sheet for each.

    Raises ValueError when `ours` keeps no sheet for some page. Drawn pages are artifacts to a screen reader: what
    they say is read in the files themselves.
    """
    import pikepdf

    with pikepdf.open(BytesIO(ours)) as pdf:
        opened = [pikepdf.open(BytesIO(one)) for one in theirs]
        try:
            pages = [page for one in opened for page in one.pages]
            sheets = list(pdf.pages)[len(pdf.pages) - len(pages) :]
            if len(pages) >= len(pdf.pages):
                raise ValueError("There are more pages to bind in than sheets.")
            for sheet, page in zip(sheets, pages, strict=True):
                _draw(pdf, sheet, page)
            made = BytesIO()
            pdf.save(made, deterministic_id=True, fix_metadata_version=False)
        finally:
            for one in opened:
                one.close()
    return made.getvalue()


def _draw(pdf: "pikepdf.Pdf", sheet: "pikepdf.Page", page: "pikepdf.Page") -> None:
    from pikepdf import Name, Rectangle

    picture = pdf.copy_foreign(page.as_form_xobject())
    name = sheet.add_resource(picture, Name.XObject)
    place = Rectangle(*(side * POINTS_A_MM for side in PLACE))
    drawn = sheet.calc_form_xobject_placement(
        picture, name, place, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    # Before what stands there: WeasyPrint turns the page's axis over, and never back.
    sheet.contents_add(b"/Artifact BMC\n" + drawn + b"\nEMC\n", prepend=True)
