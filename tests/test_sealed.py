"""Sealed identities: encrypted where they lie, opened for a reason by the right people, and their keys."""

import uuid
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews import sealed
from reviews.audit.verification import verify
from reviews.models import (
    AuditRow,
    Case,
    OpeningPurpose,
    SealedItem,
    SealedKind,
    SealedOpening,
    StaffSession,
)
from reviews.sign_in.sessions import SessionStore
from reviews.stages import Stage
from tests import typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db

# A01 to A10: one unique word, so that one search proves or disproves a leak.
CANARY = f"Zzcanary{uuid.uuid4().hex[:12]}"


def seal_canary(browser, case: Case):
    """Type the canary into every field of the form that takes words."""
    child = case.children.get()
    facts = {
        "child": str(child.pk),
        "given_name": f"{CANARY} Ada",
        "family_name": f"Of {CANARY}",
        "nhs_number": "943 476 5919",
        "address": f"1 {CANARY} Street\n2 {CANARY} Street",
        "school": f"{CANARY} Primary",
        "relative": f"Mother {CANARY}",
        "practitioner": f"Dr {CANARY}",
        "place": f"Park {CANARY}",
        **typed.day("date_of_birth", clock.add_months(clock.today(clock.now()), -60)),
    }
    return browser.post(address(case, "identities/seal/"), facts, follow=True)


def every_value_in_the_database():
    """Each value of each column of each table, as bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, (bytes, memoryview)):
                        yield table, bytes(value)
                    else:
                        yield table, str(value).encode()
    for session in StaffSession.objects.all():
        yield "sessions, decoded", repr(SessionStore().decode(session.session_data)).encode()


def test_nothing_sealed_stands_in_clear_in_any_column(cast, make_case, as_user):
    case = make_case().case
    page = seal_canary(as_user(cast.coordinator), case)
    assert "Sealed: 10 facts." in words(page)
    as_user(cast.la).post(address(case, "identities/"), {"purpose": "contact"})
    hidden = [word.lower() for word in (CANARY.encode(), b"9434765919", b"943 476 5919")]
    leaks = {
        table for table, value in every_value_in_the_database() for word in hidden if word in value.lower()
    }
    assert leaks == set()
    assert SealedItem.objects.filter(case=case).exclude(ciphertext=b"").count() >= 10


@pytest.mark.exhaustive
def test_nothing_sealed_stands_on_any_page_but_the_opened_one(cast, make_case, as_user):
    """A10, I10: no page, title, list or message has it; only the answer to a reason does."""
    case = make_case(Stage.PRE_PUBLICATION).case
    seal_canary(as_user(cast.coordinator), case)
    rests = [
        "",
        "decisions/",
        "identities/",
        "identities/seal/",
        "children/add/",
        "hold/",
        "recuse/",
        "panel/",
    ]
    rests += [
        "reviewer/",
        "enquiry/",
        "engagement/",
        "report/",
        "report/1/",
        "move/",
        "scope/",
        "notification/",
    ]
    pages = [address(case, rest) for rest in rests]
    pages += ["/staff/", "/staff/cases/", "/staff/people/", "/staff/audit/", reverse("publications")]
    read = 0
    for person in (
        "coordinator",
        "la",
        "police",
        "panel_member",
        "reviewer",
        "publisher",
        "auditor",
        "administrator",
    ):
        browser = as_user(getattr(cast, person))
        for page in pages:
            response = browser.get(page)
            assert CANARY not in words(response), (person, page)
            assert "9434765919" not in words(response), (person, page)
            read += response.status_code == 200
    assert read > 50


def test_two_alike_facts_lie_there_as_different_bytes(cast, make_case):
    case = make_case().case
    other = make_case(pseudonym="Child Robin").case
    for each in (case, other):
        sealed.seal(each, [(SealedKind.PLACE, CANARY)], by=cast.coordinator, at=clock.now())
    one, two = (item.ciphertext for item in SealedItem.objects.filter(kind=SealedKind.PLACE))
    assert bytes(one) != bytes(two)


def test_the_same_form_sent_twice_seals_once(cast, make_case, as_user):
    """E09."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    before = case.sealed_items.count()
    seal_canary(browser, case)
    once = case.sealed_items.count()
    seal_canary(browser, case)
    assert (once - before, case.sealed_items.count() - once) == (9, 0)


def test_a_list_is_one_fact_a_line(cast, make_case, as_user):
    case = make_case().case
    as_user(cast.la).post(address(case, "identities/seal/"), {"place": "The mill\n\n  The ford \n"})
    opened = words(as_user(cast.la).post(address(case, "identities/"), {"purpose": "correction"}))
    assert "The mill" in opened
    assert "The ford" in opened
    assert case.sealed_items.filter(kind=SealedKind.PLACE).count() == 2


# Opening


