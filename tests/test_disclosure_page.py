"""The page of the disclosure check: hits in place, cleared by a second person with a reason, and by nobody else."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from publications import actions, checking, progress, runs
from publications.jigsaw import QUESTIONS, nothing_of_the_kind
from publications.models import Attachment, Check, Clearance, Publication
from publications.staff.marked import marked
from reviews import sealed
from reviews.models import AuditRow, Recusal, SealedKind, SealedOpening
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

TEXT = """## The weeks before

Wren started at Quillmoor Primary in the autumn. On 14 March 2019 the teacher, Ms Tarrow, made a note.

A letter was returned; the office rang 01632 960999. Nobody asked why.

<script>alert("CANARY")</script> & "quoted"
"""
ANSWERED = {"has_read": "on"} | {question.key: "nothing" for question in QUESTIONS}
WORDS_OF_THE_CASE = ("Quillmoor Primary", "Ms Tarrow", "14 March 2019")


@pytest.fixture
def publication(cast: Any, make_case: Any) -> Publication:
    """A brief of a case, by the coordinator; three hits are the case's own words, one is a pattern."""
    return build.drafted(cast, case=make_case(Stage.LOGGED).case, text=TEXT, care_note="")


def address(publication: Publication) -> str:
    return f"/staff/publications/{publication.pk}/check/"


def page(browser: Client, publication: Publication) -> str:
    response = browser.get(address(publication))
    assert response.status_code == 200
    return response.content.decode()


def findings(publication: Publication, by: Any) -> checking.Findings:
    return checking.run(progress.newest_draft(publication), by=by, at=clock.now())


def clear_all(publication: Publication, by: Any) -> None:
    actions.clear_hits(
        progress.newest_draft(publication),
        fingerprints=[found.fingerprint for found in findings(publication, by).open],
        reason="Agreed with the family.",
        by=by,
        at=clock.now(),
    )


def test_a_checker_sees_each_hit_in_its_place(publication: Publication, cast: Any, as_user: Any) -> None:
    html = page(as_user(cast.second_coordinator), publication)
    marks = re.findall(r'<mark class="sp-hit[^"]*">([^<]+)<sup>', html)
    assert marks == ["Quillmoor Primary", "14 March 2019", "Ms Tarrow", "01632 960999"]
    assert '<a class="govuk-link govuk-link--text-colour" href="#h4">' in html and 'id="h4"' in html
    assert "It cannot tell you that a text is safe." in html
    assert "Not yet: 4 hits are open." in html


def test_the_text_is_shown_as_text(publication: Publication, cast: Any, as_user: Any) -> None:
    """E05: what was typed is never markup."""
    html = page(as_user(cast.second_coordinator), publication)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&quot;CANARY&quot;)&lt;/script&gt; &amp; &quot;quoted&quot;" in html


def test_a_publisher_sees_where_a_word_of_the_case_is_and_not_what(
    publication: Publication, cast: Any, as_user: Any
) -> None:
    """Practice 25: compared, never opened; no kind, no suggestion, no reason of a clearance gives the word away."""
    hit = findings(publication, cast.second_coordinator).open[0]
    actions.clear_hits(
        progress.newest_draft(publication),
        fingerprints=[hit.fingerprint],
        reason="CANARYREASON of the school",
        by=cast.second_coordinator,
        at=clock.now(),
    )
    html = page(as_user(cast.publisher), publication)
    marks = re.findall(r'<mark class="sp-hit[^"]*">([^<]+)<sup>', html)
    assert marks == ["14 March 2019", "Ms Tarrow", "01632 960999"]
    assert html.count("A word from the case.") == 3 and "A telephone number." in html
    for given_away in (
        "sealed in this case",
        "a practitioner",
        "in spring 2019",
        "primary school",
        "CANARYREASON",
    ):
        assert given_away not in html
    assert "Only this area’s coordinator or safeguarding partners check a text of the case." in html
    opening = SealedOpening.objects.get(opened_by=cast.publisher)
    assert opening.note == "A text was compared with the words. None of them was shown."
    assert AuditRow.objects.filter(verb="sealed.compared", actor=str(cast.publisher.pk)).count() == 1


