"""What makes a long password easy to guess all the same. How guessing goes about it, `zxcvbn` knows; names are ours."""

from django.conf import settings
from django.core.exceptions import ValidationError

from reviews.models import User

# So much has to be left when the partnership's name is taken out.
LEAST_OF_ONES_OWN = 8
# At some thousand guesses a second, which is much for hashes like ours, so many take days.
LEAST_GUESSES = 10**9
# What is looked at: enough to be strong, and a second's work at worst.
LOOKED_AT = 36
SENTENCE = (
    "Choose a password that is harder to guess: it is mostly names, words that are used often, a row of keys, or "
    "the same again and again."
)


class EasyToGuessValidator:
    """Refuses what is long enough and soon guessed. Django calls it by its settings."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password that is easy to guess."""
        sentence = self.why_not(password, user)
        if sentence:
            raise ValidationError(sentence, code="password_easy_to_guess")

    def why_not(self, password: str, user: User | None = None) -> str | None:
        """Return why the password is too easy, or None."""
        from zxcvbn import zxcvbn  # here, because its lists take memory that few processes ever need

        names = [settings.PARTNERSHIP["name"], settings.PARTNERSHIP["short_name"]]
        names += [user.name, user.email] if user is not None else []
        known = [word for name in names for word in (name, *name.split())]
        own = plain = _plain(password)
        for word in sorted({_plain(word) for word in known}, key=len, reverse=True):
            own = own.replace(word, "") if len(word) > 2 else own
        if own != plain and len(own) < LEAST_OF_ONES_OWN:
            return SENTENCE
        guesses = zxcvbn(password[:LOOKED_AT], user_inputs=known)["guesses"]
        return SENTENCE if guesses < LEAST_GUESSES else None

    def get_help_text(self) -> str:
        """Return the sentence for Django's own pages, which the portal does not show."""
        return SENTENCE


def _plain(text: str) -> str:
    """The text's letters and digits alone, in small letters."""
    return "".join(letter for letter in text.lower() if letter.isalnum())
