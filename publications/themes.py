"""The themes of a draft: chosen with its text, checked and approved with it, public from its approval on.

A draft keeps them by their address words. One that was written before drafts had any keeps none, and those of its
publication stand; its hash covers none either.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from cspr_portal.refusals import NotYet
from publications.models import Draft, Theme


def words_of(themes: Iterable[Theme]) -> list[str]:
    """Return `themes` as a draft keeps them, in one order whatever the order of choosing."""
    return sorted(theme.slug for theme in themes)


def of(draft: Draft) -> list[str]:
    """Return the address words of the themes that stand with `draft`."""
    return words_of(draft.publication.themes.all()) if draft.themes is None else list(draft.themes)


def chosen(draft: Draft) -> QuerySet[Theme]:
    """Return the themes that stand with `draft`, as the list has them now."""
    return Theme.objects.filter(slug__in=of(draft))


def let_out(draft: Draft) -> None:
    """Let readers find the draft's publication by its themes. Part of the approval.

    Raises NotYet when one of them is not in the list any more: nobody has approved what would stand in its place.
    """
    if draft.themes is None:
        return
    found = list(chosen(draft))
    if len(found) != len(draft.themes):
        raise NotYet(
            "Already: a theme of this draft is not in the list any more. Save it anew and check that."
        )
    draft.publication.themes.set(found)
