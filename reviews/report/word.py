"""One version of the report as a Word file that can come back as the next version. Who may have it is in access.py."""

from datetime import datetime

from reviews.models import Case, ReportVersion

from . import pictures


def document(case: Case, version: ReportVersion, *, reader: str, at: datetime) -> bytes:
    """Return the file: the version's text with its pictures, and nothing else.

    Its number and whose copy it is stand in the header of each page. So what comes back from it is the text, and
    nothing that was put around it.
    """
    # Here, since python-docx takes memory that a process which serves public pages doesn't need.
    from cspr_portal.word import WordFile

    mark = f"Report, version {version.number}"
    file = WordFile("", reference=case.reference, reader=reader, at=at, mark=mark)
    file.report_text(pictures.html_of(version), pictures.contents_of(version))
    return file.bytes()
