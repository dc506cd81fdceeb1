"""Who may keep the register of proceedings beside a case. Each rule returns its sentence, or None."""

from datetime import datetime

from reviews.models import Case, User
from reviews.standing import standing


def record_proceeding(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record or change a process that runs beside `case`."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role:
        return None
    return "Only the coordinator and the safeguarding partners may record parallel proceedings."
