"""The rapid review is written piece by piece, read beside what agencies returned, completed, and stands."""

from datetime import date, timedelta

import pytest
import time_machine

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.models import AuditRow, Case, RapidReview, RapidReviewSection
from reviews.rapid_review import actions
from reviews.stages import Stage
from tests import asking, typed
from tests.deciding import hold_rapid_review, stage, today, write_rapid_review
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

FACTS = "rapid-review/sections/facts/"


@pytest.fixture
def case(make_case):
    """A case at its rapid review, of which nothing is written."""
    return make_case(Stage.RAPID_REVIEW).case


@pytest.fixture
def browser(cast, as_user):
    """The coordinator's browser."""
    return as_user(cast.coordinator)


def states(page) -> dict[str, str]:
    """What the task list says of each piece."""
    return {row[0]: row[2] for row in page.context["tasks"]}


def test_it_is_written_in_any_order_and_each_piece_says_how_far_it_is(case, browser):
    page = browser.get(address(case, "rapid-review/"))
    assert list(states(page)) == [
        "The meeting",
        *RapidReviewSection.objects.asked_on(today()).values_list("heading", flat=True),
    ]
    assert states(page)["What is known"] == states(page)["The meeting"] == "To write"
    assert states(page)["What worked well"] == "Optional"
    browser.post(address(case, FACTS), typed.section("First."))
    browser.post(address(case, "rapid-review/meeting/"), typed.meeting(today(), attended_by=""))
    page = browser.get(address(case, "rapid-review/"))
    assert (states(page)["What is known"], states(page)["The meeting"]) == ("Written", "Incomplete")
    assert "Not yet: who attended, “Each agency’s involvement”" in words(page)


def test_a_draft_is_saved_any_number_of_times_and_can_be_emptied(case, browser):
    for text in ("First.", "Second.", ""):
        began_from = browser.get(address(case, FACTS)).context["form"]["began_from"].value()
        answer = browser.post(address(case, FACTS), typed.section(text, began_from), follow=True)
        assert "“What is known” is saved." in words(answer)
        assert list(RapidReview.objects.get().parts.values_list("text", flat=True)) == [text] * bool(text)
    assert RapidReview.objects.get().version == 3
    rows = AuditRow.objects.filter(verb="rapid_review.saved", reference=case.reference).order_by("sequence")
    assert [row.detail["version"] for row in rows] == [1, 2, 3]
    assert "Second." not in str([row.detail for row in rows])
    assert case.title not in str([row.detail for row in rows])


def test_the_same_sent_twice_is_saved_once(case, browser):
    """E09: a double click."""
    for _twice in range(2):
        assert browser.post(address(case, FACTS), typed.section("Once.")).status_code == 302
        assert browser.post(address(case, "rapid-review/meeting/"), typed.meeting(today())).status_code == 302
    assert RapidReview.objects.get().version == 2


def test_of_two_at_once_the_second_sees_both_texts_and_loses_neither(cast, case, browser, as_user):
    """E10, E11."""
    second = as_user(cast.second_coordinator)
    assert browser.post(address(case, FACTS), typed.section("What the first wrote.")).status_code == 302
    late = second.post(address(case, FACTS), typed.section("What the second wrote."))
    assert late.status_code == 409
    page = words(late)
    assert page.index("What the first wrote.") < page.index("What the second wrote.</textarea>")
    assert "Compare both, and save again." in page
    assert RapidReview.objects.get().parts.get().text == "What the first wrote."
    began_from = late.context["form"].data["began_from"]
    both = typed.section("What both wrote.", began_from)
    assert second.post(address(case, FACTS), both).status_code == 302
    assert RapidReview.objects.get().parts.get().text == "What both wrote."


def test_two_who_write_different_sections_are_not_in_each_others_way(cast, case, browser, as_user):
    second = as_user(cast.second_coordinator)
    assert browser.post(address(case, FACTS), typed.section("Facts.")).status_code == 302
    rest = "rapid-review/sections/safety/"
    assert second.post(address(case, rest), typed.section("Safety.")).status_code == 302
    assert RapidReview.objects.get().parts.count() == 2


def test_of_two_who_change_the_meeting_the_second_sees_both(case, browser):
    browser.post(address(case, "rapid-review/meeting/"), typed.meeting(today()))
    yesterday = typed.meeting(case.aware_on, attended_by="Only two")
    late = browser.post(address(case, "rapid-review/meeting/"), yesterday)
    assert late.status_code == 409
    rows = {question: (theirs, mine) for question, theirs, mine in late.context["differences"]}
    assert rows["Who attended"] == ("The three partners", "Only two")
    assert RapidReview.objects.get().attended_by == "The three partners"


