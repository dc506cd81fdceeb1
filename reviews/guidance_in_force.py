"""The editions of the guidance, for the public pages, which know neither cases nor reviews."""

from cspr_portal.one_statement import Part, rows
from reviews.models import GuidanceEdition


def of_all_editions() -> Part:
    """Ask for what public pages say of each edition, newest first, and since when it is in force."""
    return rows(
        GuidanceEdition.objects.order_by("-effective_from"),
        name="name",
        since="effective_from",
        health_body="health_body_name",
        national_panel="national_panel_name",
        notify_working_days="notify_working_days",
        rapid_review_working_days="rapid_review_working_days",
        rapid_review_starts_from="rapid_review_starts_from",
        review_months="review_months",
        window_months="window_months",
    )
