"""The notification to the national Panel: nothing bars it, one holds, it is corrected in part and may be withdrawn."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews.models import AuditRow, Case, Child, Telling
from reviews.notifications import actions
from reviews.stages import Stage
from tests import typed
from tests.deciding import stage, today
from tests.reading import address, everything_but_the_audit_log, words
from tests.telling import CHILD, LOOKED_AFTER, decide, log

pytestmark = pytest.mark.django_db


def notified(case: Case) -> Case:
    """The case as it stands, with its notification."""
    return Case.objects.select_related("notification").get(pk=case.pk)


# When it may be recorded


def test_the_notification_may_be_the_very_first_entry(cast, make_case, as_user):
    case = make_case(days_ago=2).case
    page = words(
        as_user(cast.la).post(address(case, "notification/"), typed.notification(today()), follow=True)
    )
    assert "The notification is recorded. The rapid review’s clock is running." in page
    assert stage(case) == Stage.LOGGED
    assert case.stage_changes.count() == 1


@pytest.mark.parametrize(
    "at", [Stage.LOGGED, Stage.RAPID_REVIEW, Stage.SCOPING, Stage.GATHERING, Stage.DRAFTING]
)
def test_no_stage_bars_the_notification(cast, make_case, as_user, monkeypatch, at):
    monkeypatch.setattr("publications.demo.walk.Walk.notify", lambda self, days=3: None)
    case = make_case(at).case
    assert case.notification is None
    browser = as_user(cast.coordinator)
    assert browser.post(address(case, "notification/"), typed.notification(today())).status_code == 302
    assert stage(case) == at
    assert Case.objects.get().notification.sent_on == today()


def test_the_notification_is_recorded_after_not_met(cast, as_user):
    case = log(cast, CHILD)
    decide(cast, case, is_met=False)
    browser = as_user(cast.coordinator)
    assert "Record the notification" in words(browser.get(address(case)))
    page = words(browser.post(address(case, "notification/"), typed.notification(today()), follow=True))
    assert "The notification is recorded." in page
    assert "The rapid review’s clock is running." not in page
    assert stage(case) == Stage.NOT_MET


def test_the_notification_is_recorded_on_a_case_on_hold(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "hold/"), typed.hold(today(), today() + timedelta(days=9)))
    assert browser.post(address(case, "notification/"), typed.notification(today())).status_code == 302


@pytest.mark.parametrize("person", ["police", "icb"])
def test_the_other_partners_record_nothing_of_it(cast, as_user, person):
    case = log(cast, CHILD, abuse="suspected")
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    for rest, sentence in (
        ("notification/", "Only the local authority notifies: its delegate or the coordinator records it."),
        ("notification/correct/", "Only the local authority’s delegate or the coordinator corrects"),
        ("notification/withdraw/", "Only the local authority’s delegate or the coordinator withdraws"),
    ):
        for response in (
            browser.get(address(case, rest)),
            browser.post(address(case, rest), typed.notification(today())),
        ):
            assert response.status_code == 403
            assert sentence in words(response)
    assert everything_but_the_audit_log() == before


def test_the_form_shows_when_it_is_due_with_the_working(cast, as_user, time_machine):
    time_machine.move_to(clock.at_hour(today().replace(year=2026, month=12, day=7), 12))
    case = log(cast, CHILD, abuse="suspected")
    page = words(as_user(cast.la).get(address(case, "notification/")))
    assert "Due Mon 14 December 2026." in page
    assert "Aware Mon 7 December 2026, 5 working days." in page


# Moments that can't be


def test_a_day_before_anybody_was_aware_or_in_the_future_is_refused(cast, make_case, as_user):
    case = make_case(days_ago=5).case
    browser = as_user(cast.coordinator)
    early = browser.post(
        address(case, "notification/"), typed.notification(case.aware_on - timedelta(days=1))
    )
    assert "The notification can’t be before the local authority was aware" in words(early)
    late = browser.post(address(case, "notification/"), typed.notification(today() + timedelta(days=1)))
    assert "The notification can’t be in the future." in words(late)
    assert not case.notifications.exists()
    assert browser.post(address(case, "notification/"), typed.notification(case.aware_on)).status_code == 302


def test_an_hour_before_anybody_was_aware_or_still_to_come_is_refused(cast, as_user, time_machine):
    time_machine.move_to(clock.at_hour(today(), 15), tick=False)
    case = log(cast, CHILD, abuse="suspected", aware_time=clock.london(clock.at_hour(today(), 9)).time())
    browser = as_user(cast.la)
    for hour, sentence in (
        ("8:59", "The notification can’t be before the local authority was aware, at 09:00."),
        ("15:01", "The notification can’t be in the future. It is 15:00 now."),
        ("25:00", "Enter the time it was sent like 14:30."),
    ):
        page = words(
            browser.post(address(case, "notification/"), typed.notification(today(), sent_time=hour))
        )
        assert sentence in page, hour
        assert 'href="#id_sent_time"' in page
    assert not case.notifications.exists()
    browser.post(address(case, "notification/"), typed.notification(today(), sent_time="9:00"))
    assert f"{notified(case).notification.sent_time:%H:%M}" == "09:00"


def test_the_action_refuses_a_moment_that_the_form_let_through(cast):
    case = log(cast, CHILD, abuse="suspected", days_ago=2)
    with pytest.raises(Refused, match="can’t be before the local authority was aware"):
        actions.record_notification(
            case, sent_on=case.aware_on - timedelta(days=1), sent_by="D", by=cast.la, at=clock.now()
        )
    assert not case.notifications.exists()


# What it says


def test_what_was_sent_when_by_whom_with_which_children_is_kept_and_shown(cast, as_user):
    case = log(cast, CHILD, {**CHILD, "pseudonym": "Child Rook"}, abuse="suspected")
    browser = as_user(cast.la)
    page = words(browser.get(address(case, "notification/")))
    assert page.count(" checked") == 2
    rook = case.children.get(pseudonym="Child Rook")
    sent = typed.notification(
        today(),
        what_was_sent="The online form with the minutes.",
        children=[str(rook.pk)],
        panel_reference="CSPRP/2026/88",
        note="Child Wren follows.",
    )
    browser.post(address(case, "notification/"), sent)
    notification = notified(case).notification
    assert list(notification.children.all()) == [rook]
    assert notification.recorded_by == cast.la
    page = words(browser.get(address(case, "told/")))
    for shown in (
        "The online form with the minutes.",
        "Director of children’s services",
        "CSPRP/2026/88",
        "Child Wren follows.",
    ):
        assert shown in page
    row = AuditRow.objects.get(verb="notification.recorded")
    assert row.detail == {"children": 1}


def test_more_than_four_children_are_refused_and_the_rest_go_into_the_note(cast, as_user):
    names = [f"Child {name}" for name in ("Rook", "Wren", "Finch", "Lark", "Dove")]
    case = log(cast, *({**CHILD, "pseudonym": name} for name in names), abuse="suspected")
    browser = as_user(cast.la)
    assert " checked" not in words(browser.get(address(case, "notification/")))
    keys = [str(child.pk) for child in case.children.all()]
    page = words(browser.post(address(case, "notification/"), typed.notification(today(), children=keys)))
    assert "Tick no more than four children: the notification has room for four." in page
    assert "Name the others in the note." in page
    assert page.count(" checked") == 5
    assert not case.notifications.exists()
    sent = typed.notification(today(), children=keys[:4], note="Child Wren too.")
    assert browser.post(address(case, "notification/"), sent).status_code == 302
    assert notified(case).notification.children.count() == 4


def test_a_child_of_another_case_is_not_taken(cast, as_user):
    case, other = log(cast, CHILD, abuse="suspected"), log(cast, CHILD, abuse="suspected")
    sent = typed.notification(today(), children=[str(other.children.get().pk)])
    page = words(as_user(cast.la).post(address(case, "notification/"), sent))
    assert "Choose children of this case from the list." in page
    actions.record_notification(
        case, sent_on=today(), sent_by="D", children=Child.objects.all(), by=cast.la, at=clock.now()
    )
    assert notified(case).notification.children.get().case == case


def test_no_child_need_be_named(cast, as_user):
    case = log(cast, abuse="suspected")
    browser = as_user(cast.la)
    assert "Children on the notification" not in words(browser.get(address(case, "notification/")))
    assert browser.post(address(case, "notification/"), typed.notification(today())).status_code == 302
    assert "None named" in words(browser.get(address(case, "told/")))


def test_who_got_it_with_the_panel_is_recorded_in_the_same_step(cast, as_user):
    case = log(cast, LOOKED_AFTER, abuse="suspected")
    browser = as_user(cast.la)
    browser.post(address(case, "told/add/"), typed.telling(today(), "partners"))
    page = words(browser.get(address(case, "notification/")))
    assert "The other safeguarding partners" not in page
    assert "The online form is copied to the Department for Education and Ofsted." in page
    browser.post(
        address(case, "notification/"),
        typed.notification(today(), also_told=["ofsted", "secretary_of_state"]),
    )
    told = Telling.objects.filter(case=case).values_list("told", "told_on", "told_by")
    assert set(told) == {
        ("partners", today(), "Head of service"),
        ("ofsted", today(), "Director of children’s services"),
        ("secretary_of_state", today(), "Director of children’s services"),
    }
    assert "Not told" not in words(browser.get(address(case, "told/")))


# One holds


def test_a_second_one_is_refused_while_one_holds(cast, make_case, as_user):
    case = make_case(days_ago=5).case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "notification/"), typed.notification(today()))
    for again in (
        browser.get(address(case, "notification/")),
        browser.post(address(case, "notification/"), typed.notification(case.aware_on)),
    ):
        assert again.status_code == 409
        assert "Already: the notification is recorded." in words(again)
    assert Case.objects.get().notification.sent_on == today()
    assert case.notifications.count() == 1


# Correcting


def test_reference_and_note_are_corrected_and_the_rest_stays(cast, as_user):
    case = log(cast, CHILD, abuse="suspected", days_ago=3)
    browser = as_user(cast.la)
    assert browser.get(address(case, "notification/correct/")).status_code == 409
    keys = [str(case.children.get().pk)]
    browser.post(address(case, "notification/"), typed.notification(today(), note="Old.", children=keys))
    page = words(browser.get(address(case, "notification/correct/")))
    assert "Old." in page
    assert "What was sent" not in page
    before = notified(case).notification
    everything = {
        **typed.notification(case.aware_on, what_was_sent="Something else."),
        "children": [],
        "panel_reference": "CSPRP/2026/88",
        "note": "New.",
    }
    browser.post(address(case, "notification/correct/"), everything)
    after = notified(case).notification
    assert (after.panel_reference, after.note) == ("CSPRP/2026/88", "New.")
    assert (after.sent_on, after.sent_by, after.what_was_sent) == (
        before.sent_on,
        before.sent_by,
        before.what_was_sent,
    )
    assert after.children.count() == 1
    row = AuditRow.objects.get(verb="notification.corrected")
    assert row.detail == {"fields": "panel_reference, note"}
    browser.post(address(case, "notification/correct/"), everything)
    assert AuditRow.objects.filter(verb="notification.corrected").count() == 1


def test_what_was_left_empty_can_be_added_once(cast, as_user):
    case = log(cast, CHILD, abuse="suspected")
    actions.record_notification(case, sent_on=today(), sent_by="Director", by=cast.la, at=clock.now())
    browser = as_user(cast.coordinator)
    child = case.children.get()
    added = {"what_was_sent": "The online form.", "children": [str(child.pk)]}
    assert browser.post(address(case, "notification/correct/"), added).status_code == 302
    notification = notified(case).notification
    assert notification.what_was_sent == "The online form."
    assert list(notification.children.all()) == [child]
    browser.post(address(case, "notification/correct/"), {"what_was_sent": "Something else."})
    actions.correct_notification(
        case,
        panel_reference="",
        note="",
        what_was_sent="Something else.",
        children=[],
        by=cast.la,
        at=clock.now(),
    )
    assert notified(case).notification.what_was_sent == "The online form."


# Withdrawing


@pytest.fixture
def not_met(cast):
    """A case that was notified, and then found not to meet the criteria."""
    case = log(cast, CHILD, abuse="suspected", days_ago=3)
    actions.record_notification(
        case, sent_on=today() - timedelta(days=2), sent_by="Director", by=cast.la, at=clock.now()
    )
    decide(cast, case, is_met=False)
    return case


def test_a_notification_is_withdrawn_when_the_criteria_are_found_not_to_be_met(cast, as_user, not_met):
    browser = as_user(cast.la)
    assert "Withdraw the notification" in words(browser.get(address(not_met)))
    page = words(
        browser.post(address(not_met, "notification/withdraw/"), typed.withdrawal(today()), follow=True)
    )
    assert "The withdrawal is recorded. The notification stays on the record." in page
    assert "Two doctors confirm an illness as the cause." in page
    notification = notified(not_met).notification
    assert (notification.withdrawn_on, notification.withdrawn_by) == (today(), cast.la)
    assert "Withdraw the notification" not in words(browser.get(address(not_met)))
    again = browser.post(address(not_met, "notification/withdraw/"), typed.withdrawal(today()))
    assert again.status_code == 409
    assert "Already: the notification was withdrawn." in words(again)
    late = browser.post(address(not_met, "notification/correct/"), {"note": "New."})
    assert late.status_code == 409
    assert "Already: the notification was withdrawn, so it stays as it is." in words(late)


def test_nothing_is_withdrawn_before_the_criteria_are_decided_or_once_they_are_met(cast, as_user):
    case = log(cast, CHILD, abuse="suspected")
    browser = as_user(cast.coordinator)
    for is_decided in (False, True):
        if is_decided:
            decide(cast, case, is_met=True)
        response = browser.post(address(case, "notification/withdraw/"), typed.withdrawal(today()))
        assert response.status_code == 409
        wanted = (
            "is withdrawn when the criteria are found not" if is_decided else "no notification is recorded"
        )
        assert wanted in words(response)
        assert "Withdraw the notification" not in words(browser.get(address(case)))
        if not is_decided:
            browser.post(address(case, "notification/"), typed.notification(today()))
    assert notified(case).notification.withdrawn_at is None


def test_a_withdrawal_before_the_sending_or_in_the_future_is_refused(cast, as_user, not_met):
    browser = as_user(cast.la)
    for days, sentence in (
        (-3, "The withdrawal can’t be before the notification was sent"),
        (1, "The withdrawal can’t be in the future."),
    ):
        day = today() + timedelta(days=days)
        page = words(browser.post(address(not_met, "notification/withdraw/"), typed.withdrawal(day)))
        assert sentence in page
    assert notified(not_met).notification.withdrawn_at is None


def test_once_reopened_a_new_notification_takes_the_place_of_the_withdrawn_one(cast, as_user, not_met):
    browser = as_user(cast.coordinator)
    browser.post(address(not_met, "notification/withdraw/"), typed.withdrawal(today()))
    first = notified(not_met).notification
    assert "Record the notification" not in words(browser.get(address(not_met)))
    reopened = browser.post(address(not_met, "criteria/reopen/"), {"reason": "The second scan."})
    assert reopened.status_code == 302
    assert "Record the notification" in words(browser.get(address(not_met)))
    early = browser.post(address(not_met, "notification/"), typed.notification(today() - timedelta(days=1)))
    assert "The notification can’t be before the earlier one was withdrawn" in words(early)
    assert browser.post(address(not_met, "notification/"), typed.notification(today())).status_code == 302
    second = notified(not_met).notification
    assert second != first
    assert list(not_met.notifications.order_by("recorded_at")) == [first, second]
    page = words(browser.get(address(not_met, "told/")))
    assert "Two doctors confirm an illness as the cause." in page


def test_the_notification_waits_only_where_it_is_asked_for_or_may_come_to_be(cast):
    for facts, waits in (
        ({"abuse": "suspected"}, True),
        ({"abuse": "not_yet_known"}, True),
        ({"abuse": "neither"}, False),
    ):
        case = log(cast, LOOKED_AFTER, **facts)
        assert actions.access.is_awaited(case) is waits
        assert actions.access.is_offered(case)
