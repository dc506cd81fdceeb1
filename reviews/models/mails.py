"""Mails that wait for the mail server. What is in them, and how they go, is in reviews/mails."""

from django.db import models

from .base import Record


class WaitingMail(Record):
    """A mail that the mail server has not taken yet. The row goes when it has."""

    # Addresses, subject and text: encrypted, since a link for a new password is as good as one.
    sealed = models.TextField()
    written_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    # Whoever sends it moves this on first, so that nobody else takes it meanwhile.
    next_try_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["next_try_at", "pk"]

    def __str__(self) -> str:
        return f"Mail written at {self.written_at:%d %b %Y, %H:%M}"
