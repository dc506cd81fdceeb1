"""Which tests are for which case of docs/security.md: a test says so in its name or in the first line of its docstring.

No test lives here.
"""

import re
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "security.md"
ROW = re.compile(r"^\| ([A-I]\d\d) \|(.*)\|$", re.MULTILINE)
IN_NAME = re.compile(r"(?<=_)[a-i]\d\d(?=_|$)")
IN_WORDS = re.compile(r"\b[A-I]\d\d\b")
NOTHING_TO_TRY = "Nothing to try"


def cases_of(name: str, docstring: str | None) -> set[str]:
    """Return the cases that a test of that name and docstring is for."""
    first_line = (docstring or "").strip().partition("\n")[0]
    found = {each.upper() for each in IN_NAME.findall(name)} | set(IN_WORDS.findall(first_line))
    return found & set(listed())


def listed() -> dict[str, str]:
    """Return the rows of the page by their case."""
    return dict(ROW.findall(PAGE.read_text(encoding="utf-8")))


def reasoned_away() -> set[str]:
    """Return the cases of which the page says why there is nothing to try."""
    return {case for case, row in listed().items() if NOTHING_TO_TRY in row}


def said(ran: Iterable[str], failed: Iterable[str]) -> str:
    """Return in a few words what the tests that ran say of the cases."""
    every, tried, broken = set(listed()), set(ran), set(failed)
    without = sorted(every - tried - reasoned_away())
    words = (
        f"Security cases: {len(tried)} of {len(every)} were tried, {len(reasoned_away() - tried)} don't apply"
    )
    words += f"; no test ran for {', '.join(without)}" if without and len(tried) > len(without) else ""
    return words + (f"; FAILED: {', '.join(sorted(broken))}" if broken else "") + "."
