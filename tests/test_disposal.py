"""What a disposal takes away and what it leaves: planted words in every table and file, other cases, the log."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from publications.models import Edition, Publication
from reviews.audit.verification import verify
from reviews.documents import storing
from reviews.models import (
    AuditRow,
    Case,
    Disposal,
    InformationRequest,
    Proceeding,
    RecordKind,
    StageChange,
)
from reviews.retention import actions, catalogue, contents
from reviews.stages import Stage
from tests import files, keeping, registering
from tests import publication_builders as published
from tests.case_forms import put_everything_on
from tests.reading import address, words

pytestmark = pytest.mark.django_db

CANARY = "ZZCANARY"
# What the public could read of a publication that was open, and what says who approved it
PUBLIC = {"Publication", "Edition", "EditionFile", "SearchText", "FormerAddress"}
PUBLIC_WORDS = {
    "Draft": {"title", "summary", "care_note", "text", "themes", "content_hash"},
    "Attachment": {
        "name",
        "title",
        "alt",
        "url",
        "transcript",
        "media_type",
        "content",
        "sha256",
        "plain_text",
    },
}
# What the database itself keeps people's words out of
BOUND = {("Publication", "version_word")}
Rows = dict[type[models.Model], set[Any]]


def hanging_from(model: type[models.Model], keys: set[Any], found: Rows | None = None) -> Rows:
    """Every row of any table that points at these rows, and so on: found in the models, not in the catalogue."""
    found = {model: set(keys)} if found is None else found
    for relation in model._meta.related_objects:
        child = relation.related_model
        if relation.many_to_many or isinstance(child, str) or child is Disposal:
            continue
        pointing = child._base_manager.filter(**{f"{relation.field.name}__in": keys})
        new = set(pointing.values_list("pk", flat=True)) - found.get(child, set())
        if new:
            found.setdefault(child, set()).update(new)
            hanging_from(child, new, found)
    return found


def plant(found: Rows, kept: set[Any]) -> int:
    """Write the planted word into every text, JSON and binary field of these rows; say how many fields were."""
    planted = 0
    for model, keys in found.items():
        fields = [field for field in model._meta.concrete_fields if is_planted(field)]
        for number, key in enumerate(sorted(keys, key=str)):
            if key in kept and model.__name__ in PUBLIC:
                continue
            public = PUBLIC_WORDS.get(model.__name__, set()) if key in kept else set()
            for field in fields:
                if field.name in public:
                    continue
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk=key).update(**{field.name: word(field, number)})
                    planted += 1
                except IntegrityError:
                    # It holds nothing, or one of a few codes, or goes with another field
                    assert (model.__name__, field.name) in BOUND, (model.__name__, field.name)
    return planted


def is_planted(field: Any) -> bool:
    """Whether people's words can be in the field: not in keys, codes, and what is derived from the file's place."""
    if field.choices or field.primary_key or field.is_relation or field.name in {"reference", "stored_name"}:
        return False
    if isinstance(field, models.CharField) and (field.max_length or 999) < len(CANARY) + 4:
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField)


def word(field: Any, number: int) -> Any:
    if isinstance(field, models.JSONField):
        return [[CANARY, CANARY]]
    if isinstance(field, models.BinaryField):
        return CANARY.encode()
    return f"{CANARY}{number}"


def everything_on_disk(media: Path) -> Iterator[tuple[str, str]]:
    """Each row of each table of the database, whoever made it, and each file: where it is, and what is in it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                values = [bytes(value) if isinstance(value, memoryview) else value for value in row]
                yield table, repr(values)
    for path in media.rglob("*"):
        if path.is_file():
            yield str(path), repr(path.read_bytes())


