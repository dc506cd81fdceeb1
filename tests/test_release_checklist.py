"""What must be seen to before the day of publication can be set: by whom, for which text, and when it is asked again."""

from datetime import timedelta
from typing import Any

import pytest

from cspr_portal import clock, desk
from publications.models import Kind, Publication, ReleaseStep, StepKind
from publications.releasing import access, checklist
from publications.releasing.needed import BY_A_PUBLISHER, COPY, needed
from reviews.models import ProceedingStatus
from reviews.proceedings import actions as proceedings
from reviews.stages import Stage
from tests import engaging, ordering
from tests import publication_builders as build
from tests.reading import words
from tests.test_staff_queries import MOST, asked
from tests.typed import day

ALL_BUT_NOT_IN_FULL = set(StepKind) - {StepKind.NOT_IN_FULL}
OF_A_TEXT = {StepKind.FAMILY, StepKind.COMMUNICATIONS, StepKind.ORDERS, StepKind.PROCEEDINGS}


@pytest.mark.parametrize(
    ("kind", "of_a_case", "of_none"),
    [
        (Kind.CSPR, ALL_BUT_NOT_IN_FULL, {StepKind.COMMUNICATIONS}),
        (Kind.SCR, ALL_BUT_NOT_IN_FULL, {StepKind.COMMUNICATIONS}),
        (Kind.BRIEF, OF_A_TEXT, {StepKind.COMMUNICATIONS}),
        (Kind.RESPONSE, OF_A_TEXT, {StepKind.COMMUNICATIONS}),
        (
            Kind.STATEMENT,
            OF_A_TEXT | {StepKind.NOT_IN_FULL},
            {StepKind.NOT_IN_FULL, StepKind.FAMILY, StepKind.COMMUNICATIONS},
        ),
    ],
)
def test_what_is_needed_depends_on_the_kind_and_the_case(
    kind: str, of_a_case: set[str], of_none: set[str]
) -> None:
    assert set(needed(kind, is_of_a_case=True, is_version=False)) == of_a_case
    assert set(needed(kind, is_of_a_case=False, is_version=False)) == of_none
    for is_of_a_case in (True, False):
        assert needed(kind, is_of_a_case=is_of_a_case, is_version=True) == ()


@pytest.fixture
def report(db: Any, cast: Any, make_case: Any) -> Publication:
    """The approved report of a case at “Pre-publication”."""
    case = make_case(Stage.PRE_PUBLICATION).case
    return build.approved(cast, case=case, kind="cspr", title="Child Wren")


def at_(publication: Publication, rest: str = "before/") -> str:
    return f"/staff/publications/{publication.pk}/{rest}"


def typed(**changes: Any) -> dict[str, Any]:
    today = clock.today(clock.now())
    facts = {"outcome": "done", "who": "Zzcounsel", "note": "Zzall was read."}
    return facts | day("done_on", today) | changes


def tasks_of(person: Any) -> list[desk.Task]:
    return [task for task in desk.tasks(person, clock.now()) if "/staff/publications/" in task.url]


def test_the_day_waits_until_each_item_is_seen_to(cast: Any, as_user: Any, report: Publication) -> None:
    """A11, practice 22: item by item through the pages, each refused without its facts."""
    browser = as_user(cast.coordinator)
    refused = browser.post(at_(report, "publish/"), {"when": "now", "confirmed": "yes"})
    assert refused.status_code == 409
    for named in (
        "the copy to the national Panel",
        "that the family was told",
        "legal advice on this edition",
    ):
        assert named in words(refused)
    assert report.edition is not None and report.edition.content_hash[:16] in words(browser.get(at_(report)))
    url = at_(report, "before/legal/")
    tomorrow = clock.today(clock.now()) + timedelta(days=1)
    for wrong, sentence in (
        ({"who": "Zzcounsel"}, "Choose how it stands."),
        ({"outcome": "done"}, "Enter the day it was done"),
        (typed(who=""), "Enter by whom it was done."),
        (typed() | day("done_on", tomorrow), "can’t be in the future"),
        ({"outcome": "not_needed", "note": " "}, "Enter why it is not needed."),
    ):
        assert sentence in words(browser.post(url, wrong))
    assert not ReleaseStep.objects.exists()
    assert browser.post(url, typed()).status_code == 302
    assert browser.post(url, typed()).status_code == 302
    step = ReleaseStep.objects.get()
    assert (step.kind, step.edition_id, step.recorded_by) == ("legal", report.edition_id, cast.coordinator)
    page = words(browser.get(at_(report)))
    assert "Zzcounsel" in page and "Zzall was read." in page
    nobody = {"outcome": "not_needed", "note": "Zznobody is left to be told."}
    assert browser.post(at_(report, "before/family/"), nobody).status_code == 302
    assert "Enter" in words(browser.post(at_(report, "before/several/"), typed(who="", kinds=["orders"])))
    rest = [
        kind.value for kind in checklist.kinds_of(report) if kind not in (StepKind.LEGAL, StepKind.FAMILY)
    ]
    assert browser.post(at_(report, "before/several/"), typed(kinds=rest)).status_code == 302
    refused = browser.post(at_(report, "publish/"), {"when": "now", "confirmed": "yes"})
    assert "nobody has recorded the copy to the national Panel and the Secretary of State." in words(refused)
    assert browser.post(at_(report, "copy/"), day("copied_on", clock.today(clock.now()))).status_code == 302
    assert "All of it is seen to." in words(browser.get(at_(report)))
    assert browser.post(at_(report, "publish/"), {"when": "now", "confirmed": "yes"}).status_code == 302
    assert build.fresh(report).opens_at is not None


