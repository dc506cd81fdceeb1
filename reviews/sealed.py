"""Sealed words: the only code that encrypts or decrypts what identifies people in a case, or what others wrote.

Keys come from the environment, newest first; older ones still open what they sealed. Each opening
has a purpose and leaves an audit row.
"""

import hashlib
import hmac
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from cspr_portal.refusals import check
from reviews import anniversaries, pseudonyms
from reviews.audit.recording import action, record
from reviews.authorship import is_author
from reviews.models import (
    AgencyRequest,
    AgencyReturn,
    Case,
    Child,
    MatchKind,
    OpeningPurpose,
    Participant,
    RequestState,
    Role,
    SealedItem,
    SealedKind,
    SealedOpening,
    User,
)
from reviews.standing import standing

# What tells one child from all others, alone or together.
MATCHED = (SealedKind.NHS_NUMBER, SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME, SealedKind.DATE_OF_BIRTH)


class Unreadable(Exception):
    """None of the keys in IDENTITY_KEYS opens what is sealed."""


def seal_words(words: str) -> bytes:
    """Return words that belong to no case, encrypted under the newest key. Their keeper records and opens them."""
    return _box().encrypt(words.encode())


def open_words(ciphertext: bytes | memoryview) -> str:
    """Return what `seal_words` has sealed; who may, and that it is recorded, is the caller's. Raises Unreadable."""
    try:
        return _box().decrypt(bytes(ciphertext)).decode()
    except InvalidToken as error:
        raise Unreadable("What is sealed opens with none of the keys in IDENTITY_KEYS.") from error


def seal_again(ciphertext: bytes | memoryview) -> bytes:
    """Return a ciphertext sealed under the newest key. Raises Unreadable."""
    try:
        return _box().rotate(bytes(ciphertext))
    except InvalidToken as error:
        raise Unreadable("A sealed item opens with none of the keys in IDENTITY_KEYS.") from error


# Whether a child's own name may be said in what is published, by decision (practice 25).
_own_names: list[Callable[[Child], bool]] = []


def register_own_name(function: Callable[[Child], bool]) -> None:
    """Add a function that says whether it has been decided that a child's own name may be said."""
    if function not in _own_names:
        _own_names.append(function)


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])


