"""The periods of keeping, as the partners decide them: entered by administrators, audited, and with a history.

People, places and seats are in admin.py. What a period leads to is in reviews/retention: nothing goes by itself.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model

from reviews.admin import AuditedAdmin
from reviews.admin_site import admin_site
from reviews.models import RetentionPeriod


@admin.register(RetentionPeriod, site=admin_site)
class RetentionPeriodAdmin(AuditedAdmin):
    """One period, from a day on. It is never changed: another decision is another row, from a later day."""

    kind = "retention_period"
    list_display = [
        "record_kind",
        "effective_from",
        "is_kept",
        "years",
        "months",
        "counts_from",
        "decided_by",
    ]
    list_filter = ["record_kind"]

    def has_change_permission(self, request: Any, obj: Model | None = None) -> bool:
        """Return False: what was decided stays as it was."""
        return False

    def prepare(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Say what follows."""
        messages.info(request, "Nothing is disposed of by this: two people who know the case decide on each.")
