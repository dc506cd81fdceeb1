"""An organisation's own sign-in for tests: a small OpenID Connect provider on this machine. No test lives here."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client

GO, BACK = "/accounts/organisation/", "/accounts/organisation/back/"
CLIENT, SECRET = "portal", "what the two of them know"


@dataclass
class Provider:
    """What it says and does, which a test may change; and what it was asked."""

    issuer: str = ""
    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    signs_with: Any = None
    algorithm: str = "RS256"
    headers: dict[str, Any] = field(default_factory=lambda: {"kid": "one"})
    claims: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    # What it publishes about itself in place of the usual, and how it answers at a path in place of that.
    about: dict[str, Any] = field(default_factory=dict)
    instead: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def sign_in(self, client: Client, next_page: str = "", **brought: str) -> HttpResponse:
        """Go there and come back with what is brought (a code and the right state, where nothing else is said)."""
        there = client.get(GO, {"next": next_page} if next_page else {})
        assert there["Location"].startswith(self.issuer + "/authorize?"), there["Location"]
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(there["Location"]).query).items()}
        return client.get(BACK, {"code": "a code", "state": self.asked["state"], **brought})

    def answer(self, path: str, headers: Any, body: str) -> tuple[int, bytes]:
        self.calls.append(path)
        if path in self.instead:
            return self.instead[path]
        if path == "/.well-known/openid-configuration":
            addresses = {
                "authorization_endpoint": "/authorize",
                "token_endpoint": "/token",
                "jwks_uri": "/keys",
                "userinfo_endpoint": "/userinfo",
            }
            said = {name: self.issuer + end for name, end in addresses.items()}
            return 200, json.dumps({"issuer": self.issuer, **said, **self.about}).encode()
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, json.dumps(
                {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
            ).encode()
        if path == "/userinfo":
            is_known = headers["Authorization"] == "Bearer for the facts"
            return (200, json.dumps(self.facts).encode()) if is_known else (401, b"{}")
        return self._token(headers, {name: values[0] for name, values in parse_qs(body).items()})

    def _token(self, headers: Any, form: dict[str, str]) -> tuple[int, bytes]:
        """The token, for the right secret, address and verifier only."""
        basic = base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode()
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_right = (
            basic == "portal:what+the+two+of+them+know"
            and form["code"] == "a code"
            and form["redirect_uri"] == self.asked["redirect_uri"]
            and challenge == self.asked["code_challenge"]
        )
        if not is_right:
            return 400, b'{"error": "invalid_grant"}'
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "somebody",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
            "auth_time": now,
            **self.claims,
        }
        said = {name: value for name, value in claims.items() if value is not None}
        key = self.key if self.signs_with is None else self.signs_with
        token = jwt.encode(said, key, self.algorithm, headers=self.headers)
        return 200, json.dumps({"id_token": token, "access_token": "for the facts"}).encode()


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """Let it answer on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, said = provider.answer(self.path, self.headers, self.rfile.read(length).decode())
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", said.decode())
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_GET

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
