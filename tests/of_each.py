"""Every address of the portal, and one of each thing that an address can name, by the real actions. No test."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from unittest import mock

from django.test import Client
from django.urls import URLResolver, get_resolver

from cspr_portal import clock
from publications.copies import actions as copies
from publications.copies import links
from publications.models import CopyRequest, Publication, SitePage
from publications.site.actions import put_up
from reviews.disclosures import urls as register
from reviews.intake.actions import drop as drop_intake
from reviews.models import Case, Intake, Role, User
from reviews.panel import actions as panel
from reviews.reviewers import actions as reviewers
from reviews.stages import Stage
from tests import (
    appointing,
    asking,
    assigned,
    besides,
    chronicling,
    convened,
    copying,
    engaging,
    intaking,
    keeping,
    learned,
    naming,
    ordering,
    own_events,
    rapid,
    registering,
    reporting,
    snapshots,
    typed,
)
from tests import publication_builders as build
from tests.case_forms import put_everything_on

MADE_UP = "SC-BCDF-GHJK"
TOKEN = "T" * 43
ENTRY, NOBODYS = uuid.UUID(int=7), uuid.UUID(int=8)
OF_ONE_CASE = "staff/cases/<str:reference>/"
OF_ONE_PUBLICATION = "staff/publications/<uuid:pk>/"
# States in which a publication can be, each with what has to be done to get there.
STATES = ("draft", "scheduled", "open", "withdrawn")


@dataclass(frozen=True)
class Address:
    """One address of the URLconf: its route, and the name that views and links call it by."""

    route: str
    name: str

    def filled(self, keys: dict[str, Any]) -> str:
        """Return the address with these keys in it, and with keys that nobody ever gave for the rest."""

        def key(found: re.Match[str]) -> str:
            return str(keys.get(found[2], 1 if found[1] == "int" else NOBODYS))

        return "/" + re.sub(r"<(\w+):(\w+)>", key, self.route)


def addresses(patterns: list[Any] | None = None, prefix: str = "", space: str = "") -> Iterator[Address]:
    """Each address that the portal answers at, as the URLconf has it now."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, route, inner)
        else:
            yield Address(route, f"{space}{pattern.name or 'unnamed'}")


@dataclass
class House:
    """One of each thing: what its keys are in addresses."""

    case: Case
    # A case whose rapid review has a return that waits to be signed off
    other: Case
    publication: Publication
    copy_request: CopyRequest
    intake: Intake
    newcomer: User
    own: dict[str, dict[str, Any]] = field(default_factory=dict)

    def url(self, address: Address, person: str = "") -> str:
        """Return the address of what is there; where each person has one of their own, of that person's."""
        return address.filled(self.keys(address) | self.of_person(address.name, person))

    def of_person(self, name: str, person: str) -> dict[str, Any]:
        """Return the key of what somebody ends or confirms for themselves alone."""
        if name == "confirm_view" and person in ("la", "police", "icb"):
            return {"view": self.case.partner_views.filter(partner_role=person)[0].pk}
        if name == "end_assignment" and person in ("lead_partner", "scrutineer", "legal_adviser"):
            return {"assignment": self.case.assignments.get(user__role=person).pk}
        return {}

    @cached_property
    def of_the_case(self) -> dict[str, Any]:
        return keys_of(self.case)

    def keys(self, address: Address) -> dict[str, Any]:
        """Return what stands in the address, by the names of its parts."""
        route, named = address.route, self.own.get(address.name, {})
        if route.startswith("staff/cases/new/"):
            return {"intake": self.intake.pk, "entry": ENTRY} | named
        if route.startswith(("staff/requests/", "staff/sign-offs/")):
            return self._of_agencies(route) | named
        if route.startswith("staff/publications/"):
            return self._of_publications(route) | named
        if route.startswith("staff/people/"):
            return {"kind": "role", "key": self.newcomer.pk} | named
        if route.startswith(("staff/cases/", "staff/appointments/")):
            return self.of_the_case | named
        return named

    def _of_agencies(self, route: str) -> dict[str, Any]:
        if route.startswith("staff/sign-offs/"):
            return asking.keys(self.other)
        asked = self.case.agency_requests.get()
        own = {"agency": asked.agency_id}
        return {
            "agency_request": asked.pk,
            "entry": self.case.review.chronology.get(**own).pk,
            "file": self.case.review.chronology_files.get(**own).pk,
        }

    def _of_publications(self, route: str) -> dict[str, Any]:
        if route.startswith("staff/publications/copies/"):
            return {"pk": self.copy_request.pk, "link": self.copy_request.links.get().pk}
        if route.startswith("staff/publications/site/"):
            return {"page": "privacy", "number": 1}
        files = self.publication.attachments.all()
        withdrawal = self.publication.withdrawals.first()
        holder = withdrawal.holders.first() if withdrawal else None
        return {
            "pk": self.publication.pk,
            "name": files.get(kind="picture").name,
            "file": files.get(kind="document").pk,
            "kind": "document" if "/files/" in route else "family",
            "holder": holder.pk if holder else NOBODYS,
        }


