"""Makes the PDF of a long text in a process of its own, so that no text can take the server's time and memory.

How a PDF is made and tagged is tagged.py's; how a process is kept within its limits is cspr_portal/limited.py's. It
takes a second to start.
"""

import base64
import json
from collections.abc import Mapping

from cspr_portal import limited
from cspr_portal.pdf.tagged import tagged_pdf
from cspr_portal.refusals import NotYet
from cspr_portal.sizes import MEGABYTE

MEMORY = 2048 * MEGABYTE
CPU_SECONDS = 120
PATIENCE = 240
# In the server's own process nothing is drawn (wsgi.py says so): a fault there would be everybody's, and each PDF
# leaves a quarter of a megabyte behind. Commands and tests draw short texts in place, which saves a second for each.
ALWAYS = False
LONGEST_IN_PLACE = 60_000  # characters of HTML beyond which a text isn't short


class TooMuch(NotYet):
    """The PDF can't be made within the limits of time and memory."""

    def __init__(self) -> None:
        super().__init__("Not yet: its PDF can’t be made within the time and memory that one may take.")


def tagged_pdf_within_limits(
    html: str,
    *,
    stylesheet: str,
    title: str,
    author: str,
    language: str = "en-GB",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return what `tagged_pdf` returns, made apart where that is asked for. Raises TooMuch."""
    make = tagged_pdf_apart if ALWAYS or len(html) > LONGEST_IN_PLACE else tagged_pdf
    return make(html, stylesheet=stylesheet, title=title, author=author, language=language, files=files or {})


def tagged_pdf_apart(
    html: str, *, stylesheet: str, title: str, author: str, language: str, files: Mapping[str, bytes]
) -> bytes:
    """Return what `tagged_pdf` returns for the same arguments. Raises TooMuch where it fails or takes too much."""
    packed = {
        "html": html,
        "stylesheet": stylesheet,
        "title": title,
        "author": author,
        "language": language,
        "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
    }
    made = limited.result_of(
        unpacked, json.dumps(packed).encode(), memory=MEMORY, cpu_seconds=CPU_SECONDS, patience=PATIENCE
    )
    if not made:
        raise TooMuch()
    return made


def unpacked(data: bytes) -> bytes:
    """Return the PDF of the arguments that are packed in `data`. Runs in the process of its own."""
    packed = json.loads(data)
    files = {name: base64.b64decode(content) for name, content in packed.pop("files").items()}
    return tagged_pdf(packed.pop("html"), files=files, **packed)
