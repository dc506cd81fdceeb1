"""An agency's author writes the return, saves it, and sends it; two windows at once lose nothing."""

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.audit.verification import verify
from reviews.models import AgencyReturn, AuditRow
from reviews.returns import actions, writing
from tests import asking
from tests.asking import SAID, asked, draft, fresh, ours, theirs
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

BANNER = "What you write here may be asked for by the police, a coroner or a court."


@pytest.fixture
def found(cast, rapid):
    """A request that names the cast's agency author."""
    return asked(rapid, cast)


@pytest.fixture
def author(cast, as_user):
    """The author's browser."""
    return as_user(cast.agency_author)


def test_the_author_finds_what_is_asked_by_when_and_for_what(cast, found, author):
    listed = words(author.get("/staff/requests/"))
    assert "Child Wren" in listed and "To write" in listed and clock.weekday_words(found.due_on) in listed
    page = words(author.get(theirs(found)))
    for said in ("What did you know, and what did you do?", "The rapid review", "Jo Marsh", "Not started"):
        assert said in page, said
    needs = words(author.get("/staff/"))
    assert "Child Wren: write your agency’s return" in needs


def test_what_is_written_may_be_asked_for_stands_on_every_form_of_the_return(found, author):
    """Practice: police, coroner or court may ask for it."""
    asking.saved(found)
    for rest in ("return/", "names/", "send/"):
        page = words(author.get(theirs(found, rest)))
        assert page.index(BANNER) < page.index("<form"), rest


def test_a_draft_is_saved_any_number_of_times(found, author):
    assert author.post(theirs(found, "return/"), draft(0)).status_code == 302
    assert fresh(found).state == "begun"
    assert author.post(theirs(found, "return/"), draft(1, episodes="Two.")).status_code == 302
    kept = AgencyReturn.objects.get()
    assert (kept.version, kept.involvement, kept.episodes) == (2, SAID, "Two.")
    page = author.get(theirs(found, "return/"))
    assert page.context["form"].initial["expected_version"] == 2
    assert SAID in words(page) and 'value="yes" checked' in words(page)
    assert [step.to_state for step in found.steps.all()] == ["asked", "begun"]
    rows = AuditRow.objects.filter(verb="return.saved", reference=found.case.reference).order_by("sequence")
    assert [row.detail["version"] for row in rows] == [1, 2]
    assert SAID not in str([row.detail for row in rows])


def test_an_empty_draft_is_a_draft(found, author):
    nothing = {"involvement": "", "episodes": "", "safety": "", "improvements": "", "was_involved": ""}
    assert author.post(theirs(found, "return/"), draft(0, **nothing)).status_code == 302
    assert AgencyReturn.objects.get().involvement == ""


def test_the_same_draft_sent_twice_is_saved_once(found, author):
    """E09: a double click."""
    for _twice in range(2):
        assert author.post(theirs(found, "return/"), draft(0)).status_code == 302
    assert AgencyReturn.objects.get().version == 1


def test_of_two_windows_the_second_sees_both_texts_and_loses_neither(found, author):
    """E10, E11: what was saved stays saved, what was typed stays typed; nothing is overwritten unseen."""
    assert author.post(theirs(found, "return/"), draft(0, involvement="The first window.")).status_code == 302
    late = author.post(theirs(found, "return/"), draft(0, involvement="The second window.", safety="Seen."))
    assert late.status_code == 409
    page = words(late)
    assert "The return was saved meanwhile. Compare the two texts, and save again." in page
    assert page.index("The first window.") < page.index("The second window.")
    assert "Seen.</textarea>" in page.replace("\n", "")
    assert BANNER in page
    assert AgencyReturn.objects.get().involvement == "The first window."
    both = draft(1, involvement="The first window. The second window.")
    assert late.context["form"].data["expected_version"] == 1
    assert author.post(theirs(found, "return/"), both).status_code == 302
    assert AgencyReturn.objects.get().involvement == "The first window. The second window."


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999"])
def test_a_draft_that_does_not_say_what_it_began_from_replaces_nothing(found, author, version):
    """A09."""
    asking.saved(found)
    response = author.post(theirs(found, "return/"), draft(0, involvement="Mine.", expected_version=version))
    assert response.status_code == 409
    assert "Mine." in words(response) and SAID in words(response)
    assert AgencyReturn.objects.get().involvement == SAID


def test_a_text_that_comes_after_sending_stays_on_the_page(found, author):
    asking.sent(found)
    late = author.post(theirs(found, "return/"), draft(1, involvement="Typed too late."))
    assert late.status_code == 409
    assert "Typed too late." in words(late) and SAID in words(late)
    assert "It can be changed when the coordinator sends it back." in words(late)
    assert AgencyReturn.objects.get().involvement == SAID


def test_a_new_author_goes_on_with_the_draft(cast, found, author, as_user):
    asking.saved(found)
    second = asking.author_of(asking.HEALTH_VISITING, "second-author", cast.coordinator)
    actions.name_author(found, second, by=cast.coordinator, at=clock.now())
    browser = as_user(second)
    assert SAID in words(browser.get(theirs(found, "return/")))
    assert browser.post(theirs(found, "return/"), draft(1, safety="Mine too.")).status_code == 302
    assert author.post(theirs(found, "return/"), draft(2)).status_code == 404
    assert AgencyReturn.objects.get().saved_by == second


# Sending


