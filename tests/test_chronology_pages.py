"""The merged timeline: events typed in, changed, taken out, commented on, chosen, downloaded; and by whom."""

import csv
import io
from datetime import date

import pytest

from reviews.chronology.entries import in_order, live, row_of
from reviews.chronology.order import Entry, merged
from reviews.chronology.when import Precision
from reviews.models import AuditRow, ChronologyEntry, Exactness, Significance
from reviews.stages import Stage
from tests import chronicling
from tests.assigned import assign
from tests.chronicling import THREE, brought, event, police
from tests.reading import address, words
from tests.test_staff_queries import asked

pytestmark = pytest.mark.django_db

URL = "chronology/"


def an_event(case, **changes):
    return {
        "agency": str(police(case).pk),
        "date": "about March 2021",
        "event": "Neighbours rang about shouting.",
        "source": "Incident log",
        "significance": "key",
        "comment": "Nobody asked the child.",
        **changes,
    }


def test_our_words_for_exactness_are_those_of_a_date():
    assert set(Exactness.values) == {precision.value for precision in Precision}


def test_an_event_is_typed_in_once_and_stands_in_the_timeline_as_exactly_as_it_is_known(cast, case, as_user):
    browser = as_user(cast.police)
    for _press in range(2):
        page = words(browser.post(address(case, "chronology/add/"), an_event(case), follow=True))
    assert ChronologyEntry.objects.count() == 1
    for text in ("About March 2021", "Neighbours rang about shouting.", "Incident log", "Key event"):
        assert text in page
    assert "Nobody asked the child." in page and police(case).name in page


def test_what_is_missing_or_cannot_be_read_is_said_beside_its_field_and_kept(cast, case, as_user):
    browser = as_user(cast.coordinator)
    url = address(case, "chronology/add/")
    typed = an_event(case, date="32/01/2021", time="25:00", event="Kept.", significance="huge", agency="")
    page = words(browser.post(url, typed))
    for sentence in ("Choose the agency.", "January 2021 has 31 days", "can’t be read as a time", "Kept."):
        assert sentence in page
    page = words(browser.post(url, an_event(case, date="2021", time="14:30")))
    assert "A time needs the day." in page
    assert not ChronologyEntry.objects.exists()


def test_an_event_is_changed_and_the_same_again_is_no_change(cast, case, as_user):
    entry = event(case, cast.coordinator)
    browser = as_user(cast.la)
    url = address(case, f"chronology/{entry.pk}/")
    seen = browser.get(url).context["form"]["seen"].value()
    typed = an_event(case, seen=seen, date="14 March 2021", time="10:30")
    for _press in range(2):
        page = words(browser.post(url, typed, follow=True))
    assert "14 March 2021 at 10:30" in page and "The event is changed." in page
    assert AuditRow.objects.filter(verb="chronology.event_changed").count() == 1


def test_two_people_who_change_one_event_both_see_both_texts(cast, case, as_user):
    entry = event(case, cast.coordinator)
    url = address(case, f"chronology/{entry.pk}/")
    first, second = as_user(cast.la), as_user(cast.icb)
    seen = second.get(url).context["form"]["seen"].value()
    first.post(url, an_event(case, seen=seen, event="The first wrote this."))
    late = second.post(url, an_event(case, seen=seen, event="The second wrote that."))
    assert late.status_code == 409
    assert "The first wrote this." in words(late) and "The second wrote that." in words(late)
    entry.refresh_from_db()
    assert entry.event == "The first wrote this."
    newer = late.context["form"]["seen"].value()
    assert second.post(url, an_event(case, seen=newer, event="Both agree.")).status_code == 302


def test_an_event_that_is_taken_out_leaves_the_timeline_and_stays_in_the_record(cast, case, as_user):
    entry = event(case, cast.coordinator, "Not ours at all.")
    browser = as_user(cast.coordinator)
    url = address(case, f"chronology/{entry.pk}/remove/")
    assert "Enter why the event is taken out." in words(browser.post(url, {"reason": " "}))
    page = words(browser.post(url, {"reason": "Another family’s."}, follow=True))
    assert "Not ours at all." not in page
    entry.refresh_from_db()
    assert (entry.gone_reason, entry.gone_by) == ("Another family’s.", cast.coordinator)
    for rest in ("", "remove/", "comment/"):
        assert browser.get(address(case, f"chronology/{entry.pk}/{rest}")).status_code == 409


