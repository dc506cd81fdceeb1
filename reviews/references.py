"""Case references: SC- and two groups of four random characters, with no order, date or count in them."""

import re
import secrets

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
SHAPE = re.compile(rf"^SC-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}$")


def new() -> str:
    """Return a reference that nobody can guess from another one."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return f"SC-{''.join(letters[:4])}-{''.join(letters[4:])}"


def plain(text: str) -> str:
    """Return the reference as it is kept, or an empty text for what can't be one."""
    reference = text.strip().upper()
    return reference if SHAPE.match(reference) else ""


def may_be_part(text: str) -> bool:
    """Return whether `text`, in any case, could be part of a reference: then a list looks for it there too."""
    return bool(re.fullmatch(rf"[-SC{ALPHABET}]+", text.strip().upper()))
