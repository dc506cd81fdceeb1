"""An organisation’s own sign-in (OpenID Connect), as the environment configures it. Using it: reviews/sign_in/."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import environ

from cspr_portal.environment import LOCAL_HOSTS, refuse

NEEDED = ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_EMAIL_DOMAINS")


@dataclass(frozen=True)
class IdentityProvider:
    """Where people sign in besides here, and whose word counts for whom."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    domains: frozenset[str]
    # The claim and the value that say that a second factor was given there; None: the portal asks for its own.
    second_factor: tuple[str, str] | None


def is_safe_address(address: str) -> bool:
    """Return whether secrets may be sent there: over TLS, or without leaving this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL_HOSTS)


def read(env: environ.Env) -> IdentityProvider | None:
    """Return the provider, None where nothing of it is set; refuse half a configuration or an unsafe one."""
    typed = {name: env.str(name, default="").strip() for name in NEEDED}
    second_factor = env.str("OIDC_SECOND_FACTOR", default="").strip()
    name = env.str("OIDC_NAME", default="").strip()
    if not any((*typed.values(), second_factor, name)):
        return None
    for missing in [one for one, value in typed.items() if not value]:
        refuse(f"Set {missing} too, or none of the settings that begin with OIDC_.")
    issuer = typed["OIDC_SERVER_URL"]
    if not is_safe_address(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        refuse("Set OIDC_SERVER_URL to the provider's own address, which begins with https://.")
    domains = frozenset(
        part.strip().lower() for part in typed["OIDC_EMAIL_DOMAINS"].split(",") if part.strip()
    )
    if not domains or any("@" in domain or "*" in domain or "." not in domain for domain in domains):
        refuse("Set OIDC_EMAIL_DOMAINS to what stands after the @ in staff addresses, separated by commas.")
    claim, _, value = second_factor.partition("=")
    if second_factor and (claim not in {"acr", "amr"} or not value):
        refuse(
            "Set OIDC_SECOND_FACTOR to a claim and its value, in the form amr=mfa or acr=…, or leave it empty."
        )
    return IdentityProvider(
        name=name or "your organisation",
        issuer=issuer,
        client_id=typed["OIDC_CLIENT_ID"],
        client_secret=typed["OIDC_CLIENT_SECRET"],
        domains=domains,
        second_factor=(claim, value) if second_factor else None,
    )
