"""Full-text search, on whichever database the tests run: what is found, what never is, and which sentence is shown."""

import importlib
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from publications.models import Edition, Publication, SearchText
from publications.search import matching, query, stems
from publications.snippets import LONGEST, snippet
from tests import publication_builders as build

TEXT = """## What happened

Several agencies’ records held a small worry, and a multi-agency meeting was late. Zoë’s café was named well.

O’Brien’s rule doesn’t stand in the well\u00adbeing plan; 50% of a_b was safe\u2011guarded."""


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("agency", "AGENCIES"),
        ("child", "children’s"),
        ("neglected", "neglecting"),
        ("family", "families'"),
        ("worried", "worry"),
        ("wellbeing", "well-being"),
        ("café", "cafe\u0301"),
        ("cafe", "CAFÉ"),
        ("dont", "don’t"),
        ("obrien", "O'Brien’s"),
        ("ｆｕｌｌ", "full"),
    ],
)
def test_words_that_mean_the_same_to_a_visitor_are_one(word: str, same: str) -> None:
    assert set(stems(word).split()) & set(stems(same).split())


def test_what_is_kept_and_what_is_asked_for_stay_as_they_were() -> None:
    """A stemmer that works otherwise after an upgrade needs a migration that keeps all words anew."""
    assert stems("Agencies were neglecting children, lying; women’s happiness") == (
        "agenc child happi lie neglect were woman"
    )
    assert query("Multi-agency CHILDREN multi-agency") == [
        [("multiag",), ("multi", "agenc")],
        [("child",)],
    ]


@given(st.text(max_size=80))
def test_any_text_is_found_by_its_own_words_and_nothing_else_gets_into_a_query(text: str) -> None:
    kept = stems(text)
    assert all(one.isalnum() for one in kept.split())
    for ways in query(text):
        assert any(set(way) <= set(kept.split()) for way in ways)


def test_a_query_is_bounded() -> None:
    """E02: eight words, and of each no more than is compared."""
    assert len(query("word " * 3 + " ".join(f"w{number}" for number in range(5_000)))) <= 8
    assert query("x" * 100_000 + "y") == query("x" * 200)


@pytest.fixture
def site(cast: Any) -> Publication:
    return build.opened(cast, title="Hearing the child", summary="Zzsummary for everybody.", text=TEXT)


def found(words: str) -> set[str]:
    public = Publication.objects.public(clock.now())
    return {one.edition.title for one in matching(public, words).select_related("edition") if one.edition}


@pytest.mark.django_db
def test_every_word_must_stand_in_title_summary_or_text(site: Publication) -> None:
    """E05, E06: signs of the databases' own languages are left out, and nothing raises an error."""
    for words in (
        "",
        "children",
        "zzsummary AGENCY worries",
        "multiagency",
        "multi-agency",
        "wellbeing",
        "well-being",
        "safeguarded",
        "zoe cafe",
        "OBriens",
        "doesnt",
        "50%",
        "a_b",
        "'child'",
        '"child',
        "child*",
        "child:*",
        "(child)",
        "child & !! ||",
        "-child",
        "stems:child"[6:],
        "chi\u200bld",
        "child\x00",
    ):
        assert found(words) == {"Hearing the child"}, words
    for words in (
        "%",
        "_",
        "\x00",
        "\ud800",
        "' --",
        "chil",
        "chil*",
        "child zznothing",
        "child OR zznothing",
        "NOT zznothing",
        "NEAR(child zznothing)",
        "rowid:1 zz",
        "^zz",
        "zz' | 'child",
        'zz" OR "child',
        "zz\\' | \\'child",
    ):
        assert found(words) == set(), words


@pytest.mark.django_db
def test_what_is_not_public_is_found_nowhere(cast: Any, site: Publication) -> None:
    """D01, D14, A18: draft, approved, to come, ended, withdrawn, corrected away, and a version on its own."""
    now = clock.now()
    text = build.TEXT + "\n\nZzsecret words."
    build.drafted(cast, title="Drafted", text=text)
    build.approved(cast, title="Approved", text=text)
    build.scheduled(cast, now + timedelta(days=20), title="To come", text=text)
    build.scheduled(cast, at=now - timedelta(days=400), title="Ended", text=text)
    build.withdrawn(cast, title="Withdrawn", text=text)
    corrected = build.opened(cast, title="Corrected", text=text)
    assert found("zzsecret") == {"Corrected"}
    build.rewrite(cast, corrected, text=build.TEXT, correction_reason="A name stood there.")
    build.check(cast, corrected)
    build.approve(cast, corrected)
    build.version(cast, site, title="Zzsecret in short")
    assert found("zzsecret") == set()
    assert found("small worry number") == {"Corrected"}
    assert SearchText.objects.count() == Edition.objects.count() > 6


