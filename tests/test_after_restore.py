"""After a restore: people look at what is held and confirm or withdraw it; what lets somebody in has ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from publications.models import CopyLink, Publication
from publications.restoring import confirming, replaying
from reviews.models import AuditRow, Role, User
from reviews.sign_in import invitations
from tests import copying
from tests import publication_builders as build
from tests.reading import words
from tests.signing_in import code_of, set_up, sign_in

pytestmark = pytest.mark.django_db

BACKUP = "a2e0b6de-0000-4000-8000-000000000001"
LIST = "/staff/publications/after-a-restore/"
CHECKED = "Some publications are being checked before they are shown again"
TASK = "Look at what is held after a restore"


def restored_without_a_journal() -> replaying.Repeated:
    return replaying.repeat(None, backup=BACKUP, at=clock.now())


def looking_at(publication: Publication) -> str:
    return f"/staff/publications/{publication.pk}/after-a-restore/"


def looked_at(publication: Publication) -> dict[str, str]:
    return {"edition": str(build.fresh(publication).edition_id), "may_be_public": "on"}


def public(publication: Publication, version: str = "") -> int:
    return Client().get(f"/published/{build.fresh(publication).slug}/{version}").status_code


def test_d25_a_publisher_looks_and_confirms_and_a_delegate_withdraws(cast: Any, as_user: Any) -> None:
    """D25: by the pages alone; the public hears why meanwhile; one row each, and who comes second gets 409."""
    stays = build.drafted(cast, title="Listening")
    build.with_files(cast, stays)
    build.check(cast, stays)
    build.approve(cast, stays)
    build.set_day(cast, stays)
    easy_read = build.version(cast, stays)
    goes = build.opened(cast, title="What nobody asked")
    later = build.scheduled(cast, clock.now() + timedelta(days=9), title="Next week")
    publisher, delegate = as_user(cast.publisher), as_user(cast.la)
    assert CHECKED not in words(Client().get("/published/")) and TASK not in words(publisher.get("/staff/"))
    assert "Nothing is held." in words(publisher.get(LIST))

    assert restored_without_a_journal().held == 4
    for url in ("/published/", "/published/?q=listening", "/published/?kind=brief"):
        page = Client().get(url)
        assert page.status_code == 200 and CHECKED in words(page) and "Listening" not in words(page)
    told = Client().get(f"/published/{build.fresh(stays).slug}/")
    assert told.status_code == 503 and "This page is being checked" in words(told)
    assert (public(stays, "easy-read/"), public(later)) == (503, 404)
    for user, is_told in (
        ("publisher", True),
        ("la", True),
        ("second_coordinator", True),
        ("auditor", False),
    ):
        assert (TASK in words(as_user(getattr(cast, user)).get("/staff/"))) is is_told, user
    assert as_user(cast.auditor).get(LIST).status_code == 404
    assert "Look at it after the restore" in words(publisher.get(f"/staff/publications/{stays.pk}/"))

    listed = words(publisher.get(LIST))
    assert all(title in listed for title in ("Listening", "What nobody asked", "Next week", "in short"))
    page = publisher.get(looking_at(stays))
    assert "CANARYTEXT" in words(page) and "Only a coordinator or a safeguarding partner" in words(page)
    files = build.fresh(stays).edition.files.all()
    picture = files.get(kind="picture")
    assert f'src="files/{picture.name}"' in page.content.decode()
    for file in files:
        handed_out = publisher.get(f"{looking_at(stays)}files/{file.name}")
        assert handed_out.status_code == 200 and handed_out.content == bytes(file.content)
    not_ticked = publisher.post(looking_at(stays), looked_at(stays) | {"may_be_public": ""})
    assert "Look at it, then tick" in words(not_ticked)
    unlike = looked_at(stays) | {"edition": str(build.fresh(goes).edition_id)}
    assert publisher.post(looking_at(stays), unlike).status_code == 409
    assert public(stays) == 503

    assert publisher.post(looking_at(stays), looked_at(stays))["Location"] == LIST
    # A version has a look of its own.
    assert (public(stays), public(stays, "easy-read/")) == (200, 503)
    assert delegate.post(looking_at(stays), looked_at(stays)).status_code == 409
    row = AuditRow.objects.get(verb=confirming.VERB)
    assert (row.actor, row.reference) == (str(cast.publisher.pk), str(stays.pk))
    delegate.post(looking_at(easy_read), looked_at(easy_read))
    publisher.post(looking_at(later), looked_at(later))
    assert (public(stays, "easy-read/"), public(later)) == (200, 404)

    assert "Withdraw it" not in words(publisher.get(LIST)) and "Withdraw it" in words(delegate.get(LIST))
    facts = {"kind": "other", "reason": "A hearing.", "approver": str(cast.la.pk), "instead": "nothing"}
    delegate.post(f"/staff/publications/{goes.pk}/withdraw/", facts)
    assert public(goes) == 410
    assert "Nothing is held." in words(publisher.get(LIST)) and TASK not in words(publisher.get("/staff/"))
    assert CHECKED not in words(Client().get("/published/"))


def test_d25_what_is_held_follows_the_case(cast: Any, case: Any, as_user: Any) -> None:
    """D25, A02: nobody outside the case finds or confirms it; a version waits with a text that is held."""
    publication = build.opened(cast, case=case, title="Child Wren in seven minutes")
    build.version(cast, publication)
    Publication.objects.filter(pk=publication.pk).update(held_since=clock.now())
    assert public(publication, "easy-read/") == 503
    for user in (cast.outsider, cast.eastfold_delegate):
        outside = as_user(user)
        assert "Wren" not in words(outside.get(LIST)) and TASK not in words(outside.get("/staff/"))
        assert outside.get(looking_at(publication)).status_code == 404
        assert outside.post(looking_at(publication), looked_at(publication)).status_code == 404
    inside = as_user(cast.second_coordinator)
    assert "Wren" in words(inside.get(LIST))
    assert inside.post(looking_at(publication), looked_at(publication))["Location"] == LIST
    assert public(publication, "easy-read/") == 200


def test_d25_it_may_be_looked_at_after_its_window_so_that_copies_can_go_out(cast: Any, as_user: Any) -> None:
    """D25: the end of the window brings nothing back to the web, and the look at it is not lost for good."""
    publication = build.opened(cast, title="What nobody asked")
    over = {"opens_at": clock.now() - timedelta(days=400), "closes_at": clock.now() - timedelta(days=9)}
    Publication.objects.filter(pk=publication.pk).update(held_since=clock.now(), **over)
    publisher = as_user(cast.publisher)
    assert publisher.post(looking_at(publication), looked_at(publication))["Location"] == LIST
    assert build.fresh(publication).held_since is None and public(publication) == 410


def test_d25_the_page_names_what_the_restore_withdrew_again(cast: Any, as_user: Any) -> None:
    """D25: with a journal: by whom and when it was, and that nothing is left to do."""
    publication = build.opened(cast, title="What nobody asked")
    at = clock.now()
    again: dict[str, Any] = {"kind": "safety", "reason": replaying.REASON, "by": cast.la, "at": at}
    replaying.withdraw_again(publication, **again)
    page = words(as_user(cast.publisher).get(LIST))
    assert "Withdrawn after the backup, and now again" in page
    assert "What nobody asked" in page and cast.la.name in page


def test_b07_b18_a_restore_ends_recovery_codes_invitations_and_links(
    cast: Any, person: User, as_user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """B07, B18, D25: used since the backup, they would count as unused again. Whoever has their phone gets in."""
    secret, codes = set_up(Client())
    newcomer = User.objects.create_user("new@aldermere.example", None, name="New", role=Role.PUBLISHER)
    invitation = invitations.invite(newcomer, by=cast.administrator, at=clock.now())
    publication = build.opened(cast, kind="scr", title="Child Zzwren")
    link = copying.link_to(as_user(cast.publisher), publication, django_capture_on_commit_callbacks)
    assert Client().get(invitation).status_code == 302 and Client().get(link).status_code == 200

    replaying.repeat([], backup=BACKUP, at=clock.now())
    assert Client().get(invitation).status_code == 410 and Client().get(link).status_code == 404
    assert not CopyLink.objects.get().ended_at  # nobody's doing
    row = AuditRow.objects.get(verb="restore.ways_in_ended")
    assert row.detail == {"invitations": 1, "recovery_codes": 1, "copy_links": 1}
    browser = Client()
    sign_in(browser)
    assert browser.post("/accounts/code/", {"code": codes[0]}).status_code == 200
    assert browser.post("/accounts/code/", {"code": code_of(secret, 1)})["Location"] == "/staff/"
    assert "None. Make new ones now" in words(browser.get("/accounts/"))
    browser.post("/accounts/recovery-codes/new/")
    assert "10 not used yet" in words(browser.get("/accounts/"))
    # An administrator can invite again.
    assert invitations.why_not(User.objects.get(pk=newcomer.pk)) is None
