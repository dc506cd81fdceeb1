"""Times how a finished PDF of sixty pages is cleaned and read: 30,000 words, tags, links, a photograph on each page.

    .venv/bin/python -m bench.clean_pdf
    .venv/bin/python -m bench.clean_pdf --pages 200 --rounds 1

The PDF is made first, which isn't timed. It should take less than 5 s.
"""

import argparse
import io
import resource
import statistics
import time

import pikepdf

WORDS = (
    "The school had heard a small worry, and wrote it down; nobody asked what it was like to be this child. "
)


def report(pages: int) -> bytes:
    """Return a tagged PDF of so many pages, each with 500 words, a note in small type and a photograph."""
    from cspr_portal.pdf.tagged import tagged_pdf
    from tests import cleaning_files as files

    leaf = f"<h2>A heading</h2><p>{WORDS * 23}</p><p style='font-size: 6pt'>{WORDS}</p>"
    leaf += '<p><a href="https://example.invalid/guide">The guidance</a></p>'
    body = "".join(f"<section style='break-after: page'>{leaf}</section>" for _number in range(pages))
    html = f"<html lang='en'><head><title>Report</title></head><body>{body}</body></html>"
    made = tagged_pdf(html, stylesheet="", title="Report", author="Aldermere")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        photo = files.image(pdf, files.photo(width=1600, height=1200), Width=1600, Height=1200)
        for page in pdf.pages:
            name = page.add_resource(photo, pikepdf.Name.XObject)
            page.contents_add(f"q 160 0 0 120 400 30 cm {name} Do Q".encode(), prepend=True)
        return files.saved(pdf)


def main() -> None:
    from publications.cleaning import cleaned_pdf

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    data = report(options.pages)
    taken = []
    for _round in range(options.rounds):
        began = time.perf_counter()
        made = cleaned_pdf(data, title="Child Robin", author="Aldermere", language="en-GB")
        taken.append(time.perf_counter() - began)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    reckoned = (used.ru_utime + used.ru_stime) / options.rounds
    print(f"{len(data):,} bytes, {made.pages} pages, {len(made.plain_text.split()):,} words;", end=" ")
    print(f"{len(made.hidden)} hidden; at most {used.ru_maxrss // 1024} MB")
    print(
        f"median {statistics.median(taken):.2f} s, slowest {max(taken):.2f} s of {options.rounds};", end=" "
    )
    print(f"reckoning {reckoned:.2f} s a round")


if __name__ == "__main__":
    main()