@pytest.mark.parametrize("began_from", ["", "x", "-1", "9" * 30])
def test_a_draft_that_does_not_say_what_it_began_from_replaces_nothing(case, browser, began_from):
    """A09."""
    browser.post(address(case, FACTS), typed.section("Kept."))
    late = browser.post(address(case, FACTS), typed.section("Mine.", began_from))
    assert late.status_code == 409
    assert "Kept." in words(late) and "Mine." in words(late)
    assert RapidReview.objects.get().parts.get().text == "Kept."


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (1, "The meeting can’t be in the future."),
        (-400, "The meeting can’t be before the local authority was aware"),
    ],
)
def test_a_meeting_on_a_day_that_cant_be_is_refused(case, browser, days, sentence):
    typed_in = typed.meeting(today() + timedelta(days=days))
    response = browser.post(address(case, "rapid-review/meeting/"), typed_in)
    assert sentence in words(response)
    assert "The three partners" in words(response)
    assert not RapidReview.objects.exists()


def test_accepted_returns_stand_beside_each_section_and_missing_ones_are_named(cast, case, browser):
    asking.accepted(asking.asked(case, cast), cast.coordinator)
    hospitals = asking.author_of(asking.HOSPITALS, "matron", cast.coordinator)
    asking.sent(
        asking.asked(case, cast, hospitals, of=asking.HOSPITALS), involvement="Not yet read by anybody."
    )
    for rest in ("rapid-review/", FACTS):
        page = words(browser.get(address(case, rest)))
        assert asking.SAID in page[page.index("<details") :], rest
        missing = page[page.index(">Missing<") :]
        assert asking.HOSPITALS in missing and "Submitted, due" in missing, rest
        assert asking.HEALTH_VISITING not in missing, rest
        assert "Not yet read by anybody." not in page, rest


def test_a_section_that_is_not_asked_for_is_not_there(case, browser):
    browser.post(address(case, FACTS), typed.section("Begun."))
    RapidReviewSection.objects.create(
        key="later", heading="Asked later", place=5, starts_on=today() + timedelta(days=1)
    )
    for key in ("later", "nonsense"):
        url = address(case, f"rapid-review/sections/{key}/")
        assert browser.get(url).status_code == browser.post(url, typed.section("x")).status_code == 404
    assert "Asked later" not in words(browser.get(address(case, "rapid-review/")))


def test_the_sections_stay_those_of_the_day_on_which_it_was_begun(case, browser, cast, as_user):
    browser.post(address(case, FACTS), typed.section("Begun."))
    tomorrow = today() + timedelta(days=1)
    RapidReviewSection.objects.filter(key="facts").update(ends_on=today())
    RapidReviewSection.objects.create(key="racism", heading="Racism", place=5, starts_on=tomorrow)
    with time_machine.travel(clock.at_hour(tomorrow, 12), tick=False):
        page = as_user(cast.coordinator).get(address(case, "rapid-review/"))
        assert "What is known" in states(page) and "Racism" not in states(page)


# Completing


def test_it_is_complete_once_everything_is_there(case, browser):
    url = address(case, "rapid-review/complete/")
    for response in (browser.get(url), browser.post(url, {"version": "1"})):
        assert response.status_code == 409
        assert "Not yet: the day of the meeting, who attended, “What is known”" in words(response)
    write_rapid_review(browser, case)
    page = browser.get(url)
    assert "Several services knew the child." in words(page)
    done = browser.post(url, {"version": page.context["form"].initial["version"]}, follow=True)
    assert "The rapid review is recorded. The decision on a review is next." in words(done)
    assert Case.objects.get().held_rapid_review.recorded_by.name in words(
        browser.get(address(case, "rapid-review/"))
    )
    record = words(browser.get(address(case, "decisions/")))
    for text in typed.RAPID_REVIEW.values():
        assert text in record


def test_each_required_piece_is_named_when_it_alone_is_missing(case, browser):
    write_rapid_review(browser, case)
    url = address(case, "rapid-review/sections/next_steps/")
    began_from = browser.get(url).context["form"]["began_from"].value()
    browser.post(url, typed.section("", began_from))
    response = browser.get(address(case, "rapid-review/complete/"))
    assert (response.status_code, "Not yet: “Next steps” is missing." in words(response)) == (409, True)


def test_what_was_changed_since_it_was_read_is_not_completed_unread(cast, case, browser, as_user):
    write_rapid_review(browser, case)
    url = address(case, "rapid-review/complete/")
    version = browser.get(url).context["form"].initial["version"]
    worked = address(case, "rapid-review/sections/what_worked/")
    as_user(cast.second_coordinator).post(worked, typed.section("A midwife who rang twice."))
    response = browser.post(url, {"version": version})
    assert response.status_code == 409
    assert "The rapid review was changed since you read it. Read it again." in words(response)
    assert "A midwife who rang twice." in words(response)
    assert Case.objects.get().held_rapid_review is None
    again = response.context["form"].data["version"]
    assert browser.post(url, {"version": again}).status_code == 302


