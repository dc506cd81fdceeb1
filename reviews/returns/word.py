"""The return form as a Word file, and what of such a file goes back into the form. No page lives here.

Who may have the one or bring the other is in access.py (`write`). The file knows of no case: not its reference,
and nothing that the subject sheet holds but the children's pseudonyms.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms

from cspr_portal.word_in import NotReadable, WordText
from cspr_portal.word_parts import Part, parts_of, same, sort
from cspr_portal.words import listed
from reviews.models import AgencyRequest
from reviews.word_upload import left_behind, put_elsewhere

from . import sheets
from .forms import ReturnForm

# The same words as on every page of the return (templates/reviews/returns/may_be_asked_for.html)
NOTICE = (
    "What you write here may be asked for by the police, a coroner or a court. Keep to what you know, and say "
    "where it comes from."
)
TITLE = "Return form"
MARK = re.compile(r"Return form ([0-9A-F]{8}), draft (\d{1,6})\b")
OF_ANOTHER = (
    "This is the return form of another request. Download the form of this request, and write in that one."
)
NO_HEADING = (
    "None of the headings of the return form is in this file. Download the return form, write under its "
    "headings, and choose it again."
)
NOTHING_WRITTEN = "Nothing is written under the headings of this file. Write under them, and choose it again."
THE_SAME = "What the file says is what is kept already."


@dataclass(frozen=True)
class Brought:
    """What a file puts into the form: its inputs, what there is to say of it, and the text that has no place in it.

    `is_of_newest`: the file was made from the draft that is kept now.
    """

    initial: dict[str, Any]
    sentences: list[str]
    left: list[Part]
    is_of_newest: bool


def key(agency_request: AgencyRequest) -> str:
    """Return how the request is called in its files: nothing else of the portal has this key."""
    return agency_request.pk.hex[:8].upper()


def document(agency_request: AgencyRequest, form: ReturnForm, *, reader: str, at: datetime) -> bytes:
    """Return the file: notice and question on top, then each of the form's labels with what `form` shows there."""
    # Here, since python-docx takes memory that a process which serves public pages doesn't need.
    from cspr_portal.word import WordFile

    draft = int(form["expected_version"].value())
    name = f"{TITLE} {key(agency_request)}"
    file = WordFile(TITLE, reference=name, reader=reader, at=at, mark=f"Draft {draft}")
    for part in _around(agency_request, form, draft):
        if part.heading != TITLE:
            file.heading(part.heading)
        for paragraph in part.text.split("\n\n"):
            file.paragraphs(paragraph)
    for field, label in _known(form).items():
        file.heading(label)
        file.paragraphs(_shown(form, field))
    return file.bytes()


def brought(agency_request: AgencyRequest, form: ReturnForm, word: WordText) -> Brought:
    """Return what the file puts into `form`, which shows what is kept. Raises NotReadable for a file of another kind.

    Where the file has no text, what is kept stays.
    """
    known = _known(form)
    parts = parts_of(word.markdown, known.values())
    mark = MARK.search("\n".join(part.text for part in parts if same(part.heading) == same(TITLE)))
    if mark is not None and mark[1] != key(agency_request):
        raise NotReadable(OF_ANOTHER)
    draft = int(mark[2]) if mark else 0
    found = sort(parts, known, _around(agency_request, form, draft))
    if not found.texts:
        raise NotReadable(NO_HEADING)
    if not any(found.texts.values()):
        raise NotReadable(NOTHING_WRITTEN)
    initial = {name: form[name].value() for name in form.fields}
    said = []
    for name, label in known.items():
        text, kept = found.texts.get(name), _shown(form, name)
        if text is None or (kept and not text):
            missing = "is not in the file" if text is None else "has no text in the file"
            said.append(f"“{label}” {missing}: {'what is kept stays' if kept else 'it stays empty'}.")
        elif text.split() != kept.split():
            value = _value(form.fields[name], text)
            initial[name] = initial[name] if value is None else value
            said += (
                [f"Under “{label}” stands none of its answers. Choose one below."] if value is None else []
            )
    is_changed = any(initial[name] != form[name].value() for name in known)
    sentences = [*said, *put_elsewhere(found, known), *left_behind(word)]
    return Brought(
        initial,
        sentences if is_changed else [THE_SAME, *sentences],
        found.left,
        is_of_newest=mark is not None and draft == form["expected_version"].value(),
    )


def _known(form: ReturnForm) -> dict[str, str]:
    """The form's fields that are shown, with their labels: the headings of the file."""
    return {name: str(field.label) for name, field in form.fields.items() if not field.widget.is_hidden}


def _around(agency_request: AgencyRequest, form: ReturnForm, draft: int) -> list[Part]:
    """What stands in the file above the form's own headings, as it was when draft number `draft` was kept."""
    about = listed(sheets.pseudonyms_on(agency_request))
    says = [
        NOTICE,
        "\n".join(filter(None, (agency_request.agency.name, f"About {about}" if about else ""))),
        f"{TITLE} {key(agency_request)}, draft {draft}. Leave this line as it is: by it the portal knows which "
        "request the file answers.",
    ]
    belongs = [f"“{field.label}”: {_help(field)}" for field in form.fields.values() if _help(field)]
    return [
        Part(TITLE, "\n\n".join(says)),
        Part("What you are asked", agency_request.asked),
        Part("What belongs under each heading", "\n\n".join(belongs)),
    ]


def _answers(field: Any) -> dict[str, str]:
    """The answers of a choice, value → words; none for a text."""
    return {str(value): str(label) for value, label in getattr(field, "choices", ())}


def _help(field: django_forms.Field) -> str:
    answers = _answers(field)
    return (
        f"Write {' or '.join(f'“{label}”' for label in answers.values())}."
        if answers
        else str(field.help_text)
    )


def _shown(form: ReturnForm, name: str) -> str:
    """What the form shows in a field, as words."""
    value = str(form[name].value() or "")
    answers = _answers(form.fields[name])
    return answers.get(value, "") if answers else value


def _value(field: django_forms.Field, text: str) -> str | None:
    """The field's value for what was written: of a choice the one whose words, or first word, it is, or None."""
    answers = _answers(field)
    if not answers:
        return text
    written = same(text)
    for value, label in answers.items():
        if written in (same(label), same(label.split(",")[0])):
            return value
    return None
