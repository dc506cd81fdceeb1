"""What may be disposed of by itself: parts of ended cases, and what is no case. Each hold stops each; two people."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from cspr_portal import clock
from publications.models import CopyRequest, Draft, Edition, Publication, Withdrawal
from reviews.audit.verification import verify
from reviews.documents import storing
from reviews.models import (
    AgencyReturn,
    Area,
    AuditRow,
    Case,
    Disposal,
    DisposalHold,
    Document,
    Engagement,
    Finding,
    HoldCovers,
    HoldWhy,
    InformationRequest,
    Intake,
    RecordKind,
    Role,
    Theme,
    User,
)
from reviews.retention import actions, contents, record_actions, records
from tests import files, keeping
from tests.disposing import KINDS, everything_over
from tests.reading import address, words

pytestmark = pytest.mark.django_db

SENTENCE = "disposal hold"
# What no hold of that scope can reach: no case came of a dropped intake.
NOT_REACHED = {(RecordKind.INTAKE, HoldCovers.CASE)}
BY_ITSELF = [kind for kind in KINDS if kind not in (RecordKind.REVIEW, RecordKind.ACCOUNT)]


@pytest.fixture
def over(cast, make_case, media):
    return everything_over(cast, make_case)


@pytest.fixture
def second(cast):
    """Another administrator."""
    return User.objects.create_user(
        "admin-2@demo.invalid", "a-long-password-for-tests", name="Ash Two", role=Role.ADMINISTRATOR
    )


def placed(over, covers: str, why: str, kind: str, theme: Theme) -> DisposalHold:
    """A hold of that scope, by the real action, that says in every way that it is about the case's records."""
    what = {
        HoldCovers.CASE: {"case": over.case},
        HoldCovers.AREA: {"area": over.case.area},
        HoldCovers.THEME: {"theme": theme},
        HoldCovers.KIND: {"record_kind": kind},
    }[HoldCovers(covers)]
    at = clock.now()
    facts = {"reason": keeping.HOLD_TEXT, "look_again_on": clock.today(at) + timedelta(days=9)}
    return actions.place_hold(covers=covers, why=why, by=over.cast.coordinator, at=at, **facts, **what)


def themed_by(publication: Publication) -> Theme:
    theme = Theme.objects.get_or_create(slug="sleep", defaults={"name": "Safer sleep"})[0]
    publication.themes.add(theme)
    return theme


@pytest.mark.exhaustive
def test_each_hold_of_each_scope_stops_each_kind_of_disposal_and_lifted_none(over, cast, second, as_user):
    """Inquiry, proceedings, complaint, request × kind, area, theme, case: refused while it lasts, done afterwards."""
    theme = themed_by(over.publication)
    for kind in KINDS:
        over.propose(kind)
    before = Disposal.objects.filter(confirmed_at__isnull=False).count()
    for why in (HoldWhy.INQUIRY, HoldWhy.PROCEEDINGS, HoldWhy.COMPLAINT, HoldWhy.REQUEST):
        for covers in HoldCovers:
            for kind in KINDS:
                if (kind, covers) in NOT_REACHED:
                    continue
                hold = placed(over, covers, why, kind, theme)
                assert SENTENCE in over.refusal(kind, second), (why, covers, kind)
                actions.lift_hold(hold, reason="Over.", by=cast.coordinator, at=clock.now())
    assert Disposal.objects.filter(confirmed_at__isnull=False).count() == before
    # The same, without a hold: each goes, the case last
    for kind in [*BY_ITSELF, RecordKind.ACCOUNT, RecordKind.REVIEW]:
        over.confirm(kind, second)
        assert Disposal.objects.get(record_kind=kind).carried_out_at is not None, kind
    assert not Case.objects.filter(pk=over.case.pk).exists() and verify().fault is None


def test_a_theme_hold_reaches_all_that_carries_the_theme(over, cast):
    """In a finding, on a publication, or in a draft alone: the case, its parts and its publications are held."""
    theme = Theme.objects.get_or_create(slug="sleep", defaults={"name": "Safer sleep"})[0]
    placed(over, HoldCovers.THEME, "inquiry", "", theme)
    reached = [RecordKind.RETURN, RecordKind.DOCUMENT, RecordKind.INFORMATION, RecordKind.PUBLICATION]

    def held() -> set[str]:
        return {kind for kind in reached if records.stops(over.subject(kind), clock.now())}

    assert held() == set()
    finding = Finding.objects.filter(case=over.case)[0]
    draft = Draft.objects.filter(publication=over.publication)
    for put, take in (
        (lambda: finding.themes.add(theme), lambda: finding.themes.clear()),
        (lambda: over.publication.themes.add(theme), lambda: over.publication.themes.clear()),
        (lambda: draft.update(themes=["sleep"]), lambda: draft.update(themes=["sleeplessness"])),
    ):
        put()
        assert held() == set(reached)
        take()
        assert held() == set()


