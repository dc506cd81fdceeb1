"""Times how the PDF of a long report is made when it is approved: 25,000 words, about sixty pages.

    .venv/bin/python -m bench.render

It should take at most 100 ms a page, apart from starting the process that makes it.
"""

import argparse
import os
import resource
import time

import django

SENTENCE = (
    "The school had heard a small worry, and wrote it down; nobody asked what it was like to be this child. "
)


def main() -> None:
    """Make the PDF as often as asked, and print its pages, the time of each and the memory of the process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")
    django.setup()
    from cspr_portal.pdf.tagged import page_count
    from cspr_portal.text import render
    from publications.rendering.pdf import make_pdf

    paragraph = SENTENCE * 5
    count = chosen.words // len(paragraph.split())
    text = "".join(
        f"## Part {at}\n\n{paragraph}\n\n" if at % 12 == 0 else f"{paragraph}\n\n" for at in range(count)
    )
    body = render(text).html
    for _round in range(chosen.rounds):
        began = time.perf_counter()
        made = make_pdf(
            title="Child Wren",
            kind_name="Local child safeguarding practice review",
            partnership="Aldermere Safeguarding Children Partnership",
            summary="Three services.",
            care_note="",
            body_html=body,
        )
        took = time.perf_counter() - began
        pages = page_count(made)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{pages} pages in {took:.2f} s, {1000 * took / pages:.0f} ms a page, {most} MB")


if __name__ == "__main__":
    main()
