"""The form that knows its case and today, and refuses days that can't be. No form of one noun lives here."""

from datetime import date
from typing import Any

from cspr_portal import clock
from cspr_portal.forms import PortalForm
from reviews.models import Case


class DatedForm(PortalForm):
    """A form that knows the case and today, and refuses days that can't be."""

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.today = today

    def check_day(
        self, name: str, words: str, not_before: date | None = None, before_words: str = ""
    ) -> None:
        """Put an error on the field when its day is in the future, or before `not_before`."""
        day = self.cleaned_data.get(name)
        if day and day > self.today:
            self.add_error(name, f"{words} can’t be in the future. Today is {clock.day_words(self.today)}.")
        if day and not_before and day < not_before:
            self.add_error(name, f"{words} can’t be before {before_words}, {clock.day_words(not_before)}.")
