"""Reads a backup from end to end and compares it with what it says of itself. Nothing is written anywhere."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cspr_portal.backup import archive
from cspr_portal.backup.archive import Key, Readable
from cspr_portal.backup.making import FILES, FORMAT, HEAD, MANIFEST
from cspr_portal.backup.refusing import NotDone

NOT_WHOLE = "The backup isn’t whole: what it holds differs from what it says that it holds."


@dataclass(frozen=True)
class Checked:
    """What a whole backup says of itself: which it is, of which release, and the checksums of tables and members."""

    key: str
    at: str
    migrations: list[tuple[str, str]]
    fields: dict[str, list[str]]
    tables: dict[str, dict[str, Any]]
    members: dict[str, str]

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    @property
    def files(self) -> int:
        return sum(name.startswith(FILES) for name in self.members)


def check(path: Path, key: Key) -> Checked:
    """Return what the backup says of itself when each byte of it is what was written. Raises NotDone if not."""
    found: dict[str, str] = {}
    tables: dict[str, list[Any]] = {}
    told: dict[str, bytes] = {}
    for name, content in archive.read(path, key):
        member = sha256()
        if name.startswith("rows/"):
            table = tables.setdefault(name.split("/")[1], [0, sha256()])
            text = content.read()
            table[0] += text.count(b"\n")
            table[1].update(text)
            member.update(text)
        elif name in (HEAD, MANIFEST):
            told[name] = content.read()
            member.update(told[name])
        else:
            for piece in pieces(content):
                member.update(piece)
        if name in found:
            raise NotDone(NOT_WHOLE)
        found[name] = member.hexdigest()
    try:
        (head,), manifest = json.loads(told[HEAD]), json.loads(told[MANIFEST])
        if head["format"] != FORMAT:
            raise NotDone("The backup was made by another release, in a form that this one doesn’t read.")
        checked = Checked(
            key=head["key"],
            at=head["at"],
            migrations=[(app, name) for app, name in head["migrations"]],
            fields=head["tables"],
            tables=manifest["tables"],
            members=manifest["members"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotDone(NOT_WHOLE) from error
    del found[MANIFEST]
    counted = {name: {"rows": count, "sha256": text.hexdigest()} for name, (count, text) in tables.items()}
    full = {name: table for name, table in checked.tables.items() if table["rows"]}
    if found != checked.members or counted != full or set(checked.fields) != set(checked.tables):
        raise NotDone(NOT_WHOLE)
    return checked


def pieces(content: Readable) -> Iterator[bytes]:
    """Yield what is left of an open file, a piece at a time."""
    while piece := content.read(archive.PIECE):
        yield piece
