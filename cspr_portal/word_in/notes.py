"""Footnotes and endnotes of a Word file: which of them the text refers to, numbered in the order of the text."""

from .names import Element, has_text, remove, val, w

SIDES = {"footnote": "footnotes", "endnote": "endnotes"}


def settle(document: Element, parts: dict[str, Element]) -> None:
    """Number the notes and drop what doesn't belong together: a reference without a note, a note without one.

    `parts` has the trees of the footnotes and the endnotes under "footnote" and "endnote", where there are any.
    """
    notes = {
        (side, val(note, "id")): note
        for side, part in parts.items()
        for note in part.findall(w(side))
        if not val(note, "type") and has_text(note)
    }
    numbers: dict[tuple[str, str], str] = {}
    for reference in list(document.iter(*(w(f"{side}Reference") for side in SIDES))):
        side = "footnote" if reference.tag == w("footnoteReference") else "endnote"
        key = (side, val(reference, "id"))
        if key not in notes:
            remove(reference)
            continue
        numbers.setdefault(key, str(len(numbers) + 1))
        reference.set(w("id"), numbers[key])
    for side, part in parts.items():
        for note in list(part):
            key = (side, val(note, "id"))
            if key in numbers and note is notes[key]:
                note.set(w("id"), numbers[key])
            else:
                part.remove(note)
        for reference in list(part.iter(*(w(f"{each}Reference") for each in SIDES))):
            remove(reference)