@pytest.mark.django_db
def test_the_index_follows_its_rows(site: Publication) -> None:
    """A flush of the database, a change and a new beginning leave nothing of earlier words behind."""
    fill = importlib.import_module("publications.migrations.0007_search_text").fill
    SearchText.objects.all().delete()
    assert found("worry") == set()
    fill(apps, None)
    assert found("worry") == {"Hearing the child"}
    SearchText.objects.update(stems="zzother")
    assert (found("worry"), found("zzothers")) == (set(), {"Hearing the child"})
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # raises where index and rows differ
            name = "publications_searchtext_words"
            cursor.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")


@pytest.mark.django_db
def test_the_list_marks_the_words_and_shows_no_method(cast: Any, site: Publication) -> None:
    """E05, practice 29: what stands in the text is text, and a sentence that names a method is passed over."""
    told = "The child was strangled, services noted. Services & schools noted `<b>no</b>`."
    build.opened(cast, title="Told", text=f"## Then\n\n{told}")
    page = Client().get("/published/", {"q": "noting service"}).content.decode()
    assert "<mark>Services</mark> &amp; schools <mark>noted</mark> `&lt;b&gt;no&lt;/b&gt;`." in page
    assert "Told" in page and "Hearing the child" not in page and "strangled" not in page


def shown(text: str, words: str) -> str | None:
    pieces = snippet(text, words)
    return pieces and "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("agency", "Several [agencies]’ records held a small worry, and a [multi-agency] meeting was late."),
        ("multi-agency", "Several [agencies]’ records held a small worry, and a [multi-agency] meeting was late."),
        ("cafe", "Zoë’s [café] was named well."),
        ("zoe's", "[Zoë’s] café was named well."),
        ("WORRIED well", "Several agencies’ records held a small [worry], and a multi-agency meeting was late. … "
                         "Zoë’s café was named [well]."),
        ("happening", "What [happened]"),
        ("wellbeing", "O’Brien’s rule doesn’t stand in the [wellbeing] plan; 50% of a_b was safe\u2011guarded."),
        ("happened O'BRIEN", "What [happened] … [O’Brien’s] rule doesn’t stand in the wellbeing plan; 50% of a_b was "
                            "safe\u2011guarded."),
        ("zznothing", None),
        ("%", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_snippet_is_the_best_sentence_with_its_hits(words: str, expected: str | None) -> None:
    assert shown(TEXT.replace("## ", ""), words) == expected


def test_no_sentence_is_shown_that_names_a_method_or_an_injury() -> None:
    """Practice 29: the next one is taken, or none."""
    told = (
        "The baby had a fractured skull and a worried mother. Much later, a nurse was worried about the baby."
    )
    assert shown(told, "worried baby") == "Much later, a nurse was [worried] about the [baby]."
    assert shown(told, "skull") is None
    assert shown(told, "worried mother") == "Much later, a nurse was [worried] about the baby."
    assert shown("She was strangled\nby a man known to services.", "services") is None


def test_a_long_sentence_is_cut_at_words_round_its_hit() -> None:
    text = (
        "First words of it, "
        + "and then more of them, " * 15
        + "until a small worry came, "
        + "and so on " * 30
    )
    for words, hit in (("worry", "[worry]"), ("first", "[First]"), ("until", "[until]")):
        cut = shown(text, words)
        assert cut is not None and hit in cut
        plain = cut.replace("[", "").replace("]", "")
        assert len(plain) <= LONGEST and plain.endswith("…")
        assert set(plain.strip("…").replace(",", "").split()) <= set(text.replace(",", "").split())


@given(st.text(alphabet="aeé 'IW.-\n\u0301\u0130ßw", max_size=60), st.text(alphabet="aeéWI-' ", max_size=12))
def test_a_snippet_is_never_longer_than_it_may_be_and_has_a_hit(text: str, words: str) -> None:
    pieces = snippet(text * 5, words)
    if pieces is not None:
        assert any(piece.is_hit for piece in pieces)
        assert sum(len(piece.text) for piece in pieces) <= LONGEST
