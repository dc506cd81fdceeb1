"""Who of family and practitioners takes part: what they are called, how they are kept safe, what is sealed of them."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from publications import checking
from reviews import sealed
from reviews.cases.forms import SealForm
from reviews.models import AuditRow, Participant, SealedItem, SealedKind, SealedOpening
from reviews.returns import sheets
from reviews.stages import Stage
from tests.engaging import CONTACT, PEOPLE, change_form, of, participant_form, taking_part
from tests.reading import address, words
from tests.typed import day

pytestmark = pytest.mark.django_db

HIDDEN = ("01632 960481", "Thistledown")


@pytest.fixture
def case(make_case):
    return make_case(Stage.ANALYSIS).case


@pytest.fixture
def grandmother(case, cast):
    return taking_part(case, cast.reviewer)


# Who takes part


def test_somebody_is_added_and_stands_with_their_group(cast, case, as_user):
    browser = as_user(cast.coordinator)
    page = words(browser.post(address(case, f"{PEOPLE}add/"), participant_form(), follow=True))
    assert "The grandmother" in page and "Polish" in page and "The family liaison officer" in page
    nurse = {"engaged_with": "practitioners", "called": "Health visitor 2", "contact": ""}
    browser.post(address(case, f"{PEOPLE}add/"), participant_form(**nurse))
    page = words(browser.get(address(case, "engagement/")))
    family, practitioners = page.split('id="practitioners"')
    assert "The grandmother" in family and "Health visitor 2" in practitioners
    assert "Not offered yet" in family
    rows = AuditRow.objects.filter(verb="engagement.participant_added").values_list("detail", flat=True)
    assert list(rows.order_by("sequence")) == [{"engaged_with": "family"}, {"engaged_with": "practitioners"}]


def test_a_surviving_child_is_linked_to_the_child_of_the_case(cast, case, as_user, make_case):
    child = case.children.first()
    other = make_case(Stage.LOGGED, pseudonym="Child Teal").case.children.first()
    browser = as_user(cast.reviewer)
    url = address(case, f"{PEOPLE}add/")
    form = participant_form(called="Child Wren", child=str(child.pk))
    as_practitioner = browser.post(url, form | {"engaged_with": "practitioners"})
    assert "a practitioner is no child of the case" in words(as_practitioner)
    assert browser.post(url, form | {"child": str(other.pk)}).status_code == 200
    assert not Participant.objects.exists()
    page = words(browser.post(url, form, follow=True))
    assert "Child of the case" in page
    assert Participant.objects.get().child == child


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("called", "Zebedee’s grandmother"),
        ("called", "Mrs Quarringten"),
        ("called", "Health visitor Tarrow"),
        ("own_pseudonym", "Lavinia"),
    ],
)
def test_a_real_name_is_refused_and_the_guess_is_noted(field, name, cast, case, as_user):
    response = as_user(cast.reviewer).post(address(case, f"{PEOPLE}add/"), participant_form(**{field: name}))
    assert response.status_code == 200 and "too near to a name that is sealed" in words(response)
    assert name in words(response)
    assert not Participant.objects.exists() and not SealedItem.objects.filter(kind="contact").exists()
    assert AuditRow.objects.filter(verb="refused.pseudonym", reference=case.reference).count() == 1


def test_the_pseudonym_of_a_child_who_takes_part_does_not_spell_the_real_initials(cast, case, as_user):
    form = participant_form(
        called="Child Wren", child=str(case.children.first().pk), own_pseudonym="Zed Quill"
    )
    browser = as_user(cast.reviewer)
    response = browser.post(address(case, f"{PEOPLE}add/"), form)
    assert "too near to a name that is sealed" in words(response)
    browser.post(address(case, f"{PEOPLE}add/"), form | {"own_pseudonym": "Wren"})
    assert Participant.objects.get().own_pseudonym == "Wren"


def test_a_relative_in_what_is_sealed_is_no_name_but_their_name_is(cast, case, as_user):
    words_sealed = [(SealedKind.RELATIVE, "Grandmother: Philippa Marchbanks")]
    sealed.seal(case, words_sealed, by=cast.coordinator, at=clock.now())
    browser = as_user(cast.reviewer)
    browser.post(address(case, f"{PEOPLE}add/"), participant_form())
    browser.post(address(case, f"{PEOPLE}add/"), participant_form(called="Philippa"))
    assert [person.called for person in Participant.objects.all()] == ["The grandmother"]


def test_two_people_are_not_called_the_same(cast, case, grandmother, as_user):
    response = as_user(cast.reviewer).post(
        address(case, f"{PEOPLE}add/"), participant_form(called="the Grandmother")
    )
    assert "Add a number" in words(response)
    assert Participant.objects.count() == 1


def test_absurd_facts_are_named(cast, case, as_user, today):
    tomorrow = today + timedelta(days=1)
    cases = [
        ({"called": " "}, "Enter what everybody may call them"),
        ({"engaged_with": ""}, "Choose whether they are family or a practitioner."),
        ({"officer_agreed": "yes"}, "Enter the day on which the officer agreed"),
        ({"officer_agreed": "yes", **day("officer_agreed_on", tomorrow)}, "can’t be in the future"),
        ({"officer_agreed": "waiting", **day("officer_agreed_on", today)}, "Leave the day empty"),
        ({"next_contact": "A call."}, "Enter the day for which it was promised"),
        (day("next_contact_on", tomorrow), "Enter what was promised."),
        (
            {"next_contact": "A call.", **day("next_contact_on", today - timedelta(days=1))},
            "can’t be before today",
        ),
        ({"contact": "a\x00b"}, "can’t be stored"),
    ]
    for changes, sentence in cases:
        response = as_user(cast.reviewer).post(address(case, f"{PEOPLE}add/"), participant_form(**changes))
        assert sentence in words(response), changes
    assert not Participant.objects.exists()


def test_what_is_kept_is_changed_and_who_comes_second_sees_both(cast, case, grandmother, as_user):
    reviewer = as_user(cast.reviewer)
    form = change_form(reviewer, grandmother, language="Polish", contact="")
    theirs = change_form(as_user(cast.coordinator), grandmother, must_not_know="Her daughter too", contact="")
    assert as_user(cast.coordinator).post(of(grandmother, "change/"), theirs).status_code == 302
    response = as_user(cast.reviewer).post(of(grandmother, "change/"), form)
    page = words(response)
    assert response.status_code == 409
    assert "Her daughter too" in page and "Polish" in page and "changed this since" in page
    grandmother.refresh_from_db()
    assert (grandmother.language, grandmother.must_not_know) == ("", "Her daughter too")
    again = {name: response.context["form"][name].value() or "" for name in form}
    assert as_user(cast.reviewer).post(of(grandmother, "change/"), again).status_code == 302
    grandmother.refresh_from_db()
    assert grandmother.language == "Polish"


# What keeps them safe


def test_how_to_reach_somebody_is_sealed_and_opened_for_a_reason(cast, grandmother, as_user):
    assert CONTACT.encode() not in bytes(grandmother.contact.ciphertext)
    browser = as_user(cast.reviewer)
    for url in (of(grandmother), of(grandmother, "change/"), of(grandmother, "contact/")):
        page = words(browser.get(url))
        assert not any(text in page for text in HIDDEN)
    assert "Sealed." in words(browser.get(of(grandmother)))
    assert "Enter why you need it." in words(browser.post(of(grandmother, "contact/"), {"note": " "}))
    assert not SealedOpening.objects.filter(purpose="contact").exists()
    page = words(browser.post(of(grandmother, "contact/"), {"note": "To ask about the draft."}))
    assert CONTACT in page and "Must not know: Her son-in-law" in page
    opening = SealedOpening.objects.get(purpose="contact")
    assert (opening.opened_by, opening.note) == (cast.reviewer, "To ask about the draft.")
    row = AuditRow.objects.filter(verb="sealed.opened").latest("sequence")
    assert row.detail["participant"] == str(grandmother.pk)
    assert not any(text in str(list(AuditRow.objects.values_list("detail"))) for text in HIDDEN)


def test_the_panel_learns_neither_the_contact_nor_who_must_not_know(cast, grandmother, as_user):
    browser = as_user(cast.panel_member)
    page = words(browser.get(of(grandmother)))
    assert "The grandmother" in page
    assert "Her son-in-law" not in page and "Sealed." not in page and "/contact/" not in page
    for method in ("get", "post"):
        response = getattr(browser, method)(of(grandmother, "contact/"), {"note": "Curious."})
        assert response.status_code == 403
    assert not SealedOpening.objects.filter(purpose="contact").exists()
    partner = words(as_user(cast.icb).get(of(grandmother)))
    assert "Her son-in-law" in partner and "Open it, for a reason" in partner


def test_a_new_way_to_reach_them_takes_the_place_of_the_old_one(cast, case, grandmother, as_user):
    browser = as_user(cast.coordinator)
    browser.post(of(grandmother, "change/"), change_form(browser, grandmother, contact=CONTACT))
    assert case.sealed_items.filter(kind="contact").count() == 1
    browser.post(of(grandmother, "change/"), change_form(browser, grandmother, contact="Ring 01632 960482"))
    page = words(browser.post(of(grandmother, "contact/"), {"note": "To ring."}))
    assert "960482" in page and "960481" not in page
    everything = words(browser.post(address(case, "identities/"), {"purpose": "contact", "note": ""}))
    assert "A safe way to reach The grandmother" in everything
    assert "An earlier way to reach somebody: no longer used" in everything


def test_nothing_sealed_is_nothing_to_open(cast, case, as_user):
    person = taking_part(case, cast.reviewer, "The uncle", contact="")
    response = as_user(cast.reviewer).get(of(person, "contact/"))
    assert response.status_code == 409 and "no safe way to reach them is sealed" in words(response)


def test_a_contact_goes_into_no_seal_form_and_onto_no_agencys_sheet(cast, case, grandmother):
    assert "contact" not in SealForm.base_fields
    assert all("contact" not in group.key for group in sheets.groups(case))
    assert sheets.items_of(case, [sheets.key_of(None, SealedKind.CONTACT)]) == []


def test_the_disclosure_check_looks_for_what_identifies_in_a_contact(cast, case, grandmother):
    terms, _own_names = checking.terms_of(case, by=cast.coordinator, at=clock.now(), is_shown=True)
    assert "01632 960481" in terms.identifiers
    assert "14 Thistledown Lane, Mirebeck" in terms.places
    found = checking.words_of_contact("Mail Nan.B@demo.invalid; not at 3 Mill Row. Ring twice after four")
    assert (found.identifiers, found.addresses) == (["nan.b@demo.invalid"], ["3 Mill Row"])
    assert checking.words_of_contact("Only on Tuesdays, at the library").addresses == []
