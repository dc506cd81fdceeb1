"""The form of a learning brief: seven parts with headings that can be changed, each of which may be left out."""

from typing import Any

from django import forms
from django.forms import BoundField

from cspr_portal.forms import long_text
from publications.briefs import HEADINGS, Part, laid_out, parts_of, text_of
from publications.models import Kind
from publications.staff.forms import DraftForm, NewPublicationForm, NextDraftForm

LONGEST_HEADING = 80
LONGEST_PART = 20_000
HELP = {
    1: "The child by pseudonym, as a person. Nothing that only their family would know.",
    7: "Questions for a team meeting, each on a line of its own that begins with a hyphen.",
}
NUMBERS = range(1, len(HEADINGS) + 1)
NAMED = {f"heading_{number}": f"the heading of part {number}" for number in NUMBERS} | {
    f"part_{number}": f"the text of part {number}" for number in NUMBERS
}


class BriefForm(DraftForm):
    """A draft of a brief, part by part. It comes out as one text, as every draft is kept."""

    named = NAMED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["text"]
        parts = laid_out(parts_of(self.initial.get("text", "")) or [])
        for number, part in zip(NUMBERS, parts, strict=True):
            self.fields[f"heading_{number}"] = forms.CharField(
                label="Heading", max_length=LONGEST_HEADING, required=False, initial=part.heading
            )
            self.fields[f"part_{number}"] = long_text(
                "Text",
                help_text=HELP.get(number, ""),
                rows=5,
                longest=LONGEST_PART,
                is_required=False,
            )
            self.initial[f"part_{number}"] = part.text

    @property
    def own_fields(self) -> list[BoundField]:
        """The fields that are no part: the words around them."""
        return [field for field in self.visible_fields() if not field.name.startswith(("heading_", "part_"))]

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """Heading and text of each part."""
        return [(self[f"heading_{number}"], self[f"part_{number}"]) for number in NUMBERS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        parts = [
            Part(data.get(f"heading_{number}", ""), data.get(f"part_{number}", "")) for number in NUMBERS
        ]
        for number, part in zip(NUMBERS, parts, strict=True):
            if part.text.strip() and not part.heading.strip() and f"heading_{number}" not in self.errors:
                self.add_error(f"heading_{number}", f"Enter the heading of part {number}.")
        if not any(part.text.strip() for part in parts) and not self.errors:
            self.add_error("part_1", "Write at least one part.")
        data["text"] = text_of(parts)
        return data


class NewBriefForm(BriefForm, NewPublicationForm):
    """A brief with its first draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        return super().clean() | {"kind": Kind.BRIEF.value}


class NextBriefForm(BriefForm, NextDraftForm):
    """The next draft of a brief."""