def test_a_publisher_has_communications_and_deposit(cast: Any, as_user: Any, report: Publication) -> None:
    """And reads the notes of these two alone; a delegate records nothing, an outsider finds nothing."""
    build.see_to(cast, report, [StepKind.FAMILY], note="Zzthe mother asked for ten o’clock.")
    case = report.case
    assert case is not None
    engaging.taking_part(case, cast.coordinator, "Zzgrandmother")
    browser = as_user(cast.publisher)
    page = words(browser.get(at_(report)))
    assert "0 of 1 told the day and hour" in page
    assert "Zzthe mother" not in page and "Zzgrandmother" not in page and "Zzperson" not in page
    assert "Zzgrandmother" in words(as_user(cast.coordinator).get(at_(report)))
    for kind in checklist.kinds_of(report):
        expected = 302 if kind in BY_A_PUBLISHER else 403
        assert browser.post(at_(report, f"before/{kind}/"), typed()).status_code == expected, kind
    both = typed(kinds=["communications", "family"])
    assert "Choose what was seen to." in words(browser.post(at_(report, "before/several/"), both))
    assert browser.get(at_(report, "before/not_in_full/")).status_code == 403
    assert as_user(cast.police).post(at_(report, "before/deposit/"), typed()).status_code == 403
    assert "See to what" not in " ".join(task.title for task in tasks_of(cast.police))
    nonsense = as_user(cast.outsider).get("/staff/publications/not-there/").content
    for rest in ("before/", "before/family/", "before/several/", "before/deposit-pack.zip"):
        answer = as_user(cast.outsider).get(at_(report, rest))
        assert answer.status_code == 404 and answer.content == nonsense
    assert browser.get(at_(report, "before/nonsense/")).status_code == 404


def test_a_text_tied_to_no_case_needs_communications_alone(cast: Any, as_user: Any) -> None:
    """Nothing is recorded before an edition is approved, and a version needs none of its own."""
    browser, publication = as_user(cast.publisher), build.checked(cast)
    assert browser.get(at_(publication)).status_code == 200
    assert browser.post(at_(publication, "before/communications/"), typed()).status_code == 409
    build.approve(cast, publication)
    assert [task.title for task in tasks_of(cast.publisher)] == [
        "See to what “Seven minutes on listening” needs"
    ]
    assert browser.post(at_(publication, "before/family/"), typed()).status_code == 403
    assert browser.post(at_(publication, "before/communications/"), typed()).status_code == 302
    version = build.version(cast, build.fresh(publication))
    assert "needs nothing of its own" in words(browser.get(at_(version)))
    assert browser.post(at_(version, "before/communications/"), typed()).status_code == 403


