"""The form for another form of a text. Who may is in access.py."""

import re
from typing import Any

from django import forms

from cspr_portal.forms import Radios
from publications.models import VersionForm
from publications.staff.forms import DraftForm

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z")
LANGUAGES = [
    ("cy", "Welsh"),
    ("pl", "Polish"),
    ("ro", "Romanian"),
    ("pa", "Punjabi"),
    ("ur", "Urdu"),
    ("bn", "Bengali"),
    ("gu", "Gujarati"),
    ("ar", "Arabic"),
    ("so", "Somali"),
    ("pt", "Portuguese"),
    ("es", "Spanish"),
    ("fr", "French"),
    ("uk", "Ukrainian"),
    ("other", "Another language"),
]


class VersionDraftForm(DraftForm):
    """Another form of a text, with its first draft."""

    form = forms.ChoiceField(
        label="Which form is it?",
        choices=VersionForm.choices,
        widget=Radios(
            hints={
                VersionForm.EASY_READ: "Short sentences with pictures.",
                VersionForm.TRANSLATION: "The same text in another language.",
                VersionForm.BSL: "Add the video’s link on the next page; the text is what is signed.",
                VersionForm.AUDIO: "Add the recording on the next page; the text is what is said.",
            }
        ),
        error_messages={"required": "Choose which form it is."},
    )
    language = forms.ChoiceField(
        label="Language of a translation", choices=[("", "Choose a language"), *LANGUAGES], required=False
    )
    tag = forms.CharField(
        label="Tag of another language",
        help_text="Such as ti for Tigrinya. Ask the translator.",
        max_length=12,
        required=False,
    )
    field_order = ("form", "language", "tag", "title", "summary", "care_note", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("themes", None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("form") != VersionForm.TRANSLATION:
            data["language"] = "en-GB"
            return data
        if data.get("language") == "other":
            data["language"] = data.get("tag", "").strip()
            if not LANGUAGE_TAG.match(data["language"]):
                self.add_error("tag", "Enter the language’s tag, such as ti.")
        elif not data.get("language"):
            self.add_error("language", "Choose the language.")
        return data

    def words(self) -> dict[str, str]:
        """Return what was typed as the action takes it."""
        return {
            name: self.cleaned_data[name]
            for name in ("form", "language", "title", "summary", "care_note", "text")
        }
