"""Pages of an agency's chronology as a file: bringing it, its columns, the preview where it is mended, confirming it.

Nothing of a file counts before it is confirmed. Who may do what is in access.py, by which way in doors.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.documents.kinds import Unfit
from reviews.models import ChronologyFile
from reviews.requests import StaffRequest

from . import access, bringing, doors, entries, file_forms, keeping
from .bringing import Comparison
from .changes import Changes
from .columns import NAMES
from .doors import Door
from .file_forms import MOST_LEFT_OUT_SHOWN
from .keeping import Content
from .rows import Row

FIRST_ROWS = 50
FIRST_CHANGES = 10
FIELD_WORDS = {"date": "when"} | {
    name: words.removeprefix("the ") for name, words in NAMES.items() if name != "date"
}


@dataclass(frozen=True)
class MendRow:
    """A row of the form that mends: its inputs, what it says beside them, the box that leaves it out."""

    row: Row
    inputs: list[Any]
    says: list[tuple[str, str]]
    box: dict[str, Any]
    is_newer: bool


@require_http_methods(["GET", "HEAD", "POST"])
def bring_chronology(request: StaffRequest, reference: str) -> HttpResponse:
    """Bring an agency's chronology as a file: it is read, shown, and counts when it is confirmed."""
    at = clock.now()
    return bring(request, doors.by_case(request, reference, at), at)


@require_http_methods(["GET", "HEAD", "POST"])
def chronology_columns(request: StaffRequest, reference: str, file: UUID) -> HttpResponse:
    """Say which column of the file holds what."""
    at = clock.now()
    return choose_columns(request, doors.by_case(request, reference, at), file, at)


@require_http_methods(["GET", "HEAD", "POST"])
def chronology_file(request: StaffRequest, reference: str, file: UUID) -> HttpResponse:
    """Show a file that waits: what reading it found, the rows to be mended here, and then what it will change."""
    at = clock.now()
    return preview(request, doors.by_case(request, reference, at), file, at)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_chronology(request: StaffRequest, reference: str, file: UUID) -> HttpResponse:
    """Put the events of a file into the chronology: exactly the change that its page showed, or show it anew."""
    at = clock.now()
    return confirm(request, doors.by_case(request, reference, at), file, at)


@require_http_methods(["GET", "HEAD", "POST"])
def drop_chronology(request: StaffRequest, reference: str, file: UUID) -> HttpResponse:
    """Throw a file away that waits."""
    at = clock.now()
    return drop(request, doors.by_case(request, reference, at), file, at)


# The same pages by either way: own_views.py opens them by a request


def bring(request: StaffRequest, door: Door, at: datetime) -> HttpResponse:
    """Answer the page that brings a file."""
    check(door.refusal(request.user, at))
    is_sent = request.method == "POST"
    form = file_forms.BringForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        agencies=door.agencies(),
        today=clock.today(at),
    )
    if form.is_valid():
        brought = form.cleaned_data["file"]
        file = bringing.bring(
            door.case,
            agency=door.agency(form.cleaned_data.get("agency")),
            sha256=brought.sha256,
            size=brought.size,
            notes=brought.notes,
            content=brought.content,
            by=request.user,
            at=at,
        )
        if file.confirmed_at is not None:
            messages.success(request, "This file is in the chronology already: nothing has changed.")
            return redirect(door.url("chronology"))
        return redirect(door.url("chronology_file", file.pk))
    return render(request, "reviews/chronology/bring_chronology.html", {**door.context(), "form": form})


def choose_columns(request: StaffRequest, door: Door, key: UUID, at: datetime) -> HttpResponse:
    """Answer the page on which the columns of a file are chosen."""
    found = _file(request, door, key, at)
    content = keeping.from_json(found.rows)
    check(bringing.refusal_to_choose(content))
    data = request.POST if request.method == "POST" else None
    form = file_forms.ColumnsForm(data, content=content, version=found.version)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            bringing.choose_columns(
                found, door.case, columns=form.columns(), version=version, by=request.user, at=at
            )
        except Unfit as unfit:
            form.add_error(None, unfit.sentence)
        else:
            return redirect(door.url("chronology_file", found.pk))
    elif "version" in form.errors:
        raise BadRequest("Without the file's version nobody knows what was seen.")
    samples = [
        (heading, [line.cell(place) for line in _sample(content)])
        for place, heading in enumerate(content.headings)
    ]
    context = {**door.context(found), "form": form, "content": content, "samples": samples}
    return render(request, "reviews/chronology/chronology_columns.html", context)


