"""Who may approve that a publication is withdrawn early: the safeguarding partners' delegates who decide on it."""

from datetime import datetime

from cspr_portal import clock
from publications import access
from publications.models import Publication
from reviews.models import Posting, Role, User


def deciding(publication: Publication, at: datetime) -> list[User]:
    """Return the delegates who decide on `publication` at `at`, by name."""
    current = Posting.current(clock.today(at), "delegations__")
    delegates = User.objects.filter(current, role=Role.DELEGATE, is_active=True).distinct().order_by("name")
    return [person for person in delegates if access.decides(person, publication, at)]
