"""The staff side of publications: preparing, writing, approving, setting the day, withdrawing, in the browser's terms."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock, desk
from publications import actions, progress
from publications.models import Publication
from publications.releasing import actions as releasing
from publications.releasing import checklist
from publications.releasing.needed import BY_A_PUBLISHER
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

TEXTS = {
    "title": "Child Wren",
    "summary": "Three services.",
    "care_note": "",
    "text": "## One\n\nWords.",
}


def address(publication: Publication, step: str = "") -> str:
    return f"/staff/publications/{publication.pk}/{step}"


def key_of(html: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def day(name: str, value: Any) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def test_a_publisher_prepares_a_brief(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.publisher)
    theme = build.theme()
    page = browser.get("/staff/publications/new/").content.decode()
    assert 'name="case"' not in page
    data = TEXTS | {"kind": "brief", "key": key_of(page), "themes": [str(theme.pk)]}
    response = browser.post("/staff/publications/new/", data)
    publication = Publication.objects.get()
    assert response["Location"] == address(publication)
    assert progress.newest_draft(publication).themes == [theme.slug]
    assert browser.post("/staff/publications/new/", data)["Location"] == address(publication)
    assert Publication.objects.count() == 1


def test_from_a_case_the_form_is_filled_with_the_agreed_report(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    case = make_case(Stage.PRE_PUBLICATION).case
    browser = as_user(cast.coordinator)
    page = browser.get(f"/staff/publications/new/?case={case.reference}").content.decode()
    assert "Give every service one number to ring with a small worry." in page
    assert f'<option value="{case.reference}" selected>' in page
    assert re.search(r'value="cspr"[^>]*checked', page)
    data = TEXTS | {"kind": "cspr", "key": key_of(page), "case": case.reference}
    browser.post("/staff/publications/new/", data)
    assert Publication.objects.get().case == case


def test_a_report_that_is_not_agreed_fills_nothing(cast: Any, make_case: Any, as_user: Any) -> None:
    case = make_case(Stage.PARTNER_AGREEMENT).case
    page = as_user(cast.coordinator).get(f"/staff/publications/new/?case={case.reference}").content.decode()
    assert "Give every service" not in page and "has not been agreed yet" in page


def test_nobody_publishes_from_a_case_they_may_not_see(cast: Any, make_case: Any, as_user: Any) -> None:
    """A02, A09: neither by the address nor by a reference put into the form."""
    case = make_case(Stage.LOGGED).case
    for person in (cast.outsider, cast.publisher):
        browser = as_user(person)
        assert browser.get(f"/staff/publications/new/?case={case.reference}").status_code == 404
        page = browser.get("/staff/publications/new/").content.decode()
        assert case.reference not in page
        browser.post(
            "/staff/publications/new/", TEXTS | {"kind": "cspr", "key": key_of(page), "case": case.reference}
        )
    assert not Publication.objects.filter(case__isnull=False).exists()


@pytest.mark.parametrize(
    "role", ["la", "panel_member", "agency_author", "reviewer", "auditor", "administrator"]
)
def test_others_prepare_nothing(role: str, cast: Any, as_user: Any) -> None:
    assert as_user(getattr(cast, role)).get("/staff/publications/new/").status_code == 403
    with pytest.raises(Exception, match="Only"):
        actions.create_publication(
            kind="brief", case=None, themes=[], by=getattr(cast, role), at=clock.now(), **TEXTS
        )


def test_fields_say_what_to_do(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.publisher)
    page = browser.post("/staff/publications/new/", {"key": "no-key", "title": "x" * 200}).content.decode()
    for sentence in (
        "Choose what is to be published.",
        "The public title must be 120 characters or fewer; it has 200.",
        "Enter a summary of two or three sentences.",
        "Enter the text.",
    ):
        assert sentence in page
    assert "<title>Error: " in page and f'value="{"x" * 200}"' in page
    hostile = browser.post(
        "/staff/publications/new/", TEXTS | {"kind": "novel", "text": "a\x00b", "themes": "nothing"}
    )
    assert hostile.status_code == 200
    assert not Publication.objects.exists()


def test_two_editors_lose_nothing(cast: Any, as_user: Any) -> None:
    """E08: the second to save sees both texts, and saves theirs on top if they will."""
    publication = build.drafted(cast)
    browser = as_user(cast.publisher)
    build.rewrite(cast, publication, text="## One\n\nTHEIRS")
    mine = TEXTS | {"text": "## One\n\nMINE", "expected_number": "1"}
    response = browser.post(address(publication, "write/"), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "THEIRS" in page and "MINE" in page and "while you were writing" in page
    assert progress.newest_draft(publication).number == 2
    found = re.search(r'name="expected_number" value="(\d+)"', page)
    assert found is not None and found[1] == "2"
    assert browser.post(address(publication, "write/"), mine | {"expected_number": "2"}).status_code == 302
    assert "MINE" in progress.newest_draft(publication).text


def test_the_same_text_saved_twice_is_one_draft(cast: Any, as_user: Any) -> None:
    """E09, E12: sent twice, and a text without a change keeps its approval."""
    publication = build.approved(cast)
    draft = progress.newest_draft(publication)
    same = {name: getattr(draft, name) for name in TEXTS} | {"expected_number": "1"}
    browser = as_user(cast.publisher)
    assert browser.post(address(publication, "write/"), same).status_code == 302
    assert build.fresh(publication).edition is not None
    changed = TEXTS | {"expected_number": "1"}
    for _ in range(2):
        assert browser.post(address(publication, "write/"), changed).status_code == 302
    assert publication.drafts.count() == 2


def test_a_partner_reads_and_approves(cast: Any, as_user: Any) -> None:
    publication = build.checked(cast)
    browser = as_user(cast.police)
    page = browser.get(address(publication, "approve/")).content.decode()
    assert "CANARYTEXT" in page and "Take care as you read." in page
    unread = browser.post(address(publication, "approve/"), {"number": "1"})
    assert "Read it, then tick that you approve it." in unread.content.decode()
    assert (
        browser.post(address(publication, "approve/"), {"number": "2", "has_read": "on"}).status_code == 409
    )
    assert (
        browser.post(address(publication, "approve/"), {"number": "1", "has_read": "on"}).status_code == 302
    )
    edition = build.fresh(publication).edition
    assert edition is not None and edition.approver == cast.police
    pdf = browser.get(address(publication, "report.pdf"))
    assert pdf.content.startswith(b"%PDF-") and pdf["Cache-Control"] == "no-store"


def test_a_page_shows_the_reason_in_place_of_the_step(cast: Any, as_user: Any) -> None:
    page = as_user(cast.publisher).get(address(build.drafted(cast))).content.decode()
    assert "Not yet: draft 1 has not been approved." in page
    assert "Only a safeguarding partner’s delegate approves what is published." in page
    assert 'href="/staff/publications' in page and "/approve/" not in page


def test_a_publisher_sees_no_case(cast: Any, make_case: Any, as_user: Any) -> None:
    """A10: publications, not cases: no reference and no link."""
    case = make_case(Stage.LOGGED).case
    publication = build.drafted(cast, case=case)
    browser = as_user(cast.publisher)
    for url in (
        "/staff/publications/",
        *(address(publication, step) for step in ("", "check/", "preview/", "write/")),
    ):
        page = browser.get(url).content.decode()
        assert case.reference not in page and "/staff/cases/" not in page, url


def test_the_day_is_set_in_two_steps(cast: Any, make_case: Any, as_user: Any) -> None:
    """What follows from the day is shown before anything is set."""
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    build.see_to(cast, publication, checklist.kinds_of(publication))
    browser = as_user(cast.coordinator)
    today = clock.today(clock.now())
    assert browser.post(address(publication, "copy/"), day("copied_on", today)).status_code == 302
    opens_on = clock.add_working_days(today, 8)
    data = {"when": "later", "hour": "10:00"} | day("day", opens_on)
    page = browser.post(address(publication, "publish/"), data).content.decode()
    assert f"Publish it on {clock.day_words(opens_on)}, 10:00?" in page
    assert clock.day_words(clock.last_day_of_window(opens_on)) in page
    assert "working days" in page
    assert build.fresh(publication).opens_at is None
    assert browser.post(address(publication, "publish/"), data | {"confirmed": "yes"}).status_code == 302
    assert build.fresh(publication).opens_at == clock.at_hour(opens_on, 10)


def test_a_day_too_near_for_the_copy_or_at_a_weekend_is_warned_of(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    """C4 and practice 21: warned, not refused."""
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    today = clock.today(clock.now())
    build.see_to_everything(cast, publication)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    data = {"when": "later", "hour": "10:00"} | day("day", saturday)
    page = as_user(cast.coordinator).post(address(publication, "publish/"), data).content.decode()
    assert "it was due by" in page and "is a weekend" in page


@pytest.mark.parametrize("weekday", range(7))
def test_the_day_that_is_offered_keeps_to_the_clock(
    weekday: int, cast: Any, make_case: Any, as_user: Any
) -> None:
    """C4: on whatever day the copy went, also at a weekend, the offered day is a working day and not too near."""
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    today = clock.today(clock.now())
    sent = today - timedelta(days=(today.weekday() - weekday) % 7)
    build.see_to(cast, publication, checklist.kinds_of(publication))
    releasing.record_copy(publication, copied_on=sent, by=cast.coordinator, at=clock.now())
    page = as_user(cast.coordinator).get(address(publication, "publish/")).content.decode()
    parts = [re.search(rf'name="day_{part}"[^>]*value="(\d+)"', page) for part in ("year", "month", "day")]
    offered = date(*(int(part[1]) for part in parts if part))
    assert clock.is_working_day(offered) and offered > today
    assert clock.add_working_days(offered, -7) >= sent


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose when it should open."),
        ({"when": "later"}, "Enter the day, for example 7 12 2026."),
        (
            {"when": "later", "day_day": "30", "day_month": "2", "day_year": "2099", "hour": "10:00"},
            "isn’t a date",
        ),
        (
            {"when": "later", "day_day": "1", "day_month": "1", "day_year": "2020", "hour": "10:00"},
            "have gone by",
        ),
        (
            {"when": "later", "day_day": "1", "day_month": "1", "day_year": "2099", "hour": "10:00"},
            "two years",
        ),
        (
            {"when": "later", "day_day": "1", "day_month": "1", "day_year": "2099", "hour": "25:00"},
            "24-hour clock",
        ),
    ],
)
def test_an_absurd_day_is_answered_on_its_field(
    data: dict[str, str], sentence: str, cast: Any, as_user: Any
) -> None:
    """E04."""
    publication = build.approved(cast)
    build.see_to_everything(cast, publication)
    response = as_user(cast.publisher).post(address(publication, "publish/"), data | {"confirmed": "yes"})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert build.fresh(publication).opens_at is None


def test_it_is_withdrawn_with_a_typed_reason(cast: Any, as_user: Any, time_machine: Any) -> None:
    publication = build.opened(cast)
    time_machine.move_to(clock.now() + timedelta(minutes=1), tick=False)
    browser = as_user(cast.la)
    assert (
        "Enter why it is withdrawn."
        in browser.post(address(publication, "withdraw/"), {"reason": " "}).content.decode()
    )
    facts = {
        "kind": "identification",
        "reason": "A name was found. CANARYREASON",
        "approver": str(cast.police.pk),
        "instead": "nothing",
    }
    unknown = browser.post(address(publication, "withdraw/"), facts | {"approver": str(cast.publisher.pk)})
    assert "Choose who approved it." in unknown.content.decode()
    assert browser.post(address(publication, "withdraw/"), facts).status_code == 302
    page = browser.get(address(publication)).content.decode()
    assert "Withdrawn early" in page and "CANARYREASON" in page
    gone = Client().get(f"/published/{publication.slug}/")
    assert gone.status_code == 410 and b"CANARYREASON" not in gone.content
    assert browser.post(address(publication, "withdraw/"), facts).status_code == 409


def test_the_publisher_does_not_withdraw(cast: Any, as_user: Any) -> None:
    publication = build.opened(cast)
    response = as_user(cast.publisher).post(address(publication, "withdraw/"), {"reason": "No."})
    assert response.status_code == 403
    assert build.fresh(publication).withdrawn_at is None


def test_the_list_is_narrowed_by_state(cast: Any, as_user: Any) -> None:
    build.drafted(cast, title="A draft")
    build.opened(cast, title="An open one")
    browser = as_user(cast.publisher)
    assert {
        title
        for title in ("A draft", "An open one")
        if title in browser.get("/staff/publications/").content.decode()
    } == {
        "A draft",
        "An open one",
    }
    page = browser.get("/staff/publications/?state=open").content.decode()
    assert "An open one" in page and "A draft" not in page
    assert browser.get("/staff/publications/?state=novel&page=9999999999").status_code == 200


def tasks_of(person: Any) -> list[str]:
    return [task.title for task in desk.tasks(person, clock.now()) if "/staff/publications/" in task.url]


def test_what_waits_is_on_the_desk_of_whoever_may_do_it(cast: Any) -> None:
    publication = build.drafted(cast, title="Child Wren")
    assert tasks_of(cast.coordinator) == ["Check “Child Wren” before it goes out"]
    assert tasks_of(cast.publisher) == tasks_of(cast.police) == tasks_of(cast.outsider)[1:] == []
    build.check(cast, publication)
    assert tasks_of(cast.police) == ["Approve “Child Wren”"]
    build.approve(cast, publication)
    assert tasks_of(cast.police) == []
    assert tasks_of(cast.publisher) == ["See to what “Child Wren” needs"]
    build.see_to_everything(cast, publication)
    assert tasks_of(cast.publisher) == ["Set the day of publication of “Child Wren”"]


def test_the_copy_is_asked_for_before_the_day(cast: Any, make_case: Any) -> None:
    case = make_case(Stage.PRE_PUBLICATION).case
    build.approved(cast, case=case, kind="cspr", title="Child Wren")
    [task] = desk.tasks(cast.coordinator, clock.now())
    assert "the copy to the national Panel and the Secretary of State" in task.about
    assert tasks_of(cast.outsider) == []


def test_a_publisher_is_asked_for_no_step_of_a_case_that_would_be_refused(cast: Any, make_case: Any) -> None:
    case = make_case(Stage.PRE_PUBLICATION).case
    build.drafted(cast, case=case, title="Child Wren in seven minutes")
    assert tasks_of(cast.publisher) == []
    report = build.approved(cast, case=case, kind="cspr", title="Child Wren")
    build.see_to(cast, report, BY_A_PUBLISHER)
    assert tasks_of(cast.publisher) == []
    build.see_to_everything(cast, report)
    assert tasks_of(cast.publisher) == ["Set the day of publication of “Child Wren”"]


def test_what_leaves_within_sixty_days_is_on_the_desk(cast: Any, time_machine: Any) -> None:
    publication = build.opened(cast, title="Child Wren")
    assert tasks_of(cast.publisher) == []
    assert publication.closes_at is not None
    time_machine.move_to(publication.closes_at - timedelta(days=30), tick=False)
    task = next(iter(desk.tasks(cast.publisher, clock.now())))
    assert (task.title, task.figure, task.unit) == ("“Child Wren” leaves the public site", "29", "days left")


def test_the_cases_page_lists_its_publications(cast: Any, make_case: Any, as_user: Any) -> None:
    case = make_case(Stage.LOGGED).case
    publication = build.drafted(cast, case=case, title="Child Wren in seven minutes")
    page = as_user(cast.coordinator).get(f"/staff/cases/{case.reference}/").content.decode()
    assert address(publication) in page and "Prepare a publication" in page
    partner = as_user(cast.la).get(f"/staff/cases/{case.reference}/").content.decode()
    assert address(publication) in partner and "Prepare a publication" not in partner
