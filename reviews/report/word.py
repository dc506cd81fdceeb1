"""One version of the report as a Word file that can come back as the next version. Who may have it is in access.py."""

from datetime import datetime

from cspr_portal.text import render
from cspr_portal.word import WordFile
from reviews.models import Case, ReportVersion


def document(case: Case, version: ReportVersion, *, reader: str, at: datetime) -> bytes:
    """Return the file: the version's text alone. Its number and whose copy it is stand in the header of each page.

    So what comes back from it is the text, and nothing that was put around it.
    """
    mark = f"Report, version {version.number}"
    file = WordFile("", reference=case.reference, reader=reader, at=at, mark=mark)
    file.report_text(render(version.text).html)
    return file.bytes()
