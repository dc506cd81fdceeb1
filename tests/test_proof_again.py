"""Before what carries weight, and after a session ran out, somebody proves who they are; their form waits for them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from reviews.models import AuditRow, KeptForm, SealedOpening, User
from reviews.sign_in import keeping, weighty
from tests.conftest import PASSWORD
from tests.reading import address, words
from tests.signing_in import SIGN_IN, START, code_of, set_up, sign_in

pytestmark = pytest.mark.django_db

AGAIN = "/accounts/reauthenticate/"
CONTINUE = "/accounts/continue/"
CANARY = "ZZCANARY-5b0e and what the family said about it"
OPENING = {"purpose": "other", "note": CANARY}
# How names of addresses begin behind which something carries weight, more often than not…
WEIGHTY = (
    *("open_", "agree_own", "export_", "take_", "keep_", "close_", "confirm_", "mfa_"),
    *("approve_", "publish_", "withdraw_", "reinstate_"),
)
# … and those behind which it doesn't, with the reason.
LIGHT = {
    "approve_picture": "shows a picture of the text that is to be approved",
    "confirm_chronology": "the rows are on the case already",
    "confirm_own_chronology": "the rows are the agency's own",
    "confirm_view": "a view, which the partners' decision follows",
    "take_back_return": "goes back to its author",
    "take_comments": "a file comes in",
    "take_out_publication_file": "before approval, which asks",
    "take_pack": "one's own numbered copy, with one's name on each page",
    "take_rapid_review": "a file comes in",
    "withdraw_information_request": "nothing is let out",
    "withdraw_notification": "the duty to notify may not wait",
    "withdraw_request": "an agency is asked for less",
    "mfa_authenticate": "is the proof",
    "mfa_reauthenticate": "is the proof",
    "mfa_reauthenticate_webauthn": "is the proof",
    "mfa_index": "changes nothing",
    "mfa_list_webauthn": "changes nothing",
    "mfa_view_recovery_codes": "shows codes once, right after they were made",
}
LONG_AGO = timedelta(minutes=settings.PROOF_MINUTES)


def later(clock: Any, browser: Client, minutes: int) -> None:
    """Let time go by in which the browser is used."""
    for _ in range(minutes // 5):
        clock.shift(timedelta(minutes=5))
        browser.get("/accounts/")


def fields_of(page: str) -> dict[str, str]:
    """What the page of a kept form sends on, but its token."""
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    found.pop("csrfmiddlewaretoken", None)
    return found


def routes(patterns: list[Any] | None = None, prefix: str = "", names: str = "") -> Iterator[tuple[str, str]]:
    """Each address of the URLconf with made-up keys in it, and its name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from routes(pattern.url_patterns, route, space)
        elif isinstance(pattern, URLPattern) and "(?P" not in route:
            filled = route.replace("<str:reference>", "SC-BCDF-GHJK")
            filled = re.sub(r"<uuid:\w+>", "6f1f0c1e-8a55-4b52-9d0e-7d1a2b3c4d5e", filled)
            yield "/" + re.sub(r"<(int:)?(path:)?\w+>|<\w+:\w+>", "1", filled), names + (pattern.name or "")


def test_b13_every_address_on_the_list_asks_for_proof_that_is_recent(
    admin: Client, as_user: Any, cast: Any
) -> None:
    """The whole list, and everything that the administrators' site takes; each name on it is an address."""
    everywhere = list(routes())
    assert {name for _, name in everywhere} >= weighty.ON_SENDING | weighty.ON_OPENING
    browser, asked = as_user(cast.coordinator), 0
    for one in (admin, browser):
        one.get("/accounts/")
        session = one.session
        session["signed_in_at"] -= LONG_AGO.seconds
        session.save()
    for url, name in everywhere:
        is_sent = name in weighty.ON_SENDING or weighty.is_administration(name)
        if is_sent or name in weighty.ON_OPENING:
            one = admin if weighty.is_administration(name) else browser
            answer = one.post(url) if is_sent else one.get(url)
            assert answer.status_code == 302 and answer["Location"].startswith(AGAIN), name
            asked += 1
    assert asked > 40
    assert browser.post("/staff/cases/SC-BCDF-GHJK/hold/").status_code == 404
    assert AuditRow.objects.filter(verb="sign_in.asked_again", outcome="denied").count() == asked


