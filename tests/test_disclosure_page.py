"""The page of the disclosure check: hits in place, cleared by a second person with a reason, and by nobody else."""

import re
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from publications import actions, checking, progress
from publications.models import Check, Clearance, Publication
from publications.staff.marked import marked
from reviews.models import AuditRow, Recusal, SealedOpening
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

TEXT = """## The weeks before

Wren started at Quillmoor Primary in the autumn. On 14 March 2019 the teacher, Ms Tarrow, made a note.

A letter was returned; the office rang 01632 960999. Nobody asked why.

<script>alert("CANARY")</script> & "quoted"
"""
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
    for found in findings(publication, by).open:
        actions.clear_hit(
            progress.newest_draft(publication),
            fingerprint=found.fingerprint,
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


def test_a_publisher_sees_no_word_of_the_case_marked(
    publication: Publication, cast: Any, as_user: Any
) -> None:
    """Practice 25: patterns only, and the sentence that says so; no opening of what is sealed."""
    html = page(as_user(cast.publisher), publication)
    assert re.findall(r'<mark class="sp-hit[^"]*">([^<]+)<sup>', html) == ["14 March 2019", "01632 960999"]
    assert "sealed in this case" not in html
    assert "Only this area’s coordinator or safeguarding partners check a text of the case." in html
    assert not SealedOpening.objects.exists()


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
        posted = browser.post(address(publication), {"has_read": "on"})
        assert posted.status_code == 404
    assert not Check.objects.exists()


def test_the_check_is_not_finished_while_a_hit_is_open(
    publication: Publication, cast: Any, as_user: Any
) -> None:
    response = as_user(cast.second_coordinator).post(address(publication), {"has_read": "on"})
    assert response.status_code == 409
    with pytest.raises(NotYet, match="4 hits are open"):
        actions.finish_check(progress.newest_draft(publication), by=cast.second_coordinator, at=clock.now())
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
    response = browser.post(address(publication), {"fingerprint": fingerprint, "reason": "  "})
    html = response.content.decode()
    assert response.status_code == 200
    assert '<a href="#hit-4-reason">Enter why this hit may stand.</a>' in html and 'id="hit-4-reason"' in html
    assert "<title>Error: " in html
    assert not Clearance.objects.exists()


def test_a_second_person_clears_with_a_reason(publication: Publication, cast: Any, as_user: Any) -> None:
    """D18: named, dated and shown; the hit is dotted and counts no more."""
    browser = as_user(cast.second_coordinator)
    fingerprint = findings(publication, cast.second_coordinator).open[3].fingerprint
    data = {"fingerprint": fingerprint, "reason": "The office’s public number."}
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
        address(publication), {"fingerprint": found.fingerprint, "reason": "I know better."}
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
        actions.clear_hit(
            progress.newest_draft(publication),
            fingerprint="0" * 64,
            reason="A guess.",
            by=cast.second_coordinator,
            at=clock.now(),
        )
    assert not Clearance.objects.exists()


def test_all_cleared_and_read_it_is_finished(publication: Publication, cast: Any, as_user: Any) -> None:
    clear_all(publication, cast.second_coordinator)
    response = as_user(cast.second_coordinator).post(address(publication), {"has_read": "on"})
    assert response.status_code == 302
    finished = Check.objects.get()
    assert (finished.checked_by, finished.cleared_hits) == (cast.second_coordinator, 4)
    assert finished.content_hash == progress.hash_of(progress.newest_draft(publication))
    again = as_user(cast.police).post(address(publication), {"has_read": "on"})
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


def test_the_areas_name_and_the_reference_are_words_of_the_case(cast: Any, make_case: Any) -> None:
    case = make_case(Stage.LOGGED).case
    text = f"## One\n\nIt was in {case.area.name}. The reference is {case.reference}."
    publication = build.drafted(cast, case=case, text=text, care_note="")
    found = findings(publication, cast.police)
    assert [one.hit.text for one in found.open] == [case.area.name, case.reference]
    assert all(one.hit.source == "case" and one.must_go for one in found.open)


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
        name = next(name for name, label in checking.FIELDS.items() if label == field.label)
        assert shown.strip() == found.texts[name].strip().removeprefix("## ")