def preview(request: StaffRequest, door: Door, key: UUID, at: datetime) -> HttpResponse:
    """Answer the page of a file that waits."""
    found = _file(request, door, key, at)
    content = keeping.from_json(found.rows)
    if not content.rows:
        return redirect(door.url("chronology_columns", found.pk))
    if request.method == "POST":
        return _mend(request, door, found, content, at)
    page = Paginator(file_forms.pages(content), 1).get_page(request.GET.get("page"))
    form = _to_mend(found, content, page.object_list[0])
    return _preview(request, door, found, content, form, page=page)


def confirm(request: StaffRequest, door: Door, key: UUID, at: datetime) -> HttpResponse:
    """Answer the button that puts the events of a file into the chronology."""
    found = _file(request, door, key, at)
    content = keeping.from_json(found.rows)
    check(bringing.missing(content))
    comparison = bringing.compared(found, content)
    if request.method != "POST":
        return _preview(request, door, found, content, _to_mend(found, content), comparison=comparison)
    read = file_forms.ConfirmForm(request.POST)
    seen = read.cleaned_data["mark"] if read.is_valid() else ""
    try:
        count = bringing.confirm(found, door.case, comparison=comparison, seen=seen, by=request.user, at=at)
    except NotYet as refusal:
        door = doors.again(request, door, at)
        found = _file(request, door, key, at)
        content = keeping.from_json(found.rows)
        form = _to_mend(found, content)
        form.add_error(None, refusal.beside_a_field)
        return _preview(request, door, found, content, form, is_late=True)
    words = f"{count:,} event{'s' if count != 1 else ''} of {found.agency.name}"
    messages.success(request, f"{words} {'are' if count != 1 else 'is'} in the chronology.")
    return redirect(door.url("chronology"))


def drop(request: StaffRequest, door: Door, key: UUID, at: datetime) -> HttpResponse:
    """Answer the page that throws a file away."""
    found = _file(request, door, key, at)
    if request.method == "POST":
        bringing.drop(found, door.case, by=request.user, at=at)
        messages.success(request, f"The file of {found.agency.name} is thrown away. Nothing has changed.")
        return redirect(door.url("chronology"))
    return render(request, "reviews/chronology/drop_chronology.html", door.context(found))


def _to_mend(file: ChronologyFile, content: Content, positions: Sequence[int] = ()) -> file_forms.MendForm:
    """The form that mends these rows as they are, with what is wrong beside each input."""
    given = file_forms.to_mend(content, positions)
    form = file_forms.MendForm(
        file_forms.shown(content, given, file.version),
        content=content,
        positions=list(given),
        given=given,
        left_out=content.left_out[:MOST_LEFT_OUT_SHOWN],
    )
    for place, names in given.items():
        # What the form itself says of a text that can't be kept, such as its length, is said once.
        for name in (name for name in names if f"r{place}_{name}" not in form.errors):
            for said in content.rows[place].row.problems_of(name):
                form.add_error(f"r{place}_{name}", said)
    return form


def _mend(
    request: StaffRequest, door: Door, file: ChronologyFile, content: Content, at: datetime
) -> HttpResponse:
    """Keep what was typed into rows; texts that come too late stay on the page beside the newer ones."""
    given = file_forms.sent(content, request.POST)
    if given is None:
        raise BadRequest("The form doesn't say which rows it is about.")

    def form_of(data: Mapping[str, Any]) -> file_forms.MendForm:
        left_out = content.left_out[:MOST_LEFT_OUT_SHOWN]
        return file_forms.MendForm(
            data, content=content, positions=list(given), given=given, left_out=left_out
        )

    form = form_of(request.POST)
    if "version" in form.errors:
        raise BadRequest("Without the file's version nobody knows what was seen.")
    if not form.is_valid():
        return _preview(request, door, file, content, form)
    version = form.cleaned_data["version"]
    try:
        bringing.mend(
            file,
            door.case,
            typed=form.typed(),
            out=form.chosen("out"),
            back=form.chosen("back"),
            version=version,
            by=request.user,
            at=at,
        )
    except NotYet as refusal:
        door = doors.again(request, door, at)
        file = _file(request, door, file.pk, at)
        content = keeping.from_json(file.rows)
        anew = request.POST.copy()
        anew["version"] = str(file.version)
        form = form_of(anew)
        words = "Your words are still here, beside what they say now: save them, or leave them."
        form.add_error(None, f"{refusal.beside_a_field} {words}")
        return _preview(request, door, file, content, form, since=version)
    return redirect(door.url("chronology_file", file.pk))


