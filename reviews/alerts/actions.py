"""Saying what an alert came to. Raising one is in raising.py."""

from datetime import datetime

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import Alert, User

from . import access


@action
def close(alert: Alert, *, what_was_found: str, by: User, at: datetime) -> None:
    """Record that `by` looked at the alert, and in a sentence what they found."""
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    check(access.close(by, alert, at))
    alert.looked_at, alert.looked_by, alert.what_was_found = at, by, what_was_found
    alert.save(update_fields=["looked_at", "looked_by", "what_was_found"])
    record(by, "alert.looked_at", kind=alert.kind, person=str(alert.person_id or ""))
