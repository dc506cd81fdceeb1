"""The PDF that a member of staff takes away: the frame with its running header, around any page's template.

Every page of it says OFFICIAL-SENSITIVE, which case it is about, whose copy it is and when it was made. What
stands inside comes from the caller's template; who may have it, and that it is noted, is the caller's concern.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from cspr_portal import clock
from cspr_portal.pdf.apart import tagged_pdf_within_limits
from cspr_portal.pdf.tagged import printable

STYLESHEET = Path(__file__).with_name("staff.css")


def staff_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    reference: str,
    reader: str,
    at: datetime,
    copy: str = "",
) -> bytes:
    """Make a tagged PDF of `template`, which extends `layouts/staff_pdf.html`, for one reader.

    In: the template's name and its variables; the title (a pseudonym at most, never a real name: it is
    in the metadata too); the case's reference; the reader's name; the moment as an aware datetime, shown
    by London's clocks; and the copy in words where copies are numbered, such as "Copy 3". Out: the PDF's
    bytes, made anew for each reader and not to be kept. Raises ValueError for a naive datetime and
    `cspr_portal.pdf.tagged.FontsMissing` before the fonts have been made, and `cspr_portal.pdf.apart.TooMuch` (a
    refusal) for a long one that takes more time or memory than it may. Slow: about 70 ms a page, so
    outside transactions.
    """
    made = clock.london(at)
    title = printable(title)
    frame = {
        "title": title,
        "reference": printable(reference),
        "reader": printable(reader),
        "copy": printable(copy),
        "made_on": f"{clock.day_words(made.date())} at {made:%H:%M}",
        "partnership": settings.PARTNERSHIP,
    }
    return tagged_pdf_within_limits(
        render_to_string(template, {**context, **frame}),
        stylesheet=STYLESHEET.read_text(encoding="utf-8"),
        title=title,
        author=settings.PARTNERSHIP["name"],
    )
