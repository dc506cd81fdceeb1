"""Many hands at one moment: whoever comes first is heard, the others are told, and there is one effect."""

import pytest
from django.test import Client

from cspr_portal import clock
from reviews.audit.verification import verify
from reviews.models import Case, Recusal, Review, SealedKind
from reviews.stages import Stage
from tests import asking, files, typed
from tests.reading import address
from tests.simultaneous import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]


def test_one_of_many_decisions_at_once_holds(cast, make_case, at_once):
    """E09, E10: one decision, one step, one row; the others hear that it has been made."""
    walk = make_case()
    walk.views()
    people = [cast.coordinator, cast.second_coordinator, cast.la, cast.police, cast.icb, cast.coordinator]
    answers = at_once(
        *(
            (user, address(walk.case, "criteria/"), typed.criteria(n % 2 == 0))
            for n, user in enumerate(people)
        )
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409, 409, 409]
    case = Case.objects.get()
    assert case.stage == (Stage.RAPID_REVIEW if case.criteria_decision.is_met else Stage.NOT_MET)
    assert (case.stage_changes.count(), rows("criteria.decided"), rows("case.stage_changed")) == (2, 1, 1)
    assert verify().fault is None


def test_the_same_view_sent_many_times_at_once_is_one_view(cast, make_case, at_once):
    case = make_case().case
    answers = at_once(*[(cast.police, address(case, "view/"), typed.view())] * 6)
    assert {status for status, _where in answers} == {302}
    assert (case.partner_views.count(), rows("criteria.view_given")) == (1, 1)
    assert verify().fault is None


def test_of_delegate_and_deputy_at_once_one_view_holds(cast, make_case, at_once):
    case = make_case().case
    answers = at_once(
        (cast.la, address(case, "view/"), typed.view()),
        (cast.la_deputy, address(case, "view/"), typed.view(view="needs_more", reasons="A scan is due.")),
        (cast.police, address(case, "view/"), typed.view()),
    )
    assert {status for status, _where in answers} == {302}
    holding = case.partner_views.filter(superseded_at__isnull=True)
    assert sorted(holding.values_list("partner_role", flat=True)) == ["la", "police"]
    assert case.partner_views.count() == 3


def test_a_review_is_commissioned_once(cast, make_case, at_once):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review()
    people = [cast.coordinator, cast.la, cast.police, cast.icb]
    answers = at_once(
        *((user, address(walk.case, "commission/"), {"reason": "As decided."}) for user in people)
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409]
    assert Review.objects.get().seats.count() == 3
    assert Case.objects.get().stage == Stage.SCOPING


def test_a_notification_a_child_and_a_hold_are_recorded_once(cast, make_case, at_once):
    case = make_case().case
    today = clock.today(clock.now())
    answers = at_once(*[(cast.coordinator, address(case, "notification/"), typed.notification(today))] * 4)
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409]
    child = {"pseudonym": "Child Robin", "age_band": "1_to_4"}
    answers = at_once(*[(cast.coordinator, address(case, "children/add/"), child)] * 4)
    assert sorted(status for status, _where in answers) == [200, 200, 200, 302]
    hold = typed.hold(today, clock.add_months(today, 1))
    answers = at_once(*[(cast.coordinator, address(case, "hold/"), hold)] * 4)
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409]
    assert (case.children.count(), case.holds.count()) == (2, 1)
    assert verify().fault is None


def test_the_same_facts_sealed_at_once_are_sealed_once(cast, make_case, at_once):
    case = make_case().case
    answers = at_once(*[(cast.coordinator, address(case, "identities/seal/"), {"place": "The mill"})] * 4)
    assert {status for status, _where in answers} == {302}
    assert case.sealed_items.filter(kind=SealedKind.PLACE).count() == 1


def test_two_coordinators_who_recuse_themselves_at_once_do_not_leave_the_case_alone(cast, make_case, at_once):
    """Each is the other's substitute: only the first may go."""
    people = [cast.coordinator, cast.second_coordinator]
    for number in range(5):
        case = make_case(pseudonym=f"Child {number}").case
        typed_in = [{"person": str(user.pk), "reason": "A friend."} for user in people]
        answers = at_once(
            *((user, address(case, "recuse/"), reason) for user, reason in zip(people, typed_in, strict=True))
        )
        assert sorted(status for status, _where in answers) == [200, 302]
        assert Recusal.objects.filter(case=case).count() == 1


def test_a_recusal_and_a_view_at_once_end_in_one_of_two_lawful_states(cast, make_case, at_once):
    """E10: either the view came first, or it is refused; nothing lies between."""
    for _round in range(5):
        case = make_case(pseudonym=f"Child {_round}").case
        taken_off = {"person": str(cast.la.pk), "reason": "A friend."}
        (recused, _), (viewed, _) = at_once(
            (cast.coordinator, address(case, "recuse/"), taken_off),
            (cast.la, address(case, "view/"), typed.view()),
        )
        assert recused == 302
        assert viewed in {302, 403, 404}
        assert case.partner_views.exists() == (viewed == 302)
    assert verify().fault is None