def test_a_hold_on_what_would_go_with_the_case_holds_the_case(over, cast, as_user):
    """Returns that an inquiry asks for aren't lost because their whole case goes; another area's hold is not told of."""
    for kind in (*BY_ITSELF, RecordKind.ACCOUNT):
        hold = placed(over, HoldCovers.KIND, "inquiry", kind, Theme())
        page = words(as_user(cast.coordinator).get(over.address(RecordKind.REVIEW)))
        goes_with_it = kind not in (RecordKind.INTAKE, RecordKind.ACCOUNT)
        assert (keeping.HOLD_TEXT in page) == goes_with_it, kind
        actions.lift_hold(hold, reason="Over.", by=cast.coordinator, at=clock.now())
    # A hold on the area into which the case's own was merged since
    old, new = over.case.area, Area.objects.get(name="Saltbarrow")
    old.ends_on, old.successor = clock.today(clock.now()) - timedelta(days=9), new
    old.save()
    facts = {"why": "inquiry", "reason": "All of it.", "by": cast.coordinator, "at": clock.now()}
    again = clock.today(clock.now()) + timedelta(days=9)
    hold = actions.place_hold(covers="area", area=new, look_again_on=again, **facts)
    assert records.stops(over.subject(RecordKind.RETURN), clock.now()) == ["A disposal hold covers it."]
    actions.lift_hold(hold, reason="Over.", by=cast.coordinator, at=clock.now())
    # A publication of no case may be of any area: a hold on each of them reaches it, and who may not know reads no reason
    Publication.objects.filter(pk=over.publication.pk).update(case=None)
    actions.place_hold(
        covers="area",
        area=Area.objects.get(name="Farholt"),
        why="inquiry",
        reason="Zzfarholt asked.",
        look_again_on=clock.today(clock.now()) + timedelta(days=9),
        by=cast.outsider,
        at=clock.now(),
    )
    page = words(as_user(cast.coordinator).get(over.address(RecordKind.PUBLICATION)))
    assert "A hold of another area" in page and "Zzfarholt" not in page
    assert "Zzfarholt" in words(as_user(cast.outsider).get(over.address(RecordKind.PUBLICATION)))
    refused = as_user(cast.la).post(over.address(RecordKind.PUBLICATION, "propose/"), {"reason": "Now."})
    assert refused.status_code == 409 and SENTENCE in words(refused)


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", BY_ITSELF)
def test_two_people_dispose_of_a_record_and_its_words_are_gone(
    kind, over, cast, as_user, media, django_capture_on_commit_callbacks
):
    """F11: from due to the stub through the pages; the same person can't; no word, and no file, is left."""
    mark(over)
    first, second = as_user(cast.coordinator), as_user(cast.la)
    assert f"{over.address(kind)}" in first.get("/staff/retention/").content.decode()
    page = words(first.get(over.address(kind)))
    assert "Its period is over" in page and "The period is 1 month" in page
    for person in (cast.reviewer, cast.publisher, cast.auditor, cast.administrator, cast.outsider):
        assert as_user(person).get(over.address(kind)).status_code == 404
    assert "What goes, for good" in words(first.get(over.address(kind, "propose/")))
    assert "Enter why it can go now." in words(first.post(over.address(kind, "propose/"), {"reason": " "}))
    assert first.post(over.address(kind, "propose/"), {"reason": "a\0b"}).status_code in (200, 400)
    assert not Disposal.objects.exists()
    first.post(over.address(kind, "propose/"), {"reason": "The schedule says so."})
    assert "Already: the disposal is proposed." in words(second.get(over.address(kind, "propose/")))
    refused = first.post(over.address(kind, "confirm/"), {"typed": "dispose"})
    assert refused.status_code == 403 and "somebody else has to confirm it" in words(refused)
    assert "Confirm that a record is disposed of" in words(second.get("/staff/"))
    assert "That is another word." in words(second.post(over.address(kind, "confirm/"), {"typed": "yes"}))
    assert canaries(kind, over)
    with django_capture_on_commit_callbacks(execute=True):
        answer = second.post(over.address(kind, "confirm/"), {"typed": "Dispose"})
    stub = Disposal.objects.get(record_kind=kind)
    assert answer["Location"] == f"/staff/retention/disposed/{stub.pk}/"
    assert (stub.proposed_by, stub.confirmed_by, stub.case) == (cast.coordinator, cast.la, None)
    page = words(second.get(answer["Location"]))
    assert "This is all that stays of it" in page and "CANARY" not in page
    assert canaries(kind, over) == []
    assert first.get(over.address(kind)).status_code == 404
    assert Case.objects.filter(pk=over.case.pk).exists() and verify().fault is None
    rows = AuditRow.objects.filter(verb__startswith="retention.record_").order_by("sequence")
    assert [row.verb.removeprefix("retention.record_") for row in rows] == [
        "proposed",
        "confirmed",
        "carried_out",
    ]
    # What other pages show of it still opens, and the case can go after it
    opens(kind, over, cast, as_user)
    keeping.proposed(over.case, cast.coordinator)
    actions.confirm(over.case, over.case.disposals.of_cases().get(), by=cast.la, at=clock.now())
    assert not Case.objects.filter(pk=over.case.pk).exists()


