"""Sealed identity: the only code that encrypts or decrypts the words that identify people in a case.

Keys come from the environment, newest first; older ones still open what they sealed. Each opening
has a purpose and leaves an audit row.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import Case, Child, OpeningPurpose, SealedItem, SealedKind, SealedOpening, User
from reviews.standing import standing


class Unreadable(Exception):
    """None of the keys in IDENTITY_KEYS opens what is sealed."""


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])


def refusal_to_open(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not open what is sealed in `case`, or None."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role:
        return None
    return "Only this area’s coordinator and safeguarding partners may open sealed identities."


@action
def seal(
    case: Case, items: list[tuple[SealedKind, str]], *, by: User, at: datetime, child: Child | None = None
) -> None:
    """Encrypt and keep each (kind, words) of `items` for `case`, or for one child of it.

    Empty words are left out, and what is sealed already: the same form sent twice seals once.
    """
    box = _box()
    known = set(_readable(case.sealed_items.filter(child=child)))
    typed = dict.fromkeys((kind, words.strip()) for kind, words in items)
    rows = [
        SealedItem(
            case=case,
            child=child,
            kind=kind,
            ciphertext=box.encrypt(words.encode()),
            sealed_at=at,
            sealed_by=by,
        )
        for kind, words in typed
        if words and (kind, words) not in known
    ]
    SealedItem.objects.bulk_create(rows)
    if rows:
        record(by, "sealed.added", case.reference, items=len(rows))


@action
def open_identities(
    case: Case, *, by: User, at: datetime, purpose: str, note: str = ""
) -> list[tuple[Child | None, str, str]]:
    """Return (child or None, kind in words, words) of all that is sealed in `case`.

    Raises Refused when `by` may not open it, Unreadable when no key fits.
    """
    check(refusal_to_open(by, case, at))
    SealedOpening.objects.create(case=case, purpose=purpose, note=note, opened_at=at, opened_by=by)
    record(by, "sealed.opened", case.reference, purpose=purpose)
    items = case.sealed_items.select_related("child")
    return [(item.child, item.get_kind_display(), _words(item)) for item in items]


@action
def terms(case: Case, *, by: User, at: datetime) -> dict[str, list[str]]:
    """Return the words that must not get out, by kind: for one run of the disclosure check, audited as one opening.

    Raises Refused when `by` may not open them.
    """
    check(refusal_to_open(by, case, at))
    SealedOpening.objects.create(
        case=case, purpose=OpeningPurpose.DISCLOSURE_CHECK, opened_at=at, opened_by=by
    )
    record(by, "sealed.opened", case.reference, purpose=OpeningPurpose.DISCLOSURE_CHECK.value)
    found: dict[str, list[str]] = defaultdict(list)
    full_names: dict[object, dict[str, str]] = defaultdict(dict)
    for item in case.sealed_items.all():
        words = _words(item)
        found[item.kind].append(words)
        if item.child_id and item.kind in {SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME}:
            full_names[item.child_id][item.kind] = words
    found["full_name"] = [
        f"{names.get(SealedKind.GIVEN_NAME, '')} {names.get(SealedKind.FAMILY_NAME, '')}".strip()
        for names in full_names.values()
    ]
    return dict(found)


@action
def rotate(*, at: datetime) -> int:
    """Seal everything again under the newest key and return how many items there were."""
    box = _box()
    count = 0
    for item in SealedItem.objects.select_for_update().iterator(chunk_size=500):
        try:
            item.ciphertext = box.rotate(bytes(item.ciphertext))
        except InvalidToken as error:
            raise Unreadable("A sealed item opens with none of the keys in IDENTITY_KEYS.") from error
        item.save(update_fields=["ciphertext"])
        count += 1
    record(None, "sealed.rotated", items=count)
    return count


def _readable(items: Iterable[SealedItem]) -> Iterator[tuple[str, str]]:
    """Yield (kind, words) of the items that a key opens. Nobody gets to see them: they are only compared."""
    for item in items:
        with suppress(Unreadable):
            yield item.kind, _words(item)


def _words(item: SealedItem) -> str:
    try:
        return _box().decrypt(bytes(item.ciphertext)).decode()
    except InvalidToken as error:
        raise Unreadable("A sealed item opens with none of the keys in IDENTITY_KEYS.") from error
