"""A learning brief is written part by part and kept as one text; trainers get a copy that they can change."""

import io
from typing import Any

import pytest
from django.test import Client
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from publications import progress
from publications.briefs import HEADINGS, Part, laid_out, parts_of, text_of
from publications.models import Publication
from tests import publication_builders as build
from tests.test_publication_work import key_of

WORDS = st.text(st.sampled_from("abc é-*."), min_size=1).filter(lambda words: words.strip())
PARTS = st.lists(
    st.builds(
        Part, st.sampled_from(HEADINGS) | WORDS.map(lambda words: f"Of its own {words.strip()}"), WORDS
    ),
    max_size=7,
)


@given(PARTS)
def test_a_text_keeps_its_parts_through_the_form(parts: list[Part]) -> None:
    """Whatever the headings are called and however many there are, nothing is lost or moved."""
    text = text_of(parts)
    read = parts_of(text)
    assert read is not None and text_of(read) == text
    assert [part for part in laid_out(read) if part.text] == read and len(laid_out(read)) == len(HEADINGS)


@pytest.mark.parametrize(
    "text", ["Words before.\n\n## One\n\nTwo", "\n\n".join(f"## {n}\n\nx" for n in range(8))]
)
def test_other_texts_are_written_as_one(text: str) -> None:
    assert parts_of(text) is None


@pytest.mark.django_db
def test_a_brief_is_written_part_by_part(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.publisher)
    url = "/staff/publications/new/?kind=brief"
    page = browser.get(url).content.decode()
    assert 'value="Talk about it"' in page and 'name="text"' not in page
    words = {"title": "Child Wren", "summary": "Three services.", "care_note": "", "key": key_of(page)}
    assert "Write at least one part." in browser.post(url, words).content.decode()
    unnamed = browser.post(url, words | {"part_2": "A move.", "heading_2": " "}).content.decode()
    assert "Enter the heading of part 2." in unnamed
    typed = {
        "heading_2": "What we saw",
        "part_2": "A move.",
        "heading_7": "Talk about it",
        "part_7": "- Who?",
    }
    assert browser.post(url, words | typed).status_code == 302
    publication = Publication.objects.get()
    assert publication.kind == "brief"
    assert (
        progress.newest_draft(publication).text == "## What we saw\n\nA move.\n\n## Talk about it\n\n- Who?"
    )
    again = browser.get(f"/staff/publications/{publication.pk}/write/").content.decode()
    assert 'value="What we saw"' in again and "A move." in again and "?as=text" in again
    as_text = browser.get(f"/staff/publications/{publication.pk}/write/?as=text").content.decode()
    assert "## What we saw" in as_text


@pytest.mark.django_db
def test_trainers_get_a_copy_that_they_can_change(cast: Any) -> None:
    """Its metadata hold the public title and the partnership, and no date, name or program."""
    publication = build.opened(cast)
    answer = Client().get(f"/published/{publication.slug}/files/editable-copy.docx")
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    word = Document(io.BytesIO(answer.content))
    core = word.core_properties
    assert core.title == "Seven minutes on listening" and "Partnership" in core.author
    assert not any((core.last_modified_by, core.comments, core.subject, core.keywords, core.created))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "CANARYTEXT" in words and "OFFICIAL" not in words