def mark(over) -> None:
    """Write a planted word into what each kind is about."""
    AgencyReturn.objects.update(involvement="CANARY", safety="CANARY")
    Engagement.objects.update(note="CANARY")
    Document.objects.update(title="CANARY")
    InformationRequest.objects.update(asks_for="CANARY")
    Edition.objects.update(markdown="CANARY", body_html="<p>CANARY</p>", plain_text="CANARY")
    Draft.objects.update(text="CANARY")
    CopyRequest.objects.update(reason="CANARY")


def canaries(kind: str, over) -> list[str]:
    """What is left of the planted word in the tables of the kind, and which of its files lie on the disk."""
    tables = {
        RecordKind.RETURN: ["reviews_agencyreturn", "reviews_chase", "reviews_returnstep"],
        RecordKind.ENGAGEMENT: ["reviews_engagement"],
        RecordKind.DOCUMENT: ["reviews_document"],
        RecordKind.INFORMATION: ["reviews_informationrequest", "reviews_redactedcopy"],
        RecordKind.PUBLICATION: ["publications_edition", "publications_draft", "publications_editionfile"],
        RecordKind.COPY_REQUEST: ["publications_copyrequest"],
        RecordKind.INTAKE: ["reviews_intake"],
    }[RecordKind(kind)]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            found += [table for row in cursor.fetchall() if "CANARY" in repr(row)]
    return found


def opens(kind: str, over, cast, as_user) -> None:
    """The pages that show what is emptied still open; what was public says that it is gone, and no more."""
    browser = as_user(cast.coordinator)
    for rest in ("", "documents/", "engagement/", "keeping/"):
        assert browser.get(address(over.case, rest)).status_code == 200, rest
    publication = Publication.objects.get(pk=over.publication.pk)
    for rest in ("", "report.pdf", "cover"):
        assert browser.get(f"/published/{publication.slug}/{rest}").status_code == 410
    if kind == RecordKind.PUBLICATION:
        staff = f"/staff/publications/{publication.pk}/"
        for rest in ("", "preview/", "check/", "before/", "files/"):
            assert browser.get(f"{staff}{rest}").status_code == 200, rest
        pack = browser.get(f"{staff}before/deposit-pack.zip")
        assert pack.status_code == 409 and "Already: its text has been disposed of." in words(pack)
        now = {"withdrawn_at": clock.now(), "withdrawn_by": cast.coordinator}
        Withdrawal.objects.create(publication=publication, kind="other", reason="Late.", **now)
        back = as_user(cast.la).get(f"{staff}reinstate/")
        assert back.status_code == 409 and "Already: its text has been disposed of." in words(back)


def test_files_go_with_the_commit_and_a_kill_after_it_leaves_them_to_the_sweep(
    over, cast, media, monkeypatch, django_capture_on_commit_callbacks
):
    """F02: a fault in the middle leaves rows and files; one right after the commit leaves a file that is swept."""
    stored = set(files.on_disk(media))
    kept = Document.objects.filter(removed_at__isnull=True).count()
    assert stored and kept
    over.propose(RecordKind.DOCUMENT)

    def break_off(*_args: object, **_facts: object) -> None:
        raise RuntimeError("The machine went away")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(record_actions, "record", break_off)
        over.confirm(RecordKind.DOCUMENT, cast.la)
    assert Document.objects.filter(removed_at__isnull=True).count() == kept
    with django_capture_on_commit_callbacks() as waiting:
        over.confirm(RecordKind.DOCUMENT, cast.la)
        assert set(files.on_disk(media)) == stored
    assert waiting and not Document.objects.filter(removed_at__isnull=True).exists()
    # Killed here: the callbacks never ran
    assert storing.sweep(clock.now() + timedelta(hours=2)) == kept
    assert not list(storing.faults()) and len(set(files.on_disk(media))) == len(stored) - kept


def test_where_the_web_may_not_delete_the_server_disposes_of_records_too(over, cast, monkeypatch, capsys):
    """G04: confirmed on the page, each waits for `manage.py dispose`, which looks once more at what forbids it."""
    theme = Theme.objects.get_or_create(slug="sleep", defaults={"name": "Safer sleep"})[0]
    with monkeypatch.context() as patch:
        patch.setattr(contents, "may_delete", lambda: False)
        for kind in (RecordKind.RETURN, RecordKind.INTAKE):
            over.propose(kind)
            over.confirm(kind, cast.la)
    assert Intake.objects.filter(pk=over.keys[RecordKind.INTAKE]).exists()
    hold = placed(over, HoldCovers.CASE, "complaint", "", theme)
    with pytest.raises(SystemExit):
        call_command("dispose")
    out = capsys.readouterr().out
    assert f"return {over.case.reference}: Not yet: a disposal hold covers it." in out
    assert f"intake {over.keys[RecordKind.INTAKE]}: disposed of." in out
    actions.lift_hold(hold, reason="Answered.", by=cast.coordinator, at=clock.now())
    call_command("dispose")
    assert capsys.readouterr().out == f"return {over.case.reference}: disposed of.\n"
    rows = AuditRow.objects.filter(verb="retention.record_carried_out")
    assert {row.actor for row in rows} == {"server"}
    assert not Intake.objects.filter(pk=over.keys[RecordKind.INTAKE]).exists()
