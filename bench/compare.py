"""Times the comparison of two versions of a report of 60 pages (30,000 words), the second heavily edited: its text read,
compared, and drawn for the page.

    .venv/bin/python tools/test_settings.py .venv/bin/python -m bench.compare
    .venv/bin/python tools/test_settings.py .venv/bin/python -m bench.compare --words 60000 --rounds 10

No database, and no frame of a page. "Edited": in each paragraph some words are changed, every tenth is gone, some are
new, some moved. "One paragraph": the same without empty lines. "Another text": nothing in common but single words.
"""

import argparse
import os
import random
import statistics
import time

import django
from django.template.loader import render_to_string

from cspr_portal.text import render
from reviews.report.blocks import of_report
from reviews.report.compare import compare, counts, stretches

SAID = (
    "the a and of to was by in at child mother father school nurse visit call police home record worry seen asked "
    "told nobody family service review plan meeting week month letter doctor ward night number agreed wrote shared"
)
COMMON = SAID.split()
WORDS_A_PARAGRAPH = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")
    django.setup()
    old = text(options.words, seed=7)
    print(f"{options.words:,} words each, {options.rounds} rounds; seconds of the processor")
    for name, before, after in (
        ("edited", old, edited(old)),
        ("one paragraph", [" ".join(old)], [" ".join(edited(old))]),
        ("another text", old, text(options.words, seed=8)),
        ("the same", old, old),
    ):
        measure(name, "\n\n".join(before), "\n\n".join(after), options.rounds)


def measure(name: str, old: str, new: str, rounds: int) -> None:
    """Print the median and the slowest of the processor's seconds, and what was found."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        rows = compare(of_report(render(old).html), of_report(render(new).html))
        shown = {"stretches": stretches(rows), "old_name": "version 1", "new_name": "version 2"}
        render_to_string("reviews/report/_compared.html", shown)
        times.append(time.process_time() - began)
    print(f"{name:15} {statistics.median(times):6.2f} {max(times):6.2f}  {counts(rows)}")


def text(words: int, *, seed: int) -> list[str]:
    """Paragraphs of made-up words, the same each time: a third of them common, the others rarer."""
    chance = random.Random(seed)  # noqa: S311
    rare = [f"{first}{second}" for first in COMMON for second in COMMON]
    return [
        " ".join(chance.choice(COMMON if chance.random() < 0.5 else rare) for _ in range(WORDS_A_PARAGRAPH))
        + "."
        for _ in range(words // WORDS_A_PARAGRAPH)
    ]


def edited(paragraphs: list[str]) -> list[str]:
    """The paragraphs after a heavy edit."""
    chance = random.Random(11)  # noqa: S311
    made = []
    for at, paragraph in enumerate(paragraphs):
        if at % 10 == 3:
            continue
        words = paragraph.split()
        for _ in range(8):
            words[chance.randrange(len(words))] = chance.choice(COMMON)
        made.append(" ".join(words))
        if at % 7 == 2:
            made += text(WORDS_A_PARAGRAPH, seed=at)
    made[10:20], made[200:210] = made[200:210], made[10:20]
    return made


if __name__ == "__main__":
    main()