@pytest.fixture
def far_travelled(cast, make_case, media):
    """A closed case with something in every table, something public last year, and a draft that never was."""
    case = make_case(Stage.PRE_PUBLICATION).case
    put_everything_on(case, cast)
    registering.prepared(cast.coordinator, case)
    now = clock.now()
    publication = published.opened(cast, case=case, title="Seven minutes on listening")
    window = {"opens_at": now - timedelta(days=500), "closes_at": now - timedelta(days=100)}
    Publication.objects.filter(pk=publication.pk).update(**window)
    published.drafted(cast, case=case, title="Never finished")
    keeping.held(case, cast.coordinator)
    case.disposal_holds.update(lifted_at=now, lifted_by=cast.coordinator)
    Proceeding.objects.filter(case=case).update(status="ended", ended_on=clock.today(now))
    InformationRequest.objects.update(answered_on=clock.today(now))
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED)
    ended = now - timedelta(days=99)
    StageChange.objects.create(
        case=case, from_stage="embedding", to_stage="closed", reason="Done.", changed_at=ended,
        changed_by=cast.coordinator,
    )  # fmt: skip
    keeping.period(RecordKind.REVIEW)
    return Case.objects.get(pk=case.pk), publication


@pytest.mark.exhaustive
def test_f11_no_word_of_a_case_is_left_in_any_table_or_file(
    cast, make_case, as_user, media, far_travelled, django_capture_on_commit_callbacks
):
    """F11: a planted word in every field of every row that hangs from the case is nowhere after its disposal."""
    case, publication = far_travelled
    other = make_case(Stage.GATHERING, pseudonym="Child Heron").case
    before_of_other = contents.of(other).rows
    edition = Edition.objects.get(publication=publication)
    kept = {
        publication.pk,
        edition.pk,
        edition.draft_id,
        *edition.draft.attachments.values_list("pk", flat=True),
    }
    kept |= {row.pk for row in edition.files.all()} | {edition.search_text.pk}
    disposal = keeping.proposed(case, cast.coordinator)
    found = hanging_from(Case, {case.pk})
    asked = {row.pk for row in InformationRequest.objects.filter(about__case=case)}
    found[InformationRequest] = asked
    hanging_from(InformationRequest, asked, found)
    for model in found:
        assert model._meta.label in catalogue.places(), f"{model.__name__} is not accounted for"
    assert plant(found, kept) > 200
    documents = [path for path in media.rglob("*") if path.is_file()]
    assert documents
    for path in documents:
        path.chmod(0o600)
        path.write_bytes(CANARY.encode())
    planted = {where for where, what in everything_on_disk(media) if CANARY in what}
    assert len(planted) > 50
    body = edition.body_html
    with django_capture_on_commit_callbacks(execute=True):
        browser = as_user(cast.second_coordinator)
        answer = browser.post(address(case, "keeping/confirm/"), {"typed": case.reference})
    assert answer["Location"] == f"/staff/retention/disposed/{disposal.pk}/"
    left = [where for where, what in everything_on_disk(media) if CANARY in what]
    assert left == []
    # What stays: another case whole, the log unbroken, what was public, and its address that says it is gone
    after, links = contents.of(other).rows, apps.get_model("reviews", "RelatedCase")
    assert before_of_other[links] and not after[links]
    linked = {links, apps.get_model("reviews", "Turn")}
    assert {model: keys for model, keys in after.items() if model not in linked} == {
        model: keys for model, keys in before_of_other.items() if model not in linked
    }
    assert verify().fault is None and AuditRow.objects.filter(reference=case.reference).exists()
    stayed = Publication.objects.get()
    assert (stayed.case, stayed.edition, stayed.edition.body_html) == (None, edition, body)
    assert as_user(cast.publisher).get(f"/published/{publication.slug}/").status_code == 410
    assert as_user(cast.publisher).get(f"/staff/publications/{publication.pk}/").status_code == 200
    page = words(as_user(cast.coordinator).get(f"/staff/retention/disposed/{disposal.pk}/"))
    assert "Hold a local child safeguarding practice review" in page


