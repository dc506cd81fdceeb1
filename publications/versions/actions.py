"""Preparing another form of a text. It is written, checked and approved like any other, and has no window of its own."""

from datetime import datetime

from cspr_portal.refusals import NotYet, check
from publications.actions import add_draft, lock, note, tidied
from publications.models import Publication, VersionForm
from publications.versions import access
from reviews.audit.recording import action
from reviews.models import User


@action
def create_version(
    publication: Publication,
    *,
    form: str,
    language: str,
    title: str,
    summary: str,
    care_note: str,
    text: str,
    by: User,
    at: datetime,
) -> Publication:
    """Create a version of `publication` with its first draft, and return it.

    `language` is a tag such as cy or ur. Raises NotYet when there is such a version already.
    """
    publication = lock(publication)
    check(access.create(by, publication, at))
    form = VersionForm(form)
    word = language.lower() if form == VersionForm.TRANSLATION else form.value.replace("_", "-")
    if publication.versions.filter(version_word=word).exists():
        raise NotYet("Already: there is such a version. Write its next draft instead.")
    version = Publication.objects.create(
        kind=publication.kind,
        case=publication.case,
        version_of=publication,
        version_form=form,
        version_word=word,
        language=language,
        created_at=at,
        created_by=by,
    )
    add_draft(version, 1, tidied(title, summary, care_note, text), by=by, at=at)
    note(by, "publication.version_created", version, form=form.value, language=language)
    return version
