"""Meetings of the panel: called, changed, cancelled, minuted; who may, and what a meeting without quorum says."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.cases.actions import recuse
from reviews.models import AuditRow, CourtOrder, DocumentClass, Meeting
from reviews.stages import Stage
from tests import files, typed
from tests.assigned import assign
from tests.convened import call, day_of, meeting_form, minute, minutes_form, of, sit_in
from tests.reading import address, everything_but_the_audit_log, words
from tests.reviewing import fill, seat_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("caller", ["coordinator", "police"])
def test_the_coordinator_and_the_chair_call_a_meeting_that_all_can_read(cast, case, as_user, caller):
    files.papers(case, cast.coordinator)
    data = meeting_form(3, papers=[str(case.documents.get().pk)])
    browser = as_user(getattr(cast, caller))
    for _press in range(2):
        assert browser.post(address(case, "meetings/call/"), data).status_code == 302
    meeting = Meeting.objects.get()
    for person in ("coordinator", "la", "panel_member", "reviewer"):
        page = words(as_user(getattr(cast, person)).get(of(meeting)))
        for shown in (
            "Read the first draft",
            "14:30",
            "Room 3",
            "Matters arising",
            "Letter from the coroner",
            "Called",
        ):
            assert shown in page, (person, shown)
        panel = words(as_user(getattr(cast, person)).get(address(case, "panel/")))
        assert f"/meetings/{meeting.pk}/" in panel
    assert AuditRow.objects.get(verb="meeting.called").detail == {"meeting": str(meeting.pk)}


@pytest.mark.parametrize("person", ["la", "panel_member", "reviewer", "scrutineer"])
def test_others_read_and_change_nothing(cast, case, as_user, person):
    meeting = call(case, cast.coordinator)
    assign(case, cast.scrutineer, cast.coordinator)
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    for url in (address(case, "meetings/call/"), *(of(meeting, rest) for rest in CHANGES)):
        for answer in (browser.get(url), browser.post(url, meeting_form())):
            assert answer.status_code == 403, url
            assert "Only the coordinator or the chair" in words(answer)
    for url in (address(case, "meetings/"), of(meeting)):
        page = words(browser.get(url))
        assert "Call a meeting" not in page and "Record the minutes" not in page
    assert everything_but_the_audit_log() == before


CHANGES = ("change/", "cancel/", "minutes/")


@pytest.mark.parametrize("person", ["outsider", "agency_author", "publisher"])
def test_who_has_not_the_case_finds_nothing(cast, case, as_user, person):
    meeting = call(case, cast.coordinator)
    browser = as_user(getattr(cast, person))
    for url in (
        address(case, "meetings/"),
        of(meeting),
        *(of(meeting, rest) for rest in (*CHANGES, "pack/")),
    ):
        assert browser.get(url).status_code == 404


def test_somebody_recused_finds_nothing_any_more(cast, case, as_user):
    meeting = call(case, cast.coordinator)
    browser = as_user(cast.panel_member)
    assert browser.get(of(meeting)).status_code == 200
    recuse(case, cast.panel_member, reason="A neighbour.", by=cast.coordinator, at=clock.now())
    for rest in ("", "pack/"):
        assert browser.get(of(meeting, rest)).status_code == 404


def test_a_meeting_of_another_case_is_not_found(cast, case, make_case, as_user):
    """A06."""
    meeting = call(case, cast.coordinator)
    other = make_case(Stage.GATHERING, pseudonym="Child Sedge").case
    for rest in ("", *CHANGES, "pack/"):
        url = address(other, f"meetings/{meeting.pk}/{rest}")
        assert as_user(cast.coordinator).get(url).status_code == 404


def test_what_is_missing_is_said_field_by_field(cast, case, as_user):
    page = words(as_user(cast.coordinator).post(address(case, "meetings/call/"), {"agenda": "x"}))
    for sentence in (
        "Enter what the meeting is for.",
        "Enter the day of the meeting",
        "Enter the hour at which it begins",
        "Enter the place, or “online”.",
    ):
        assert sentence in page
    early = typed.day("held_on", case.review.decided_on - timedelta(days=1))
    page = words(as_user(cast.coordinator).post(address(case, "meetings/call/"), meeting_form(**early)))
    assert "The panel can’t meet before the review was decided on" in page
    assert not Meeting.objects.exists()


def an_order(case, by):
    document = case.documents.get()
    facts = {"title": "Reporting restriction", "court": "Family Court", "scope": "No names.", "protects": "X"}
    CourtOrder.objects.create(
        case=case, document=document, made_on=day_of(), recorded_at=clock.now(), recorded_by=by, **facts
    )


def privileged(case, by):
    case.documents.update(document_class=DocumentClass.PRIVILEGED)


def removed(case, by):
    case.documents.update(removed_at=clock.now(), removed_by=by, remove_reason="Wrong case.")


@pytest.mark.parametrize("spoil", [privileged, an_order, removed])
def test_privileged_documents_court_orders_and_removed_ones_are_no_papers(cast, case, as_user, spoil):
    files.papers(case, cast.coordinator)
    meeting = call(case, cast.coordinator, 1)
    document = case.documents.get()
    spoil(case, cast.coordinator)
    browser = as_user(cast.coordinator)
    url = address(case, "meetings/call/")
    assert document.title not in words(browser.get(url))
    refused = words(browser.post(url, meeting_form(papers=[str(document.pk)])))
    assert "Choose papers from the list." in refused
    # What was chosen before it became so is no paper any more.
    for person in (cast.coordinator, cast.panel_member):
        page = words(as_user(person).get(of(meeting)))
        may_know = spoil is not privileged or person == cast.coordinator
        assert ("No longer a paper" in page) == (document.title in page) == may_know
        assert f"documents/{document.pk}/" not in page
    assert document.title not in words(browser.get(of(meeting, "change/")))


def test_a_meeting_is_changed_until_its_day_is_over(cast, case, as_user, time_machine):
    meeting = call(case, cast.coordinator, 2)
    browser = as_user(cast.police)
    form = words(browser.get(of(meeting, "change/")))
    assert 'value="14:30"' in form and "Matters arising" in form
    page = words(browser.post(of(meeting, "change/"), meeting_form(4, place="Online"), follow=True))
    assert "Online" in page and clock.day_words(day_of(4)) in page
    time_machine.move_to(clock.at_hour(day_of(5), 9))
    late = as_user(cast.police).post(of(meeting, "change/"), meeting_form(9))
    assert late.status_code == 409 and "the day of this meeting is over" in words(late)


def test_a_meeting_is_cancelled_with_a_reason_and_stays_in_the_list(cast, case, as_user):
    meeting = call(case, cast.coordinator, 2)
    browser = as_user(cast.coordinator)
    assert "Enter why the meeting is cancelled." in words(
        browser.post(of(meeting, "cancel/"), {"reason": " "})
    )
    page = words(browser.post(of(meeting, "cancel/"), {"reason": "The chair is ill."}, follow=True))
    assert "The chair is ill." in page and "Cancelled" in page
    assert "Cancelled" in words(browser.get(address(case, "meetings/")))
    assert "No meeting is called." in words(browser.get(address(case, "panel/")))
    for rest in (*CHANGES, "pack/"):
        refused = browser.post(of(meeting, rest), meeting_form())
        assert refused.status_code == 409 and "this meeting was cancelled" in words(refused)


def test_minutes_are_recorded_once_the_day_has_come(cast, case, as_user, time_machine):
    meeting = call(case, cast.coordinator, 1)
    early = as_user(cast.coordinator).get(of(meeting, "minutes/"))
    assert early.status_code == 409 and "Not yet: the meeting is on" in words(early)
    time_machine.move_to(clock.at_hour(day_of(1), 17))
    browser = as_user(cast.police)
    data = minutes_form(browser, meeting)
    for _press in range(2):
        page = browser.post(of(meeting, "minutes/"), data, follow=True)
    for shown in (
        "Quorate: all three safeguarding partners were there.",
        "The draft goes to the family.",
        "Rhona Haldane, Detective superintendent, Aldermere Police",
        "Nadia Quill, Head of safeguarding",
    ):
        assert shown in words(page)
    assert AuditRow.objects.get(verb="meeting.minuted").detail["is_quorate"] is True
    assert meeting.attendances.count() == 4


@pytest.mark.parametrize(
    ("presences", "sentence", "is_quorate"),
    [
        ({"police": "absent"}, "Not quorate: police absent.", False),
        ({"icb": "apologies"}, "Not quorate: Integrated Care Board sent apologies.", False),
        ({"la": "substitute"}, "Quorate: all three safeguarding partners were there.", True),
    ],
)
def test_decisions_without_quorum_are_kept_and_shown_as_such(
    cast, case, as_user, presences, sentence, is_quorate
):
    """The portal warns, and never refuses minutes."""
    meeting = call(case, cast.coordinator)
    assert minute(as_user(cast.coordinator), meeting, **presences).status_code == 302
    page = words(as_user(cast.panel_member).get(of(meeting)))
    assert sentence in page and "The draft goes to the family." in page
    assert ("What was decided (not quorate)" in page) == (not is_quorate)
    assert ("have the decisions confirmed at a meeting" in page) == (not is_quorate)
    assert ("Lee Strand, inspector" in page) == ("substitute" in presences.values())
    listed = words(as_user(cast.panel_member).get(address(case, "meetings/")))
    assert ("Not quorate" in listed) == (not is_quorate)


def test_when_the_panel_changes_while_minutes_are_typed_no_answer_is_read_for_another_seat(
    cast, case, as_user
):
    meeting = call(case, cast.coordinator)
    browser = as_user(cast.coordinator)
    data = minutes_form(browser, meeting)
    fill(case, "la", cast.la_deputy, cast.coordinator)
    page = words(browser.post(of(meeting, "minutes/"), data))
    assert "Choose who was there for Aldermere County Council." in page
    assert "Aldermere County Council: Mina Farrow" in page and "The draft goes to the family." in page
    assert not meeting.attendances.exists()


def test_whoever_was_named_to_sit_in_stands_in_the_form_already(cast, case, as_user):
    sit_in(case, cast.la_deputy, cast.coordinator, seat_of(case, "la"))
    meeting = call(case, cast.coordinator)
    page = words(as_user(cast.coordinator).get(of(meeting, "minutes/")))
    assert 'value="Mina Farrow, Assistant director, Aldermere County Council"' in page


def test_who_sat_in_is_named_and_only_then(cast, case, as_user):
    meeting = call(case, cast.coordinator)
    browser = as_user(cast.coordinator)
    data = minutes_form(browser, meeting, la="substitute")
    place = next(name for name, value in data.items() if value == "substitute")
    unnamed = words(browser.post(of(meeting, "minutes/"), data | {f"{place}_who": ""}))
    assert "Enter who sat in for Aldermere County Council." in unnamed
    present = words(browser.post(of(meeting, "minutes/"), data | {place: "present"}))
    assert "Empty this, or choose “Somebody sat in”." in present
    assert not meeting.attendances.exists()


def test_an_empty_partners_seat_counts_and_is_absent(cast, scoping, as_user):
    fill(scoping, "la", cast.la, cast.coordinator)
    fill(scoping, "icb", cast.icb, cast.coordinator)
    meeting = call(scoping, cast.coordinator)
    browser = as_user(cast.coordinator)
    assert "Aldermere Police: nobody in this seat" in words(browser.get(of(meeting, "minutes/")))
    page = words(minute(browser, meeting, police="present"))
    assert "There is a problem" in page
    assert minute(browser, meeting, police="absent").status_code == 302
    assert "Not quorate: police absent." in words(browser.get(of(meeting)))


def test_minutes_are_not_changed_and_whoever_comes_second_keeps_what_they_typed(cast, case, as_user):
    meeting = call(case, cast.coordinator)
    first, second = as_user(cast.coordinator), as_user(cast.police)
    data = minutes_form(second, meeting, la="absent")
    minute(first, meeting)
    before = everything_but_the_audit_log()
    late = second.post(of(meeting, "minutes/"), data | {"decisions": "Something else."})
    assert late.status_code == 409
    assert "so they stand" in words(late) and "Something else." in words(late)
    assert second.get(of(meeting, "minutes/")).status_code == 409
    cancelled = second.post(of(meeting, "cancel/"), {"reason": "It never was."})
    assert cancelled.status_code == 409 and "this meeting was held" in words(cancelled)
    assert everything_but_the_audit_log() == before


def test_before_a_review_is_commissioned_there_are_no_meetings(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW).case
    for rest in ("meetings/", "meetings/call/"):
        page = as_user(cast.coordinator).get(address(case, rest))
        assert page.status_code == 409 and "has not been commissioned" in words(page)


def test_the_log_of_deeds_has_codes_and_no_words(cast, case, as_user):
    meeting = call(case, cast.coordinator)
    minute(as_user(cast.coordinator), meeting, la="substitute")
    for text in ("Lee Strand", "goes to the family", "Quill House"):
        assert not AuditRow.objects.filter(detail__icontains=text).exists()
