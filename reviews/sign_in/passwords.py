"""What makes a long password easy to guess all the same: the partnership's own name, and something short repeated."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

from reviews.models import User

# So much has to be left when the partnership's name is taken out.
LEAST_OF_ONES_OWN = 8
SENTENCE = "Choose a password that is harder to guess: it is mostly the partnership’s name, or the same again and again."


class EasyToGuessValidator:
    """Refuses what stands on no list of common passwords and is as easy to find. Django calls it by its settings."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password that is easy to guess."""
        sentence = self.why_not(password)
        if sentence:
            raise ValidationError(sentence, code="password_easy_to_guess")

    def why_not(self, password: str) -> str | None:
        """Return why the password is too easy, or None."""
        plain = _plain(password)
        if re.fullmatch(r"(.{1,12}?)\1+", plain):
            return SENTENCE
        own = plain
        names = [settings.PARTNERSHIP["name"], settings.PARTNERSHIP["short_name"]]
        for word in sorted(
            {_plain(word) for name in names for word in (name, *name.split())}, key=len, reverse=True
        ):
            own = own.replace(word, "") if len(word) > 2 else own
        return SENTENCE if own != plain and len(own) < LEAST_OF_ONES_OWN else None

    def get_help_text(self) -> str:
        """Return the sentence for Django's own pages, which the portal does not show."""
        return SENTENCE


def _plain(text: str) -> str:
    """The text's letters and digits alone, in small letters."""
    return "".join(letter for letter in text.lower() if letter.isalnum())
