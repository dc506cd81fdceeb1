"""Methods and injuries: found where lists would show them, and nowhere else; innocent words are left alone."""

from typing import Any

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from publications import actions, checking, harm, progress
from publications.disclosure.check import LOOK, check
from publications.disclosure.mending import mended
from publications.disclosure.terms import Terms
from publications.jigsaw import nothing_of_the_kind
from tests import publication_builders as build
from tests.test_disclosure_clean_text import clean_text

KIND = "method or injury"


@pytest.mark.parametrize(
    "text",
    [
        "A baby with bruises",
        "Bruising in babies who cannot crawl",
        "Three fractures were found.",
        "A broken arm and a fractured rib",
        "Scalds and burns in the bath",
        "He was strangled.",
        "They found a ligature.",
        "Child A was hanged.",
        "She was found hanging.",
        "An overdose of tablets",
        "Stabbed on the way home",
        "A stabbing",
        "He drowned in a pond.",
        "The child was suffocated.",
        "Shaken baby",
        "His father shook the baby.",
        "The baby was shaken by her father.",
        "Poisoning by salt",
        "A bleed on the brain",
        "Abusive head trauma",
        "An open wound",
        "She had been raped.",
        "Shot dead",
        "A house fire",
        "He fell from a first-floor window.",
        "BEATEN and starved",
        "In front of a train",
        "The child’s ‘bite\u2011marks’",
        "Set on\nfire",
    ],
)
def test_a_method_or_an_injury_is_found(text: str) -> None:
    assert harm.is_named(text)


@pytest.mark.parametrize(
    "text",
    [
        "A child was badly hurt. The injuries were serious.",
        "Neglect, sexual abuse, self-harm, suicide and female genital mutilation",
        "Where young people hang out, and what hangs on it",
        "A burning question about burnout; burn-out; burn bridges",
        "Wound up in court, wound down",
        "Broken promises, fractured families and services that drown in paperwork",
        "Voices that were drowned out",
        "A stab at better practice; stable, established",
        "Staff were shaken by the news. She shook her head.",
        "Kicked off in May; off the beaten track; a punchline; starved of time",
        "The heart of it: beats, hits and bites of learning",
        "A stranglehold, a poisoned chalice, the bleeding edge",
        "The fire service; under fire; Burnley; grape; drape; oilseed rape",
        "Plans fell through; she fell behind at school",
        "Cutting their hours, shot through with hope, a knife-edge",
    ],
)
def test_an_innocent_use_is_left_alone(text: str) -> None:
    assert [text[one.start : one.end] for one in harm.find(text.lower())] == []


def test_a_long_clean_text_names_none() -> None:
    assert not harm.is_named(clean_text(10_000))


def test_only_what_lists_show_is_checked_for_it() -> None:
    words = "Child Wren was strangled."
    fields = {"title": words, "summary": words, "care_note": words, "text": words}
    hits = check(fields, Terms(), in_lists=("title", "summary"))
    assert [(hit.field, hit.kind, hit.severity) for hit in hits] == [
        ("title", KIND, LOOK),
        ("summary", KIND, LOOK),
    ]
    assert check(fields, Terms()) == []


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Child Wren was strangled at home.", "Child Wren was badly hurt at home."),
        ("Bruises that nobody asked about", "Injuries that nobody asked about"),
        ("The bruise was seen at school.", "An injury was seen at school."),
        ("How services saw the strangulation", "How services saw the serious harm"),
    ],
)
def test_what_is_suggested_fits_its_sentence(text: str, instead: str) -> None:
    (hit,) = check({"title": text}, Terms(), in_lists=("title",))
    assert mended(text, hit) == instead


@pytest.mark.django_db
def test_a_summary_that_names_one_is_changed_or_cleared_before_the_check_ends(cast: Any) -> None:
    """Practice 29: a summary goes to tiles, feeds and search; the text itself may say what happened."""
    words = "The child was strangled."
    publication = build.drafted(
        cast, title="Strangled", summary=words, care_note=words, text=f"## A\n\n{words}"
    )
    draft, at = progress.newest_draft(publication), clock.now()
    found = checking.run(draft, by=cast.second_coordinator, at=at).open
    # The address is made from the title: it is no place of its own.
    assert [(one.hit.field, one.kind) for one in found] == [("title", KIND), ("summary", KIND)]
    facts: dict[str, Any] = {"by": cast.second_coordinator, "at": at}
    with pytest.raises(NotYet, match="2 hits are open"):
        actions.finish_check(draft, jigsaw=nothing_of_the_kind(), **facts)
    build.rewrite(cast, publication, title="Badly hurt")
    draft = progress.newest_draft(publication)
    (left,) = checking.run(draft, **facts).open
    actions.clear_hits(draft, fingerprints=[left.fingerprint], reason="All have read of it.", **facts)
    actions.finish_check(draft, jigsaw=nothing_of_the_kind(), **facts)
