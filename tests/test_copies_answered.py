"""Answering a request for a copy: who may read it, what may be sent, and mails that tell nothing."""

import re
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core import mail
from django.test import Client

from cspr_portal import clock
from publications.models import CopyLink, CopyOpening, CopyRequest
from reviews import key_rotation
from reviews.models import AuditRow, User
from reviews.stages import Stage
from tests import copying
from tests import publication_builders as build
from tests.admin_pages import send
from tests.copying import CANARIES, COPIES
from tests.reading import words

pytestmark = pytest.mark.django_db


def test_coordinators_and_publishers_read_it_and_for_others_it_is_not_there(
    cast: Any, as_user: Any, make_case: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """A02, G01: while it waits it belongs to no publication; then it goes with the publication's scope."""
    asked = copying.ask()
    addresses = [COPIES, copying.at(asked), copying.at(asked, "read/")]
    made_up = f"{COPIES}0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/"
    for person in ("la", "panel_member", "agency_author", "reviewer", "auditor", "administrator"):
        browser = as_user(getattr(cast, person))
        for address in addresses:
            assert browser.get(address).status_code == 404, (person, address)
        assert browser.get(addresses[1]).content == browser.get(made_up).content
        assert browser.post(addresses[2], {"answer": "decline", "reason": "x"}).status_code == 404
        if person != "administrator":
            assert "Somebody asked for a copy" not in words(browser.get("/staff/")), person
    assert all(Client().get(address)["Location"].startswith("/accounts/login/") for address in addresses)
    for person in ("coordinator", "publisher", "outsider"):
        browser = as_user(getattr(cast, person))
        assert "Somebody asked for a copy" in words(browser.get("/staff/"))
        for address in addresses[:2]:
            assert not any(canary in words(browser.get(address)) for canary in CANARIES)
        opened = browser.get(addresses[2])
        assert all(canary in words(opened) for canary in CANARIES)
        assert opened["Cache-Control"] == "no-store"
    rows = AuditRow.objects.filter(verb="copy.words_opened", reference=str(asked.pk)).order_by("sequence")
    assert [row.actor for row in rows] == [
        str(getattr(cast, one).pk) for one in ("coordinator", "publisher", "outsider")
    ]
    case = make_case(Stage.PRE_PUBLICATION).case
    report = build.opened(cast, case=case, kind="brief", title="Child Wren: what we learned")
    assert report.edition is not None
    given = {"publication": str(report.pk)}
    refused = copying.answer(as_user(cast.outsider), asked, django_capture_on_commit_callbacks, **given)
    assert refused.status_code == 200 and "Choose" in words(refused)
    done = copying.answer(as_user(cast.coordinator), asked, django_capture_on_commit_callbacks, **given)
    assert done.status_code == 302
    assert report.edition.title in words(as_user(cast.publisher).get(COPIES))
    outsider = as_user(cast.outsider)
    assert outsider.get(addresses[1]).content == outsider.get(made_up).content
    assert report.edition.title not in words(outsider.get(COPIES))
    link = CopyLink.objects.get()
    assert outsider.post(copying.at(asked, f"links/{link.pk}/end/")).status_code == 404
    assert "Somebody asked for a copy" not in words(as_user(cast.coordinator).get("/staff/"))


def test_the_mail_holds_the_link_and_nothing_of_anybody(
    cast: Any, as_user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """D21, E09, I02, I05: one mail, one link, whose secret is kept nowhere; twice is refused and sends nothing."""
    report = build.opened(cast, title="Child Zzwren", kind="scr")
    browser, asked = as_user(cast.publisher), copying.ask()
    for expected in (302, 409):
        given = {"publication": str(report.pk), "email": "other@example.org", "days": "3"}
        response = copying.answer(browser, asked, django_capture_on_commit_callbacks, **given)
        assert response.status_code == expected
    (sent,) = mail.outbox
    assert sent.to == ["other@example.org"] and not sent.cc and not sent.bcc
    text = f"{sent.subject}\n{sent.body}"
    for told in (*CANARIES, "Zzwren", "CANARY", str(report.slug), "review", "report"):
        assert told not in text, told
    link = CopyLink.objects.get()
    assert (link.expires_at - link.sent_at).days == 3
    token = copying.newest_address().split("/")[2]
    assert len(token) == 43
    assert token not in repr(CopyLink.objects.values()) + repr(list(AuditRow.objects.values_list()))
    asked.refresh_from_db()
    assert (asked.state, asked.publication, asked.decided_by) == ("sent", report, cast.publisher)
    row = AuditRow.objects.get(verb="copy.link_sent")
    assert row.detail == {"publication": str(report.pk), "edition": str(report.edition_id), "days": 3}
    assert "other@example.org" in words(browser.get(copying.at(asked, "read/")))


def test_only_what_was_public_and_may_still_go_out_can_be_sent(
    cast: Any, as_user: Any, time_machine: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Practice 23: never a draft; nothing after a court order, an identification or for somebody's safety."""
    ended = build.opened(cast, title="Ended")
    time_machine.move_to(ended.closes_at)
    fine = [ended, build.opened(cast, title="Open"), build.opened(cast, title="Wrong")]
    build.withdraw(cast, fine[2], "error")
    never = [build.drafted(cast, title="Draft"), build.approved(cast, title="Approved")]
    never.append(build.scheduled(cast, clock.start_of_day(clock.add_months(clock.today(clock.now()), 1))))
    stopped = build.scheduled(cast, never[2].opens_at, title="Stopped")
    build.withdraw(cast, stopped, "error")
    for kind in ("court_order", "identification", "safety"):
        never.append(build.opened(cast, title=kind))
        build.withdraw(cast, never[-1], kind)
    browser, asked = as_user(cast.publisher), copying.ask()
    form = browser.get(copying.at(asked, "read/")).context["form"]
    assert set(form.fields["publication"].queryset) == set(fine)
    for publication in (*never, stopped):
        given = {"publication": str(publication.pk)}
        response = copying.answer(browser, asked, django_capture_on_commit_callbacks, **given)
        assert response.status_code == 200
    for more in ({"days": "31"}, {"days": "0"}, {"email": "a@b\nBcc: c@d"}, {"reason": ""}, {"answer": "x"}):
        given = {"publication": str(fine[0].pk)} | more
        response = copying.answer(browser, asked, django_capture_on_commit_callbacks, **given)
        assert response.status_code == 200 and "There is a problem" in words(response), more
    assert not mail.outbox and not CopyLink.objects.exists()
    given = {"publication": str(fine[0].pk)}
    assert copying.answer(browser, asked, django_capture_on_commit_callbacks, **given).status_code == 302


def test_no_is_said_in_words_that_confirm_nothing_and_paper_needs_no_mail(
    cast: Any, as_user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """The reason stays in the record; the NSPCC's collection is named. Who has no e-mail is answered on paper."""
    browser, declined, unreachable, paper = as_user(cast.coordinator), *(copying.ask() for _ in range(3))
    refusal = {"answer": "decline", "reason": "Zzreason: it is a draft."}
    for _ in range(2):
        copying.answer(browser, declined, django_capture_on_commit_callbacks, **refusal)
    (sent,) = mail.outbox
    assert "NSPCC" in sent.body and "whether or not there is anything" in sent.body
    for told in (*CANARIES, "Zzreason", "/copy/", "draft"):
        assert told not in f"{sent.subject}\n{sent.body}".replace(copying.EMAIL, ""), told
    assert "Zzreason" in words(browser.get(copying.at(declined)))
    report = build.opened(cast)
    given = {"answer": "paper", "publication": str(report.pk), "email": "", "days": ""}
    copying.answer(browser, paper, django_capture_on_commit_callbacks, **given)
    assert len(mail.outbox) == 1 and not CopyLink.objects.exists()
    assert "on paper" in words(browser.get(copying.at(paper)))
    states = dict(CopyRequest.objects.values_list("pk", "state"))
    assert states == {declined.pk: "declined", paper.pk: "sent", unreachable.pk: "waiting"}
    verbs = AuditRow.objects.filter(verb__in=["copy.declined", "copy.sent_on_paper"])
    assert [row.verb for row in verbs.order_by("sequence")] == ["copy.declined", "copy.sent_on_paper"]


def test_a_mail_server_that_is_away_is_told_and_a_new_link_takes_the_place(
    cast: Any, as_user: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """F08: nothing is undone, the page says what to do, and a second link needs the end of the first."""
    report, browser, asked = build.opened(cast), as_user(cast.publisher), copying.ask()

    def away(self: Any) -> int:
        raise ConnectionRefusedError

    given = {"publication": str(report.pk)}
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", away)
        copying.answer(browser, asked, django_capture_on_commit_callbacks, **given)
    assert "End the link, then send a new one." in words(browser.get(copying.at(asked)))
    again = copying.answer(browser, asked, django_capture_on_commit_callbacks)
    assert again.status_code == 409
    first = CopyLink.objects.get()
    for expected in (302, 409):
        assert browser.post(copying.at(asked, f"links/{first.pk}/end/")).status_code == expected
    copying.answer(browser, asked, django_capture_on_commit_callbacks)
    assert CopyLink.objects.count() == len(mail.outbox) + 1 == 2
    assert Client().get(copying.newest_address()).status_code == 200
    assert CopyOpening.objects.get().link != first


def test_its_words_are_sealed_anew_with_the_newest_key(cast: Any, as_user: Any, settings: Any) -> None:
    """What the public wrote goes with the other sealed items when keys are rotated; without its key it stays shut."""
    asked, old, new = copying.ask(), settings.IDENTITY_KEYS[0], Fernet.generate_key().decode()
    settings.IDENTITY_KEYS = [new, old]
    assert key_rotation.rotate() == 1
    settings.IDENTITY_KEYS = [new]
    address = copying.at(asked, "read/")
    assert "Zzlooking" in words(as_user(cast.publisher).get(address))
    settings.IDENTITY_KEYS = [old]
    shut = as_user(cast.publisher).get(address)
    assert shut.status_code == 500 and "keys don’t open" in words(shut)


@pytest.mark.parametrize(
    "broken", ["\r\nBcc: zzevil@example.org", "\u2028Bcc: zzevil@example.org", ", zzevil@example.org"]
)
def test_i01_no_name_or_address_puts_a_header_or_another_person_into_a_mail(
    cast: Any, as_user: Any, django_capture_on_commit_callbacks: Any, broken: str
) -> None:
    """What a visitor writes, what staff type as the address, and what an administrator calls an account."""
    report = build.opened(cast, title="Child Zzwren", kind="scr")
    browser, asked = as_user(cast.publisher), copying.ask(name=f"Zzada Reader{broken}")
    given = {"publication": str(report.pk), "days": "3"}
    refused = copying.answer(
        browser, asked, django_capture_on_commit_callbacks, **given, email=f"other@example.org{broken}"
    )
    assert refused.status_code == 200 and not mail.outbox
    copying.answer(browser, asked, django_capture_on_commit_callbacks, **given, email="other@example.org")

    administrator = as_user(cast.administrator)
    named = {"role": "coordinator", "is_active": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        send(administrator, User, email=f"one@example.org{broken}", name="One", **named)
        send(administrator, User, email="two@example.org", name=f"Two{broken}", **named)
    assert not User.objects.filter(email__contains="zzevil").exists()
    assert ["other@example.org"] in [one.to for one in mail.outbox]
    for one in mail.outbox:
        assert len(one.recipients()) == 1 and "zzevil" not in one.recipients()[0]
        head = one.message().as_string().partition("\n\n")[0]
        assert (
            not re.search(r"^(b?cc|reply-to):", head, re.IGNORECASE | re.MULTILINE) and "zzevil" not in head
        )