def test_two_moves_at_once_are_one_step(cast, make_case, at_once):
    case = make_case(Stage.GATHERING).case
    move = {"to_stage": "analysis", "reason": "All returns are in."}
    answers = at_once(
        *(
            (user, address(case, "move/"), move)
            for user in (cast.coordinator, cast.second_coordinator, cast.police)
        )
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409]
    assert case.stage_changes.filter(to_stage=Stage.ANALYSIS).count() == 1


def test_the_same_file_sent_many_times_at_once_is_one_document(cast, make_case, at_once, media_root):
    """E09, E10: one row, one file; the files of the others are gone again."""
    case = make_case().case
    before = files.on_disk(media_root)
    answers = at_once(
        *[(cast.coordinator, address(case, "documents/add/"), files.typed()) for _n in range(5)]
    )
    assert {status for status, _where in answers} == {302}
    assert (case.documents.count(), rows("document.added")) == (1, 1)
    assert len(files.on_disk(media_root)) == len(before) + 1
    document = case.documents.get()
    removal = (cast.coordinator, address(case, f"documents/{document.pk}/remove/"), {"reason": "A mistake."})
    assert sorted(status for status, _where in at_once(*[removal] * 3)) == [302, 409, 409]
    assert (rows("document.removed"), files.on_disk(media_root)) == (1, before)
    assert verify().fault is None


def test_the_same_letter_and_its_answer_sent_at_once_are_recorded_once(cast, make_case, at_once):
    case = make_case().case
    today = clock.today(clock.now())
    answers = at_once(*[(cast.coordinator, address(case, "correspondence/add/"), typed.letter(today))] * 4)
    assert {status for status, _where in answers} == {302}
    letter = case.correspondence.get()
    answered = (address(case, f"correspondence/{letter.pk}/answered/"), typed.day("answered_on", today))
    answers = at_once(*[(cast.coordinator, *answered)] * 4)
    assert [status for status, _where in answers].count(302) == 1
    assert (rows("correspondence.recorded"), rows("correspondence.answered")) == (1, 1)


def test_a_record_and_the_partners_own_word_at_once_end_with_the_partners_own_word_or_a_record_to_confirm(
    cast, make_case, at_once
):
    """E10: whoever comes second, one view holds, and no record replaces what the partner said itself."""
    for number in range(4):
        case = make_case(pseudonym=f"Child {number}").case
        typed_in = typed.recorded_view(cast.police, clock.today(clock.now()), view="needs_more")
        (recorded, _), (given, _) = at_once(
            (cast.coordinator, address(case, "view/record/"), typed_in),
            (cast.police, address(case, "view/"), typed.view()),
        )
        assert given == 302
        assert recorded in {200, 302, 409}
        holding = case.partner_views.get(superseded_at__isnull=True)
        assert (holding.given_by, holding.is_confirmed, holding.view) == (cast.police, True, "agrees")
        assert case.partner_views.count() == (2 if recorded == 302 else 1)
    assert verify().fault is None


def test_a_record_confirmed_and_corrected_at_once_ends_in_one_word_of_the_partner(cast, make_case, at_once):
    case = make_case().case
    typed_in = typed.recorded_view(cast.la, clock.today(clock.now()))
    browser = Client()
    browser.force_login(cast.coordinator)
    browser.post(address(case, "view/record/"), typed_in)
    recorded = case.partner_views.get()
    answers = at_once(
        (cast.la_deputy, address(case, f"view/{recorded.pk}/confirm/"), {}),
        (cast.la, address(case, "view/"), typed.view(view="disagrees", reasons="I said something else.")),
    )
    assert {status for status, _where in answers} <= {302, 409}
    assert answers[1][0] == 302
    holding = case.partner_views.get(superseded_at__isnull=True)
    assert (holding.view, holding.is_confirmed) == ("disagrees", True)
    assert verify().fault is None


def test_a_decision_is_reopened_once(cast, make_case, at_once):
    case = make_case(Stage.RAPID_REVIEW).case
    people = [cast.coordinator, cast.second_coordinator, cast.la, cast.police]
    reason = {"reason": "A second scan."}
    answers = at_once(*((user, address(case, "criteria/reopen/"), reason) for user in people))
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409]
    assert case.stage_changes.filter(to_stage=Stage.LOGGED, from_stage=Stage.RAPID_REVIEW).count() == 1
    assert rows("criteria.reopened") == 1