def test_guessing_by_running_the_check_ends_soon(
    publication: Publication, cast: Any, as_user: Any, time_machine: Any, monkeypatch: Any
) -> None:
    """Practice 25: runs of whoever may not know the case are few an hour, and recorded; others are not held up."""
    monkeypatch.setattr(runs, "MOST_UNSEEN", 2)
    monkeypatch.setattr(runs, "MOST_WITHOUT_CASE", 1)
    time_machine.move_to(datetime(2026, 11, 23, 10, 5, tzinfo=UTC), tick=False)
    browser, own = as_user(cast.publisher), build.drafted(cast)
    assert [browser.get(address(publication)).status_code for _ in range(3)] == [200, 200, 409]
    refused = browser.post(f"{address(publication)}suggestion/", {"hit": "0" * 64}).content.decode()
    assert "ou have run the check 2 times within an hour. You can run it again from 11:06." in refused
    assert [browser.get(address(own)).status_code for _ in range(2)] == [200, 409]
    assert [as_user(cast.police).get(address(publication)).status_code for _ in range(3)] == [200] * 3
    rows = AuditRow.objects.filter(verb="disclosure.run", actor=str(cast.publisher.pk))
    assert rows.filter(outcome="done").count() == 3 and rows.filter(outcome="denied").count() == 3
    time_machine.move_to(datetime(2026, 11, 23, 11, 6, tzinfo=UTC), tick=False)
    assert as_user(cast.publisher).get(address(publication)).status_code == 200


def test_one_word_is_one_card_and_each_place_is_cleared_for_itself(
    cast: Any, make_case: Any, as_user: Any
) -> None:
    """D18: grouped by word, cleared by place."""
    text = "## One\n\nQuarrington was there.\n\n## Two\n\nNobody told Quarrington. They met at a fair."
    publication = build.drafted(cast, case=make_case(Stage.LOGGED).case, text=text, care_note="")
    browser = as_user(cast.second_coordinator)
    html = page(browser, publication)
    assert html.count("<strong>“Quarrington”</strong>") == 1 and "In 2 places." in html
    first, second = (found.fingerprint for found in findings(publication, cast.second_coordinator).open)
    unticked = browser.post(
        address(publication), {"card": first, "reason": "A common name."}
    ).content.decode()
    assert "Tick each place at which it may stand." in unticked and "A common name." in unticked
    browser.post(address(publication), {"card": first, "places": [second], "reason": "A common name."})
    assert [one.fingerprint for one in findings(publication, cast.police).open] == [first]


def test_the_questions_that_no_check_answers_are_answered_and_shown_to_the_approver(
    cast: Any, as_user: Any
) -> None:
    """The jigsaw: each question has its answer, what is left in its reason, and the approver reads them."""
    publication = build.drafted(cast)
    browser, draft = as_user(cast.coordinator), progress.newest_draft(publication)
    answers = ANSWERED | {"press": "left", "siblings": "changed", "siblings_reason": "The order is gone."}
    html = browser.post(address(publication), answers).content.decode()
    assert "Enter why it is left in." in html and "The order is gone." in html
    assert not Check.objects.exists()
    with pytest.raises(NotYet, match="needs the reason"):
        unsaid = nothing_of_the_kind() | {"press": {"answer": "left", "reason": " "}}
        actions.finish_check(draft, jigsaw=unsaid, by=cast.coordinator, at=clock.now())
    with pytest.raises(NotYet, match="has no answer"):
        actions.finish_check(draft, jigsaw={}, by=cast.coordinator, at=clock.now())
    assert browser.post(address(publication), answers | {"press_reason": "The trial."}).status_code == 302
    assert Check.objects.get().jigsaw["press"] == {"answer": "left", "reason": "The trial."}
    approving = as_user(cast.police).get(f"/staff/publications/{publication.pk}/approve/").content.decode()
    for said in (
        "What the press, a trial or an inquest has told already",
        "The trial.",
        "The order is gone.",
    ):
        assert said in approving


def test_what_is_sealed_after_the_check_holds_up_approval_and_day(cast: Any, make_case: Any) -> None:
    """A clean check of last week says nothing of a name that was learned since."""
    case = make_case(Stage.LOGGED).case
    words = {"case": case, "text": "## One\n\nThey met at the Wibberley mill.", "care_note": ""}
    checked, approved = build.checked(cast, **words), build.approved(cast, **words)
    sealed.seal(case, [(SealedKind.PLACE, "Wibberley")], by=cast.coordinator, at=clock.now())
    with pytest.raises(NotYet, match="one hit is open"):
        build.approve(cast, checked)
    with pytest.raises(NotYet, match="one hit is open"):
        build.set_day(cast, approved)


