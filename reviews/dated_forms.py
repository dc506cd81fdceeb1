"""The forms that know today, or their case as well, and refuse days that can't be. No form of one noun lives here."""

from datetime import date
from typing import Any

from cspr_portal.forms import PortalForm
from cspr_portal.words import impossible_day
from reviews.models import Case


class TodayForm(PortalForm):
    """A form that knows today (a day in London), and refuses days that can't be."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def check_day(
        self, name: str, words: str, not_before: date | None = None, before_words: str = ""
    ) -> None:
        """Put an error on the field when its day is in the future, or before `not_before`."""
        day = self.cleaned_data.get(name)
        wrong = impossible_day(words, day, self.today, not_before, before_words) if day else None
        if wrong:
            self.add_error(name, wrong)


class DatedForm(TodayForm):
    """A form that knows the case too."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
