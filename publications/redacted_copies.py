"""Reads a PDF that people redacted as whoever gets it could: what is in it and isn't seen is a reason to refuse it.

Registered with the register of requests (apps.py). Said are pages and reasons, never a word that was found.
"""

from cspr_portal.words import listed
from publications.cleaning import NotClean, cleaned_pdf
from reviews.disclosures.unseen import HoldsMore

# What cleaning counts in a PDF (cleaning/found.py) and can hold words, or be lifted off them. Left out: properties,
# which nearly every PDF has; links, signatures and layers that are shown, which hide nothing.
CARRIED = {
    "comment": "comments",
    "mark": "boxes or other marks that can be lifted off a page",
    "form": "form fields",
    "attachment": "attached files",
    "opening": "scripts",
    "script": "scripts",
    "revision": "an earlier version of itself",
    "thumbnail": "small pictures of its pages",
    "leftover": "data that a program left in it",
    "tail": "data behind its end",
}
MOST_NAMED = 12
WHAT_TO_DO = (
    "Apply the redactions for good in the program that made them, or make pictures of the pages without recognised "
    "text, and add that copy."
)


def refuse_pdf(content: bytes) -> None:
    """Raise HoldsMore for a PDF that holds more than its pages show, or that can't be read. Takes seconds."""
    try:
        read = cleaned_pdf(content, title="", author="", language="en-GB")
    except NotClean as fault:
        raise HoldsMore(f"{fault.sentence} It was not kept.", "pdf_unfit") from fault
    pages: dict[str, dict[int, None]] = {}
    for one in read.hidden:
        pages.setdefault(one.why, {})[one.page] = None
    said = [f"{_named(sorted(found))}: {why}" for why, found in pages.items()]
    carried = dict.fromkeys(words for key, words in CARRIED.items() if read.counts.get(key, 0) > 0)
    if carried:
        said.append(f"in the file: {listed(list(carried))}")
    if said:
        raise HoldsMore(
            f"This PDF holds what its pages don’t show, and whoever gets it could find that, so it was not kept. "
            f"{_sentence('; '.join(said))} {WHAT_TO_DO}",
            "pdf_hidden",
        )


def _named(pages: list[int]) -> str:
    """The pages, counted from 1; of very many the first."""
    parts = [str(page) for page in pages[:MOST_NAMED]]
    if len(pages) > MOST_NAMED:
        parts.append(f"{len(pages) - MOST_NAMED} more")
    return f"{'page' if len(pages) == 1 else 'pages'} {listed(parts)}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
