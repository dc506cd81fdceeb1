"""Times how a Word file of about sixty pages is taken in: 30,000 words, 40 tables, 200 footnotes.

    .venv/bin/python -m bench.word_in
    .venv/bin/python -m bench.word_in --words 60000 --rounds 3

LibreOffice makes the file first, which isn't timed. It should take less than 5 s.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path


def main() -> None:
    from cspr_portal.text import render
    from cspr_portal.word_in import read_word
    from tests.word_files import by_libreoffice, long_report

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=30_000)
    parser.add_argument("--tables", type=int, default=40)
    parser.add_argument("--notes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = by_libreoffice(long_report(options.words, options.tables, options.notes), Path(folder))
    taken = []
    for _round in range(options.rounds):
        began = time.perf_counter()
        text = read_word(data)
        taken.append(time.perf_counter() - began)
    rendered = render(text.markdown)
    print(f"{len(data):,} bytes; {rendered.words:,} words, {rendered.html.count('<table>')} tables,", end=" ")
    print(f"{rendered.html.count('<li id=')} notes, {len(text.markdown):,} letters of Markdown")
    print(f"median {statistics.median(taken):.2f} s, slowest {max(taken):.2f} s of {options.rounds}")


if __name__ == "__main__":
    main()
