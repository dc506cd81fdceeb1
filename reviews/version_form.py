"""The form of one button, pressed about the version of a text that its page showed. What it does is the action's."""

from typing import Self

from django import forms

from cspr_portal.forms import PortalForm

LARGEST = 2**31 - 1
# Older than any version that is kept: what was sent without the number of one was never read.
NEVER_READ = -1


class VersionForm(PortalForm):
    """The number of the version that the page shows, sent with the press of its button."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)

    @property
    def read(self) -> int:
        """The version that was read before the button was pressed."""
        return self.cleaned_data["version"] if self.is_valid() else NEVER_READ

    @classmethod
    def anew(cls, version: int, sentence: str) -> Self:
        """Return the form for the version that is there now, with the sentence that says so."""
        form = cls({"version": version})
        form.add_error(None, sentence)
        return form