def test_once_complete_it_stands_and_a_late_text_stays_on_the_page(case, browser):
    hold_rapid_review(browser, case)
    before = everything_but_the_audit_log()
    late = browser.post(address(case, FACTS), typed.section("Typed too late."))
    assert late.status_code == 409
    assert "Typed too late." in words(late)
    assert "The rapid review is recorded." in words(late)
    for rest in ("rapid-review/meeting/", FACTS, "rapid-review/complete/"):
        response = browser.get(address(case, rest))
        assert response.status_code == 409, rest
        assert "Already: the rapid review is recorded." in words(response), rest
    assert browser.post(address(case, "rapid-review/complete/"), {"version": "1"}).status_code == 409
    assert everything_but_the_audit_log() == before
    page = words(browser.get(address(case, "rapid-review/")))
    assert "Several services knew the child." in page
    assert "Save" not in page


# Who may


@pytest.mark.parametrize("person", ["la", "police", "icb"])
def test_a_draft_is_the_coordinators_and_partners_read_it_once_it_is_complete(
    cast, case, browser, as_user, person
):
    write_rapid_review(browser, case)
    partner = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    for rest in ("rapid-review/", "rapid-review/meeting/", FACTS, "rapid-review/complete/"):
        response = partner.get(address(case, rest))
        assert response.status_code == 403, rest
        assert "Only the coordinator may record the rapid review." in words(response), rest
    for rest, typed_in in (
        ("rapid-review/meeting/", typed.meeting(today())),
        (FACTS, typed.section("Mine now.")),
        ("rapid-review/complete/", {"version": "8"}),
    ):
        assert partner.post(address(case, rest), typed_in).status_code == 403, rest
    assert everything_but_the_audit_log() == before
    version = browser.get(address(case, "rapid-review/complete/")).context["form"].initial["version"]
    browser.post(address(case, "rapid-review/complete/"), {"version": version})
    assert "Several services knew the child." in words(partner.get(address(case, "rapid-review/")))


@pytest.mark.parametrize("is_complete", [False, True])
@pytest.mark.parametrize("person", ["outsider", "agency_author", "eastfold_delegate", "administrator"])
def test_outside_the_scope_there_is_no_rapid_review(cast, case, browser, as_user, person, is_complete):
    """A01, A02."""
    (hold_rapid_review if is_complete else write_rapid_review)(browser, case)
    stranger = as_user(getattr(cast, person))
    for rest in ("", "meeting/", "sections/facts/", "complete/", "word/"):
        assert stranger.get(address(case, f"rapid-review/{rest}")).status_code == 404, rest


def test_nothing_is_written_before_the_criteria_are_met_or_while_they_are_open_again(
    cast, make_case, browser, case
):
    logged = make_case(pseudonym="Child Robin").case
    sentence = "Not yet: a rapid review follows when the criteria are met."
    assert sentence in words(browser.get(address(logged, "rapid-review/")))
    assert browser.post(address(logged, FACTS), typed.section("Early.")).status_code == 409
    browser.post(address(case, FACTS), typed.section("Begun."))
    browser.post(address(case, "criteria/reopen/"), {"reason": "A witness came forward."})
    assert stage(case) == Stage.LOGGED
    late = browser.post(address(case, FACTS), typed.section("More."))
    assert (late.status_code, sentence in words(late), "More." in words(late)) == (409, True, True)
    assert RapidReview.objects.get().parts.get().text == "Begun."


def test_the_actions_ask_again_whatever_a_page_has_let_through(cast, case):
    """A11."""
    whole = {"meeting_on": today(), "attended_by": "All", "parts": typed.RAPID_REVIEW, "at": clock.now()}
    with pytest.raises(Refused, match="Only the coordinator"):
        actions.record_rapid_review(case, by=cast.police, **whole)
    with pytest.raises(NotYet, match="Not yet: “Next steps” is missing"):
        parts = {key: text for key, text in typed.RAPID_REVIEW.items() if key != "next_steps"}
        actions.record_rapid_review(case, by=cast.coordinator, **{**whole, "parts": parts})
    assert not RapidReview.objects.exists()
    actions.record_rapid_review(case, by=cast.coordinator, **whole)
    with pytest.raises(NotYet, match="Already: the rapid review is recorded"):
        actions.record_rapid_review(case, by=cast.coordinator, **whole)


def test_a_mark_tells_kept_texts_apart_and_is_nothing_for_nothing():
    assert actions.mark() == actions.mark("") == actions.mark(None, "") == 0
    assert len({actions.mark("a"), actions.mark("b"), actions.mark(date(2026, 1, 2), "a")}) == 3