@pytest.mark.parametrize("person", ["coordinator", "police", "panel_member", "reviewer"])
def test_comments_stand_beside_the_event_with_their_author(cast, case, as_user, person):
    entry, user = event(case, cast.coordinator), getattr(cast, person)
    browser = as_user(user)
    for _press in range(2):
        page = words(
            browser.post(
                address(case, f"chronology/{entry.pk}/comment/"), {"comment": "Ask them why."}, follow=True
            )
        )
    assert entry.comments.count() == 1
    assert "Ask them why." in page and user.name in page


@pytest.mark.parametrize("person", ["panel_member", "reviewer"])
def test_the_panel_and_the_reviewer_read_and_put_nothing_in(cast, case, as_user, person):
    entry = event(case, cast.coordinator)
    browser = as_user(getattr(cast, person))
    page = words(browser.get(address(case, URL)))
    assert "Seen at school." in page and "Only the coordinator and the safeguarding partners" in page
    for rest in ("add/", "bring/", f"{entry.pk}/", f"{entry.pk}/remove/"):
        assert browser.get(address(case, URL + rest)).status_code == 403
    refused = browser.post(address(case, "chronology/add/"), an_event(case))
    assert refused.status_code == 403 and ChronologyEntry.objects.count() == 1


@pytest.mark.parametrize("person", ["lead_partner", "scrutineer"])
def test_assigned_people_read_and_do_not_comment(cast, case, as_user, person):
    entry = event(case, cast.coordinator)
    assign(case, getattr(cast, person), cast.coordinator)
    browser = as_user(getattr(cast, person))
    assert "Seen at school." in words(browser.get(address(case, URL)))
    answer = browser.post(address(case, f"chronology/{entry.pk}/comment/"), {"comment": "So."})
    assert answer.status_code == 403 and not entry.comments.exists()


@pytest.mark.parametrize("person", ["outsider", "agency_author", "publisher"])
def test_to_others_there_is_no_chronology(cast, case, as_user, person):
    entry = event(case, cast.coordinator)
    browser = as_user(getattr(cast, person))
    for rest in ("", "export.csv", "add/", "bring/", f"{entry.pk}/"):
        assert browser.get(address(case, URL + rest)).status_code == 404


def test_an_event_of_another_case_is_not_found_under_ones_own(cast, case, make_case, as_user):
    other = make_case(Stage.GATHERING, pseudonym="Child Sedge").case
    entry = event(other, cast.coordinator)
    browser = as_user(cast.coordinator)
    for rest in ("", "remove/", "comment/"):
        assert browser.get(address(case, f"chronology/{entry.pk}/{rest}")).status_code == 404


def test_before_a_review_there_is_none_and_in_a_closed_case_nothing_changes(cast, rapid, case, as_user):
    browser = as_user(cast.coordinator)
    early = browser.get(address(rapid, URL))
    assert early.status_code == 409 and "none has been commissioned" in words(early)
    event(case, cast.coordinator)
    type(case).objects.filter(pk=case.pk).update(stage=Stage.CLOSED)
    assert "Seen at school." in words(browser.get(address(case, URL)))
    assert browser.get(address(case, "chronology/add/")).status_code == 409


def test_events_are_in_the_order_of_the_merged_chronology(cast, case, as_user):
    browser = as_user(cast.coordinator)
    council = case.review.seats.get(partner_role="la").agency
    rows = [
        (when, f"Event {at}.") for at, when in enumerate(("2021", "1/3/2021 10:00", "1/3/2021", "March 2021"))
    ]
    for agency in (police(case), council):
        brought(
            browser,
            case,
            [*rows, ("about 1/3/2021", "Perhaps."), ("1/3/2021 9:05", "Early.")],
            agency=agency,
            headings=("Date", "Event"),
        )
    found = list(in_order(live(case.review)).select_related("agency"))
    entries = [Entry(one.agency.name, one.place, row_of(one)) for one in found]
    assert len(entries) == 12 and entries == merged(entries)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {0, 1, 2}),
        ("significance=key", {1}),
        ("significance=marked", {1}),
        ("from_day=20+March+2021", {1}),
        ("from_day=1+April+2021", set()),
        ("to_day=2020", {2}),
        ("from_day=2020&to_day=10+March+2021", {1, 2}),
        ("from_day=14/3/2021&to_day=14/3/2021", {0, 1}),
    ],
)
def test_events_are_chosen_by_significance_and_by_what_may_have_been_in_a_period(
    cast, case, as_user, query, shown
):
    browser = as_user(cast.coordinator)
    brought(browser, case)
    page = words(browser.get(address(case, f"chronology/?{query}")))
    assert {at for at, row in enumerate(THREE) if row[1] in page} == shown


