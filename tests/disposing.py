"""One record of each kind that may be disposed of by itself, its period over, and its case with it. No test here."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from publications.models import CopyRequest, Publication
from reviews.intake import actions as intakes
from reviews.models import (
    OF_CASES,
    TRIGGERS,
    AgencyReturn,
    Case,
    Document,
    InformationRequest,
    Intake,
    Proceeding,
    RecordKind,
    RedactedCopy,
    StageChange,
    User,
)
from reviews.retention import accounts, actions, record_actions, records
from reviews.stages import Stage
from tests import copying, intaking, keeping, registering, snapshots
from tests import publication_builders as published
from tests.of_each import far_travelled
from tests.reading import address

RECORDS = "/staff/retention/records/"
# A case, and each kind that goes by itself
KINDS = [RecordKind.REVIEW, *(kind for kind in RecordKind if kind not in OF_CASES)]


@dataclass
class Over:
    """A closed case with something of each kind, and by kind the key of what may go."""

    cast: Any
    case: Case
    publication: Publication
    person: User
    keys: dict[str, str]

    def subject(self, kind: str) -> records.Subject:
        found = records.find(kind, self.keys[kind], None, clock.now())
        assert found is not None
        return found

    def address(self, kind: str, rest: str = "") -> str:
        if kind == RecordKind.REVIEW:
            return address(self.case, f"keeping/{rest}")
        return f"{RECORDS}{kind}/{self.keys[kind]}/{rest}"

    def propose(self, kind: str) -> None:
        """The first person's half."""
        facts: dict[str, Any] = {
            "reason": "The schedule says so.",
            "by": self.cast.coordinator,
            "at": clock.now(),
        }
        if kind == RecordKind.REVIEW:
            actions.propose(self.case, **facts)
        elif kind == RecordKind.ACCOUNT:
            accounts.take_name_off(self.person, by=self.cast.administrator, at=clock.now())
        else:
            record_actions.propose(self.subject(kind), **facts)

    def confirm(self, kind: str, second: User) -> None:
        """The second person's half; of an account `second` is an administrator."""
        at = clock.now()
        if kind == RecordKind.REVIEW:
            disposal = self.case.disposals.of_cases().get(dropped_at__isnull=True)
            actions.confirm(self.case, disposal, by=self.cast.la, at=at)
        elif kind == RecordKind.ACCOUNT:
            accounts.take_name_off(self.person, by=second, at=at)
        else:
            subject = self.subject(kind)
            disposal = records.open_disposal(subject)
            assert disposal is not None
            record_actions.confirm(subject, disposal, by=self.cast.la, at=at)

    def refusal(self, kind: str, second: User) -> str:
        """Why the second half is refused; nothing is gone by asking."""
        try:
            self.confirm(kind, second)
        except NotYet as refusal:
            return refusal.sentence
        raise AssertionError(f"{kind} went, although something forbids it.")


def everything_over(cast: Any, make_case: Any) -> Over:
    """A case with something of each kind that ended a hundred days ago, and a period of a month for each kind."""
    case = far_travelled(cast, make_case)
    keys = snapshots.built_once("everything over", lambda: _end(case, cast))
    for row in (*Document.objects.all(), *RedactedCopy.objects.all()):
        _put_on_disk(row)
    return Over(
        cast,
        Case.objects.get(pk=case.pk),
        Publication.objects.get(pk=keys[RecordKind.PUBLICATION]),
        User.objects.get(pk=keys[RecordKind.ACCOUNT]),
        keys,
    )


def _end(case: Case, cast: Any) -> dict[str, str]:
    now = clock.now()
    then, day = now - timedelta(days=100), clock.today(now) - timedelta(days=100)
    person, browser = cast.panel_member, Client()
    browser.force_login(person)
    assert browser.get(address(case)).status_code == 200
    if not AgencyReturn.objects.filter(request__case=case).exists():
        asked = case.agency_requests.all()[0]
        AgencyReturn.objects.create(request=asked, involvement="Seen twice.", saved_at=then, saved_by=cast.la)
    request = registering.prepared(cast.coordinator, case)
    InformationRequest.objects.update(received_on=day, answered_on=day)
    publication = published.opened(cast, case=case, title="Seven minutes on listening")
    window = {"opens_at": now - timedelta(days=500), "closes_at": then}
    Publication.objects.filter(pk=publication.pk).update(**window)
    copy = copying.ask()
    decided = {
        "state": "sent",
        "decided_at": then,
        "decided_by": cast.coordinator,
        "publication": publication,
    }
    CopyRequest.objects.filter(pk=copy.pk).update(**decided, words_until=then, sealed=b"")
    browser.force_login(cast.coordinator)
    intake = intaking.begin(browser, case.area)
    intakes.drop(intake, reason="CANARY typed twice.", by=cast.coordinator, at=now)
    Intake.objects.filter(pk=intake.pk).update(dropped_at=then)
    Proceeding.objects.filter(case=case).update(status="ended", ended_on=day)
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED)
    step = {"from_stage": "embedding", "to_stage": "closed", "reason": "Done."}
    StageChange.objects.create(case=case, **step, changed_at=then, changed_by=cast.la)
    old = now - timedelta(days=800)
    User.objects.filter(pk=person.pk).update(is_active=False, last_login=old, made_at=old, needed_at=None)
    for kind in KINDS:
        keeping.period(kind, counts_from=TRIGGERS[kind][0])
    part = str(case.pk)
    return {
        RecordKind.REVIEW: part,
        RecordKind.RETURN: part,
        RecordKind.ENGAGEMENT: part,
        RecordKind.DOCUMENT: part,
        RecordKind.PUBLICATION: str(publication.pk),
        RecordKind.INTAKE: str(intake.pk),
        RecordKind.INFORMATION: str(request.pk),
        RecordKind.COPY_REQUEST: str(copy.pk),
        RecordKind.ACCOUNT: str(person.pk),
    }


def _put_on_disk(row: Document | RedactedCopy) -> None:
    """Let the row have its file in the folder of this test: rows that are put back bring none."""
    content = row.title.encode()
    if row.removed_at is None:
        default_storage.save(row.stored_name, ContentFile(content))
        type(row).objects.filter(pk=row.pk).update(
            sha256=hashlib.sha256(content).hexdigest(), size=len(content)
        )
