"""What a new file changes in an agency's earlier rows: comments stay with the rows that stay, and with no others."""

from datetime import date, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from reviews.chronology import changes
from reviews.chronology.changes import Change, compare, differing
from reviews.chronology.rows import Row
from reviews.chronology.when import Precision, When

DAY = date(2021, 3, 14)
EVENTS = (
    "Seen at home by the health visitor with the baby",
    "Seen at home by the health visitor without the baby",
    "Police called by a neighbour who heard shouting",
    "Did not attend",
    "",
)


def row(event: str, day: date = DAY, **more: str) -> Row:
    return Row(When(day), event, **more)


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(EVENTS) | st.text("ab ", max_size=6),
        st.sampled_from((DAY, DAY + timedelta(days=1))),
        source=st.sampled_from(("", "GP")),
    ),
    max_size=12,
)


@given(ROWS, ROWS)
def test_each_row_is_told_of_once(old: list[Row], new: list[Row]) -> None:
    found = compare(old, new)
    pairs = [*found.kept, *((change.old, change.new) for change in found.changed)]
    assert sorted([*(before for before, _at in pairs), *found.gone]) == list(range(len(old)))
    assert sorted([*(at for _before, at in pairs), *found.added]) == list(range(len(new)))
    assert all(old[before].content == new[at].content for before, at in found.kept)
    for change in found.changed:
        assert change.fields and change.fields == differing(old[change.old], new[change.new])
    assert compare(old, new) == found


@given(ROWS, st.randoms(use_true_random=False))
def test_another_order_of_the_same_rows_is_no_change(rows: list[Row], chance: Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    found = compare(rows, shuffled)
    assert found.is_empty
    assert len(found.kept) == len(rows)


@given(ROWS)
def test_a_first_file_is_all_new_and_an_empty_one_takes_all_away(rows: list[Row]) -> None:
    assert compare([], rows).added == tuple(range(len(rows)))
    assert compare(rows, []).gone == tuple(range(len(rows)))


def test_the_same_row_twice_stays_twice() -> None:
    found = compare([row("Did not attend")], [row("Did not attend"), row("Did not attend")])
    assert found.kept == ((0, 0),)
    assert found.added == (1,)


def test_a_reworded_event_stays_with_its_comments() -> None:
    old = [row("Police called by a neighbour who heard shouting"), row("Seen at home by the health visitor")]
    new = [
        row("Seen at home by the health visitor, baby well"),
        row("Police were called by a neighbour who heard shouts"),
    ]
    assert compare(old, new).changed == (Change(1, 0, ("event",)), Change(0, 1, ("event",)))


def test_the_most_alike_come_together() -> None:
    old = [row("Seen at home by Ms Ash"), row("Seen at home by Ms Birch")]
    new = [row("Seen at home by Ms Birch, late"), row("Seen at home by Ms Ash, late")]
    assert {(change.old, change.new) for change in compare(old, new).changed} == {(0, 1), (1, 0)}


def test_an_event_to_which_much_was_added_stays() -> None:
    longer = f"Seen at home by the health visitor. {'Mother said that she was tired and had not slept. ' * 6}"
    assert compare([row("Seen at home by the health visitor.")], [row(longer)]).changed == (
        Change(0, 0, ("event",)),
    )


def test_another_source_or_comment_is_a_change_of_the_same_row() -> None:
    found = compare(
        [row("Did not attend", source="GP")], [row("Did not attend", source="GP letter", comment="Pattern")]
    )
    assert found.changed == (Change(0, 0, ("source", "comment")),)


def test_of_two_rows_with_the_same_event_the_one_of_the_same_source_stays() -> None:
    old = [row("Did not attend", source="GP"), row("Did not attend", source="Dentist")]
    new = [
        row("Did not attend", source="Dentist", comment="a"),
        row("Did not attend", source="GP", comment="b"),
    ]
    assert {(change.old, change.new) for change in compare(old, new).changed} == {(0, 1), (1, 0)}


def test_a_time_that_was_added_is_a_change_of_the_date() -> None:
    timed = Row(When(DAY, at=time(10, 30)), "Did not attend")
    assert compare([row("Did not attend")], [timed]).changed == (Change(0, 0, ("date",)),)


def test_a_date_put_right_keeps_the_row() -> None:
    told = "Police called by a neighbour who heard shouting"
    vague = Row(When(DAY.replace(day=1), Precision.ABOUT_MONTH), told)
    for old, new in ((row(told), row(told, DAY + timedelta(days=300))), (vague, row(told))):
        assert compare([old], [new]).changed == (Change(0, 0, ("date",)),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the same words on another day are another event, where they are said often or say little
        ([row("Did not attend")], [row("Did not attend", DAY + timedelta(days=7))]),
        (
            [
                row("Seen at home by the health visitor"),
                row("Seen at home by the health visitor", DAY + timedelta(days=1)),
            ],
            [
                row("Seen at home by the health visitor"),
                row("Seen at home by the health visitor", DAY + timedelta(days=7)),
            ],
        ),
        # another event of the same day
        ([row("Police called by a neighbour")], [row("Weighed by the midwife at the clinic")]),
        ([row("Home visit")], [row("Nursery visit")]),
        ([row("Home visit")], [row("")]),
    ],
)
def test_a_comment_never_comes_to_stand_beside_another_event(old: list[Row], new: list[Row]) -> None:
    found = compare(old, new)
    assert found.changed == ()
    assert found.gone == (len(old) - 1,)
    assert found.added == (len(new) - 1,)


def test_rows_whose_date_is_not_mended_yet_are_compared_by_what_is_typed() -> None:
    bad = Row(None, "Seen at home by the health visitor", typed_date="soon")
    assert compare([bad], [bad]).is_empty
    mended = row("Seen at home by the health visitor")
    assert compare([bad], [mended]).changed == (Change(0, 0, ("date",)),)


@given(st.lists(st.sampled_from(EVENTS[:3]), min_size=21, max_size=40), st.integers(0, 20))
@limits(max_examples=20)
def test_a_crowded_day_finds_the_row_that_changed(events: list[str], place: int) -> None:
    """Beyond changes.FEW_PAIRS only likely pairs are compared; the one reworded row is still found."""
    old = [row(f"{event} {at}") for at, event in enumerate(events)]
    new = [row(f"{event} and again {at}") for at, event in enumerate(events)]
    assert len(old) * len(new) > changes.FEW_PAIRS
    found = compare(old, new)
    assert {(change.old, change.new) for change in found.changed} >= {(place, place)}
    assert not found.gone


def test_five_thousand_rows_of_one_day_are_compared_in_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = 0
    likeness = changes.likeness

    def counting(one: str, other: str) -> float:
        nonlocal counted
        counted += 1
        return likeness(one, other)

    monkeypatch.setattr(changes, "likeness", counting)
    old = [row(f"Visit number {at} to the home") for at in range(5000)]
    new = [row(f"Visit number {at} to her home") for at in range(5000)]
    found = compare(old, new)
    assert [(change.old, change.new) for change in found.changed] == [(at, at) for at in range(5000)]
    assert counted <= 5000 * (changes.LIKELIEST + 1)
