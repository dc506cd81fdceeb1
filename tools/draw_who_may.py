"""Draws the tables of addresses in docs/who-may-see-what.md from tests/who_may.csv, which the tests walk.

Run it from the repository's root: `.venv/bin/python -m tools.draw_who_may`. A test fails while the page is old. What
stands between the tables is written by hand, and left as it is.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parent.parent / "docs" / "who-may-see-what.md"

PLACE = re.compile(r"<!-- table: (\w+) -->\n.*?<!-- end of table -->", re.DOTALL)
# Under which addresses a table's own prose says that it stands.
BASES = ("staff/cases/<reference>/", "staff/cases/new/")
# Words of the table as a sentence says them.
SAID = {
    "everybody": "everybody",
    "council": "the local authority’s delegate",
    "chair": "the chair",
    "panel": "the panel",
    "reviewer": "the Independent Reviewer",
    "former reviewer": "who was the Independent Reviewer",
    "lead partner": "lead safeguarding partners",
    "scrutineer": "scrutineers",
    "legal adviser": "legal advisers",
    "author": "the agency’s author",
    "approver": "the agency’s approver",
    "visitors": "everybody, signed in or not",
}


def sections(page: str) -> set[str]:
    """Return the sections of the table for which the page has a place."""
    return set(PLACE.findall(page))


def drawn(page: str) -> str:
    """Return the page with each of its tables drawn anew."""
    return PLACE.sub(
        lambda found: f"<!-- table: {found[1]} -->\n{table(found[1])}\n<!-- end of table -->", page
    )


def table(section: str) -> str:
    """Return a section's rows; neighbours that say the same of themselves share one."""
    from tests.of_each import addresses
    from tests.who_may import row_of, rows

    routes: dict[str, str] = {}
    for one in addresses():
        row = row_of(one.name)
        if row is not None:
            routes.setdefault(row.name, one.route)
    lines: list[tuple[str, str, str]] = []
    for row in rows():
        if row.section != section or row.name not in routes:
            continue
        shown = f"`{shortened(routes[row.name], row.name)}`" + (f" ({row.what})" if row.what else "")
        same = row.besides == "the same" or not row.besides
        if lines and lines[-1][1] == who(row.reads, row.does) and same and (row.besides or not lines[-1][2]):
            lines[-1] = (f"{lines[-1][0]}, {shown}", *lines[-1][1:])
        else:
            lines.append((shown, who(row.reads, row.does), row.besides))
    body = [f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines]
    return "\n".join(["| Address | Who | Besides |", "|---|---|---|", *body])


def who(reads: tuple[str, ...], does: tuple[str, ...]) -> str:
    """Return who reads and who does it, in words."""
    if not does:
        return f"reads: {listed(reads)}"
    if not reads or reads == does:
        return f"does: {listed(does)}"
    return f"reads: {listed(reads)}; does: {listed(does)}"


def listed(words: tuple[str, ...]) -> str:
    return ", ".join(SAID.get(word, word) for word in words)


def shortened(route: str, name: str) -> str:
    """Return an address as a reader knows it: under the case's own, or whole, with what stands for a key in it."""
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route).replace("^", "").replace("$", "")
    plain = re.sub(r"<uuid:\w+>", "<key>", plain)
    plain = re.sub(r"<\w+:(\w+)>", r"<\1>", plain)
    if "*" in name:
        plain = re.sub(r"^admin/\w+/\w+/", "admin/*/", plain)
    elif name == "admin:unnamed":
        plain = "admin/*"
    base = next((one for one in BASES if plain.startswith(one) and plain != one), "")
    return plain.removeprefix(base) if base else f"/{plain}"


if __name__ == "__main__":
    import tools.test_settings  # noqa: F401  # no .env of a developer is asked for

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")
    django.setup()
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"Drawn: {PAGE.relative_to(PAGE.parent.parent)}")
