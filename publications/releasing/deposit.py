"""The pack for the NSPCC's national collection: the frozen PDF and a sheet about it, in one zip. Made at each request.

It holds what the public may read, and nothing of the case. Who may have it is in access.py.
"""

from django.conf import settings

from cspr_portal import clock
from cspr_portal.zips import packed
from publications.files import PDF_NAME
from publications.models import Publication
from publications.public.bound import approved_bytes
from publications.windows import last_day

PACK_NAME = "deposit-pack.zip"
SHEET_NAME = "about-this-report.txt"
NOT_SET = "Not set yet"


def pack(publication: Publication) -> bytes:
    """Return the zip with the PDF of the edition that stands approved now, and its sheet.

    Raises Spoilt when the stored bytes are not the ones that were approved.
    """
    edition = publication.edition
    if edition is None:
        raise AssertionError("The rule lets nobody have a pack of what is not approved.")
    file = edition.files.get(name=PDF_NAME)
    content = approved_bytes(file)
    sheet = _sheet(publication, file.pages, file.sha256).encode()
    return packed([(PDF_NAME, content), (SHEET_NAME, sheet)])


def _sheet(publication: Publication, pages: int | None, digest: str) -> str:
    edition, opens_at, closes_at = publication.edition, publication.opens_at, publication.closes_at
    if edition is None:
        raise AssertionError("A sheet is of an approved edition.")
    themes = ", ".join(theme.name for theme in publication.themes.order_by("name"))
    rows = [
        ("Title", edition.title),
        ("Kind", publication.get_kind_display()),
        ("Partnership", settings.PARTNERSHIP["name"]),
        ("Published on", clock.day_words(clock.today(opens_at)) if opens_at else NOT_SET),
        ("Last day on our site", clock.day_words(last_day(closes_at)) if closes_at else NOT_SET),
        ("Themes", themes or "None"),
        ("Language", publication.language),
        ("Pages", str(pages or "Not known")),
        ("File", PDF_NAME),
        ("SHA-256", digest),
    ]
    facts = "\r\n".join(f"{label}: {words}" for label, words in rows)
    return (
        f"For the national collection of case reviews\r\n\r\n{facts}\r\n\r\nSummary\r\n{edition.summary}\r\n"
    )
