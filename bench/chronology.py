"""Times the chronology of an agency: a file of 5,000 rows is read and compared with 5,000 earlier ones.

    .venv/bin/python -m bench.chronology
    .venv/bin/python -m bench.chronology --rows 1000 --rounds 10
    DATABASE_URL=sqlite:////tmp/bench.sqlite3 .venv/bin/python -m bench.chronology --pages

With --pages it fills an empty database with a case, and times the pages that bring such files, confirm them and show
what stands there. Otherwise no database is needed. The earlier rows are the same chronology in which, in every
hundred, ten were reworded, two added and two taken out; "one day" is the hardest case: all rows of one day, all of
them alike, none the same.
"""

import argparse
import copy
import csv
import io
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import django

TODAY = date(2026, 11, 23)
SAID = (
    "Health visitor saw mother and baby at home nursery school police called neighbour reported shouting father "
    "attended appointment missed letter sent referral made social worker visited bruise noted explanation given "
    "midwife spoke alone with mother strategy meeting held agreed plan not followed GP registered weight dropped"
)
WORDS = SAID.split()
HEADINGS = ("Date", "Time", "Event", "Source", "Significance", "Practice comment")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", action="store_true", help="time the pages, with the database")
    options = parser.parse_args()
    django.setup()
    if options.pages:
        pages(options.rows, options.rounds)
        return

    old = table(options.rows)
    new = reworded(old)
    print(f"{options.rows:,} rows, {options.rounds} rounds; seconds of the processor")
    print(f"{'':20} {'file':>9} {'read':>7} {'rows':>7} {'compare':>8} {'in all':>7} {'slowest':>8}")
    for name, made in (("CSV", csv_of(new)), ("Excel", excel_of(new)), ("Word", word_of(new))):
        measure(name, made, csv_of(old), options.rounds)
    one_day = [[old[0][0], "", *row[2:]] for row in old]
    all_else = [[row[0], row[1], f"{row[2]} {row[2].split()[-1]}", *row[3:]] for row in one_day]
    measure("CSV, one day", csv_of(all_else), csv_of(one_day), options.rounds)
    alike = [[old[0][0], "", f"Visit number {at} to the home", "HV", "", ""] for at in range(options.rows)]
    also = [[*row[:2], f"Visit number {at + 7} at her home", *row[3:]] for at, row in enumerate(alike)]
    measure("CSV, one day, alike", csv_of(also), csv_of(alike), options.rounds)


def measure(name: str, data: bytes, before: bytes, rounds: int) -> None:
    """Print the median seconds of the processor's time of each step for one file, and the slowest of all together."""
    from reviews.chronology import changes, columns, files, rows

    def read(made: bytes) -> tuple[rows.Row, ...]:
        found = files.read(made)
        guess = columns.guess(found, today=TODAY)
        return rows.rows_of(found, guess.columns, guess.first_line, today=TODAY)

    old = read(before)
    times: list[tuple[float, float, float]] = []
    for _ in range(rounds):
        reading, found = timed(lambda: files.read(data))
        guess = columns.guess(found, today=TODAY)
        understanding, new = timed(
            lambda found=found, guess=guess: rows.rows_of(found, guess.columns, guess.first_line, today=TODAY)
        )
        comparing, _changes = timed(lambda new=new: changes.compare(old, new))
        times.append((reading, understanding, comparing))
    middle = [statistics.median(each) for each in zip(*times, strict=True)]
    totals = [sum(each) for each in times]
    print(
        f"{name:20} {len(data) / 1024:6,.0f} KB {middle[0]:7.2f} {middle[1]:7.2f} {middle[2]:8.2f} "
        f"{statistics.median(totals):7.2f} {max(totals):8.2f}"
    )


