"""`manage.py check_disclosure`: tries files for words that must not get out, before they are brought in.

Nothing is kept: the words come from a file or from standard input, no database is asked, nothing sealed is opened.
"""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publications.carriers.reading import TEXT, CannotRead, Read, read_file
from publications.carriers.word_lists import BadWords, terms_of
from publications.disclosure.check import Hit, check
from publications.disclosure.terms import Terms

HIT, COULD_NOT_CHECK = 1, 2
FILE_NAME = "file name"
LARGEST_WORDS = 2_000_000
SECONDS = 60


class Command(BaseCommand):
    help = (
        "Looks in files (text, Markdown, PDF, DOCX, PNG, JPEG) for words that must not get out, and for patterns such "
        "as NHS numbers. Exit status 1: something was found; 0: nothing; 2: a file could not be checked. It finds "
        "what it knows: it cannot tell that a text is safe."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--words",
            required=True,
            metavar="WORDS.json",
            help="JSON with lists: names, initials, dates, places, identifiers, practitioners; - reads standard input",
        )
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print a JSON array, one object for each hit")
        parser.add_argument("--show", action="store_true", help="print what was found instead of masking it")

    def handle(self, *args: Any, **options: Any) -> None:
        terms = _terms(options["words"])
        found: list[dict[str, Any]] = []
        problems: list[str] = []
        for name in options["files"]:
            try:
                with _patience():
                    read = read_file(Path(name))
                    hits = list(_hits(name, read, terms))
            except CannotRead as fault:
                problems.append(f"{name}: {fault}.")
                continue
            problems += [f"{name}: {sentence}" for sentence in read.unread]
            found += [_row(name, hit, shows=options["show"]) for hit in hits]
        self.stdout.write(json.dumps(found, indent=1) if options["json"] else _table(found))
        for sentence in problems:
            self.stderr.write(sentence)
        if problems:
            sys.exit(COULD_NOT_CHECK)
        if found:
            sys.exit(HIT)


def _terms(name: str) -> Terms:
    try:
        if name == "-":
            return terms_of(sys.stdin.read(LARGEST_WORDS))
        with Path(name).open("rb") as opened:
            return terms_of(opened.read(LARGEST_WORDS))
    except BadWords as fault:
        raise CommandError(str(fault), returncode=COULD_NOT_CHECK) from fault
    except (OSError, ValueError) as fault:
        raise CommandError(f"The words can’t be read: {name}.", returncode=COULD_NOT_CHECK) from fault


def _hits(name: str, read: Read, terms: Terms) -> Iterator[Hit]:
    """The hits in the parts of a file, in their order; its name goes out too."""
    fields = {part.name: "" for part in read.parts}
    for part in read.parts:
        fields[part.name] += part.words + "\n" if fields[part.name] else part.words
    days = {part.name for part in read.parts if part.is_of_the_file}
    for hit in check({**fields, FILE_NAME: Path(name).name}, terms):
        if hit.source == "case" or hit.field not in days:
            yield hit


def _row(name: str, hit: Hit, *, shows: bool) -> dict[str, Any]:
    match = hit.text if shows else "".join("*" if sign.isalnum() else sign for sign in hit.text)
    return {
        "file": name,
        "part": hit.field,
        "line": hit.line if hit.field == TEXT else None,
        "kind": hit.kind,
        "offset": hit.start,
        "match": match,
    }


def _table(found: list[dict[str, Any]]) -> str:
    if not found:
        return "Nothing was found. The check finds what it knows: it cannot tell that a text is safe."
    rows = [
        (f"{one['file']}:{one['line'] or one['part']}", one["kind"], " ".join(one["match"].split()))
        for one in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{where:<{widths[0]}}  {kind:<{widths[1]}}  {match}" for where, kind, match in rows]
    return "\n".join([*lines, "", "1 hit." if len(rows) == 1 else f"{len(rows)} hits."])


@contextmanager
def _patience() -> Iterator[None]:
    """Give up on a file that takes too long: one is as likely made to hurt."""

    def give_up(*_: object) -> None:
        raise CannotRead("it takes too long to check")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