def test_files_go_out_with_all_their_words(cast: Any, make_case: Any) -> None:
    """D18: a file's title, description, name, address, transcript and text layer are checked as the text is."""
    case = make_case(Stage.LOGGED).case
    publication = build.drafted(
        cast, case=case, title="Child Zebedee", text="## One\n\nNobody.", care_note=""
    )
    said = {
        "title": "About Zebedee",
        "alt": "A door of Quillmoor",
        "name": "tarrow-plan",
        "url": "https://example.invalid/zebedee",
        "transcript": "Ms Tarrow speaks.",
        "plain_text": "Born 14 March 2019.",
    }
    file = Attachment.objects.create(
        publication=publication, kind="video", added_at=clock.now(), added_by=cast.coordinator, **said
    )
    progress.newest_draft(publication).attachments.add(file)
    found = findings(publication, cast.police)
    fields = {one.hit.field for one in found.open}
    # The address is made of the title: the name in it is one hit with the title's.
    assert fields == {"title"} | {f"{file.pk}:{name}" for name in said}
    assert found.labels[f"{file.pk}:alt"] == "Video, with its transcript “About Zebedee”: its description"


def test_each_run_with_the_cases_words_is_one_recorded_opening(
    publication: Publication, cast: Any, as_user: Any
) -> None:
    page(as_user(cast.second_coordinator), publication)
    opening = SealedOpening.objects.get()
    assert (opening.opened_by, opening.purpose) == (cast.second_coordinator, "disclosure_check")
    assert AuditRow.objects.filter(verb="sealed.opened", reference=publication.case.reference).count() == 1


def test_nobody_without_a_right_to_the_case_finds_the_page(
    publication: Publication, cast: Any, as_user: Any
) -> None:
    """A02: the outsider and the recused get what a made-up address gets; others have no publications at all."""
    Recusal.objects.create(
        case=publication.case,
        user=cast.icb,
        reason="A relative.",
        recused_at=clock.now(),
        recused_by=cast.coordinator,
    )
    people = (cast.outsider, cast.icb, cast.reviewer, cast.panel_member, cast.agency_author, cast.auditor)
    for person in (*people, cast.administrator):
        browser = as_user(person)
        made_up = browser.get("/staff/publications/0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/check/")
        response = browser.get(address(publication))
        assert (response.status_code, response.content) == (404, made_up.content), person.email
        posted = browser.post(address(publication), ANSWERED)
        assert posted.status_code == 404
    assert not Check.objects.exists()


def test_the_check_is_not_finished_while_a_hit_is_open(
    publication: Publication, cast: Any, as_user: Any
) -> None:
    response = as_user(cast.second_coordinator).post(address(publication), ANSWERED)
    assert response.status_code == 409
    with pytest.raises(NotYet, match="4 hits are open"):
        draft = progress.newest_draft(publication)
        answers = nothing_of_the_kind()
        actions.finish_check(draft, jigsaw=answers, by=cast.second_coordinator, at=clock.now())
    assert not Check.objects.exists()


def test_the_check_is_not_finished_unread(cast: Any, as_user: Any) -> None:
    """The person says that they have read it: the check can't."""
    publication = build.drafted(cast)
    response = as_user(cast.coordinator).post(address(publication), {"finish": "yes"})
    assert response.status_code == 200
    assert "Read every line, then tick that you have." in response.content.decode()
    assert not Check.objects.exists()


