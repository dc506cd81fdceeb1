"""Makes the editable copy of a learning brief, for those who train others. Called when an edition is approved.

No date, no address and no name of a person goes in. Who may have it, and when, is decided elsewhere.
"""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

from cspr_portal.text import CleanHtml
from cspr_portal.zips import packed


def editable_copy(
    *,
    title: str,
    summary: str,
    care_note: str,
    body: CleanHtml,
    partnership: str,
    language: str,
    pictures: Mapping[str, bytes],
) -> bytes:
    """Return a .docx of a public text: the same arguments always give the same bytes.

    In: plain texts, the rendered body with the bytes of its pictures by name, and a language tag.
    """
    # Here, since python-docx takes memory that a process which serves public pages doesn't need.
    from cspr_portal.word import WordDocument

    word = WordDocument(title, title=title, author=partnership, language=language)
    word.paragraphs(summary)
    if care_note:
        word.paragraphs(f"Take care as you read. {care_note}")
    word.report_text(body, pictures)
    word.paragraphs(f"Made from what {partnership} published. What is changed in it is not theirs.")
    return _without_dates(word.bytes())


def _without_dates(content: bytes) -> bytes:
    with ZipFile(BytesIO(content)) as made:
        return packed((name, made.read(name)) for name in made.namelist())
