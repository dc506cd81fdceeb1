"""Asking agencies, and what those who asked do with a request: name, change, remind, send back, accept, withdraw."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.authorship import authors_for
from reviews.models import AgencyRequest, AuditRow, InvolvedAgency, RequestState, SealedKind
from reviews.returns import access, actions, sheets
from reviews.stages import Stage
from tests import asking
from tests.asking import HEALTH_VISITING, HOSPITALS, agency, ask_form, asked, fresh, ours
from tests.reading import address, everything_but_the_audit_log, words
from tests.typed import day

pytestmark = pytest.mark.django_db


# Asking


def test_the_coordinator_asks_several_agencies_in_one_step(cast, rapid, as_user):
    browser = as_user(cast.coordinator)
    typed = ask_form(rapid, [agency(), agency(HOSPITALS)], [cast.agency_author])
    response = browser.post(address(rapid, "requests/ask/"), typed, follow=True)
    assert "2 agencies are asked." in words(response)
    found = {one.agency.name: one for one in rapid.agency_requests.all()}
    assert set(found) == {HEALTH_VISITING, HOSPITALS}
    assert found[HEALTH_VISITING].author == cast.agency_author
    assert found[HOSPITALS].author is None
    for one in found.values():
        assert (one.state, one.purpose) == ("asked", "rapid_review")
        assert one.sent_by == cast.coordinator
        assert {item.kind for item in one.subjects.all()} == set(asking.NAMES)
        assert [step.to_state for step in one.steps.all()] == ["asked"]
    rows = AuditRow.objects.filter(verb="request.sent", reference=rapid.reference)
    assert {row.detail["agency"] for row in rows} == {str(one.agency_id) for one in found.values()}
    page = words(browser.get(address(rapid, "requests/")))
    assert "Sam Okoro" in page and "Nobody yet" in page


def test_the_ticking_page_shows_kinds_and_counts_and_no_word(cast, rapid, as_user):
    """A10: what is chosen is “Family name of Child Wren”; the words are opened elsewhere, with a reason."""
    browser = as_user(cast.coordinator)
    browser.post(address(rapid, "identities/seal/"), {"relative": "Ulla Quarrington\nBo Quarrington"})
    page = words(browser.get(address(rapid, "requests/ask/")))
    for label in (
        "First and middle names of Child Wren",
        "Family name of Child Wren",
        "NHS number of Child Wren",
    ):
        assert label in page
    assert "Relative, of the whole case" in page and "2 of them" in page
    for secret in ("Zebedee", "Quarrington", "9434765919", "2019"):
        assert secret not in page
    assert f'href="{address(rapid, "identities/")}"' in page


def test_agencies_involved_in_the_case_come_first(cast, rapid, as_user):
    last = agency("Tarn Valley Health Visiting")
    InvolvedAgency.objects.create(case=rapid, agency=last, added_at=clock.now(), added_by=cast.coordinator)
    InvolvedAgency.objects.create(
        case=rapid, other_name="Out-of-area school", added_at=clock.now(), added_by=cast.coordinator
    )
    assert access.agencies_to_ask(rapid, clock.now())[0] == last
    page = words(as_user(cast.coordinator).get(address(rapid, "requests/ask/")))
    assert page.index("Tarn Valley Health Visiting") < page.index("Aldermere County Council")
    assert page.count("Involved in the case") == 1
    assert "Out-of-area school" in words(as_user(cast.coordinator).get(address(rapid, "requests/")))


def test_an_agency_that_has_ended_is_not_offered(cast, rapid):
    yesterday = clock.today(clock.now()) - timedelta(days=1)
    gone = agency(HOSPITALS)
    gone.ends_on = yesterday
    gone.save()
    assert gone not in access.agencies_to_ask(rapid, clock.now())


def test_a_second_live_request_to_the_same_agency_is_refused(cast, rapid, as_user):
    """E09: the form sent twice, or from a second tab, asks once."""
    browser = as_user(cast.coordinator)
    typed = ask_form(rapid, [agency()], [cast.agency_author])
    assert browser.post(address(rapid, "requests/ask/"), typed).status_code == 302
    before = everything_but_the_audit_log()
    again = browser.post(address(rapid, "requests/ask/"), typed)
    assert again.status_code == 200
    assert again.context["form"].errors["agencies"]
    assert everything_but_the_audit_log() == before
    with pytest.raises(NotYet, match="has been asked"):
        asked(rapid, cast)
    assert agency() not in access.agencies_to_ask(rapid, clock.now())


def test_of_several_agencies_all_are_asked_or_none(cast, rapid):
    asked(rapid, cast)
    with pytest.raises(NotYet):
        actions.ask_agencies(
            rapid,
            [(agency(HOSPITALS), None), (agency(), None)],
            purpose="rapid_review",
            words="What did you do?",
            due_on=clock.today(clock.now()),
            subjects=[],
            by=cast.coordinator,
            at=clock.now(),
        )
    assert rapid.agency_requests.count() == 1


def test_a_withdrawn_request_can_be_asked_anew(cast, rapid):
    first = asked(rapid, cast)
    actions.withdraw(first, reason="The wrong family.", by=cast.coordinator, at=clock.now())
    second = asked(rapid, cast)
    assert first.pk != second.pk
    assert rapid.agency_requests.exclude(state=RequestState.WITHDRAWN).get() == second


def test_an_author_must_belong_to_an_agency_that_is_asked(cast, rapid, as_user):
    browser = as_user(cast.coordinator)
    url = address(rapid, "requests/ask/")
    response = browser.post(url, ask_form(rapid, [agency(HOSPITALS)], [cast.agency_author]))
    assert "Leave Sam Okoro out, or choose Tarn Valley Health Visiting above: it is not asked." in words(
        response
    )
    second = asking.author_of(HEALTH_VISITING, "second-author", cast.coordinator)
    response = browser.post(url, ask_form(rapid, [agency()], [cast.agency_author, second]))
    assert "Choose one person for Tarn Valley Health Visiting, not 2." in words(response)
    assert not rapid.agency_requests.exists()
    with pytest.raises(Refused, match="Only a confirmed author of Merefield Hospitals"):
        asked(rapid, cast, cast.agency_author, of=HOSPITALS)


@pytest.mark.parametrize("change", ["role", "confirmation", "account", "recusal"])
def test_only_confirmed_authors_of_the_agency_can_be_named(cast, rapid, change):
    author = asking.author_of(HEALTH_VISITING, "second-author", cast.coordinator)
    assert author in authors_for(agency(), rapid, clock.now())
    if change == "role":
        author.role = "panel_member"
    elif change == "confirmation":
        author.role_confirmed_at = author.role_confirmed_by = None
    elif change == "account":
        author.is_active = False
    else:
        rapid.recusals.create(
            user=author, reason="A friend.", recused_at=clock.now(), recused_by=cast.coordinator
        )
    author.save()
    with pytest.raises(Refused):
        asked(rapid, cast, author)


def test_the_cases_reference_is_kept_out_of_what_the_agency_reads(cast, rapid, as_user):
    browser = as_user(cast.coordinator)
    typed = ask_form(rapid, [agency()], asked=f"About {rapid.reference.lower()}: what did you do?")
    response = browser.post(address(rapid, "requests/ask/"), typed)
    assert "Leave the case’s reference out: the agency must not learn it." in words(response)
    found = asked(rapid, cast)
    asking.sent(found)
    response = browser.post(ours(found, "send-back/"), {"reason": f"More on {rapid.reference}, please."})
    assert "Leave the case’s reference out" in words(response)
    assert fresh(found).state == "submitted"


def test_a_sheet_is_needed_where_something_is_sealed(cast, rapid, as_user):
    browser = as_user(cast.coordinator)
    typed = ask_form(rapid, [agency()]) | {"subjects": []}
    assert "Choose what goes on the subject sheet" in words(
        browser.post(address(rapid, "requests/ask/"), typed)
    )
    invented = ask_form(rapid, [agency()]) | {"subjects": ["case:given_name"]}
    assert browser.post(address(rapid, "requests/ask/"), invented).context["form"].errors["subjects"]
    rapid.sealed_items.all().delete()
    assert browser.post(address(rapid, "requests/ask/"), typed).status_code == 302
    assert rapid.agency_requests.get().subjects.count() == 0


@pytest.mark.parametrize(
    ("person", "status"), [("la", 403), ("police", 403), ("icb", 403), ("outsider", 404), ("auditor", 404)]
)
def test_only_the_coordinator_asks(cast, rapid, as_user, person, status):
    found = asked(rapid, cast)
    asking.sent(found)
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    pages = [address(rapid, "requests/ask/")]
    pages += [
        ours(found, rest)
        for rest in ("author/", "due/", "sheet/", "chase/", "send-back/", "accept/", "withdraw/")
    ]
    for url in pages:
        assert browser.get(url).status_code == status, url
        assert browser.post(url, {"reason": "So.", "version": "1"}).status_code == status, url
    assert everything_but_the_audit_log() == before


def test_agencies_are_asked_while_there_is_something_to_ask_for(cast, make_case, as_user):
    for stage, purpose in (
        (Stage.LOGGED, "rapid_review"),
        (Stage.RAPID_REVIEW, "rapid_review"),
        (Stage.GATHERING, "review"),
        (Stage.PRE_PUBLICATION, "review"),
    ):
        case = make_case(stage, pseudonym=f"Child {stage.label}").case
        assert access.purpose_of(case) == purpose
        assert as_user(cast.coordinator).get(address(case, "requests/ask/")).status_code == 200
    ended = make_case(pseudonym="Child Robin")
    ended.views()
    ended.decide(is_met=False)
    case = ended.case
    response = as_user(cast.coordinator).get(address(case, "requests/ask/"))
    assert response.status_code == 409
    assert "Already: agencies are asked while a rapid review or a review is under way." in words(response)


def test_a_form_from_before_the_case_moved_on_asks_nothing(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    typed = ask_form(case, [agency()]) | {"purpose": "rapid_review"}
    response = as_user(cast.coordinator).post(address(case, "requests/ask/"), typed)
    assert "The case has moved on." in words(response)
    assert not case.agency_requests.exists()


# Afterwards


def test_another_author_can_be_named_and_nobody(cast, rapid, as_user):
    found = asked(rapid, cast)
    second = asking.author_of(HEALTH_VISITING, "second-author", cast.coordinator)
    browser = as_user(cast.coordinator)
    assert browser.post(ours(found, "author/"), {"author": str(second.pk)}).status_code == 302
    assert fresh(found).author == second
    response = browser.post(ours(found, "author/"), {"author": str(cast.police.pk)})
    assert response.context["form"].errors["author"]
    assert browser.post(ours(found, "author/"), {"author": ""}).status_code == 302
    assert fresh(found).author is None
    rows = AuditRow.objects.filter(verb="request.author_named", reference=rapid.reference)
    assert [row.detail["person"] for row in rows.order_by("sequence")] == [str(second.pk), ""]


def test_the_due_day_can_be_changed(cast, rapid, as_user, today):
    found = asked(rapid, cast)
    browser = as_user(cast.coordinator)
    later = today + timedelta(days=20)
    assert browser.post(ours(found, "due/"), day("due_on", later)).status_code == 302
    assert fresh(found).due_on == later
    assert browser.post(ours(found, "due/"), day("due_on", today - timedelta(days=1))).status_code == 200
    assert fresh(found).due_on == later


def test_the_sheet_can_be_changed_and_two_changes_at_once_are_seen(cast, rapid, as_user):
    found = asked(rapid, cast)
    child = rapid.children.get()
    browser, other = as_user(cast.coordinator), as_user(cast.second_coordinator)
    school = sheets.key_of(child.pk, SealedKind.SCHOOL)
    family = sheets.key_of(child.pk, SealedKind.FAMILY_NAME)
    mark = sheets.mark(found)
    changed = browser.post(ours(found, "sheet/"), {"subjects": [school], "before": mark})
    assert changed.status_code == 302
    late = other.post(ours(found, "sheet/"), {"subjects": [family], "before": mark})
    assert late.status_code == 409
    page = words(late)
    assert "The subject sheet was changed meanwhile." in page
    assert "On the sheet now" in page and "School or nursery of Child Wren" in page
    assert f'value="{family}" checked' in page
    assert {item.kind for item in found.subjects.all()} == {"school"}
    again = other.post(ours(found, "sheet/"), {"subjects": [family], "before": sheets.mark(found)})
    assert again.status_code == 302
    assert {item.kind for item in found.subjects.all()} == {"family_name"}


def test_a_fact_of_another_case_can_not_go_on_the_sheet(cast, rapid, make_case, as_user):
    """A06."""
    other = make_case(pseudonym="Child Robin").case
    foreign = sheets.key_of(other.children.get().pk, SealedKind.FAMILY_NAME)
    found = asked(rapid, cast)
    typed = {"subjects": [foreign], "before": sheets.mark(found)}
    assert as_user(cast.coordinator).post(ours(found, "sheet/"), typed).context["form"].errors["subjects"]
    assert sheets.items_of(rapid, [foreign]) == []


def test_a_reminder_is_recorded_once_a_day(cast, rapid, as_user):
    found = asked(rapid, cast)
    browser = as_user(cast.coordinator)
    note = {"reason": "Rang; promised for tomorrow."}
    assert browser.post(ours(found, "chase/"), note).status_code == 302
    assert browser.post(ours(found, "chase/"), note).status_code == 409
    assert found.chases.count() == 1
    assert AuditRow.objects.filter(verb="request.chased", reference=rapid.reference).count() == 1
    assert "1 time, last on" in words(browser.get(address(rapid, "requests/")))
    assert "Rang; promised for tomorrow." in words(browser.get(ours(found)))
    asking.sent(found)
    assert browser.get(ours(found, "chase/")).status_code == 409


def test_a_return_goes_back_for_more_and_comes_again(cast, rapid, as_user):
    found = asked(rapid, cast)
    browser = as_user(cast.coordinator)
    assert browser.get(ours(found, "send-back/")).status_code == 409
    asking.sent(found)
    assert asking.SAID in words(browser.get(ours(found)))
    assert browser.post(ours(found, "send-back/"), {"reason": "Say what was agreed."}).status_code == 302
    assert fresh(found).state == "sent_back"
    assert asking.SAID not in words(browser.get(ours(found)))
    assert browser.post(ours(found, "send-back/"), {"reason": "Again."}).status_code == 409
    asking.sent(found, involvement="And it was agreed.")
    assert "And it was agreed." in words(browser.get(ours(found)))
    assert [step.to_state for step in found.steps.all()] == [
        "asked",
        "begun",
        "submitted",
        "sent_back",
        "submitted",
    ]


def test_a_return_is_accepted_once_and_as_it_was_read(cast, rapid, as_user):
    found = asked(rapid, cast)
    browser = as_user(cast.coordinator)
    assert browser.get(ours(found, "accept/")).status_code == 409
    first = asking.sent(found)
    assert asking.SAID in words(browser.get(ours(found, "accept/")))
    actions.send_back(found, reason="More.", by=cast.second_coordinator, at=clock.now())
    second = asking.sent(found, involvement="Something else.")
    late = browser.post(ours(found, "accept/"), {"version": str(first.version)})
    assert late.status_code == 409
    assert "The agency has sent another return meanwhile." in words(late) and "Something else." in words(late)
    assert browser.post(ours(found, "accept/"), {"version": "nonsense"}).status_code == 409
    assert fresh(found).state == "submitted"
    assert browser.post(ours(found, "accept/"), {"version": str(second.version)}).status_code == 302
    assert fresh(found).state == "accepted"
    assert browser.post(ours(found, "accept/"), {"version": str(second.version)}).status_code == 409
    for rest in ("author/", "due/", "sheet/", "chase/", "withdraw/"):
        assert browser.get(ours(found, rest)).status_code == 409, rest
    assert AuditRow.objects.filter(verb="return.accepted", reference=rapid.reference).count() == 1


def test_an_accepted_return_can_be_sent_back_too(cast, rapid):
    found = asked(rapid, cast)
    asking.accepted(found, cast.coordinator)
    actions.send_back(found, reason="A new fact came up.", by=cast.coordinator, at=clock.now())
    assert fresh(found).state == "sent_back"


def test_accepted_returns_are_offered_to_other_pages(cast, rapid):
    """What the rapid review's page shows beside the writing: accepted ones only, by the agencies' names."""
    assert list(access.accepted_returns(rapid)) == []
    one = asked(rapid, cast)
    two = asked(rapid, cast, cast.hospital_author, of=HOSPITALS)
    three = asked(rapid, cast, cast.housing_author, of="Aldermere Homes")
    asking.accepted(one, cast.coordinator)
    asking.accepted(two, cast.coordinator)
    asking.sent(three)
    assert [kept.request.agency.name for kept in access.accepted_returns(rapid)] == [
        HOSPITALS,
        HEALTH_VISITING,
    ]
    assert [kept.request for kept in access.accepted_returns(rapid, "review")] == []
    assert [missing.agency.name for missing in access.missing_returns(rapid)] == ["Aldermere Homes"]


def test_a_withdrawn_request_says_why_and_stays_on_the_record(cast, rapid, as_user):
    found = asked(rapid, cast)
    asking.saved(found)
    browser = as_user(cast.coordinator)
    assert (
        browser.post(ours(found, "withdraw/"), {"reason": "Asked about the wrong family."}).status_code == 302
    )
    assert browser.post(ours(found, "withdraw/"), {"reason": "Again."}).status_code == 409
    page = words(browser.get(ours(found)))
    assert "Asked about the wrong family." in page
    assert asking.SAID not in page
    assert AgencyRequest.objects.get().state == "withdrawn"


def test_the_list_asks_the_same_number_of_questions_however_long(
    cast, rapid, as_user, django_assert_max_num_queries
):
    browser = as_user(cast.coordinator)
    asked(rapid, cast)
    with django_assert_max_num_queries(30) as first:
        browser.get(address(rapid, "requests/"))
    asked(rapid, cast, cast.hospital_author, of=HOSPITALS)
    asked(rapid, cast, cast.housing_author, of="Aldermere Homes")
    with django_assert_max_num_queries(30) as second:
        browser.get(address(rapid, "requests/"))
    assert len(first) == len(second)
