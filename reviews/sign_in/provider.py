"""What is asked of an organisation's own sign-in (OpenID Connect), and what of its answer is believed.

The code flow with state, nonce and PKCE. Nothing of the answer is kept, and roles are never taken from it.
"""

import base64
import hashlib
import json
import secrets
from hmac import compare_digest
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache

from cspr_portal.identity_provider import IdentityProvider, is_safe_address

PATIENCE = 5  # seconds for each call
LARGEST_ANSWER = 1_000_000
# Seconds for which the provider's list of addresses is kept; and for which one that gives none is left alone, so that
# nobody can keep the portal waiting for it again and again.
KEPT_FOR, LEFT_ALONE_FOR = 600, 10
# Seconds by which its clock may differ from ours.
CLOCKS_DIFFER = 60
# Signatures by a key that the provider alone has; none that the portal could make itself.
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
CALLS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class NotBelieved(Exception):
    """The provider said no, said nothing, or what it said doesn't hold. The text is for the server's log."""


def begin() -> dict[str, str]:
    """Return what this browser has to bring back: state, nonce and the verifier of PKCE."""
    return {name: secrets.token_urlsafe(48) for name in ("state", "nonce", "verifier")}


def address_to_sign_in(begun: dict[str, str], *, back: str, again: bool = False) -> str:
    """Return the provider's address to which the browser goes, and from which it comes back to `back`.

    With `again` the provider is to ask its own questions anew. Raises NotBelieved.
    """
    provider = _provider()
    digest = hashlib.sha256(begun["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": begun["state"],
        "nonce": begun["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    if provider.second_factor and provider.second_factor[0] == "acr":
        asked["acr_values"] = provider.second_factor[1]
    address = _addresses(provider)["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def claims_of(begun: dict[str, str], *, answer: dict[str, str], back: str) -> dict[str, Any]:
    """Return what the provider says of the person, checked: signature, issuer, audience, time, nonce.

    `answer` is what the browser brought back. Raises NotBelieved.
    """
    provider = _provider()
    if not compare_digest(answer.get("state", "").encode(), begun["state"].encode()):
        raise NotBelieved("The state is another one.")
    if answer.get("error") or not answer.get("code"):
        raise NotBelieved("The provider refused.")
    addresses = _addresses(provider)
    # RFC 9207: a provider that says that it names itself in the answer has to.
    names_itself = addresses.get("authorization_response_iss_parameter_supported") is True
    if answer.get("iss", "" if names_itself else provider.issuer) != provider.issuer:
        raise NotBelieved("Another provider answered.")
    given = _tokens(provider, addresses, code=answer["code"], verifier=begun["verifier"], back=back)
    claims = _checked(provider, addresses, str(given.get("id_token", "")))
    if not compare_digest(str(claims["nonce"]).encode(), begun["nonce"].encode()):
        raise NotBelieved("The nonce is another one.")
    if "email_verified" not in claims and addresses.get("userinfo_endpoint"):
        # By the standard the address comes from there, and in the token only where a provider puts it there too.
        more = _ask(addresses["userinfo_endpoint"], bearer=str(given.get("access_token", "")))
        if more.get("sub") != claims["sub"]:
            raise NotBelieved("The token and the facts are about two people.")
        claims |= {name: more.get(name) for name in ("email", "email_verified")}
    return claims


def email_of(claims: dict[str, Any]) -> str | None:
    """Return the address in small letters, None unless the provider has verified it and may speak for its domain."""
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str) or not email.isascii():
        return None
    email = email.lower()
    return email if email.rpartition("@")[2] in _provider().domains else None


def known_as(claims: dict[str, Any]) -> str:
    """Return a hash of whom the provider means, which stays when name and address change, and tells nothing.

    Its first sixteen characters are the provider's.
    """
    issuer = _provider().issuer
    theirs, persons = (
        hashlib.sha256(text.encode()).hexdigest() for text in (issuer, f"{issuer} {claims['sub']}")
    )
    return theirs[:16] + persons[:48]


def signed_in_at(claims: dict[str, Any]) -> int:
    """Return when the person signed in there, in seconds since 1970; 0 where the provider doesn't say."""
    said = claims.get("auth_time")
    return said if isinstance(said, int) else 0


def gave_second_factor(claims: dict[str, Any]) -> bool:
    """Return whether the person gave a second factor there, and the settings say that this one counts."""
    counts = _provider().second_factor
    if counts is None:
        return False
    said = claims.get(counts[0])
    return counts[1] in said if isinstance(said, list) else counts[1] == said


def _provider() -> IdentityProvider:
    provider = settings.IDENTITY_PROVIDER
    if provider is None:
        raise NotBelieved("No provider is configured.")
    return provider


def _addresses(provider: IdentityProvider) -> dict[str, Any]:
    """The addresses that the provider publishes about itself."""
    key = f"identity-provider:{hashlib.sha256(provider.issuer.encode()).hexdigest()}"
    known: dict[str, Any] | None = cache.get(key)
    if known == {}:
        raise NotBelieved("The provider gave no list of addresses just now.")
    if known is None:
        try:
            known = _published_by(provider)
        except NotBelieved:
            cache.set(key, {}, LEFT_ALONE_FOR)
            raise
        cache.set(key, known, KEPT_FOR)
    return known


def _published_by(provider: IdentityProvider) -> dict[str, Any]:
    said = _ask(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != provider.issuer:
        raise NotBelieved("The provider calls itself something other than OIDC_SERVER_URL.")
    wanted = [said.get(name) for name in CALLS]
    if "userinfo_endpoint" in said:
        wanted.append(said["userinfo_endpoint"])
    if not all(isinstance(address, str) and is_safe_address(address) for address in wanted):
        raise NotBelieved("The provider lacks an address, or has one without TLS.")
    return said


def _tokens(
    provider: IdentityProvider, addresses: dict[str, Any], *, code: str, verifier: str, back: str
) -> dict[str, Any]:
    """What the provider gives for the browser's code."""
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    ways = addresses.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = ""
    if "client_secret_basic" in ways:
        pair = urlencode({provider.client_id: provider.client_secret}).replace("=", ":", 1)
        basic = base64.b64encode(pair.encode()).decode()
    else:
        asked |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    return _ask(addresses["token_endpoint"], form=asked, basic=basic)


def _checked(provider: IdentityProvider, addresses: dict[str, Any], token: str) -> dict[str, Any]:
    """What the token says, when signature, issuer, audience and times hold."""
    import jwt  # here, because most portals never need it

    try:
        known = jwt.PyJWKSet.from_dict(_ask(addresses["jwks_uri"])).keys
        named = jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in known if key.key_id == named] if named else known
        if len(fitting) != 1:
            raise NotBelieved("No key of the provider fits its token.")
        claims: dict[str, Any] = jwt.decode(
            token,
            fitting[0],
            algorithms=list(SIGNED_BY),
            issuer=provider.issuer,
            audience=provider.client_id,
            leeway=CLOCKS_DIFFER,
            options={
                "require": ["iss", "sub", "aud", "exp", "iat", "nonce"],
                "enforce_minimum_key_length": True,
            },
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(f"The token doesn't hold: {type(error).__name__}.") from error
    for_whom = claims["aud"]
    if claims.get("azp", provider.client_id) != provider.client_id or (
        isinstance(for_whom, list) and len(for_whom) > 1 and "azp" not in claims
    ):
        raise NotBelieved("The token was made for another service.")
    return claims


def _ask(
    address: str, *, form: dict[str, str] | None = None, basic: str = "", bearer: str = ""
) -> dict[str, Any]:
    """Return the provider's answer, a JSON object. One call, no redirect, within seconds. Raises NotBelieved."""
    import urllib.request  # here, because most portals never need them
    from http.client import HTTPException

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any, **kwargs: Any) -> None:
            return None

    headers = {"Accept": "application/json"}
    if basic or bearer:
        headers["Authorization"] = f"Basic {basic}" if basic else f"Bearer {bearer}"
    body = urlencode(form).encode() if form is not None else None
    question = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310  is_safe_address
    try:
        with urllib.request.build_opener(NoRedirect).open(question, timeout=PATIENCE) as answer:
            if answer.status != HTTPStatus.OK:
                raise NotBelieved("The provider answered with another status.")
            said = json.loads(answer.read(LARGEST_ANSWER))
    except (OSError, ValueError, HTTPException, RecursionError) as error:
        # URLError and HTTPError are OSErrors; a RecursionError is JSON nested too deep. What came back is never quoted.
        raise NotBelieved(f"The provider could not be asked: {type(error).__name__}.") from error
    if not isinstance(said, dict):
        raise NotBelieved("The provider's answer is no object.")
    return said