@pytest.mark.same_with_each_database
def test_b13_no_new_address_that_sounds_weighty_is_left_off_the_list() -> None:
    """Whoever adds one decides: onto the list, or into the table above with the reason."""
    names = {name for _, name in routes()}
    listed = weighty.ON_SENDING | weighty.ON_OPENING
    assert {name for name in names if name.startswith(WEIGHTY)} - listed == set(LIGHT)
    assert all(
        weighty.is_administration(name) for name in names if name.startswith("admin:") and "log" not in name
    )


def test_b13_after_the_password_one_goes_on_with_what_was_typed(cast: Any, case: Any) -> None:
    """A fresh sign-in is proof; later the form waits, encrypted, and goes on its way once."""
    url = address(case, "identities/")
    with time_machine.travel(START, tick=False) as clock:
        browser = Client(enforce_csrf_checks=False)
        sign_in(browser, cast.coordinator.email, PASSWORD)
        assert browser.post(url, OPENING).status_code == 200 and SealedOpening.objects.count() == 1
        later(clock, browser, settings.PROOF_MINUTES)
        asked = browser.post(url, OPENING)
        assert asked["Location"] == f"{AGAIN}?next={CONTINUE}" and SealedOpening.objects.count() == 1
        row = KeptForm.objects.get()
        assert CANARY not in row.closed and CANARY in keeping.disclose(row.closed)
        assert CANARY not in str(AuditRow.objects.values_list("detail")) and "SC-" not in asked["Location"]
        wrong = browser.post(asked["Location"], {"password": "not the password at all"})
        assert "The password is not right" in words(wrong) and "is kept meanwhile" in words(wrong)
        assert browser.post(url, OPENING)["Location"].startswith(AGAIN)
        assert browser.post(asked["Location"], {"password": PASSWORD})["Location"] == CONTINUE
        page = words(browser.get(CONTINUE))
        assert f'action="{url}"' in page and "nothing has been saved or done yet" in page
        assert browser.get(CONTINUE).status_code == 200  # a reload loses nothing
        assert browser.post(url, fields_of(page)).status_code == 200 and SealedOpening.objects.count() == 2
        assert not KeptForm.objects.exists()
        assert browser.get(CONTINUE)["Location"] == "/staff/"
        # The proof holds for everything on the list, and for as long again.
        assert browser.post(url, OPENING).status_code == 200


def test_b13_a_code_is_proof_too_and_a_forged_form_is_not_kept(person: User) -> None:
    User.objects.filter(pk=person.pk).update(role="administrator")
    with time_machine.travel(START) as clock:
        browser = Client(enforce_csrf_checks=True)
        ordinary = Client()
        secret, _ = set_up(ordinary)
        browser.cookies = ordinary.cookies
        later(clock, ordinary, settings.PROOF_MINUTES)
        forged = browser.post("/admin/reviews/theme/add/", {"name": "Forged"})
        assert forged.status_code == 403 and not KeptForm.objects.exists()
        asked = ordinary.post("/admin/reviews/theme/add/", {"name": "Sleep"})
        assert asked["Location"].startswith(AGAIN) and KeptForm.objects.count() == 1
        code = {"code": code_of(secret)}
        assert ordinary.post(f"/accounts/code/again/?next={CONTINUE}", code)["Location"] == CONTINUE
        assert 'value="Sleep"' in words(ordinary.get(CONTINUE))
        # B16: neither page leads anywhere else.
        for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
            answer = ordinary.post(f"{AGAIN}?next={elsewhere}", {"password": "four plain words together"})
            assert answer["Location"] == "/staff/"