def test_files_go_only_when_the_disposal_is_committed(
    cast, make_case, media, django_capture_on_commit_callbacks, monkeypatch
):
    """F02: a fault in the middle leaves the case and its files whole; on success both are gone."""
    case = keeping.ended(make_case)
    keeping.period()
    files.papers(case, cast.coordinator)
    stored = set(files.on_disk(media))
    disposal = keeping.proposed(case, cast.coordinator)
    rows = contents.of(case).rows

    def break_off(*_args: Any, **_facts: Any) -> None:
        raise RuntimeError("The machine went away")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(actions, "record", break_off)
        actions.confirm(case, disposal, by=cast.la, at=clock.now())
    assert contents.of(case).rows == rows and set(files.on_disk(media)) == stored
    with django_capture_on_commit_callbacks() as waiting:
        actions.confirm(case, disposal, by=cast.la, at=clock.now())
        assert set(files.on_disk(media)) == stored
    for callback in waiting:
        callback()
    assert not files.on_disk(media) and not list(storing.faults())
    with pytest.raises(NotYet, match="has been disposed of"):
        actions.confirm(case, disposal, by=cast.icb, at=clock.now())


def test_where_the_web_may_not_delete_the_server_carries_it_out(
    cast, make_case, as_user, monkeypatch, capsys
):
    """G04: confirmed on the page, the case waits for `manage.py dispose`, which looks once more at what forbids it."""
    case = keeping.ended(make_case)
    keeping.period()
    disposal = keeping.proposed(case, cast.coordinator)
    with monkeypatch.context() as patch:
        patch.setattr(contents, "may_delete", lambda: False)
        browser = as_user(cast.la)
        page = browser.post(address(case, "keeping/confirm/"), {"typed": case.reference}, follow=True)
        assert "It is carried out on the server." in words(page)
        with pytest.raises(CommandError, match="may not delete"):
            call_command("dispose")
    hold = keeping.held(case, cast.coordinator)
    with pytest.raises(SystemExit):
        call_command("dispose")
    assert "Not yet: a disposal hold covers the case." in capsys.readouterr().out
    as_user(cast.coordinator).post(
        f"/staff/retention/holds/{hold.pk}/", {"answer": "lift", "reason": "Answered."}
    )
    call_command("dispose")
    assert capsys.readouterr().out == f"{case.reference}: disposed of.\n"
    assert not Case.objects.filter(pk=case.pk).exists()
    disposal.refresh_from_db()
    assert disposal.carried_out_at is not None and disposal.case is None
    assert AuditRow.objects.get(verb="retention.disposed").actor == "server"


def test_g04_the_webs_role_confirms_and_only_the_owner_carries_out(cast, make_case, capsys):
    """G04: with the rights that the deployment gives, the ledger can't be deleted from the web, so nothing is."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles.")
    case = keeping.ended(make_case)
    keeping.period()
    call_command("database_roles", web="retention_web")
    rights = [line for line in capsys.readouterr().out.splitlines() if line not in ("BEGIN;", "COMMIT;")]
    with connection.cursor() as cursor:
        for statement in ["CREATE ROLE retention_web", *rights, "SET ROLE retention_web"]:
            cursor.execute(statement)
        try:
            disposal = keeping.proposed(case, cast.coordinator)
            actions.confirm(case, disposal, by=cast.la, at=clock.now())
            with pytest.raises(CommandError, match="may not delete"):
                call_command("dispose")
        finally:
            cursor.execute("RESET ROLE")
    assert Case.objects.filter(pk=case.pk).exists()
    call_command("dispose")
    assert not Case.objects.filter(pk=case.pk).exists()


@pytest.mark.same_with_each_database
def test_every_table_is_accounted_for_once():
    """A model that the page of what is held doesn't know fails the build."""
    places = catalogue.places()
    labels = {model._meta.label for model in apps.get_models()}
    assert labels - set(places) == set()
    assert set(places) - labels == set()
    assert {label: keys for label, keys in places.items() if len(keys) != 1} == {}


def test_what_is_held_tells_numbers_only_to_who_sees_no_case(cast, case, as_user):
    """A18: a count of the whole partnership would tell a coordinator of other areas."""
    keeping.period(RecordKind.REVIEW, years=25, months=0)
    path = "/staff/retention/held/"
    for person in (cast.administrator, cast.auditor):
        page = words(as_user(person).get(path))
        assert "How many" in page and case.reference not in page and "Child Wren" not in page
    page = words(as_user(cast.coordinator).get(path))
    assert "How many" not in page
    assert "Cases with a local review: 25 years from the day on which the case ended" in page
    assert "no period decided yet, so kept" in page
