"""Where sessions are kept: Django's own way, in a table that knows whose each is and no key that a cookie could hold."""

import hashlib
import uuid
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from cspr_portal import clock
from reviews.models import StaffSession

from . import kept_forms


def row_key(session_key: str) -> uuid.UUID:
    """Return the key of a session's row, from which the one in the cookie can't be found."""
    return uuid.UUID(bytes=hashlib.sha256(session_key.encode()).digest()[:16])


class SessionStore(db.SessionStore):
    """One session. The name is the one that Django asks for."""

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:  # type: ignore[override]
        """Return the table."""
        return StaffSession

    def _get_session_from_db(self) -> StaffSession | None:
        key = row_key(self.session_key or "")
        found = StaffSession.objects.filter(pk=key, expire_date__gt=clock.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Return whether there is a session with this key."""
        return StaffSession.objects.filter(pk=row_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:  # type: ignore[override]
        """Return the row, with whose session it is."""
        return StaffSession(
            pk=row_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            user_id=data.get(SESSION_KEY),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def delete(self, session_key: str | None = None) -> None:
        """Forget the session: the cookie that names it is worth nothing from now."""
        key = session_key or self.session_key
        if key is not None:
            StaffSession.objects.filter(pk=row_key(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Forget what has run out, for `manage.py clearsessions`; kept forms too."""
        super().clear_expired()
        kept_forms.forget_old(clock.now())
