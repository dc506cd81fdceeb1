"""The rapid review comes back from Word: each section beside what is kept, saved by choice, and nobody's text is lost."""

import pytest

from reviews.models import AuditRow, RapidReview
from reviews.rapid_review import access
from reviews.stages import Stage
from tests import typed, word_files
from tests.deciding import hold_rapid_review
from tests.filled_in import filled, inputs, named, opened, send, texts, write_under
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

WORD, BRING, TAKE = "rapid-review/word/", "rapid-review/from-word/", "rapid-review/from-word/take/"
FACTS, AGENCIES = "What is known", "Each agency’s involvement"


@pytest.fixture
def case(make_case):
    """A case at its rapid review, of which nothing is written."""
    return make_case(Stage.RAPID_REVIEW).case


@pytest.fixture
def browser(cast, as_user):
    """The coordinator's browser."""
    return as_user(cast.coordinator)


@pytest.fixture
def begun(case, browser):
    """The same case, with its first section written."""
    write(browser, case, "First.")
    return case


def write(browser, case, text, began_from=0) -> None:
    url = address(case, "rapid-review/sections/facts/")
    assert browser.post(url, typed.section(text, began_from)).status_code == 302


def bring(browser, case, said, more=None):
    """Download the draft, write this under its headings, and bring it."""
    file = filled(browser.get(address(case, WORD)), said, more)
    return send(browser, address(case, BRING), file)


def kept(case) -> dict[str, str]:
    return access.texts(case)


def test_the_draft_goes_out_with_every_heading(begun, browser):
    said = texts(opened(browser.get(address(begun, WORD))))
    asked = [section.heading for section in access.sections(begun, begun.logged_at)]
    assert list(said) == ["The meeting", *asked]
    assert said[FACTS] == "First." and said[AGENCIES] == ""


def test_sections_stand_beside_what_is_kept_and_are_saved_by_choice(begun, browser):
    before = everything_but_the_audit_log()
    response = bring(
        browser, begun, {FACTS: "Second.", AGENCIES: "Two.\n\nBoth.", "What worked well": "Much."}
    )
    assert everything_but_the_audit_log() == before
    page = words(response)
    assert page.index("First.") < page.index("Second.")
    assert "saved since this file was made" not in page and "Not taken in" not in page
    form = inputs(response)
    assert form["take"] == ["facts", "agencies", "what_worked"] and form["text_agencies"] == "Two.\n\nBoth."
    form["take"] = ["facts", "agencies"]
    answer = browser.post(address(begun, TAKE), form, follow=True)
    assert "2 sections are saved." in words(answer)
    assert kept(begun) == {"facts": "Second.", "agencies": "Two.\n\nBoth."}
    rows = AuditRow.objects.filter(verb="rapid_review.saved", reference=begun.reference)
    assert {row.detail["section"] for row in rows} == {"facts", "agencies"}
    assert AuditRow.objects.filter(verb="rapid_review.word_read", reference=begun.reference).count() == 1


def test_what_is_not_in_the_file_stays_and_what_has_no_place_is_shown(begun, browser):
    def more(document):
        write_under(document, "The meeting", "The meeting was on Monday.")
        document.add_heading("Costs", level=2)
        document.add_paragraph("None yet.")
        document.add_paragraph().add_run("Hidden canary.").font.hidden = True

    response = bring(browser, begun, {FACTS: "", "Next steps": "A decision."}, more)
    page = words(response)
    assert f"“{FACTS}” has no text in the file: what is kept stays." in page
    assert "Not taken in" in page and "The meeting was on Monday." in page
    assert "“Costs” is no heading of this form. It and its text stand under" in page
    assert "A piece of hidden text is left out." in page and "canary" not in page
    browser.post(address(begun, TAKE), inputs(response))
    assert kept(begun)["facts"] == "First."


def test_an_older_file_takes_nothing_by_itself_from_what_is_there_now(begun, browser):
    older = browser.get(address(begun, WORD))
    write(browser, begun, "Written meanwhile.", access_mark(browser, begun))
    response = send(browser, address(begun, BRING), filled(older, {AGENCIES: "From Word."}))
    page = words(response)
    assert "The rapid review was saved since this file was made" in page
    assert page.index("Written meanwhile.") < page.index("First.")
    assert inputs(response)["take"] == ["agencies"]
    browser.post(address(begun, TAKE), inputs(response))
    assert kept(begun) == {"facts": "Written meanwhile.", "agencies": "From Word."}


def access_mark(browser, case) -> int:
    page = browser.get(address(case, "rapid-review/sections/facts/"))
    return page.context["form"]["began_from"].value()


