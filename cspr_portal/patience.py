"""How long a page waits for PostgreSQL before it answers 503. Commands wait as long as they need: a migration may."""

from typing import Any

# Gunicorn gives a request a minute; whoever waits half of that has gone.
LIMITS = {
    "statement_timeout": "30s",
    # Somebody else's deed holds the same case: they are done in a moment, or something is wrong.
    "lock_timeout": "5s",
    # A page whose process hangs in the middle of a deed must not keep the case from everybody.
    "idle_in_transaction_session_timeout": "60s",
}


def bound(databases: dict[str, dict[str, Any]]) -> None:
    """Add the limits to the settings of the databases that are PostgreSQL's, before the first connection is made.

    What the operator's own `options` say comes after them, and so holds.
    """
    limits = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
    for database in databases.values():
        if database["ENGINE"] == "django.db.backends.postgresql":
            options = database.setdefault("OPTIONS", {})
            options["options"] = f"{limits} {options.get('options', '')}".strip()
