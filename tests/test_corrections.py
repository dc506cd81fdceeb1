"""What is public is corrected: the old bytes stay until the new ones are approved, and are nowhere after that."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from publications import actions, progress
from publications.jigsaw import nothing_of_the_kind
from publications.models import Draft, Publication
from publications.releasing import access as releasing
from publications.releasing.checklist import has_its_copy
from publications.states import State
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

START = datetime(2027, 2, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_day_in_2027(request: Any, time_machine: Any) -> None:
    if "make_case" not in request.fixturenames:
        time_machine.move_to(START, tick=False)


def outlets(publication: Publication) -> dict[str, bytes]:
    base = f"/published/{publication.slug}/"
    urls = (base, f"{base}report.pdf", f"{base}cover", "/published/?q=summary", "/published/feed.atom")
    return {url: Client().get(url).content for url in urls}


def test_a_correction_replaces_the_old_bytes_everywhere_at_its_approval(cast: Any, as_user: Any) -> None:
    """D14: under the same window and address; old bytes are in no outlet, and an old ETag gets the new ones.

    E11: a form that was opened before it was public changes nothing and asks why.
    """
    publication = build.drafted(cast, summary="CANARYOLD summary", text="## One\n\nCANARYOLD text.")
    build.with_files(cast, publication)
    build.check(cast, publication)
    build.approve(cast, publication)
    build.set_day(cast, publication)
    publication = build.fresh(publication)
    window = (publication.opens_at, publication.closes_at)
    old_pdf = Client().get(f"/published/{publication.slug}/report.pdf")
    picture = publication.attachments.get(kind="picture").name
    url = f"/staff/publications/{publication.pk}/write/"
    browser = as_user(cast.publisher)
    texts = {
        "title": "Seven minutes on listening",
        "summary": "New.",
        "care_note": "",
        "text": "## One\n\nNew.",
    }
    typed = texts | {"expected_number": str(progress.newest_draft(publication).number)}
    assert "Enter why it is corrected." in browser.post(url, typed).content.decode()
    assert browser.post(url, typed | {"correction_reason": "A name was in it."}).status_code == 302
    publication = build.fresh(publication)
    assert progress.of(publication, clock.now()).state == State.OPEN
    assert any(b"CANARYOLD" in body for body in outlets(publication).values())
    build.check(cast, publication)
    build.approve(cast, publication)
    publication = build.fresh(publication)
    assert (publication.opens_at, publication.closes_at) == window
    assert not any(b"CANARYOLD" in body for body in outlets(publication).values())
    again = Client().get(
        f"/published/{publication.slug}/report.pdf", headers={"If-None-Match": old_pdf["ETag"]}
    )
    assert again.status_code == 200 and again.content != old_pdf.content
    gone = Client().get(f"/published/{publication.slug}/files/{picture}")
    assert gone.status_code == 410
    assert Client().get(f"/published/{publication.slug}/files/never-was.png").status_code == 404
    assert publication.editions.count() == 2


def test_a_correction_needs_all_four_eyes(cast: Any) -> None:
    publication = build.opened(cast)
    with pytest.raises(NotYet, match="needs its reason"):
        build.rewrite(cast, publication, text="## One\n\nOther.")
    build.rewrite(cast, publication, text="## One\n\nOther.", correction_reason="A date.")
    draft = progress.newest_draft(build.fresh(publication))
    with pytest.raises(NotYet, match="disclosure check"):
        build.approve(cast, publication)
    with pytest.raises(Exception, match="did not write"):
        actions.finish_check(draft, jigsaw=nothing_of_the_kind(), by=cast.publisher, at=clock.now())
    assert b"Other." not in Client().get(f"/published/{publication.slug}/").content


@pytest.mark.parametrize(("changes", "asked"), [(True, True), (False, False)])
def test_a_change_of_substance_asks_for_a_new_copy(
    changes: bool, asked: bool, cast: Any, make_case: Any
) -> None:
    """Practice 26, clock C4."""
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.opened(cast, case=case, kind="cspr", title="Child Wren")
    assert has_its_copy(publication)
    build.rewrite(
        cast, publication, text="## One\n\nOther.", correction_reason="x", changes_substance=changes
    )
    build.check(cast, publication)
    build.approve(cast, publication)
    publication = build.fresh(publication)
    assert has_its_copy(publication) is not asked
    refusal = releasing.record_copy(cast.coordinator, publication, clock.now())
    assert (refusal is None) is asked


def test_other_themes_are_a_correction_like_other_words(cast: Any, as_user: Any) -> None:
    """C12, D14: readers find it by what was approved, and by nothing that was only chosen."""
    publication = build.opened(cast, themes=[build.theme("Zzold theme", "zzold")])
    new = build.theme("Zznew theme", "zznew")
    browser = as_user(cast.publisher)
    url = f"/staff/publications/{publication.pk}/"
    draft = progress.newest_draft(publication)
    typed = {name: getattr(draft, name) for name in progress.TEXTS} | {
        "expected_number": "1",
        "themes": [str(new.pk)],
    }
    assert "Enter why it is corrected." in browser.post(f"{url}write/", typed).content.decode()
    assert browser.post(f"{url}write/", typed | {"correction_reason": "A theme."}).status_code == 302

    def found_by() -> list[str]:
        page = Client().get(f"/published/{publication.slug}/").content.decode()
        return [name for name in ("Zzold theme", "Zznew theme") if name in page]

    assert found_by() == ["Zzold theme"]
    with pytest.raises(NotYet, match="disclosure check"):
        build.approve(cast, publication)
    checking = as_user(cast.second_coordinator).get(f"{url}check/").content.decode()
    assert "Zznew theme" in checking
    build.check(cast, publication)
    assert "this theme: Zznew theme." in as_user(cast.police).get(f"{url}approve/").content.decode()
    # Changed where nobody looks, it is not what was checked any more.
    newest = Draft.objects.filter(publication=publication, number=2)
    newest.update(themes=["zzold"])
    with pytest.raises(NotYet, match="not the one that was checked"):
        build.approve(cast, publication)
    newest.update(themes=["zznew"])
    build.approve(cast, publication)
    assert found_by() == ["Zznew theme"]
    # Without a word on themes they go on, and a theme that has left the list is approved by nobody.
    build.rewrite(cast, publication, text="## One\n\nOther.", correction_reason="A word.")
    assert progress.newest_draft(publication).themes == ["zznew"]
    build.check(cast, publication)
    new.slug = "zzother"
    new.save(update_fields=["slug"])
    with pytest.raises(NotYet, match="not in the list any more"):
        build.approve(cast, publication)


def test_a_draft_from_before_themes_were_its_own_keeps_those_of_its_publication(cast: Any) -> None:
    """What was checked or approved before stands with its hash; the next draft takes the themes over."""
    publication = build.checked(cast)
    publication.themes.set([build.theme()])
    Draft.objects.update(themes=None)
    build.approve(cast, publication)
    publication = build.fresh(publication)
    same = {name: getattr(progress.newest_draft(publication), name) for name in progress.TEXTS}
    facts: dict[str, Any] = {"expected_number": 1, "by": cast.publisher, "at": clock.now()}
    assert actions.write_draft(publication, **same, themes=[build.theme()], **facts).number == 1
    taken_over = actions.write_draft(publication, **same | {"title": "Listening"}, **facts)
    assert (taken_over.number, taken_over.themes) == (2, ["hearing-the-child"])
    assert [theme.slug for theme in publication.themes.all()] == ["hearing-the-child"]
    without = actions.write_draft(
        publication, **same | {"title": "Listening"}, themes=[], **facts | {"expected_number": 2}
    )
    assert (without.number, without.themes) == (3, [])


@pytest.mark.parametrize("end", ["open", "withdrawn", "over"])
def test_an_address_that_was_public_before_a_title_was_corrected_is_gone_and_leads_nowhere(
    end: str, cast: Any, time_machine: Any
) -> None:
    """D19: the old title may have held a name. One that never was public is a made-up address."""
    publication = build.checked(cast, title="Zzname on listening")
    build.rewrite(cast, publication, title="Zzfirst on listening")
    build.check(cast, publication)
    build.approve(cast, publication)
    build.rewrite(cast, publication, title="Zzsecond on listening")
    build.with_files(cast, publication)
    build.check(cast, publication)
    build.approve(cast, publication)
    build.set_day(cast, publication)
    build.version(cast, build.fresh(publication))
    time_machine.shift(3600)
    old = "/published/zzsecond-on-listening/"
    listed = publication.attachments.get(kind="picture").name
    rest = ("", "report.pdf", "cover", f"files/{listed}", "easy-read/", "easy-read/report.pdf")
    assert [Client().get(old + each).status_code for each in rest[:5]] == [200] * 5
    if end == "withdrawn":
        build.withdraw(cast, publication)
    build.rewrite(cast, publication, title="Seven minutes", correction_reason="Zzname out of the title.")
    build.check(cast, publication)
    build.approve(cast, publication)
    if end == "over":
        time_machine.shift(800 * 24 * 3600)
    assert build.fresh(publication).slug == "seven-minutes"
    assert Client().get("/published/seven-minutes/").status_code == (200 if end == "open" else 410)
    for each in rest:
        answer = Client().get(old + each)
        assert (answer.status_code, b"seven" in answer.content.lower()) == (410, False), each
    for never in ("zzname-on-listening", "zzfirst-on-listening"):
        assert Client().get(f"/published/{never}/").status_code == 404
    assert Client().get("/published/zzsecond-on-listening/made-up/").status_code == 404
    # Nobody else gets the word, under which readers were once shown another text.
    other = build.approved(cast, title="Zzsecond on listening")
    assert other.slug and other.slug.startswith("zzsecond-on-listening-")
