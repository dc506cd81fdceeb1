"""Putting up the words of one of the site's own pages. Who may is in access.py."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cspr_portal.refusals import NotYet, check
from publications.models import SitePage, SiteText
from publications.site import access, words
from reviews.audit.recording import action, record
from reviews.models import User


class Overtaken(NotYet):
    """Somebody else has put up a text meanwhile; what this writer typed is still theirs to put up."""


OVERTAKEN = (
    "Not yet: somebody else has put up other words for this page meanwhile. Both texts are shown here."
)


@action
def put_up(
    page: SitePage, text: str, *, reason: str, expected_number: int, by: User, at: datetime
) -> SiteText:
    """Keep `text` as what `page` says from now on, and return it.

    `expected_number` is the number of the text that held when the writer began, 0 for the one shipped. Raises
    Overtaken when another came between. The same form sent again changes nothing; the same words put up anew are a
    version of their own, which says that somebody has looked at them again.
    """
    check(access.change(by))
    newest = SiteText.objects.filter(page=page).first()
    number = newest.number if newest else 0
    if newest and number == expected_number + 1 and newest.text == text and newest.written_by_id == by.pk:
        return newest
    if number != expected_number:
        raise Overtaken(OVERTAKEN)
    row = SiteText(page=page, number=number + 1, text=text, reason=reason, written_at=at, written_by=by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Somebody else's row came between the two lines above.
        raise Overtaken(OVERTAKEN) from None
    is_shipped = text == words.shipped(page)
    record(by, "site_text.put_up", page.value, number=row.number, is_shipped=is_shipped)
    return row