def test_clearing_needs_a_reason(publication: Publication, cast: Any, as_user: Any) -> None:
    browser = as_user(cast.second_coordinator)
    fingerprint = findings(publication, cast.second_coordinator).open[3].fingerprint
    response = browser.post(
        address(publication), {"card": fingerprint, "places": [fingerprint], "reason": "  "}
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert '<a href="#hit-4-reason">Enter why this hit may stand.</a>' in html and 'id="hit-4-reason"' in html
    assert "<title>Error: " in html
    assert not Clearance.objects.exists()


def test_a_second_person_clears_with_a_reason(publication: Publication, cast: Any, as_user: Any) -> None:
    """D18: named, dated and shown; the hit is dotted and counts no more."""
    browser = as_user(cast.second_coordinator)
    fingerprint = findings(publication, cast.second_coordinator).open[3].fingerprint
    data = {"places": [fingerprint], "reason": "The office’s public number."}
    assert browser.post(address(publication), data).status_code == 302
    assert browser.post(address(publication), data).status_code == 302
    clearance = Clearance.objects.get()
    assert (clearance.cleared_by, clearance.kind) == (cast.second_coordinator, "telephone number")
    html = page(browser, publication)
    assert '<mark class="sp-hit sp-hit--ok">01632 960999</mark>' in html
    assert "Cleared by Alex Thorne" in html and "The office’s public number." in html
    assert "Not yet: 3 hits are open." in html


def test_the_author_clears_nothing(publication: Publication, cast: Any, as_user: Any) -> None:
    """D18: an override needs a second person."""
    found = findings(publication, cast.coordinator).open[0]
    response = as_user(cast.coordinator).post(
        address(publication), {"places": [found.fingerprint], "reason": "I know better."}
    )
    assert response.status_code == 403
    with pytest.raises(Refused):
        clear_all(publication, cast.coordinator)
    assert "Clear with a reason" not in page(as_user(cast.coordinator), publication)
    assert not Clearance.objects.exists()


def test_a_clearance_holds_only_while_the_words_around_it_stand(publication: Publication, cast: Any) -> None:
    clear_all(publication, cast.police)
    assert findings(publication, cast.police).open == []
    build.rewrite(cast, publication, text=TEXT.replace("the office rang", "grandmother’s own number was"))
    again = {found.hit.text for found in findings(publication, cast.police).open}
    assert "01632 960999" in again and "Quillmoor Primary" not in again


def test_a_fingerprint_that_no_hit_has_clears_nothing(publication: Publication, cast: Any) -> None:
    with pytest.raises(NotYet, match="not in it any more"):
        actions.clear_hits(
            progress.newest_draft(publication),
            fingerprints=["0" * 64],
            reason="A guess.",
            by=cast.second_coordinator,
            at=clock.now(),
        )
    assert not Clearance.objects.exists()


def test_all_cleared_and_read_it_is_finished(publication: Publication, cast: Any, as_user: Any) -> None:
    clear_all(publication, cast.second_coordinator)
    response = as_user(cast.second_coordinator).post(address(publication), ANSWERED)
    assert response.status_code == 302
    finished = Check.objects.get()
    assert (finished.checked_by, finished.cleared_hits) == (cast.second_coordinator, 4)
    assert finished.content_hash == progress.hash_of(progress.newest_draft(publication))
    again = as_user(cast.police).post(address(publication), ANSWERED)
    assert again.status_code == 409


def test_the_author_takes_a_suggestion_as_the_next_draft(
    publication: Publication, cast: Any, as_user: Any
) -> None:
    browser = as_user(cast.coordinator)
    html = page(browser, publication)
    assert "Use “a primary school”" in html
    fingerprint = findings(publication, cast.coordinator).open[0].fingerprint
    response = browser.post(f"{address(publication)}suggestion/", {"hit": fingerprint})
    assert response.status_code == 302
    draft = progress.newest_draft(publication)
    assert draft.number == 2 and "Wren started at a primary school in the autumn." in draft.text
    assert browser.post(f"{address(publication)}suggestion/", {"hit": fingerprint}).status_code == 409


def test_who_could_check_is_offered_no_suggestion(publication: Publication, cast: Any, as_user: Any) -> None:
    """Taking one would make them an author of what they check."""
    html = page(as_user(cast.second_coordinator), publication)
    assert "Use “a primary school”" not in html and "Better: “a primary school”." in html


def test_area_reference_and_exact_age_are_words_of_the_case_and_the_pseudonym_stands_for_a_name(
    cast: Any, make_case: Any
) -> None:
    case = make_case(Stage.LOGGED).case
    day = case.incident_from
    years = day.year - 2019 - ((day.month, day.day) < (3, 14))
    text = f"## One\n\nIt was in {case.area.name}. The reference is {case.reference}. Zebedee was {years} years old."
    publication = build.drafted(cast, case=case, text=text, care_note="")
    found = findings(publication, cast.police)
    words = [case.area.name, case.reference, "Zebedee", f"{years} years old"]
    assert [one.hit.text for one in found.open] == words
    assert all(one.hit.source == "case" and one.must_go for one in found.open)
    assert found.open[2].hit.suggestion == case.children.get().pseudonym


def test_every_field_that_goes_out_is_checked(cast: Any, make_case: Any) -> None:
    """A title becomes an address, a summary stands in feeds: the same check for each."""
    case = make_case(Stage.LOGGED).case
    publication = build.drafted(
        cast,
        case=case,
        title="Child Zebedee",
        summary="At Quillmoor Primary.",
        care_note="Ms Tarrow speaks of harm.",
        text="## One\n\nQuarrington.",
    )
    found = findings(publication, cast.police)
    assert {one.hit.field for one in found.open} == {"title", "summary", "care_note", "text"}


def test_pieces_put_together_are_the_text(publication: Publication, cast: Any) -> None:
    """The marks leave nothing out and add nothing."""
    found = findings(publication, cast.police)
    for field in marked(found):
        shown = "\n\n".join("".join(piece.words for piece in one.pieces) for one in field.paragraphs)
        name = next(name for name, label in found.labels.items() if label == field.label)
        assert shown.strip() == found.texts[name].strip().removeprefix("## ")
