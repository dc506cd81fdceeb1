"""The word in a publication's public address. Made from the public title alone, never from the case."""

import secrets
from datetime import datetime

from django.utils.text import slugify

from publications.models import FormerAddress, Kind, Publication

LONGEST = 60
# No vowels, so that no ending can spell a word; no digits, so that none looks like a postcode to the check
ENDING_LETTERS = "bcdfghjkmnpqrstvwxz"


def slug_for(publication: Publication, title: str) -> str:
    """Return the word for the address of `publication` under its public `title`.

    The one it has stays while it still fits. A word that is taken, now or by what another was public under before,
    gets a random ending, which tells nobody how many there are or which comes next.
    """
    plain = plain_word(title) or Kind(publication.kind).value
    if publication.slug and (publication.slug == plain or publication.slug[:-5] == plain):
        return publication.slug
    slug = plain
    while _is_taken(slug, publication):
        slug = f"{plain}-{random_ending()}"
    return slug


def move(publication: Publication, title: str, at: datetime) -> None:
    """Give `publication` its address under `title`; one under which it was public is kept as a former one.

    That is gone from then on and leads nowhere: the title may have been corrected to take a name out of it. Part of
    the approval, which saves the publication.
    """
    slug, was = slug_for(publication, title), publication.slug
    if was and was != slug and _was_public(publication, at):
        FormerAddress.objects.get_or_create(slug=was, defaults={"publication": publication, "left_at": at})
    publication.slug = slug


def _is_taken(slug: str, publication: Publication) -> bool:
    others = Publication.objects.filter(slug=slug).exclude(pk=publication.pk)
    before = FormerAddress.objects.filter(slug=slug).exclude(publication=publication)
    return others.exists() or before.exists()


def _was_public(publication: Publication, at: datetime) -> bool:
    """Return whether it has been open by `at`. What was withdrawn before its day, and is still, never was."""
    opens_at, withdrawn_at = publication.opens_at, publication.withdrawn_at
    return opens_at is not None and opens_at <= at and (withdrawn_at is None or withdrawn_at > opens_at)


def random_ending() -> str:
    """Return four letters that tell nobody how many there are, or which comes next."""
    return "".join(secrets.choice(ENDING_LETTERS) for _ in range(4))


def plain_word(title: str) -> str:
    """Return what `title` is in an address, before a word that is taken gets its ending."""
    slug = slugify(title)
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rsplit("-", 1)[0][:LONGEST]
