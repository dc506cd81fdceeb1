"""Makes somebody else's PDF fit to be bound into one of ours: pages as pictures of themselves, and nothing else.

What a file can carry beside its pages (scripts, forms, links, attachments, metadata) stays behind; comments and filled
fields are drawn into the page. That happens in a process of its own, whose memory and time have an end (see
cspr_portal/limited.py). Binding is in binding.py.
"""

import io

from cspr_portal import limited

MEMORY = 600 * 1024 * 1024
CPU_SECONDS = 10
PATIENCE = 30
# What the program may give back, at most.
BYTES_OUT = 60 * 1024 * 1024


def cleaned(data: bytes, most_pages: int) -> bytes | None:
    """Return the pages of the PDF in `data` as a PDF that holds nothing but them.

    None when it has more pages than `most_pages`, is locked or broken, or wants more memory or time than it gets.
    """
    made = limited.result_of(
        redrawn, data, str(most_pages), memory=MEMORY, cpu_seconds=CPU_SECONDS, patience=PATIENCE
    )
    return made if made is not None and made.startswith(b"%PDF-") else None


def redrawn(data: bytes, most_pages: str) -> bytes:
    """Return what `cleaned` returns. Runs in a process of its own; any exception means None."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.new() as made:
        if not 0 < len(pdf.pages) <= int(most_pages):
            raise ValueError("Too many pages, or none.")
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
        for page in pdf.pages:
            picture = made.copy_foreign(page.as_form_xobject())
            left, bottom, right, top = (float(side) for side in picture.BBox)
            # The page as it is looked at: turned, where it says so.
            turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
            width, height = abs(right - left), abs(top - bottom)
            if turned:
                width, height = height, width
            sheet = made.add_blank_page(page_size=(width, height))
            name = sheet.add_resource(picture, pikepdf.Name.XObject)
            box = pikepdf.Rectangle(0, 0, width, height)
            drawn = sheet.calc_form_xobject_placement(
                picture, name, box, invert_transformations=True, allow_shrink=True, allow_expand=True
            )
            sheet.contents_add(drawn)
        out = io.BytesIO()
        made.save(out)
        if out.tell() > BYTES_OUT:
            raise ValueError("Too large.")
        return out.getvalue()
