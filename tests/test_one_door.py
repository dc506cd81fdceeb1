"""The public pages' short way: one statement asks the one door, and a page is kept only under all that it shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.clock import day_words
from cspr_portal.one_statement import ask
from publications.files import PDF_NAME
from publications.models import Helpline, Publication
from publications.public import bound, memory, shelf
from publications.public.memory import Memory
from publications.windows import last_day
from reviews.models import Area, Case
from reviews.stages import Stage
from tests import publication_builders as build

pytestmark = pytest.mark.django_db


def there(at: Any, slug: str) -> set[str]:
    """By which ways the publication is found at that moment."""
    ways = {
        "page": bound.shown(bound.page_told(at, slug).texts) is not None,
        "version": bound.shown(bound.page_told(at, slug, "easy-read").texts) is not None,
        "file": bound.file(bound.file_told(at, slug, PDF_NAME).texts) is not None,
        "file of the version": bound.file(bound.file_told(at, slug, PDF_NAME, "easy-read").texts) is not None,
        "first page": bool(shelf.first_page(shelf.first_page_told(at).texts).publications),
        "filtered": bool(shelf.page(at, shelf.Search(kinds=("brief",)), 1).publications),
        "searched": bool(shelf.page(at, shelf.Search(words="listening"), 1).publications),
        "choices": bool(shelf.frame_at(at).choices.kinds),
        "newest": bool(shelf.newest(ask(shelf.newest_part(at, 1))[0])),
    }
    return {name for name, is_there in ways.items() if is_there}


def test_the_statements_agree_with_the_one_door_at_every_moment(cast: Any) -> None:
    """D10, D12: over a grid round the opening, the withdrawal, the reinstatement and the end, in both directions."""
    publication = build.drafted(cast, title="Listening")
    build.version(cast, publication, title="Listening in short")
    build.check(cast, publication)
    build.approve(cast, publication)
    build.set_day(cast, publication, clock.now() + timedelta(days=3))
    publication = build.fresh(publication)
    assert publication.opens_at and publication.closes_at and publication.slug
    edges = [publication.opens_at, publication.closes_at, publication.opens_at + timedelta(days=30)]
    for withdrawn_at in (None, edges[2], publication.opens_at - timedelta(days=1)):
        Publication.objects.filter(pk=publication.pk).update(
            withdrawn_at=withdrawn_at, withdrawn_by=None if withdrawn_at is None else cast.coordinator
        )
        every = None
        for edge in edges:
            for step in (timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(days=2)):
                for at in (edge - step, edge + step):
                    found = there(at, publication.slug)
                    is_public = Publication.objects.public(at).exists()
                    if is_public:
                        every = every or found
                    assert found == (every if is_public else set()), (at, withdrawn_at)
        if every is not None:
            assert len(every) == 9


def test_what_is_kept_in_memory_shows_every_change_on_the_next_request(cast: Any, make_case: Any) -> None:
    """D04, D23: page and list are asked before and after each change of something that they show."""
    case = make_case(Stage.PRE_PUBLICATION).case
    first = build.opened(cast, title="Child Robin", kind="cspr", case=case)
    area = Area.objects.order_by("name")[0]
    page, the_list = f"/published/{first.slug}/", "/published/"

    def texts() -> tuple[str, str]:
        answers = [Client().get(url).content.decode() for url in (page, the_list)]
        assert answers == [Client().get(url).content.decode() for url in (page, the_list)]
        return answers[0], answers[1]

    texts()
    Area.objects.filter(pk=area.pk).update(front_door_telephone="01632 960777")
    assert all("01632 960777" in text for text in texts())
    Helpline.objects.create(name="Zzline", for_whom="Everybody", telephone="01632 960999")
    assert "Zzline" in texts()[0]
    second = build.opened(cast, title="Robin in seven minutes", case=Case.objects.get(pk=case.pk))
    assert all("Robin in seven minutes" in text for text in texts())
    build.withdraw(cast, second)
    assert not any("Robin in seven minutes" in text for text in texts())
    end = last_day(build.fresh(first).closes_at)
    assert day_words(end) in texts()[0]
    build.extend(cast, first, end + timedelta(days=31))
    assert day_words(end) not in texts()[0] and day_words(end + timedelta(days=31)) in texts()[0]
    build.withdraw(cast, first)
    assert [Client().get(url).status_code for url in (page, the_list)] == [410, 200]
    assert "Child Robin" not in texts()[1]


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 40)), max_size=60),
)
def test_the_memory_never_holds_more_than_it_may(steps: list[tuple[int, int]]) -> None:
    """C03 in small: what is used last stays, and sizes add up whatever is kept again."""
    kept: Memory[int] = Memory(100)
    for key, size in steps:
        kept.keep(key, size, size)
        assert kept.get(key) == (size if size <= 25 else kept.get(key))
        held = [kept.get(one) or 0 for one in range(13)]
        assert sum(held) <= 100
    kept.forget()
    assert kept.get(1) is None


def test_a_page_is_kept_by_its_host(cast: Any, settings: Any) -> None:
    """E13: addresses in a page are those of the host that was asked for."""
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    publication = build.opened(cast)
    memory.pages.forget()
    for host in ("one.example", "two.example", "one.example"):
        text = Client().get(f"/published/{publication.slug}/", headers={"host": host}).content.decode()
        assert f'href="http://{host}/published/{publication.slug}/"' in text
