"""Signing in with an organisation's own accounts: who gets in, and that everybody else gets one answer."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import environ
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cspr_portal import identity_provider
from cspr_portal.identity_provider import IdentityProvider
from reviews.models import AuditRow, User
from tests.admin_pages import send
from tests.identity_provider import BACK, CLIENT, GO, SECRET, Provider, running
from tests.reading import words
from tests.signing_in import EMAIL, PASSWORD, SET_UP, SIGN_IN, START, set_up, verbs

pytestmark = pytest.mark.django_db

AGAIN, CONTINUE, ADD_KEY = "/accounts/reauthenticate/", "/accounts/continue/", "/accounts/keys/add/"
VERIFIED = {"email": EMAIL.upper(), "email_verified": True}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running(Provider(claims=dict(VERIFIED))) as one:
        settings.IDENTITY_PROVIDER = IdentityProvider(
            name="Aldermere Council",
            issuer=one.issuer,
            client_id=CLIENT,
            client_secret=SECRET,
            domains=frozenset({"aldermere.example"}),
            second_factor=("amr", "mfa"),
        )
        yield one


def test_without_settings_there_is_no_button_and_no_address(client: Client) -> None:
    assert "organisation" not in client.get(SIGN_IN).content.decode()
    nonsense = client.get("/accounts/there/is/no/such/address/")
    for path in (GO, BACK, f"{BACK}?code=a&state=b"):
        answer = client.get(path)
        assert answer.status_code == 404 and answer.content == nonsense.content


def test_who_gave_a_second_factor_there_is_in(client: Client, person: User, provider: Provider) -> None:
    page = client.get(SIGN_IN, {"next": "/staff/audit/"}).content.decode()
    assert "Sign in with Aldermere Council" in page and f'href="{GO}?next=%2Fstaff%2Faudit%2F"' in page
    provider.claims |= {"amr": ["pwd", "mfa"], "roles": ["administrator"], "name": "Somebody Else"}
    before = User.objects.values().get(pk=person.pk)
    assert provider.sign_in(client, "/staff/audit/")["Location"] == "/staff/audit/"
    assert client.get("/accounts/").status_code == 200
    assert provider.asked["scope"] == "openid email" and provider.asked["code_challenge_method"] == "S256"
    # Nothing is taken from there but a hash that says who it was: no role, no name; and no account is made.
    after = User.objects.values().get(pk=person.pk)
    changed = {"last_login", "known_there_as"}
    assert {name for name in after if before[name] != after[name]} == changed and User.objects.count() == 1
    assert {"sign_in.by_provider", "sign_in.done"} <= set(verbs())
    kept = str([session.get_decoded() for session in Session.objects.all()]) + str(
        list(AuditRow.objects.values_list("detail"))
    )
    assert provider.asked["nonce"] not in kept and EMAIL not in kept.lower()


def test_b05_without_a_second_factor_there_the_portals_own_is_asked_for(
    client: Client, person: User, provider: Provider
) -> None:
    assert provider.sign_in(client)["Location"] == "/staff/"
    assert client.get("/staff/")["Location"] == "/accounts/app/set-up/"
    assert person.is_active
    other = Client()
    set_up(Client())
    assert provider.sign_in(other)["Location"] == "/accounts/code/"
    assert other.get("/staff/")["Location"].startswith(SIGN_IN)


def test_facts_that_come_from_the_address_for_facts_count_as_well(
    client: Client, person: User, provider: Provider
) -> None:
    provider.claims = {"amr": "mfa"}
    provider.facts = {"sub": "somebody", **VERIFIED}
    assert provider.sign_in(client)["Location"] == "/staff/"
    provider.facts["sub"] = "another"
    assert provider.sign_in(Client())["Location"] == SIGN_IN


def by(**claims: Any) -> Callable[[Provider], None]:
    return lambda provider: provider.claims.update(claims)


def with_(**attributes: Any) -> Callable[[Provider], None]:
    def change(provider: Provider) -> None:
        for name, value in attributes.items():
            setattr(provider, name, value)

    return change


REFUSALS: dict[str, Callable[[Provider], None]] = {
    "unknown address": by(email="nobody@aldermere.example"),
    "address not verified": by(email_verified=False),
    "address verified in words": by(email_verified="true"),
    "domain of somebody else": by(email="jo.marsh@aldermere.example.evil.example"),
    "another letter that looks alike": by(email="jo.mаrsh@aldermere.example"),
    "no address": by(email=None, email_verified=True),
    "another nonce": by(nonce="another"),
    "no nonce": by(nonce=None),
    "for another service": by(aud="another"),
    "for two services": by(aud=[CLIENT, "another"]),
    "through another service": by(azp="another"),
    "by another provider": by(iss="https://evil.example"),
    "expired": by(exp=int(time.time()) - 3600),
    "without an end": by(exp=None),
    "not signed": with_(algorithm="none", signs_with=""),
    "signed with what both know": with_(algorithm="HS256", signs_with=SECRET * 2),
    "signed by another": with_(signs_with=Provider().key),
    "with an unknown key": with_(headers={"kid": "two"}),
    "no tokens": with_(instead={"/token": (500, b"broken")}),
    "tokens that are none": with_(instead={"/token": (200, b'{"id_token": 7}')}),
    "keys elsewhere": with_(instead={"/keys": (302, b"http://127.0.0.1:9/keys")}),
    "keys that are none": with_(instead={"/keys": (200, b"[1]")}),
    "a key that is too short": with_(key=rsa.generate_private_key(public_exponent=65537, key_size=1024)),
    "an answer without an end to its brackets": with_(instead={"/token": (200, b"[" * 100_000)}),
    "an answer that is no HTTP": with_(instead={"/token": (1000, b"")}),
    "who was given the same address later": by(sub="another"),
    "another state": by(),
    "the answer of another provider": by(),
    "an answer that names no provider, from one that says it does": with_(
        about={"authorization_response_iss_parameter_supported": True}
    ),
}
BROUGHT = {
    "another state": {"state": "another"},
    "the answer of another provider": {"iss": "https://evil.example"},
}


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_everybody_else_gets_one_answer(person: User, provider: Provider) -> None:
    closed = User.objects.create_user(
        "gone@aldermere.example", PASSWORD, name="Gone", role="auditor", is_active=False
    )
    usual = {name: getattr(provider, name) for name in ("key", "algorithm", "signs_with", "headers")}
    answers = {}
    ways = {**REFUSALS, "closed account": by(email=closed.email)}
    provider.claims["amr"] = ["mfa"]
    assert provider.sign_in(Client())["Location"] == "/staff/"
    for way, change in ways.items():
        cache.clear()
        provider.claims, provider.instead, provider.about = {**VERIFIED, "amr": ["mfa"]}, {}, {}
        with_(**usual)(provider)
        change(provider)
        browser = Client()
        answer = provider.sign_in(browser, **BROUGHT.get(way, {}))
        assert answer["Location"] == SIGN_IN, way
        page = browser.get(SIGN_IN).content.decode()
        assert "You could not be signed in that way." in page, way
        answers[way] = page.partition("<form")[0]
        assert browser.get("/staff/")["Location"].startswith(SIGN_IN), way
    assert len(set(answers.values())) == 1
    assert User.objects.filter(email__startswith="nobody").count() == 0
    assert verbs().count("sign_in.failed") == len(ways)


def test_what_came_back_once_is_worth_nothing_more(client: Client, person: User, provider: Provider) -> None:
    provider.claims["amr"] = ["mfa"]
    provider.sign_in(client)
    state = provider.asked["state"]
    thief = Client()
    for browser in (client, thief):
        browser.post("/accounts/logout/")
        assert browser.get(BACK, {"code": "a code", "state": state})["Location"] == SIGN_IN
    late = Client()
    with time_machine.travel(0, tick=False) as clock:
        clock.move_to(time.time())
        late.get(GO)
        clock.shift(timedelta(minutes=16))
        assert late.get(BACK, {"code": "a code", "state": provider.asked["state"]})["Location"] == SIGN_IN


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"userinfo_endpoint": "file:///etc/passwd"},
    ],
)
def test_a_provider_that_is_not_what_the_settings_say_is_not_asked(
    client: Client, person: User, provider: Provider, about: dict[str, Any]
) -> None:
    provider.about = about
    for _ in range(3):
        assert client.get(GO)["Location"] == SIGN_IN
    # Nor is it asked again at once by everybody who tries.
    assert provider.calls == ["/.well-known/openid-configuration"]


def without_password(person: User) -> None:
    person.set_unusable_password()
    person.save()


def asked_there(client: Client, answer: HttpResponse) -> str:
    """Where proof is asked of somebody with neither password nor factor here: the provider's own page comes next."""
    assert answer.status_code == 302 and answer["Location"].startswith(AGAIN)
    there = client.get(answer["Location"])["Location"]
    assert there.startswith(f"{GO}?next=")
    return unquote(there.partition("next=")[2])


