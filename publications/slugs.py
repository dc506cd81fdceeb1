"""The word in a publication's public address. Made from the public title alone, never from the case."""

import secrets

from django.utils.text import slugify

from publications.models import Kind, Publication

LONGEST = 60
# No vowels, so that no ending can spell a word; no digits, so that none looks like a postcode to the check
ENDING_LETTERS = "bcdfghjkmnpqrstvwxz"


def slug_for(publication: Publication, title: str) -> str:
    """Return the word for the address of `publication` under its public `title`.

    The one it has stays while it still fits. A word that is taken gets a random ending, which tells nobody how
    many there are or which comes next.
    """
    plain = plain_word(title) or Kind(publication.kind).value
    if publication.slug and (publication.slug == plain or publication.slug[:-5] == plain):
        return publication.slug
    slug = plain
    while Publication.objects.filter(slug=slug).exclude(pk=publication.pk).exists():
        slug = f"{plain}-{random_ending()}"
    return slug


def random_ending() -> str:
    """Return four letters that tell nobody how many there are, or which comes next."""
    return "".join(secrets.choice(ENDING_LETTERS) for _ in range(4))


def plain_word(title: str) -> str:
    """Return what `title` is in an address, before a word that is taken gets its ending."""
    slug = slugify(title)
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rsplit("-", 1)[0][:LONGEST]
