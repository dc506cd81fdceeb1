"""How long a case is kept, what forbids its disposal, and the two people that it takes. What goes: test_disposal."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews.models import (
    AgeBand,
    AuditRow,
    Case,
    Child,
    Disposal,
    DisposalHold,
    Finding,
    RecordKind,
    RetentionPeriod,
    Theme,
    Trigger,
    User,
)
from reviews.retention import actions, due
from tests import keeping
from tests.admin_pages import errors, send, url
from tests.reading import address, everything_but_the_audit_log, words
from tests.typed import day

pytestmark = pytest.mark.django_db

LIST = "/staff/retention/"
IN_SPRING = date(2030, 4, 30)


def test_nothing_is_due_without_a_period_and_two_people_dispose(cast, make_case, as_user):
    """From an empty schedule to the stub: due, proposed by one, confirmed by another, gone for everybody."""
    case = keeping.ended(make_case)
    first, second = as_user(cast.coordinator), as_user(cast.la)
    assert "No period has been decided yet, so everything is kept." in words(first.get(LIST))
    assert first.get(address(case, "keeping/propose/")).status_code == 409
    keeping.period()
    page = words(first.get(LIST))
    assert case.reference in page and "There is none in your areas." not in page
    page = words(first.get(address(case, "keeping/")))
    assert "The period is 1 month: from" in page and "The partnership’s schedule of 2025." in page
    reason = {"reason": "The schedule says so."}
    page = words(first.post(address(case, "keeping/propose/"), reason, follow=True))
    assert "Nothing goes until somebody else confirms it." in page
    # The same person, in whatever way: the page, the form, the action's own check
    refused = first.post(address(case, "keeping/confirm/"), {"typed": case.reference})
    assert refused.status_code == 403 and "somebody else has to confirm it" in words(refused)
    assert Case.objects.filter(pk=case.pk).exists()
    page = words(second.get(address(case, "keeping/confirm/")))
    assert "1 child, under a pseudonym" in page and "6 sealed identities" in page
    assert "That is not the reference" in words(
        second.post(address(case, "keeping/confirm/"), {"typed": "SC-ZZZZ-ZZZZ"})
    )
    page = words(second.post(address(case, "keeping/confirm/"), {"typed": case.reference}, follow=True))
    stub = Disposal.objects.get()
    assert "This is all that stays of the case" in page and case.reference in page
    assert (stub.proposed_by, stub.confirmed_by) == (cast.coordinator, cast.la)
    assert (stub.criteria_met, stub.record_kind) == (False, RecordKind.NOT_MET)
    assert "Child Wren" not in page
    # Gone: 410 to those who look after it, and to everybody else a reference that never was
    for rest in ("", "keeping/", "identities/"):
        answer = first.get(address(case, rest))
        assert answer.status_code == 410 and "was disposed of" in words(answer)
    for person in (cast.outsider, cast.panel_member, cast.administrator, cast.auditor, cast.publisher):
        browser = as_user(person)
        assert browser.get(address(case)).status_code == 404
        assert browser.get(f"{LIST}disposed/{stub.pk}/").status_code == 404
    assert case.reference in words(first.get(LIST))
    assert case.reference not in words(first.get("/staff/cases/"))
    verbs = AuditRow.objects.filter(verb__startswith="retention.").order_by("sequence")
    found = [(row.verb, row.reference, row.actor) for row in verbs]
    assert found == [
        ("retention.disposal_proposed", case.reference, str(cast.coordinator.pk)),
        ("retention.disposal_confirmed", case.reference, str(cast.la.pk)),
        ("retention.disposed", case.reference, str(cast.la.pk)),
    ]


def themed(case: Case, cast) -> Theme:
    """The theme of a finding of the case."""
    theme = Theme.objects.get_or_create(slug="sleep", defaults={"name": "Safer sleep"})[0]
    finding = Finding.objects.create(
        case=case,
        number=1,
        title="Sleep",
        text="Nobody asked.",
        added_at=clock.now(),
        added_by=cast.coordinator,
    )
    finding.themes.add(theme)
    return theme


def test_what_covers_the_case_forbids_its_disposal(cast, make_case, as_user, today):
    """Each kind of disposal hold stops it, at the proposal and once more at the confirmation; lifted, it goes on."""
    case = keeping.ended(make_case)
    keeping.period()
    first, second = as_user(cast.coordinator), as_user(cast.second_coordinator)
    keeping.proposed(case, cast.coordinator)
    again = today + timedelta(days=30)
    form = keeping.hold_form(again)
    area = str(case.area_id)
    ways = [
        (address(case, "keeping/hold/"), form),
        (f"{LIST}holds/new/", form | {"covers": "area", "area": area}),
        (f"{LIST}holds/new/", form | {"covers": "kind", "record_kind": "not_met", "area": area}),
        (f"{LIST}holds/new/", form | {"covers": "theme", "theme": str(themed(case, cast).pk)}),
    ]
    for where, typed_in in ways:
        first.post(where, typed_in)
        hold = DisposalHold.objects.get(lifted_at__isnull=True)
        assert keeping.HOLD_TEXT in words(second.get(address(case, "keeping/")))
        assert "A public inquiry: look again on" in words(second.get(address(case)))
        refused = second.post(address(case, "keeping/confirm/"), {"typed": case.reference})
        assert refused.status_code == 409 and "disposal hold covers the case" in words(refused)
        later = {"answer": "keep", **day("look_again_on", again + timedelta(days=9))}
        second.post(f"{LIST}holds/{hold.pk}/", later)
        assert DisposalHold.objects.get(pk=hold.pk).look_again_on == again + timedelta(days=9)
        assert "Enter why it is lifted." in words(second.post(f"{LIST}holds/{hold.pk}/", {"answer": "lift"}))
        second.post(f"{LIST}holds/{hold.pk}/", {"answer": "lift", "reason": "The inquiry is over."})
        assert second.get(f"{LIST}holds/{hold.pk}/").status_code == 409
    # Another kind, and somebody else's area, cover nothing of it
    first.post(f"{LIST}holds/new/", form | {"covers": "kind", "record_kind": "review"})
    farholt = as_user(cast.outsider)
    before = everything_but_the_audit_log()
    answer = farholt.post(f"{LIST}holds/new/", form | {"covers": "area", "area": area})
    assert answer.status_code == 200 and everything_but_the_audit_log() == before
    assert case.reference not in words(farholt.get(LIST))
    second.post(address(case, "keeping/confirm/"), {"typed": case.reference})
    assert Disposal.objects.get().carried_out_at is not None


def test_what_is_still_open_forbids_it_and_a_proposal_can_be_taken_back(cast, make_case, as_user):
    case = keeping.ended(make_case)
    keeping.period()
    browser = as_user(cast.coordinator)
    disposal = keeping.proposed(case, cast.coordinator)
    assert "Already: the disposal is proposed." in words(browser.get(address(case, "keeping/propose/")))
    browser.post(address(case, "keeping/take-back/"), {"reason": "A letter came."})
    disposal.refresh_from_db()
    assert disposal.dropped_by == cast.coordinator
    assert browser.get(address(case, "keeping/confirm/")).status_code == 409
    as_user(cast.coordinator).post(
        address(case, "proceedings/add/"), {"kind": "inquest", "status": "open", "led_by": "The coroner"}
    )
    refused = browser.post(address(case, "keeping/propose/"), {"reason": "Now."})
    assert refused.status_code == 409 and "no end recorded yet" in words(refused)


def test_the_newest_period_in_effect_counts(cast, make_case, today):
    """A later decision holds for what is older too, and one that is not in effect yet holds for nothing."""
    case = keeping.ended(make_case)
    at = clock.now()
    keeping.period()
    assert due.of(case, at).is_over(today)
    soon = {"decided_on": today, "months": 0}
    keeping.period(effective_from=today + timedelta(days=1), is_kept=True, **soon)
    assert due.of(case, at).is_over(today)
    longer = keeping.period(effective_from=today, years=6, **soon)
    found = due.of(case, at)
    assert found.period == longer and not found.is_over(today)
    assert found.ended_on is not None and found.kept_until == clock.add_months(found.ended_on, 72)
    assert not due.of(case, at + timedelta(days=9000)).is_over(today + timedelta(days=9000))


@pytest.mark.same_with_each_database
@pytest.mark.parametrize(
    ("children", "until"),
    [
        ([], date(2056, 4, 30)),
        ([(AgeBand.FROM_5, None)], date(2050, 4, 30)),
        ([(AgeBand.FROM_5, 9)], date(2046, 4, 30)),
        ([(AgeBand.FROM_16, 17), (AgeBand.UNDER_1, None)], date(2055, 4, 30)),
        ([(AgeBand.FROM_11, None), (AgeBand.UNBORN, None)], date(2056, 4, 30)),
        ([(AgeBand.NOT_KNOWN, None)], date(2056, 4, 30)),
        ([(AgeBand.FROM_18, 24)], date(2031, 4, 30)),
    ],
)
def test_the_25th_birthday_is_taken_as_late_as_it_can_be(children, until):
    """Each child is taken to be the youngest that its band allows, on the day the case ended: never a day too early."""
    case = Case(stage="closed")
    case._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "children": [Child(age_band=band, age_years=years) for band, years in children]
    }
    period = RetentionPeriod(
        counts_from=Trigger.YOUNGEST_25,
        authority="A schedule",
        decided_by="the partners",
        decided_on=IN_SPRING,
    )
    periods = {RecordKind.NOT_MET: period}
    found = due.working(case, periods, clock.at_hour(IN_SPRING, 12))  # type: ignore[arg-type]
    assert found.kept_until == until
    assert not found.is_over(until) and found.is_over(until + timedelta(days=1))


def test_who_was_recused_or_left_neither_sees_nor_disposes(cast, make_case, as_user):
    """The action asks again, whatever the page has let through."""
    case = keeping.ended(make_case)
    keeping.period()
    disposal = keeping.proposed(case, cast.coordinator)
    hold = keeping.held(case, cast.coordinator)
    actions.lift_hold(hold, reason="Over.", by=cast.coordinator, at=clock.now())
    browser = as_user(cast.second_coordinator)
    as_user(cast.coordinator).post(
        address(case, "recuse/"), {"person": str(cast.second_coordinator.pk), "reason": "A friend."}
    )
    assert case.reference not in words(browser.get(LIST))
    assert browser.get(f"{LIST}holds/{hold.pk}/").status_code == 404
    assert browser.post(address(case, "keeping/confirm/"), {"typed": case.reference}).status_code == 404
    for person in (cast.second_coordinator, cast.outsider, cast.administrator, cast.coordinator):
        with pytest.raises(Refused):
            actions.confirm(case, disposal, by=person, at=clock.now())
    for person in (cast.panel_member, cast.auditor, cast.administrator, cast.publisher, cast.reviewer):
        assert as_user(person).get(LIST).status_code == 403
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_closed_account_loses_its_name_when_its_period_is_over(cast, case, admin, as_user, today):
    """Name, address and ways to sign in go; the key stays, for the log and for what was decided."""
    person = cast.panel_member
    name, email = person.name, person.email
    act = {"action": "take_name_off", "_selected_action": str(person.pk)}
    people = url(User, "changelist")

    def refused() -> str:
        return words(admin.post(people, act, follow=True))

    assert "Close it first." in refused()
    User.objects.filter(pk=person.pk).update(is_active=False, last_login=clock.now() - timedelta(days=400))
    User.objects.filter(pk=person.pk).update(made_at=clock.now() - timedelta(days=700), needed_at=None)
    assert "no period has been decided for closed accounts" in refused()
    facts = {"record_kind": "account", "years": "2", "months": "0", "counts_from": "last_sign_in"}
    facts |= {"authority": "The schedule.", "decided_by": "the partners", "decided_on": today.isoformat()}
    wrong = send(
        admin, RetentionPeriod, **facts | {"counts_from": "ended", "effective_from": today.isoformat()}
    )
    assert "accounts from the last sign-in" in errors(wrong)
    send(admin, RetentionPeriod, **facts, effective_from=today.isoformat())
    assert "the account is kept until" in refused()
    keeping.period(
        RecordKind.ACCOUNT, counts_from=Trigger.LAST_SIGN_IN, effective_from=today - timedelta(days=9)
    )
    User.objects.filter(pk=person.pk).update(last_login=clock.now() - timedelta(days=800), made_at=None)
    LogEntry.objects.create(
        user=cast.administrator, object_id=str(person.pk), object_repr=name, action_flag=2
    )
    earlier = LogEntry.objects.create(
        user=cast.administrator,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr="The name before",
        action_flag=2,
    )
    assert "The name goes when another administrator does the same." in refused()
    assert "another administrator has to do the same" in refused()
    person.refresh_from_db()
    assert person.name == name
    other = User.objects.create_user(
        "admin-2@demo.invalid", "a-long-password-for-tests", name="Ash Two", role="administrator"
    )
    page = words(as_user(other).post(people, act, follow=True))
    assert f"The name is taken off account {person.pk}." in page
    stub = Disposal.objects.get(record=str(person.pk))
    assert (stub.proposed_by, stub.confirmed_by) == (cast.administrator, other)
    person.refresh_from_db()
    assert (person.name, person.email, person.post) == ("Former account", f"{person.pk}@former.invalid", "")
    earlier.refresh_from_db()
    assert earlier.object_repr == "Former account"
    left = repr([list(model._base_manager.values_list()) for model in apps.get_models()])
    assert name not in left.replace(email, "") and email not in left
    assert AuditRow.objects.get(verb="person.name_taken_off").detail == {"person": str(person.pk)}
    assert case.review.seats.filter(user=person).exists()


def test_a_period_that_was_decided_is_never_changed(admin, today):
    row = keeping.period()
    assert admin.post(url(RetentionPeriod, "change", row), {"years": "0"}).status_code == 403
    assert admin.get(url(RetentionPeriod, "change", row)).status_code == 200
    row.refresh_from_db()
    assert (row.years, row.months) == (0, 1)