def test_opening_asks_for_a_reason(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.coordinator)
    for page in (
        browser.get(address(case, "identities/")),
        browser.post(address(case, "identities/"), {"note": "x"}),
    ):
        assert page.status_code == 200
        assert "Quarrington" not in words(page)
    assert "Choose why you need to see the identities." in words(page)
    other = browser.post(address(case, "identities/"), {"purpose": "other", "note": "  "})
    assert "Enter the reason in your own words." in words(other)
    assert "Quarrington" not in words(other)
    invented = browser.post(address(case, "identities/"), {"purpose": "disclosure_check"})
    assert "Quarrington" not in words(invented)
    assert not SealedOpening.objects.exists()


@pytest.mark.parametrize("person", ["coordinator", "la", "police", "icb"])
def test_each_opening_shows_it_once_and_is_recorded(cast, make_case, as_user, person):
    case = make_case().case
    user = getattr(cast, person)
    browser = as_user(user)
    page = browser.post(address(case, "identities/"), {"purpose": "other", "note": "The hospital asked."})
    for word in ("Zebedee", "Quarrington", "2019-03-14", "9434765919", "Quillmoor Primary", "Lavinia Tarrow"):
        assert word in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    opening = SealedOpening.objects.get()
    assert (opening.opened_by, opening.purpose, opening.note) == (user, "other", "The hospital asked.")
    row = AuditRow.objects.get(verb="sealed.opened")
    assert (row.actor, row.reference, row.detail) == (str(user.pk), case.reference, {"purpose": "other"})
    after = words(browser.get(address(case, "identities/")))
    assert "Quarrington" not in after
    assert f"{user.name}: another reason" in after
    assert verify().fault is None


@pytest.mark.parametrize(
    ("person", "status"),
    [("panel_member", 403), ("reviewer", 403), ("publisher", 404), ("auditor", 404), ("administrator", 404)],
)
def test_nobody_else_opens_them(cast, make_case, as_user, person, status):
    case = make_case(Stage.GATHERING).case
    user = getattr(cast, person)
    browser = as_user(user)
    for response in (
        browser.get(address(case, "identities/")),
        browser.post(address(case, "identities/"), {"purpose": "contact"}),
        browser.post(address(case, "identities/seal/"), {"place": "The mill"}),
    ):
        assert response.status_code == status
        assert "Quarrington" not in words(response)
    if status == 403:
        assert "Open sealed identities" not in words(browser.get(address(case)))
        sentence = "Only this area’s coordinator and safeguarding partners may open sealed identities."
        assert sentence in words(browser.get(address(case, "identities/")))
    with pytest.raises(Refused):
        sealed.open_identities(case, by=user, at=clock.now(), purpose=OpeningPurpose.CONTACT)
    with pytest.raises(Refused):
        sealed.terms(case, by=user, at=clock.now())
    assert not SealedOpening.objects.exists()
    assert AuditRow.objects.filter(verb="sealed.opened").count() == 0
    assert AuditRow.objects.filter(outcome="denied", actor=str(user.pk)).count() >= 3


def test_one_run_of_the_disclosure_check_is_one_opening(cast, make_case):
    case = make_case().case
    found = sealed.terms(case, by=cast.coordinator, at=clock.now())
    assert found["given_name"] == ["Zebedee"]
    assert found["full_name"] == ["Zebedee Quarrington"]
    assert SealedOpening.objects.get().purpose == OpeningPurpose.DISCLOSURE_CHECK


# What may be sealed


def test_names_and_numbers_belong_to_a_child(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.coordinator)
    before = case.sealed_items.count()
    nobody = browser.post(address(case, "identities/seal/"), {"family_name": "Quarrington"})
    assert "Choose the child that these names, dates or numbers belong to." in words(nobody)
    nothing = browser.post(address(case, "identities/seal/"), {"child": str(case.children.get().pk)})
    assert "Enter at least one fact to seal." in words(nothing)
    number = browser.post(
        address(case, "identities/seal/"),
        {"child": str(case.children.get().pk), "nhs_number": "943 476 5918"},
    )
    assert "Check the NHS number" in words(number)
    assert "943 476 5918" in words(number)
    assert case.sealed_items.count() == before


def test_a_child_of_another_case_is_not_offered(cast, make_case, as_user):
    """A06: parent and child are both checked."""
    case, other = make_case().case, make_case(pseudonym="Child Robin").case
    response = as_user(cast.coordinator).post(
        address(case, "identities/seal/"),
        {"child": str(other.children.get().pk), "family_name": "Quarrington"},
    )
    assert response.status_code == 200
    assert len(response.context["form"].errors["child"]) == 1
    assert case.sealed_items.filter(kind=SealedKind.FAMILY_NAME).count() == 1


