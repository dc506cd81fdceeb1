"""Times the disclosure check of a report of sixty pages against a case with two hundred sealed words.

    .venv/bin/python -m bench.disclosure
    .venv/bin/python -m bench.disclosure --words 50000 --rounds 3

It should take less than 1 s.
"""

import argparse
import statistics
import time
from datetime import date, timedelta
from itertools import islice, product


def main() -> None:
    from publications.disclosure.check import check
    from publications.disclosure.spellings import SPELLINGS
    from publications.disclosure.terms import Terms
    from tests.test_disclosure_clean_text import clean_text

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    made = ("".join(parts).title() for parts in product(("bra", "fol", "kin", "mos", "pel", "tav"), repeat=3))
    firsts, lasts = list(islice(sorted(SPELLINGS), 0, None, 9))[:80], list(islice(made, 160))
    names = [f"{first.title()} {last}" for first, last in zip(firsts, lasts, strict=False)]
    terms = Terms(
        names=names[:10],
        relatives=names[10:40],
        practitioners=names[40:80],
        initials=("QZ", "XW"),
        dates=[date(2019, 3, 14) + timedelta(days=37 * at) for at in range(20)],
        places=[
            f"{at} {last} Lane, {other}"
            for at, (last, other) in enumerate(zip(lasts[80:], lasts, strict=False))
        ],
        identifiers=[f"LCS/{204_000 + at}" for at in range(18)],
    )
    text = clean_text(options.words).replace(". ", ".\u00a0– ").replace("small", "**small**")
    taken = []
    for _round in range(options.rounds):
        began = time.perf_counter()
        hits = check({"title": "Child Wren", "text": text}, terms)
        taken.append(time.perf_counter() - began)
    print(f"{len(text.split()):,} words, {terms!r}, {len(hits)} hits")
    print(f"median {statistics.median(taken):.2f} s, slowest {max(taken):.2f} s of {options.rounds}")


if __name__ == "__main__":
    main()
