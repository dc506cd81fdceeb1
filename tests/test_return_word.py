"""The return form goes out as a Word file and comes back into the form: what is in it, what it changes, who has it."""

import re

import pytest
from django.test import Client
from docx.oxml import parse_xml

from cspr_portal import clock
from reviews.cases.actions import recuse
from reviews.models import AgencyReturn, AuditRow
from reviews.stages import Stage
from tests import asking, word_files
from tests.asking import SAID, TEXTS, asked, theirs
from tests.filled_in import filled, inputs, named, opened, send, texts, write_under
from tests.reading import everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

WORD, BRING, WRITE = "return/word/", "return/from-word/", "return/"
BANNER = (
    "What you write here may be asked for by the police, a coroner or a court. Keep to what you know, and say "
    "where it comes from."
)
INVOLVED = "Was your agency involved with anybody on the subject sheet?"
INVOLVEMENT = "Your agency’s involvement"
EPISODES = "Key practice episodes"
SAFETY = "Immediate safety and early learning"
IMPROVEMENTS = "Possible improvements"


@pytest.fixture
def found(cast, rapid):
    """A request that names the cast's agency author."""
    return asked(rapid, cast)


@pytest.fixture
def author(cast, as_user):
    """The author's browser."""
    return as_user(cast.agency_author)


def form_of(browser, found):
    return browser.get(theirs(found, WORD))


# Out


def test_the_form_goes_out_with_notice_question_and_what_is_written(cast, found, author, time_machine):
    """Practice 10 and 19."""
    asking.saved(found)
    at = clock.now()
    time_machine.move_to(at, tick=False)
    response = form_of(author, found)
    file = opened(response)
    said = texts(file)
    assert list(said)[-5:] == [INVOLVED, INVOLVEMENT, EPISODES, SAFETY, IMPROVEMENTS]
    assert (said[INVOLVED], said[INVOLVEMENT], said[EPISODES]) == ("Yes", SAID, TEXTS["episodes"])
    assert said["What you are asked"] == "What did you know, and what did you do?"
    whole = [one.text for one in file.paragraphs]
    assert whole.index(BANNER) == 1
    assert BANNER in words(author.get(theirs(found, WRITE)))
    head = "\n".join(one.text for one in file.sections[0].header.paragraphs)
    london = clock.london(at)
    assert "OFFICIAL-SENSITIVE" in head and "Draft 1" in head
    assert f"Copy for {cast.agency_author.name}, {clock.day_words(london.date())} at {london:%H:%M}" in head
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    name = re.search(r'filename="([^"]+)"', response.headers["Content-Disposition"])
    assert name and name[1].startswith("return-form-") and name[1].endswith("-draft-1.docx")
    row = AuditRow.objects.get(verb="return.downloaded", reference=found.case.reference)
    assert (row.actor, row.detail["version"]) == (str(cast.agency_author.pk), 1)


def test_the_file_holds_nothing_of_the_case_or_the_subject_sheet(found, author):
    """The agency learns neither the reference nor, by a file, who the child is."""
    response = form_of(author, found)
    file = opened(response)
    whole = "\n".join(
        [one.text for one in (*file.paragraphs, *file.sections[0].header.paragraphs)]
        + [file.core_properties.title, response.headers["Content-Disposition"]]
    )
    assert "Child Wren" in whole
    for hidden in (found.case.reference, "Zebedee", "Quarrington"):
        assert hidden not in whole