def test_events_are_chosen_by_agency_and_a_choice_that_cannot_be_read_says_so(cast, case, as_user):
    browser = as_user(cast.coordinator)
    council = case.review.seats.get(partner_role="la").agency
    brought(browser, case)
    brought(browser, case, [("1/1/2020", "The council knew.", "", "", "")], agency=council)
    page = words(browser.get(address(case, f"chronology/?agency={council.pk}")))
    assert "The council knew." in page and THREE[0][1] not in page
    for query, said in (
        ("from_day=soon", "can’t be read as a date"),
        ("from_day=2021&to_day=2020", "can’t be before its beginning"),
        (f"agency={case.pk}", "Choose the agency from the list."),
    ):
        answer = browser.get(address(case, f"chronology/?{query}"))
        assert answer.status_code == 200 and said in words(answer)


def test_a_hundred_events_stand_on_a_page_and_a_changed_one_is_found_again(cast, case, as_user):
    browser = as_user(cast.coordinator)
    brought(
        browser,
        case,
        [(f"{at % 28 + 1}/1/20{at // 28:02}", f"Event number {at}.") for at in range(130)],
        headings=("Date", "Event"),
    )
    first, second = (words(browser.get(address(case, f"chronology/?page={page}"))) for page in (1, 2))
    assert "Event number 99." in first and "Event number 100." not in first
    assert "Event number 129." in second
    entry = ChronologyEntry.objects.get(event="Event number 129.")
    answer = browser.post(address(case, f"chronology/{entry.pk}/comment/"), {"comment": "Late."})
    assert answer.headers["Location"].endswith(f"?page=2#event-{entry.pk}")


def test_a_longer_timeline_asks_the_database_no_more(cast, case, as_user):
    browser = as_user(cast.coordinator)

    def add(name):
        for at in range(5):
            entry = event(case, cast.coordinator, f"{name} {at}.")
            browser.post(address(case, f"chronology/{entry.pk}/comment/"), {"comment": "Why?"})

    add("First")
    few = asked(browser, address(case, URL))
    add("Second")
    assert asked(browser, address(case, URL)) == few <= 14


def test_the_case_page_leads_to_the_chronology_once_there_is_a_review(cast, case, rapid, as_user):
    browser = as_user(cast.reviewer)
    assert f'href="{address(case, URL)}"' in words(browser.get(address(case)))
    assert address(rapid, URL) not in words(as_user(cast.coordinator).get(address(rapid)))


def test_the_csv_holds_what_is_chosen_no_formula_and_its_download_is_recorded(cast, case, as_user):
    browser = as_user(cast.reviewer)
    event(case, cast.coordinator, "=HYPERLINK(1)")
    brought(as_user(cast.coordinator), case)
    answer = browser.get(address(case, "chronology/export.csv"))
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.reference}-chronology.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 5 and "'=HYPERLINK(1)" in rows[-1]
    assert rows[1][:4] == ["About 2020", "", police(case).name, "First worry is noted."]
    row = AuditRow.objects.get(verb="chronology.downloaded")
    assert (row.reference, row.actor, row.detail) == (case.reference, str(cast.reviewer.pk), {"events": 4})
    key = browser.get(address(case, "chronology/export.csv?significance=key")).content.decode()
    assert THREE[1][1] in key and THREE[0][1] not in key


def test_what_was_downloaded_can_be_brought_again_and_changes_nothing(cast, case, as_user):
    browser = as_user(cast.coordinator)
    brought(browser, case, [*THREE, ("3 March 2020", "Seen.", "GP", "It was the third time.", "Well done.")])
    data = browser.get(address(case, "chronology/export.csv")).content
    chronicling.send(browser, case, data)
    page = browser.get(chronicling.at(case, chronicling.newest(case)))
    assert page.context["changes"].is_empty and len(page.context["changes"].kept) == 4


def test_the_log_of_deeds_has_codes_and_no_words(cast, case, as_user):
    browser = as_user(cast.coordinator)
    brought(browser, case)
    browser.post(address(case, "chronology/add/"), an_event(case))
    for text in ("Neighbours", "health visitor", "14 March"):
        assert not AuditRow.objects.filter(detail__icontains=text).exists()
    assert Significance.KEY in set(ChronologyEntry.objects.values_list("significance", flat=True))
    assert date(2021, 3, 1) in set(ChronologyEntry.objects.values_list("happened_on", flat=True))