def refusal_to_open(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not open what is sealed in `case`, or None."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role:
        return None
    return "Only this area’s coordinator and safeguarding partners may open sealed identities."


def refusal_to_compare(user: User, case: Case, at: datetime) -> str | None:
    """Say why no text that `user` reads may be compared with what is sealed in `case`, or None.

    A publisher opens nothing: the words are compared with a text of theirs, and none of them is shown.
    """
    return None if user.acts_as(Role.PUBLISHER) else refusal_to_open(user, case, at)


def refusal_to_open_contact(user: User, case: Case, participant: Participant, at: datetime) -> str | None:
    """Say why `user` may not open the safe way to reach a participant: the reviewer may, who speaks to them."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role or who.is_reviewer):
        return "Only the coordinator, the partners and the Independent Reviewer may open how somebody is reached."
    return "Not yet: no safe way to reach them is sealed." if participant.contact_id is None else None


def refusal_to_open_sheet(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not open the request's subject sheet: its author may, until the return is accepted."""
    if not is_author(user, agency_request, at):
        return "Only the request’s author opens its subject sheet."
    if agency_request.state == RequestState.ACCEPTED:
        return "Already: the return has been accepted, and the subject sheet is closed."
    return None


@action
def seal(
    case: Case,
    items: list[tuple[SealedKind, str]],
    *,
    by: User,
    at: datetime,
    child: Child | None = None,
    agency_return: AgencyReturn | None = None,
) -> int:
    """Encrypt and keep each (kind, words) of `items` for `case`, for one child of it, or as named by a return.

    Empty words are left out, and what is sealed there already: the same form sent twice seals once. Returns
    how many were new. What other agencies named, or the case itself holds, makes no difference to a return:
    its count would tell whether a name that somebody guesses is sealed in the case.
    """
    box = _box()
    known = set(_readable(case.sealed_items.filter(child=child, agency_return=agency_return)))
    typed = dict.fromkeys((kind, words.strip()) for kind, words in items)
    rows = [
        SealedItem(
            case=case,
            child=child,
            agency_return=agency_return,
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
    return len(rows)


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
    reached = dict(Participant.objects.filter(review__case=case).values_list("contact", "called"))
    return [(item.child, _label(item, reached), _words(item)) for item in items]


@action
def seal_contact(case: Case, participant: Participant, words: str, *, by: User, at: datetime) -> None:
    """Seal the safe way to reach a participant. An earlier one stays sealed: its words still point to somebody."""
    words = words.strip()
    if participant.contact is not None and (SealedKind.CONTACT, words) in set(
        _readable([participant.contact])
    ):
        return
    participant.contact = SealedItem.objects.create(
        case=case,
        kind=SealedKind.CONTACT,
        ciphertext=_box().encrypt(words.encode()),
        sealed_at=at,
        sealed_by=by,
    )
    participant.save(update_fields=["contact"])
    record(by, "sealed.added", case.reference, items=1)


@action
def open_contact(case: Case, participant: Participant, *, by: User, at: datetime, note: str) -> str:
    """Return the safe way to reach a participant; `note` is the reason. One audited opening.

    Raises Refused when `by` may not open it or none is sealed, Unreadable when no key fits.
    """
    check(refusal_to_open_contact(by, case, participant, at))
    if participant.contact is None:
        raise AssertionError("The rule lets nobody open what is not sealed.")
    purpose = OpeningPurpose.CONTACT
    SealedOpening.objects.create(case=case, purpose=purpose, note=note, opened_at=at, opened_by=by)
    record(by, "sealed.opened", case.reference, purpose=purpose.value, participant=str(participant.pk))
    return _words(participant.contact)


@action
def open_sheet(
    agency_request: AgencyRequest, *, by: User, at: datetime, note: str
) -> list[tuple[Child | None, str, str]]:
    """Return (child or None, kind in words, words) of what the coordinator put on a request's subject sheet.

    `note` is the author's reason. Raises Refused when `by` may not open it, Unreadable when no key fits.
    """
    check(refusal_to_open_sheet(by, agency_request, at))
    case, purpose = agency_request.case, OpeningPurpose.RETURN
    SealedOpening.objects.create(
        case=case, agency_request=agency_request, purpose=purpose, note=note, opened_at=at, opened_by=by
    )
    record(by, "sealed.opened", case.reference, purpose=purpose.value, request=str(agency_request.pk))
    items = agency_request.subjects.select_related("child")
    return [(item.child, item.get_kind_display(), _words(item)) for item in items]


@action
def terms(case: Case, *, by: User, at: datetime) -> dict[str, list[str]]:
    """Return the words that must not get out, by kind: for one run of the disclosure check, audited as one opening.

    "child" holds the key of the child that each "full_name" is of. Raises Refused when `by` may not open them.
    """
    check(refusal_to_open(by, case, at))
    purpose = OpeningPurpose.DISCLOSURE_CHECK
    SealedOpening.objects.create(case=case, purpose=purpose, opened_at=at, opened_by=by)
    record(by, "sealed.opened", case.reference, purpose=purpose.value)
    return _terms(case)


@action
def terms_to_compare(case: Case, *, by: User, at: datetime) -> dict[str, list[str]]:
    """Return the same words for a run whose reader may not open them: the caller shows nothing of what is found.

    Audited as a comparison. Raises Refused when no text of `by` may be compared with them.
    """
    check(refusal_to_compare(by, case, at))
    purpose = OpeningPurpose.DISCLOSURE_CHECK
    note = "A text was compared with the words. None of them was shown."
    SealedOpening.objects.create(case=case, purpose=purpose, note=note, opened_at=at, opened_by=by)
    record(by, "sealed.compared", case.reference, purpose=purpose.value)
    return _terms(case)


@action
def is_near_a_family_date(case: Case, day: date, *, by: User, at: datetime) -> bool:
    """Return whether `day` is within a week of a birth, a death, the incident, or an anniversary: never of which.

    Audited as a comparison (practice 21). Raises Refused when nothing of `by` may be compared with them.
    """
    check(refusal_to_compare(by, case, at))
    note = "A day of publication was compared with the family’s dates. None of them was shown."
    SealedOpening.objects.create(
        case=case, purpose=OpeningPurpose.OTHER, note=note, opened_at=at, opened_by=by
    )
    record(by, "sealed.compared", case.reference, purpose=OpeningPurpose.OTHER.value)
    dates = [one for one in (case.incident_from, case.incident_to) if one is not None]
    kinds = (SealedKind.DATE_OF_BIRTH, SealedKind.DATE_OF_DEATH)
    for _kind, words in _readable(case.sealed_items.filter(kind__in=kinds)):
        with suppress(ValueError):
            dates.append(date.fromisoformat(words))
    return anniversaries.is_close(day, dates)


def _terms(case: Case) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    full_names: dict[object, dict[str, str]] = defaultdict(dict)
    for item in case.sealed_items.all():
        words = _words(item)
        found[item.kind].append(words)
        if item.child_id and item.kind in {SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME}:
            full_names[item.child_id][item.kind] = words
    found["child"] = [str(key) for key in full_names]
    found["full_name"] = [
        f"{names.get(SealedKind.GIVEN_NAME, '')} {names.get(SealedKind.FAMILY_NAME, '')}".strip()
        for names in full_names.values()
    ]
    return dict(found)


def names_clash(child: Child, pseudonym: str) -> str | None:
    """Say why `pseudonym` gives the sealed name of `child` away, or None. The words themselves are only compared.

    Each refusal can be a guess at a name, so callers audit it. Nothing clashes once it has been decided that the
    child's own name may be said.
    """
    if _may_be_named(child):
        return None
    facts: dict[str, list[str]] = defaultdict(lambda: [""])
    for kind, words in _readable(child.sealed_items.filter(kind__in=MATCHED)):
        facts[kind].append(words)
    for given in facts[SealedKind.GIVEN_NAME]:
        for family in facts[SealedKind.FAMILY_NAME]:
            clash = pseudonyms.clash(pseudonym, given, family)
            if clash:
                return clash
    return None


def has_sealed_name(case: Case, called: str) -> bool:
    """Return whether what somebody is called has a name in it that is sealed in `case`, or nearly.

    Each refusal can be a guess at a name, so callers audit it.
    """
    return any(pseudonyms.has_name(called, words) for _kind, words in _readable(_people_of(case)))


def pseudonym_clash(case: Case, pseudonym: str, child: Child | None) -> bool:
    """Return whether a pseudonym has a sealed name of `case` in it, or is or spells the one of `child`, if it is its."""
    if child is not None and _may_be_named(child):
        pseudonym = pseudonyms.without(pseudonym, [words for _kind, words in _readable(_names_of(child))])
    if has_sealed_name(case, pseudonym):
        return True
    return child is not None and names_clash(child, pseudonym) is not None


def blind_marks(child: Child) -> set[tuple[str, str]]:
    """Return the keyed hashes by which `child` is found again in another case: (kind of match, mark).

    Nobody gets to see a word: they are only turned into marks, under MATCH_KEY. Facts that no key opens
    make none. A name needs its date of birth, or it would match half a town.
    """
    facts: dict[str, list[str]] = defaultdict(list)
    for kind, words in _readable(child.sealed_items.filter(kind__in=MATCHED)):
        facts[kind].append(words)
    marks = {
        (str(MatchKind.NHS_NUMBER), _mark(MatchKind.NHS_NUMBER, number)) for number in facts["nhs_number"]
    }
    for given in facts["given_name"]:
        for family in facts["family_name"]:
            for born in facts["date_of_birth"]:
                known_as = f"{given.split()[0] if given.split() else ''} {family} {born}"
                marks.add((str(MatchKind.NAME_AND_BIRTH), _mark(MatchKind.NAME_AND_BIRTH, known_as)))
    return marks


def _mark(kind: str, words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(letter for letter in plain if letter.isalnum())
    return hmac.new(settings.MATCH_KEY, f"child:{kind}:{letters}".encode(), hashlib.sha256).hexdigest()


def _may_be_named(child: Child) -> bool:
    return any(function(child) for function in _own_names)


def _names_of(child: Child) -> Iterable[SealedItem]:
    return child.sealed_items.filter(kind__in=(SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME))


def _people_of(case: Case) -> Iterable[SealedItem]:
    people = (SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME, SealedKind.RELATIVE, SealedKind.PRACTITIONER)
    return case.sealed_items.filter(kind__in=people)


def _label(item: SealedItem, reached: dict[Any, str]) -> str:
    """The kind of a sealed item in words; of a contact, whose it is: an earlier one may not be safe any more."""
    if item.kind != SealedKind.CONTACT:
        return str(item.get_kind_display())
    called = reached.get(item.pk)
    return f"A safe way to reach {called}" if called else "An earlier way to reach somebody: no longer used"


def _readable(items: Iterable[SealedItem]) -> Iterator[tuple[str, str]]:
    """Yield (kind, words) of the items that a key opens. Nobody gets to see them: they are only compared."""
    for item in items:
        with suppress(Unreadable):
            yield item.kind, _words(item)


def _words(item: SealedItem) -> str:
    return open_words(item.ciphertext)
