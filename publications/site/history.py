"""The versions of a page's words: which there were, and what each changed. It reads; nothing is changed here."""

from dataclasses import dataclass

from django.http import Http404

from cspr_portal.text import render
from publications.disclosure import check as disclosure
from publications.disclosure.terms import Terms
from publications.models import SitePage, SiteText
from publications.site import words
from reviews.report import compare
from reviews.report.blocks import of_report


@dataclass(frozen=True)
class Standing:
    """A page with the version that holds; None where it is the one shipped."""

    page: SitePage
    newest: SiteText | None


def standings() -> list[Standing]:
    """Return every page whose words staff may change, in the order of the site."""
    rows = SiteText.objects.select_related("written_by").defer("text").order_by("page", "number")
    newest = {row.page: row for row in rows}
    return [Standing(page, newest.get(page.value)) for page in SitePage]


def versions(page: SitePage) -> list[SiteText]:
    """Return the versions of a page, newest first, without the one shipped."""
    return list(SiteText.objects.filter(page=page).select_related("written_by").defer("text"))


def version(page: SitePage, number: int) -> SiteText | None:
    """Return a version; None for 0, the one shipped. Raises Http404 where there is none."""
    if number == 0:
        return None
    found = SiteText.objects.filter(page=page, number=number).select_related("written_by").first()
    if found is None:
        raise Http404
    return found


def text_of(page: SitePage, number: int) -> str:
    """Return the text of a version, the one shipped included. Raises Http404 where there is none."""
    found = version(page, number)
    return found.text if found else words.shipped(page)


def changes(before: str, after: str) -> list[compare.Stretch]:
    """Return two texts side by side, as versions of a report are shown. What the portal puts in stays in braces."""
    old, new = of_report(render(before).html), of_report(render(after).html)
    return compare.stretches(compare.compare(old, new))


def findings(text: str) -> list[disclosure.Hit]:
    """Return what may point to somebody in a text that is tied to no case: postcodes, numbers, dates, names."""
    return disclosure.check({"text": text}, Terms())
