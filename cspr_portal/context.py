"""What every template knows: the partnership, its front doors, and the navigation of the staff side."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cspr_portal import clock, desk

HAVE_CASES = (
    "coordinator",
    "delegate",
    "panel_member",
    "reviewer",
    "lead_partner",
    "scrutineer",
    "legal_adviser",
)
STAFF_PAGES = (
    ("What needs me", "/staff/", ()),
    ("Cases", "/staff/cases/", HAVE_CASES),
    ("Actions", "/staff/actions/", ("coordinator", "delegate")),
    ("Requests", "/staff/requests/", ("agency_author",)),
    ("To sign off", "/staff/sign-offs/", ("agency_approver",)),
    ("Publications", "/staff/publications/", ("coordinator", "delegate", "publisher")),
    ("Requests and disclosures", "/staff/disclosures/", ("coordinator", "delegate", "legal_adviser")),
    ("People", "/staff/people/", ("coordinator",)),
    ("Accounts", "/staff/accounts/", ("administrator",)),
    ("Deadlines", "/staff/deadlines/", (*HAVE_CASES, "publisher")),
    ("Audit", "/staff/audit/", ("auditor",)),
)


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the partnership everywhere; on the staff side also today and what the role may open.

    Public pages never touch the user or the session here.
    """
    facts: dict[str, Any] = {
        "partnership": settings.PARTNERSHIP,
        "is_demo": settings.DEMO,
        "front_doors": desk.front_doors,
        "helplines": desk.helplines,
    }
    if request.path.startswith(("/staff/", "/accounts/")) and request.user.is_authenticated:
        facts["today"] = clock.today(clock.now())
        facts["staff_nav"] = [
            (label, url, _is_current(request.path, url))
            for label, url, roles in STAFF_PAGES
            if not roles or request.user.acts_as(*roles)
        ]
    return facts


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/staff/" else path.startswith(url)
