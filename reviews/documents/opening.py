"""Opens a PDF or a picture in a process of its own, whose memory and time have an end (see cspr_portal/limited.py)."""

import io

from cspr_portal import limited

MOST_PAGES = 5_000
MOST_PIXELS = 50_000_000
MEMORY = 600 * 1024 * 1024
CPU_SECONDS = 5
PATIENCE = 20

FINE, LOCKED, TOO_MANY_PAGES, TOO_MANY_PIXELS, BROKEN = "fine", "locked", "pages", "pixels", "broken"


def state_of(extension: str, data: bytes) -> str:
    """Return FINE, or which of the other words above is true of the PDF (or else picture) in `data`.

    A reader that crashes, hangs, or wants more than MEMORY bytes or CPU_SECONDS says BROKEN.
    """
    state = limited.result_of(
        pdf_state if extension == "pdf" else picture_state,
        data,
        memory=MEMORY,
        cpu_seconds=CPU_SECONDS,
        patience=PATIENCE,
    )
    said = (state or b"").decode("ascii", "replace")
    return said if said in {FINE, LOCKED, TOO_MANY_PAGES, TOO_MANY_PIXELS} else BROKEN


def pdf_state(data: bytes) -> bytes:
    """Return the state of a PDF. Runs in a process of its own; any exception means BROKEN."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return LOCKED.encode()
    if pages > MOST_PAGES:
        return TOO_MANY_PAGES.encode()
    return (FINE if pages else BROKEN).encode()


def picture_state(data: bytes) -> bytes:
    """Return the state of a PNG or JPEG. Runs in a process of its own; any exception means BROKEN."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return TOO_MANY_PIXELS.encode()
        picture.draft("L", (1, 1))  # a JPEG is read at an eighth of its size: enough to see that it is whole
        picture.load()
    return FINE.encode()
