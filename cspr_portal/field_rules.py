"""What a field of a portal form says and refuses: messages that name it, texts that end and can be stored.

Called by ``forms`` when a form meets its fields. What is on the page lives in templates/forms/.
"""

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

from cspr_portal.fields import EXAMPLE_TIME, INVISIBLE, UNSTORABLE, PortalDateField, Words

LONGEST_TEXT = 20_000
LONGEST_LINE = 200
LONGEST_HIDDEN = 2_000
LARGEST_NUMBER = 1_000_000_000
ROWS = 5
DJANGO_ROWS = "10"
WIDTHS = (2, 3, 4, 5, 10, 20, 30)
WORDS_BEFORE = 20


def tidy(text: str, *, is_text: bool) -> str:
    """Return it with plain line ends, and empty where there is nothing to see.

    A choice (`is_text` is False) gets a mark in place of what can't be stored, so that it is not offered.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    if not is_text:
        return UNSTORABLE.sub("\ufffd", text)
    return text if text.strip(INVISIBLE) else ""


def teach(field: forms.Field, words: Words) -> None:
    """Replace the messages that are still Django's own by ones that name the field and say what to do."""
    messages = field.error_messages
    is_choice = isinstance(field, (forms.ChoiceField, forms.FileField, forms.ModelChoiceField))
    required = f"{words.choose if is_choice else words.enter}."
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        required = f"Tick {words.name if words.is_question else f'“{field.label or words.name}”'} to go on."
    ours = {"required": required}
    if isinstance(field, PortalDateField):
        field.words = words
        del ours["required"]
    elif isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        not_offered = f"{words.choose} from the list."
        ours |= {"invalid_choice": not_offered, "invalid_list": not_offered, "invalid_pk_value": not_offered}
    elif isinstance(field, forms.TimeField):
        ours["invalid"] = f"{words.enter} by the 24-hour clock, for example {EXAMPLE_TIME}."
    elif isinstance(field, forms.IntegerField):
        ours["invalid"] = f"{words.enter} as a number, for example 3."
        most = LARGEST_NUMBER if field.max_value is None else field.max_value
        messages.setdefault("max_value", f"{words.subject} must be {most:,} or less.")
        if field.min_value is not None:
            messages.setdefault("min_value", f"{words.subject} must be {field.min_value:,} or more.")
    elif isinstance(field, forms.EmailField):
        messages.setdefault("invalid", f"{words.enter} in full, for example name@example.org.")
    elif isinstance(field, forms.FileField):
        ours |= {
            "invalid": f"{words.choose} again.",
            "missing": f"{words.choose} again.",
            "empty": "The file is empty. Choose another.",
        }
    for key, message in ours.items():
        if key not in messages or str(messages[key]) == _djangos_own(field, key):
            messages[key] = message
    # A UUIDField is a CharField to Django, and its value no text.
    if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
        _bound_text(field, words)


def _djangos_own(field: forms.Field, key: str) -> str:
    for klass in type(field).__mro__:
        if key in getattr(klass, "default_error_messages", {}):
            return str(klass.default_error_messages[key])  # type: ignore[attr-defined]
    return ""


def _bound_text(field: forms.CharField, words: Words) -> None:
    """Give a text an end and refuse what can't be stored, in words that name the field."""
    limit = field.max_length
    is_secret = isinstance(field.widget, forms.PasswordInput)
    if limit is None and not is_secret:
        limit = LONGEST_LINE
        if isinstance(field.widget, forms.Textarea):
            limit = LONGEST_TEXT
        elif field.widget.is_hidden:
            limit = LONGEST_HIDDEN
    ours = (validators.MaxLengthValidator, validators.ProhibitNullCharactersValidator, _Fits, _Storable)
    others = [validator for validator in field.validators if not isinstance(validator, ours)]
    field.validators = [_Storable(words, is_secret), *([_Fits(words, limit)] if limit else []), *others]
    field.error_messages.setdefault(
        "min_length",
        f"{words.subject} must be %(limit_value)d characters or more; it has %(show_value)d.",
    )


class _Storable:
    """Refuses characters that can't be stored, and says after which words they stand."""

    def __init__(self, words: Words, is_secret: bool) -> None:
        self.words, self.is_secret = words, is_secret

    def __call__(self, text: str) -> None:
        found = UNSTORABLE.search(text)
        if found is None:
            return
        message = f"Remove the character that can’t be stored from {self.words.name}."
        before = " ".join(text[: found.start()].split())
        if before and not self.is_secret:
            shown = before if len(before) <= WORDS_BEFORE else f"…{before[-WORDS_BEFORE:].lstrip()}"
            message = f"{message} It comes after “{shown}”."
        raise ValidationError("%(message)s", code="unstorable", params={"message": message})


class _Fits:
    """Refuses a text that is too long, and says how long it is."""

    def __init__(self, words: Words, limit: int) -> None:
        self.words, self.limit = words, limit

    def __call__(self, text: str) -> None:
        if len(text) > self.limit:
            message = (
                f"{self.words.subject} must be {self.limit:,} characters or fewer; it has {len(text):,}."
            )
            raise ValidationError("%(message)s", code="too_long", params={"message": message})


def width_class(field: forms.Field) -> str:
    """GOV.UK's class for an input's width, from the widget's `govuk_width` or the longest text it takes."""
    width = field.widget.attrs.pop("govuk_width", None)
    if width is None and isinstance(field, forms.TimeField):
        width = 5
    if width is None and isinstance(field, forms.IntegerField):
        width = 5
    if width is None and not isinstance(field.widget, forms.Textarea):
        longest = getattr(field, "max_length", None) or WIDTHS[-1] + 1
        width = next((each for each in WIDTHS if longest <= each), None)
    if width is None:
        return ""
    return f"govuk-input--width-{width}" if str(width).isdigit() else f"govuk-!-width-{width}"


def dress(field: forms.Field) -> None:
    """Take off what cuts typed text without a word, and what fills in somebody else's data."""
    attrs = field.widget.attrs
    for name in ("maxlength", "minlength", "min", "max", "step"):
        attrs.pop(name, None)
    if isinstance(field.widget, forms.NumberInput):
        field.widget.input_type = "text"
        attrs.setdefault("inputmode", "numeric")
    if isinstance(field, forms.IntegerField) and field.max_value is None:
        field.max_value = LARGEST_NUMBER
        field.validators.append(validators.MaxValueValidator(LARGEST_NUMBER))
    if isinstance(field.widget, forms.Textarea):
        attrs.pop("cols", None)
        if (
            attrs.get("rows") == DJANGO_ROWS
        ):  # nobody chose it: Django's default is text, a chosen 10 is a number
            attrs["rows"] = ROWS
    if (
        isinstance(field.widget, (forms.TextInput, forms.NumberInput, forms.Textarea))
        and not field.widget.is_hidden
    ):
        attrs.setdefault("autocomplete", "off")
        if isinstance(field, forms.EmailField):
            attrs.setdefault("spellcheck", "false")