def pages(rows: int, rounds: int) -> None:
    """Print the median and the slowest seconds that each page takes, around Django's test client."""
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    setup_test_environment()
    case, coordinator = a_case()
    browser = Client()
    browser.force_login(coordinator)
    url = f"/staff/cases/{case.reference}/chronology/"
    agency = str(case.review.seats.get(partner_role="police").agency_id)
    old = table(rows)
    versions = [excel_of(old), excel_of(reworded(old))]
    times: dict[str, list[float]] = {name: [] for name in ("bring", "what changes", "confirm", "show", "CSV")}

    def clocked(name: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        response = work()
        times[name].append(time.perf_counter() - began)
        if response.status_code not in (200, 302):
            raise RuntimeError(f"{name} answered {response.status_code}.")
        return response

    for number in range(rounds):
        # A file that was confirmed last is not taken again: two take turns.
        sent = {"agency": agency, "file": SimpleUploadedFile("chronology.xlsx", versions[number % 2])}
        brought = clocked("bring", lambda sent=sent: browser.post(f"{url}bring/", sent)).headers["Location"]
        mark = clocked("what changes", lambda at=brought: browser.get(at)).context["mark"]
        clocked("confirm", lambda at=brought, mark=mark: browser.post(f"{at}confirm/", {"mark": mark}))
        clocked("show", lambda: browser.get(f"{url}?page={rows // 200}"))
        clocked("CSV", lambda: browser.get(f"{url}export.csv"))
    print(
        f"{rows:,} rows of an Excel workbook, {settings.DATABASES['default']['ENGINE'].rsplit('.')[-1]}; seconds"
    )
    for name, taken in times.items():
        print(f"{name:14} {statistics.median(taken):6.2f} {max(taken):6.2f} at the slowest")


def a_case() -> tuple[Any, Any]:
    """A case of the demonstration whose review gathers information, and its coordinator."""
    from cspr_portal import clock
    from publications.demo import people
    from publications.demo.walk import Story, Walk
    from reviews.stages import Stage

    at = clock.now()
    found = people.found(at=at - timedelta(days=700), password=people.new_password())
    aware_on = clock.today(at) - timedelta(days=180)
    walk = Walk(found, Story("Northmere", "Child Wren", "A child was badly hurt at home.", aware_on))
    walk.to(Stage.GATHERING)
    return walk.case, walk.coordinator


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that the work took, and what it returned."""
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


def table(rows: int) -> list[list[str]]:
    """Made-up rows, the same each time."""
    chance = random.Random(7)  # noqa: S311
    day = date(2010, 1, 1)
    made = []
    for _ in range(rows):
        day += timedelta(days=chance.choice((0, 0, 1, 1, 2)))
        said = f"{day:%d/%m/%Y}" if chance.random() < 0.9 else f"about {day:%B %Y}"
        at = f"{chance.randrange(8, 20):02}:{chance.randrange(0, 60, 5):02}" if said[0].isdigit() else ""
        made.append(
            [said, at, sentence(chance, 25), "Case record", sentence(chance, 8), sentence(chance, 12)]
        )
    return made


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def reworded(rows: list[list[str]]) -> list[list[str]]:
    """The rows as the agency sends them the next time."""
    chance = random.Random(11)  # noqa: S311
    made = []
    for at, row in enumerate(rows):
        if at % 50 == 3:
            continue
        if at % 10 == 5:
            made.append([*row[:2], f"{row[2][:-1]} and was seen again.", *row[3:]])
        else:
            made.append(row)
        if at % 50 == 7:
            made.append([row[0], "", sentence(chance, 25), "Case record", "", ""])
    return made[: len(rows)]


def csv_of(rows: list[list[str]]) -> bytes:
    """The rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode()


def excel_of(rows: list[list[str]]) -> bytes:
    """The rows as a workbook, whole dates as dates."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Chronology")
    sheet.append(HEADINGS)
    for day, *rest in rows:
        cell = WriteOnlyCell(sheet, day)
        if day[0].isdigit():
            cell = WriteOnlyCell(sheet, date(int(day[6:]), int(day[3:5]), int(day[:2])))
            cell.number_format = "dd/mm/yyyy"
        sheet.append([cell, *rest])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def word_of(rows: list[list[str]]) -> bytes:
    """The rows as a table in a Word file."""
    from docx import Document

    document = Document()
    made = document.add_table(1, len(HEADINGS))
    pattern = copy.deepcopy(made.rows[0]._tr)
    fill(made.rows[0]._tr, HEADINGS)
    for row in rows:
        line = copy.deepcopy(pattern)
        fill(line, row)
        made._tbl.append(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill(line: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(line.tc_lst, texts, strict=True):
        cell.p_lst[0].add_r().text = text


if __name__ == "__main__":
    main()
