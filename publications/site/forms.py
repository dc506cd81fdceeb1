"""The form in which staff write the words of one of the site's own pages, and the one that puts them up."""

from hashlib import sha256
from typing import Any

from django import forms

from cspr_portal import desk
from cspr_portal.forms import PortalForm, long_text
from publications.models import SitePage
from publications.site.faults import faults

LONGEST_TEXT = 60_000


class SiteTextForm(PortalForm):
    """The text, and the number of the one that held when the writer began."""

    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = long_text(
        "What the page says",
        "Enter what the page says.",
        "The first line is the title, “# About reviews”, and the first paragraph under it is shown larger, in plain "
        "words. “## ” begins a heading, “### ” one below it; {#family} behind a heading is its address. A hyphen "
        "begins a point of a list. A link is written [words](/contact/) or [words](https://www.nhs.uk/).",
        rows=26,
        longest=LONGEST_TEXT,
    )

    def __init__(self, *args: Any, key: SitePage, guidance: desk.Guidance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key, self.guidance = key, guidance

    def clean_text(self) -> str:
        """Every fault at once, each with the sentence that says what to do."""
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip() + "\n"
        found = faults(self.key, text, self.guidance)
        if found:
            raise forms.ValidationError(found)
        return text


class PutUpForm(SiteTextForm):
    """The text as it was looked at, why it changes, and that somebody has looked."""

    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    reason = long_text(
        "Why it changes",
        "Enter why the words change.",
        "It stays in the history and is not shown in public. Name no child and no case.",
        rows=2,
        longest=500,
    )
    has_looked = forms.BooleanField(
        label="I have looked at the page and at what was found in it, and nothing in it points to anybody",
        error_messages={"required": "Look at the page and at what was found in it, then tick that you have."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "text" in data and data.get("looked_at") != seen(data["text"]):
            self.add_error(
                "has_looked",
                "The words have changed since you looked. Look at the page again, then put it up.",
            )
        return data

    def look_again(self) -> None:
        """Ask for a look at the text as it stands in the form now, which is shown beside it."""
        data = dict(self.data.items())
        data["looked_at"] = seen(self.cleaned_data["text"])
        if "has_looked" in self.errors:
            data.pop("has_looked", None)
        self.data = data


def seen(text: str) -> str:
    """Return what stands for a text in the form that puts it up."""
    return sha256(text.encode()).hexdigest()
