"""The subject sheet that an author opens, and the names that a return lists: sealed, counted, never shown again."""

import pytest
from cryptography.fernet import Fernet

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews import sealed
from reviews.models import AuditRow, SealedItem, SealedKind, SealedOpening
from reviews.returns import actions, sheets, writing
from tests import asking
from tests.asking import asked, fresh, theirs
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

CANARY = "ZZCANARY-3f1b7c"
WHY = {"reason": "To find the family in our records."}


@pytest.fixture
def found(cast, rapid):
    """A request whose subject sheet has the first child's names and date of birth."""
    return asked(rapid, cast, kinds=[*asking.NAMES, SealedKind.DATE_OF_BIRTH])


@pytest.fixture
def author(cast, as_user):
    """The author's browser."""
    return as_user(cast.agency_author)


# The subject sheet


def test_the_sheet_is_opened_for_a_reason_and_shown_once(cast, found, author):
    assert "Zebedee" not in words(author.get(theirs(found, "sheet/")))
    for nothing in ({"reason": ""}, {"reason": "  "}):
        page = words(author.post(theirs(found, "sheet/"), nothing))
        assert "Enter why you open the subject sheet." in page
        assert "Zebedee" not in page
    assert not SealedOpening.objects.exists()
    opened = author.post(theirs(found, "sheet/"), WHY)
    assert opened.headers["Cache-Control"] == "no-store"
    page = words(opened)
    for said in ("Zebedee", "Quarrington", "14 March 2019", "Child Wren", "This opening is recorded."):
        assert said in page, said
    for kept in ("9434765919", "Quillmoor", "Tarrow"):
        assert kept not in page, kept
    opening = SealedOpening.objects.get()
    assert (opening.opened_by, opening.agency_request, opening.purpose) == (
        cast.agency_author,
        found,
        "return",
    )
    assert opening.note == WHY["reason"]
    row = AuditRow.objects.get(verb="sealed.opened")
    assert (row.actor, row.reference) == (str(cast.agency_author.pk), found.case.reference)
    assert row.detail == {"purpose": "return", "request": str(found.pk)}
    for url in (theirs(found), theirs(found, "sheet/"), "/staff/requests/", "/staff/"):
        assert "Zebedee" not in words(author.get(url)), url


def test_those_who_asked_see_each_opening_with_its_reason(cast, found, author, as_user):
    author.post(theirs(found, "sheet/"), WHY)
    assert f"Sam Okoro: {WHY['reason']}" in words(as_user(cast.coordinator).get(asking.ours(found)))


def test_the_sheet_stays_open_until_the_return_is_accepted(cast, found, author):
    asking.sent(found)
    assert "Zebedee" in words(author.post(theirs(found, "sheet/"), WHY))
    actions.accept(found, version=1, by=cast.coordinator, at=clock.now())
    for response in (author.get(theirs(found, "sheet/")), author.post(theirs(found, "sheet/"), WHY)):
        assert response.status_code == 409
        assert "Zebedee" not in words(response)
        assert "Already: the return has been accepted, and the subject sheet is closed." in words(response)
    actions.send_back(found, reason="More.", by=cast.coordinator, at=clock.now())
    assert "Zebedee" in words(author.post(theirs(found, "sheet/"), WHY))


def test_what_is_taken_off_the_sheet_is_gone_from_it_at_once(cast, found, author):
    child = found.case.children.get()
    only = sheets.items_of(found.case, [sheets.key_of(child.pk, SealedKind.SCHOOL)])
    actions.change_sheet(found, subjects=only, before=sheets.mark(found), by=cast.coordinator, at=clock.now())
    page = words(author.post(theirs(found, "sheet/"), WHY))
    assert "Quillmoor Primary" in page
    assert "Zebedee" not in page


def test_nobody_but_the_author_opens_the_sheet(cast, found):
    for person in (cast.coordinator, cast.la, cast.hospital_author, cast.administrator, cast.reviewer):
        with pytest.raises(Refused):
            sealed.open_sheet(found, by=person, at=clock.now(), note="Curious.")
    assert not SealedOpening.objects.exists()


def test_the_author_opens_nothing_else_of_the_case(cast, found):
    with pytest.raises(Refused):
        sealed.open_identities(found.case, by=cast.agency_author, at=clock.now(), purpose="return")
    with pytest.raises(Refused):
        sealed.terms(found.case, by=cast.agency_author, at=clock.now())


def test_nobody_opens_the_case_in_the_name_of_a_return(cast, rapid, as_user):
    browser = as_user(cast.coordinator)
    page = words(browser.post(address(rapid, "identities/"), {"purpose": "return", "note": "x"}))
    assert "Zebedee" not in page
    assert "To write an agency’s return" not in page
    assert not SealedOpening.objects.exists()