def _preview(
    request: StaffRequest,
    door: Door,
    file: ChronologyFile,
    content: Content,
    form: file_forms.MendForm,
    *,
    page: Any = None,
    since: int | None = None,
    comparison: Comparison | None = None,
    is_late: bool = False,
) -> HttpResponse:
    """The page of a file; 409 when what was sent came too late (`is_late`, or `since`: the version that was seen).

    Rows that are newer than `since` say what they hold now. With nothing left to mend it shows what will change.
    """
    fit, missing = content.fit, bringing.missing(content)
    context = {
        **door.context(file),
        "notes": [*file.notes, *file_forms.moved(content)],
        "form": form,
        "page": page,
        "shows_errors": request.method == "POST",
        "mend_rows": [_mend_row(content, form, at, since) for at in form.at],
        "back": form["back"] if "back" in form.fields else None,
        "bad": len(content.bad),
        "left_out": len(content.left_out),
        "left_out_shown": MOST_LEFT_OUT_SHOWN,
        "fit": [entries.settled(row) for row in fit[:FIRST_ROWS]],
        "fit_count": len(fit),
        "more_fit": max(0, len(fit) - FIRST_ROWS),
        "missing": missing,
        "may_choose_columns": content.table is not None,
    }
    if missing is None:
        found = comparison or bringing.compared(file, content)
        old = [entries.row_of(one) for one in found.old]
        context |= {"changes": found.changes, "mark": found.mark, **_first(found.changes, old, found.new)}
    status = 409 if is_late or since is not None else 200
    return render(request, "reviews/chronology/chronology_file.html", context, status=status)


def _mend_row(content: Content, form: file_forms.MendForm, at: int, since: int | None) -> MendRow:
    waiting = content.rows[at]
    row, names = waiting.row, form.given[at]
    is_newer = since is not None and waiting.version > since
    says = [
        (FIELD_WORDS[name], text)
        for name, text in row.typed().items()
        if text and (is_newer or name not in names)
    ]
    boxes: Any = form["out"]
    box = next(option for option in boxes.options if option["value"] == str(at))
    return MendRow(row, [form[f"r{at}_{name}"] for name in names], says, box, is_newer)


def _first(changes: Changes, old: Sequence[Row], new: Sequence[Row]) -> dict[str, Any]:
    """The first rows of each kind of change, and how many more there are."""
    changed = [
        (old[one.old], new[one.new], [(FIELD_WORDS[name], _said(old[one.old], name)) for name in one.fields])
        for one in changes.changed[:FIRST_CHANGES]
    ]
    return {
        "changed": changed,
        "more_changed": max(0, len(changes.changed) - FIRST_CHANGES),
        "added": [new[at] for at in changes.added[:FIRST_CHANGES]],
        "more_added": max(0, len(changes.added) - FIRST_CHANGES),
        "gone": [old[at] for at in changes.gone[:FIRST_CHANGES]],
        "more_gone": max(0, len(changes.gone) - FIRST_CHANGES),
    }


def _said(row: Row, name: str) -> str:
    if name == "date":
        return row.when.words() if row.when else ""
    return str(getattr(row, name))


def _sample(content: Content) -> list[Any]:
    return list(content.table.lines[content.first_line :][:3]) if content.table else []


def _file(request: StaffRequest, door: Door, key: UUID, at: datetime) -> ChronologyFile:
    """A file that waits, seen by this way, that this person may finish."""
    found = get_object_or_404(door.files().select_related("agency", "sent_by"), pk=key)
    found.review = door.case.review
    check(door.refusal(request.user, at))
    check(access.finish(request.user, found, door.case, at))
    return found
