"""What is public is corrected: the old bytes stay until the new ones are approved, and are nowhere after that."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from publications import actions, progress
from publications.jigsaw import nothing_of_the_kind
from publications.models import Publication
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