@pytest.mark.parametrize("pseudonym", ["Child Quarrington", "Child ZQ", "Child Q Z"])
def test_a_pseudonym_that_gives_the_name_away_is_refused(cast, make_case, as_user, pseudonym):
    case = make_case().case
    SealedItem.objects.filter(case=case).delete()
    case.children.update(pseudonym=pseudonym)
    child = case.children.get()
    response = as_user(cast.coordinator).post(
        address(case, "identities/seal/"),
        {"child": str(child.pk), "given_name": "Zebedee", "family_name": "Quarrington"},
    )
    assert "Give the child another pseudonym first." in words(response)
    assert not case.sealed_items.exists()


@pytest.mark.parametrize("order", [("given_name", "family_name"), ("family_name", "given_name")])
def test_initials_are_known_from_names_that_are_sealed_one_after_the_other(cast, make_case, as_user, order):
    case = make_case().case
    SealedItem.objects.filter(case=case).delete()
    case.children.update(pseudonym="Child ZQ")
    names = {"given_name": "Zebedee", "family_name": "Quarrington"}
    browser, url = as_user(cast.coordinator), address(case, "identities/seal/")
    child = {"child": str(case.children.get().pk)}
    assert browser.post(url, child | {order[0]: names[order[0]]}).status_code == 302
    response = browser.post(url, child | {order[1]: names[order[1]]})
    assert response.status_code == 200
    assert "Give the child another pseudonym first." in words(response)
    assert list(case.sealed_items.values_list("kind", flat=True)) == [order[0]], "nothing is half done"
    assert AuditRow.objects.filter(verb="refused.pseudonym", reference=case.reference).count() == 1
    case.children.update(pseudonym="Child Wren")
    assert browser.post(url, child | {order[1]: names[order[1]]}).status_code == 302


# Keys


def test_rotation_seals_everything_anew_under_the_newest_key(cast, make_case, settings):
    case = make_case().case
    old, new = settings.IDENTITY_KEYS[0], Fernet.generate_key().decode()
    before = {item.pk: bytes(item.ciphertext) for item in case.sealed_items.all()}
    settings.IDENTITY_KEYS = [new, old]
    assert "Zebedee" in _opened(case, cast)
    said = StringIO()
    call_command("rotate_identity_keys", stdout=said)
    assert f"{len(before)} sealed items" in said.getvalue()
    after = {item.pk: bytes(item.ciphertext) for item in case.sealed_items.all()}
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())
    settings.IDENTITY_KEYS = [new]
    assert "Zebedee" in _opened(case, cast)
    assert AuditRow.objects.get(verb="sealed.rotated").detail == {"items": len(before)}
    settings.IDENTITY_KEYS = [old]
    with pytest.raises(sealed.Unreadable):
        _opened(case, cast)


def test_what_is_sealed_after_the_change_uses_the_new_key(cast, make_case, settings):
    old, new = settings.IDENTITY_KEYS[0], Fernet.generate_key().decode()
    settings.IDENTITY_KEYS = [new, old]
    case = make_case().case
    settings.IDENTITY_KEYS = [new]
    assert "Zebedee" in _opened(case, cast)


def test_a_wrong_key_opens_nothing_and_leaves_no_opening(cast, make_case, as_user, settings):
    case = make_case().case
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(sealed.Unreadable):
        _opened(case, cast)
    with pytest.raises(sealed.Unreadable):
        sealed.terms(case, by=cast.coordinator, at=clock.now())
    page = as_user(cast.coordinator).post(address(case, "identities/"), {"purpose": "contact"})
    assert page.status_code == 200
    assert "The server’s keys don’t open these identities. Tell your administrator." in words(page)
    assert not SealedOpening.objects.exists()


def test_a_rotation_that_meets_an_unreadable_item_changes_nothing(cast, make_case, settings):
    """A lost key must not leave half of the identities under one key and half under another."""
    case = make_case().case
    lost, new = settings.IDENTITY_KEYS[0], Fernet.generate_key().decode()
    settings.IDENTITY_KEYS = [new]
    sealed.seal(case, [(SealedKind.PLACE, "The mill")], by=cast.coordinator, at=clock.now())
    before = {item.pk: bytes(item.ciphertext) for item in case.sealed_items.all()}
    with pytest.raises(CommandError, match=r"none of the keys in IDENTITY_KEYS\. Nothing was changed\."):
        call_command("rotate_identity_keys")
    assert {item.pk: bytes(item.ciphertext) for item in case.sealed_items.all()} == before
    assert lost not in settings.IDENTITY_KEYS


def test_ciphertext_that_was_tampered_with_is_unreadable(cast, make_case):
    case = make_case().case
    item = case.sealed_items.first()
    item.ciphertext = bytes(item.ciphertext)[:-4] + b"AAAA"
    item.save()
    with pytest.raises(sealed.Unreadable):
        _opened(case, cast)


def _opened(case, cast) -> list[str]:
    facts = sealed.open_identities(case, by=cast.coordinator, at=clock.now(), purpose=OpeningPurpose.CONTACT)
    return [said for _child, _kind, said in facts]