def test_a_wrong_key_opens_nothing_and_leaves_no_opening(found, author, settings):
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    page = words(author.post(theirs(found, "sheet/"), WHY))
    assert "The server’s keys don’t open this subject sheet. Tell your administrator." in page
    assert not SealedOpening.objects.exists()


@pytest.mark.parametrize(
    ("words_kept", "shown"),
    [("2019-03-14", "14 March 2019"), ("2019-02-31", "2019-02-31"), ("9434765919", "9434765919"), ("", "")],
)
def test_dates_are_shown_as_people_read_them(words_kept, shown):
    assert sheets.as_read(words_kept) == shown


# Names in the return


def test_names_are_sealed_at_once_and_join_the_words_of_the_case(cast, found, author, as_user):
    typed = {"practitioner": f"Orla {CANARY}\nBen Foil\n", "relative": "Uncle Bo", "place": "The mill"}
    response = author.post(theirs(found, "names/"), typed, follow=True)
    page = words(response)
    assert "4 are added to the list." in page
    assert "Staff: 2" in page and "Relatives and others: 1" in page and "Places: 1" in page
    names = SealedItem.objects.filter(agency_return__request=found)
    assert sorted(names.values_list("kind", flat=True)) == [
        "place",
        "practitioner",
        "practitioner",
        "relative",
    ]
    assert all(CANARY.encode() not in bytes(item.ciphertext) for item in names)
    assert fresh(found).state == "begun"
    for url in (theirs(found), theirs(found, "names/"), theirs(found, "return/"), "/staff/requests/"):
        assert CANARY not in words(author.get(url)), url
    assert f"Orla {CANARY}" in sealed.terms(found.case, by=cast.coordinator, at=clock.now())["practitioner"]
    opened = as_user(cast.coordinator).post(address(found.case, "identities/"), {"purpose": "correction"})
    assert CANARY in words(opened)
    row = AuditRow.objects.get(verb="return.names_listed")
    assert row.detail == {"request": str(found.pk), "items": 4}
    assert CANARY not in str(list(AuditRow.objects.values_list("detail", flat=True)))


def test_the_list_only_grows_and_the_same_name_counts_once(found, author):
    url = theirs(found, "names/")
    author.post(url, {"practitioner": "Orla Foil"})
    assert "These were on the list already." in words(
        author.post(url, {"practitioner": "Orla Foil"}, follow=True)
    )
    assert "One is added to the list." in words(
        author.post(url, {"practitioner": "Orla Foil\nBen Foil"}, follow=True)
    )
    assert writing.counts(writing.newest(found))[0] == ("Staff", 2)


def test_the_count_does_not_tell_what_is_sealed_in_the_case(cast, rapid, found, author):
    """A18: a guessed name counts as new, whether the case or another agency's return has it or not."""
    other = asked(rapid, cast, cast.hospital_author, of=asking.HOSPITALS)
    at = clock.now()
    kinds = [(SealedKind.PRACTITIONER, "Named By Hospital")]
    writing.list_names(other, kinds, by=cast.hospital_author, at=at)
    sealed.seal(rapid, [(SealedKind.PRACTITIONER, "Known To Case")], by=cast.coordinator, at=at)
    for guess in ("Lavinia Tarrow", "Known To Case", "Named By Hospital", "Nobody At All"):
        response = author.post(theirs(found, "names/"), {"practitioner": guess}, follow=True)
        assert "One is added to the list." in words(response), guess
    assert writing.counts(writing.newest(found))[0] == ("Staff", 4)


def test_names_that_one_agency_gave_go_on_no_other_agencys_sheet(cast, rapid, found, author, as_user):
    author.post(theirs(found, "names/"), {"relative": "Uncle Bo", "practitioner": "Orla Foil"})
    assert sheets.key_of(None, SealedKind.RELATIVE) not in {group.key for group in sheets.groups(rapid)}
    assert sheets.items_of(rapid, [sheets.key_of(None, SealedKind.RELATIVE)]) == []
    page = words(as_user(cast.coordinator).get(address(rapid, "requests/ask/")))
    assert "of the whole case" not in page


def test_an_empty_list_and_a_line_too_long_say_what_to_do(found, author):
    before = everything_but_the_audit_log()
    assert "Enter at least one name." in words(author.post(theirs(found, "names/"), {"place": " \n "}))
    long = words(author.post(theirs(found, "names/"), {"place": "x" * 201}))
    assert "Enter each on a line of its own: one line has 201 characters." in long
    assert everything_but_the_audit_log() == before


def test_a_draft_begun_before_the_names_is_saved_all_the_same(found, author):
    """Listing names begins the return; it is no text that a first draft could overwrite."""
    author.post(theirs(found, "names/"), {"place": "The mill"})
    assert author.post(theirs(found, "return/"), asking.draft(0)).status_code == 302
    assert fresh(found).agency_return.version == 1
    assert writing.counts(writing.newest(found))[2] == ("Places", 1)
