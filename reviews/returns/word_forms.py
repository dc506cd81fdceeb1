"""The form through which a return comes back from Word. What the file may hold is in word.py."""

from typing import Any

from cspr_portal.word_in import WordText
from reviews.models import AgencyRequest
from reviews.word_upload import WordFileForm

from . import word
from .forms import ReturnForm


class BringReturnForm(WordFileForm):
    """The return form of one request as a Word file. It comes out as what it puts into the form that is kept."""

    def __init__(self, *args: Any, agency_request: AgencyRequest, kept: ReturnForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency_request, self.kept = agency_request, kept

    def taken(self, word_text: WordText) -> word.Brought:
        """Return what the file puts into the form."""
        return word.brought(self.agency_request, self.kept, word_text)
