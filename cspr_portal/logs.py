"""What the server's log may not hold: addresses that open something by themselves. Nothing is decided here."""

import logging
import re

# A link to a copy, and a link for a new password.
SECRET = re.compile(r"(/copy/|/password/reset/key/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Blots out the secret part of an address in what is logged. Django logs the addresses of its errors."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record and let it pass."""
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), None
        return True
