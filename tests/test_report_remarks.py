"""Comments in a Word copy of the report are taken as comments on passages, by choice, and only by who may comment."""

import pytest

from reviews.models import AuditRow, PassageComment
from reviews.stages import Stage
from tests import word_files
from tests.filled_in import as_file, inputs, named, opened, send
from tests.reading import address, everything_but_the_audit_log, words
from tests.reviewing import next_version

pytestmark = pytest.mark.django_db

WORD, BRING, TAKE = "report/1/word/", "report/1/from-word/", "report/1/from-word/take/"
TEXT = """## What happened

In the **spring** each service saw something small.[^1]

- Nobody asked the grandmother.

## Systemic reasons

There was no place to put small worries.

[^1]: Told in March."""


@pytest.fixture
def case(cast, make_case):
    """A case at the panel's agreement; the version with the text above is the only one that Word copies are of."""
    made = make_case(Stage.DRAFTING).case
    next_version(made, TEXT, cast.reviewer)
    return made


@pytest.fixture
def browser(cast, as_user):
    """A panel member's browser."""
    return as_user(cast.panel_member)


def copy(browser, case):
    return opened(browser.get(address(case, WORD)))


def remark(document, at, said, author="Jo Reader", run=None) -> None:
    """Comment in Word on the paragraph with these words, or on one of its runs."""
    paragraph = next(one for one in document.paragraphs if at in one.text)
    runs = paragraph.runs if run is None else [one for one in paragraph.runs if run in one.text]
    document.add_comment(runs, text=said, author=author, initials="JR")


def bring(browser, case, document):
    return send(browser, address(case, BRING), as_file(document))


def test_comments_stand_at_their_passages_and_none_is_kept_before_it_is_chosen(cast, case, browser):
    document = copy(browser, case)
    remark(document, "no place", "Is that so?\nSince when?")
    remark(document, "spring", "Which one first?", author=cast.panel_member.name, run="each service")
    before = everything_but_the_audit_log()
    response = bring(browser, case, document)
    assert everything_but_the_audit_log() == before
    page = words(response)
    assert "Comment 1, at paragraph 1" in page and "Comment 2, at paragraph 3" in page
    assert "Quarrington" not in page and "Not at words" not in page
    form = inputs(response)
    assert "take" not in form
    assert form["comment_1"] == "Which one first?"
    assert form["comment_2"] == "Jo Reader, in a Word copy: Is that so?\nSince when?"
    answer = browser.post(address(case, TAKE), form | {"take": ["1", "2"]}, follow=True)
    assert "2 comments are kept with the version." in words(answer)
    first, second = PassageComment.objects.order_by("comment")[::-1]
    assert (first.comment, first.given_by) == ("Which one first?", cast.panel_member)
    assert first.passage.startswith("each service saw something small")
    assert second.passage == "There was no place to put small worries."
    assert AuditRow.objects.filter(verb="report.passage_commented", reference=case.reference).count() == 2
    assert AuditRow.objects.filter(verb="report.comments_read", reference=case.reference).count() == 1


def test_what_is_not_chosen_is_not_kept_and_twice_is_once(case, browser):
    document = copy(browser, case)
    for at in ("spring", "no place"):
        remark(document, at, f"About {at}.")
    form = inputs(bring(browser, case, document)) | {"take": ["2"]}
    for _twice in range(2):
        assert browser.post(address(case, TAKE), form).status_code == 302
    assert PassageComment.objects.get().comment == "Jo Reader, in a Word copy: About no place."


def test_a_passage_that_word_has_cut_within_words_or_runs_over_a_note_is_found(case, browser):
    document = copy(browser, case)
    remark(document, "spring", "About the spring.", run="spring")
    paragraph = next(one for one in document.paragraphs if "grandmother" in one.text)
    whole = paragraph.runs[0].text
    paragraph.runs[0].text = whole[:10]
    later = paragraph.add_run(whole[10:])
    document.add_comment([later], text="Cut within a word.", author="", initials="")
    remark(document, "each service", "Over the note.")
    response = bring(browser, case, document)
    form = inputs(response)
    assert {form[f"comment_{key}"].rpartition(": ")[2] for key in (1, 2, 3)} == {
        "About the spring.",
        "Cut within a word.",
        "Over the note.",
    }
    cut = next(key for key in (1, 2, 3) if "Cut" in form[f"comment_{key}"])
    assert form[f"passage_{cut}"] == "asked the grandmother."
    answer = browser.post(address(case, TAKE), form | {"take": ["1", "2", "3"]})
    assert answer.status_code == 302 and PassageComment.objects.count() == 3


