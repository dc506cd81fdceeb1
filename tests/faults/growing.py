"""A program that asks the portal very often and says whether its processes grow. docs/performance.md has figures.

    .venv/bin/python -m tests.faults.growing [REQUESTS] [PDFS]

It brings a PostgreSQL and a gunicorn of its own. A fifth of the requests and PDFs come first, to warm up.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.faults.machines import ROOT, Portal, Postgres, environment

PAGES = (
    "/",
    "/published/",
    "/published/?q=part",
    "/published/the-long-report/",
    "/published/feed.atom",
    "/nothing/",
)
PDF = "/published/the-long-report/report.pdf"
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Held:
    """What processes hold: memory in bytes, open files, connections to the database, temporary files."""

    memory: int
    handles: int
    connections: int
    files: int


def held(portal: Portal, postgres: Postgres, folder: Path) -> Held:
    workers = portal.workers()
    [[connections]] = postgres.ask("SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL")
    return Held(
        memory=sum(resident(worker) for worker in workers),
        handles=sum(len(os.listdir(f"/proc/{worker}/fd")) for worker in workers),
        connections=int(str(connections)),
        files=sum(1 for path in folder.rglob("*") if path.is_file()),
    )


def resident(process: int | str) -> int:
    """The memory that a process holds, in bytes."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE


def ask(portal: Portal, requests: int) -> None:
    """Ask for pages, each fiftieth time for the PDF; every answer has to be as it should."""

    def one(number: int) -> None:
        path = PDF if number % 50 == 0 else PAGES[number % len(PAGES)]
        assert portal.get(path).status == (404 if path == "/nothing/" else 200)

    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(one, range(requests)))


def public_pages(requests: int) -> tuple[Held, Held]:
    """Return what the workers hold once they are warm, and after so many requests more."""
    postgres = Postgres()
    try:
        postgres.start()
        with tempfile.TemporaryDirectory() as folder:
            variables = environment(postgres.url, TMPDIR=folder)
            subprocess.run(
                [sys.executable, "-m", "tests.faults.prepare"], cwd=ROOT, env=variables, check=True
            )
            portal = Portal(variables)
            try:
                ask(portal, requests // 5)
                before = held(portal, postgres, Path(folder))
                ask(portal, requests)
                return before, held(portal, postgres, Path(folder))
            finally:
                portal.end()
    finally:
        postgres.remove()


def drawn(pdfs: int) -> tuple[int, int]:
    """Return the memory of a process that draws PDFs once it is warm, and after so many more. Drawn in this process."""
    from cspr_portal.pdf import apart
    from tests.publication_builders import pdf_of

    apart.ALWAYS = True  # as the server does
    words = "Three services each saw something small, and wrote it down. " * 60
    for number in range(pdfs // 5):
        pdf_of(f"{number} {words}")
    before = resident("self")
    for number in range(pdfs):
        pdf_of(f"{number} {words}")
    return before, resident("self")


def main(requests: int, pdfs: int) -> None:
    before, after = public_pages(requests)
    print(
        f"{requests} requests: {before} before, {after} after, memory {after.memory / before.memory - 1:+.1%}"
    )
    os.environ.update(environment("sqlite://:memory:", DJANGO_SETTINGS_MODULE="cspr_portal.settings"))
    import django

    django.setup()
    first, last = drawn(pdfs)
    print(f"{pdfs} PDFs: {first} before, {last} after, memory {last / first - 1:+.1%}")


if __name__ == "__main__":
    main(*[int(word) for word in sys.argv[1:]] or [10_000, 200])
