"""What a visitor asks the list for, read from the address. Odd, old and hostile values are left out, never an error."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from publications.public.shelf import LONGEST_SEARCH, Choices, Search

MOST_PAGE_DIGITS = 6


@dataclass(frozen=True)
class Chip:
    """One chosen filter, with the address of the list without it."""

    words: str
    url: str


def search_of(query: QueryDict, choices: Choices) -> Search:
    """Return what is asked for. Only kinds, themes and years that the list offers count."""
    words = " ".join(query.get("q", "").split())[:LONGEST_SEARCH]
    years = {str(year): year for year in choices.years}
    return Search(
        words="".join(sign for sign in words if sign.isprintable()),
        kinds=tuple(value for value, _ in choices.kinds if value in query.getlist("kind")),
        themes=tuple(value for value, _ in choices.themes if value in query.getlist("theme")),
        years=tuple(year for text, year in years.items() if text in query.getlist("year")),
    )


def page_of(query: QueryDict) -> int:
    """Return the number of the page asked for; anything odd is the first."""
    text = query.get("page", "")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_PAGE_DIGITS):
        return 1
    return max(1, int(text))


def address(search: Search, page: int = 1, of: str = "published") -> str:
    """Return the address of the list, or of its feed or catalogue, for a search: the same search, the same address."""
    pairs: list[tuple[str, str]] = [("q", search.words)] if search.words else []
    pairs += [("kind", value) for value in search.kinds]
    pairs += [("theme", value) for value in search.themes]
    pairs += [("year", str(year)) for year in search.years]
    if page > 1:
        pairs.append(("page", str(page)))
    return reverse(of) + (f"?{urlencode(pairs)}" if pairs else "")


def chips(search: Search, choices: Choices) -> list[Chip]:
    """Return the chosen filters, each with the way back to the list without it."""
    made = []
    for value, words in choices.kinds:
        if value in search.kinds:
            made.append(Chip(words, address(_without(search, kinds=value))))
    for value, words in choices.themes:
        if value in search.themes:
            made.append(Chip(words, address(_without(search, themes=value))))
    for year in search.years:
        made.append(Chip(str(year), address(_without(search, years=year))))
    return made


def _without(search: Search, **left_out: str | int) -> Search:
    kept = {
        name: tuple(value for value in getattr(search, name) if value != left_out.get(name))
        for name in ("kinds", "themes", "years")
    }
    return Search(words=search.words, **kept)