def test_a_new_edition_asks_for_law_again_and_substance_for_the_family(
    cast: Any, as_user: Any, report: Publication
) -> None:
    """Practice 22 and 26, C4: what was said of other words does not hold for these."""
    build.see_to_everything(cast, report)
    build.rewrite(cast, report, summary="Another summary.")
    build.check(cast, report)
    build.approve(cast, report)
    report = build.fresh(report)
    assert checklist.missing(report, clock.now()) == [COPY, StepKind.LEGAL, StepKind.ORDERS]
    build.set_day(cast, report)
    for substance, again in (
        (False, [StepKind.LEGAL, StepKind.ORDERS]),
        (True, [COPY, StepKind.FAMILY, StepKind.LEGAL, StepKind.ORDERS]),
    ):
        build.see_to(cast, report, [StepKind.LEGAL, StepKind.ORDERS])
        assert tasks_of(cast.coordinator) == []
        correction = {"correction_reason": "Zzwrong.", "changes_substance": substance}
        build.rewrite(cast, report, summary=f"Zzcorrected {substance}.", **correction)
        build.check(cast, report)
        build.approve(cast, report)
        assert checklist.missing(build.fresh(report), clock.now()) == again
        [task] = tasks_of(cast.coordinator)
        assert task.title == "See again to what “Child Wren” needs"
    assert "the copy to the national Panel" in task.about
    page = words(as_user(cast.coordinator).get(at_(report, "")))
    assert "Asked again: the copy to the national Panel and the Secretary of State" in page
    assert "Asked again" in words(as_user(cast.coordinator).get(task.url))
    build.see_to_everything(cast, report)
    assert tasks_of(cast.coordinator) == []


def test_a_day_that_is_cancelled_asks_for_the_family_again(
    cast: Any, as_user: Any, report: Publication
) -> None:
    """They were told another day and hour than the one that comes, if any does."""
    build.set_day(cast, report, clock.now() + timedelta(days=30))
    browser = as_user(cast.coordinator)
    assert browser.post(at_(report, "publish/cancel/"), {"reason": "A hearing."}).status_code == 302
    assert checklist.missing(build.fresh(report), clock.now()) == [StepKind.FAMILY]
    assert "The day that they were told was cancelled since." in words(browser.get(at_(report)))
    refused = browser.get(at_(report, "publish/"))
    assert refused.status_code == 409 and "that the family was told" in words(refused)
    assert browser.post(at_(report, "before/family/"), typed(who="The mother")).status_code == 302
    build.set_day(cast, report, clock.now() + timedelta(days=40))
    assert checklist.missing(build.fresh(report), clock.now()) == []


def test_an_order_or_an_open_process_is_explained_and_asks_again(
    cast: Any, as_user: Any, report: Publication
) -> None:
    """Practice 17: the notice stands on each page about it, for those who have the case."""
    case, browser = report.case, as_user(cast.coordinator)
    assert case is not None
    build.see_to_everything(cast, report)
    facts = {
        "kind": "criminal",
        "status": ProceedingStatus.OPEN,
        "effect_on_publication": "Zznot before a verdict.",
    }
    proceedings.add_proceeding(case, by=cast.coordinator, at=clock.now(), **facts)
    ordering.ordered(case, cast.coordinator, title="Zzrestriction order")
    assert checklist.missing(build.fresh(report), clock.now()) == [StepKind.ORDERS, StepKind.PROCEEDINGS]
    assert "Zznot before a verdict." in words(browser.get(at_(report)))
    for kind, sentence in (("orders", "the court order"), ("proceedings", "a process has not ended")):
        url = at_(report, f"before/{kind}/")
        assert sentence in words(browser.post(url, typed(note="")))
        assert browser.post(url, typed()).status_code == 302
    for rest in ("", "before/", "publish/", "write/", "preview/", "check/", "files/"):
        notice = "A reporting restriction applies: <bdi>Zzrestriction order</bdi>"
        assert notice in words(browser.get(at_(report, rest))), rest
        assert "Zzrestriction" not in words(as_user(cast.publisher).get(at_(report, rest))), rest
    assert "Zznot before" not in words(as_user(cast.publisher).get(at_(report)))
    build.set_day(cast, report)
    assert tasks_of(cast.coordinator) == []
    ordering.ordered(case, cast.coordinator, title="Zzanother order")
    [task] = tasks_of(cast.coordinator)
    assert task.about == "Asked again: the check of court orders."
    assert access.publish(cast.coordinator, build.fresh(report), clock.now()) is not None


def test_the_desk_asks_no_more_with_more_checklists(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.publisher)
    build.approved(cast)
    build.see_to_everything(cast, build.approved(cast, title="Zzready"))
    few = asked(browser, "/staff/")
    for number in range(2):
        build.approved(cast, title=f"Zzwaiting {number}")
        build.see_to_everything(cast, build.approved(cast, title=f"Zzready {number}"))
    assert asked(browser, "/staff/") == few <= MOST
