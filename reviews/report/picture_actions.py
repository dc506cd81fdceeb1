"""Pictures are kept beside the report's text, shown by a version of it, or left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cspr_portal.picture_marks import picture_mark, without_picture
from cspr_portal.pictures import Picture, new_name
from cspr_portal.refusals import NotYet, check
from cspr_portal.text import pictures_of
from reviews.audit.recording import action, record
from reviews.models import Case, ReportPicture, ReportVersion, User
from reviews.stage_moves import lock

from . import access, pictures
from .brought_pictures import Taken

MOST_PICTURES = 200
TOO_MANY = (
    f"Already: {MOST_PICTURES} pictures are kept with this report, which is as many as can be. "
    "Leave out those that are not needed."
)


@dataclass(frozen=True)
class NewPicture:
    """A picture that somebody adds to the text: made anew, with what it shows, and the key of its place."""

    picture: Picture
    alt: str
    place: str


@action
def keep_pictures(case: Case, taken: Sequence[Taken], *, by: User, at: datetime) -> dict[int, str]:
    """Keep the pictures of a Word file beside the text, and return what stands for each in it, by its number.

    One that the report shows already stands there as before, with what the file says that it shows. The others
    wait: their marks show nothing until somebody says what each shows. Raises NotYet where there are too many.
    """
    case = lock(case)
    check(access.write_report(by, case, at))
    marks: dict[int, str] = {}
    kept = 0
    for one in taken:
        if one.known is not None:
            marks[one.number] = picture_mark(
                one.known.name, one.known.described and (one.alt or one.known.described)
            )
        elif one.picture is not None:
            row = _kept(
                case, one.picture, by, at, described=one.alt, stood_under=one.under, stood_after=one.after
            )
            marks[one.number] = picture_mark(row.name, "")
            kept += 1
    record(by, "report.pictures_kept", case.reference, count=kept)
    return marks


@action
def settle_pictures(
    case: Case,
    text: str,
    *,
    new: NewPicture | None,
    added: Mapping[str, str],
    left_out: Sequence[str],
    by: User,
    at: datetime,
) -> str:
    """Return the text with the new picture and those that are `added` (what each shows, by its name), and without
    those that are `left_out`, which are kept no longer. No version is written."""
    case = lock(case)
    check(access.write_report(by, case, at))
    waiting = {one.name: one for one in pictures.offered(case.review, "")}
    for name, alt in added.items():
        if name in waiting:
            text = pictures.described(text, waiting[name], alt)
    for name in left_out:
        if name in waiting:
            text = without_picture(text, name)
            waiting[name].delete()
            record(by, "report.picture_left_out", case.reference, picture=name)
    if new is not None:
        row = _kept(case, new.picture, by, at, described=new.alt)
        text = pictures.put_in(text, picture_mark(row.name, new.alt), new.place)
        record(by, "report.picture_added", case.reference, picture=row.name)
    return text


def show_pictures(version: ReportVersion) -> None:
    """Note which pictures the version shows, and what it says that each shows. Part of writing the version."""
    alts = dict(pictures_of(version.text))
    if not alts:
        return
    rows = list(ReportPicture.objects.filter(review=version.review, name__in=alts).defer("content"))
    for row in rows:
        row.first_version = row.first_version or version
        row.described = alts[row.name]
    ReportPicture.objects.bulk_update(rows, ["first_version", "described"])


def _kept(case: Case, picture: Picture, by: User, at: datetime, **about: str) -> ReportPicture:
    """The picture's row: that of the same bytes where there is one, for two are never told apart."""
    rows = case.review.report_pictures
    row = rows.filter(sha256=picture.sha256).defer("content").first()
    if row is not None:
        return row
    if rows.count() >= MOST_PICTURES:
        raise NotYet(TOO_MANY)
    name = new_name(picture)
    while rows.filter(name=name).exists():
        name = new_name(picture)
    return ReportPicture.objects.create(
        review=case.review,
        name=name,
        content=picture.content,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=len(picture.content),
        sha256=picture.sha256,
        added_at=at,
        added_by=by,
        **about,
    )
