"""What sign-in keeps between two requests: open sessions, and a form that waits for its sender. No case lives here."""

from django.db import models

from .base import Record
from .people import User


class StaffSession(Record):
    """A browser in which somebody is signed in, or about to be.

    Its key is made from the one in the browser's cookie (reviews/sign_in/sessions.py), which is kept nowhere: who
    reads this table signs in nowhere.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)


class KeptForm(Record):
    """A form that was sent while something else was asked first, encrypted, for a few minutes and its sender only."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    closed = models.TextField()
    kept_at = models.DateTimeField(db_index=True)
