"""Who may add, open and remove a case's documents. Each rule returns its sentence, or None.

Legally privileged documents are for the safeguarding partners, the coordinator and a legal adviser who is assigned to
the case: never for the review's panel or the Independent Reviewer, who may have to answer for what they have read.
A pack takes up ordinary documents alone (reviews/meetings/access.py), and no export takes up any.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from cspr_portal import clock
from reviews.models import Case, Document, DocumentClass, Role, User
from reviews.standing import standing

A_DAY = timedelta(days=1)


def add(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may add no document of any class to `case`."""
    refusal = add_ordinary(user, case, at)
    return refusal if handle_privileged(user, case, at) is not None else None


def add_ordinary(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not add a document that everybody with `case` may open."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role or who.is_chair or who.is_reviewer:
        return None
    if who.assigned_as == Role.LEGAL_ADVISER:
        return "A legal adviser may add legally privileged documents only."
    return (
        "Only the coordinator, a partner’s delegate, the chair or the Independent Reviewer may add documents."
    )


def handle_privileged(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may neither add nor open legally privileged documents of `case`."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role or who.assigned_as == Role.LEGAL_ADVISER:
        return None
    return (
        "Only the coordinator, the partners’ delegates and a legal adviser may open or add legally privileged "
        "documents."
    )


def classes_to_add(user: User, case: Case, at: datetime) -> list[DocumentClass]:
    """Return the classes of document that `user` may add to `case`."""
    rules = {DocumentClass.ORDINARY: add_ordinary, DocumentClass.PRIVILEGED: handle_privileged}
    return [each for each, rule in rules.items() if rule(user, case, at) is None]


def full(user: User, case: Case, at: datetime) -> str | None:
    """Say that no more documents are taken, of this case or from this person, or None (security case C09). One query.

    Those that were removed have no bytes any more: they count for the person's day, and not for the case.
    """
    of_it = Q(case=case, removed_at__isnull=True)
    theirs = Q(added_by=user, added_at__gt=at - A_DAY)
    count = Document.objects.filter(of_it | theirs).aggregate(
        of_it=Count("pk", filter=of_it), theirs=Count("pk", filter=theirs)
    )
    if count["of_it"] >= settings.FILES_PER_CASE:
        return (
            f"Not yet: this case has {count['of_it']:,} documents, and can’t take more. Remove some that nobody needs, "
            "or ask whoever looks after the portal to allow more."
        )
    if count["theirs"] >= settings.FILES_PER_PERSON:
        return (
            f"Not yet: you have added {count['theirs']:,} documents within a day, and can’t add more. Go on tomorrow, or "
            "ask whoever looks after the portal to allow more."
        )
    return None


def read(user: User, document: Document, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not open `document`."""
    if document.document_class == DocumentClass.PRIVILEGED:
        refusal = handle_privileged(user, document.case, at)
        if refusal is not None:
            return refusal
    return _removed(document)


def remove(user: User, document: Document, at: datetime) -> str | None:
    """Say why `user` may not remove `document`."""
    if document.document_class == DocumentClass.PRIVILEGED:
        refusal = handle_privileged(user, document.case, at)
        if refusal is not None:
            return refusal
    if document.added_by_id != user.pk and not standing(user, document.case, at).is_coordinator:
        return "Only the coordinator, or whoever added the document, may remove it."
    return _removed(document)


def visible(user: User, case: Case, at: datetime) -> QuerySet[Document]:
    """Return the documents of `case` that `user`, to whom it is open, may know of, the removed ones too."""
    found = Document.objects.filter(case=case)
    if handle_privileged(user, case, at) is not None:
        found = found.exclude(document_class=DocumentClass.PRIVILEGED)
    return found


def _removed(document: Document) -> str | None:
    if document.removed_at is None:
        return None
    return f"Already: this document was removed on {clock.day_words(clock.today(document.removed_at))}."
