"""A case's correspondence: recording a letter, its answer, what is overdue, the filters, and who may."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews.correspondence import actions, due
from reviews.models import AuditRow, Correspondence, Direction, Document, Turn
from reviews.stages import Stage
from tests import files
from tests.reading import address, everything_but_the_audit_log, words
from tests.typed import day, letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(cast, case, as_user, today):
    """Return a function that records a letter of some days ago and returns it."""

    def record(days_ago: int = 10, due_in: int | None = None, **changes: str) -> Correspondence:
        typed_in = letter(today - timedelta(days=days_ago), **changes)
        if due_in is not None:
            typed_in |= day("due_on", today + timedelta(days=due_in))
        response = as_user(cast.coordinator).post(address(case, "correspondence/add/"), typed_in)
        assert response.status_code == 302, response.context["form"].errors
        return Correspondence.objects.latest("recorded_at")

    return record


def log(browser, case, **asked: str) -> str:
    return words(browser.get(address(case, "correspondence/"), asked))


# Recording


def test_a_letter_stands_in_the_log_with_all_that_was_typed(cast, case, as_user, written, today):
    written(due_in=30, party_words="Coroner’s officer", note="She asks for the\nterms of reference.")
    page = log(as_user(cast.panel_member), case)
    for part in (
        "Request for papers",
        "From: Coroner",
        "Coroner’s officer",
        "She asks for the\nterms of reference.",
        clock.day_words(today - timedelta(days=10)),
        "We owe an answer",
        f"Our answer is due on {clock.day_words(today + timedelta(days=30))}",
        "Recorded by Jo Marsh",
    ):
        assert part in page, part
    assert "Record correspondence" not in page  # a panel member reads


def test_an_empty_log_says_what_stands_there(cast, case, as_user):
    assert "No correspondence is recorded yet." in log(as_user(cast.coordinator), case)


@pytest.mark.parametrize("person", ["coordinator", "la", "police", "icb"])
def test_coordinator_and_partners_record(cast, case, as_user, today, person):
    browser = as_user(getattr(cast, person))
    assert browser.post(address(case, "correspondence/add/"), letter(today)).status_code == 302
    assert Correspondence.objects.get().recorded_by == getattr(cast, person)


@pytest.mark.parametrize("person", ["panel_member", "reviewer"])
def test_panel_and_reviewer_read_and_do_not_record(cast, case, as_user, written, today, person):
    found = written(due_in=3)
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    for rest in ("correspondence/add/", f"correspondence/{found.pk}/answered/"):
        for response in (browser.get(address(case, rest)), browser.post(address(case, rest), letter(today))):
            assert response.status_code == 403
            assert "Only the coordinator and the partners’ delegates may record correspondence." in words(
                response
            )
    assert "Mark as answered" not in log(browser, case)
    assert everything_but_the_audit_log() == before


def test_what_is_wrong_is_named_and_what_was_typed_is_kept(cast, case, as_user, today):
    """E04."""
    browser = as_user(cast.coordinator)
    for changes, name, sentence in (
        ({"direction": ""}, "direction", "Choose whether it came in or went out."),
        ({"party": ""}, "party", "Choose with whom."),
        ({"party": "nobody"}, "party", "Choose with whom from the list."),
        ({"party": "agency"}, "party_words", "Enter which office or body it was."),
        ({"subject": " "}, "subject", "Enter the subject."),
        (day("happened_on", today + timedelta(days=1)), "happened_on", "The day can’t be in the future."),
        (day("due_on", today - timedelta(days=1)), "due_on", "An answer can’t be due before the letter"),
        ({"document": "0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a"}, "document", "Choose the letter itself"),
    ):
        typed_in = letter(today, note="Kept as typed.") | changes
        response = browser.post(address(case, "correspondence/add/"), typed_in)
        assert response.status_code == 200
        assert sentence in str(response.context["form"].errors[name]), name
        assert "Kept as typed." in words(response)
    assert not Correspondence.objects.exists()


def test_the_same_letter_sent_twice_is_one(cast, case, as_user, today):
    """E09."""
    browser = as_user(cast.coordinator)
    for _time in range(3):
        assert browser.post(address(case, "correspondence/add/"), letter(today)).status_code == 302
    assert Correspondence.objects.count() == 1
    assert AuditRow.objects.filter(verb="correspondence.recorded").count() == 1
    browser.post(address(case, "correspondence/add/"), letter(today, subject="A reminder"))
    assert Correspondence.objects.count() == 2


def test_the_log_of_deeds_has_the_keys_and_not_the_words(cast, case, as_user, written):
    """G06."""
    written(subject="ZZCANARY subject", note="ZZCANARY note", party_words="ZZCANARY office")
    row = AuditRow.objects.get(verb="correspondence.recorded")
    assert row.detail == {
        "letter": str(Correspondence.objects.get().pk),
        "direction": "in",
        "party": "coroner",
    }
    assert "ZZCANARY" not in repr(list(AuditRow.objects.values_list()))


# The letter itself


def add_document(browser, case, **changes) -> Document:
    assert browser.post(address(case, "documents/add/"), files.typed(**changes)).status_code == 302
    return Document.objects.latest("added_at")


def test_a_linked_document_is_shown_to_those_who_may_open_it(cast, case, as_user, written):
    """Practice 17: the title of a privileged document is no more for the panel than its bytes."""
    browser = as_user(cast.coordinator)
    plain = add_document(browser, case, title="The letter")
    secret = add_document(browser, case, title="Counsel’s note", document_class="privileged")
    written(document=str(plain.pk))
    written(document=str(secret.pk), subject="Advice")
    for person, sees in (("police", True), ("panel_member", False), ("reviewer", False)):
        page = log(as_user(getattr(cast, person)), case)
        assert address(case, f"documents/{plain.pk}/") in page
        assert ("Counsel’s note" in page) == (str(secret.pk) in page) == sees, person
        assert "Advice" in page


def test_only_documents_of_the_case_that_are_there_can_be_linked(cast, case, make_case, as_user, today):
    """A06."""
    browser = as_user(cast.coordinator)
    other = make_case(pseudonym="Child Robin").case
    foreign, gone = add_document(browser, other), add_document(browser, case, title="Gone")
    browser.post(address(case, f"documents/{gone.pk}/remove/"), {"reason": "A mistake."})
    for document in (foreign, gone):
        response = browser.post(
            address(case, "correspondence/add/"), letter(today, document=str(document.pk))
        )
        assert response.context["form"].errors["document"]
        with pytest.raises(Refused):
            actions.record_correspondence(
                case,
                direction="in",
                party="coroner",
                happened_on=today,
                subject="x",
                document=document,
                by=cast.coordinator,
                at=clock.now(),
            )
    assert not Correspondence.objects.exists()


def test_a_document_that_is_removed_later_is_linked_no_more(cast, case, as_user, written):
    browser = as_user(cast.coordinator)
    document = add_document(browser, case)
    written(document=str(document.pk))
    browser.post(address(case, f"documents/{document.pk}/remove/"), {"reason": "A mistake."})
    page = log(browser, case)
    assert "Request for papers" in page and str(document.pk) not in page


# Answers


def test_an_answer_is_recorded_once_with_its_day(cast, case, as_user, written, today):
    found = written(days_ago=10, due_in=-3)
    browser = as_user(cast.coordinator)
    rest = f"correspondence/{found.pk}/answered/"
    assert "Request for papers" in words(browser.get(address(case, rest)))
    for wrong, sentence in (
        (today + timedelta(days=1), "can’t be in the future"),
        (
            today - timedelta(days=11),
            f"can’t be before the day of what it answers, {clock.day_words(today - timedelta(days=10))}",
        ),
    ):
        assert sentence in words(browser.post(address(case, rest), day("answered_on", wrong)))
    page = words(browser.post(address(case, rest), day("answered_on", today), follow=True))
    assert f"on {clock.day_words(today)}" in page and "Overdue" not in page.split("<table")[1]
    for method in ("get", "post"):
        again = getattr(browser, method)(address(case, rest), day("answered_on", today))
        assert again.status_code == 409
        assert "Already: this was answered on" in words(again)
    assert AuditRow.objects.filter(verb="correspondence.answered").count() == 1


def test_a_letter_of_another_case_is_not_found_under_ones_own(cast, case, make_case, as_user, written, today):
    """A06."""
    found = written()
    mine = make_case(pseudonym="Child Robin").case
    browser = as_user(cast.coordinator)
    for response in (
        browser.get(address(mine, f"correspondence/{found.pk}/answered/")),
        browser.post(address(mine, f"correspondence/{found.pk}/answered/"), day("answered_on", today)),
    ):
        assert response.status_code == 404
    found.refresh_from_db()
    assert found.answered_on is None


# Struck out, and corrected


def test_a_letter_that_was_a_mistake_is_struck_out_and_waits_for_nobody(cast, case, as_user, written):
    kept, wrong = written(subject="Kept one", due_in=-1), written(subject="Wrong one", due_in=-2, days_ago=5)
    browser = as_user(cast.coordinator)
    assert "2 answers are overdue." in log(browser, case)
    assert Turn.objects.filter(case=case, task="answer_letter").count() == 2
    response = browser.post(address(case, f"correspondence/{wrong.pk}/remove/"), {"reason": "Not ours."})
    assert response.status_code == 302
    page = log(browser, case)
    assert "“Wrong one” is removed." in page and "One answer is overdue." in page
    table = page.split("<table")[1]
    assert "<s><bdi>Wrong one</bdi></s>" in table and table.index("Kept one") < table.index("Wrong one")
    assert f"by {cast.coordinator.name}: " in table and "Not ours." in table
    assert f"{wrong.pk}/answered/" not in table
    for asked in ({"show": "waiting"}, {"show": "overdue"}):
        assert "Wrong one" not in log(browser, case, **asked)
    assert [turn.subject for turn in Turn.objects.filter(case=case, task="answer_letter")] == [kept.pk]
    row = AuditRow.objects.get(verb="correspondence.removed", reference=case.reference)
    assert row.detail == {"letter": str(wrong.pk)}


def test_what_was_removed_takes_no_answer_and_no_correction(cast, case, as_user, written, today):
    found = written()
    browser = as_user(cast.coordinator)
    assert "Enter why it is removed." in words(
        browser.post(address(case, f"correspondence/{found.pk}/remove/"), {"reason": ""})
    )
    actions.remove(found, reason="Twice.", by=cast.la, at=clock.now())
    for rest in ("remove/", "correct/", "answered/"):
        url = address(case, f"correspondence/{found.pk}/{rest}")
        for response in (browser.get(url), browser.post(url, {"reason": "So.", **day("answered_on", today)})):
            assert response.status_code == 409
            assert "Already: this was removed on " in words(response)
    again = written()
    assert again.pk != found.pk and Correspondence.objects.holding().get() == again


def test_the_days_of_an_answer_are_corrected_and_may_be_taken_back(cast, case, as_user, written, today):
    found = written(due_in=-3)
    actions.mark_answered(found, answered_on=today, by=cast.coordinator, at=clock.now())
    browser = as_user(cast.la)
    url = address(case, f"correspondence/{found.pk}/correct/")
    form = browser.get(url).context["form"]
    assert form.initial == {"due_on": today - timedelta(days=3), "answered_on": today}
    due_on = day("due_on", today + timedelta(days=20))
    assert browser.post(url, due_on).status_code == 302
    found.refresh_from_db()
    assert (found.due_on, found.answered_on) == (today + timedelta(days=20), None)
    assert "We owe an answer" in log(browser, case)
    row = AuditRow.objects.get(verb="correspondence.corrected")
    assert row.detail["due"] == found.due_on.isoformat() and row.detail["answered"] == ""


@pytest.mark.parametrize(
    ("name", "ahead", "sentence"),
    [
        ("due_on", -11, "An answer can’t be due before the letter, mail or call."),
        ("answered_on", -11, "The answer can’t be before the day of what it answers,"),
        ("answered_on", 1, "The answer can’t be in the future."),
    ],
)
def test_days_that_cant_be_are_not_taken(cast, case, as_user, written, today, name, ahead, sentence):
    found = written(days_ago=10)
    typed_in = day(name, today + timedelta(days=ahead))
    page = as_user(cast.coordinator).post(address(case, f"correspondence/{found.pk}/correct/"), typed_in)
    assert sentence in words(page)
    assert not AuditRow.objects.filter(verb="correspondence.corrected").exists()


@pytest.mark.parametrize(("person", "status"), [("panel_member", 403), ("reviewer", 403), ("outsider", 404)])
def test_who_only_reads_neither_corrects_nor_strikes_out(cast, make_case, as_user, today, person, status):
    case = make_case(Stage.GATHERING).case
    files.papers(case, cast.coordinator)
    found = case.correspondence.first()
    for rest in ("remove/", "correct/"):
        typed_in = {"reason": "So.", **day("answered_on", today)}
        url = address(case, f"correspondence/{found.pk}/{rest}")
        assert as_user(getattr(cast, person)).post(url, typed_in).status_code == status
    assert case.correspondence.holding().filter(answered_on=None).count() == case.correspondence.count()


# Filters and pages


def test_the_filters_show_what_waits_what_is_overdue_and_with_whom(cast, case, as_user, written, today):
    written(subject="Late one", due_in=-1)
    written(subject="Open one", due_in=5, party="press", direction="out")
    written(subject="No answer asked")
    answered = written(subject="Settled one", due_in=-2)
    browser = as_user(cast.coordinator)
    browser.post(address(case, f"correspondence/{answered.pk}/answered/"), day("answered_on", today))
    browser.get(address(case))  # what was said about each is read there
    subjects = {"Late one", "Open one", "No answer asked", "Settled one"}
    for asked, shown in (
        ({}, subjects),
        ({"show": "waiting"}, {"Late one", "Open one"}),
        ({"show": "overdue"}, {"Late one"}),
        ({"show": "answered"}, {"Settled one"}),
        ({"party": "press"}, {"Open one"}),
        ({"show": "overdue", "party": "press"}, set()),
        ({"show": "nonsense"}, subjects),
    ):
        page = log(browser, case, **asked)
        assert {subject for subject in subjects if subject in page} == shown, asked
        assert "One answer is overdue." in page
    assert "No letter, mail or call of this case fits." in log(browser, case, show="overdue", party="press")


def test_the_log_has_twenty_five_a_page_and_asks_no_more_for_many(
    cast, case, as_user, written, django_assert_max_num_queries
):
    for number in range(27):
        written(days_ago=60 - number, subject=f"Letter {number:02}")
    browser = as_user(cast.coordinator)
    browser.get(address(case))
    with django_assert_max_num_queries(14):
        first = log(browser, case, party="coroner")
    assert "Letter 26" in first and "Letter 01" not in first
    assert '<a class="govuk-link" rel="next" href="?party=coroner&page=2">' in first
    assert "Letter 01" in log(browser, case, page="2")


def test_what_was_typed_is_text_and_never_markup(cast, case, as_user, written):
    """E05."""
    payload = "<script>alert(1)</script>{{ 7|add:7 }}\"'>"
    written(subject=payload, note=payload, party_words=payload)
    page = as_user(cast.coordinator).get(address(case, "correspondence/")).content.decode()
    assert "<script>alert" not in page and page.count("&lt;script&gt;alert(1)") >= 3


# When it is due


@given(
    direction=st.sampled_from(Direction.values),
    offset=st.none() | st.integers(-400, 400),
    is_answered=st.booleans(),
)
def test_a_letter_is_late_from_the_day_after_its_day_until_it_is_answered(direction, offset, is_answered):
    today = date(2027, 3, 1)
    found = Correspondence(
        direction=direction,
        happened_on=date(2025, 1, 1),
        due_on=None if offset is None else today + timedelta(days=offset),
        answered_on=today if is_answered else None,
    )
    state = due.state(found, today)
    is_late = not is_answered and offset is not None and offset < 0
    assert (state.kind == "late") == is_late
    assert state.words.startswith("Overdue by") == is_late
    if is_late and offset is not None:
        assert f"{-offset} day" in state.words
    if not is_answered and offset is not None:
        assert state.sentence.startswith("Our" if direction == "in" else "Their")
