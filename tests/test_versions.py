"""Other forms of a text (easy read, a translation…): their own check and approval, under the text's window."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock, desk
from publications import progress
from publications.models import Publication
from publications.releasing import actions as releasing
from publications.states import State
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

TYPED = {
    "form": "translation",
    "language": "cy",
    "title": "Gwrando am saith munud",
    "summary": "Clywodd tri gwasanaeth rannau o’r un pryder.",
    "care_note": "",
    "text": "## Un\n\nGeiriau.",
}


def address(publication: Publication, step: str = "") -> str:
    return f"/staff/publications/{publication.pk}/{step}"


def test_a_translation_opens_and_leaves_with_its_text(cast: Any, as_user: Any, time_machine: Any) -> None:
    """Practice 27: its own language, check and approval; the same window, and its own address behind the text's."""
    time_machine.move_to(clock.now(), tick=False)
    publication = build.opened(cast)
    browser = as_user(cast.publisher)
    made = browser.post(address(publication, "versions/new/"), TYPED)
    version = Publication.objects.get(version_of=publication)
    assert made["Location"] == address(version)
    url = f"/published/{publication.slug}/cy/"
    assert Client().get(url).status_code == 404
    assert any("Gwrando" in task.title for task in desk.tasks(cast.second_coordinator, clock.now()))
    build.check(cast, version)
    assert Client().get(url).status_code == 404
    build.approve(cast, version)
    page = Client().get(url).content.decode()
    assert "Geiriau." in page and 'lang="cy"' in page
    assert f'href="{url}" hreflang="cy"' in Client().get(f"/published/{publication.slug}/").content.decode()
    assert Client().get(f"{url}report.pdf")["Content-Type"] == "application/pdf"
    assert progress.of(build.fresh(version), clock.now()).state == State.OPEN
    for listing in ("/published/", "/published/feed.atom", "/", "/published/?q=Geiriau"):
        assert "Gwrando" not in Client().get(listing).content.decode()
    assert Client().get(f"/published/{publication.slug}/ur/").status_code == 404
    time_machine.shift(timedelta(minutes=1))
    build.withdraw(cast, publication)
    assert Client().get(url).status_code == 410
    assert Client().get(f"{url}report.pdf").status_code == 410


def test_a_version_has_no_window_and_is_there_once(cast: Any, as_user: Any) -> None:
    publication = build.approved(cast)
    version = build.version(cast, publication)
    with pytest.raises(Exception, match="no day of its own"):
        releasing.publish(version, by=cast.publisher, at=clock.now())
    browser = as_user(cast.publisher)
    again = browser.post(address(publication, "versions/new/"), TYPED | {"form": "easy_read"})
    assert again.status_code == 409
    assert browser.get(address(version, "versions/new/")).status_code == 403
    assert as_user(cast.la).post(address(publication, "versions/new/"), TYPED).status_code == 403
    assert as_user(cast.panel_member).get(address(publication, "versions/new/")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"form": ""}, "Choose which form it is."),
        ({"language": ""}, "Choose the language."),
        ({"language": "other", "tag": "not a tag"}, "Enter the language’s tag"),
    ],
)
def test_the_form_says_what_to_do(changed: dict[str, str], sentence: str, cast: Any, as_user: Any) -> None:
    publication = build.drafted(cast)
    page = as_user(cast.publisher).post(address(publication, "versions/new/"), TYPED | changed)
    assert sentence in page.content.decode() and not publication.versions.exists()


def test_publications_are_linked_but_never_across_two_cases(cast: Any, make_case: Any, as_user: Any) -> None:
    report, brief = build.opened(cast, kind="scr", title="An earlier review"), build.opened(cast)
    browser = as_user(cast.publisher)
    assert "An earlier review" not in Client().get(f"/published/{brief.slug}/").content.decode()
    assert browser.post(address(brief, "links/"), {"others": [str(report.pk)]}).status_code == 302
    assert "An earlier review" in Client().get(f"/published/{brief.slug}/").content.decode()
    assert "Seven minutes" in Client().get(f"/published/{report.slug}/").content.decode()
    cases = [make_case("pre_publication").case, make_case("pre_publication").case]
    one, other = (build.drafted(cast, case=case, title=f"Child {at}") for at, case in enumerate(cases))
    page = as_user(cast.coordinator).get(address(one, "links/")).content.decode()
    assert "An earlier review" in page and "Child 1" not in page
    forced = as_user(cast.coordinator).post(address(one, "links/"), {"others": [str(other.pk)]})
    assert forced.status_code == 200 and not one.linked.exists()
    assert as_user(cast.la).get(address(brief, "links/")).status_code == 403