def test_a_review_asks_for_more_and_so_does_its_form(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    found = asked(case, cast)
    said = texts(opened(form_of(as_user(cast.agency_author), found)))
    assert "Why things happened as they did" in said and "What your agency does because of it" in said


# Back


def test_what_was_written_in_word_fills_the_form_and_nothing_is_saved_before_the_button(cast, found, author):
    asking.saved(found)
    file = filled(form_of(author, found), {INVOLVEMENT: "First.\n\nSecond.", EPISODES: "The third visit."})
    before = everything_but_the_audit_log()
    response = send(author, theirs(found, BRING), file)
    assert everything_but_the_audit_log() == before
    page = words(response)
    assert page.index(BANNER) < page.index("<form")
    assert f'action="{theirs(found, WRITE)}"' in page
    assert "Zebedee" not in page and "Not taken in" not in page and "Kept: saved by" not in page
    typed = inputs(response)
    assert typed["involvement"] == "First.\n\nSecond." and typed["episodes"] == "The third visit."
    assert typed["safety"] == TEXTS["safety"] and typed["was_involved"] == "yes"
    assert author.post(theirs(found, WRITE), typed).status_code == 302
    kept = AgencyReturn.objects.get()
    assert (kept.version, kept.episodes, kept.safety) == (2, "The third visit.", TEXTS["safety"])
    assert AuditRow.objects.filter(verb="return.word_read", reference=found.case.reference).count() == 1


def test_a_form_that_was_empty_is_filled_in_word_alone(found, author):
    """Nothing was typed in the portal before."""
    said = {INVOLVED: "no", INVOLVEMENT: "None."}
    typed = inputs(send(author, theirs(found, BRING), filled(form_of(author, found), said)))
    assert (typed["was_involved"], typed["involvement"]) == ("no", "None.")
    assert author.post(theirs(found, WRITE), typed).status_code == 302
    assert AgencyReturn.objects.get().had_no_involvement


def test_lists_tables_and_notes_come_in_as_plain_text(found, author):
    def more(document):
        write_under(document, SAFETY)
        heading = next(one for one in document.paragraphs if one.text == SAFETY)
        table = document.add_table(2, 2)
        for cell, words_in_it in zip(table._cells, ("Who", "What", "GP", "Saw *it*"), strict=True):
            cell.text = words_in_it
        for made in (table._tbl, document.add_paragraph("Two", style="List Bullet")._p):
            heading._p.addnext(made)
        heading._p.addnext(document.add_paragraph("One", style="List Bullet")._p)

    typed = inputs(send(author, theirs(found, BRING), filled(form_of(author, found), {}, more)))
    assert typed["safety"] == "- One\n- Two\n\nWho | What\nGP | Saw *it*"


@pytest.mark.exhaustive
def test_a_form_that_libreoffice_saved_with_tracked_changes_comes_back(found, author, tmp_path):
    asking.saved(found)
    changed = (
        '<w:p {0}><w:ins w:id="1" w:author="Canary" w:date="2027-01-04T10:00:00Z"><w:r><w:t>Put in.</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="Canary" w:date="2027-01-04T10:00:00Z"><w:r><w:delText>Canary taken out.</w:delText>'
        "</w:r></w:del></w:p>"
    )

    def more(document):
        heading = next(one for one in document.paragraphs if one.text == SAFETY)
        heading._p.addnext(parse_xml(changed.format(word_files.W)))

    file = filled(form_of(author, found), {INVOLVEMENT: "First.\n\nSecond.", SAFETY: "Last."}, more)
    response = send(author, theirs(found, BRING), named(word_files.resaved(file.getvalue(), tmp_path)))
    typed = inputs(response)
    assert typed["involvement"] == "First.\n\nSecond." and typed["safety"] == "Put in.\n\nLast."
    assert typed["episodes"] == TEXTS["episodes"] and typed["was_involved"] == "yes"
    page = words(response)
    assert "A tracked insertion is taken in as if it were accepted." in page
    assert "deleted with tracked changes is left out" in page and "Canary" not in page
    assert "Not taken in" not in page and "Kept: saved by" not in page


def test_headings_are_known_without_their_styles_numbers_and_kind_of_apostrophe(found, author):
    def more(document):
        for one in document.paragraphs:
            if one.text == INVOLVEMENT:
                one.text = "2. Your agency's involvement:"
            if one.text == EPISODES:
                one.style = document.styles["Normal"]

    file = filled(form_of(author, found), {INVOLVEMENT: "Known.", EPISODES: "Known too."}, more)
    typed = inputs(send(author, theirs(found, BRING), file))
    assert (typed["involvement"], typed["episodes"]) == ("Known.", "Known too.")


def test_what_has_no_place_is_shown_and_what_was_left_behind_is_said(found, author):
    """Practice 10: nothing is lost silently."""
    asking.saved(found)

    def more(document):
        write_under(document, "What you are asked", "My answer to the question.")
        document.add_heading("Anything else", level=2)
        document.add_paragraph("A last thought.")
        document.add_paragraph().add_run("Hidden canary.").font.hidden = True

    file = filled(form_of(author, found), {SAFETY: "", INVOLVED: "Perhaps"}, more)
    response = send(author, theirs(found, BRING), file)
    page = words(response)
    assert "Not taken in" in page and "My answer to the question." in page
    assert "A piece of hidden text is left out." in page and "canary" not in page
    assert (
        f"“Anything else” is no heading of this form. It and its text stand under “{IMPROVEMENTS}” now."
        in page
    )
    assert f"“{SAFETY}” has no text in the file: what is kept stays." in page
    assert f"Under “{INVOLVED}” stands none of its answers. Choose one below." in page
    typed = inputs(response)
    assert typed["improvements"].endswith("\n\nAnything else\nA last thought.")
    assert typed["safety"] == TEXTS["safety"] and typed["was_involved"] == "yes"


def test_a_file_of_an_older_draft_shows_what_is_kept_beside_it(found, author):
    """E10: what was saved meanwhile is not overwritten unseen."""
    asking.saved(found)
    older = form_of(author, found)
    asking.saved(found, involvement="Typed meanwhile.")
    response = send(author, theirs(found, BRING), filled(older, {INVOLVEMENT: "Written in Word."}))
    page = words(response)
    assert "The file was not made from the draft that is kept now." in page
    assert page.index("Typed meanwhile.") < page.index("Written in Word.")
    assert inputs(response)["expected_version"] == 2


def test_a_save_between_the_file_and_the_button_loses_neither_text(found, author):
    """E10, E11."""
    asking.saved(found)
    typed = inputs(
        send(author, theirs(found, BRING), filled(form_of(author, found), {INVOLVEMENT: "From Word."}))
    )
    asking.saved(found, involvement="Typed meanwhile.")
    late = author.post(theirs(found, WRITE), typed)
    assert late.status_code == 409
    assert "From Word." in words(late) and "Typed meanwhile." in words(late)
    assert AgencyReturn.objects.get().involvement == "Typed meanwhile."


def test_an_unchanged_file_says_so(found, author):
    asking.saved(found)
    response = send(author, theirs(found, BRING), filled(form_of(author, found), {}))
    assert "What the file says is what is kept already." in words(response)


# Who


def test_nobody_but_the_author_has_the_form_or_brings_it(cast, found, as_user):
    asking.saved(found)
    file = filled(form_of(as_user(cast.agency_author), found), {INVOLVEMENT: "Mine now."})
    second = asking.author_of(asking.HEALTH_VISITING, "second-author", cast.coordinator)
    others = [cast.outsider, cast.coordinator, cast.la, cast.hospital_author, cast.reviewer, second]
    before = everything_but_the_audit_log()
    for person in others:
        browser = as_user(person)
        before = everything_but_the_audit_log()
        assert form_of(browser, found).status_code == 404, person
        assert browser.get(theirs(found, BRING)).status_code == 404, person
        assert send(browser, theirs(found, BRING), file).status_code == 404, person
        assert everything_but_the_audit_log() == before
    assert Client().get(theirs(found, WORD)).status_code == 302
    assert AuditRow.objects.filter(verb="return.downloaded").count() == 1


def test_a_recused_author_has_it_no_longer(cast, found, author):
    recuse(found.case, cast.agency_author, reason="A friend.", by=cast.coordinator, at=clock.now())
    assert form_of(author, found).status_code == 404
    assert author.get(theirs(found, BRING)).status_code == 404


def test_a_return_that_is_sent_takes_no_file(found, author):
    file = filled(form_of(author, found), {INVOLVEMENT: "Too late."})
    asking.sent(found)
    assert form_of(author, found).status_code == 409
    late = send(author, theirs(found, BRING), file)
    assert late.status_code == 409
    assert "It can be changed when the coordinator sends it back." in words(late)


def test_the_file_of_another_request_is_refused(cast, found, make_case, author):
    """Two forms on one desk: the second child's text may not go into the first one's return."""
    other = asked(make_case(Stage.RAPID_REVIEW, pseudonym="Child Plover").case, cast, due_in=9)
    file = filled(form_of(author, other), {INVOLVEMENT: "About Child Plover."})
    response = send(author, theirs(found, BRING), file)
    assert "This is the return form of another request." in words(response)
    assert "About Child Plover." not in words(response)
