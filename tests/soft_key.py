"""A security key made of software, for tests without a browser: it answers as Chromium's would. No test lives here."""

import hashlib
import html
import json
import re
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

HOST = "testserver"


def question_on(page: HttpResponse) -> dict[str, Any]:
    """What a page asks a key."""
    found = re.search(r'data-question="([^"]+)"', page.content.decode())
    assert found
    return json.loads(html.unescape(found[1]))["publicKey"]


class SoftKey:
    """One key, which signs for whichever site it is shown to be."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.uses = 0

    def create(self, question: dict[str, Any], origin: str = f"https://{HOST}") -> str:
        """The answer to being added."""
        public = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
        attested = AttestationObject.create("none", self._data(flags, public), {})
        return self._answer(
            attestationObject=websafe_encode(attested),
            clientDataJSON=websafe_encode(self._client("webauthn.create", question, origin)),
        )

    def get(self, question: dict[str, Any], origin: str = f"https://{HOST}", host: str = HOST) -> str:
        """The answer to being used."""
        self.uses += 1
        data = self._data(AuthenticatorData.FLAG.UP, b"", host)
        client = self._client("webauthn.get", question, origin)
        signature = self.private.sign(
            bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._answer(
            authenticatorData=websafe_encode(data),
            clientDataJSON=websafe_encode(client),
            signature=websafe_encode(signature),
        )

    def _data(self, flags: Any, public: Any, host: str = HOST) -> AuthenticatorData:
        return AuthenticatorData.create(hashlib.sha256(host.encode()).digest(), flags, self.uses, public)

    def _client(self, kind: str, question: dict[str, Any], origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": question["challenge"], "origin": origin}).encode()

    def _answer(self, **response: str) -> str:
        own = websafe_encode(self.id)
        return json.dumps(
            {
                "id": own,
                "rawId": own,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )
