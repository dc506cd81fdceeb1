"""The demonstration's fictional partnership: its areas, agencies and people. No real place or person."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from cspr_portal import clock
from reviews.audit.recording import action, record
from reviews.models import (
    Agency,
    AgencyKind,
    Area,
    CoordinatorArea,
    PartnerDelegate,
    PartnerRole,
    Role,
    StatutoryPartner,
    User,
)

DOMAIN = "demo.invalid"

AREAS = {
    "Northmere": ("01632 960145", "01632 960146"),
    "Saltbarrow": ("01632 960245", "01632 960246"),
    "Eastfold": ("01632 960345", "01632 960346"),
}
AGENCIES = {
    "Aldermere County Council": AgencyKind.LOCAL_AUTHORITY,
    "Eastfold City Council": AgencyKind.LOCAL_AUTHORITY,
    "Aldermere Police": AgencyKind.POLICE,
    "Aldermere Integrated Care Board": AgencyKind.ICB,
    "Merefield Hospitals": AgencyKind.HEALTH,
    "Tarn Valley Health Visiting": AgencyKind.HEALTH,
    "Aldermere Homes": AgencyKind.HOUSING,
    "Lantern Family Support": AgencyKind.VOLUNTARY,
}
COUNCIL_OF = {
    "Northmere": "Aldermere County Council",
    "Saltbarrow": "Aldermere County Council",
    "Eastfold": "Eastfold City Council",
}
# Account, name, post, role, agency
PEOPLE = [
    ("coordinator", "Jo Marsh", "Review coordinator", Role.COORDINATOR, ""),
    ("coordinator-2", "Alex Thorne", "Business manager", Role.COORDINATOR, ""),
    (
        "la-delegate",
        "Ade Bello",
        "Director of children’s services",
        Role.DELEGATE,
        "Aldermere County Council",
    ),
    ("la-deputy", "Mina Farrow", "Assistant director", Role.DELEGATE, "Aldermere County Council"),
    (
        "eastfold-delegate",
        "Tom Arkell",
        "Director of children’s services",
        Role.DELEGATE,
        "Eastfold City Council",
    ),
    ("police-delegate", "Rhona Haldane", "Detective superintendent", Role.DELEGATE, "Aldermere Police"),
    ("icb-delegate", "Carys Iveson", "Chief nurse", Role.DELEGATE, "Aldermere Integrated Care Board"),
    ("panel-member", "Nadia Quill", "Head of safeguarding", Role.PANEL_MEMBER, "Merefield Hospitals"),
    ("agency-author", "Sam Okoro", "Named nurse", Role.AGENCY_AUTHOR, "Tarn Valley Health Visiting"),
    ("hospital-author", "Ruth Amadi", "Named doctor", Role.AGENCY_AUTHOR, "Merefield Hospitals"),
    (
        "agency-approver",
        "Della Roe",
        "Head of safeguarding",
        Role.AGENCY_APPROVER,
        "Tarn Valley Health Visiting",
    ),
    ("housing-author", "Colm Tiernan", "Safeguarding lead", Role.AGENCY_AUTHOR, "Aldermere Homes"),
    ("reviewer", "Ingrid Solway", "Independent Reviewer", Role.REVIEWER, ""),
    ("reviewer-2", "Peter Lowdale", "Independent Reviewer", Role.REVIEWER, ""),
    ("lead-partner", "Helen Ward", "Chief executive", Role.LEAD_PARTNER, "Aldermere County Council"),
    ("scrutineer", "Marta Ellis", "Independent scrutineer", Role.SCRUTINEER, ""),
    ("legal-adviser", "Simon Crake", "Solicitor", Role.LEGAL_ADVISER, "Aldermere County Council"),
    ("publisher", "Bea Cottle", "Communications lead", Role.PUBLISHER, ""),
    ("auditor", "Frank Dene", "Internal auditor", Role.AUDITOR, ""),
    ("administrator", "Priya Moor", "Systems administrator", Role.ADMINISTRATOR, ""),
]
SIGN_INS = (
    "coordinator",
    "la-delegate",
    "police-delegate",
    "icb-delegate",
    "panel-member",
    "agency-author",
    "agency-approver",
    "reviewer",
    "lead-partner",
    "scrutineer",
    "legal-adviser",
    "publisher",
    "auditor",
    "administrator",
)


@dataclass
class Partnership:
    """The people and places that the demonstration's cases are made with."""

    areas: dict[str, Area]
    agencies: dict[str, Agency]
    people: dict[str, User]
    password: str

    def __getitem__(self, account: str) -> User:
        return self.people[account]

    def council_delegate(self, area: Area) -> User:
        """Return who decides for the local authority of an area."""
        return self["eastfold-delegate" if area.name == "Eastfold" else "la-delegate"]

    def partners(self, area: Area) -> list[User]:
        """Return the three delegates of an area: local authority, police, Integrated Care Board."""
        return [self.council_delegate(area), self["police-delegate"], self["icb-delegate"]]


def new_password() -> str:
    """Return a password of four groups, long enough for the portal's own rule."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


@action
def found(*, at: datetime, password: str) -> Partnership:
    """Make the partnership, with every role confirmed, as of two years before `at`."""
    since = clock.today(at) - timedelta(days=730)
    areas = {
        name: Area.objects.create(
            name=name, front_door_telephone=day, out_of_hours_telephone=night, starts_on=since
        )
        for name, (day, night) in AREAS.items()
    }
    agencies = {
        name: Agency.objects.create(name=name, kind=kind, starts_on=since) for name, kind in AGENCIES.items()
    }
    for name, area in areas.items():
        for partner_role, agency in (
            (PartnerRole.LOCAL_AUTHORITY, COUNCIL_OF[name]),
            (PartnerRole.POLICE, "Aldermere Police"),
            (PartnerRole.ICB, "Aldermere Integrated Care Board"),
        ):
            StatutoryPartner.objects.create(
                area=area, role=partner_role, agency=agencies[agency], starts_on=since
            )
    # One password for all, so one slow hash of it does.
    hashed = make_password(password)
    people = {}
    for account, name, post, role, agency_name in PEOPLE:
        people[account] = User.objects.create(
            email=f"{account}@{DOMAIN}",
            password=hashed,
            name=name,
            post=post,
            role=role,
            agency=agencies[agency_name] if agency_name else None,
        )
    _confirm_all(people, areas, since, at)
    record(None, "demonstration.founded")
    return Partnership(areas, agencies, people, password)


def _confirm_all(people: dict[str, User], areas: dict[str, Area], since: date, at: datetime) -> None:
    first, second = people["coordinator"], people["coordinator-2"]
    for user in people.values():
        if user.role != Role.ADMINISTRATOR:
            user.role_confirmed_at, user.role_confirmed_by = at, second if user == first else first
            user.save()
    for coordinator, other in ((first, second), (second, first)):
        for area in areas.values():
            CoordinatorArea.objects.create(
                user=coordinator, area=area, starts_on=since, confirmed_at=at, confirmed_by=other
            )
    for user in people.values():
        if user.role == Role.DELEGATE and user.agency is not None:
            PartnerDelegate.objects.create(
                user=user,
                agency=user.agency,
                is_deputy="deputy" in user.email,
                starts_on=since,
                confirmed_at=at,
                confirmed_by=first,
            )