def test_b13_files_are_not_kept_and_a_kept_form_can_be_thrown_away(admin: Client, cast: Any) -> None:
    with time_machine.travel(START, tick=False) as clock:
        admin.force_login(cast.administrator)
        later(clock, admin, settings.PROOF_MINUTES)
        upload = SimpleUploadedFile("a.txt", CANARY.encode())
        admin.post("/admin/reviews/theme/add/", {"name": "Sleep", "file": upload, "many": ["1", "2"]})
        kept = KeptForm.objects.get()
        assert CANARY not in keeping.disclose(kept.closed)
        admin.post(f"{AGAIN}?next={CONTINUE}", {"password": PASSWORD})
        page = words(admin.get(CONTINUE))
        assert "Files can’t be kept in between" in page and page.count('name="many"') == 2
        admin.post(CONTINUE)
        assert not KeptForm.objects.exists()


def test_b17_what_was_typed_before_the_session_ended_comes_back(cast: Any, case: Any) -> None:
    """After the idle limit and after a weekend; for the same person in the same browser; not where it is secret."""
    url, typed = address(case, "correspondence/add/"), {"subject": CANARY, "direction": "in"}
    with time_machine.travel(START, tick=False) as clock:
        for away in (timedelta(minutes=settings.IDLE_MINUTES), timedelta(days=3)):
            browser = Client()
            sign_in(browser, cast.coordinator.email, PASSWORD)
            browser.get(url)
            clock.shift(away)
            answer = browser.post(url, typed)
            assert answer["Location"] == f"{SIGN_IN}?next={CONTINUE}"
            assert browser.get(CONTINUE)["Location"].startswith(SIGN_IN)
            again = sign_in(browser, cast.coordinator.email, PASSWORD, next=CONTINUE)
            assert again["Location"] == CONTINUE
            page = words(browser.get(CONTINUE))
            assert "You were signed out while a form was open" in page and page.count(CANARY) == 2
            assert "There is a problem" in words(
                browser.post(url, fields_of(page))
            )  # the form's own page, with it
            assert not KeptForm.objects.exists()
        # Signed out oneself, or in a browser where nobody is known: nothing is kept for nobody.
        browser.post("/accounts/logout/")
        assert browser.post(url, typed)["Location"].startswith(SIGN_IN) and not KeptForm.objects.exists()
        # A password is never kept.
        browser = Client()
        sign_in(browser, cast.coordinator.email, PASSWORD)
        browser.get(url)
        clock.shift(timedelta(hours=1))
        browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "x"})
        assert not KeptForm.objects.exists()


def test_b17_another_person_gets_nothing_and_after_a_while_nobody(cast: Any, case: Any) -> None:
    url, typed = address(case, "correspondence/add/"), {"subject": CANARY}

    def lose_a_form() -> Client:
        browser = Client()
        sign_in(browser, cast.coordinator.email, PASSWORD)
        browser.get(url)
        clock.shift(timedelta(minutes=settings.IDLE_MINUTES))
        browser.post(url, typed)
        assert KeptForm.objects.count() == 1
        return browser

    with time_machine.travel(START, tick=False) as clock:
        browser = lose_a_form()
        sign_in(browser, cast.la.email, PASSWORD, next=CONTINUE)
        answer = browser.get(CONTINUE, follow=True)
        assert CANARY not in words(answer) and answer.redirect_chain == [("/staff/", 302)]
        assert not KeptForm.objects.exists()
        browser = lose_a_form()
        other = Client()
        sign_in(other, cast.coordinator.email, PASSWORD)
        assert other.get(CONTINUE)["Location"] == "/staff/"  # the same person, in another browser
        clock.shift(timedelta(minutes=settings.KEPT_FORM_MINUTES))
        sign_in(browser, cast.coordinator.email, PASSWORD)
        assert "no longer kept" in words(browser.get(CONTINUE, follow=True))
        assert not KeptForm.objects.exists()