def keys_of(case: Case) -> dict[str, Any]:
    """The case's own keys, by their names in addresses."""
    review = case.review
    return {
        "reference": case.reference,
        "child": case.children.first().pk,
        "seat": review.seats.get(partner_role="police").pk,
        "line": review.key_lines.first().pk,
        "number": 1,
        "view": case.partner_views.first().pk,
        "escalation": case.escalations.first().pk,
        "document": case.documents.first().pk,
        "letter": case.correspondence.first().pk,
        **asking.keys(case),
        **besides.keys(case),
        **rapid.keys(case),
        **assigned.keys(case),
        **_of_reviewer(case),
        **chronicling.keys(case),
        **convened.keys(case),
        **learned.keys(case),
        **reporting.keys(case),
        **engaging.keys(case),
        **ordering.keys(case),
        **naming.keys(case),
    }


def _of_reviewer(case: Case) -> dict[str, Any]:
    """The keys of the appointment that lasts, and of what was asked of that reviewer."""
    appointment = case.review.appointments.get(ended_at__isnull=True)
    return {"appointment": appointment.pk, "asked": appointment.requests.get().pk}


def far_travelled(cast: Any, make_case: Any) -> Case:
    """A case before its publication, with something of each kind on it."""
    case: Case = make_case(Stage.PRE_PUBLICATION).case

    def put() -> None:
        put_everything_on(case, cast)
        asking.asked(case, cast)

    snapshots.built_once("with something of each kind", put)
    return case


def house(cast: Any, make_case: Any, state: str = "draft") -> House:
    """One of each thing that an address can name, with a publication in that state."""
    case = far_travelled(cast, make_case)
    other = make_case(Stage.RAPID_REVIEW, pseudonym="Child Robin", days_ago=5).case
    made = snapshots.built_once(("house", state), lambda: _build(cast, case, other, state))
    return House(
        case=Case.objects.get(pk=case.pk),
        other=other,
        publication=Publication.objects.get(pk=made["publication"]),
        copy_request=CopyRequest.objects.get(pk=made["copy"]),
        intake=Intake.objects.get(pk=made["intake"]),
        newcomer=User.objects.get(email="newcomer@demo.invalid"),
        own={
            "materials": {"appointment": made["ended"]},
            "end_seat": {"seat": case.review.seats.get(partner_role="").pk},
            "intake_contribution": {"intake": made["contribution"]},
            "disposal_hold": {"hold": made["hold"]},
            "disposed": {"disposal": made["disposed"]},
            **{name: {"kind": "intake", "key": made["dropped"]} for name in keeping.OF_RECORDS},
            **{one.name: {"key": made["request"], "copy": made["redacted"]} for one in register.urlpatterns},
        },
    )


def _build(cast: Any, case: Case, other: Case, state: str) -> dict[str, Any]:
    at = clock.now()
    asked = case.agency_requests.get()
    own_events.waiting(case, asked, cast.agency_author)
    own_events.event(case, asked, cast.agency_author)
    # A chair who speaks for no partner, so that what a chair may do is not hidden by what a delegate may.
    panel.choose_chair(case, case.review.seats.get(partner_role=""), by=cast.coordinator, at=at)
    asking.to_sign_off(other, cast)
    ended = appointing.in_post(case, cast.reviewer_2, cast.coordinator, cast.police)
    reviewers.end_appointment(case, ended, reason="Moved away.", by=cast.coordinator, at=at)
    browser = Client()
    browser.force_login(cast.coordinator)
    area = cast.partnership.areas["Northmere"]
    intake = intaking.begin(browser, area)
    intaking.fill(browser, intake, f"children/{ENTRY}/", typed.child("Child Heron"))
    intaking.fill(
        browser,
        intake,
        f"proceedings/{ENTRY}/",
        {"kind": "inquest", "status": "open", "led_by": "The coroner"},
    )
    put_up(SitePage.PRIVACY, "## One\n\nWords.", reason="New.", expected_number=0, by=cast.publisher, at=at)
    User.objects.create_user(
        "newcomer@demo.invalid", "a-long-password-for-tests", name="New", role=Role.AUDITOR
    )
    request = registering.prepared(cast.police, case)
    return {
        "publication": _publication(cast, case, state).pk,
        "copy": _copy(cast).pk,
        "intake": intake.pk,
        "ended": ended.pk,
        "contribution": intaking.begin(browser, area, kind="contribution").pk,
        "dropped": _dropped(intaking.begin(browser, area), cast).pk,
        "hold": keeping.held(case, cast.coordinator).pk,
        "disposed": keeping.stub(area, cast.coordinator, cast.la).pk,
        "request": request.pk,
        "redacted": request.copies.get().pk,
    }


def _dropped(intake: Intake, cast: Any) -> Intake:
    drop_intake(intake, reason="Typed twice.", by=cast.coordinator, at=clock.now())
    return intake


def _publication(cast: Any, case: Case, state: str) -> Publication:
    made = build.drafted(cast, case=case, kind="cspr", title="Child Wren")
    build.with_files(cast, made)
    if state == "draft":
        made.attachments.filter(kind="document").update(needs_reading=True)
        return made
    build.check(cast, made)
    build.approve(cast, made)
    build.set_day(cast, made, clock.now() + timedelta(days=9) if state == "scheduled" else None)
    if state == "withdrawn":
        build.withdraw(cast, made)
    return made


def _copy(cast: Any) -> CopyRequest:
    """A request for a copy that was answered with a link."""
    asked = copying.ask()
    gone = build.withdrawn(cast, title="Taken down")
    facts: dict[str, Any] = {"email": copying.EMAIL, "days": 14, "reason": "It was public and is safe."}
    with mock.patch.object(links, "new_token", return_value=TOKEN):
        by = {"by": cast.publisher, "at": clock.now(), "site": "http://testserver"}
        copies.send_link(asked, publication=gone, **facts, **by)
    return asked