def test_of_met_and_a_change_of_mind_at_once_no_decision_stands_on_too_few(cast, make_case, at_once):
    """E10: either “met” was recorded while two agreed, or it is refused because one has changed its view."""
    for number in range(4):
        walk = make_case(pseudonym=f"Child {number}")
        walk.story.dissenter = 2
        walk.views()
        (decided, _), (changed, _) = at_once(
            (cast.coordinator, address(walk.case, "criteria/"), typed.criteria()),
            (cast.police, address(walk.case, "view/"), typed.view(view="disagrees")),
        )
        assert (decided, changed) in {(302, 409), (409, 302)}
        case = Case.objects.get(pk=walk.case.pk)
        assert case.stage == (Stage.RAPID_REVIEW if decided == 302 else Stage.LOGGED)
    assert verify().fault is None


def test_absences_and_escalations_sent_many_times_at_once_are_recorded_once(cast, make_case, at_once):
    case = make_case().case
    answers = at_once(*[(cast.coordinator, address(case, "absence/"), typed.absence("icb"))] * 4)
    assert {status for status, _where in answers} <= {200, 302, 409}
    assert (case.partner_absences.count(), rows("criteria.absence_recorded")) == (1, 1)
    typed_in = typed.escalation(clock.today(clock.now()))
    answers = at_once(*[(cast.la, address(case, "escalations/raise/"), typed_in)] * 4)
    assert {status for status, _where in answers} == {302}
    assert (case.escalations.count(), rows("escalation.raised")) == (1, 1)


def test_the_same_return_saved_in_many_windows_at_once_keeps_one_text_and_shows_it_to_the_others(
    cast, rapid, at_once
):
    """E10: the first is kept; the others hear of it, and nothing is overwritten."""
    found = asking.asked(rapid, cast)
    answers = at_once(
        *(
            (cast.agency_author, asking.theirs(found, "return/"), asking.draft(0, involvement=f"Window {n}."))
            for n in range(5)
        )
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409, 409, 409]
    assert (found.agency_return.version, found.steps.count(), rows("return.saved")) == (1, 2, 1)
    assert verify().fault is None


def test_a_return_sent_and_names_listed_many_times_at_once_count_once(cast, rapid, at_once):
    """E09."""
    found = asking.asked(rapid, cast)
    names = (cast.agency_author, asking.theirs(found, "names/"), {"practitioner": "Orla Foil"})
    assert {status for status, _where in at_once(*[names] * 4)} == {302}
    assert found.agency_return.names.count() == 1
    kept = asking.saved(found)
    send = (cast.agency_author, asking.theirs(found, "send/"), {"version": str(kept.version)})
    assert sorted(status for status, _where in at_once(*[send] * 4)) == [302, 409, 409, 409]
    accept = (cast.coordinator, asking.ours(found, "accept/"), {"version": str(kept.version)})
    assert sorted(status for status, _where in at_once(*[accept] * 3)) == [302, 409, 409]
    assert found.steps.filter(to_state="accepted").count() == 1
    assert verify().fault is None


def test_two_coordinators_who_ask_the_same_agency_at_once_ask_it_once(cast, rapid, at_once):
    typed_in = asking.ask_form(rapid, [asking.agency(), asking.agency(asking.HOSPITALS)])
    people = [cast.coordinator, cast.second_coordinator] * 2
    answers = at_once(*((user, address(rapid, "requests/ask/"), typed_in) for user in people))
    assert sorted(status for status, _where in answers) == [200, 200, 200, 302]
    assert (rapid.agency_requests.count(), rows("request.sent")) == (2, 2)


def test_a_sheet_opened_while_the_return_is_accepted_is_opened_before_or_not_at_all(cast, rapid, at_once):
    found = asking.asked(rapid, cast)
    kept = asking.sent(found)
    (opened, _), (accepted, _) = at_once(
        (cast.agency_author, asking.theirs(found, "sheet/"), {"reason": "To check."}),
        (cast.coordinator, asking.ours(found, "accept/"), {"version": str(kept.version)}),
    )
    assert accepted == 302
    assert opened in {200, 409}
    assert found.openings.exists() == (opened == 200)


def test_a_return_signed_off_given_back_and_taken_back_at_once_goes_one_way(cast, rapid, at_once):
    """E10: whoever comes first moves it; the others hear of it."""
    found = asking.to_sign_off(rapid, cast)
    answers = at_once(
        (cast.agency_approver, asking.approvers(found), {"version": "1"}),
        (cast.agency_approver, asking.approvers(found, "give-back/"), {"reason": "One visit is missing."}),
        (cast.agency_author, asking.theirs(found, "take-back/"), {}),
    )
    assert sorted(status for status, _where in answers) == [302, 409, 409]
    steps = [step.to_state for step in found.steps.order_by("taken_at")]
    assert steps[:3] == ["asked", "begun", "to_sign_off"] and len(steps) == 4
    assert asking.fresh(found).state == steps[3]
    assert verify().fault is None
