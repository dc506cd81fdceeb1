"""What administrators change of the guidance: periods, start events, names, sections, and how many must agree.

People, places and seats are in admin.py. A change here is audited like any other, and holds for what starts
on or after the day from which it takes effect.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model

from reviews.admin import AuditedAdmin
from reviews.admin_site import admin_site
from reviews.models import DecisionQuorum, GuidanceEdition, RapidReviewSection


@admin.register(GuidanceEdition, site=admin_site)
class GuidanceEditionAdmin(AuditedAdmin):
    """One edition of the guidance. Its periods count for clocks that start while it is in force."""

    kind = "guidance"
    list_display = [
        "name",
        "effective_from",
        "notify_working_days",
        "rapid_review_working_days",
        "rapid_review_starts_from",
        "review_months",
    ]

    def prepare(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Say what follows at once and what follows later."""
        text = (
            "Due days on every page follow at once. The order of lists follows when "
            "“manage.py refresh_turns” has run, which happens each night."
        )
        messages.info(request, text)


@admin.register(RapidReviewSection, site=admin_site)
class RapidReviewSectionAdmin(AuditedAdmin):
    """A section of the written rapid review. What was written in it keeps it, so its key stays."""

    kind = "rapid_review_section"
    list_display = ["heading", "place", "is_required", "starts_on", "ends_on"]

    def get_readonly_fields(self, request: Any, obj: Model | None = None) -> list[str]:
        return ["key", "starts_on"] if obj else []


@admin.register(DecisionQuorum, site=admin_site)
class DecisionQuorumAdmin(AuditedAdmin):
    """How many of the three partners must agree, from a day on. An earlier day keeps its number."""

    kind = "quorum"
    list_display = ["decision", "effective_from", "partners_needed"]

    def get_readonly_fields(self, request: Any, obj: Model | None = None) -> list[str]:
        return ["decision", "effective_from"] if obj else []