def test_the_return_is_checked_and_then_sent(cast, found, author, as_user):
    asking.saved(found)
    page = words(author.get(theirs(found, "send/")))
    for said in asking.TEXTS.values():
        assert said in page or said == "yes"
    assert SAID not in words(as_user(cast.coordinator).get(ours(found)))
    assert author.post(theirs(found, "send/"), {"version": "1"}).status_code == 302
    assert fresh(found).state == "submitted"
    assert SAID in words(as_user(cast.coordinator).get(ours(found)))
    step = found.steps.get(to_state="submitted")
    assert (step.taken_by, step.taken_as) == (cast.agency_author, "Named nurse, Tarn Valley Health Visiting")
    assert AuditRow.objects.filter(verb="return.sent", reference=found.case.reference).count() == 1
    assert verify().fault is None


def test_it_is_sent_once(found, author):
    """E09."""
    asking.saved(found)
    assert author.post(theirs(found, "send/"), {"version": "1"}).status_code == 302
    assert author.post(theirs(found, "send/"), {"version": "1"}).status_code == 409
    assert found.steps.filter(to_state="submitted").count() == 1


def test_what_is_sent_is_what_was_checked(found, author):
    """A13: changed in another window after the check."""
    asking.saved(found)
    asking.saved(found, involvement="Something else.")
    response = author.post(theirs(found, "send/"), {"version": "1"})
    assert response.status_code == 409
    assert "The return was changed since you checked it. Check it again." in words(response)
    assert "Something else." in words(response) and 'name="version" value="2"' in words(response)
    assert fresh(found).state == "begun"
    assert author.post(theirs(found, "send/"), {"version": "nonsense"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"involvement": ""}, "does not say how your agency was involved, or that it was not."),
        ({"had_no_involvement": True}, "says that your agency was not involved, and how it was."),
        (
            {"had_no_involvement": True, "involvement": ""},
            "says that your agency was not involved, and how it was.",
        ),
    ],
)
def test_a_return_that_says_too_little_or_both_is_not_sent(found, author, changes, sentence):
    asking.saved(found, **changes)
    for response in (
        author.get(theirs(found, "send/")),
        author.post(theirs(found, "send/"), {"version": "1"}),
    ):
        assert response.status_code == 409
        assert sentence in words(response)
    assert fresh(found).state == "begun"


def test_no_involvement_is_an_answer(found, author):
    typed = draft(0, was_involved="no", involvement="", episodes="")
    assert author.post(theirs(found, "return/"), typed).status_code == 302
    assert author.post(theirs(found, "send/"), {"version": "1"}).status_code == 302
    assert "had no involvement with anybody on the subject sheet" in words(author.get(theirs(found)))


def test_a_return_that_was_never_begun_is_not_sent(found, author):
    assert author.get(theirs(found, "send/")).status_code == 409
    assert author.post(theirs(found, "send/"), {"version": "0"}).status_code == 409
    assert not AgencyReturn.objects.exists()


def test_after_sending_the_author_reads_and_changes_nothing_until_it_comes_back(cast, found, author):
    asking.sent(found)
    page = words(author.get(theirs(found)))
    assert SAID in page and "The return as it was sent" in page
    before = everything_but_the_audit_log()
    for rest in ("return/", "names/", "send/"):
        assert author.get(theirs(found, rest)).status_code == 409, rest
        assert (
            author.post(theirs(found, rest), draft(1) | {"version": "1", "place": "Mill"}).status_code == 409
        )
    assert everything_but_the_audit_log() == before
    actions.send_back(found, reason="Say what was agreed.", by=cast.coordinator, at=clock.now())
    page = words(author.get(theirs(found)))
    assert "Say what was agreed." in page and "Sent back for more" in page
    assert "Child Wren: add to your agency’s return" in words(author.get("/staff/"))
    assert author.post(theirs(found, "return/"), draft(1, episodes="It was agreed.")).status_code == 302
    assert author.post(theirs(found, "send/"), {"version": "2"}).status_code == 302
    asking.actions.accept(found, version=2, by=cast.coordinator, at=clock.now())
    assert "Already: the return has been accepted." in words(author.get(theirs(found)))
    assert author.get(theirs(found, "return/")).status_code == 409


def test_only_the_days_of_reminders_reach_the_author(cast, found, author):
    actions.chase(found, note="Their manager was annoyed.", by=cast.coordinator, at=clock.now())
    page = words(author.get(theirs(found)))
    assert "Reminded" in page
    assert "annoyed" not in page


def test_those_who_ask_never_read_a_draft(cast, found, rapid, as_user):
    asking.saved(found)
    for person in ("coordinator", "la", "police"):
        browser = as_user(getattr(cast, person))
        for url in (address(rapid, "requests/"), ours(found), address(rapid)):
            assert SAID not in words(browser.get(url)), (person, url)


def test_the_action_asks_again_whatever_the_page_has_let_through(cast, found):
    """A11: nobody but the author, and nothing out of turn."""
    texts = dict.fromkeys(("involvement", "episodes", "safety", "improvements"), "")
    for person in (cast.coordinator, cast.la, cast.administrator, cast.hospital_author):
        with pytest.raises(Refused):
            writing.save_return(
                found, had_no_involvement=False, **texts, expected_version=0, by=person, at=clock.now()
            )
        with pytest.raises(Refused):
            writing.list_names(found, [], by=person, at=clock.now())
        with pytest.raises(Refused):
            writing.stand_down(found, reason="No.", by=person, at=clock.now())
    with pytest.raises(NotYet):
        writing.send_return(found, expected_version=0, by=cast.agency_author, at=clock.now())
    assert not AgencyReturn.objects.exists()