def test_a_comment_at_words_that_are_not_in_the_version_is_shown_and_not_taken(case, browser):
    document = copy(browser, case)
    document.add_paragraph("Written in the copy alone.")
    remark(document, "copy alone", "To my own words.")
    remark(document, "no place", "To the report's.")
    response = bring(browser, case, document)
    page = words(response)
    assert "Not at words of this version" in page and "To my own words." in page
    form = inputs(response)
    assert "comment_2" not in form
    made_up = form | {"take": ["1"], "passage_1": "Written in the copy alone."}
    refused = browser.post(address(case, TAKE), made_up)
    assert "The words at which comment 1 stands are not in version 1. Leave it out." in words(refused)
    assert not PassageComment.objects.exists()


def test_hidden_and_deleted_words_of_a_copy_do_not_come_along(case, browser):
    document = copy(browser, case)
    paragraph = next(one for one in document.paragraphs if "no place" in one.text)
    paragraph.add_run(" Canary hidden.").font.hidden = True
    remark(document, "no place", "Is that so?")
    response = bring(browser, case, document)
    assert "Canary" not in words(response)
    assert inputs(response)["passage_1"] == "There was no place to put small worries."


@pytest.mark.exhaustive
def test_comments_survive_libreoffice(case, browser, tmp_path):
    document = copy(browser, case)
    remark(document, "no place", "Is that so?")
    data = word_files.resaved(as_file(document).getvalue(), tmp_path)
    form = inputs(send(browser, address(case, BRING), named(data)))
    assert form["passage_1"] == "There was no place to put small worries."
    assert form["comment_1"] == "Jo Reader, in a Word copy: Is that so?"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Just text.", "is not a Word document"),
        (b"", "empty"),
        (word_files.paragraph("Nothing said."), "There is no comment in this file."),
    ],
)
def test_a_file_without_comments_or_of_no_such_kind_is_refused(case, browser, data, sentence):
    before = everything_but_the_audit_log()
    response = send(browser, address(case, BRING), named(data))
    assert sentence in words(response) and "There is a problem" in words(response)
    assert everything_but_the_audit_log() == before


def test_a_copy_of_something_else_is_refused(case, browser):
    def write(document):
        document.add_paragraph("Quite another text.")
        remark(document, "another", "So?")

    response = send(browser, address(case, BRING), named(word_files.word_file(write)))
    assert "None of the file’s comments stands at words of version 1" in words(response)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"take": "1"},
        {"take": ["1", "x"], "passage_1": "no place", "comment_1": "A"},
        {"take": "1", "passage_1": "no place", "comment_1": "A \x00"},
        {"take": "1", "passage_1": "no place", "comment_1": " "},
        {"take": "1", "passage_1": "no place", "comment_1": "A" * 20_000},
        {"take": "1", "passage_1": "no \x00 place", "comment_1": "A"},
        {"passage_1": "no place", "comment_1": "A"},
    ],
)
def test_garbage_keeps_nothing(case, browser, data):
    """E01, E02, E06."""
    before = everything_but_the_audit_log()
    response = browser.post(address(case, TAKE), data)
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert everything_but_the_audit_log() == before


def test_only_who_may_comment_takes_comments(cast, case, browser, as_user):
    document = copy(browser, case)
    remark(document, "no place", "Is that so?")
    form = {"take": "1", "passage_1": "no place", "comment_1": "Mine now."}
    for person, status in (("reviewer", 403), ("outsider", 404), ("agency_author", 404)):
        other = as_user(getattr(cast, person))
        before = everything_but_the_audit_log()
        assert other.get(address(case, BRING)).status_code == status, person
        assert bring(other, case, document).status_code == status, person
        assert other.get(address(case, TAKE)).status_code == status, person
        assert other.post(address(case, TAKE), form).status_code == status, person
        assert everything_but_the_audit_log() == before
    led = browser.get(address(case, TAKE))
    assert led.status_code == 302 and led.headers["Location"] == address(case, BRING)
    assert browser.get(address(case, "report/9/from-word/")).status_code == 404
    assert as_user(cast.coordinator).get(address(case, BRING)).status_code == 200


def test_comments_that_come_after_the_report_is_agreed_stay_on_the_page(cast, make_case, as_user):
    agreed = make_case(Stage.PRE_PUBLICATION).case
    form = {"take": "1", "passage_1": "each service saw something small", "comment_1": "Too late."}
    late = as_user(cast.panel_member).post(address(agreed, TAKE), form)
    assert late.status_code == 409
    assert "Too late." in words(late) and "The panel and the partners have agreed the report." in words(late)