def test_b13_who_has_no_password_here_shows_there_again_who_they_are(
    client: Client, person: User, provider: Provider
) -> None:
    """Before a form that carries weight and before a page that changes how they sign in; then they go on with it."""
    without_password(person)
    provider.claims["amr"] = ["mfa"]
    with time_machine.travel(START, tick=False) as clock:
        provider.sign_in(client)
        assert client.get(ADD_KEY).status_code == 200
        clock.shift(timedelta(minutes=settings.PROOF_MINUTES))
        for send in (client.get, client.post):
            assert asked_there(client, send(ADD_KEY)) == ADD_KEY
        typed = {"since": "2026-12-01", "reason": "what was typed meanwhile"}
        assert asked_there(client, client.post(reverse("export_audit"), typed)) == CONTINUE
        assert provider.sign_in(client, CONTINUE)["Location"] == CONTINUE
        assert (provider.asked["prompt"], provider.asked["max_age"]) == ("login", "0")
        assert "what was typed meanwhile" in words(client.get(CONTINUE))
        assert client.get(ADD_KEY).status_code == 200
        # Through an old sign-in there somebody is in, and has proved nothing.
        client.post("/accounts/logout/")
        provider.claims["auth_time"] = int(time.time()) - settings.PROOF_MINUTES * 60
        assert provider.sign_in(client)["Location"] == "/staff/" and client.get("/staff/").status_code == 200
        assert asked_there(client, client.get(ADD_KEY)) == ADD_KEY
    assert verbs().count("sign_in.confirmed") == 1


