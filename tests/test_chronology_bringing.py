"""An agency's chronology as a file: read, mended, compared, confirmed; nothing counts before, and nothing is lost."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.chronology import keeping
from reviews.documents.examining import OLE
from reviews.models import AuditRow, ChronologyEntry, ChronologyFile, Turn
from reviews.stages import Stage
from tests import chronicling
from tests.chronicling import BAD, THREE, bring, brought, confirm, event, newest, police, waiting
from tests.chronologies import csv_file, word_file, workbook
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def content(case):
    return keeping.from_json(newest(case).rows)


def mend(browser, case, file, **typed):
    """Save the rows that the file's page shows, with these texts."""
    form = browser.get(chronicling.at(case, file)).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    return browser.post(chronicling.at(case, file), hidden | typed)


def texts(case):
    """What stands in the chronology, by its event."""
    return {one.event for one in case.review.chronology.filter(gone_at__isnull=True)}


@pytest.mark.parametrize("make", [csv_file, workbook, word_file])
def test_a_file_of_each_kind_is_read_shown_and_counts_when_it_is_confirmed(cast, case, as_user, make):
    browser = as_user(cast.coordinator)
    rows = [chronicling.HEADINGS, *THREE]
    answer = chronicling.send(browser, case, make(rows))
    file = newest(case)
    assert answer.headers["Location"] == chronicling.at(case, file)
    page = words(browser.get(chronicling.at(case, file)))
    assert "Put these 3 events into the chronology" in page and THREE[0][1] in page
    assert not ChronologyEntry.objects.exists()
    page = words(browser.get(address(case, "chronology/")))
    assert "waits, sent by" in page and THREE[0][1] not in page
    assert confirm(browser, case).status_code == 302
    assert texts(case) == {row[1] for row in THREE}
    file.refresh_from_db()
    assert (file.rows, file.confirmed_by) == ([], cast.coordinator)
    page = words(browser.get(address(case, "chronology/")))
    assert "waits, sent by" not in page and "About 2020" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 x", "can’t be read from a PDF"),
        (OLE + b"x" * 600, "older Office format, or it is locked"),
        (csv_file([chronicling.HEADINGS]), "has no rows to read"),
        (csv_file([("Date", "Event"), *[("1/1/2021", "x")] * 5_001]), "has more than 5,000 rows"),
        (b"x" * (10 * 1024 * 1024 + 1), "must have 10 MB or less"),
        (csv_file([("Date", "Event"), ("1/1/2021", "x" * 40_001)]), "A cell in row 2 has 40,001 characters"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(cast, case, as_user, data, said):
    answer = chronicling.send(as_user(cast.coordinator), case, data)
    assert answer.status_code == 200 and said in words(answer)
    assert not ChronologyFile.objects.exists()


def test_without_an_agency_the_file_is_asked_for_again(cast, case, as_user):
    browser = as_user(cast.coordinator)
    page = words(browser.post(address(case, "chronology/bring/"), {"agency": ""}))
    assert "Choose the agency." in page and "Choose the file." in page
    elsewhere = cast.partnership.agencies["Eastfold City Council"]
    page = words(bring(browser, case, agency=elsewhere))
    assert "Choose the file again" in page and not ChronologyFile.objects.exists()


def test_an_agency_whose_events_are_here_can_send_a_new_file_when_nothing_else_ties_it_to_the_case(
    cast, case, as_user
):
    homes = cast.partnership.agencies["Aldermere Homes"]
    browser = as_user(cast.coordinator)
    chronicling.send(browser, case, chronicling.file_of(THREE), agency=homes)
    assert not ChronologyFile.objects.exists()
    entry = event(case, cast.coordinator)
    ChronologyEntry.objects.filter(pk=entry.pk).update(agency=homes)
    chronicling.send(browser, case, chronicling.file_of(THREE), agency=homes)
    assert newest(case).agency == homes


def test_the_same_file_sent_twice_is_one_before_and_after_it_is_confirmed(cast, case, as_user):
    first, second = as_user(cast.coordinator), as_user(cast.police)
    places = {bring(browser, case).headers["Location"] for browser in (first, second)}
    assert len(places) == 1 and ChronologyFile.objects.count() == 1
    confirm(first, case)
    page = words(chronicling.send(second, case, chronicling.file_of(THREE)))
    assert page == "" and ChronologyFile.objects.count() == 1
    assert "nothing has changed" in words(second.get(address(case, "chronology/")))


def test_an_earlier_file_may_come_again_after_another_one(cast, case, as_user):
    browser = as_user(cast.coordinator)
    for rows in (THREE, THREE[:1], THREE):
        brought(browser, case, rows)
    assert ChronologyFile.objects.count() == 3 and texts(case) == {row[1] for row in THREE}


def test_columns_without_headings_are_asked_for_before_any_row_is_read(cast, case, as_user):
    browser = as_user(cast.coordinator)
    chronicling.send(browser, case, csv_file([("Seen at home.", "14/3/2021", "x"), ("Moved.", "2020", "y")]))
    file = newest(case)
    assert browser.get(chronicling.at(case, file, "confirm/")).status_code == 409
    url = browser.get(chronicling.at(case, file)).headers["Location"]
    page = words(browser.get(url))
    assert "no row of headings" in page and "Seen at home." in page
    twice = words(browser.post(url, {"date": "1", "event": "1", "version": "0"}))
    assert "The same column is chosen" in twice
    missing = words(browser.post(url, {"date": "1", "version": "0"}))
    assert "Choose the column with the event." in missing
    browser.post(url, {"date": "1", "event": "0", "source": "2", "version": "0"})
    assert confirm(browser, case).status_code == 302 and texts(case) == {"Seen at home.", "Moved."}


def test_columns_are_chosen_anew_until_a_row_is_mended(cast, case, as_user):
    browser = as_user(cast.coordinator)
    bring(
        browser, case, [("2021", "Seen.", "GP"), ("soon", "Gone.", "GP")], headings=("Date", "Event", "What")
    )
    file = newest(case)
    url = chronicling.at(case, file, "columns/")
    browser.post(url, {"date": "0", "event": "2", "version": "0"})
    assert {one.row.event for one in content(case).rows} == {"GP"}
    late = browser.post(url, {"date": "0", "event": "1", "version": "0"})
    assert late.status_code == 409
    mend(browser, case, file, r1_date="2020", r1_time="")
    assert browser.get(url).status_code == 409


def test_bad_rows_are_mended_or_left_out_and_what_was_typed_stays(cast, case, as_user):
    browser = as_user(cast.coordinator)
    bring(browser, case, BAD)
    file = newest(case)
    page = browser.get(chronicling.at(case, file))
    assert "“soon” can’t be read as a date" in words(page) and "Enter what happened." in words(page)
    assert "Put these" not in words(page)
    assert set(page.context["form"].fields) == {
        "positions",
        "version",
        "r1_date",
        "r1_time",
        "r2_event",
        "out",
    }
    assert browser.post(chronicling.at(case, file, "confirm/"), {"mark": "x"}).status_code == 409
    mend(browser, case, file, r1_date="32/1/2021", r1_time="", r2_event="Seen at school.")
    page = words(browser.get(chronicling.at(case, file)))
    assert "January 2021 has 31 days" in page and 'value="32/1/2021"' in page
    mend(browser, case, file, r1_date="31/1/2021", r1_time="10:30", out=["1"])
    page = words(browser.get(chronicling.at(case, file)))
    assert "Put these 2 events" in page and "Rows left out by choice: 1" in page
    mend(browser, case, file, back=["1"])
    assert confirm(browser, case).status_code == 302
    assert texts(case) == {BAD[0][1], "Missed an appointment.", "Seen at school."}
    found = ChronologyEntry.objects.get(event="Missed an appointment.")
    assert f"{found.happened_on} {found.happened_at}" == "2021-01-31 10:30:00"


def test_what_is_mended_of_one_field_leaves_the_problem_of_another(cast, case, as_user):
    browser = as_user(cast.coordinator)
    bring(browser, case, [("soon", "", "x" * 301, "", "")])
    file = newest(case)
    mend(browser, case, file, r0_date="2021", r0_time="")
    page = words(browser.get(chronicling.at(case, file)))
    assert "Enter what happened." in page and "must be 300 characters or fewer" in page


def test_fifty_bad_rows_stand_on_a_page_however_many_there_are(cast, case, as_user):
    browser = as_user(cast.coordinator)
    bring(browser, case, [("soon", "", "x" * 301, "\ufffd", "\ufffd") for _ in range(120)])
    file = newest(case)
    page = browser.get(chronicling.at(case, file))
    form = page.context["form"]
    data = dict.fromkeys(form.fields, "\ufffd") | {"out": [str(at) for at in form.at]}
    data |= {field.html_name: field.value() for field in form.hidden_fields()}
    assert len(form.at) == 50 and "Page 1 of 3" in words(page)
    saved = browser.post(chronicling.at(case, file), data)
    assert saved.status_code == 200 and "There is a problem" in words(saved)
    data |= {name: "2021" for name in form.fields if name.startswith("r")}
    assert browser.post(chronicling.at(case, file), data).status_code == 302
    assert len(content(case).bad) == 70 and len(content(case).left_out) == 50


def test_no_page_holds_more_than_a_browser_may_send(cast, case, as_user):
    browser = as_user(cast.coordinator)
    bring(browser, case, [("2021", "é" * 39_000, "", "", "")] * 40)
    page = browser.get(chronicling.at(case, newest(case)))
    form = page.context["form"]
    assert len(form.at) == 15 and "Page 1 of 3" in words(page)
    data = {name: form[name].value() or "" for name in form.fields if name != "out"}
    saved = browser.post(chronicling.at(case, newest(case)), data | {"out": [str(at) for at in form.at]})
    assert saved.status_code == 200 and "must be 10,000 characters or fewer" in words(saved)


@pytest.mark.parametrize(
    "positions", ["x", "1,x", "99", "1,1", "-1", ",", "9" * 30, ",".join(map(str, range(60)))]
)
def test_rows_that_are_not_there_are_refused(cast, case, as_user, positions):
    browser = as_user(cast.coordinator)
    bring(browser, case, BAD)
    answer = browser.post(chronicling.at(case, newest(case)), {"positions": positions, "version": "0"})
    assert answer.status_code == 400 and newest(case).version == 0


def test_two_people_who_mend_one_row_both_see_both_texts(cast, case, as_user):
    first, second = as_user(cast.coordinator), as_user(cast.police)
    bring(first, case, BAD)
    file = newest(case)
    seen = {"positions": "1,2", "version": "0", "r2_event": "The second wrote that.", "r1_date": "2020"}
    mend(first, case, file, r1_date="2019", r1_time="", r2_event="The first wrote this.")
    late = second.post(chronicling.at(case, file), seen)
    page = words(late)
    assert late.status_code == 409 and "somebody else has mended these rows" in page.lower()
    assert "The first wrote this." in page and "The second wrote that." in page
    assert [row.is_newer for row in late.context["mend_rows"]] == [True, True]
    assert content(case).rows[2].row.event == "The first wrote this."
    hidden = {field.html_name: field.value() for field in late.context["form"].hidden_fields()}
    assert second.post(chronicling.at(case, file), seen | hidden).status_code == 302
    assert content(case).rows[2].row.event == "The second wrote that."


def test_two_people_who_mend_different_rows_are_not_in_each_others_way(cast, case, as_user):
    first, second = as_user(cast.coordinator), as_user(cast.police)
    bring(first, case, BAD)
    url = chronicling.at(case, newest(case))
    one = first.post(url, {"positions": "1", "version": "0", "r1_date": "2019", "r1_time": ""})
    other = second.post(url, {"positions": "2", "version": "0", "r2_event": "Seen."})
    assert (one.status_code, other.status_code) == (302, 302)
    assert not content(case).bad


def test_a_row_that_is_sent_as_it_stands_is_in_nobodys_way(cast, case, as_user):
    first, second = as_user(cast.coordinator), as_user(cast.police)
    bring(first, case, BAD)
    url = chronicling.at(case, newest(case))
    rows = {"positions": "1,2", "version": "0", "r1_date": "soon", "r1_time": "", "r2_event": ""}
    assert first.post(url, rows | {"r1_date": "2019"}).status_code == 302
    late = second.post(url, rows | {"r2_event": "Seen."})
    assert late.status_code == 409
    assert [row.is_newer for row in late.context["mend_rows"]] == [True, False]
    assert second.post(url, rows | {"r1_date": "2019", "r2_event": "Seen."}).status_code == 302
    assert not content(case).bad


def test_a_newer_file_shows_what_it_changes_and_keeps_comments_where_they_belong(cast, case, as_user):
    browser = as_user(cast.coordinator)
    typed_in = event(case, cast.coordinator)
    brought(browser, case)
    kept, changed, gone = (ChronologyEntry.objects.get(event=row[1]) for row in THREE)
    for entry in (kept, changed):
        browser.post(address(case, f"chronology/{entry.pk}/comment/"), {"comment": "Why then?"})
    newer = [
        THREE[0],
        ("March 2021", "The family moved house.", "Housing file", "No", ""),
        ("2019", "New.", "", "", ""),
    ]
    bring(browser, case, newer)
    page = browser.get(chronicling.at(case, newest(case)))
    found = page.context["changes"]
    assert [len(part) for part in (found.kept, found.changed, found.added, found.gone)] == [1, 1, 1, 1]
    assert "The significance was: Key event" in words(page) and "First worry is noted." in words(page)
    confirm(browser, case)
    for entry in (kept, changed, gone, typed_in):
        entry.refresh_from_db()
    assert changed.significance == "ordinary" and changed.changed_by == cast.coordinator
    assert kept.changed_at is None and kept.brought_by == changed.brought_by == newest(case)
    assert [one.comments.count() for one in (kept, changed)] == [1, 1]
    assert (gone.gone_reason, gone.gone_by) == ("Not in the newer file", cast.coordinator)
    assert typed_in.gone_at is None
    assert texts(case) == {"Seen at school.", "New.", *(row[1] for row in newer[:2])}
    row = AuditRow.objects.filter(verb="chronology.file_confirmed").order_by("sequence").last()
    counts = {name: row.detail[name] for name in ("kept", "changed", "added", "gone")}
    assert set(counts.values()) == {1}


def test_a_file_of_one_agency_leaves_another_agencys_events_alone(cast, case, as_user):
    browser = as_user(cast.coordinator)
    council = case.review.seats.get(partner_role="la").agency
    brought(browser, case)
    brought(browser, case, [("2021", "The council knew.", "", "", "")], agency=council)
    assert texts(case) == {"The council knew.", *(row[1] for row in THREE)}


def test_what_was_shown_is_what_is_confirmed(cast, case, as_user):
    browser = as_user(cast.coordinator)
    brought(browser, case)
    bring(browser, case, THREE[:2])
    file = newest(case)
    url = chronicling.at(case, file)
    mark = browser.get(url).context["mark"]
    entry = ChronologyEntry.objects.get(event=THREE[2][1])
    as_user(cast.la).post(address(case, f"chronology/{entry.pk}/remove/"), {"reason": "Twice."})
    late = browser.post(url + "confirm/", {"mark": mark})
    assert late.status_code == 409 and "has changed since you looked" in words(late)
    assert not late.context["changes"].gone
    assert browser.post(url + "confirm/", {}).status_code == 409
    assert browser.post(url + "confirm/", {"mark": late.context["mark"]}).status_code == 302
    assert browser.post(url + "confirm/", {"mark": late.context["mark"]}).status_code == 409


def test_words_of_significance_go_to_the_practice_comment_and_are_said_so(cast, case, as_user):
    browser = as_user(cast.coordinator)
    bring(browser, case, [("2021", "Seen.", "GP", "The third time in a month.", "Nobody rang.")])
    assert "put at the head of the practice comment" in words(browser.get(chronicling.at(case, newest(case))))
    confirm(browser, case)
    entry = ChronologyEntry.objects.get()
    assert entry.significance == "significant"
    assert entry.practice_comment == "Significance: The third time in a month.\n\nNobody rang."


def test_a_file_is_thrown_away_and_changes_nothing(cast, case, as_user):
    browser = as_user(cast.icb)
    bring(browser, case)
    file = newest(case)
    url = chronicling.at(case, file, "drop/")
    assert "Throw the file away" in words(browser.get(url))
    browser.post(url)
    file.refresh_from_db()
    assert (file.rows, file.dropped_by) == ([], cast.icb) and not ChronologyEntry.objects.exists()
    for rest in ("", "confirm/", "drop/", "columns/"):
        assert browser.get(chronicling.at(case, file, rest)).status_code == 409
    assert bring(browser, case).status_code == 302 and ChronologyFile.objects.count() == 2


@pytest.mark.parametrize(("person", "status"), [("panel_member", 403), ("reviewer", 403), ("outsider", 404)])
def test_files_are_for_the_coordinator_and_the_partners(cast, case, as_user, person, status):
    file = waiting(case, cast.coordinator)
    browser = as_user(getattr(cast, person))
    for rest in ("", "columns/", "confirm/", "drop/"):
        url = chronicling.at(case, file, rest)
        assert (browser.get(url).status_code, browser.post(url).status_code) == (status, status)
    file.refresh_from_db()
    assert file.version == 0 and file.dropped_at is None


def test_a_file_of_another_case_is_not_found_under_ones_own(cast, case, make_case, as_user):
    other = make_case(Stage.GATHERING, pseudonym="Child Sedge").case
    file = waiting(other, cast.coordinator)
    assert as_user(cast.coordinator).get(chronicling.at(case, file)).status_code == 404


def test_a_file_that_waits_is_the_turn_of_whoever_sent_it(cast, case, as_user):
    browser = as_user(cast.police)
    bring(browser, case)
    assert Turn.objects.get(task="finish_chronology").user == cast.police
    assert "finish an agency’s chronology" in words(browser.get("/staff/"))
    assert "finish an agency’s chronology" not in words(as_user(cast.coordinator).get("/staff/"))
    confirm(browser, case)
    assert not Turn.objects.filter(task="finish_chronology").exists()


def test_nothing_of_the_future_comes_in(cast, case, as_user):
    tomorrow = clock.today(clock.now()) + timedelta(days=1)
    browser = as_user(cast.coordinator)
    bring(browser, case, [(f"{tomorrow:%d/%m/%Y}", "Will be seen.", "", "", "")])
    assert "is in the future" in words(browser.get(chronicling.at(case, newest(case))))
    assert police(case).name in words(browser.get(address(case, "chronology/")))
