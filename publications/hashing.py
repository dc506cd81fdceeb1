"""What approvals are bound to, and what is served is verified against: SHA-256 over facts written down in one way.

Nothing is stored or rendered here. The bytes of files and the frozen body have hashes of their own.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from publications.models import Attachment, Edition, EditionFile


def content_hash(
    title: str,
    summary: str,
    care_note: str,
    text: str,
    attachments: Iterable[Attachment] = (),
    themes: Iterable[str] | None = None,
) -> str:
    """Return the SHA-256 to which a check and an approval are bound.

    Over the four texts and all that goes out with them: files (words, addresses and the hashes of the bytes) and
    the address words of the themes. What a draft has none of is left out, as in drafts from before there was any.
    """
    whole: dict[str, Any] = {"title": title, "summary": summary, "care_note": care_note, "text": text}
    files = sorted(
        [one.name, one.kind, one.title, one.alt, one.url, one.transcript, one.sha256] for one in attachments
    )
    if files:
        whole["attachments"] = files
    if kept := sorted(themes or ()):
        whole["themes"] = kept
    return _sha256(whole)


def facts_hash(edition: Edition, files: Iterable[EditionFile]) -> str:
    """Return the SHA-256 of all that is drawn around a frozen body: its words, and what each file is."""
    return _sha256(
        {
            "title": edition.title,
            "summary": edition.summary,
            "care_note": edition.care_note,
            "contents": [list(part) for part in edition.contents],
            "words": edition.words,
            "videos": edition.videos,
            "files": _listed(files),
        }
    )


def _listed(files: Iterable[EditionFile]) -> list[list[Any]]:
    return sorted(
        [one.name, one.kind, one.title, one.alt, one.place, one.media_type, one.size, one.sha256]
        for one in files
    )


def _sha256(whole: Any) -> str:
    written = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(written.encode()).hexdigest()
