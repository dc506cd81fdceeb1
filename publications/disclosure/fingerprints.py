"""What a clearance of a hit is bound to. Nothing is looked for here, and no clearance is kept."""

import hashlib
import hmac
import json

from publications.disclosure.check import Hit
from publications.disclosure.normal import fold

CONTEXT = 40  # characters on either side for which a clearance holds


def fingerprint(hit: Hit, text: str, key: bytes) -> str:
    """What a clearance is bound to: a keyed digest (HMAC-SHA256, hex) of word, kind, field and neighbours.

    In: the hit, the text of its field as it was checked, and the secret key. The same word elsewhere, or with
    other words around it, has another fingerprint, so a clearance lasts while its surroundings do. The digest
    alone gives away no word.
    """
    reach = 5 * CONTEXT
    before = fold(text[max(hit.start - reach, 0) : hit.start])[-CONTEXT:]
    after = fold(text[hit.end : hit.end + reach])[:CONTEXT]
    message = json.dumps([hit.field, hit.kind, fold(text[hit.start : hit.end]), before, after])
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()