def test_a_save_between_file_and_button_loses_neither_text_and_saves_no_half(cast, begun, browser, as_user):
    """E10, E11."""
    form = inputs(bring(browser, begun, {AGENCIES: "Mine.", FACTS: "From Word."}))
    second = as_user(cast.second_coordinator)
    write(second, begun, "Theirs.", access_mark(second, begun))
    late = browser.post(address(begun, TAKE), form)
    assert late.status_code == 409
    page = words(late)
    assert "This was saved meanwhile by somebody else" in page
    assert "Theirs." in page and "From Word." in page and "Mine." in page
    assert kept(begun) == {"facts": "Theirs."}
    again = {name: late.context["form"][name].value() for name in late.context["form"].fields}
    assert browser.post(address(begun, TAKE), again).status_code == 302
    assert kept(begun) == {"facts": "From Word.", "agencies": "Mine."}


def test_texts_that_come_after_it_is_complete_stay_on_the_page(case, browser):
    write(browser, case, "First.")
    form = inputs(bring(browser, case, {FACTS: "From Word, too late."}))
    began_from = access_mark(browser, case)
    write(browser, case, "", began_from)
    hold_rapid_review(browser, case)
    late = browser.post(address(case, TAKE), form)
    assert late.status_code == 409
    assert "The rapid review is recorded." in words(late) and "From Word, too late." in words(late)
    assert kept(case)["facts"] == typed.RAPID_REVIEW["facts"]
    assert browser.get(address(case, BRING)).status_code == 409


@pytest.mark.parametrize("changes", [{"began_from_facts": ""}, {"began_from_facts": "x"}])
def test_a_form_that_lost_what_it_began_from_replaces_nothing(begun, browser, changes):
    """A09."""
    form = inputs(bring(browser, begun, {FACTS: "From Word."}))
    response = browser.post(address(begun, TAKE), form | changes)
    assert response.status_code == 409
    assert "First." in words(response) and "From Word." in words(response)
    assert kept(begun) == {"facts": "First."}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"take": "facts"},
        {"take": ["facts", "nonsense"], "text_facts": "A", "began_from_facts": "0"},
        {"text_facts": "A \x00", "take": "facts", "began_from_facts": "0"},
        {"text_facts": "A" * 30_000, "take": "facts", "began_from_facts": "0"},
        {"text_facts": "A", "began_from_facts": "0"},
    ],
)
def test_garbage_saves_nothing(begun, browser, data):
    """E01, E02, E06."""
    before = everything_but_the_audit_log()
    response = browser.post(address(begun, TAKE), data)
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert everything_but_the_audit_log() == before


# Files


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Just text.", "is not a Word document"),
        (b"", "empty"),
        (word_files.paragraph("Dear colleague"), "None of the rapid review’s headings is in this file."),
    ],
)
def test_a_file_that_cannot_be_it_is_refused(begun, browser, data, sentence):
    before = everything_but_the_audit_log()
    response = send(browser, address(begun, BRING), named(data))
    assert sentence in words(response) and "Quarrington" not in words(response)
    assert everything_but_the_audit_log() == before


def test_a_file_with_nothing_new_or_of_another_case_is_refused(begun, browser, make_case):
    assert "says what is kept already" in words(bring(browser, begun, {}))
    other = make_case(Stage.RAPID_REVIEW, pseudonym="Child Plover").case
    write(browser, other, "About Child Plover.")
    file = filled(browser.get(address(other, WORD)), {})
    response = send(browser, address(begun, BRING), file)
    assert "This is the rapid review of another case." in words(response)
    assert "About Child Plover." not in words(response)


# Who


def test_only_the_coordinator_brings_it(cast, begun, browser, as_user):
    form = {"take": ["facts"], "text_facts": "Mine now.", "began_from_facts": "0"}
    file = filled(browser.get(address(begun, WORD)), {FACTS: "Mine now."})
    before = everything_but_the_audit_log()
    for person, status in (("la", 403), ("police", 403), ("outsider", 404), ("agency_author", 404)):
        other = as_user(getattr(cast, person))
        before = everything_but_the_audit_log()
        assert other.get(address(begun, BRING)).status_code == status, person
        assert send(other, address(begun, BRING), file).status_code == status, person
        assert other.post(address(begun, TAKE), form).status_code == status, person
        assert everything_but_the_audit_log() == before
    assert RapidReview.objects.get().begun_by == cast.coordinator
    led = browser.get(address(begun, TAKE))
    assert led.status_code == 302 and led.headers["Location"] == address(begun, BRING)


def test_a_recused_coordinator_has_it_no_longer(cast, begun, browser, as_user):
    person = cast.second_coordinator
    browser.post(address(begun, "recuse/"), {"person": str(person.pk), "reason": "A friend."})
    assert begun.recusals.filter(user=person).exists()
    assert as_user(person).get(address(begun, BRING)).status_code == 404