def test_b13_a_provider_that_does_not_ask_again_proves_nothing(
    client: Client, person: User, provider: Provider
) -> None:
    """It passes `max_age` over, says nothing or nonsense of when, or means somebody else; the page says what to do."""
    without_password(person)
    other = User.objects.create_user("al.reed@aldermere.example", None, name="Al Reed", role="auditor")
    with time_machine.travel(START, tick=False) as clock:
        usual: dict[str, Any] = {**VERIFIED, "auth_time": int(time.time())}
        provider.sign_in(client)
        assert client.get("/staff/")["Location"] == SET_UP and client.get(SET_UP).status_code == 200
        clock.shift(timedelta(minutes=settings.PROOF_MINUTES))
        assert asked_there(client, client.get(SET_UP)) == SET_UP
        now = int(time.time())
        for said in (
            {},
            {"auth_time": None},
            {"auth_time": str(now)},
            {"auth_time": True},
            {"auth_time": now - 61},
            {"auth_time": now, "email": other.email, "sub": "another"},
            {"auth_time": now, "sub": "another"},
        ):
            provider.claims = usual | said
            answer = provider.sign_in(client, SET_UP)
            assert answer.status_code == 403, said
            page = words(answer)
            assert "We could not make sure that it is you" in page and "Sign out of Aldermere Council" in page
            assert f'href="{GO}?next=%2Faccounts%2Fapp%2Fset-up%2F"' in page
            assert asked_there(client, client.get(SET_UP)) == SET_UP
        provider.claims = usual | {"auth_time": now}
        assert provider.sign_in(client, SET_UP)["Location"] == SET_UP
        assert client.get(SET_UP).status_code == 200
    assert verbs().count("sign_in.confirmed") == 1


def test_an_account_is_tied_to_the_first_person_until_an_administrator_unties_it(
    admin: Client, person: User, provider: Provider
) -> None:
    """An address that was given to somebody else there lets nobody in; nor do two accounts of one person mix."""
    provider.claims["amr"] = ["mfa"]
    for who, goes_on in (("first", True), ("second", False), ("first", True)):
        provider.claims["sub"] = who
        assert provider.sign_in(Client())["Location"] == ("/staff/" if goes_on else SIGN_IN)
    assert (
        "first" not in str(User.objects.values_list("known_there_as")) and verbs().count("sign_in.tied") == 1
    )
    forget = {"action": "forget_second_factor", "_selected_action": [person.pk]}
    for untie in (
        lambda: admin.post("/admin/reviews/user/", forget),
        lambda: send(admin, User, User.objects.get(pk=person.pk), email="jo.reed@aldermere.example"),
        # Another provider in the settings: its people are others.
        lambda: User.objects.filter(pk=person.pk).update(known_there_as="0" * 64),
    ):
        untie()
        provider.claims |= {
            "sub": provider.claims["sub"] + "2",
            "email": User.objects.get(pk=person.pk).email,
        }
        assert provider.sign_in(Client())["Location"] == "/staff/"


WHOLE = {
    "OIDC_SERVER_URL": "https://login.example.org/realm",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "known to two",
    "OIDC_EMAIL_DOMAINS": "Aldermere.example, police.example",
}


@pytest.mark.same_with_each_database
@pytest.mark.parametrize(
    "changed",
    [
        *({name: ""} for name in WHOLE),
        {"OIDC_SERVER_URL": "http://login.example.org"},
        {"OIDC_SERVER_URL": "https://login.example.org/?a=b"},
        {"OIDC_EMAIL_DOMAINS": "*.example"},
        {"OIDC_EMAIL_DOMAINS": "jo@aldermere.example"},
        {"OIDC_SECOND_FACTOR": "mfa"},
        {"OIDC_SECOND_FACTOR": "groups=staff"},
    ],
    ids=str,
)
def test_f12_half_a_configuration_or_an_unsafe_one_does_not_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], changed: dict[str, str]
) -> None:
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    whole = identity_provider.read(environ.Env())
    assert whole is not None and whole.domains == {"aldermere.example", "police.example"}
    assert whole.second_factor is None and "known to two" not in repr(whole)
    for name, value in changed.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        identity_provider.read(environ.Env())
    assert next(iter(changed)) in capsys.readouterr().err


@pytest.mark.same_with_each_database
def test_the_server_loads_nothing_for_it_until_somebody_asks() -> None:
    code = (
        "import sys; import cspr_portal.wsgi; "
        "print(sorted({'jwt', 'zxcvbn', 'requests', 'oauthlib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True
    )
    assert done.stdout.strip() == "[]"
